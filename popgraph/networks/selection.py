"""Which part of the plans a network is of."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from popgraph.codes import code_of
from popgraph.errors import UsageError
from popgraph.labels import labels
from popgraph.vocab import ID, SCHEME

if TYPE_CHECKING:
    from popgraph.networks.actors import Actor
    from popgraph.networks.tasks import Task
    from popgraph.store import Store

__all__ = ["Selection"]

_SCHEMES = {"types": "actor-type", "levels": "level", "sectors": "sector"}


@dataclass(frozen=True, slots=True)
class Selection:
    """Which tasks and actors; of several values of one kind any will do, of several kinds all must.

    Attributes:
        plans: Tasks of these plans: IRIs, or paths such as ``pe-cus/pop-cacao/2005``.
        regions: Tasks of plans for these regions, such as ``pe-cus``.
        products: Tasks of plans whose path has this middle part, such as ``pop-cacao``.
        objectives: Tasks under these objectives: codes such as ``OE1``, or IRIs.
        activities: Tasks of these activities: codes such as ``O1A2``, or IRIs.
        types: Actors of these types: codes such as ``ministry``, or their labels.
        levels: Actors of these levels.
        sectors: Actors of these sectors.
        named: Only named institutions, no generic groups.
        first: Only tasks with an indicator that may be due on this day or later.
        last: Only tasks with an indicator that may be due on this day or earlier.
    """

    plans: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    named: bool = False
    first: datetime.date | None = None
    last: datetime.date | None = None

    @property
    def dated(self) -> bool:
        """Whether it asks when indicators are due."""
        return self.first is not None or self.last is not None

    def to_dict(self) -> dict[str, object]:
        """Return what was chosen as values that JSON can hold, without what wasn't."""
        found: dict[str, object] = {}
        for item in fields(self):
            value = getattr(self, item.name)
            if value:
                found[item.name] = (
                    value.isoformat()
                    if isinstance(value, datetime.date)
                    else list(value)
                    if isinstance(value, tuple)
                    else value
                )
        return found

    @classmethod
    def from_dict(cls, chosen: Mapping[str, object]) -> Selection:
        """Return what `to_dict` wrote.

        Raises:
            UsageError: If it is something else.

        >>> Selection.from_dict({"objectives": ["OE1"], "last": "2007-12-31"}).last.year
        2007
        """
        known = {item.name for item in fields(cls)}
        try:
            values = {
                name: datetime.date.fromisoformat(str(value))
                if name in ("first", "last")
                else _truth(value)
                if name == "named"
                else _texts(value)
                for name, value in chosen.items()
            }
            if not values.keys() <= known:
                raise ValueError(f"unknown: {', '.join(sorted(values.keys() - known))}")
            return cls(**values)  # type: ignore[arg-type]
        except (ValueError, TypeError) as error:
            raise UsageError(
                "Not a selection", where=str(error), hint=f"It has: {', '.join(sorted(known))}"
            ) from error

    def of_tasks(self, tasks: Iterable[Task]) -> tuple[Task, ...]:
        """Return the tasks that are chosen.

        Raises:
            UsageError: If a plan, region, product, objective or activity is none of theirs.
        """
        every = tuple(tasks)
        if self.first and self.last and self.first > self.last:
            raise UsageError(
                "The period begins after its end",
                where=f"{self.first} – {self.last}",
                hint="Exchange the days",
            )
        checks: list[Callable[[Task], bool]] = []
        for wanted, names, what in (
            (self.plans, _plans, "plan"),
            (self.regions, _regions, "region"),
            (self.products, _products, "product"),
            (self.objectives, _objectives, "objective"),
            (self.activities, _activities, "activity"),
        ):
            if wanted:
                checks.append(_one_of(wanted, names, what, every))
        if self.dated:
            checks.append(lambda task: any(due.touches(self.first, self.last) for due in task.periods))
        return tuple(task for task in every if all(check(task) for check in checks))

    def of_actors(self, actors: Iterable[Actor]) -> tuple[Actor, ...]:
        """Return the actors that are chosen; types, levels and sectors must be codes (see `resolved`)."""
        return tuple(
            actor
            for actor in actors
            if (actor.named or not self.named)
            and all(
                not wanted or set(wanted) & set(have)
                for wanted, have in (
                    (self.types, actor.types),
                    (self.levels, actor.levels),
                    (self.sectors, actor.sectors),
                )
            )
        )

    def resolved(self, store: Store, actors: Iterable[Actor]) -> Selection:
        """Return it with codes of types, levels and sectors instead of their labels.

        Raises:
            UsageError: If no actor has what is asked for; the message lists what they have.
        """
        every = tuple(actors)
        found: dict[str, Any] = {}
        for field, scheme in _SCHEMES.items():
            wanted = getattr(self, field)
            if not wanted:
                continue
            codes = sorted({code for actor in every for code in getattr(actor, field)})
            meant: dict[str, str] = {}
            for lang in ("en", "es"):
                named = labels(store, [f"{SCHEME}{scheme}/{code}" for code in codes], lang=lang)
                meant |= {label.casefold(): iri.rpartition("/")[2] for iri, label in named.items()}
            meant |= {code.casefold(): code for code in codes}
            meant |= {f"{SCHEME}{scheme}/{code}".casefold(): code for code in codes}
            missing = [text for text in wanted if text.casefold() not in meant]
            if missing:
                raise UsageError(
                    f"No actor has this {scheme.replace('-', ' ')}",
                    where=", ".join(missing),
                    hint=f"They have: {', '.join(codes) or 'none'}",
                )
            found[field] = tuple(dict.fromkeys(meant[text.casefold()] for text in wanted))
        return replace(self, **found)


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is neither true nor false"[:80])
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise TypeError(f"{value!r} is no list of texts"[:80])
    return tuple(value)


def _one_of(
    wanted: tuple[str, ...], names: Callable[[Task], Iterable[str]], what: str, tasks: tuple[Task, ...]
) -> Callable[[Task], bool]:
    """Whether a task has one of some names."""
    asked = {text.casefold() for text in wanted}
    known: dict[str, str] = {name.casefold(): name for task in tasks for name in names(task)}
    missing = [text for text in wanted if text.casefold() not in known]
    if missing:
        short = sorted({name for name in known.values() if "://" not in name})
        shown = ", ".join(short[:12]) + (" …" if len(short) > 12 else "")
        raise UsageError(
            f"No task belongs to this {what}", where=", ".join(missing), hint=f"There are: {shown or 'none'}"
        )
    return lambda task: any(name.casefold() in asked for name in names(task))


def _plans(task: Task) -> list[str]:
    return [
        name for iri in task.plans for name in (iri, iri.removeprefix(ID).removesuffix("/plan"), iri.removeprefix(ID))
    ]  # fmt: skip


def _regions(task: Task) -> list[str]:
    return [name for code in task.regions for name in (code, f"{ID}region/{code}")]


def _products(task: Task) -> list[str]:
    paths = (iri.removeprefix(ID).split("/") for iri in task.plans)
    return [path[1] for path in paths if len(path) > 2]


def _objectives(task: Task) -> list[str]:
    return [name for iri in task.objectives for name in (iri, code_of(iri), iri.removeprefix(ID)) if name]


def _activities(task: Task) -> list[str]:
    return [name for iri in task.activities for name in (iri, code_of(iri), iri.removeprefix(ID)) if name]
