"""Defects of who is responsible."""

from __future__ import annotations

from popgraph.generation.actors import Actor, roll
from popgraph.generation.defects.bench import Bench, Kind
from popgraph.generation.draft import Activity, Declared, Task, iri, spanish, text
from popgraph.vocab import ID, SCHEME

__all__ = ["KINDS"]

_LEAD, _NONE = f"<{SCHEME}role/lead>", f"<{SCHEME}role/unspecified>"


def _recurs(task: Task) -> bool:
    """Whether the task wants a named institution besides (TMP-11r)."""
    return any(item.mode == "per-year" for item in task.indicators)


def _regional(b: Bench, slug: str) -> Actor:
    wanted = f"org/sintetica-{slug}-{b.draft.region.slug}"
    return next(actor for actor in roll(b.draft.region).institutions if actor.path == wanted)


def _nobody(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    if _recurs(task):
        return []
    b.keep_parties(task, 0)
    return [b.found("RSP-01", task.path, "hasResponsibility")]


def _without_words(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    every = [some for activity in b.draft.activities for some in activity.tasks]
    if sum(len(some.responsibilities) for some in every) < 40:
        # In a small plan it depends on the other defects whether one alone lacks them (MOD-04).
        return []
    path = task.responsibilities[-1]
    b.draft.main.set(path, "pop:sourceText")
    return [b.itself("RSP-01b", path), b.found("MOD-04", path, "sourceText")]


def _only_groups(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    if _recurs(task) or len(task.parties) < 2:
        return []
    b.keep_parties(task, 2)
    for path, actor in zip(task.responsibilities, b.rng.sample(roll(b.draft.region).groups, 2), strict=True):
        b.name(path, actor)
    return [b.itself("RSP-02", task.path)]


def _twice(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    if len(task.parties) < 2:
        return []
    actor = task.parties[-2]
    b.name(task.responsibilities[-1], actor)
    return [b.found("RSP-03", task.path, value=ID + actor.path)]


def _whole_and_part(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    if len(task.parties) < 2:
        return []
    b.keep_parties(task, 2)
    part = _regional(b, "direccion-de-comercio")
    b.name(task.responsibilities[0], _regional(b, "gobierno-regional"))
    b.name(task.responsibilities[1], part)
    return [b.found("RSP-04", task.path, value=ID + part.path)]


def _many_without_lead(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    first = task.responsibilities[0]
    if b.draft.main.first(first, "pop:responsibilityRole") != _LEAD:
        return []
    b.draft.main.set(first, "pop:responsibilityRole", _NONE)
    return [b.itself("RSP-05", "plan")]


def _other_than_its_words(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    path = task.responsibilities[-1]
    known = roll(b.draft.region).institutions
    other = next(actor for actor in known if not actor.region and actor not in task.parties)
    b.draft.main.set(path, "pop:responsibleParty", iri(other.path))
    return [b.found("RSP-06", path, "responsibleParty", ID + other.path)]


def _another_region(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    others = [region for region in b.regions if region != b.draft.region]
    if not others:
        return []
    value = f"org/sintetica-gobierno-regional-{b.rng.choice(others).slug}"
    path = task.responsibilities[-1]
    words = _regional(b, "gobierno-regional").wording
    b.draft.main.set(path, "pop:responsibleParty", iri(value))
    b.draft.main.set(path, "pop:sourceText", spanish(words))
    b.draft.main.set(b.draft.main.first(path, "pop:hasSourcePassage")[1:-1], "oa:exact", text(words))
    return [
        b.found("ACT-03", task.path, value=ID + value),
        b.found("RSP-06", path, "responsibleParty", ID + value),
    ]


def _unknown_role(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    path = task.responsibilities[-1]
    value = f"{SCHEME}role/jefe"
    b.draft.main.set(path, "pop:responsibilityRole", f"<{value}>")
    return [b.found("MOD-01", path, "responsibilityRole", value)]


KINDS = (
    Kind("nobody responsible", _nobody),
    Kind("responsibility without its words", _without_words, "task", ("words",)),
    Kind("groups alone responsible", _only_groups),
    Kind("responsible twice", _twice),
    Kind("whole and part responsible", _whole_and_part),
    Kind("many responsible and none leads", _many_without_lead, "task", ("leads",)),
    Kind("responsible other than its words", _other_than_its_words),
    Kind("government of another region", _another_region),
    Kind("unknown role", _unknown_role),
)
