"""Validating several units at once, in one store: a query costs its overhead once for all of them."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad

from popgraph import rules
from popgraph.answers import Term
from popgraph.edited import EditedStore, counted, spoken
from popgraph.embedded import EmbeddedStore, is_store_folder
from popgraph.engine import Data
from popgraph.evaluation import UNSEEN, evaluate, finding, key
from popgraph.findings import Finding
from popgraph.loading import SourceFile
from popgraph.merged import MergedStore
from popgraph.outcomes import Outcome
from popgraph.reading import format_of, reading
from popgraph.recall import Recall
from popgraph.results import Result
from popgraph.rules import Rule
from popgraph.shapes import Target, shapes
from popgraph.statements import Statements
from popgraph.surroundings import Surroundings
from popgraph.units import SHARED, Unit, name_of, space_of
from popgraph.vocab import PREFIXES
from popgraph.waivers import read

__all__ = ["Batch", "Evaluator", "batches", "digest", "size_of"]

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_SUBCLASS = NamedNode(PREFIXES["rdfs"] + "subClassOf")
# What is larger than this isn't held in memory for the next time.
_HELD = 20_000_000


@dataclass(frozen=True, slots=True)
class Batch:
    """Units that are checked at once.

    Attributes:
        units: The units; that of what is shared comes alone.
        context: Files that are read, too, but not checked: readings of all plans, for what is shared.
    """

    units: tuple[Unit, ...]
    context: tuple[SourceFile, ...] = ()


@dataclass(slots=True)
class _Held:
    """A unit that was checked, to be checked again after an edit.

    Attributes:
        unit: The unit.
        store: Its graphs, and the shared ones.
        hashes: The SHA-256 of what was read for each graph.
        recall: What the rules found.
        indexes: Where the statements of files stand, by graph.
    """

    unit: Unit
    store: EditedStore
    hashes: dict[str, str]
    recall: Recall
    indexes: dict[str, Statements]


class Evaluator:
    """Checks batches against some rules.

    Args:
        shared: What all units share.
        chosen: Ids of the rules.
        engine: What evaluates shapes; see `popgraph.engines.ENGINES`.
        holds: Whether the unit that was last checked alone is held in memory, since it may be edited again.
    """

    def __init__(self, shared: Unit, chosen: Iterable[str], *, engine: str, holds: bool = False) -> None:
        self.shared = shared
        self.chosen = tuple(chosen)
        self.engine = engine
        # Of the reference engine nothing is known but what it finds.
        self._holds = holds and engine == "setwise"
        self._held: _Held | None = None
        self._is_warm = False
        self._is_folder = cache(is_store_folder)
        self._rules = tuple(rules.find(id_) for id_ in self.chosen)
        self._loaded: tuple[list[Quad], dict[str, str]] | None = None
        self._strange = False
        self._stores: dict[Path, pyoxigraph.Store] = {}

    def outcomes(self, batch: Batch) -> Iterator[Outcome]:
        """Yield what was found in each unit of a batch.

        Raises:
            DataError: If a file can't be read, or a rule can't be evaluated.
        """
        with _few_pauses():
            found = list(self._outcomes(batch))
        self._is_warm = True
        yield from found

    def files(self, batch: Batch) -> dict[str, Path]:
        """Return the file of each graph that is read for a batch, where it is a file."""
        own = (file for unit in batch.units for file in unit.files)
        every = (*self.shared.files, *batch.context, *own)
        return {file.graph: file.path for file in every if not self._is_folder(file.path)}

    def warm(self) -> None:
        """Read what is shared, and load the code of the rules, unless that was needed before.

        Raises:
            DataError: If what is shared can't be read.
        """
        if not self._is_warm:
            list(self.outcomes(Batch((Unit("?", ()),))))

    def _outcomes(self, batch: Batch) -> Iterator[Outcome]:
        held = self._at_hand(batch)
        if held is not None:
            # If this comes to no end, nothing is known of it.
            self._held = None
            store: MergedStore = held.store
            hashes, around = held.hashes, self._around(held)
        else:
            store, around, hashes = self._read(batch)
        chosen = self._rules if batch.units[0].name == SHARED else self._concerned(store, batch.units)
        graph = Data.of(store.oxigraph, plain=not self._strange)
        recall = held.recall if held else None
        results = evaluate(store, graph, chosen, engine=self.engine, around=around, recall=recall)
        found = _by_unit(batch, results, {rule.id: rule for rule in chosen}, store, around)
        scopes, of_graph = read(around), _graphs(batch)
        beside = digest((graph, sha) for graph, sha in hashes.items() if graph not in of_graph)
        self._held = held or self._held
        for unit in batch.units:
            graphs = dict.fromkeys(file.graph for file in unit.files)
            yield Outcome(
                unit=unit.name,
                findings=tuple(found[unit.name]),
                waivers=tuple(
                    scope for scope in scopes if of_graph.get(around.home(scope.waiver.iri)) == unit.name
                ),
                graphs=tuple(
                    (graph, hashes[graph], 0 if graph.startswith(UNSEEN) else counted(store, graph))
                    for graph in graphs
                ),
                beside=beside,
            )

    def around(self, unit: Unit) -> Surroundings:
        """Return what stands in a unit and in what is shared."""
        if self._held is not None and self._held.unit == unit:
            return self._around(self._held)
        return self._read(Batch((unit,)))[1]

    def _around(self, held: _Held) -> Surroundings:
        return Surroundings(held.store.oxigraph, self.files(Batch((held.unit,))), indexes=held.indexes)

    def _at_hand(self, batch: Batch) -> _Held | None:
        """The unit of a batch as it is now, if it is one that is to be held."""
        unit, files = batch.units[0], batch.units[0].files
        if not self._holds or len(batch.units) > 1 or unit.name == SHARED or not files:
            return None
        if len({file.graph for file in files}) < len(files) or any(
            self._is_folder(file.path) for file in files
        ):
            return None
        if sum(size_of(file) for file in files) > _HELD:
            return None
        held = self._held if self._held is not None and self._held.unit == unit else None
        known = held.hashes if held else {}
        # All is read before anything is changed: a file may be broken.
        fresh: dict[str, tuple[str, frozenset[Quad]]] = {}
        for file in files:
            text = self._text(file)
            sha = hashlib.sha256(text).hexdigest()
            if known.get(file.graph) != sha:
                alone = pyoxigraph.Store()
                self._parse(alone, file, text)
                fresh[file.graph] = sha, frozenset(alone)
        if held is None:
            shared, hashes = self._load_shared()
            store = EditedStore(shared, {name: own for name, (_, own) in fresh.items()}, but=UNSEEN)
            held = _Held(unit, store, hashes, Recall(store), {})
        self._held = None
        for name, (sha, own) in fresh.items():
            held.recall.forget(held.store.replace(name, own))
            held.hashes[name] = sha
            held.indexes.pop(name, None)
        return held

    def _read(self, batch: Batch) -> tuple[MergedStore, Surroundings, dict[str, str]]:
        store = MergedStore()
        quads, hashes = self._load_shared()
        store.oxigraph.extend(quads)
        own = [file for unit in batch.units for file in unit.files if unit.name != SHARED]
        for file in (*own, *batch.context):
            hashes[file.graph] = self._load(store.oxigraph, file)
        store.merged(but=UNSEEN)
        return store, Surroundings(store.oxigraph, self.files(batch)), hashes

    def _load_shared(self) -> tuple[list[Quad], dict[str, str]]:
        """What all units share, and the SHA-256 of what was read for each of its graphs."""
        if self._loaded is None:
            first = pyoxigraph.Store()
            hashes = {file.graph: self._load(first, file) for file in self.shared.files}
            self._loaded = list(first), hashes
        quads, hashes = self._loaded
        return quads, dict(hashes)

    def _load(self, store: pyoxigraph.Store, file: SourceFile) -> str:
        """Read a file into its named graph, and return the SHA-256 of what was read."""
        if self._is_folder(file.path):
            graph = NamedNode(file.graph)
            quads = list(self._store(file.path).quads_for_pattern(None, None, None, graph))
            store.extend(quads)
            text = "".join(sorted(f"{quad.triple} .\n" for quad in quads)).encode()
            self._note_strange(text)
        else:
            text = self._text(file)
            self._parse(store, file, text)
        return hashlib.sha256(text).hexdigest()

    def _text(self, file: SourceFile) -> bytes:
        with reading(file.path):
            return file.path.read_bytes()

    def _parse(self, store: pyoxigraph.Store, file: SourceFile, text: bytes) -> None:
        with reading(file.path):
            store.load(text, format=format_of(file.path), to_graph=NamedNode(file.graph), base_iri=file.graph)
        self._note_strange(text)

    def _note_strange(self, text: bytes) -> None:
        # What opens a triple term; where there is none, none needs to be looked for.
        self._strange = self._strange or b"<<" in text

    def _store(self, folder: Path) -> pyoxigraph.Store:
        if folder not in self._stores:
            self._stores[folder] = EmbeddedStore.open(folder).oxigraph
        return self._stores[folder]

    def _concerned(self, store: MergedStore, units: Iterable[Unit]) -> tuple[Rule, ...]:
        """The rules that look at something that the units themselves say: the shared graphs are checked once."""
        oxigraph = store.oxigraph
        graphs = dict.fromkeys(file.graph for unit in units for file in unit.files)
        told = [spoken(store, graph) for graph in graphs]
        said = {name for names, _ in told for name in names}
        nodes = {node for _, own in told for node in own}
        typed = oxigraph.quads_for_pattern(None, _TYPE, None, DefaultGraph())
        kinds = {quad.object for quad in typed if quad.subject in nodes}
        waiting = list(kinds)
        while waiting:
            kind = waiting.pop()
            if isinstance(kind, NamedNode | BlankNode):
                above = {
                    quad.object for quad in oxigraph.quads_for_pattern(kind, _SUBCLASS, None, None)
                } - kinds
                kinds |= above
                waiting.extend(above)

        def hit(target: Target) -> bool:
            if target.kind == "targetClass":
                return target.term in kinds
            return target.kind == "targetNode" or target.term in said

        return tuple(
            rule for rule in self._rules if rule.kind == "check" or any(map(hit, shapes().targets(rule.id)))
        )


def digest(hashes: Iterable[tuple[str, str]]) -> str:
    """Return one SHA-256 of what was read for some graphs."""
    return hashlib.sha256(repr(sorted(hashes)).encode()).hexdigest()


@contextmanager
def _few_pauses() -> Iterator[None]:
    """Python doesn't look for circles meanwhile: a batch is many small objects and hardly one of these."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def batches(units: Sequence[Unit], readings: Sequence[SourceFile], *, size: int) -> Iterator[Batch]:
    """Yield the units in batches whose files have about the given number of bytes.

    Args:
        units: The units to be checked.
        readings: What is read beside the shared unit.
        size: Bytes a batch.
    """
    waiting: list[Unit] = []
    bytes_ = 0
    for unit in units:
        if unit.name == SHARED:
            yield Batch((unit,), tuple(readings))
            continue
        waiting.append(unit)
        bytes_ += sum(size_of(file) for file in unit.files)
        if bytes_ >= size:
            yield Batch(tuple(waiting))
            waiting, bytes_ = [], 0
    if waiting:
        yield Batch(tuple(waiting))


