"""Printed tables of figures as an RDF Data Cube."""

from __future__ import annotations

import re
from collections.abc import Iterable

from popgraph.encoding.context import Context
from popgraph.encoding.graph import Graph
from popgraph.encoding.problems import Place
from popgraph.encoding.rows import ObservationRow, TableLabelRow, TableRow

__all__ = ["add_labels", "add_observations", "add_structure", "add_tables"]

_XSD = "http://www.w3.org/2001/XMLSchema#"

# Property, kind of component, range, code list. A range that the ontology states isn't repeated here.
_COMPONENTS = (
    ("pop:refProduct", "dimension", "", ""),
    ("sdmx-dimension:refArea", "dimension", "rdfs:Resource", ""),
    ("pop:tradeFlow", "dimension", "skos:Concept", "flow"),
    ("pop:tradingParty", "dimension", "rdfs:Resource", ""),
    ("pop:statistic", "dimension", "skos:Concept", "statistic"),
    ("sdmx-dimension:refPeriod", "dimension", "rdfs:Resource", ""),
    ("sdmx-measure:obsValue", "measure", "", ""),
    ("sdmx-attribute:unitMeasure", "attribute", "", ""),
    ("sdmx-attribute:unitMult", "attribute", "", ""),
)
_STRUCTURE = "stats/estructura"
_LABEL_KINDS = ("title", "unit", "source", "legend", "head", "row", "column")
_OF_THE_WHOLE_TABLE = ("title", "unit", "source", "legend", "head")


def add_structure(context: Context, graph: Graph, where: Place) -> None:
    """Write the one structure that all tables have, and what Data Cube wants said of its components.

    Args:
        context: The plan's names.
        graph: Where to write.
        where: The row that calls for it.
    """
    structure = graph.node(context.names.iri(_STRUCTURE), where).is_a("qb:DataStructureDefinition")
    structure.text("rdfs:label", "Estructura de los cuadros del plan", "es")
    structure.text("rdfs:label", "Structure of the plan's tables", "en")
    for order, (name, kind, span, scheme) in enumerate(_COMPONENTS, start=1):
        property_ = graph.node(context.names.iri(name), where)
        property_.is_a(f"qb:{kind.capitalize()}Property")
        if span:
            property_.link("rdfs:range", context.names.iri(span))
        if scheme:
            property_.link("qb:codeList", context.names.iri(f"scheme:{scheme}"))
        component = graph.node(context.names.iri(f"{_STRUCTURE}/{name.partition(':')[2]}"), where)
        component.is_a("qb:ComponentSpecification").link(f"qb:{kind}", property_.iri)
        component.integer("qb:order", order)
        if kind == "attribute":
            component.typed("qb:componentRequired", "true", _XSD + "boolean")
            component.link("qb:componentAttachment", context.names.iri("qb:Observation"))
        structure.link("qb:component", component.iri)


def add_tables(context: Context, graph: Graph, rows: Iterable[TableRow]) -> None:
    """Write one data set a printed table."""
    for row in rows:
        node = context.declare(graph, row.path, row.where, "qb:DataSet")
        if node is not None:
            node.link("qb:structure", context.names.iri(_STRUCTURE))
            node.text("rdfs:label", row.label_es, "es").text("rdfs:label", row.label_en, "en")
            node.link("pop:elaboratedBy", *context.iris(row.elaborated_by, row.where))


def add_labels(context: Context, graph: Graph, rows: Iterable[TableLabelRow]) -> None:
    """Write the printed words of the tables; those of a whole table are passages of it too."""
    for row in rows:
        if row.kind not in _LABEL_KINDS:
            context.problems.add(
                row.where, f"Unknown kind {row.kind!r}", hint=f"The kinds are {', '.join(_LABEL_KINDS)}"
            )
            continue
        node = context.declare(graph, row.path, row.where, "pop:TableLabel")
        if node is None:
            continue
        node.link("pop:partOfPlan", context.names.iri("plan"))
        context.ordinal(node, row.path, f"pop:TableLabel {row.kind}")
        found = context.passages(node, graph, row, row.path)
        context.texts(node, found, row.where, source_text="", statement=row.statement)
        if row.kind not in _OF_THE_WHOLE_TABLE:
            continue
        for table in row.table:
            iri = context.iri(table, row.where)
            if iri is None:
                continue
            data_set = graph.node(iri, row.where)
            for number in range(1, len(found) + 1):
                data_set.link("pop:hasSourcePassage", context.names.passage(row.path, number))
            data_set.link("dcterms:source", node.iri if row.kind == "source" else None)


def add_observations(context: Context, graph: Graph, rows: Iterable[ObservationRow]) -> None:
    """Write the figures, each with all dimensions."""
    seen: dict[tuple[str, ...], Place] = {}
    for row in rows:
        key = (row.table, row.product, row.area, row.flow, row.party, row.statistic, row.period)
        if key in seen:
            context.problems.add(row.where, f"The same dimensions as in {seen[key]}: {', '.join(key)}")
        seen.setdefault(key, row.where)
        if not re.fullmatch(r"[0-9]{4}", row.period):
            context.problems.add(row.where, f"period {row.period!r} is no year")
            continue
        if not row.path.startswith(row.table + "/"):
            context.problems.add(row.where, f"{row.path} doesn't stand under its table {row.table}")
        node = context.declare(graph, row.path, row.where, "qb:Observation")
        if node is None:
            continue
        for passage in context.passages(node, graph, row, row.path):
            node.text("pop:sourceText", passage.exact, "es")
        node.link("qb:dataSet", context.iri(row.table, row.where))
        node.link("pop:inRow", context.iri(row.row, row.where))
        node.link("pop:inColumn", context.iri(row.column_, row.where))
        node.link("pop:refProduct", context.iri(row.product, row.where))
        node.link("sdmx-dimension:refArea", context.iri(row.area, row.where))
        node.link("pop:tradeFlow", context.concept("flow", row.flow, row.where))
        node.link("pop:tradingParty", context.iri(row.party, row.where))
        node.link("pop:statistic", context.concept("statistic", row.statistic, row.where))
        node.typed("sdmx-dimension:refPeriod", row.period, _XSD + "gYear")
        node.decimal("sdmx-measure:obsValue", row.value)
        node.link("sdmx-attribute:unitMeasure", context.concept("unit", row.unit, row.where))
        node.integer("sdmx-attribute:unitMult", row.multiplier)
