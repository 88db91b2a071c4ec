"""Checking again whenever a file is saved: what hasn't changed isn't read, parsed or checked again."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

from popgraph import resources
from popgraph.embedded import is_store_folder
from popgraph.errors import DataError, PopgraphError, UsageError
from popgraph.findings import Finding
from popgraph.loading import sources
from popgraph.memory import Memory, Stamp, stamp
from popgraph.validation import validate
from popgraph.verdict import ValidationReport

__all__ = ["Change", "watch"]

# Looking at a thousand files takes some two milliseconds.
_PAUSES = ((100, 0.02), (2_000, 0.05), (10_000, 0.1))
_PAUSE_OF_MANY = 0.2
# They count for the files that they stand beside.
_WAIVERS = "waivers.ttl"

_Place = str | PathLike[str]


@dataclass(frozen=True, slots=True)
class Change:
    """What one saving changed.

    Attributes:
        files: The files that were saved, removed or are new, catalogues, waivers and shapes among them; the folder if
            it can't be looked into; empty for the first look.
        report: What is wrong now; None if it can't be told.
        appeared: Findings that weren't there before, waived ones left out.
        gone: Findings that were there before.
        error: Why it can't be told, or None.
        seconds: From noticing the change to knowing what it means.
    """

    files: tuple[Path, ...]
    report: ValidationReport | None
    appeared: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    error: PopgraphError | None
    seconds: float


def watch(
    places: Sequence[_Place] = (), *, stop: Callable[[], bool] = lambda: False, **options: Any
) -> Iterator[Change]:
    """Yield what is wrong now, and then, after each saving, what that changed. It doesn't end by itself.

    A file that can't be read while it is being edited is told, and the next saving is waited for.

    Args:
        places: Files and folders, as `popgraph.open` takes them; none for the shipped graph.
        stop: Is asked whether to end: fifty times a second where there are less than a hundred files, five times where
            there are 10,000 or more.
        options: As `popgraph.validate` takes them. Files of `shapes` are watched, too.

    Raises:
        UsageError: If a place can't be watched, such as an endpoint or a built store.
        DataError: If a place isn't there at the beginning.

    >>> first = next(watch(tier="draft"))
    >>> first.files, first.report.conforms
    ((), True)
    """
    for place in places:
        if "://" in str(place) or is_store_folder(Path(place)):
            raise UsageError("Only files can be watched", where=str(place), hint="Give files or folders")
    options["shapes"] = tuple(options.get("shapes", ()))
    memory, seen = Memory(), _Seen(places, options["shapes"])
    before: dict[str, Finding] = {}
    changed: tuple[Path, ...] = ()
    known = False
    while True:
        started = time.perf_counter()
        report, error = None, None
        try:
            report = validate(places, memory=memory, **options)
            memory.stale, known = set(), True
        except PopgraphError as wrong:
            if not changed:
                raise
            error = wrong
        now = {finding.fingerprint: finding for finding in report.findings} if report else before
        yield Change(
            files=changed,
            report=report,
            appeared=tuple(now[key] for key in now if key not in before),
            gone=tuple(before[key] for key in before if key not in now),
            error=error,
            seconds=time.perf_counter() - started,
        )
        before, changed = now, ()
        # What is wrong with the files, the next look will say.
        with suppress(PopgraphError):
            memory.warm()
        while not changed:
            if stop():
                return
            time.sleep(next((pause for most, pause in _PAUSES if seen.count < most), _PAUSE_OF_MANY))
            changed = seen.changed()
        # Of a file that couldn't be read nothing is remembered, whatever else is saved next.
        memory.stale = (memory.stale or set()) | set(changed) if known else None


class _Seen:
    """The files of some places with what decides about them, and how all were when they were last looked at."""

    def __init__(self, places: Sequence[_Place], shapes: Iterable[_Place]) -> None:
        self._places = places
        self._shapes = tuple(map(Path, shapes))
        self._folders: dict[Path, Stamp] = {}
        self._catalogues: dict[Path, Stamp] = {}
        self._watched: tuple[Path, ...] = ()
        self._listed = True
        self._list()
        self._files = self._stamps()

    @property
    def count(self) -> int:
        """How many files are looked at."""
        return len(self._files)

    def changed(self) -> tuple[Path, ...]:
        """What was saved, removed or came since the last time; each change is told once."""
        before = self._files
        moved = {
            path
            for path, before_ in (*self._folders.items(), *self._catalogues.items())
            if stamp(path) != before_
        }
        # What says which files there are is in the middle of a change, or no longer.
        untold = False
        if moved:
            untold = not self._listed
            try:
                self._list()
            except DataError:
                untold = True
        self._files = self._stamps()
        told = {
            path for path in before.keys() | self._files.keys() if before.get(path) != self._files.get(path)
        }
        return tuple(sorted(told | moved if untold else told))

    def _list(self) -> None:
        """Look at what says which files there are: a catalogue, or else the folders themselves."""
        self._listed = False
        tops = [Path(place) for place in self._places] or [resources.root()]
        catalogues: dict[Path, Stamp] = {}
        folders: dict[Path, Stamp] = {}
        # How these are is noted before they are read, lest a change meanwhile be missed.
        for top in (top for top in tops if top.is_dir()):
            here = top.resolve()
            own = {path: stamp(path) for path in (here / "catalog.ttl", here / "data" / "catalog.ttl")}
            catalogues |= own
            if not any(own.values()):
                folders |= {folder: stamp(folder) for folder in _folders(top)}
        # A place that has gone may come back.
        folders |= {top: stamp(top) for top in tops if not top.exists()}
        self._catalogues, self._folders = catalogues, folders
        found = [file.path for file in sources(*self._places)]
        beside = dict.fromkeys(os.path.dirname(path) for path in found)  # noqa: PTH120 - of ten thousand files
        self._watched = (*found, *(Path(folder, _WAIVERS) for folder in beside), *self._shapes)
        self._listed = True

    def _stamps(self) -> dict[Path, Stamp]:
        return {path: stamp(path) for path in self._watched} | self._catalogues


def _folders(top: Path) -> Iterator[Path]:
    """A folder and those in it, empty ones, too, but hidden ones."""
    for above, folders, _ in os.walk(top):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield Path(above)
