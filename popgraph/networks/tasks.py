"""The tasks of plans, with where each stands and when its indicators are due."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from popgraph.codes import code_of
from popgraph.labels import short_iri
from popgraph.numerals import natural_key
from popgraph.vocab import ID, PREFIXES

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["Period", "Task", "fetch_tasks", "fetch_texts"]

_HEAD = f"PREFIX pop: <{PREFIXES['pop']}> SELECT DISTINCT "
_PLACES = _HEAD + (
    "?task ?activity ?objective ?plan ?region { ?task a pop:PlannedTask"
    " OPTIONAL { ?task pop:partOfActivity ?activity OPTIONAL { ?activity pop:servesObjective ?objective } }"
    " OPTIONAL { ?task pop:partOfPlan ?plan OPTIONAL { ?plan pop:forRegion ?region } } }"
)
_GOALS = _HEAD + "?task ?goal { ?task a pop:PlannedTask ; pop:hasGoal ?goal }"
_INDICATORS = _HEAD + (
    "?task ?indicator ?due ?earliest ?latest { ?task a pop:PlannedTask ; pop:hasIndicator ?indicator OPTIONAL {"
    " ?indicator pop:hasDuePeriod|(pop:hasTarget/pop:hasDuePeriod) ?due"
    " OPTIONAL { ?due pop:earliest ?earliest } OPTIONAL { ?due pop:latest ?latest } } }"
)
_TEXTS = _HEAD + (
    "?thing ?text (LANG(?text) AS ?spoken) { VALUES ?kind { pop:PlannedTask pop:PlannedActivity"
    " pop:StrategicObjective } ?thing a ?kind ; pop:statement ?text }"
)


@dataclass(frozen=True, slots=True)
class Period:
    """When an indicator is due: some day from the first to the last; None for an open end.

    Attributes:
        indicator: IRI of the indicator.
        earliest: First day.
        latest: Last day.
    """

    indicator: str
    earliest: datetime.date | None
    latest: datetime.date | None

    @property
    def year(self) -> int | None:
        """The year that it counts for: that of its last day; without an end, that of its first."""
        day = self.latest or self.earliest
        return day.year if day else None

    @property
    def certain(self) -> bool:
        """Whether it is sure to fall in that year: by then (*al 2007*), or within it."""
        return self.latest is not None and (self.earliest is None or self.earliest.year == self.latest.year)

    def touches(self, first: datetime.date | None, last: datetime.date | None) -> bool:
        """Return whether it may fall between two days; without bounds of its own it may not.

        An open start counts as the last day (*al 2007* is due by the end of 2007, not in 2005).
        """
        begin = self.earliest or self.latest
        if begin is None:
            return False
        return (last is None or begin <= last) and (
            first is None or self.latest is None or self.latest >= first
        )


@dataclass(frozen=True, slots=True)
class Task:
    """A task and its place in a plan.

    Attributes:
        iri: Its IRI.
        activities: IRIs of the activities that it is a part of; one, in a sound plan.
        objectives: IRIs of the strategic objectives that these serve.
        plans: IRIs of its plans.
        regions: Regions that the plans are for, such as ``pe-cus``.
        goals: How many goals it has.
        indicators: How many indicators it has.
        periods: When these are due.
    """

    iri: str
    activities: tuple[str, ...]
    objectives: tuple[str, ...]
    plans: tuple[str, ...]
    regions: tuple[str, ...]
    goals: int = 0
    indicators: int = 0
    periods: tuple[Period, ...] = ()

    @property
    def code(self) -> str:
        """Its compact code, or its short IRI."""
        return code_of(self.iri) or short_iri(self.iri)


def fetch_tasks(store: Store, *, goals: bool = True, indicators: bool = True) -> tuple[Task, ...]:
    """Return every task in the order of the plans.

    Args:
        store: The graph.
        goals: Whether goals are counted.
        indicators: Whether indicators are counted, with their due periods.

    Raises:
        EndpointError: If a remote store can't answer.

    >>> import popgraph
    >>> first = fetch_tasks(popgraph.open())[0]
    >>> first.code, first.goals, first.indicators, len(first.periods)
    ('O1A1T1', 1, 2, 2)
    """
    places: dict[str, tuple[set[str], set[str], set[str], set[str]]] = {}
    for task, *facts in store.texts(_PLACES):
        known = places.setdefault(task, (set(), set(), set(), set()))
        for values, value in zip(known, facts, strict=True):
            if value:
                values.add(value)
    aims = _grouped(store.texts(_GOALS)) if goals else {}
    measured: defaultdict[str, dict[str, dict[str, Period]]] = defaultdict(lambda: defaultdict(dict))
    for task, indicator, due, earliest, latest in store.texts(_INDICATORS) if indicators else ():
        periods = measured[task][indicator]
        if due:
            periods[due] = Period(indicator, _day(earliest), _day(latest))
    return tuple(
        Task(
            iri,
            activities=_ordered(activities),
            objectives=_ordered(objectives),
            plans=_ordered(plans),
            regions=tuple(sorted(region.rpartition("/")[2] for region in regions)),
            goals=len(aims.get(iri, ())),
            indicators=len(measured.get(iri, ())),
            periods=tuple(
                periods[due]
                for _, periods in sorted(measured.get(iri, {}).items(), key=lambda item: natural_key(item[0]))
                for due in sorted(periods)
            ),
        )
        for iri, (activities, objectives, plans, regions) in sorted(
            places.items(), key=lambda item: natural_key(item[0].removeprefix(ID))
        )
    )


def fetch_texts(store: Store, *, lang: str = "es") -> dict[str, str]:
    """Return what tasks, activities and objectives say, by IRI: in the language asked for, else in any.

    >>> import popgraph
    >>> texts = fetch_texts(popgraph.open())
    >>> texts["https://w3id.org/popgraph/id/pe-cus/pop-cacao/2005/oe1/a2/t1"]
    'Incorporar procesos de certificación ecológica'
    """
    best: dict[str, tuple[bool, str, str]] = {}
    for thing, text, spoken in store.texts(_TEXTS):
        ranked = (spoken != lang, spoken, text)
        best[thing] = min(best.get(thing, ranked), ranked)
    return {thing: text for thing, (*_, text) in best.items()}


def _ordered(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(values, key=natural_key))


def _grouped(rows: Iterable[tuple[str, ...]]) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for thing, value in rows:
        found[thing].add(value)
    return found


def _day(text: str) -> datetime.date | None:
    """A day; None for what is none, which validation tells."""
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        return None
