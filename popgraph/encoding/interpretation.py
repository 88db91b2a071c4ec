"""What is ours and not the plan's: judged readings, curated links, translations."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode, Triple

from popgraph.encoding.context import Context
from popgraph.encoding.graph import Graph, Node
from popgraph.encoding.names import slug
from popgraph.encoding.rows import DeliverableRow, InterpretationRow, LinkRow, TranslationRow

__all__ = ["add_deliverables", "add_interpretations", "add_links", "add_translations", "check_readings"]

_AUTHOR = "agent/popgraph"


def add_deliverables(context: Context, graph: Graph, rows: Iterable[DeliverableRow]) -> None:
    """Write what tasks produce and use."""
    for row in rows:
        node = context.declare(graph, row.path, row.where, "pop:Deliverable")
        if node is not None:
            node.text("rdfs:label", row.label_es, "es").text("rdfs:label", row.label_en, "en")


def add_interpretations(context: Context, graph: Graph, rows: Iterable[InterpretationRow]) -> None:
    """Write the judged readings and their alternatives."""
    for row in rows:
        if not row.interprets:
            context.problems.add(row.where, "interprets is empty")
        node = context.declare(graph, row.path, row.where, "pop:Interpretation")
        if node is None:
            continue
        node.link("pop:interprets", *context.iris(row.interprets, row.where))
        node.link("pop:interpretedProperty", context.iri(row.property_, row.where))
        node.link("pop:readsAs", *context.iris(row.reads_as, row.where))
        node.link("pop:alternativeTo", context.iri(row.alternative_to, row.where))
        _add_grounds(context, node, row)


def add_links(context: Context, graph: Graph, rows: Iterable[LinkRow]) -> None:
    """Write the curated triples, and one interpretation a row with the grounds of its triples."""
    for row in rows:
        if not row.subject:
            context.problems.add(row.where, "subject is empty")
            continue
        name = slug(f"{row.subject[0]} {row.property_.partition(':')[2]} {row.object_}")
        node = context.declare(graph, f"interpretacion/enlace-{name}", row.where, "pop:Interpretation")
        target = context.iri(row.object_, row.where)
        property_ = context.iri(row.property_, row.where)
        if node is None or target is None or property_ is None:
            continue
        for subject in context.iris(row.subject, row.where):
            if subject is not None:
                graph.node(subject, row.where).link(row.property_, target)
                node.link("pop:interprets", subject)
        node.link("pop:interpretedProperty", property_).link("pop:readsAs", target)
        _add_grounds(context, node, row)


def add_translations(context: Context, graph: Graph, rows: Iterable[TranslationRow]) -> None:
    """Write the statements in English."""
    for row in rows:
        iri = context.iri(row.path, row.where)
        if iri is not None:
            graph.node(iri, row.where).text("pop:statement", row.statement, "en")


def check_readings(context: Context, rows: Iterable[InterpretationRow], graphs: Iterable[Graph]) -> None:
    """Note a problem where a chosen reading isn't in the data, or an alternative is as a whole."""
    known = set().union(*(graph.triples for graph in graphs))
    for row in rows:
        property_ = context.iri(row.property_, row.where)
        for subject in context.iris(row.interprets, row.where):
            held = [
                Triple(NamedNode(subject), NamedNode(property_), NamedNode(target)) in known
                for target in context.iris(row.reads_as, row.where)
                if subject and property_ and target
            ]
            if not held or all(held) != bool(row.alternative_to):
                continue
            state = "an alternative and stands" if row.alternative_to else "chosen and doesn't stand"
            context.problems.add(
                row.where,
                f"The reading {subject} {row.property_} {'; '.join(row.reads_as)} is {state} in the data",
                hint="A chosen reading stands in the data, an alternative does not",
            )


def _add_grounds(context: Context, node: Node, row: InterpretationRow | LinkRow) -> None:
    node.link("pop:certainty", context.concept("certainty", row.certainty, row.where))
    node.text("pop:reason", row.reason_es, "es").text("pop:reason", row.reason_en, "en")
    node.link("dcterms:creator", context.names.iri(_AUTHOR))
