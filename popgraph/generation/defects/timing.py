"""Defects of due periods."""

from __future__ import annotations

from datetime import date

from popgraph.generation.defects.bench import Bench, Kind
from popgraph.generation.draft import Activity, Declared, Indicator, Task, text
from popgraph.generation.matrix import due_of

__all__ = ["KINDS"]

_DUES = ("dues",)


def _indicator_without_due(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    for _, item in b.spare(activity):
        b.draft.main.set(item.path, "pop:hasDuePeriod")
        b.draft.main.drop(f"{item.path}/due1")
        return [b.found("HOR-02a", item.path, "hasDuePeriod")]
    return []


def _progress_without_due(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    path = f"{activity.path}/avance"
    b.draft.main.set(path, "pop:hasDuePeriod")
    b.draft.main.drop(f"{path}/due1")
    return [b.found("HOR-02b", path, "hasDuePeriod")]


def _bound_off_by_a_day(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    for _, item in b.spare(activity):
        if item.latest.endswith("31"):
            due = f"{item.path}/due1"
            b.draft.main.set(due, "pop:latest", f'"{item.latest[:-2]}30"^^xsd:date')
            return [b.found("EDT-01", due, "edtf", item.edtf)]
    return []


def _late_part(b: Bench, activity: Activity) -> Indicator | None:
    """An indicator due in the last third of a year after that of the plan, which may change."""
    late = (item for _, item in b.spare(activity) if item.edtf.endswith("-39"))
    return next((item for item in late if int(item.latest[:4]) > b.draft.year), None)


def _another_part_of_the_year(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    item = _late_part(b, activity)
    if item is None:
        return []
    due, year = f"{item.path}/due1", item.latest[:4]
    b.draft.main.set(due, "pop:edtf", text(f"{year}-38"))
    b.draft.main.set(due, "pop:earliest", f'"{year}-05-01"^^xsd:date')
    b.draft.main.set(due, "pop:latest", f'"{year}-08-31"^^xsd:date')
    return [b.found("TMP-07", due, "edtf", f"{year}-38")]


def _bounds_swapped(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    item = _late_part(b, activity)
    if item is None:
        return []
    due = f"{item.path}/due1"
    first, last = b.draft.main.first(due, "pop:earliest"), b.draft.main.first(due, "pop:latest")
    b.draft.main.set(due, "pop:earliest", last)
    b.draft.main.set(due, "pop:latest", first)
    return [b.itself("TMP-01", due), b.found("EDT-01", due, "edtf", item.edtf)]


def _no_edtf(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    item = task.indicators[-1]
    due = f"{item.path}/due1"
    b.draft.main.set(due, "pop:edtf", text(f"{item.latest[:4]}-99"))
    return [b.itself("TMP-02", due), b.found("EDT-01", due, "edtf", f"{item.latest[:4]}-99")]


def _after_the_horizon(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    for _, item in b.spare(activity):
        year = b.draft.horizon + b.rng.randint(1, 3)
        b.reset(item.path, f"A fines de {year}", "se ha concluido la obra prevista")
        return [b.found("TMP-03", f"{item.path}/due1", value=str(year))]
    return []


def _progress_after_tasks(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    last = max(item.latest for task in activity.tasks for item in task.indicators)
    wording = f"A fines de {b.draft.horizon}"
    if due_of(wording)[0][2] <= last:
        return []
    path = f"{activity.path}/avance"
    b.reset(path, wording, b.clause(path))
    return [b.found("TMP-04", activity.path, value=b.draft.iri(path))]


def _without_end(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    for _, item in b.spare(activity):
        if item.mode == "event":
            wording = f"A partir de {item.latest[:4]}"
            b.reset(item.path, wording, b.clause(item.path))
            return [b.found("TMP-06", item.path, value=wording)]
    return []


def _recurring_without_end(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    for _, item in b.spare(activity):
        wording = f"A partir de {item.latest[:4]}"
        b.reset(item.path, wording, "se realizan 2 pasantías por año", "pasantias-e-intercambios")
        return [b.found("TMP-11", item.path, value=wording)]
    return []


def _before_the_validation(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    for _, item in b.spare(activity):
        wording = f"A fines de {b.draft.year - 1}"
        b.reset(item.path, wording, "se ha concluido la obra prevista")
        return [b.found("TMP-09", f"{item.path}/due1", value=due_of(wording)[0][2])]
    return []


def _too_soon(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    for _, item in b.spare(activity):
        if int(item.latest[:4]) == b.draft.year:
            b.reset(item.path, f"A mediados de {b.draft.year}", "se ha concluido la obra prevista")
            validated = date.fromisoformat(b.draft.main.first("evento/validacion", "pop:heldOn")[1:11])
            days = (date(b.draft.year, 5, 1) - validated).days
            return [b.found("TMP-09s", f"{item.path}/due1", "hasDuePeriod", str(days))]
    return []


def _empty_year(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    year = b.draft.horizon + 1
    b.rewrite("vision", f"En el año {year} la región exporta con calidad la oferta {b.draft.product.of}.")
    b.draft.main.set("vision", "pop:horizonYear", str(year))
    return [b.found("TMP-12", "plan", "hasDuePeriod")]


KINDS = (
    Kind("indicator without due period", _indicator_without_due, "activity", _DUES),
    Kind("progress indicator without due period", _progress_without_due, "activity", _DUES),
    Kind("bound off by a day", _bound_off_by_a_day, "activity", _DUES),
    Kind("another part of the year", _another_part_of_the_year, "activity", _DUES),
    Kind("bounds swapped", _bounds_swapped, "activity", _DUES),
    Kind("no EDTF expression", _no_edtf),
    Kind("due after the horizon", _after_the_horizon, "activity", _DUES),
    Kind("progress due after the tasks", _progress_after_tasks, "activity", _DUES),
    Kind("period without end", _without_end, "activity", _DUES),
    Kind("recurrence without end", _recurring_without_end, "activity", _DUES),
    Kind("due before the validation", _before_the_validation, "activity", _DUES),
    Kind("due soon after the validation", _too_soon, "activity", _DUES),
    Kind("year without milestone", _empty_year, "", ("dues", "vision")),
)
