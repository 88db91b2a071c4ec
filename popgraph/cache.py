"""Outcomes of earlier validations, kept by what went into them.

One SQLite file, that several processes may use at once. An entry is used only if its checksum is right and it can be
decoded; a file that is no database is put aside and made anew. Nothing in it is ever executed.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
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
_LARGEST = 256 * 2**20
_PATIENCE = 10.0
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class CacheSize:
    """How much is kept: the file, how many outcomes, how many bytes the file takes."""

    file: Path
    entries: int
    bytes: int


def folder() -> Path:
    """Return where outcomes are kept: ``POPGRAPH_CACHE``, else the user's folder for such things."""
    own = os.environ.get("POPGRAPH_CACHE")
    if own:
        return Path(own)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or "~/AppData/Local"
    elif sys.platform == "darwin":
        base = "~/Library/Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser() / "popgraph"


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
        self.file = (place or folder()) / _NAME
        self._connection: sqlite3.Connection | None = None

    def get(self, keys: Iterable[str]) -> dict[str, bytes]:
        """Return what is kept under some keys; what is damaged is dropped and counts as not there."""
        wanted = list(keys)
        if not wanted or (self._connection is None and not self.file.exists()):
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
        """Keep some outcomes."""
        now = time.time()
        rows = [(key, body, _sum(key, body), now) for key, body in entries]

        def write(connection: sqlite3.Connection) -> None:
            connection.executemany("INSERT OR REPLACE INTO outcome VALUES (?, ?, ?, ?)", rows)

        if rows:
            self._with(write, None)

    def drop(self, keys: Iterable[str]) -> None:
        """Forget some outcomes."""
        rows = [(key,) for key in keys]

        def forget(connection: sqlite3.Connection) -> None:
            connection.executemany("DELETE FROM outcome WHERE key = ?", rows)

        if rows:
            self._with(forget, None)

    def touch(self, keys: Iterable[str]) -> None:
        """Note that outcomes were used, and drop the half that wasn't for longest if there are too many."""
        now = time.time()
        rows = [(now, key) for key in keys]

        def note(connection: sqlite3.Connection) -> None:
            connection.executemany("UPDATE outcome SET used = ? WHERE key = ?", rows)
            if connection.execute("SELECT TOTAL(LENGTH(body)) FROM outcome").fetchone()[0] > _LARGEST:
                connection.execute(
                    "DELETE FROM outcome WHERE key IN (SELECT key FROM outcome ORDER BY used "
                    "LIMIT (SELECT COUNT(*) / 2 FROM outcome))"
                )

        if rows:
            self._with(note, None)

    def size(self) -> CacheSize:
        """Return how much is kept."""
        if not self.file.exists():
            return CacheSize(self.file, 0, 0)
        entries = self._with(
            lambda connection: int(connection.execute("SELECT COUNT(*) FROM outcome").fetchone()[0]), 0
        )
        return CacheSize(self.file, entries, self.file.stat().st_size if self.file.exists() else 0)

    def clear(self) -> CacheSize:
        """Forget everything, and return how much it was.

        Raises:
            DataError: If the file can't be removed.
        """
        size = self.size()
        self.close()
        try:
            for name in (_NAME, f"{_NAME}-wal", f"{_NAME}-shm"):
                (self.file.parent / name).unlink(missing_ok=True)
        except OSError as error:
            raise DataError(
                "The cache can't be cleared", where=str(self.file), hint=error.strerror or str(error)
            ) from error
        return size

    def close(self) -> None:
        """Give back the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _with(self, work: Callable[[sqlite3.Connection], _T], otherwise: _T) -> _T:
        """What some work in a transaction gives; a cache that can't be used must not stop what it is for."""
        for _ in range(2):
            try:
                connection = self._connect()
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

    def _connect(self) -> sqlite3.Connection:
        if self._connection is None:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(self.file, timeout=_PATIENCE)
            self._prepare(self._connection)
        return self._connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(_TABLE)
        connection.commit()

    def _put_aside(self) -> None:
        """Drop a file that is no database, or a broken one."""
        self.close()
        with suppress(OSError):
            for name in (_NAME, f"{_NAME}-wal", f"{_NAME}-shm"):
                (self.file.parent / name).unlink(missing_ok=True)


def _sum(key: str, body: bytes) -> str:
    return hashlib.sha256(key.encode() + b"\0" + body).hexdigest()
