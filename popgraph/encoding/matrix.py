"""The matrix of a plan: activities, tasks, goals, indicators, responsibilities."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from popgraph.encoding.context import Context
from popgraph.encoding.graph import Graph, Node
from popgraph.encoding.passages import Passage
from popgraph.encoding.plan import begin_element
from popgraph.encoding.rows import ActivityRow, GoalRow, IndicatorRow, PathRow, ResponsibilityRow, TaskRow

__all__ = ["add_activities", "add_goals", "add_indicators", "add_responsibilities", "add_tasks"]

_ACTIVITY = r"oe[0-9]+/a[0-9]+"
_TASK = _ACTIVITY + r"/t[0-9]+"
_INDICATORS = {
    _ACTIVITY + r"/logro": "pop:AchievementIndicator",
    _ACTIVITY + r"/avance": "pop:ProgressIndicator",
    _TASK + r"/i[0-9]+": "pop:TaskIndicator",
}
_EVENT = "event"


def add_activities(context: Context, graph: Graph, rows: Iterable[ActivityRow]) -> None:
    """Write the activities, each under its objective."""
    for row in rows:
        if not _fits(context, row, _ACTIVITY):
            continue
        node = begin_element(context, graph, graph, row, "pop:PlannedActivity", code=_code(row))
        if node is not None:
            reference = row.objective if row.objective.startswith("perx:") else f"perx:{row.objective}"
            if reference != f"perx:{row.path.partition('/')[0]}":
                context.problems.add(
                    row.where, f"{row.path} doesn't stand under the objective {row.objective}"
                )
            node.link("pop:servesObjective", context.iri(reference, row.where))


def add_tasks(context: Context, graph: Graph, rows: Iterable[TaskRow]) -> None:
    """Write the tasks, each under its activity."""
    for row in rows:
        if _fits(context, row, _TASK):
            node = begin_element(context, graph, graph, row, "pop:PlannedTask", code=_code(row))
            if node is not None:
                node.link("pop:partOfActivity", _parent(context, row))


def add_goals(context: Context, graph: Graph, rows: Iterable[GoalRow]) -> None:
    """Write the goals and link each from its task."""
    for row in rows:
        if _fits(context, row, _TASK + "/m[0-9]+"):
            node = begin_element(context, graph, graph, row, "pop:Goal")
            if node is not None:
                graph.node(_parent(context, row), row.where).link("pop:hasGoal", node.iri)


def add_indicators(context: Context, graph: Graph, rows: Iterable[IndicatorRow]) -> None:
    """Write the indicators with their due periods and targets."""
    for row in rows:
        kinds = [kind for pattern, kind in _INDICATORS.items() if re.fullmatch(pattern, row.path)]
        if not kinds:
            context.problems.add(
                row.where, f"{row.path} is no path of an indicator", hint="Write …/logro, …/avance or …/i1"
            )
            continue
        node = context.declare(graph, row.path, row.where, kinds[0])
        if node is None:
            continue
        node.link("pop:partOfPlan", context.names.iri("plan"))
        context.ordinal(node, row.path, kinds[0])
        found = context.passages(node, graph, row, row.path)
        context.texts(node, found, row.where, source_text=row.source_text, statement=row.statement)
        graph.node(_parent(context, row), row.where).link("pop:hasIndicator", node.iri)
        sources = [context.names.passage(row.path, number) for number in range(1, len(found) + 1)]
        _add_due_periods(context, graph, node, row, sources)
        _add_target(context, graph, node, row, sources)
        _check_wordings(context, row, found)


def _add_due_periods(
    context: Context, graph: Graph, indicator: Node, row: IndicatorRow, sources: list[str]
) -> None:
    count = len(row.due_edtf)
    texts = row.due_text * count if len(row.due_text) == 1 else row.due_text
    if not len(texts) == len(row.due_earliest or ("",) * count) == len(row.due_latest or ("",) * count):
        context.problems.add(
            row.where,
            f"due_text, due_edtf, due_earliest and due_latest hold {len(row.due_text)}, {count}, "
            f"{len(row.due_earliest)} and {len(row.due_latest)} values",
            hint="Write one of each for every due period, separated by |",
        )
        return
    if len(texts) != count:
        context.problems.add(row.where, "due_text and due_edtf don't match one to one")
        return
    for number in range(1, count + 1):
        earliest = row.due_earliest[number - 1] if row.due_earliest else None
        latest = row.due_latest[number - 1] if row.due_latest else None
        if earliest and latest and earliest > latest:
            context.problems.add(row.where, f"due_earliest {earliest} is after due_latest {latest}")
        due = context.declare(graph, f"{row.path}/due{number}", row.where, "pop:DuePeriod")
        if due is None:
            continue
        due.text("pop:sourceText", texts[number - 1], "es").string("pop:edtf", row.due_edtf[number - 1])
        due.dates("pop:earliest", [earliest]).dates("pop:latest", [latest])
        due.link("pop:hasSourcePassage", *sources)
        indicator.link("pop:hasDuePeriod", due.iri)
        if count > 1:
            due.integer("pop:ordinal", number)


def _add_target(
    context: Context, graph: Graph, indicator: Node, row: IndicatorRow, sources: list[str]
) -> None:
    values = (row.target_value, row.target_min, row.target_max)
    codes = (row.target_text, row.target_unit, row.target_population, row.target_mode)
    if not any(codes) and all(value is None for value in values):
        return
    measured = [value is not None for value in values]
    if row.target_mode == _EVENT:
        wrong = "An event has no value" if any(measured) else ""
    elif measured in ([True, False, False], [False, True, True]):
        wrong = ""
    else:
        wrong = "A target has a value, or a least and a greatest one, or is an event"
    if not wrong and not (row.target_text and row.target_mode):
        wrong = "A target needs target_text and target_mode"
    if wrong:
        context.problems.add(row.where, wrong)
        return
    target = context.declare(graph, f"{row.path}/tgt", row.where, "pop:Target")
    if target is None:
        return
    target.link("pop:partOfPlan", context.names.iri("plan")).link("pop:hasSourcePassage", *sources)
    target.text("pop:sourceText", row.target_text, "es").text("pop:statement", row.target_text, "es")
    target.decimal("pop:targetValue", row.target_value)
    target.decimal("pop:targetMin", row.target_min).decimal("pop:targetMax", row.target_max)
    target.link("pop:targetUnit", context.concept("unit", row.target_unit, row.where))
    target.link("pop:targetPopulation", context.concept("population", row.target_population, row.where))
    target.link("pop:targetMode", context.concept("target-mode", row.target_mode, row.where))
    indicator.link("pop:hasTarget", target.iri)


def _check_wordings(context: Context, row: IndicatorRow, found: tuple[Passage, ...]) -> None:
    quoted = " ".join(passage.exact for passage in found)
    for column, words in (
        *(("due_text", text) for text in row.due_text),
        ("target_text", row.target_text),
    ):
        if found and words not in quoted:
            context.problems.add(row.where, f"{column} {words!r} isn't verbatim in the quote")


def add_responsibilities(
    context: Context, graph: Graph, rows: Iterable[ResponsibilityRow], actors: Mapping[tuple[str, str], str]
) -> None:
    """Write who is named responsible for which task.

    Args:
        context: The plan's names, source and problems.
        graph: Where to write.
        rows: The wordings, in printed order.
        actors: (region, wording) to the actor's reference.
    """
    for row in rows:
        if not _fits(context, row, _TASK + "/r[0-9]+"):
            continue
        node = context.declare(graph, row.path, row.where, "pop:Responsibility")
        if node is None:
            continue
        context.ordinal(node, row.path, "pop:Responsibility")
        for passage in context.passages(node, graph, row, row.path):
            node.text("pop:sourceText", passage.exact, "es")
            actor = actors.get((context.names.region, passage.exact))
            if actor is None:
                context.problems.add(
                    row.where,
                    f"No actor for {passage.exact!r} in {context.names.region}",
                    hint="Add the wording to wordings.csv",
                )
            else:
                node.link("pop:responsibleParty", context.iri(actor, row.where))
        node.link("pop:responsibilityRole", context.names.concept("role", "unspecified"))
        graph.node(_parent(context, row), row.where).link("pop:hasResponsibility", node.iri)


def _fits(context: Context, row: PathRow, pattern: str) -> bool:
    if re.fullmatch(pattern, row.path):
        return True
    context.problems.add(row.where, f"{row.path} isn't a path of this table", hint=f"It is like {pattern}")
    return False


def _parent(context: Context, row: PathRow) -> str:
    return context.names.iri(row.path.rpartition("/")[0])


def _code(row: ActivityRow | TaskRow) -> str:
    return row.path.rpartition("/")[2].upper()
