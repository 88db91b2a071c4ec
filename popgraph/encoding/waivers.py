"""Findings that are let stand, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable

from popgraph import rules
from popgraph.encoding.context import Context
from popgraph.encoding.graph import Graph
from popgraph.encoding.names import slug
from popgraph.encoding.rows import WaiverRow
from popgraph.errors import UsageError
from popgraph.vocab import SHAPES

__all__ = ["add_waivers"]

_AUTHOR = "agent/popgraph"


def add_waivers(context: Context, graph: Graph, rows: Iterable[WaiverRow]) -> None:
    """Write a waiver for each element that a row names; note a problem where there is no such rule."""
    for row in rows:
        try:
            rule = rules.find(row.rule).id
        except UsageError as error:
            context.problems.add(row.where, f"{error.what}: {error.where}", hint=error.hint)
            continue
        if not row.focus:
            context.problems.add(row.where, "focus is empty", hint="Name the element that the rule finds")
        if row.expires is not None and row.expires < row.created:
            context.problems.add(row.where, f"expires {row.expires} before it was created")
        for focus in row.focus:
            iri = context.iri(focus, row.where)
            node = context.declare(graph, f"dispensa/{slug(f'{rule} {focus}')}", row.where, "pop:Waiver")
            if iri is None or node is None:
                continue
            node.link("pop:waivesRule", SHAPES + rule).link("pop:waivesFocus", iri)
            node.text("pop:reason", row.reason_es, "es").text("pop:reason", row.reason_en, "en")
            node.link("dcterms:creator", context.names.iri(_AUTHOR))
            node.dates("dcterms:created", [row.created]).dates("pop:expires", [row.expires])
