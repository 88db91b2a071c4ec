"""What rules found in a graph that is changed in place: only those are asked again that a change can concern.

A rule is a function of what it reads. What is asked by queries alone reads no other triples than those of the
properties that the queries name (`popgraph.footprints`); while none of these changes, neither do the answers, nor what
is found. Whatever reads all that there is, is asked each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import BlankNode, NamedNode, Quad

from popgraph.footprints import footprint
from popgraph.merged import MergedStore
from popgraph.results import Result
from popgraph.shapes import shapes
from popgraph.store import Store
from popgraph.vocab import PREFIXES

if TYPE_CHECKING:
    from popgraph.answers import Answer, Term
    from popgraph.rules import Rule

__all__ = ["EditedStore", "Recall", "Spoken", "counted", "spoken"]

_SH = PREFIXES["sh"]
# A shape with one of these depends on other properties than it names.
_WIDE = frozenset({"closed", "qualifiedValueShapesDisjoint", "target"})
_OF_CLASSES = frozenset({PREFIXES["rdf"] + "type", PREFIXES["rdfs"] + "subClassOf"})


class Spoken(NamedTuple):
    """What a graph speaks of: the properties that it uses, and the nodes that it says something of."""

    properties: frozenset[object]
    nodes: frozenset[object]

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> Spoken:
        """Return what some quads speak of."""
        listed = tuple(quads)
        return cls(frozenset(quad.predicate for quad in listed), frozenset(quad.subject for quad in listed))


class EditedStore(MergedStore):
    """A merged store whose graphs are replaced in place, and which keeps the answers that this doesn't concern.

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
        touched = frozenset(quad.predicate.value for quad in removed | added)
        self._forget(touched)
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

    def _stands(self, quad: Quad) -> bool:
        """Whether a triple stands in a named graph that the union holds."""
        found = self.oxigraph.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        return any(
            isinstance(name, NamedNode) and not name.value.startswith(self._unseen)
            for name in (other.graph_name for other in found)
        )

    def _forget(self, touched: frozenset[str]) -> None:
        from popgraph.checks import keeping

        keeping.forget(self)
        self._answers = {key: said for key, said in self._answers.items() if _stays(key[0], touched)}
        self._texts = {sparql: said for sparql, said in self._texts.items() if _stays(sparql, touched)}


class Recall:
    """What rules found in a store, as long as no change can have concerned it.

    Args:
        store: The store, which the functions are given.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._shaped: dict[str, tuple[Result, ...]] = {}
        self._checked: dict[str, tuple[frozenset[str], tuple[Result, ...]]] = {}
        # Functions that were seen to read all that there is.
        self._restless: set[str] = set()

    def forget(self, touched: frozenset[str]) -> None:
        """Let go of what triples of some properties may have to do with."""
        self._shaped = {id_: found for id_, found in self._shaped.items() if not _named(id_) & touched}
        self._checked = {id_: known for id_, known in self._checked.items() if not known[0] & touched}

    def shaped(
        self, rules: Sequence[Rule], run: Callable[[Sequence[Rule]], Iterable[Result]]
    ) -> list[Result]:
        """Return what some rules find, of which those are run that it isn't known of."""
        waiting = [rule for rule in rules if rule.id not in self._shaped]
        found: dict[str, list[Result]] = {rule.id: [] for rule in waiting}
        for result in run(waiting):
            found[result.rule].append(result)
        ready = [result for rule in rules for result in self._shaped.get(rule.id, ())]
        self._shaped |= {id_: tuple(results) for id_, results in found.items() if _named(id_)}
        return [*ready, *(result for results in found.values() for result in results)]

    def checked(self, rule: str, function: Callable[[Store], Iterable[Result]]) -> tuple[Result, ...]:
        """Return what a function finds in the store."""
        if rule in self._checked:
            return self._checked[rule][1]
        if rule not in self._restless:
            asked = _Asked(self._store)
            try:
                found = tuple(function(asked))
            except _ReadsAllError:
                self._restless.add(rule)
            else:
                self._checked[rule] = frozenset(asked.names), found
                return found
        return tuple(function(self._store))


class _ReadsAllError(BaseException):
    """A function was about to read all triples."""


class _Asked(Store):
    """A store that may only be asked queries, and knows which properties they named."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.names: set[str] = set()

    def query(self, sparql: str, *, bindings: Mapping[str, Term] | None = None, union: bool = True) -> Answer:
        self._note(sparql)
        return self._store.query(sparql, bindings=bindings, union=union)

    def texts(self, sparql: str) -> Iterator[tuple[str, ...]]:
        self._note(sparql)
        return self._store.texts(sparql)

    def graphs(self) -> tuple[str, ...]:
        raise _ReadsAllError

    def quads(self) -> Iterator[Quad]:
        raise _ReadsAllError

    def __len__(self) -> int:
        raise _ReadsAllError

    def close(self) -> None:
        raise _ReadsAllError

    def _note(self, sparql: str) -> None:
        names = footprint(sparql)
        if names is None:
            # It is asked each time, then together with the others that read all.
            raise _ReadsAllError
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


@cache
def _named(rule: str) -> frozenset[str]:
    """The properties that a rule that is a shape can depend on; none if it is no shape, or may depend on any."""
    sheet = shapes()
    found = set(_OF_CLASSES)
    found.update(target.term.value for target in sheet.targets(rule))
    for constraint in sheet.constraints(rule):
        names = footprint(constraint.query.replace("$PATH", f"<{constraint.path}>"))
        if names is None:
            return frozenset()
        found |= names
    waiting, seen = [sheet.node(rule)], set[object]()
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        names = frozenset(name.removeprefix(_SH) for name in sheet.predicates(node) if name.startswith(_SH))
        # What stands beside a value is looked at, too, or what a query of its own asks.
        if names & _WIDE or (node != sheet.node(rule) and "sparql" in names):
            return frozenset()
        for name in names - {"sparql"}:
            for value in sheet.values(node, name):
                for term in (value, *(sheet.items(value) or ())):
                    if isinstance(term, NamedNode | BlankNode):
                        found.add(term.value)
                        waiting.append(term)
    return frozenset(found) if len(seen) > 1 or sheet.constraints(rule) else frozenset()
