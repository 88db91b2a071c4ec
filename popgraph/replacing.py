"""Putting a new folder in the place of another, so that at any moment one of them stands there whole.

Where the system can exchange two folders in one step (Linux, macOS), a process that is killed leaves the old folder or
the new one. Elsewhere there is a moment between two renamings; whoever replaces next puts the old folder back.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from popgraph.interrupts import held_back

__all__ = ["put", "workshop"]

_HERE = -100  # AT_FDCWD
_EXCHANGE = 2  # RENAME_EXCHANGE, RENAME_SWAP
_TRIES, _PAUSE = 50, 0.02
_CANNOT = frozenset((errno.ENOSYS, errno.EINVAL, errno.ENOTSUP))


@contextmanager
def workshop(target: Path) -> Iterator[Path]:
    """Give a new folder beside a place, to work in; it and what it holds are gone afterwards.

    What builders that were killed left behind is removed first.

    Raises:
        OSError: If the folder can't be made.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    _clear(target)
    folder, lock = None, None
    try:
        # Ctrl-C takes effect when it is known what is to be removed.
        with held_back():
            folder, lock = _locked(target)
        yield folder
    finally:
        # What still writes to it in the background ends soon.
        for _ in range(_TRIES if folder is not None else 0):
            assert folder is not None
            shutil.rmtree(folder, ignore_errors=True)
            if not folder.exists():
                break
            time.sleep(_PAUSE)
        if lock is not None:
            os.close(lock)


def put(new: Path, target: Path) -> None:
    """Put a folder in the place of another, which is gone afterwards; both stand on the same disk.

    What is new is on the disk before it takes the place. Ctrl-C has no effect meanwhile.

    Raises:
        OSError: If that can't be done; then nothing has changed.
    """
    for path in (*new.rglob("*"), new):
        _sync(path)
    with _undisturbed():
        if not target.exists():
            new.rename(target)
        elif not _exchanged(new, target):
            old = new.with_name("old")
            target.rename(old)
            try:
                new.rename(target)
            except OSError:
                old.rename(target)
                raise
        _sync(target.parent)
        for left in (new, new.with_name("old")):
            shutil.rmtree(left, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False if the system can't."""
    if sys.platform == "win32":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(one), os.fsencode(other)
    if hasattr(libc, "renameat2"):
        failed = libc.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE)
    elif hasattr(libc, "renamex_np"):
        failed = libc.renamex_np(*names, _EXCHANGE)
    else:
        return False
    if not failed:
        return True
    code = ctypes.get_errno()
    if code in _CANNOT:
        return False
    raise OSError(code, os.strerror(code), str(other))


def _prefix(target: Path) -> str:
    return f".{target.name}.building-"


def _locked(target: Path) -> tuple[Path, int | None]:
    """Make a folder that is locked as long as this process lives, so that no other takes it for left behind."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_prefix(target), dir=target.parent))
        lock = _lock(folder, wait=True)
        if folder.exists():
            return folder, lock
        # Another builder took it for left behind before it was locked.
        if lock is not None:
            os.close(lock)


def _lock(folder: Path, *, wait: bool) -> int | None:
    """The lock of a folder; None if another process has it, or there are no locks here."""
    try:
        import fcntl
    except ImportError:
        return None
    try:
        opened = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        os.close(opened)
        return None
    return opened


def _clear(target: Path) -> None:
    prefix = _prefix(target)
    for folder in [path for path in target.parent.iterdir() if path.name.startswith(prefix)]:
        lock = _lock(folder, wait=False)
        if lock is None:
            continue
        try:
            if not target.exists() and (folder / "old").exists():
                (folder / "old").rename(target)
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(lock)


def _sync(path: Path) -> None:
    """Have a file or the names in a folder written to the disk, as far as the system does that."""
    with suppress(OSError):
        opened = os.open(path, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


@contextmanager
def _undisturbed() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
