"""Ctrl-C held back for a moment, so that it takes effect where it can be dealt with."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["held_back"]


@contextmanager
def held_back() -> Iterator[None]:
    """Let Ctrl-C wait until the end; processes that are started within are never reached by it.

    >>> with held_back():
    ...     pass
    """
    if not hasattr(signal, "pthread_sigmask"):  # pragma: no cover - not on every system
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
