"""Files checked unit by unit: side by side, and only what changed since the last time.

Each unit's outcome depends on its own files, on what all share, and on the rules; the hash of all these is the key that
it is kept under.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache as cached
from pathlib import Path

import pyoxigraph

from popgraph import resources
from popgraph.batches import batches, digest, size_of
from popgraph.cache import Cache
from popgraph.errors import DataError
from popgraph.evaluation import Checked, finding
from popgraph.findings import Finding
from popgraph.graphwise import Noted, hashes
from popgraph.loading import SourceFile
from popgraph.memory import Memory
from popgraph.outcomes import Outcome, decode
from popgraph.results import Result
from popgraph.rules import Rule
from popgraph.surroundings import Surroundings, shown_path
from popgraph.units import SHARED, Unit, grouped
from popgraph.verdict import SourceHash
from popgraph.workers import outcomes

__all__ = ["Progress", "check", "code_digest"]

Progress = Callable[[int, int], None]
"""Is told how many units are done, and of how many."""

# A batch of some 40,000 triples keeps a worker busy for a second or two; a larger one only takes more memory.
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
    nearby: Sequence[SourceFile] = (),
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
        nearby: Files of waivers that nobody named.

    Raises:
        DataError: If something can't be read or evaluated.
    """
    memory = memory or Memory(lasts=False)
    shared = Unit(SHARED, (*units[0].files, *background))
    units = (shared, *_grouped(units[1:], memory))
    ids = [rule.id for rule in chosen]
    run = _Run(units, ids, engine=engine, jobs=jobs, cache=cache, progress=progress, memory=memory)
    done = run.done()
    unique: dict[tuple[object, ...], Finding] = {}
    for outcome in done.values():
        for found in outcome.findings:
            unique.setdefault(_same(found), found)
    homes = {scope.waiver.iri: outcome.unit for outcome in done.values() for scope in outcome.waivers}
    given = {file.graph for unit in units for file in unit.files} - {file.graph for file in background}
    evaluator = memory.evaluator(shared, ids, engine)
    by_name = {unit.name: unit for unit in units}
    noted = Noted.of(nearby)

    @cached
    def around(name: str) -> Surroundings:
        return evaluator.around(by_name[name])

    def about(result: Result, rule: Rule) -> Finding:
        beside = result.focus in noted.iris
        return finding(result, rule, noted.around if beside else around(homes.get(result.focus, SHARED)))

    scopes = [scope for outcome in done.values() for scope in outcome.waivers] + list(noted.scopes)
    counts = {graph: n for outcome in done.values() for graph, _, n in outcome.graphs}
    return Checked(
        findings=tuple(unique.values()),
        scopes=tuple(scopes) if waivers else (),
        aside=noted.iris,
        about=about,
        triples=sum(counts.values()),
        sources=_sources(units, done, given, memory),
        waiver_files=hashes(file.path for file in nearby),
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
        known = not any(memory.store(file.path) for unit in units[1:2] for file in unit.files)
        self._cache = cache if known else None
        self._keeps = known and (cache is not None or memory.lasts)
        self._progress = progress or (lambda done, total: None)
        self._memory = memory
        # Whether two names are of one actor may be a reading that stands in a plan.
        self._readings = tuple(
            file for unit in units[1:] for file in unit.files if memory.look(file).has_alternatives
        )

    def done(self) -> dict[str, Outcome]:
        """The outcome of each unit, by its name."""
        keys = self._keys() if self._keeps else {}
        found = self._known(keys)
        self._progress(len(found), len(self._units))
        missing = [unit for unit in self._units if unit.name not in found]
        fresh: list[tuple[str, bytes]] = []
        try:
            for name, body in self._worked_out(missing):
                outcome = found[name] = decode(body, self._files(self._by_name[name]))
                self._progress(len(found), len(self._units))
                if keys and self._is_of_the_key(outcome):
                    self._memory.outcomes[keys[name]] = outcome
                    fresh.append((keys[name], body))
                    self._keep(fresh, at_least=_KEEP)
        finally:
            self._keep(fresh, at_least=1)
        self._memory.forget(but=keys.values())
        return {unit.name: found[unit.name] for unit in self._units}

    def _is_of_the_key(self, outcome: Outcome) -> bool:
        """Whether what was read is what the key was made of: a file may have been saved in the meantime."""
        unit = self._by_name[outcome.unit]
        read = {graph: sha for graph, sha, _ in outcome.graphs}
        looked = {file.graph: self._memory.look(file).sha256 for file in unit.files}
        beside = self._readings if unit.name == SHARED else self._units[0].files
        return read == looked and outcome.beside == digest(
            (file.graph, self._memory.look(file).sha256) for file in beside
        )

    def _keep(self, fresh: list[tuple[str, bytes]], *, at_least: int) -> None:
        if self._cache is not None and len(fresh) >= at_least:
            self._cache.put(fresh)
            fresh.clear()

    def _worked_out(self, missing: Sequence[Unit]) -> Iterator[tuple[str, bytes]]:
        if not missing:
            return iter(())
        size = sum(size_of(file) for unit in missing for file in unit.files)
        jobs = self._jobs if size > _SMALL else 1
        share = min(_BATCH, max(_SMALL // 2, size // (3 * jobs)))
        made = batches(missing, self._readings, size=share)
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
                outcome = decode(bodies[key], self._files(self._by_name[name])) if key in bodies else None
            except (DataError, LookupError):
                outcome = None
            if outcome is not None and outcome.unit == name:
                found[name] = remembered[key] = outcome
                used.append(key)
        self._cache.touch(used)
        return found

    def _keys(self) -> dict[str, str]:
        shared = self._units[0].files
        # What the other engine finds may depend on its version; to ask for it takes a while.
        engine = (self._engine, _version("pyshacl") if self._engine == "pyshacl" else "")
        base = json.dumps([code_digest(), engine, sorted(self._chosen), self._hashes(shared)])

        def key(unit: Unit) -> str:
            files = (*unit.files, *(self._readings if unit.name == SHARED else ()))
            return self._memory.key(
                unit.name,
                (base, *((file, self._memory.look(file)) for file in files)),
                lambda: hashlib.sha256(
                    json.dumps([base, unit.name, self._hashes(files)]).encode()
                ).hexdigest(),
            )

        return {unit.name: key(unit) for unit in self._units}

    def _hashes(self, files: Iterable[SourceFile]) -> list[tuple[str, str, str]]:
        return [(file.graph, self._memory.look(file).sha256, file.path.suffix) for file in files]

    def _files(self, unit: Unit) -> dict[str, Path]:
        beside = self._readings if unit.name == SHARED else self._units[0].files
        return {file.graph: file.path for file in (*beside, *unit.files)}


def _grouped(units: Sequence[Unit], memory: Memory) -> tuple[Unit, ...]:
    citing = {
        unit.name: frozenset[str]().union(*(memory.look(file).cites for file in unit.files)) for unit in units
    }
    return grouped(units, citing)


@cached
def code_digest() -> str:
    """Return a digest of what decides besides the data: the code, the shapes, the documents that quotes stand in."""
    made_of = hashlib.sha256(f"{sys.version} {pyoxigraph.__version__}".encode())
    root = resources.root()
    for top, pattern in (
        (Path(__file__).parent, "*.py"),
        (root / "ontology", "*.ttl"),
        (root / "data", "source.txt"),
    ):
        for path in sorted(top.rglob(pattern)):
            made_of.update(path.relative_to(top).as_posix().encode())
            made_of.update(path.read_bytes())
    return made_of.hexdigest()


def _version(package: str) -> str:
    from importlib import metadata

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _same(finding: Finding) -> tuple[object, ...]:
    """What two findings of two units have in common that are one; blank nodes of two files never are."""
    said = finding.fingerprint, finding.component, finding.value, finding.value_literal, finding.bindings
    return (*said, finding.data and finding.data.file) if finding.focus.startswith("_:") else said


def _sources(
    units: Sequence[Unit], done: Mapping[str, Outcome], given: set[str], memory: Memory
) -> tuple[SourceHash, ...]:
    found = []
    here = Path.cwd()
    for unit in units:
        read = {graph: sha for graph, sha, _ in done[unit.name].graphs}
        for file in unit.files:
            if file.graph in given:
                shown = file.graph if memory.store(file.path) else shown_path(file.path, here=here)
                found.append(SourceHash(shown, read[file.graph]))
    return tuple(sorted(found))
