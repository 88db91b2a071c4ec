"""Checks of interpretations: who judged, why, and beside which other reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from popgraph.checks.rows import linked, rows
from popgraph.results import Result
from popgraph.vocab import POP, PREFIXES

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["reasoned"]

_CREATOR = PREFIXES["dcterms"] + "creator"
_LINKS = ("pop:reason", "pop:interprets", "pop:interpretedProperty", "pop:alternativeTo", f"<{_CREATOR}>")
_SAID = f"""
SELECT DISTINCT ?reading ?link (LANG(?value) AS ?language) ?value WHERE {{
  ?reading a pop:Interpretation .
  OPTIONAL {{ {linked("?reading ?link ?value", "?link", _LINKS)} }}
}} ORDER BY ?reading ?link ?value"""
_FEWEST = 2


def reasoned(store: Store) -> Iterator[Result]:
    """Yield INT-03: an interpretation without author or reason in Spanish, or an alternative to none of its own kind.

    An alternative is one to another reading of the same property of a node that both read.
    """
    said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows(store, _SAID):
        reading = said[row["reading"]]
        spoken = row["language"] == "es" and len(row["value"].split()) >= _FEWEST
        if row["link"] != POP + "reason" or spoken:
            reading[row["link"]].add(row["value"])
    for node, values in sorted(said.items()):
        for needed in (_CREATOR, POP + "reason"):
            if not values[needed]:
                yield Result("INT-03", node, needed)
        for other in sorted(values[POP + "alternativeTo"]):
            chosen = said.get(other, {})
            same = all(
                values[POP + link] & chosen.get(POP + link, set())
                for link in ("interprets", "interpretedProperty")
            )
            if other == node or (chosen and not same):
                yield Result("INT-03", node, POP + "alternativeTo", other)
