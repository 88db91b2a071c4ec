"""The matrix of a plan as a page shows it: objectives, their activities, tasks and what stands in their cells."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from popgraph.codes import code_of, part_of
from popgraph.labels import LANGUAGES, labels
from popgraph.vocab import POP, PREFIXES

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["MOST", "Activity", "Cell", "Matrix", "Objective", "Span", "Task", "natural", "read"]

_NAMES = (
    *(
        "statement",
        "sourceText",
        "code",
        "ordinal",
        "servesObjective",
        "partOfActivity",
        "reviews",
        "reprintOf",
    ),
    *("hasGoal", "hasIndicator", "hasResponsibility", "responsibleParty", "hasDuePeriod", "hasTarget"),
    *("edtf", "earliest", "latest", "targetValue", "targetMin", "targetMax", "targetUnit"),
    *("hasSourcePassage", "firstLine", "lastLine"),
)
MOST = 20
"""Of how many plans a page shows the matrices; each takes some 200 KB."""

# So many of what is asked about are taken to tell which plans are meant.
_ASKED = 20_000
_BATCH = 500
_SOURCE = PREFIXES["oa"] + "hasSource"
_TYPE = PREFIXES["rdf"] + "type"
_QUERY = "SELECT ?s ?p ?o {{ {of} VALUES ?p {{ {names} }} ?s ?p ?o }}"
_PLANS = f"SELECT DISTINCT ?plan {{ ?s <{POP}partOfPlan> ?plan }}"
_PLANS_OF = f"SELECT ?s ?plan {{ VALUES ?s {{ %s }} ?s <{POP}partOfPlan> ?plan }}"
_PARTS = " | ".join(
    f"<{POP}{name}>"
    for name in (
        "hasGoal",
        "hasIndicator",
        "hasResponsibility",
        "hasDuePeriod",
        "hasTarget",
        "hasSourcePassage",
    )
)
_OF = (
    "{{ SELECT DISTINCT ?s {{ VALUES ?plan {{ {plans} }} "
    f"?e <{POP}partOfPlan> ?plan . ?e ({_PARTS})* ?s }}}} }}}}"
)
_WRITABLE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
_KINDS = frozenset(POP + name for name in ("StrategicObjective", "PlannedActivity", "PlannedTask"))


@dataclass(frozen=True, slots=True)
class Span:
    """Lines of a source document, counted from 1, inclusive; `source` is the document's IRI."""

    source: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One element in the matrix.

    Attributes:
        iri: Its IRI.
        code: Its compact code, or its IRI's last part.
        texts: What it says, by language.
        spans: Where that stands in the document.
        dues: Of an indicator: each period as EDTF with its bounds.
        targets: Of an indicator: each target's figure, by language.
        party: Of a responsibility: the IRI of the party.
        called: Of a responsibility: the party's label, by language.
    """

    iri: str
    code: str
    texts: Mapping[str, str] = field(hash=False)
    spans: tuple[Span, ...] = ()
    dues: tuple[str, ...] = ()
    targets: tuple[Mapping[str, str], ...] = field(default=(), hash=False)
    party: str = ""
    called: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Task:
    """A row of the matrix."""

    head: Cell
    goals: tuple[Cell, ...]
    indicators: tuple[Cell, ...]
    responsibles: tuple[Cell, ...]

    def cells(self) -> tuple[Cell, ...]:
        """Return all that stands in the row, the task first."""
        return (self.head, *self.goals, *self.indicators, *self.responsibles)


@dataclass(frozen=True, slots=True)
class Activity:
    """A page of the matrix; `head` is None for tasks that name no activity."""

    head: Cell | None
    indicators: tuple[Cell, ...]
    tasks: tuple[Task, ...]
    reviews: tuple[Cell, ...]

    def cells(self) -> tuple[Cell, ...]:
        """Return all that stands on the page."""
        head = () if self.head is None else (self.head,)
        return (
            *head,
            *self.indicators,
            *(cell for task in self.tasks for cell in task.cells()),
            *self.reviews,
        )


@dataclass(frozen=True, slots=True)
class Objective:
    """An objective with its activities; `head` is None for activities that name no objective."""

    head: Cell | None
    reprints: tuple[Cell, ...]
    activities: tuple[Activity, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """All objectives of a graph.

    Attributes:
        objectives: In printed order.
        owners: For each node that has no cell of its own (a due period, a target, a passage) the IRI of the cell
            that it belongs to.
        plans: How many plans it shows.
        of: How many plans there are.
    """

    objectives: tuple[Objective, ...]
    owners: Mapping[str, str] = field(hash=False)
    plans: int = 0
    of: int = 0

    def activities(self) -> Iterator[Activity]:
        """Yield every activity, in printed order."""
        for objective in self.objectives:
            yield from objective.activities


def natural(text: str) -> tuple[tuple[int, int | str], ...]:
    """Return a key that sorts numbers within a text by their value.

    >>> sorted(["O1A10", "O1A2"], key=natural)
    ['O1A2', 'O1A10']
    """
    parts = re.findall(r"[0-9]+|[^0-9]+", text)
    return tuple((0, int(part[:18])) if part[0] in "0123456789" else (1, part) for part in parts)


def read(store: Store, about: Sequence[str] = ()) -> Matrix:
    """Return the matrix of the plans in a store, whatever is missing in it or stands twice.

    Args:
        store: The graph.
        about: IRIs of what the matrix is to show, such as elements with findings, the most important first. If the
            graph has over `MOST` plans, only those are shown of which most of these are part.

    Raises:
        EndpointError: If a remote store can't answer.

    >>> import popgraph
    >>> matrix = read(popgraph.open())
    >>> [activity.head.code for activity in matrix.activities()][:3]
    ['O1A1', 'O1A2', 'O1A3']
    """
    plans = {row["plan"].value for row in store.select(_PLANS) if isinstance(row["plan"], NamedNode)}
    if len(plans) <= MOST:
        return replace(_Reader(store).matrix(), plans=len(plans), of=len(plans))
    chosen = _most(store, about)
    if not chosen:
        return Matrix((), {}, 0, len(plans))
    return replace(_Reader(store, chosen).matrix(), plans=len(chosen), of=len(plans))


def _most(store: Store, about: Sequence[str]) -> tuple[str, ...]:
    """The plans that most of some nodes are part of."""
    times = Counter(iri for iri in about[:_ASKED] if _WRITABLE.fullmatch(iri))
    counts: Counter[str] = Counter()
    asked = list(times)
    for start in range(0, len(asked), _BATCH):
        batch = " ".join(f"<{iri}>" for iri in asked[start : start + _BATCH])
        for row in store.select(_PLANS_OF % batch):
            node, plan = row["s"], row["plan"]
            if isinstance(node, NamedNode) and isinstance(plan, NamedNode):
                counts[plan.value] += times[node.value]
    return tuple(plan for plan, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST])


class _Reader:
    """What the graph says, by node and property, and the cells that are made from it."""

    def __init__(self, store: Store, plans: Sequence[str] = ()) -> None:
        self.said: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
        names = " ".join(f"<{iri}>" for iri in (*(POP + name for name in _NAMES), _SOURCE, _TYPE))
        of = _OF.format(plans=" ".join(f"<{iri}>" for iri in plans)) if plans else ""
        for row in store.select(_QUERY.format(names=names, of=of)):
            node, name, value = row["s"], row["p"], row["o"]
            if isinstance(node, NamedNode) and isinstance(name, NamedNode):
                if isinstance(value, Literal):
                    self.said[node.value][name.value].append((value.value, value.language or ""))
                elif isinstance(value, NamedNode):
                    self.said[node.value][name.value].append((value.value, ""))
        self.inward: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for subject, facts in self.said.items():
            for local in ("servesObjective", "partOfActivity", "reviews", "reprintOf"):
                for target in facts.get(POP + local, ()):
                    self.inward[local][target[0]].append(subject)
        called = {
            iri
            for facts in self.said.values()
            for local in ("responsibleParty", "targetUnit")
            for iri, _ in facts.get(POP + local, ())
        }
        self.labels = {lang: labels(store, sorted(called), lang=lang) for lang in LANGUAGES}
        self.owners: dict[str, str] = {}

    def matrix(self) -> Matrix:
        kinds: dict[str, list[str]] = defaultdict(list)
        for node, facts in self.said.items():
            for kind in {kind for kind, _ in facts.get(_TYPE, ())} & _KINDS:
                kinds[kind.removeprefix(POP)].append(node)
        activities, tasks = set(kinds["PlannedActivity"]), set(kinds["PlannedTask"])
        objectives = [self._objective(iri, activities) for iri in self._sorted(kinds["StrategicObjective"])]
        placed = {
            cell.head.iri
            for objective in objectives
            for cell in objective.activities
            if cell.head is not None
        }
        lost = [self._activity(iri) for iri in self._sorted(activities - placed)]
        kept = {
            task.head.iri
            for activity in (*(item for objective in objectives for item in objective.activities), *lost)
            for task in activity.tasks
        }
        adrift = self._sorted(tasks - kept)
        if adrift:
            lost.append(Activity(None, (), tuple(self._task(iri) for iri in adrift), ()))
        if lost:
            objectives.append(Objective(None, (), tuple(lost)))
        return Matrix(tuple(objectives), self.owners)

    def _objective(self, iri: str, activities: set[str]) -> Objective:
        served = [node for node in self.inward["servesObjective"][iri] if node in activities]
        return Objective(
            self._cell(iri),
            self._cells(self.inward["reprintOf"][iri]),
            tuple(self._activity(node) for node in self._sorted(served)),
        )

    def _activity(self, iri: str) -> Activity:
        return Activity(
            self._cell(iri),
            self._cells(self._links(iri, "hasIndicator")),
            tuple(self._task(node) for node in self._sorted(self.inward["partOfActivity"][iri])),
            self._cells(self.inward["reviews"][iri]),
        )

    def _task(self, iri: str) -> Task:
        return Task(
            self._cell(iri),
            self._cells(self._links(iri, "hasGoal")),
            self._cells(self._links(iri, "hasIndicator")),
            self._cells(self._links(iri, "hasResponsibility")),
        )

    def _cells(self, iris: Iterable[str]) -> tuple[Cell, ...]:
        return tuple(self._cell(iri) for iri in self._sorted(iris))

    def _cell(self, iri: str) -> Cell:
        dues, targets = self._links(iri, "hasDuePeriod"), self._links(iri, "hasTarget")
        for node in (*dues, *targets, *self._links(iri, "hasSourcePassage")):
            self.owners.setdefault(node, iri)
        party = next(iter(self._links(iri, "responsibleParty")), "")
        part = part_of(iri)
        return Cell(
            iri=iri,
            code=code_of(iri) or (part[1] if part else iri.rstrip("/").rpartition("/")[2]),
            texts=self._texts(iri),
            spans=self._spans(iri),
            dues=tuple(filter(None, map(self._due, dues))),
            targets=tuple(filter(None, map(self._target, targets))),
            party=party,
            called={lang: self.labels[lang][party] for lang in LANGUAGES} if party else {},
        )

    def _texts(self, iri: str) -> dict[str, str]:
        said: dict[str, str] = {}
        for local in ("statement", "sourceText"):
            for text, lang in sorted(self.said[iri].get(POP + local, ())):
                said.setdefault(lang or "es", text)
        return said

    def _spans(self, iri: str) -> tuple[Span, ...]:
        found = set()
        for passage in self._links(iri, "hasSourcePassage"):
            first, last = self._number(passage, "firstLine"), self._number(passage, "lastLine")
            source = next((value for value, _ in self.said[passage].get(_SOURCE, ())), "")
            if 0 < first <= last:
                found.add(Span(source, first, last))
        return tuple(sorted(found, key=lambda span: (span.source, span.first, span.last)))

    def _due(self, iri: str) -> str:
        edtf, earliest, latest = (self._one(iri, local) for local in ("edtf", "earliest", "latest"))
        bounds = f"{earliest or '…'} → {latest or '…'}" if earliest or latest else ""
        return f"{edtf} ({bounds})" if edtf and bounds else edtf or bounds

    def _target(self, iri: str) -> dict[str, str]:
        value, low, high = (self._one(iri, local) for local in ("targetValue", "targetMin", "targetMax"))
        figure = _plain(value) or "–".join(filter(None, (_plain(low), _plain(high))))
        unit = self._one(iri, "targetUnit")
        return (
            {lang: f"{figure} {self.labels[lang].get(unit, '')}".strip() for lang in LANGUAGES}
            if figure
            else {}
        )

    def _links(self, iri: str, local: str) -> list[str]:
        return [value for value, _ in self.said[iri].get(POP + local, ())] if iri in self.said else []

    def _one(self, iri: str, local: str) -> str:
        return min((value for value, _ in self.said[iri].get(POP + local, ())), default="")

    def _number(self, iri: str, local: str) -> int:
        text = self._one(iri, local)
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0

    def _sorted(self, iris: Iterable[str]) -> list[str]:
        return sorted(set(iris), key=lambda iri: (self._number(iri, "ordinal"), natural(iri)))


def _plain(figure: str) -> str:
    return figure.removesuffix(".0")
