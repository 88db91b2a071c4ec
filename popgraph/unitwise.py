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
from typing import NamedTuple

import pyoxigraph

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
from popgraph.units import SHARED, Unit, cited, closure, grouped, is_stub, name_of
from popgraph.verdict import SourceHash
from popgraph.workers import outcomes

__all__ = ["Memory", "Progress", "check", "code_digest"]

Progress = Callable[[int, int], None]
"""Is told how many units are done, and of how many."""

# A batch of some 100,000 triples keeps a worker busy for a second or two and takes it some 100 MB.
_BATCH = 6_000_000
# Less than this is done before a second process has begun to work.
_SMALL = 2_000_000
# So often is kept what is done, lest an interruption lose it.
_KEEP = 64


class Look(NamedTuple):
    """The SHA-256 of a file, the units whose IRIs stand in it, and whether it describes a plan that isn't held."""

    sha256: str
    cites: frozenset[str]
    is_stub: bool


class Memory:
    """What one validation leaves to the next in the same process: files looked at, outcomes, what is shared."""

    def __init__(self) -> None:
        self.outcomes: dict[str, Outcome] = {}
        self._files: dict[Path, tuple[tuple[int, int], Look]] = {}
        self._evaluator: tuple[tuple[object, ...], Evaluator] | None = None

    def look(self, path: Path) -> Look:
        """Return what can be told of a file without parsing it; it is read once while it stays the same.

        Raises:
            DataError: If it can't be read.
        """
        try:
            state = path.stat()
            stamp = state.st_mtime_ns, state.st_size
            known = self._files.get(path)
            if known is None or known[0] != stamp:
                text = path.read_bytes()
                look = Look(hashlib.sha256(text).hexdigest(), cited(text), is_stub(text))
                known = self._files[path] = stamp, look
        except OSError as error:
            raise DataError("The file can't be read", where=str(path), hint=str(error)) from error
        return known[1]

    def evaluator(self, shared: Unit, chosen: Sequence[str], engine: str) -> Evaluator:
        """Return what checks batches in this process, made anew only when what is shared has changed."""
        hashes = tuple(
            "" if is_store_folder(file.path) else self.look(file.path).sha256 for file in shared.files
        )
        key = (shared, tuple(chosen), engine, hashes)
        if self._evaluator is None or self._evaluator[0] != key:
            self._evaluator = key, Evaluator(shared, chosen, engine=engine)
        return self._evaluator[1]


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
    memory: Memory | None = None,
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
        memory: What an earlier validation left.

    Raises:
        DataError: If something can't be read or evaluated.
    """
    memory = memory or Memory()
    shared = Unit(SHARED, (*units[0].files, *background))
    units = (shared, *_grouped(units[1:], memory))
    ids = [rule.id for rule in chosen]
    run = _Run(units, ids, engine=engine, jobs=jobs, cache=cache, progress=progress, memory=memory)
    done = run.done()
    unique: dict[tuple[object, ...], Finding] = {}
    for outcome in done.values():
        for finding in outcome.findings:
            unique.setdefault(_same(finding), finding)
    homes = {scope.waiver.iri: outcome.unit for outcome in done.values() for scope in outcome.waivers}
    given = {file.graph for unit in units for file in unit.files} - {file.graph for file in background}
    evaluator = memory.evaluator(shared, ids, engine)
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
        memory: Memory,
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
        self._memory = memory
        self._groups = {name_of(file.graph): unit.name for unit in units for file in unit.files}

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
        here = self._memory.evaluator(self._units[0], self._chosen, self._engine)
        return outcomes(made, here, jobs=jobs)

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
        return [(file.graph, _look(file, self._memory).sha256) for file in files]

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
        names = {
            self._groups.get(name, "") for file in unit.files for name in _look(file, self._memory).cites
        }
        return tuple(sorted(names - {unit.name, SHARED}))


def _grouped(units: Sequence[Unit], memory: Memory) -> tuple[Unit, ...]:
    looks = {unit.name: [_look(file, memory) for file in unit.files] for unit in units}
    citing = {name: frozenset[str]().union(*(look.cites for look in found)) for name, found in looks.items()}
    return grouped(
        units, citing, [name for name, found in looks.items() if any(look.is_stub for look in found)]
    )


def _look(file: SourceFile, memory: Memory) -> Look:
    return _look_in_store(file) if is_store_folder(file.path) else memory.look(file.path)


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


def _look_in_store(file: SourceFile) -> Look:
    store = pyoxigraph.Store.read_only(str(file.path))
    found: set[str] = set()
    stub = False
    for quad in store.quads_for_pattern(None, None, None, pyoxigraph.NamedNode(file.graph)):
        found |= cited(str(quad.object).encode())
        stub = stub or is_stub(quad.predicate.value.encode())
    return Look("", frozenset(found), stub)


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
