"""Sections, statements, workshops, stated figures, and what the plan itself is."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph

from popgraph.encoding.context import Context
from popgraph.encoding.graph import Graph, Node
from popgraph.encoding.rows import FigureRow, PlanRow, SectionRow, StatementRow, TextRow, WorkshopRow
from popgraph.vocab import PREFIXES

__all__ = ["add_figures", "add_plan", "add_sections", "add_statements", "add_workshops", "begin_element"]

_CODED = {
    "DiamondFinding": ("pop:determinant", "diamond"),
    "SwotStatement": ("pop:swotQuadrant", "swot"),
    "ReviewQuestion": ("pop:reviewTest", "review-test"),
}
_REFERRING = {"StatementReprint": "pop:reprintOf", "ReviewQuestion": "pop:reviews"}
_KINDS = {
    "ContextStatement",
    "DiamondFinding",
    "Footnote",
    "ReviewQuestion",
    "SharedValue",
    "StatementReprint",
    "StrategicObjective",
    "SwotStatement",
    "Vision",
}
_WORKSHOP_ROLES = {"prepared": "pop:preparedIn", "validated": "pop:validatedIn"}


def begin_element(
    context: Context, graph: Graph, passages: Graph, row: TextRow, kind: str, *, code: str = ""
) -> Node | None:
    """Write what every element has: class, plan, ordinal, code, texts and passages.

    Returns:
        The element, for more to be said about it, or None if its path is wrong or taken.
    """
    node = context.declare(graph, row.path, row.where, kind)
    if node is None:
        return None
    node.link("pop:partOfPlan", context.names.iri("perx:plan" if row.path.startswith("perx:") else "plan"))
    context.ordinal(node, row.path, kind)
    if row.code and code and row.code != code:
        context.problems.add(row.where, f"code {row.code} and path {row.path} don't match")
    node.string("pop:code", row.code or code)
    found = context.passages(node, passages, row, row.path)
    context.texts(node, found, row.where, source_text=row.source_text, statement=row.statement)
    return node


def add_plan(context: Context, graph: Graph, perx: Graph, rows: Iterable[PlanRow]) -> None:
    """Write the triples of ``plan.csv``; those on the regional plan go to ``perx``."""
    own = {"perx": context.names.perx, "scheme": context.names.concept("x", "x")[:-3], **PREFIXES}
    prefixes = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in own.items())
    for row in rows:
        subject = context.iri(row.subject, row.where)
        if subject is None:
            continue
        text = f"{prefixes}<{subject}> {row.predicate} {row.object_} ."
        try:
            triples = list(
                pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE, base_iri=context.names.base)
            )
        except SyntaxError as error:
            context.problems.add(row.where, f"Not a Turtle predicate and object: {error.msg}")
            continue
        target = perx if row.subject.startswith("perx:") else graph
        for triple in triples:
            if isinstance(triple.object, pyoxigraph.BlankNode) or triple.subject.value != subject:
                context.problems.add(row.where, "A blank node can't be written", hint="Name the resource")
            else:
                target.triples.setdefault(triple.triple, row.where)


def add_sections(context: Context, graph: Graph, rows: Iterable[SectionRow]) -> None:
    """Write the headings."""
    for row in rows:
        node = begin_element(context, graph, graph, row, "pop:Section")
        if node is not None:
            node.link("pop:subsectionOf", context.iri(row.subsection_of, row.where))
            node.link("pop:hasFootnote", *context.iris(row.footnotes, row.where))


def add_statements(context: Context, graph: Graph, perx: Graph, rows: Iterable[StatementRow]) -> None:
    """Write everything that stands outside the matrix; objectives go to ``perx``."""
    for row in rows:
        if row.kind not in _KINDS:
            context.problems.add(
                row.where, f"Unknown class {row.kind!r}", hint=f"The classes are {', '.join(sorted(_KINDS))}"
            )
            continue
        of_perx = row.path.startswith("perx:")
        if of_perx != (row.kind == "StrategicObjective"):
            context.problems.add(row.where, "Objectives, and only they, have a path with perx:")
            continue
        node = begin_element(context, perx if of_perx else graph, graph, row, f"pop:{row.kind}")
        if node is None:
            continue
        node.text("rdfs:label", row.label, "es")
        node.link("pop:inSection", context.iri(row.section, row.where))
        node.link("pop:hasFootnote", *context.iris(row.footnotes, row.where))
        _add_concept(context, node, row)
        if row.kind in _REFERRING:
            if not row.refers_to:
                context.problems.add(row.where, f"refers_to is empty, a {row.kind} needs it")
            node.link(_REFERRING[row.kind], context.iri(row.refers_to, row.where))
        elif row.refers_to:
            context.problems.add(row.where, f"refers_to is filled, a {row.kind} refers to nothing")


def _add_concept(context: Context, node: Node, row: StatementRow) -> None:
    if row.kind == "Vision":
        if row.concept.isdigit():
            node.integer("pop:horizonYear", int(row.concept))
        else:
            context.problems.add(row.where, f"concept {row.concept!r} is no year, a Vision needs one")
    elif row.kind in _CODED:
        predicate, scheme = _CODED[row.kind]
        if not row.concept:
            context.problems.add(row.where, f"concept is empty, a {row.kind} needs a code of {scheme}")
        node.link(predicate, context.concept(scheme, row.concept, row.where))
    elif row.concept:
        context.problems.add(row.where, f"concept is filled, a {row.kind} has none")


def add_workshops(context: Context, graph: Graph, rows: Iterable[WorkshopRow]) -> None:
    """Write the meetings; they took place and are no elements of the plan."""
    for row in rows:
        node = context.declare(graph, row.path, row.where, "pop:Workshop")
        if node is None:
            continue
        found = context.passages(node, graph, row, row.path)
        context.texts(node, found, row.where, source_text="", statement=row.statement)
        node.text("rdfs:label", row.label_es, "es").text("rdfs:label", row.label_en, "en")
        node.dates("pop:heldOn", row.dates)
        plan = graph.node(context.names.iri("plan"), row.where)
        for role in row.role:
            if role in _WORKSHOP_ROLES:
                plan.link(_WORKSHOP_ROLES[role], node.iri)
            else:
                context.problems.add(
                    row.where, f"Unknown role {role!r}", hint="The roles are prepared, validated"
                )


def add_figures(context: Context, graph: Graph, rows: Iterable[FigureRow]) -> None:
    """Write the figures stated in prose."""
    for row in rows:
        node = context.declare(graph, row.path, row.where, "pop:StatedFigure")
        if node is None:
            continue
        node.link("pop:partOfPlan", context.names.iri("plan"))
        context.ordinal(node, row.path, "pop:StatedFigure")
        found = context.passages(node, graph, row, row.path)
        context.texts(node, found, row.where, source_text="", statement=row.statement)
        node.link("pop:statedIn", context.iri(row.stated_in, row.where))
        node.decimal("pop:figureValue", row.value).decimal("pop:figurePrecision", row.precision)
        node.link("pop:figureUnit", context.concept("unit", row.unit, row.where))
        node.link("pop:figureQualifier", context.concept("qualifier", row.qualifier, row.where))
        node.string("pop:figurePeriod", row.period)
        node.link("pop:about", *context.iris(row.about, row.where))
        node.link("pop:calculation", context.concept("calculation", row.calculation, row.where))
        node.link("pop:numerator", *context.iris(row.numerator, row.where))
        node.link("pop:denominator", *context.iris(row.denominator, row.where))
