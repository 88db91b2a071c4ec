"""Networks as files that the programs of the trade open.

>>> import popgraph
>>> from popgraph.networks import project, two_mode
>>> cacao = project(two_mode(popgraph.open()))
>>> render(cacao, fmt="pajek").splitlines()[2]
'*Vertices 46'
"""

from __future__ import annotations

from popgraph.networks.formats.catalogue import FORMATS, Format
from popgraph.networks.formats.rendering import render

__all__ = ["FORMATS", "Format", "render"]
