"""Checks of printed tables: do rows add up to totals, and does a figure stand alike in every table?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING

from popgraph.checks.rows import decimal, rows
from popgraph.results import Result
from popgraph.vocab import PREFIXES, SCHEME

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["half_unit", "repeated", "totals"]

_OBSERVATIONS = """
SELECT DISTINCT ?set ?observation ?value ?printed ?product ?area ?party ?flow ?statistic ?period ?unit ?multiplier
WHERE {
  ?observation a qb:Observation ; qb:dataSet ?set ; sdmx-measure:obsValue ?value .
  OPTIONAL { ?observation pop:sourceText ?printed }
  OPTIONAL { ?observation pop:refProduct ?product }
  OPTIONAL { ?observation sdmx-dimension:refArea ?area }
  OPTIONAL { ?observation pop:tradingParty ?party }
  OPTIONAL { ?observation pop:tradeFlow ?flow }
  OPTIONAL { ?observation pop:statistic ?statistic }
  OPTIONAL { ?observation sdmx-dimension:refPeriod ?period }
  OPTIONAL { ?observation sdmx-attribute:unitMeasure ?unit }
  OPTIONAL { ?observation sdmx-attribute:unitMult ?multiplier }
} ORDER BY ?set ?observation"""
_BROADER = "SELECT ?narrow ?broad WHERE { ?narrow skos:broader ?broad }"
_WORLD = SCHEME + "area/mundo"
_ALL = SCHEME + "party/all"
_SHARE = SCHEME + "statistic/share"
_SHARED = ("set", "product", "area", "party", "flow", "statistic", "period", "unit", "multiplier")
_DECIMALS = re.compile(r"[0-9][.,]([0-9]+)\D*$")


@dataclass(frozen=True, slots=True)
class _Cell:
    iri: str
    value: Decimal
    slack: Decimal
    place: dict[str, str]


def half_unit(printed: str) -> Decimal:
    """Return half a unit of the last printed digit; nothing for a cell without a digit, such as a dash for zero.

    Three digits behind the only mark are thousands, as everywhere in these documents.

    >>> half_unit("1,205.00"), half_unit("8.8%"), half_unit("1,946"), half_unit("-")
    (Decimal('0.005'), Decimal('0.05'), Decimal('0.5'), Decimal('0'))
    """
    if not any(character.isdigit() for character in printed):
        return Decimal(0)
    match = _DECIMALS.search(printed)
    digits = len(match[1]) if match and len(match[1]) != 3 else 0
    return Decimal(5).scaleb(-digits - 1)


def totals(store: Store) -> Iterator[Result]:
    """Yield STA-01: a total that its rows don't add up to, within the rounding of what is printed.

    A total is the observation of the world, of all parties or of a broader product beside those of countries,
    parties or narrower products, alike in all else. Of a table of shares the parts must make the whole likewise.
    """
    broader = {(row["narrow"], row["broad"]) for row in rows(store, _BROADER)}
    cells = _cells(store)
    for dimension in ("area", "party", "product"):
        alike: dict[tuple[str, ...], list[_Cell]] = defaultdict(list)
        for cell in cells:
            alike[tuple(cell.place[name] for name in _SHARED if name != dimension)].append(cell)
        for group in alike.values():
            yield from _total(dimension, group, broader)


def repeated(store: Store) -> Iterator[Result]:
    """Yield STA-04: a figure that another table prints differently, beyond the rounding of both.

    Two observations are the same figure if product, area, party, flow, statistic, period and unit are the same; their
    multipliers may differ. Shares are left out.
    """
    alike: dict[tuple[str, ...], list[_Cell]] = defaultdict(list)
    for cell in _cells(store):
        # What a share is a share of is no dimension: two of them may differ and both be right.
        if cell.place["statistic"] != _SHARE:
            alike[tuple(cell.place[name] for name in _SHARED if name not in ("set", "multiplier"))].append(
                cell
            )
    for group in alike.values():
        for first, second in combinations(sorted(group, key=lambda cell: cell.iri), 2):
            if first.place["set"] == second.place["set"]:
                continue
            (one, slack), (other, more) = _absolute(first), _absolute(second)
            if abs(one - other) > slack + more:
                yield Result(
                    "STA-04",
                    second.iri,
                    PREFIXES["sdmx-measure"] + "obsValue",
                    f"{second.value.normalize():f}",
                    bindings=(("other", first.iri), ("otherValue", f"{first.value.normalize():f}")),
                )


def _cells(store: Store) -> list[_Cell]:
    found = []
    for row in rows(store, _OBSERVATIONS):
        value = decimal(row["value"])
        if value is not None:
            found.append(_Cell(row["observation"], value, half_unit(row["printed"]), row))
    return found


def _absolute(cell: _Cell) -> tuple[Decimal, Decimal]:
    """Value and rounding with the multiplier applied; a multiplier beyond all tables is left out."""
    power = decimal(cell.place["multiplier"]) or Decimal(0)
    exponent = int(power) if abs(power) <= 30 else 0
    return cell.value.scaleb(exponent), cell.slack.scaleb(exponent)


def _total(dimension: str, group: list[_Cell], broader: set[tuple[str, str]]) -> Iterator[Result]:
    for total in group:
        parts = [cell for cell in group if cell.iri != total.iri]
        here = total.place[dimension]
        if dimension == "product":
            parts = [cell for cell in parts if (cell.place[dimension], here) in broader]
        elif here != (_WORLD if dimension == "area" else _ALL):
            continue
        # One row beside its total is no column that adds up.
        if len(parts) < 2:
            continue
        added = sum((cell.value for cell in parts), Decimal(0))
        slack = total.slack + sum((cell.slack for cell in parts), Decimal(0))
        if abs(added - total.value) > slack:
            yield Result(
                "STA-01",
                total.place["set"],
                PREFIXES["sdmx-measure"] + "obsValue",
                f"{total.value.normalize():f}",
                bindings=(
                    ("sum", f"{added.normalize():f}"),
                    ("tolerance", f"{slack.normalize():f}"),
                    ("total", total.iri),
                ),
            )
