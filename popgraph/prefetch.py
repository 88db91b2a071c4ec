"""Reading the shipped graph while the command line is still being imported.

Oxigraph reads Turtle without Python's lock, so on a second core the graph is there by the time the command has been
understood. Nothing depends on it: where it wasn't started, or failed, the graph is opened in the ordinary way, and
that is where errors are told.
"""

from __future__ import annotations

import sys
import threading

from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store

from popgraph import resources
from popgraph.errors import PopgraphError

__all__ = ["start", "take"]

# Between files the reader needs Python's lock for an instant; the usual 5 ms of waiting for it add up over the files.
_SWITCH = 0.0005
# What `popgraph.catalog` reads, without the import of it that would come before the reading.
_FILES = """
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
SELECT ?file ?graph { ?graph sd:graph/dcat:distribution/dcterms:identifier ?file } ORDER BY ?file"""


class _Reader(threading.Thread):
    def __init__(self) -> None:
        # A command that turns out not to need the graph doesn't wait for it.
        super().__init__(daemon=True)
        self.store: Store | None = None

    def run(self) -> None:
        try:
            root = resources.root()
            table = Store()
            table.load(path=root / "data" / "catalog.ttl", format=RdfFormat.TURTLE)
            store = Store()
            rows = table.query(_FILES)
            assert isinstance(rows, QuerySolutions)
            for row in rows:
                graph = NamedNode(row["graph"].value)
                path = root / row["file"].value
                store.load(path=path, format=RdfFormat.TURTLE, to_graph=graph, base_iri=graph.value)
        except (PopgraphError, OSError, SyntaxError, ValueError):
            return
        self.store = store


_reader: _Reader | None = None


def start() -> None:
    """Begin to read the shipped graph in the background."""
    global _reader  # noqa: PLW0603 - one process, one command line
    if _reader is None:
        sys.setswitchinterval(_SWITCH)
        _reader = _Reader()
        _reader.start()


def take() -> Store | None:
    """Return the graph that `start` read, once; None if it wasn't started or couldn't be read."""
    global _reader
    reader, _reader = _reader, None
    if reader is None:
        return None
    reader.join()
    return reader.store
