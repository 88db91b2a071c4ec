"""A check of the cells of printed tables: what a whole row or column is about."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from popgraph.checks.layout import USUAL
from popgraph.checks.rows import rows
from popgraph.results import Result
from popgraph.vocab import POP, PREFIXES

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["strayed"]

_DIMENSIONS = {
    "area": PREFIXES["sdmx-dimension"] + "refArea",
    "flow": POP + "tradeFlow",
    "multiplier": PREFIXES["sdmx-attribute"] + "unitMult",
    "party": POP + "tradingParty",
    "period": PREFIXES["sdmx-dimension"] + "refPeriod",
    "product": POP + "refProduct",
    "statistic": POP + "statistic",
    "unit": PREFIXES["sdmx-attribute"] + "unitMeasure",
}
_CELLS = """
SELECT DISTINCT ?set ?cell ?row ?column ?heading ?product ?area ?party ?flow ?statistic ?period ?unit ?multiplier
WHERE {
  ?cell a qb:Observation ; qb:dataSet ?set .
  OPTIONAL { ?cell pop:inRow ?row }
  OPTIONAL { ?cell pop:inColumn ?column OPTIONAL { ?column pop:sourceText ?heading } }
  OPTIONAL { ?cell pop:refProduct ?product }
  OPTIONAL { ?cell sdmx-dimension:refArea ?area }
  OPTIONAL { ?cell pop:tradingParty ?party }
  OPTIONAL { ?cell pop:tradeFlow ?flow }
  OPTIONAL { ?cell pop:statistic ?statistic }
  OPTIONAL { ?cell sdmx-dimension:refPeriod ?period }
  OPTIONAL { ?cell sdmx-attribute:unitMeasure ?unit }
  OPTIONAL { ?cell sdmx-attribute:unitMult ?multiplier }
} ORDER BY ?set ?cell"""
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_FEWEST = 2


def strayed(store: Store) -> Iterator[Result]:
    """Yield STA-06: a cell that is about something else than the others of its row or column, or than its heading.

    Rows, or columns, are about one thing where `USUAL` of those of the table are.
    """
    tables: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows(store, _CELLS):
        tables[row["set"]].append(row)
    found: dict[tuple[str, str, str], str] = {}
    for cells in tables.values():
        for cell in cells:
            year = cell["period"][:4]
            if (
                _YEAR.fullmatch(cell["heading"].strip())
                and _YEAR.match(year)
                and cell["heading"].strip() != year
            ):
                found[cell["cell"], _DIMENSIONS["period"], cell["period"]] = cell["heading"].strip()
        for name, prop in _DIMENSIONS.items():
            for axis in ("row", "column"):
                for cell, expected in _exceptions(cells, name, axis):
                    found.setdefault((cell["cell"], prop, cell[name]), expected)
    for (node, prop, value), expected in sorted(found.items()):
        yield Result("STA-06", node, prop, value, bindings=(("expected", expected),))


def _exceptions(cells: list[dict[str, str]], name: str, axis: str) -> Iterator[tuple[dict[str, str], str]]:
    lines: dict[str, list[dict[str, str]]] = defaultdict(list)
    for cell in cells:
        if cell[axis] and cell[name]:
            lines[cell[axis]].append(cell)
    usual = {key: Counter(cell[name] for cell in line).most_common(1)[0] for key, line in lines.items()}
    full = [key for key, line in lines.items() if len(line) >= 2]
    if sum(usual[key][1] == len(lines[key]) for key in full) < max(_FEWEST, USUAL * len(full)):
        return
    for key in full:
        value, times = usual[key]
        # Of two that differ neither is the usual one.
        if 2 * times > len(lines[key]):
            yield from ((cell, value) for cell in lines[key] if cell[name] != value)
