"""How sure a network's rankings are: a null model, each task left out, and every stated reading of doubtful names."""

from __future__ import annotations

from popgraph.networks.robustness.assessment import Assessment, Ranking, assess
from popgraph.networks.robustness.conclusions import ALPHA, Claim, Conclusion, Survival
from popgraph.networks.robustness.nullmodel import Draws, draw
from popgraph.networks.robustness.ranking import NullPlace, Spread, Standing
from popgraph.networks.robustness.ties import TieTest

__all__ = [
    "ALPHA",
    "Assessment",
    "Claim",
    "Conclusion",
    "Draws",
    "NullPlace",
    "Ranking",
    "Spread",
    "Standing",
    "Survival",
    "TieTest",
    "assess",
    "draw",
]
