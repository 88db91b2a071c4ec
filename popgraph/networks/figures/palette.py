"""Colours that the colour-blind tell apart, with shapes that are told apart without any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["GREY", "INK", "OKABE_ITO", "Look", "objective_looks", "sector_looks", "shade"]

OKABE_ITO: Mapping[str, str] = MappingProxyType(
    {
        "black": "#000000",
        "orange": "#e69f00",
        "sky blue": "#56b4e9",
        "green": "#009e73",
        "yellow": "#f0e442",
        "blue": "#0072b2",
        "vermilion": "#d55e00",
        "purple": "#cc79a7",
    }
)
"""The palette of Okabe and Ito, Color Universal Design (2008)."""

INK = "#222222"
"""Texts and outlines."""

GREY = "#999999"
"""What has no category."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the things of one category are drawn.

    Attributes:
        colour: Their fill.
        shape: circle, square, triangle, diamond, pentagon, hexagon, star or ring.
    """

    colour: str
    shape: str


_SECTORS = {
    "public": Look(OKABE_ITO["blue"], "circle"),
    "private": Look(OKABE_ITO["orange"], "square"),
    "cooperation": Look(OKABE_ITO["green"], "triangle"),
    "academia": Look(OKABE_ITO["purple"], "diamond"),
    "mixed": Look(OKABE_ITO["vermilion"], "pentagon"),
}
_NONE = Look("#ffffff", "ring")
_OTHERS = (Look(OKABE_ITO["sky blue"], "hexagon"), Look(OKABE_ITO["yellow"], "star"))
_OBJECTIVES = ("blue", "orange", "green", "purple", "vermilion", "sky blue", "black")


def sector_looks(sectors: Iterable[str]) -> dict[str, Look]:
    """Return a look for each sector that is there, those with a fixed one first, what has no sector last.

    >>> [look.shape for look in sector_looks(["", "private", "public"]).values()]
    ['circle', 'square', 'ring']
    """
    there = set(sectors)
    found = {sector: look for sector, look in _SECTORS.items() if sector in there}
    for place, sector in enumerate(sorted(there - _SECTORS.keys() - {""})):
        found[sector] = _OTHERS[min(place, len(_OTHERS) - 1)]
    if "" in there:
        found[""] = _NONE
    return found


def objective_looks(groups: Sequence[str]) -> dict[str, str]:
    """Return a colour for each group in turn; after seven they begin anew, since the eye tells no more apart."""
    return {
        group: OKABE_ITO[_OBJECTIVES[place % len(_OBJECTIVES)]]
        for place, group in enumerate(dict.fromkeys(groups))
    }


def shade(part: float) -> tuple[float, float, float]:
    """Return a blue from almost white (0) to dark (1), whose lightness falls evenly so that it reads in grey.

    >>> shade(0) > shade(0.5) > shade(1)
    True
    """
    light, dark = (0.92, 0.955, 0.985), (0.0, 0.2, 0.4)
    share = min(max(part, 0.0), 1.0)
    red, green, blue = (a + (b - a) * share for a, b in zip(light, dark, strict=True))
    return red, green, blue
