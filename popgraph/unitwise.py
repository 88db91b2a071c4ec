"""Files checked unit by unit: side by side, and only what changed since the last time.

Each unit's outcome depends on its own files, on those of the units that it cites, on what all share, and on the rules;
the hash of all these is the key that it is kept under.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache as cached
from pathlib import Path

from popgraph import resources
from popgraph.batches import Batch, Evaluator, batches
from popgraph.cache import Cache
from popgraph.embedded import is_store_folder
from popgraph.errors import DataError
from popgraph.evaluation import Checked
from popgraph.findings import Finding
from popgraph.loading import SourceFile
from popgraph.outcomes import Outcome, decode
from popgraph.results import Result
from popgraph.rules import Rule
from popgraph.surroundings import Surroundings, shown_path
from popgraph.units import SHARED, Unit, cited, closure
from popgraph.verdict import SourceHash
from popgraph.workers import outcomes

__all__ = ["Progress", "check"]

Progress = Callable[[int, int], None]
"""Is told how many units are done, and of how many."""

# A batch of some 100,000 triples keeps a worker busy for a second or two and takes it some 100 MB.
_BATCH = 6_000_000
# Less than this is done before a second process has begun to work.
_SMALL = 2_000_000
# So often is kept what is done, lest an interruption lose it.
_KEEP = 64


def check(
    units: Sequence[Unit],
    chosen: Sequence[Rule],
    *,
    engine: str,
    background: Sequence[SourceFile],
    waivers: bool,
    jobs: int,
    cache: Cache | None,
    progress: Progress | None,
) -> Checked:
    """Return what is wrong in some units.

    Args:
        units: The units, the shared one first; see `popgraph.units.partition`.
        chosen: The rules, all of them shipped ones.
        engine: What evaluates shapes.
        background: Files that are read beside the shared ones.
        waivers: Whether waivers count.
        jobs: How many processes may work at once.
        cache: Where outcomes are kept.
        progress: Is told how many units are done.

    Raises:
        DataError: If something can't be read or evaluated.
    """
    shared = Unit(SHARED, (*units[0].files, *background))
    units = (shared, *units[1:])
    ids = [rule.id for rule in chosen]
    run = _Run(units, ids, engine=engine, jobs=jobs, cache=cache, progress=progress)
    done = run.done()
    unique: dict[tuple[object, ...], Finding] = {}
    for outcome in done.values():
        for finding in outcome.findings:
            unique.setdefault(_same(finding), finding)
    homes = {scope.waiver.iri: outcome.unit for outcome in done.values() for scope in outcome.waivers}
    given = {file.graph for unit in units for file in unit.files} - {file.graph for file in background}
    evaluator = Evaluator(shared, ids, engine=engine)
    by_name = {unit.name: unit for unit in units}

    @cached
    def around(name: str) -> Surroundings:
        return evaluator.around(by_name[name])

    def about(result: Result, rule: Rule) -> Finding:
        from popgraph.evaluation import finding

        return finding(result, rule, around(homes.get(result.focus, SHARED)))

    return Checked(
        findings=tuple(unique.values()),
        scopes=tuple(scope for outcome in done.values() for scope in outcome.waivers) if waivers else (),
        aside=frozenset(),
        about=about,
        triples=sum(outcome.triples for outcome in done.values()),
        sources=_sources(units, done, given),
    )


class _Run:
    """One validation of some units: what is kept is taken, the rest is worked out."""

    def __init__(
        self,
        units: Sequence[Unit],
        chosen: Sequence[str],
        *,
        engine: str,
        jobs: int,
        cache: Cache | None,
        progress: Progress | None,
    ) -> None:
        self._units = units
        self._by_name = {unit.name: unit for unit in units}
        self._chosen = chosen
        self._engine = engine
        self._jobs = jobs
        self._cache = (
            None if any(is_store_folder(f.path) for unit in units for f in unit.files[:1]) else cache
        )
        self._progress = progress or (lambda done, total: None)
        self._read: dict[Path, tuple[str, frozenset[str]]] = {}

    def done(self) -> dict[str, Outcome]:
        """The outcome of each unit, by its name."""
        context = {unit.name: self._context(unit) for unit in self._units}
        keys = self._keys(context) if self._cache else {}
        kept = self._kept(keys)
        self._progress(len(kept), len(self._units))
        found = dict(kept)
        fresh: list[tuple[str, bytes]] = []
        missing = [unit for unit in self._units if unit.name not in kept]
        try:
            for name, body in self._worked_out(missing, context):
                found[name] = decode(body, _files(self._by_name[name]))
                self._progress(len(found), len(self._units))
                if self._cache and self._hashes_of(found[name]) == self._hashes(self._by_name[name].files):
                    fresh.append((keys[name], body))
                if self._cache and len(fresh) >= _KEEP:
                    self._cache.put(fresh)
                    fresh.clear()
        finally:
            if self._cache:
                self._cache.put(fresh)
        if self._cache and kept:
            self._cache.touch(keys[name] for name in kept)
        return {unit.name: found[unit.name] for unit in self._units}

    def _worked_out(
        self, missing: Sequence[Unit], context: Mapping[str, tuple[SourceFile, ...]]
    ) -> Iterator[tuple[str, bytes]]:
        if not missing:
            return iter(())
        size = sum(_size(file) for unit in missing for file in unit.files)
        jobs = self._jobs if size > _SMALL else 1
        share = min(_BATCH, max(_SMALL // 2, size // (3 * jobs)))
        made: Iterable[Batch] = batches(missing, dict(context), size=share)
        return outcomes(made, self._units[0], self._chosen, engine=self._engine, jobs=jobs)

    def _kept(self, keys: Mapping[str, str]) -> dict[str, Outcome]:
        if self._cache is None:
            return {}
        bodies = self._cache.get(keys.values())
        found = {}
        for name, key in keys.items():
            try:
                outcome = decode(bodies[key], _files(self._by_name[name])) if key in bodies else None
            except (DataError, LookupError):
                outcome = None
            if outcome is not None and outcome.unit == name:
                found[name] = outcome
        return found

    def _keys(self, context: Mapping[str, tuple[SourceFile, ...]]) -> dict[str, str]:
        shared = self._hashes(self._units[0].files)
        base = json.dumps([code_digest(), self._engine, sorted(self._chosen), shared])
        return {
            unit.name: hashlib.sha256(
                json.dumps([base, unit.name, self._hashes((*unit.files, *context[unit.name]))]).encode()
            ).hexdigest()
            for unit in self._units
        }

    def _hashes(self, files: Iterable[SourceFile]) -> list[tuple[str, str]]:
        return [(file.graph, self._look(file)[0]) for file in files]

    def _hashes_of(self, outcome: Outcome) -> list[tuple[str, str]]:
        return list(outcome.hashes)

    def _context(self, unit: Unit) -> tuple[SourceFile, ...]:
        if unit.name == SHARED:
            return ()
        citing = {unit.name: self._cites(unit)}
        waiting = list(citing[unit.name])
        while waiting:
            name = waiting.pop()
            if name not in citing:
                citing[name] = self._cites(self._by_name[name])
                waiting.extend(citing[name])
        return tuple(file for name in closure(unit.name, citing) for file in self._by_name[name].files)

    def _cites(self, unit: Unit) -> tuple[str, ...]:
        names = frozenset[str]().union(*(self._look(file)[1] for file in unit.files))
        return tuple(sorted((names & self._by_name.keys()) - {unit.name, SHARED}))

    def _look(self, file: SourceFile) -> tuple[str, frozenset[str]]:
        """The SHA-256 of a file and the units that it cites."""
        if is_store_folder(file.path):
            return "", _cited_in_store(file)
        if file.path not in self._read:
            try:
                text = file.path.read_bytes()
            except OSError as error:
                raise DataError("The file can't be read", where=str(file.path), hint=str(error)) from error
            self._read[file.path] = hashlib.sha256(text).hexdigest(), cited(text)
        return self._read[file.path]


@cached
def code_digest() -> str:
    """Return a digest of what decides besides the data: the code, the shapes, the documents that quotes stand in."""
    digest = hashlib.sha256()
    package = Path(__file__).parent
    root = resources.root()
    places = (
        *sorted(package.rglob("*.py")),
        *sorted((root / "ontology").rglob("*.ttl")),
        *sorted((root / "data").rglob("source.txt")),
    )
    for path in places:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _cited_in_store(file: SourceFile) -> frozenset[str]:
    import pyoxigraph

    store = pyoxigraph.Store.read_only(str(file.path))
    graph = pyoxigraph.NamedNode(file.graph)
    return frozenset[str]().union(
        *(cited(str(quad.object).encode()) for quad in store.quads_for_pattern(None, None, None, graph))
    )


def _files(unit: Unit) -> dict[str, Path]:
    return {file.graph: file.path for file in unit.files}


def _same(finding: Finding) -> tuple[object, ...]:
    """What two findings of two units have in common that are one; blank nodes of two files never are."""
    said = finding.fingerprint, finding.component, finding.value, finding.value_literal, finding.bindings
    return (*said, finding.data and finding.data.file) if finding.focus.startswith("_:") else said


def _size(file: SourceFile) -> int:
    try:
        return file.path.stat().st_size
    except OSError:
        return 0


def _sources(units: Sequence[Unit], done: Mapping[str, Outcome], given: set[str]) -> tuple[SourceHash, ...]:
    found = []
    for unit in units:
        hashes = dict(done[unit.name].hashes)
        for file in unit.files:
            if file.graph in given:
                shown = file.graph if is_store_folder(file.path) else shown_path(file.path)
                found.append(SourceHash(shown, hashes[file.graph]))
    return tuple(sorted(found))
