"""The clauses of a folded text: where the one around a position starts and ends."""

from __future__ import annotations

import re

__all__ = ["clause_end", "clause_of", "clause_start"]

# What stands further off says nothing about a figure.
_LONGEST = 400
_CLAUSE = re.compile(r"[;.:](?:\s|$)|;;+|,\s")


def clause_of(text: str, start: int, end: int) -> str:
    """Return the clause around ``text[start:end]``.

    >>> clause_of("hay 3 ferias, y 20 empresas exportan; hay 1 plan", 16, 18)
    'y 20 empresas exportan'
    """
    return text[clause_start(text, start) : clause_end(text, end)]


def clause_start(text: str, position: int) -> int:
    """Return where the clause around ``position`` starts."""
    earliest = max(0, position - _LONGEST)
    starts = [match.end() for match in _CLAUSE.finditer(text, earliest, position)]
    return starts[-1] if starts else earliest


def clause_end(text: str, position: int) -> int:
    """Return where the clause around ``position`` ends."""
    match = _CLAUSE.search(text, position)
    return match.start() if match else len(text)
