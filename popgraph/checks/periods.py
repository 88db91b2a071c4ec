"""Checks of due periods: their expression, their words, and the years that they leave empty."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from popgraph.checks.rows import rows, whole
from popgraph.dates import Due, bounds, parse_due
from popgraph.errors import DataError
from popgraph.results import Result
from popgraph.vocab import POP

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["SOON", "expression", "gaps", "soon", "wording"]

SOON = 90
"""Days after the validation within which a deadline is hardly plausible."""

_PERIODS = """
SELECT ?period ?edtf ?words ?earliest ?latest WHERE {
  ?period a pop:DuePeriod ; pop:edtf ?edtf .
  OPTIONAL { ?period pop:sourceText ?words }
  OPTIONAL { ?period pop:earliest ?earliest }
  OPTIONAL { ?period pop:latest ?latest }
} ORDER BY ?period"""
_DEADLINES = """
SELECT DISTINCT ?plan ?period ?words ?earliest ?latest WHERE {
  ?holder pop:hasDuePeriod ?period ; pop:partOfPlan ?plan .
  OPTIONAL { ?period pop:sourceText ?words }
  OPTIONAL { ?period pop:earliest ?earliest }
  OPTIONAL { ?period pop:latest ?latest }
} ORDER BY ?plan ?period"""
_FIGURES = "SELECT DISTINCT ?figure ?edtf WHERE { ?figure pop:figurePeriod ?edtf } ORDER BY ?figure"
_VALIDATIONS = "SELECT ?plan ?day WHERE { ?plan pop:validatedIn/pop:heldOn ?day }"
_HORIZONS = "SELECT ?plan ?year WHERE { ?plan (^pop:partOfPlan)?/pop:horizonYear ?year }"
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def expression(store: Store) -> Iterator[Result]:
    """Yield EDT-01: an EDTF expression that isn't one, or whose bounds are not those that stand beside it."""
    for row in rows(store, _PERIODS):
        found = _interval(row["earliest"], row["latest"])
        try:
            expected = _shown(*bounds(row["edtf"]))
        except DataError as error:
            expected = error.what
        if found != expected:
            yield Result(
                "EDT-01",
                row["period"],
                POP + "edtf",
                row["edtf"],
                bindings=(("expected", expected), ("found", found)),
            )
    for row in rows(store, _FIGURES):
        try:
            bounds(row["edtf"])
        except DataError as error:
            bound = (("expected", error.what), ("found", row["edtf"]))
            yield Result("EDT-01", row["figure"], POP + "figurePeriod", row["edtf"], bindings=bound)


def wording(store: Store) -> Iterator[Result]:
    """Yield TMP-07: a period other than its words say, by the conventions of `popgraph.dates`."""
    for row in rows(store, _PERIODS):
        try:
            recorded = bounds(row["edtf"])
        except DataError:
            continue
        read = _due(row["words"])
        expected = sorted({due.edtf for due in read})
        if any((due.earliest, due.latest) == recorded for due in read):
            continue
        if not read:
            expected = sorted(set(_YEAR.findall(row["words"])))
            years = {str(day.year) for day in recorded if day}
            if not expected or years & set(expected):
                continue
        yield Result(
            "TMP-07",
            row["period"],
            POP + "edtf",
            row["edtf"],
            bindings=(("expected", ", ".join(expected)), ("words", row["words"])),
        )


def soon(store: Store) -> Iterator[Result]:
    """Yield TMP-09s: a period that begins or ends within `SOON` days after the plan's last day of validation."""
    validated = _last_days(store)
    for row in rows(store, _DEADLINES):
        day = validated.get(row["plan"])
        latest = _date(row["latest"])
        if day is None or latest is None:
            continue
        ends = (_date(row["earliest"]), latest)
        waits = [(end - day).days for end in ends if end is not None and 0 < (end - day).days <= SOON]
        if waits:
            yield Result(
                "TMP-09s",
                row["period"],
                POP + "hasDuePeriod",
                str(waits[0]),
                bindings=(("validated", day.isoformat()), ("words", row["words"])),
            )


def gaps(store: Store) -> Iterator[Result]:
    """Yield TMP-12: for each plan with a horizon, the years from its first deadline on in which nothing falls due."""
    due: dict[str, set[int]] = defaultdict(set)
    for row in rows(store, _DEADLINES):
        day = _date(row["latest"]) or _date(row["earliest"])
        if day:
            due[row["plan"]].add(day.year)
    horizons: dict[str, int] = {}
    for row in rows(store, _HORIZONS):
        horizons[row["plan"]] = max(whole(row["year"]), horizons.get(row["plan"], 0))
    for plan, years in sorted(due.items()):
        horizon = horizons.get(plan, 0)
        # A horizon further off than a century is a mistake that other rules report; it mustn't fill the memory.
        empty = sorted(set(range(min(years), min(horizon, min(years) + 100) + 1)) - years)
        if empty:
            yield Result(
                "TMP-12",
                plan,
                POP + "hasDuePeriod",
                bindings=(("horizon", str(horizon)), ("list", ", ".join(map(str, empty)))),
            )


@lru_cache(maxsize=4096)
def _due(words: str) -> tuple[Due, ...]:
    return parse_due(words)


def _last_days(store: Store) -> dict[str, datetime.date]:
    last: dict[str, datetime.date] = {}
    for row in rows(store, _VALIDATIONS):
        day = _date(row["day"])
        if day:
            last[row["plan"]] = max(day, last.get(row["plan"], day))
    return last


def _date(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _interval(earliest: str, latest: str) -> str:
    return f"{earliest or '..'}/{latest or '..'}"


def _shown(earliest: datetime.date | None, latest: datetime.date | None) -> str:
    return _interval(earliest.isoformat() if earliest else "", latest.isoformat() if latest else "")