def size_of(file: SourceFile) -> int:
    """Return how many bytes a file has; 0 if it can't be looked at, of which whoever reads it will say so."""
    try:
        return file.path.stat().st_size
    except OSError:
        return 0


def _by_unit(
    batch: Batch, results: Iterable[Result], by_id: dict[str, Rule], store: MergedStore, around: Surroundings
) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {unit.name: [] for unit in batch.units}
    owners = _Owners(batch, store)
    for result in sorted(set(results), key=key):
        for name in owners.of(result, by_id[result.rule]):
            found[name].append(finding(result, by_id[result.rule], around))
    return found


class _Owners:
    """Which units a finding belongs to."""

    def __init__(self, batch: Batch, store: MergedStore) -> None:
        self._store = store
        self._units = _graphs(batch)
        self._spaces = {name_of(graph): name for graph, name in self._units.items()}
        self._alone = batch.units[0].name == SHARED
        self._known: dict[tuple[str, str], tuple[Term | None, frozenset[str], frozenset[str]]] = {}

    def of(self, result: Result, rule: Rule) -> list[str]:
        """The units that describe the focus, else that whose part it is by its IRI, else those that make it one."""
        term, homes, mentions = self._about(result)
        names = {self._units[home] for home in homes if home in self._units}
        if self._alone:
            return [SHARED] if names or not homes else []
        if not names and space_of(result.focus) in self._spaces:
            names = {self._spaces[space_of(result.focus)]}
        if not names and not homes:
            names = {self._units[home] for home in mentions if home in self._units}
        if not names and term is not None:
            # It is described in what is shared, and looked at because of what a plan says of it.
            names = {self._units[graph] for graph in self._telling(term, rule) if graph in self._units}
        return sorted(names)

    def _about(self, result: Result) -> tuple[Term | None, frozenset[str], frozenset[str]]:
        focus = result.focus, result.focus_literal
        if focus not in self._known:
            term = _term(result)
            node = term if isinstance(term, NamedNode | BlankNode) else None
            homes = self._store.homes(node) if node is not None else frozenset[str]()
            mentions = self._store.mentions(term) if term is not None and not homes else frozenset[str]()
            self._known[focus] = term, homes, mentions
        return self._known[focus]

    def _telling(self, term: Term, rule: Rule) -> set[str]:
        """The graphs that make a term a target of a rule."""
        if rule.kind == "check":
            return set()
        found: set[str] = set()
        for target in shapes().targets(rule.id):
            if target.kind == "targetObjectsOf" and isinstance(target.term, NamedNode):
                quads = self._store.oxigraph.quads_for_pattern(None, target.term, term, None)
                found |= {str(getattr(quad.graph_name, "value", "")) for quad in quads}
        return found


def _term(result: Result) -> Term | None:
    if result.focus_literal:
        line = f"<urn:x:x> <urn:x:x> {result.focus_literal} ."
        term: Term = next(iter(pyoxigraph.parse(line, format=pyoxigraph.RdfFormat.N_TRIPLES))).object
        return term
    try:
        return NamedNode(result.focus) if ":" in result.focus else BlankNode(result.focus)
    except ValueError:
        return None


def _graphs(batch: Batch) -> dict[str, str]:
    """The unit of each graph that is checked."""
    return {file.graph: unit.name for unit in batch.units for file in unit.files}
