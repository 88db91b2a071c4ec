"""A store that is changed in place, and what was read of it: only what a change can concern is read again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pyoxigraph import NamedNode, Quad

from popgraph.checks.keeping import Edit, Keeper, Pieces, label
from popgraph.footprints import footprint
from popgraph.merged import MergedStore
from popgraph.store import Store

if TYPE_CHECKING:
    from popgraph.answers import Answer, Term

__all__ = ["AskedStore", "EditedStore", "ReadsAllError", "Spoken", "counted", "spoken"]

_T = TypeVar("_T")


class Spoken(NamedTuple):
    """What a graph speaks of: the properties that it uses, and the nodes that it says something of."""

    properties: frozenset[object]
    nodes: frozenset[object]

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> Spoken:
        """Return what some quads speak of."""
        listed = tuple(quads)
        return cls(frozenset(quad.predicate for quad in listed), frozenset(quad.subject for quad in listed))


class _Made(NamedTuple):
    """Something that was made of a store, and the properties that it was made of; None for all."""

    value: Any
    names: frozenset[str] | None


class EditedStore(MergedStore, Keeper):
    """A merged store whose graphs are replaced in place, and which keeps what this doesn't concern.

    Args:
        shared: What doesn't change.
        own: What may, by the IRI of its graph.
        but: What the IRIs of graphs begin with that are left out of the union.
    """

    def __init__(
        self, shared: Iterable[Quad], own: Mapping[str, frozenset[Quad]], *, but: Iterable[str]
    ) -> None:
        super().__init__()
        self._unseen = tuple(but)
        self._shared = tuple(shared)
        self._own = dict(own)
        self._answers: dict[tuple[str, bool], Answer] = {}
        self._spoken: dict[str, Spoken] = {}
        self._texts: dict[str, tuple[tuple[str, ...], ...]] = {}
        self._made: dict[Hashable, _Made] = {}
        self.oxigraph.extend(self.quads())
        self.merged(but=self._unseen)

    def replace(self, graph: str, quads: frozenset[Quad]) -> frozenset[str]:
        """Put other triples into a graph, and return the IRIs of the properties of those that came or went."""
        removed, added = self._own[graph] - quads, quads - self._own[graph]
        self._own[graph] = quads
        self._spoken.pop(graph, None)
        seen = not graph.startswith(self._unseen)
        for quad in removed:
            self.oxigraph.remove(quad)
            if seen and not self._stands(quad):
                self.oxigraph.remove(Quad(quad.subject, quad.predicate, quad.object))
        self.oxigraph.extend(added)
        if seen:
            self.oxigraph.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in added)
        edit = self._edit(removed | added)
        touched = frozenset(edit.touched)
        self._answers = {key: said for key, said in self._answers.items() if _stays(key[0], touched)}
        self._texts = {sparql: said for sparql, said in self._texts.items() if _stays(sparql, touched)}
        for key, made in list(self._made.items()):
            if isinstance(made.value, Pieces):
                made.value.renew(edit)
            elif made.names is None or made.names & touched:
                del self._made[key]
        return touched

    def count(self, graph: str) -> int:
        """Return how many triples one of the graphs that may change holds."""
        return len(self._own[graph])

    def spoken(self, graph: str) -> Spoken:
        """Return what one of the graphs that may change speaks of."""
        if graph not in self._spoken:
            self._spoken[graph] = Spoken.of(self._own[graph])
        return self._spoken[graph]

    def query(self, sparql: str, *, bindings: Mapping[str, Term] | None = None, union: bool = True) -> Answer:
        """Return the answer to a query; see `popgraph.store.Store.query`."""
        if bindings:
            return super().query(sparql, bindings=bindings, union=union)
        if (sparql, union) not in self._answers:
            self._answers[sparql, union] = super().query(sparql, union=union)
        return self._answers[sparql, union]

    def texts(self, sparql: str) -> Iterator[tuple[str, ...]]:
        """Yield the rows of a SELECT query as plain texts; see `popgraph.store.Store.texts`."""
        if sparql not in self._texts:
            self._texts[sparql] = tuple(super().texts(sparql))
        yield from self._texts[sparql]

    def quads(self) -> Iterator[Quad]:
        """Yield every triple of the named graphs with the graph that it stands in."""
        yield from self._shared
        for quads in self._own.values():
            yield from quads

    def keep(self, key: Hashable, make: Callable[[Store], _T]) -> _T:
        """Return what was made of the store under a key, made now if it isn't kept."""
        value: _T = self.made(key, make).value
        return value

    def made(self, key: Hashable, make: Callable[[Store], _T]) -> _Made:
        """Return what was made of the store under a key, and of which properties."""
        if key not in self._made:
            asked = AskedStore(self)
            try:
                self._made[key] = _Made(make(asked), frozenset(asked.names))
            except ReadsAllError:
                self._made[key] = _Made(make(self), None)
        return self._made[key]

    def _edit(self, changed: Iterable[Quad]) -> Edit:
        touched: dict[str, set[str]] = defaultdict(set)
        subjects = set()
        for quad in changed:
            subjects.add(quad.subject)
            touched[quad.predicate.value].add(label(quad.subject))
        said = (
            quad
            for subject in subjects
            for quad in self.oxigraph.quads_for_pattern(subject, None, None, None)
            if isinstance(quad.graph_name, NamedNode)
        )
        return Edit(
            {prop: frozenset(names) for prop, names in touched.items()},
            frozenset(label(subject) for subject in subjects),
            tuple(said),
        )

    def _stands(self, quad: Quad) -> bool:
        """Whether a triple stands in a named graph that the union holds."""
        found = self.oxigraph.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        return any(
            isinstance(name, NamedNode) and not name.value.startswith(self._unseen)
            for name in (other.graph_name for other in found)
        )


