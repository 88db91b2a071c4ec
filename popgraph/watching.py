"""Checking again whenever a file is saved: what hasn't changed isn't read, parsed or checked again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

from popgraph import catalog, resources
from popgraph.errors import DataError, PopgraphError, UsageError
from popgraph.findings import Finding
from popgraph.loading import sources
from popgraph.memory import Memory
from popgraph.validation import validate
from popgraph.verdict import ValidationReport

__all__ = ["Change", "watch"]

# Looking at a thousand files takes some two milliseconds.
_PAUSE = 0.1
_PAUSE_OF_MANY = 0.4
_MANY = 10_000

_Place = str | PathLike[str]
_Stamp = tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Change:
    """What one saving changed.

    Attributes:
        files: The files that were saved, removed or are new; empty for the first look.
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
        stop: Is asked ten times a second whether to end.
        options: As `popgraph.validate` takes them.

    Raises:
        UsageError: If a place can't be watched, such as an endpoint.
        DataError: If a place isn't there at the beginning.

    >>> first = next(watch(tier="draft"))
    >>> first.files, first.report.conforms
    ((), True)
    """
    for place in places:
        if "://" in str(place):
            raise UsageError("Only files can be watched", where=str(place), hint="Give files or folders")
    memory, seen = Memory(), _Seen(places)
    before: dict[str, Finding] = {}
    changed: tuple[Path, ...] = ()
    known = False
    while True:
        started = time.perf_counter()
        report, error = None, None
        try:
            report = validate(places, memory=memory, **options)
            memory.stale, known = set(), True
        except DataError as wrong:
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
        while not changed:
            if stop():
                return
            time.sleep(_PAUSE if len(seen.files) < _MANY else _PAUSE_OF_MANY)
            changed = seen.changed()
        # Of a file that couldn't be read nothing is remembered, whatever else is saved next.
        memory.stale = (memory.stale or set()) | set(changed) if known else None


class _Seen:
    """The files of some places, and how they were when they were last looked at."""

    def __init__(self, places: Sequence[_Place]) -> None:
        self._places = places
        self._lists: dict[Path, _Stamp] = {}
        self.files: dict[Path, _Stamp] = {}
        self._list()

    def changed(self) -> tuple[Path, ...]:
        """The files that were saved, removed or came since the last time."""
        before = self.files
        if any(_stamp(path) != stamp for path, stamp in self._lists.items()):
            try:
                self._list()
            except DataError:
                # A folder or catalogue in the middle of a change: validation tells what is wrong with it.
                return tuple(self._lists)
        self.files = {path: _stamp(path) for path in self.files}
        return tuple(
            sorted(
                path for path in before.keys() | self.files.keys() if before.get(path) != self.files.get(path)
            )
        )

    def _list(self) -> None:
        """What says which files there are: a catalogue, or else the folders themselves."""
        tops = [Path(place) for place in self._places] or [resources.root()]
        catalogues = {top: catalog.find(top) for top in tops if top.is_dir()}
        found = [file.path for file in sources(*self._places)]
        lists = [listed for listed in catalogues.values() if listed]
        for top in (top for top, listed in catalogues.items() if not listed):
            lists += [top, *(folder for path in found for folder in path.parents if top in folder.parents)]
        self._lists = {path: _stamp(path) for path in lists}
        self.files = {path: _stamp(path) for path in found}


def _stamp(path: Path) -> _Stamp:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size
