"""Reading the shipped graph while the command line is still being imported.

Oxigraph reads Turtle without Python's lock, so on a second core the graph is there by the time the command has been
understood. Nothing depends on it: where it wasn't started, or failed, the graph is opened in the ordinary way, and
that is where errors are told.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyoxigraph

__all__ = ["start", "take"]


class _Reader(threading.Thread):
    def __init__(self) -> None:
        # A command that turns out not to need the graph doesn't wait for it.
        super().__init__(daemon=True)
        self.store: pyoxigraph.Store | None = None

    def run(self) -> None:
        from pyoxigraph import NamedNode, RdfFormat, Store

        from popgraph import catalog

        try:
            table = catalog.shipped()
            store = Store()
            for entry in table:
                store.load(
                    path=table.path(entry),
                    format=RdfFormat.TURTLE,
                    to_graph=NamedNode(entry.graph),
                    base_iri=entry.graph,
                )
        except Exception:
            return
        self.store = store


_reader: _Reader | None = None


def start() -> None:
    """Begin to read the shipped graph in the background."""
    global _reader  # noqa: PLW0603 - one process, one command line
    if _reader is None:
        _reader = _Reader()
        _reader.start()


def take() -> pyoxigraph.Store | None:
    """Return the graph that `start` read, once; None if it wasn't started or couldn't be read."""
    global _reader  # noqa: PLW0603
    reader, _reader = _reader, None
    if reader is None:
        return None
    reader.join()
    return reader.store
