"""Outcomes of earlier validations, kept by what went into them.

One SQLite file, that several processes and threads may use at once. An entry is used only if its checksum is right and
it can be decoded; a file that is no database is put aside and made anew. Nothing in it is ever executed.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from popgraph.errors import DataError

__all__ = ["Cache", "CacheSize", "folder"]

# A new layout gets a new name, so that an older popgraph beside this one is not disturbed.
_NAME = "outcomes-1.sqlite"
_TABLE = (
    "CREATE TABLE IF NOT EXISTS outcome (key TEXT PRIMARY KEY, body BLOB, sum TEXT, used REAL) WITHOUT ROWID"
)
# Bytes of the file. When it has more, what is kept longest unused goes, somewhat more than it must, so that it isn't
# looked for each time.
_LARGEST = 256 * 2**20
_LEFT = 7 / 8
_LARGEST_LOG = 4 * 2**20
_PATIENCE, _PAUSE = 10.0, 0.01
_TAKEN = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class CacheSize:
    """How much is kept: the file, how many outcomes, how many bytes the file and its log take.

    The file is None where there is no folder for it.
    """

    file: Path | None
    entries: int
    bytes: int


def folder() -> Path | None:
    """Return where outcomes are kept: ``POPGRAPH_CACHE``, else the user's folder for such things.

    None for a user who has no home folder.
    """
    base = os.environ.get("POPGRAPH_CACHE")
    name = "" if base else "popgraph"
    if not base and sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or "~/AppData/Local"
    elif not base and sys.platform == "darwin":
        base = "~/Library/Caches"
    elif not base:
        base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    try:
        return Path(base).expanduser() / name
    except RuntimeError:
        return None


class Cache:
    """Outcomes in a folder; one that can't be used keeps nothing and finds nothing.

    Args:
        place: The folder; that of `folder` if None.

    >>> import tempfile
    >>> cache = Cache(Path(tempfile.mkdtemp()))
    >>> cache.put([("a", b"x")])
    >>> cache.get(["a", "b"])
    {'a': b'x'}
    """

    def __init__(self, place: Path | None = None) -> None:
        where = place or folder()
        self.file = where / _NAME if where else None
        self._connection: sqlite3.Connection | None = None
        self._lock = threading.RLock()

    def get(self, keys: Iterable[str]) -> dict[str, bytes]:
        """Return what is kept under some keys; what is damaged is dropped and counts as not there."""
        wanted = list(keys)
        if not wanted or not self._is_there():
            return {}

        def read(connection: sqlite3.Connection) -> dict[str, bytes]:
            found, damaged = {}, []
            for key in wanted:
                row = connection.execute("SELECT body, sum FROM outcome WHERE key = ?", (key,)).fetchone()
                if row is not None and isinstance(row[0], bytes) and _sum(key, row[0]) == row[1]:
                    found[key] = row[0]
                elif row is not None:
                    damaged.append((key,))
            connection.executemany("DELETE FROM outcome WHERE key = ?", damaged)
            return found

        return self._with(read, {})

    def put(self, entries: Iterable[tuple[str, bytes]]) -> None:
        """Keep some outcomes; if there are too many, those go that weren't used for longest.

        One that would take half of the room by itself isn't kept.
        """
        now = time.time()
        rows = [(key, body, _sum(key, body), now) for key, body in entries if len(body) <= _LARGEST // 2]

        def write(connection: sqlite3.Connection) -> None:
            connection.executemany("INSERT OR REPLACE INTO outcome VALUES (?, ?, ?, ?)", rows)
            _make_room(connection)

        if rows:
            self._with(write, None)

    def touch(self, keys: Iterable[str]) -> None:
        """Note that outcomes were used."""
        now = time.time()
        rows = [(now, key) for key in keys]

        def note(connection: sqlite3.Connection) -> None:
            connection.executemany("UPDATE outcome SET used = ? WHERE key = ?", rows)

        if rows:
            self._with(note, None)

    def size(self) -> CacheSize:
        """Return how much is kept."""
        if not self._is_there():
            return CacheSize(self.file, 0, 0)
        entries = self._with(
            lambda connection: int(connection.execute("SELECT COUNT(*) FROM outcome").fetchone()[0]), 0
        )
        return CacheSize(self.file, entries, sum(map(_bytes, self._files()[:2])))

    def clear(self) -> CacheSize:
        """Forget everything, and return how much it was.

        Raises:
            DataError: If the file can't be removed.
        """
        with self._lock:
            size = self.size()
            self.close()
            try:
                for file in self._files():
                    file.unlink(missing_ok=True)
            except OSError as error:
                raise DataError(
                    "The cache can't be cleared", where=str(self.file), hint=error.strerror or str(error)
                ) from error
        return size

    def close(self) -> None:
        """Give back the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _is_there(self) -> bool:
        return self._connection is not None or (self.file is not None and self.file.exists())

    def _files(self) -> tuple[Path, ...]:
        """The file, its log, and what processes share of that."""
        if self.file is None:
            return ()
        return self.file, *(self.file.with_name(_NAME + suffix) for suffix in ("-wal", "-shm"))

    def _with(self, work: Callable[[sqlite3.Connection], _T], otherwise: _T) -> _T:
        """What some work in a transaction gives; a cache that can't be used must not stop what it is for."""
        if self.file is None:
            return otherwise
        with self._lock:
            for _ in range(2):
                try:
                    connection = self._connect(self.file)
                    with connection:
                        return work(connection)
                except sqlite3.OperationalError:
                    # Locked for long, read-only, a full disk: nothing that a new file would mend.
                    return otherwise
                except sqlite3.DatabaseError:
                    self._put_aside()
                except OSError:
                    return otherwise
        return otherwise

    def _connect(self, file: Path) -> sqlite3.Connection:
        if self._connection is None:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._connection = _connected(file)
        return self._connection

    def _put_aside(self) -> None:
        """Drop a file that is no database, or a broken one."""
        self.close()
        with suppress(OSError):
            for file in self._files():
                file.unlink(missing_ok=True)


