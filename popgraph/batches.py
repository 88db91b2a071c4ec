"""Validating several units at once, in one store: a query costs its overhead once for all of them."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
from pyoxigraph import BlankNode, NamedNode, Quad

from popgraph import rules
from popgraph.embedded import EmbeddedStore, is_store_folder
from popgraph.engine import Data
from popgraph.evaluation import UNSEEN, evaluate, finding, key
from popgraph.findings import Finding
from popgraph.loading import SourceFile
from popgraph.merged import MergedStore
from popgraph.outcomes import Outcome
from popgraph.reading import format_of, reading
from popgraph.results import Result
from popgraph.rules import Rule
from popgraph.shapes import Target, shapes
from popgraph.surroundings import Surroundings
from popgraph.units import SHARED, Unit
from popgraph.vocab import PREFIXES
from popgraph.waivers import read

__all__ = ["Batch", "Evaluator", "batches"]


_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_SUBCLASS = NamedNode(PREFIXES["rdfs"] + "subClassOf")


@dataclass(frozen=True, slots=True)
class Batch:
    """Units that are checked at once.

    Attributes:
        units: The units; that of what is shared comes alone.
        context: Files of units that they cite, and that are checked elsewhere.
    """

    units: tuple[Unit, ...]
    context: tuple[SourceFile, ...] = ()


class Evaluator:
    """Checks batches against some rules.

    Args:
        shared: What all units share.
        chosen: Ids of the rules.
        engine: What evaluates shapes; see `popgraph.engines.ENGINES`.
    """

    def __init__(self, shared: Unit, chosen: Iterable[str], *, engine: str) -> None:
        self.shared = shared
        self.chosen = tuple(chosen)
        self.engine = engine
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
        yield from found

    def _outcomes(self, batch: Batch) -> Iterator[Outcome]:
        store, around, hashes = self._read(batch)
        chosen = self._rules if batch.units[0].name == SHARED else self._concerned(store, batch.units)
        graph = Data.of(store.oxigraph, plain=not self._strange)
        results = evaluate(store, graph, chosen, engine=self.engine, around=around)
        found = _by_unit(batch, results, {rule.id: rule for rule in chosen}, store, around)
        scopes, of_graph = read(around), _graphs(batch)
        for unit in batch.units:
            graphs = [file.graph for file in unit.files]
            yield Outcome(
                unit=unit.name,
                findings=tuple(found[unit.name]),
                waivers=tuple(
                    scope for scope in scopes if of_graph.get(around.home(scope.waiver.iri)) == unit.name
                ),
                triples=sum(
                    1 for graph in graphs if not graph.startswith(UNSEEN) for _ in store.graph(graph)
                ),
                hashes=tuple((graph, hashes[graph]) for graph in graphs),
            )

    def around(self, unit: Unit) -> Surroundings:
        """Return what stands in a unit and in what is shared."""
        return self._read(Batch((unit,)))[1]

    def _read(self, batch: Batch) -> tuple[MergedStore, Surroundings, dict[str, str]]:
        store = MergedStore()
        hashes = self._load_shared(store)
        own = [file for unit in batch.units for file in unit.files if unit.name != SHARED]
        for file in (*own, *batch.context):
            hashes[file.graph] = self._load(store.oxigraph, file)
        files = {file.graph: file.path for file in (*self.shared.files, *batch.context, *own)}
        store.merged(but=UNSEEN)
        return store, Surroundings(store.oxigraph, files), hashes

    def _load_shared(self, store: MergedStore) -> dict[str, str]:
        if self._loaded is None:
            first = pyoxigraph.Store()
            hashes = {file.graph: self._load(first, file) for file in self.shared.files}
            self._loaded = list(first), hashes
        quads, hashes = self._loaded
        store.oxigraph.extend(quads)
        return dict(hashes)

    def _load(self, store: pyoxigraph.Store, file: SourceFile) -> str:
        """Read a file into its named graph, and return the SHA-256 of what was read."""
        graph = NamedNode(file.graph)
        if is_store_folder(file.path):
            quads = list(self._store(file.path).quads_for_pattern(None, None, None, graph))
            store.extend(quads)
            text = "".join(sorted(f"{quad.triple} .\n" for quad in quads)).encode()
        else:
            with reading(file.path):
                text = file.path.read_bytes()
                store.load(text, format=format_of(file.path), to_graph=graph, base_iri=file.graph)
        # What opens a triple term; where there is none, none needs to be looked for.
        self._strange = self._strange or b"<<" in text
        return hashlib.sha256(text).hexdigest()

    def _store(self, folder: Path) -> pyoxigraph.Store:
        if folder not in self._stores:
            self._stores[folder] = EmbeddedStore.open(folder).oxigraph
        return self._stores[folder]

    def _concerned(self, store: MergedStore, units: Iterable[Unit]) -> tuple[Rule, ...]:
        """The rules that look at something that the units themselves say: the shared graphs are checked once."""
        graphs = [NamedNode(file.graph) for unit in units for file in unit.files]
        oxigraph = store.oxigraph
        kinds = {
            quad.object for graph in graphs for quad in oxigraph.quads_for_pattern(None, _TYPE, None, graph)
        }
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
            if target.kind == "targetNode" or not isinstance(target.term, NamedNode):
                return True
            return any(
                True for graph in graphs for _ in oxigraph.quads_for_pattern(None, target.term, None, graph)
            )

        return tuple(
            rule for rule in self._rules if rule.kind == "check" or any(map(hit, shapes().targets(rule.id)))
        )


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


def batches(
    units: Sequence[Unit], context: dict[str, tuple[SourceFile, ...]], *, size: int
) -> Iterator[Batch]:
    """Yield the units in batches whose files have about the given number of bytes.

    Args:
        units: The units to be checked.
        context: The files of what each unit cites, by its name.
        size: Bytes a batch.
    """
    waiting: list[Unit] = []
    bytes_ = 0
    for unit in units:
        if unit.name == SHARED:
            yield Batch((unit,))
            continue
        waiting.append(unit)
        bytes_ += sum(_size(file.path) for file in unit.files)
        if bytes_ >= size:
            yield _batch(waiting, context)
            waiting, bytes_ = [], 0
    if waiting:
        yield _batch(waiting, context)


def _batch(units: Sequence[Unit], context: dict[str, tuple[SourceFile, ...]]) -> Batch:
    own = {file.graph for unit in units for file in unit.files}
    cited = {
        file.graph: file for unit in units for file in context.get(unit.name, ()) if file.graph not in own
    }
    return Batch(tuple(units), tuple(cited[graph] for graph in sorted(cited)))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _by_unit(
    batch: Batch, results: Iterable[Result], by_id: dict[str, Rule], store: MergedStore, around: Surroundings
) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {unit.name: [] for unit in batch.units}
    owners: dict[tuple[str, str], list[str]] = {}
    of_graph = _graphs(batch)
    for result in sorted(set(results), key=key):
        focus = result.focus, result.focus_literal
        if focus not in owners:
            owners[focus] = sorted({of_graph[home] for home in _homes(result, store) if home in of_graph})
        for name in owners[focus]:
            found[name].append(finding(result, by_id[result.rule], around))
    return found


def _graphs(batch: Batch) -> dict[str, str]:
    """The unit of each graph that is checked."""
    return {file.graph: unit.name for unit in batch.units for file in unit.files}


def _homes(result: Result, store: MergedStore) -> frozenset[str]:
    """The graphs that describe a focus, else those that mention it."""
    if result.focus_literal:
        line = f"<urn:x:x> <urn:x:x> {result.focus_literal} ."
        return store.mentions(
            next(iter(pyoxigraph.parse(line, format=pyoxigraph.RdfFormat.N_TRIPLES))).object
        )
    try:
        node = NamedNode(result.focus) if ":" in result.focus else BlankNode(result.focus)
    except ValueError:
        return frozenset()
    return store.homes(node) or store.mentions(node)
