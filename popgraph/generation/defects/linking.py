"""Defects of what is read into a plan: curated links and their reasons."""

from __future__ import annotations

from popgraph.generation.defects.bench import Bench, Kind
from popgraph.generation.draft import Activity, Declared, Task, iri, spanish
from popgraph.generation.plan import link
from popgraph.vocab import ID, SCHEME

__all__ = ["KINDS"]

_REASON = ("Lectura sintética equivocada.", "A mistaken synthetic reading.")


def _answered(b: Bench) -> tuple[str, list[str]] | None:
    """A weakness or threat, and the activities that address it; only if other readings stay."""
    if len(b.draft.findings) < 2:
        return None
    path = b.draft.findings[0]
    node = b.draft.links.nodes[f"interpretacion/atiende-{path.rpartition('/')[2]}"]
    return path, [subject[1:-1] for subject in node["pop:interprets"]]


def _without_reason(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    answered = _answered(b)
    if answered is None:
        return []
    path, subjects = answered
    b.draft.links.drop(f"interpretacion/atiende-{path.rpartition('/')[2]}")
    return [b.found("INT-02", subject, "addressesFinding", b.draft.iri(path)) for subject in subjects]


def _reading_without_link(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    answered = _answered(b)
    if answered is None:
        return []
    path, subjects = answered
    _unlink(b, path, subjects)
    reading = f"interpretacion/atiende-{path.rpartition('/')[2]}"
    return [b.found("INT-01", reading, "readsAs", b.draft.iri(path)), b.itself("VER-07", "plan")]


def _link_of_ours_in_the_plan(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    answered = _answered(b)
    if answered is None:
        return []
    path, (subject, *_) = answered
    b.draft.main.add(subject, "pop:addressesFinding", f"<{path}>")
    return [b.found("GRF-01", subject, "addressesFinding", b.draft.iri(path))]


def _weakness_left_alone(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    answered = _answered(b)
    if answered is None:
        return []
    path, subjects = answered
    _unlink(b, path, subjects)
    b.draft.links.drop(f"interpretacion/atiende-{path.rpartition('/')[2]}")
    return [b.itself("VER-07", "plan")]


def _unlink(b: Bench, path: str, subjects: list[str]) -> None:
    for subject in subjects:
        b.draft.links.take(subject, "pop:addressesFinding", f"<{path}>")
        if not b.draft.links.nodes[subject]:
            b.draft.links.drop(subject)


def _circle(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    one, two = activity.tasks[:2]
    if any("pop:dependsOn" in b.draft.links.nodes.get(task.path, {}) for task in activity.tasks):
        return []
    for after, before in ((one, two), (two, one)):
        link(
            b.draft,
            f"depende-{after.path.replace('/', '-')}",
            "dependsOn",
            subjects=[after.path],
            value=before.path,
            reason=_REASON,
        )
    ends = [(max(item.latest for item in task.indicators), task.path) for task in (one, two)]
    (first, early), (last, late) = min(ends), max(ends)
    untimely = [b.found("TMP-05", early, value=b.draft.iri(late))] if first < last else []
    return [b.itself("VER-06", one.path), b.itself("VER-06", two.path), *untimely]


def _decisive_and_idle(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    actor = f"org/sintetica-empresa-acopiadora-{b.draft.region.slug}"
    if any(party.path == actor for task in _tasks(b) for party in task.parties):
        return []
    path = "dia/b/1"
    b.draft.links.add(path, "pop:highlights", iri(actor))
    b.draft.links.nodes["interpretacion/destaca"] = {
        "a": ["pop:Interpretation"],
        "dcterms:creator": [iri("agent/popgraph")],
        "pop:certainty": [f"<{SCHEME}certainty/medium>"],
        "pop:interpretedProperty": ["pop:highlights"],
        "pop:interprets": [f"<{path}>"],
        "pop:readsAs": [iri(actor)],
        "pop:reason": [spanish(_REASON[0])],
    }
    return [b.found("ACT-06", path, value=ID + actor)]


def _tasks(b: Bench) -> list[Task]:
    return [task for activity in b.draft.activities for task in activity.tasks]


KINDS = (
    Kind("link without its reason", _without_reason, "", ("links",)),
    Kind("reading without its link", _reading_without_link, "", ("links", "foda")),
    Kind("link of ours in the plan", _link_of_ours_in_the_plan, "", ("links",)),
    Kind("weakness that nothing addresses", _weakness_left_alone, "", ("links", "foda")),
    Kind("tasks that wait for one another", _circle, "activity", ("dues",)),
    Kind("decisive actor with nothing to do", _decisive_and_idle, "", ("diamond",)),
)