def _connected(file: Path) -> sqlite3.Connection:
    """A connection that can be used; two processes that make a file at once wait for one another."""
    end = time.monotonic() + _PATIENCE
    while True:
        connection = sqlite3.connect(file, timeout=_PATIENCE, check_same_thread=False)
        try:
            _prepare(connection)
        except sqlite3.OperationalError as error:
            connection.close()
            # SQLite doesn't wait by itself for who changes how a file is written.
            if error.sqlite_errorcode & 0xFF not in _TAKEN or time.monotonic() > end:
                raise
            time.sleep(_PAUSE)
        except BaseException:
            connection.close()
            raise
        else:
            return connection


def _prepare(connection: sqlite3.Connection) -> None:
    if not connection.execute("PRAGMA page_count").fetchone()[0]:
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA journal_size_limit = {_LARGEST_LOG}")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(_TABLE)
    connection.commit()


def _make_room(connection: sqlite3.Connection) -> None:
    """Drop what wasn't used for longest, and give back its room, if the file is too large."""

    def number(of: str) -> int:
        return int(connection.execute(of).fetchone()[0])

    pages = number("PRAGMA page_count") - number("PRAGMA freelist_count")
    size = pages * number("PRAGMA page_size")
    if size <= _LARGEST:
        return
    held = number("SELECT SUM(LENGTH(body)) FROM outcome")
    connection.execute(
        "DELETE FROM outcome WHERE key IN (SELECT key FROM (SELECT key, SUM(LENGTH(body)) "
        "OVER (ORDER BY used DESC, key) AS so_far FROM outcome) WHERE so_far > ?)",
        (int(held * _LEFT * _LARGEST / size),),
    )
    # A script runs to its end; of a statement without columns `execute` takes the first step only, which is one page.
    connection.executescript("PRAGMA incremental_vacuum")


def _bytes(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _sum(key: str, body: bytes) -> str:
    return hashlib.sha256(key.encode() + b"\0" + body).hexdigest()
