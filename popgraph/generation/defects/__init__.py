"""Defects for made-up plans: each edits a plan and declares exactly which findings that causes."""

from __future__ import annotations

from random import Random

from popgraph.generation.actors import Region
from popgraph.generation.defects import building, linking, naming, targeting, timing, wording
from popgraph.generation.defects.bench import Bench, Kind
from popgraph.generation.draft import Activity, Declared, Draft, Task

__all__ = ["KINDS", "inject"]

KINDS: tuple[Kind, ...] = (
    *building.KINDS,
    *linking.KINDS,
    *naming.KINDS,
    *targeting.KINDS,
    *timing.KINDS,
    *wording.KINDS,
)
"""All kinds of defects."""


def inject(
    draft: Draft, rate: float, seed: int, regions: tuple[Region, ...], kinds: tuple[Kind, ...] = KINDS
) -> list[tuple[str, list[Declared]]]:
    """Put defects into a plan; return the kind of each with its findings.

    No two touch the same task, or the same other part of the plan, so that none hides or changes another's
    findings; where there is no more room, fewer are put.

    Args:
        draft: The plan.
        rate: How many on average (Poisson).
        seed: Seed of the collection.
        regions: The regions of the collection.
        kinds: Kinds to draw from.
    """
    rng = Random(f"popgraph generate defects {seed} {draft.number}")
    bench = Bench(draft, rng, regions)
    taken: set[str] = set()
    done: list[tuple[str, list[Declared]]] = []
    for _ in range(_poisson(rng, rate)):
        for kind in rng.sample(kinds, len(kinds)):
            findings = _put(bench, kind, taken)
            if findings:
                done.append((kind.name, findings))
                break
        else:
            break
    return done


def _put(bench: Bench, kind: Kind, taken: set[str]) -> list[Declared]:
    if not taken.isdisjoint(kind.slots):
        return []
    for activity, task in _places(bench, kind, taken):
        findings = kind.make(bench, activity, task)
        if findings:
            taken.update(kind.slots)
            if kind.scope == "task":
                taken.add(task.path)
            elif kind.scope == "activity":
                taken.update((activity.path, *(some.path for some in activity.tasks)))
            return findings
    return []


def _places(bench: Bench, kind: Kind, taken: set[str]) -> list[tuple[Activity, Task]]:
    """The free places for a kind, in a drawn order."""
    activities = bench.draft.activities
    if not kind.scope:
        return [(activities[0], activities[0].tasks[0])]
    free = [
        (activity, task)
        for activity in activities
        for task in activity.tasks
        if task.path not in taken and activity.path not in taken
    ]
    if kind.scope == "activity":
        free = [
            (activity, activity.tasks[0])
            for activity in activities
            if activity.path not in taken and all(task.path not in taken for task in activity.tasks)
        ]
    bench.rng.shuffle(free)
    return free


def _poisson(rng: Random, rate: float) -> int:
    """How many happen in a unit of time if that many do on average."""
    number, time = 0, 0.0
    while rate > 0:
        time += rng.expovariate(rate)
        if time > 1:
            break
        number += 1
    return number
