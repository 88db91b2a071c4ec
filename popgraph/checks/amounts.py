"""Checks of targets against the words that they were read from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from popgraph.checks.rows import decimal, rows
from popgraph.dates import due_spans
from popgraph.results import Result
from popgraph.targets import parse_target
from popgraph.vocab import POP, PREFIXES
from popgraph.wordings.folding import fold
from popgraph.wordings.numerals import find_numerals

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["wording"]

_FIGURES = ("targetValue", "targetMin", "targetMax")
_MINUS = re.compile(r"(?<!\w)[-−–][0-9]")
_TARGETS = """
SELECT ?indicator ?words ?unit ?targetValue ?targetMin ?targetMax WHERE {
  ?indicator pop:hasTarget ?target ; pop:sourceText ?words .
  OPTIONAL { ?target pop:targetUnit ?unit }
  OPTIONAL { ?target pop:targetValue ?targetValue }
  OPTIONAL { ?target pop:targetMin ?targetMin }
  OPTIONAL { ?target pop:targetMax ?targetMax }
} ORDER BY ?indicator"""


def wording(store: Store) -> Iterator[Result]:
    """Yield TGT-06: a figure that the indicator's text lacks, with its sign, or whose unit it gives otherwise."""
    for row in rows(store, _TARGETS):
        figures = {name: value for name in _FIGURES if (value := decimal(row[name])) is not None}
        if not figures:
            continue
        words = row["words"]
        printed = _printed(words)
        signed = _signed(words)
        strange = [
            (name, value)
            for name, value in figures.items()
            if abs(value) not in printed or (value < 0 and not signed)
        ]
        for name, value in strange:
            yield Result("TGT-06", row["indicator"], POP + name, _plain(value), bindings=(("words", words),))
        unit = _unit(words, set(figures.values()))
        if not strange and unit and row["unit"] and unit != row["unit"]:
            yield Result(
                "TGT-06", row["indicator"], POP + "targetUnit", row["unit"], bindings=(("words", words),)
            )


@lru_cache(maxsize=4096)
def _printed(words: str) -> frozenset[Decimal]:
    folded = fold(words)
    text = folded.text
    for start, end in due_spans(folded):
        text = text[:start] + ";" * (end - start) + text[end:]
    read = parse_target(words)
    spoken = (read.value, read.minimum, read.maximum) if read else ()
    values = (*spoken, *(item.value for item in find_numerals(text)))
    return frozenset(abs(value) for value in values if value is not None)


def _signed(words: str) -> bool:
    """Whether a text says of its figures that something falls, or prints a minus."""
    read = parse_target(words)
    bounds = (read.value, read.minimum, read.maximum) if read else ()
    return any(bound is not None and bound < 0 for bound in bounds) or bool(_MINUS.search(words))


def _unit(words: str, values: set[Decimal]) -> str:
    """The unit that the text gives to the very figures of the target, or nothing."""
    read = parse_target(words)
    if read is None or read.unit is None:
        return ""
    spoken = {value for value in (read.value, read.minimum, read.maximum) if value is not None}
    prefix, _, name = read.unit.partition(":")
    return PREFIXES[prefix] + name if spoken == values else ""


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