class ReadsAllError(BaseException):
    """Something was about to read all triples, whatever their property."""


class AskedStore(Store, Keeper):
    """A store that is asked what can be answered by some properties, and knows which.

    Args:
        store: What answers.

    Attributes:
        names: The IRIs of the properties.
    """

    def __init__(self, store: EditedStore) -> None:
        self._store = store
        self.names: set[str] = set()

    def query(self, sparql: str, *, bindings: Mapping[str, Term] | None = None, union: bool = True) -> Answer:
        """Return the answer to a query; see `popgraph.store.Store.query`."""
        self._note(footprint(sparql))
        return self._store.query(sparql, bindings=bindings, union=union)

    def texts(self, sparql: str) -> Iterator[tuple[str, ...]]:
        """Yield the rows of a SELECT query as plain texts; see `popgraph.store.Store.texts`."""
        self._note(footprint(sparql))
        return self._store.texts(sparql)

    def keep(self, key: Hashable, make: Callable[[Store], _T]) -> _T:
        """Return what was made of the store under a key."""
        made = self._store.made(key, make)
        if isinstance(made.value, Pieces):
            seen: _T = made.value.noted(self._note)  # type: ignore[assignment]
            return seen
        self._note(made.names)
        value: _T = made.value
        return value

    def graphs(self) -> tuple[str, ...]:
        """Raise `ReadsAllError`."""
        raise ReadsAllError

    def quads(self) -> Iterator[Quad]:
        """Raise `ReadsAllError`."""
        raise ReadsAllError

    def __len__(self) -> int:
        raise ReadsAllError

    def close(self) -> None:
        """Raise `ReadsAllError`: it isn't closed by whoever asks it."""
        raise ReadsAllError

    def _note(self, names: frozenset[str] | None) -> None:
        if names is None:
            raise ReadsAllError
        self.names |= names


def spoken(store: MergedStore, graph: str) -> Spoken:
    """Return what a graph of a store speaks of."""
    return store.spoken(graph) if isinstance(store, EditedStore) else Spoken.of(store.graph(graph))


def counted(store: MergedStore, graph: str) -> int:
    """Return how many triples a graph of a store holds."""
    return store.count(graph) if isinstance(store, EditedStore) else sum(1 for _ in store.graph(graph))


def _stays(sparql: str, touched: frozenset[str]) -> bool:
    names = footprint(sparql)
    return names is not None and not names & touched
