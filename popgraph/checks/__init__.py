"""Rules that SHACL can't express, each a function of a store; their metadata stand with the shapes, as `shapes:Check`.

>>> sorted(CHECKS)[:3]
['ACT-09', 'EDT-01', 'GRF-01']
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from popgraph.checks import (
    amounts,
    cells,
    cleanness,
    consistency,
    copies,
    domains,
    figures,
    graphs,
    judgements,
    layout,
    mappings,
    model,
    periods,
    quotes,
    registers,
    sections,
    stated,
    tables,
    texts,
    words,
)

if TYPE_CHECKING:
    from popgraph.results import Result
    from popgraph.store import Store

__all__ = ["CHECKS"]

CHECKS: Mapping[str, Callable[[Store], Iterable[Result]]] = MappingProxyType(
    {
        "ACT-09": registers.denoting,
        "EDT-01": periods.expression,
        "GRF-01": graphs.belonging,
        "INT-01": consistency.chosen,
        "INT-02": consistency.covered,
        "INT-03": judgements.reasoned,
        "LNK-04": registers.notated,
        "MAP-01": mappings.justified,
        "MOD-01": model.values,
        "MOD-02": model.counts,
        "MOD-03": model.known,
        "MOD-04": copies.lacking,
        "MOD-05": domains.bearers,
        "RSP-06": consistency.parties,
        "STA-01": tables.totals,
        "STA-02": figures.agreeing,
        "STA-03": figures.stretched,
        "STA-04": tables.repeated,
        "STA-05": consistency.printed,
        "STA-06": cells.strayed,
        "STA-07": stated.described,
        "STR-08": consistency.counted,
        "STR-09": layout.misplaced,
        "STR-10": layout.ordered,
        "STR-11": copies.twins,
        "STR-12": sections.nested,
        "STR-13": sections.coded,
        "TGT-06": amounts.wording,
        "TMP-07": periods.wording,
        "TMP-09s": periods.soon,
        "TMP-12": periods.gaps,
        "TMP-13": stated.held,
        "TXT-01": quotes.standing,
        "TXT-01s": quotes.unread,
        "TXT-02": consistency.figures,
        "TXT-03": consistency.reworded,
        "TXT-04": texts.legible,
        "TXT-05": texts.cut,
        "TXT-06": cleanness.clean,
        "TXT-07": cleanness.faithful,
        "VER-09": words.restated,
        "VER-10": words.promises,
    }
)
"""By id of the rule. Each function reads the store it is given and needs the ontology, schemes and registry in it."""
