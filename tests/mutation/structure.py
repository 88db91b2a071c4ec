"""Mistakes in how a plan hangs together: containers, curated links, SWOT, tables, graphs; and what is no mistake."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from pyoxigraph import Literal, NamedNode, Quad

from popgraph.vocab import GRAPH
from tests.mutation.board import TYPE, Board, Change, local
from tests.mutation.common import Make, operator, own, without
from tests.mutation.edits import change, with_object
from tests.mutation.operators import Operator

__all__ = ["structure"]

_HOME = NamedNode(GRAPH + "pe-cus/pop-cacao/2005")
_CURATED = NamedNode(_HOME.value + "/interpretation")
_TASKS = (
    "STR-02 STR-03a STR-03b STR-04 STR-05 STR-05u STR-06 VER-01 VER-02 VER-04 VER-05 VER-07 "
    "HOR-01 HOR-04 HOR-07 HOR-08 RSP-01 RSP-02 ACT-06 TMP-04 TMP-05 TMP-08 TMP-10 TMP-11r TMP-12 VER-08 VER-10 HOR-04c"
)


def _subtree(board: Board, item: NamedNode) -> set[NamedNode]:
    """A node and what stands below it by its IRI."""
    found = {item}
    for nodes in board.classes.values():
        found |= {other for other in nodes if other.value.startswith(item.value + "/")}
    return found


# Containers


def _empty_activity(board: Board, item: NamedNode, rng: Random) -> Change | None:
    tasks = [q.subject for q in board.into(item, own("partOfActivity")) if isinstance(q.subject, NamedNode)]
    return without(
        board, {part for task in tasks for part in _subtree(board, task)}, f"{item.value[-12:]} without tasks"
    )


def _empty_objective(board: Board, item: NamedNode, rng: Random) -> Change | None:
    links = board.into(item, own("servesObjective"))
    activities = [q.subject for q in links if isinstance(q.subject, NamedNode)]
    return without(
        board,
        {part for it in activities for part in _subtree(board, it)},
        f"{item.value[-12:]} without activities",
    )


def _task_gone(board: Board, item: NamedNode, rng: Random) -> Change | None:
    return without(board, _subtree(board, item), f"no {item.value[-12:]} and nothing of it")


def _task_moved(board: Board, item: NamedNode, rng: Random) -> Change | None:
    """Into another activity, and with a code that is free there."""
    mine = board.one(item, "partOfActivity")
    code = board.one(item, "code")
    others = [activity for activity in board.classes["PlannedActivity"] if mine and activity != mine.object]
    if not (mine and code and others):
        return None
    other = rng.choice(others)
    free = Literal(f"T{len(board.into(other, own('partOfActivity'))) + 1}")
    return change(
        [mine, code],
        [with_object(mine, other), with_object(code, free)],
        f"{item.value[-12:]} under {other.value[-8:]}",
    )


def _part_moved(prop: str) -> Make:
    def make(board: Board, item: NamedNode, rng: Random) -> Change | None:
        """One of the parts goes to another node of the class."""
        quad = rng.choice(sorted(board.out(item, own(prop)), key=str))
        kind, part = board.out(item, TYPE)[0].object, quad.object
        assert isinstance(kind, NamedNode)
        assert isinstance(part, NamedNode)
        other = rng.choice([it for it in board.having(local(kind), prop) if it != item])
        moved = Quad(other, quad.predicate, part, quad.graph_name)
        return change([quad], [moved], f"{part.value[-20:]} under {other.value[-12:]}")

    return make


def _task_copied(board: Board, item: NamedNode, rng: Random) -> Change | None:
    """The task again under the next code, with all that hangs on it."""
    activity = board.one(item, "partOfActivity")
    assert activity and isinstance(activity.object, NamedNode)
    number = len(board.into(activity.object, own("partOfActivity"))) + 1
    new = f"{activity.object.value}/t{number}"
    names = {part: NamedNode(new + part.value[len(item.value) :]) for part in _subtree(board, item)}
    added = []
    for part, other in names.items():
        for quad in board.out(part):
            value = quad.object
            if isinstance(value, NamedNode):
                value = names.get(value, value)
            if part == item and local(quad.predicate) == "code":
                value = Literal(f"T{number}")
            added.append(Quad(other, quad.predicate, value, quad.graph_name))
    return change([], added, f"{item.value[-12:]} again as T{number}")


def _containers() -> Iterator[Operator]:
    yield operator("activity without tasks", "PlannedActivity", ["code"], _TASKS, _empty_activity)
    yield operator(
        "objective without activities", "StrategicObjective", ["code"], f"{_TASKS} DIA-02", _empty_objective
    )
    yield operator("task and all its parts gone", "PlannedTask", ["code"], _TASKS, _task_gone)
    yield operator("task under another activity, renumbered", "PlannedTask", ["code"], _TASKS, _task_moved)
    yield operator(
        "task copied under the next code", "PlannedTask", ["code"], f"{_TASKS} HOR-05", _task_copied
    )
    yield operator("goal under another task", "PlannedTask", ["hasGoal"], _TASKS, _part_moved("hasGoal"))
    moved = f"{_TASKS} HOR-02a HOR-02b HOR-03 HOR-05 TGT-03 TGT-05 VER-03a VER-03b"
    yield operator(
        "indicator under another task", "PlannedTask", ["hasIndicator"], moved, _part_moved("hasIndicator")
    )
    yield operator(
        "indicator under another activity",
        "PlannedActivity",
        ["hasIndicator"],
        moved,
        _part_moved("hasIndicator"),
    )
    yield operator(
        "responsibility under another task",
        "PlannedTask",
        ["hasResponsibility"],
        f"{_TASKS} RSP-03 RSP-04",
        _part_moved("hasResponsibility"),
    )
    yield operator(
        "due period under another indicator",
        "TaskIndicator",
        ["hasDuePeriod"],
        moved,
        _part_moved("hasDuePeriod"),
    )
    yield operator(
        "target under another indicator",
        "TaskIndicator",
        ["hasTarget"],
        f"{moved} TGT-06 TMP-06",
        _part_moved("hasTarget"),
    )


# Curated links


def _link(
    prop: str, pick: Callable[[Board, NamedNode, Random], NamedNode | None], *, back: bool = False
) -> Make:
    def make(board: Board, item: NamedNode, rng: Random) -> Change | None:
        other = pick(board, item, rng)
        if other is None:
            return None
        added = [Quad(item, own(prop), other, _CURATED)] + [Quad(other, own(prop), item, _CURATED)] * back
        return change([], added, f"{item.value[-16:]} {prop} {other.value[-16:]}{' and back' * back}")

    return make


def _latest(board: Board, task: NamedNode) -> str:
    days = [
        due_end.object.value
        for indicator in board.out(task, own("hasIndicator"))
        for due in board.out(indicator.object, own("hasDuePeriod"))  # type: ignore[arg-type]
        for due_end in board.out(due.object, own("latest"))  # type: ignore[arg-type]
        if isinstance(due_end.object, Literal)
    ]
    return max(days, default="")


def _any_task(board: Board, item: NamedNode, rng: Random) -> NamedNode | None:
    return rng.choice([task for task in board.classes["PlannedTask"] if task != item])


def _later_task(board: Board, item: NamedNode, rng: Random) -> NamedNode | None:
    mine = _latest(board, item)
    later = [task for task in board.classes["PlannedTask"] if mine and _latest(board, task)[:4] > mine[:4]]
    return rng.choice(later) if later else None


def _later_product(board: Board, item: NamedNode, rng: Random) -> NamedNode | None:
    mine = _latest(board, item)
    later = [
        made.object
        for task in board.having("PlannedTask", "produces")
        for made in board.out(task, own("produces"))
        if mine and isinstance(made.object, NamedNode) and _latest(board, task)[:4] > mine[:4]
    ]
    return rng.choice(later) if later else None


def _other_date(board: Board, item: NamedNode, rng: Random) -> NamedNode | None:
    mine = _latest_of_indicator(board, item)
    others = [
        it
        for it in board.having("TaskIndicator", "hasDuePeriod")
        if _latest_of_indicator(board, it)[:4] != mine[:4]
    ]
    return rng.choice(others)


def _latest_of_indicator(board: Board, item: NamedNode) -> str:
    dues = [q.object for q in board.out(item, own("hasDuePeriod")) if isinstance(q.object, NamedNode)]
    return max(
        (
            q.object.value
            for due in dues
            for q in board.out(due, own("latest"))
            if isinstance(q.object, Literal)
        ),
        default="",
    )


def _itself(board: Board, item: NamedNode, rng: Random) -> NamedNode | None:
    return item


def _curated() -> Iterator[Operator]:
    yield operator(
        "tasks depend on each other",
        "PlannedTask",
        ["code"],
        "VER-06 TMP-05",
        _link("dependsOn", _any_task, back=True),
    )
    yield operator(
        "task depends on itself", "PlannedTask", ["code"], "VER-06 TMP-05", _link("dependsOn", _itself)
    )
    yield operator(
        "task depends on a later one",
        "PlannedTask",
        ["code"],
        "VER-06 TMP-05",
        _link("dependsOn", _later_task),
    )
    yield operator(
        "task uses what is made later",
        "PlannedTask",
        ["code"],
        "VER-08",
        _link("uses", _later_product),
    )
    yield operator(
        "milestones of different dates",
        "TaskIndicator",
        ["hasDuePeriod"],
        "TMP-08 TMP-10",
        _link("sameMilestoneAs", _other_date),
    )
    yield operator(
        "curated link without a reason", "Interpretation", ["interprets", "readsAs"], "GRF-01",
        lambda board, item, rng: without(board, {item}, f"no {item.value[-40:]}"),
    )  # fmt: skip
    for prop in ("dependsOn", "addressesFinding", "measures", "uses"):
        yield operator(f"{prop} in the graph of the plan", _CARRIER[prop], [prop], "GRF-01", _misfiled(prop))


_CARRIER = {
    "dependsOn": "PlannedTask",
    "addressesFinding": "PlannedTask",
    "measures": "TaskIndicator",
    "uses": "PlannedTask",
}


def _misfiled(prop: str) -> Make:
    def make(board: Board, item: NamedNode, rng: Random) -> Change | None:
        quads = board.out(item, own(prop))
        return change(
            quads,
            [Quad(q.subject, q.predicate, q.object, _HOME) for q in quads],
            f"{item.value[-16:]} {prop} in the plan's graph",
        )

    return make


def structure() -> Iterator[Operator]:
    """Yield the operators on structure, and those that do no harm."""
    yield from _containers()
    yield from _curated()
