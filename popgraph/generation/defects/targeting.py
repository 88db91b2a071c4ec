"""Defects of targets."""

from __future__ import annotations

from popgraph.generation.defects.bench import Bench, Kind
from popgraph.generation.draft import Activity, Declared, Indicator, Task
from popgraph.vocab import SCHEME

__all__ = ["KINDS"]

# A population that no plan without defects uses, so that nothing else is compared with it.
_MARKETS = ("{} mercados reciben el producto", "mercados")
_AREA = ("hay {} hectáreas certificadas", "hectareas-certificadas")


def _counted(b: Bench, task: Task, mode: str = "") -> tuple[Indicator, str] | None:
    """An indicator with a figure, and its target's path."""
    some = [item for item in task.indicators if b.figure(item) and mode in ("", item.mode)]
    return (some[0], f"{some[0].path}/tgt") if some else None


def _dated(b: Bench, activity: Activity) -> tuple[Task, Indicator, Indicator] | None:
    """Two indicators of one task that fall due one after the other, with an end each."""
    for task in activity.tasks:
        some = sorted(task.indicators, key=lambda item: (item.latest, item.path))
        if some[0].latest < some[-1].latest:
            return task, some[0], some[-1]
    return None


def _without_target(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    path = task.indicators[-1].path
    b.draft.main.set(path, "pop:hasTarget")
    b.draft.main.drop(f"{path}/tgt")
    return [b.found("HOR-03", path, "hasTarget")]


def _without_baseline(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    path = task.indicators[-1].path
    clause = "la productividad ha mejorado en 30%"
    b.reset(path, b.due(path), clause, "procesos-productivos")
    return [b.found("HOR-06", path, value=clause)]


def _value_and_range(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    chosen = _counted(b, task)
    if chosen is None:
        return []
    item, target = chosen
    b.draft.main.set(target, "pop:targetMax", b.figure(item))
    return [b.itself("TGT-01", target)]


def _without_unit(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    chosen = _counted(b, task)
    if chosen is None:
        return []
    b.draft.main.set(chosen[1], "pop:targetUnit")
    return [b.itself("TGT-02a", chosen[1])]


def _beyond_all(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    path = task.indicators[-1].path
    b.reset(path, b.due(path), "el 150% de los eventos de capacitación se evalúa", "eventos-de-capacitacion")
    return [b.found("TGT-02b", f"{path}/tgt", value="150")]


def _share_of_what(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    chosen = _counted(b, task, "share")
    if chosen is None:
        return []
    b.draft.main.set(chosen[1], "pop:targetPopulation")
    return [b.found("TGT-02c", chosen[1], value=b.words(chosen[1]))]


def _going_back(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    return _two_figures(b, activity, "TGT-03", 40, 10)


def _no_progress(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    return _two_figures(b, activity, "TGT-05", 8, 8)


def _two_figures(b: Bench, activity: Activity, rule: str, first: int, second: int) -> list[Declared]:
    chosen = _dated(b, activity)
    if chosen is None:
        return []
    task, early, late = chosen
    b.reset(early.path, b.due(early.path), _MARKETS[0].format(first), _MARKETS[1])
    b.reset(late.path, b.due(late.path), _MARKETS[0].format(second), _MARKETS[1])
    return [b.found(rule, task.path, value=b.draft.iri(f"{late.path}/tgt"))]


def _two_values(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    for some, item in b.spare(activity):
        other = next(another for another in some.indicators if another is not item)
        wording = b.due(other.path)
        b.reset(other.path, wording, _MARKETS[0].format(5), _MARKETS[1])
        b.reset(item.path, wording, _MARKETS[0].format(8), _MARKETS[1])
        return [b.found("HOR-05", some.path, value=b.draft.iri(f"{item.path}/tgt"))]
    return []


def _inverted_range(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    if any(item.mode == "area" for item in task.indicators):
        return []
    path = task.indicators[-1].path
    b.reset(path, b.due(path), _AREA[0].format(150), _AREA[1])
    clause = _AREA[0].format("entre 150 y 200")
    b.rewrite(path, f"{b.due(path)} {clause}.")
    target = f"{path}/tgt"
    for name in ("pop:sourceText", "pop:statement"):
        b.draft.main.set(target, name, f'"{clause}"@es')
    b.draft.main.set(target, "pop:targetValue")
    b.draft.main.set(target, "pop:targetMin", "200.0")
    b.draft.main.set(target, "pop:targetMax", "150.0")
    return [b.found("TGT-04", target, "targetMin", "200")]


def _another_figure(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    chosen = _counted(b, task)
    if chosen is None:
        return []
    item, target = chosen
    wrong = str(int(float(b.figure(item))) + 1)
    b.draft.main.set(target, "pop:targetValue", f"{wrong}.0")
    return [b.found("TGT-06", item.path, "targetValue", wrong)]


def _beyond_the_stock(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    return _area(b, task, "TGT-07", 1.5)


def _most_of_the_stock(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    return _area(b, task, "TGT-07s", 0.75)


def _area(b: Bench, task: Task, rule: str, times: float) -> list[Declared]:
    # Another area of the same population in the task would be compared with this one.
    if any(item.mode == "area" for item in task.indicators):
        return []
    path = task.indicators[-1].path
    stock = float(b.draft.main.first("cifra/1", "pop:figureValue"))
    b.reset(path, b.due(path), _AREA[0].format(int(stock * times)), _AREA[1])
    return [b.found(rule, f"{path}/tgt", value=b.draft.iri("cifra/1"))]


def _unknown_population(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    target = f"{activity.path}/avance/tgt"
    b.draft.main.set(target, "pop:targetPopulation", f"<{SCHEME}population/nadie>")
    return [b.found("MOD-01", target, "targetPopulation", f"{SCHEME}population/nadie")]


KINDS = (
    Kind("indicator without target", _without_target),
    Kind("increase without baseline", _without_baseline),
    Kind("value and range", _value_and_range),
    Kind("figure without unit", _without_unit),
    Kind("share above all", _beyond_all),
    Kind("share of nobody knows what", _share_of_what),
    Kind("target that goes back", _going_back, "activity"),
    Kind("target without progress", _no_progress, "activity"),
    Kind("two values for one period", _two_values, "activity", ("dues",)),
    Kind("range upside down", _inverted_range),
    Kind("figure other than its words", _another_figure),
    Kind("area above what there is", _beyond_the_stock, "task", ("figure",)),
    Kind("area of most there is", _most_of_the_stock, "task", ("figure",)),
    Kind("unknown population", _unknown_population, "activity"),
)
