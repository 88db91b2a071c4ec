"""What one validation leaves to the next in the same process: files looked at, outcomes, what is shared."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from os import PathLike
from pathlib import Path
from typing import NamedTuple

import pyoxigraph
from pyoxigraph import NamedNode

from popgraph import catalog, resources
from popgraph.batches import Evaluator
from popgraph.catalog import Catalog
from popgraph.embedded import EmbeddedStore, is_store_folder
from popgraph.errors import DataError
from popgraph.loading import SourceFile, sources
from popgraph.outcomes import Outcome
from popgraph.reading import format_of
from popgraph.units import SHARED, Unit, cited, space_of

__all__ = ["Look", "Memory", "Stamp", "stamp"]

Stamp = tuple[int, ...] | None
"""What differs when a file is saved, or replaced by one of the same size and date; None of one that isn't there."""

_Place = str | PathLike[str]
_ALTERNATIVE = b"alternativeTo"


class Look(NamedTuple):
    """The SHA-256 of a file, the plan editions whose IRIs stand in it, and whether it has alternative readings."""

    sha256: str
    cites: frozenset[str]
    has_alternatives: bool


class Memory:
    """What one validation leaves to the next; a new one knows nothing.

    Args:
        lasts: Whether there will be a next one.

    Attributes:
        lasts: The same.
        outcomes: What was found in a unit, by the key of all that it depends on.
        keys: The key of each unit, with what it was made of.
        stale: The files that may have changed since they were looked at; None for all.
    """

    def __init__(self, *, lasts: bool = True) -> None:
        self.lasts = lasts
        self.outcomes: dict[str, Outcome] = {}
        self.keys: dict[str, tuple[tuple[object, ...], str]] = {}
        self.stale: set[Path] | None = None
        self._files: dict[SourceFile, tuple[Stamp, Look]] = {}
        self._stores: dict[Path, pyoxigraph.Store | None] = {}
        self._graphs: dict[SourceFile, Look] = {}
        self._listed: tuple[object, tuple[SourceFile, ...]] | None = None
        self._shipped: tuple[Stamp, Catalog] | None = None
        self._evaluator: tuple[tuple[object, ...], Evaluator] | None = None

    def sources(self, places: Sequence[_Place]) -> tuple[SourceFile, ...]:
        """Return the files of some places; a catalogue is read again only if it has changed.

        Raises:
            DataError: If a place is missing, holds no RDF, or its catalogue is broken.
        """
        catalogues = [catalog.find(Path(place)) if Path(place).is_dir() else None for place in places]
        if not all(catalogues):
            return sources(*places)
        catalogues = catalogues or [catalog.find(resources.root())]
        key = tuple(map(str, places)), tuple(stamp(path) for path in catalogues if path)
        if self._listed is None or self._listed[0] != key:
            self._listed = key, sources(*places)
        return self._listed[1]

    def shipped(self) -> Catalog:
        """Return the catalogue of the shipped data; it is read again only if it has changed."""
        now = stamp(resources.path("data", "catalog.ttl"))
        if self._shipped is None or now is None or self._shipped[0] != now:
            self._shipped = now, catalog.shipped()
        return self._shipped[1]

    def look(self, file: SourceFile) -> Look:
        """Return what can be told of a file without parsing it; it is read once while it stays the same.

        Raises:
            DataError: If it can't be read.
        """
        store = self.store(file.path)
        if store is not None:
            if file not in self._graphs:
                self._graphs[file] = _look_in_store(store, file.graph)
            return self._graphs[file]
        known = self._files.get(file)
        if known is not None and self.stale is not None and file.path not in self.stale:
            return known[1]
        try:
            now = stamp(file.path)
            if known is None or now is None or known[0] != now:
                text = file.path.read_bytes()
                cites = cited(text, format_of(file.path), base=file.graph)
                look = Look(hashlib.sha256(text).hexdigest(), cites, _ALTERNATIVE in text)
                known = self._files[file] = now, look
        except OSError as error:
            raise DataError("The file can't be read", where=str(file.path), hint=str(error)) from error
        return known[1]

    def store(self, path: Path) -> pyoxigraph.Store | None:
        """Return the store that a folder holds, for reading; None for a file."""
        if path not in self._stores:
            self._stores[path] = EmbeddedStore.open(path).oxigraph if is_store_folder(path) else None
        return self._stores[path]

    def evaluator(self, shared: Unit, chosen: Sequence[str], engine: str) -> Evaluator:
        """Return what checks batches in this process, made anew only when what is shared has changed."""
        key = (shared, tuple(chosen), engine, tuple(self.look(file).sha256 for file in shared.files))
        if self._evaluator is None or self._evaluator[0] != key:
            self._evaluator = key, Evaluator(shared, chosen, engine=engine, holds=self.lasts)
        return self._evaluator[1]

    def warm(self) -> None:
        """Get ready what checks in this process, so that the first edit needn't wait for it."""
        if self._evaluator is not None:
            self._evaluator[1].warm()

    def forget(self, *, but: Iterable[str]) -> None:
        """Let go of all outcomes but those with some keys."""
        wanted = set(but)
        self.outcomes = {key: outcome for key, outcome in self.outcomes.items() if key in wanted}

    def key(self, name: str, made_of: Iterable[object], make: Callable[[], str]) -> str:
        """Return the key of a unit, made anew only if something that it is made of has changed."""
        seen = tuple(made_of)
        known = self.keys.get(name)
        if known is None or known[0] != seen:
            known = self.keys[name] = seen, make()
        return known[1]


def stamp(path: Path) -> Stamp:
    """Return what tells whether a file is still the same, without reading it."""
    try:
        state = os.stat(path)  # noqa: PTH116 - of ten thousand files
    except OSError:
        return None
    return state.st_mtime_ns, state.st_ctime_ns, state.st_size, state.st_ino


def _look_in_store(store: pyoxigraph.Store, graph: str) -> Look:
    found: set[str] = set()
    alternatives = False
    for quad in store.quads_for_pattern(None, None, None, NamedNode(graph)):
        for term in (quad.subject, quad.predicate, quad.object):
            if isinstance(term, NamedNode):
                found.add(space_of(term.value))
        alternatives = alternatives or _ALTERNATIVE in quad.predicate.value.encode()
    return Look("", frozenset(found - {SHARED}), alternatives)
