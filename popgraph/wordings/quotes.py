"""What a quote and the printed text have in common, however lines were broken and items marked."""

from __future__ import annotations

__all__ = ["BULLET", "fold"]

BULLET = "•"
"""What the document marks items of a list with."""


def fold(text: str) -> str:
    """Return ``text`` with runs of white space and bullets folded to one space.

    >>> fold("• A fines de 2005\\n\\n  se ha identificado ")
    'A fines de 2005 se ha identificado'
    """
    return " ".join(text.replace(BULLET, " ").split())
