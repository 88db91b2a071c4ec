"""Figures of networks fit for a paper, as SVG and PNG.

>>> list(FIGURES)
['network', 'two-mode', 'heatmap', 'calendar', 'concentration']
"""

from __future__ import annotations

from popgraph.networks.figures.catalogue import FIGURES, FORMATS, Figure
from popgraph.networks.figures.drawing import WIDTHS, draw
from popgraph.networks.figures.layout import positions

__all__ = ["FIGURES", "FORMATS", "WIDTHS", "Figure", "draw", "positions"]
