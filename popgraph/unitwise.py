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
from popgraph.batches import Batch, batches
from popgraph.cache import Cache
from popgraph.errors import DataError
from popgraph.evaluation import Checked
from popgraph.findings import Finding
from popgraph.loading import SourceFile
from popgraph.memory import Memory
from popgraph.outcomes import Outcome, decode
from popgraph.results import Result
from popgraph.rules import Rule
from popgraph.surroundings import Surroundings, shown_path
from popgraph.units import SHARED, Unit, closure, grouped, name_of
from popgraph.verdict import SourceHash
from popgraph.workers import outcomes

__all__ = ["Progress", "check", "code_digest"]

Progress = Callable[[int, int], None]
"""Is told how many units are done, and of how many."""

# A batch of some 40,000 triples keeps a worker busy for a second or two; a larger one is no faster and takes more memory.
_BATCH = 2_500_000
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
        sources=_sources(units, done, given, memory),
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
        # A graph in a store has no bytes to be known by before it is read.
        self._keeps = not any(memory.store(file.path) for unit in units[1:2] for file in unit.files)
        self._cache = cache if self._keeps else None
        self._progress = progress or (lambda done, total: None)
        self._memory = memory
        self._groups = {name_of(file.graph): unit.name for unit in units for file in unit.files}

    def done(self) -> dict[str, Outcome]:
        """The outcome of each unit, by its name."""
        context = {unit.name: self._context(unit) for unit in self._units}
        keys = self._keys(context) if self._keeps else {}
        found = self._known(keys)
        self._progress(len(found), len(self._units))
        missing = [unit for unit in self._units if unit.name not in found]
        fresh: list[tuple[str, bytes]] = []
        try:
            for name, body in self._worked_out(missing, context):
                outcome = found[name] = decode(body, _files(self._by_name[name]))
                self._progress(len(found), len(self._units))
                # A file that was saved in the meantime has another hash than the key was made of.
                if keys and list(outcome.hashes) == self._hashes(self._by_name[name].files):
                    self._memory.outcomes[keys[name]] = outcome
                    fresh.append((keys[name], body))
                    self._keep(fresh, at_least=_KEEP)
        finally:
            self._keep(fresh, at_least=1)
        return {unit.name: found[unit.name] for unit in self._units}

    def _keep(self, fresh: list[tuple[str, bytes]], *, at_least: int) -> None:
        if self._cache is not None and len(fresh) >= at_least:
            self._cache.put(fresh)
            fresh.clear()

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

    def _known(self, keys: Mapping[str, str]) -> dict[str, Outcome]:
        """What is remembered or kept."""
        remembered = self._memory.outcomes
        found = {name: remembered[key] for name, key in keys.items() if key in remembered}
        unknown = {name: key for name, key in keys.items() if name not in found}
        if self._cache is None or not unknown:
            return found
        bodies = self._cache.get(unknown.values())
        used = []
        for name, key in unknown.items():
            try:
                outcome = decode(bodies[key], _files(self._by_name[name])) if key in bodies else None
            except (DataError, LookupError):
                outcome = None
            if outcome is not None and outcome.unit == name:
                found[name] = remembered[key] = outcome
                used.append(key)
        self._cache.touch(used)
        return found

    def _keys(self, context: Mapping[str, tuple[SourceFile, ...]]) -> dict[str, str]:
        shared = self._units[0].files
        base = json.dumps([code_digest(), self._engine, sorted(self._chosen), self._hashes(shared)])

        def key(unit: Unit) -> str:
            files = (*unit.files, *context[unit.name])
            return self._memory.key(
                unit.name,
                (base, *(self._memory.look(file) for file in files)),
                lambda: hashlib.sha256(
                    json.dumps([base, unit.name, self._hashes(files)]).encode()
                ).hexdigest(),
            )

        return {unit.name: key(unit) for unit in self._units}

    def _hashes(self, files: Iterable[SourceFile]) -> list[tuple[str, str]]:
        return [(file.graph, self._memory.look(file).sha256) for file in files]

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
        names = {self._groups.get(name, "") for file in unit.files for name in self._memory.look(file).cites}
        return tuple(sorted(names - {unit.name, SHARED}))


def _grouped(units: Sequence[Unit], memory: Memory) -> tuple[Unit, ...]:
    looks = {unit.name: [memory.look(file) for file in unit.files] for unit in units}
    citing = {name: frozenset[str]().union(*(look.cites for look in found)) for name, found in looks.items()}
    return grouped(
        units, citing, [name for name, found in looks.items() if any(look.is_stub for look in found)]
    )


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


def _sources(
    units: Sequence[Unit], done: Mapping[str, Outcome], given: set[str], memory: Memory
) -> tuple[SourceHash, ...]:
    found = []
    here = Path.cwd()
    for unit in units:
        hashes = dict(done[unit.name].hashes)
        for file in unit.files:
            if file.graph in given:
                shown = file.graph if memory.store(file.path) else shown_path(file.path, here=here)
                found.append(SourceHash(shown, hashes[file.graph]))
    return tuple(sorted(found))
