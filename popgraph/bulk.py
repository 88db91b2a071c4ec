"""Filling a store on disk with many files at once.

Oxigraph's bulk loader sorts what it is given and writes it as sets of files: called for every small file, it writes
thousands of little ones, and what several calls have written, it must put together. So all files are joined to one
TriG stream for a single call, each in blocks of its graph; the loader takes a million triples at a time, which
bounds the memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse, serialize

from popgraph.reading import format_of, reading

if TYPE_CHECKING:
    from popgraph.loading import SourceFile

__all__ = ["fill"]

Progress = Callable[[int, int], None]

_BLOCK = 50_000
_ONE_GRAPH = frozenset((RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.RDF_XML))


def fill(folder: Path, files: Sequence[SourceFile], *, progress: Progress | None = None) -> tuple[int, int]:
    """Load files into a new store in a folder, each into its named graph.

    Memory is bounded whatever the number and size of the files. Blank nodes of different files stay apart.

    Args:
        folder: Where the store shall stand; nothing is there yet.
        files: The files with their graphs.
        progress: Told after each file how many are read, and how many there are.

    Returns:
        How many named graphs and how many triples the store holds.

    Raises:
        DataError: If a file can't be read; with line and column where it is broken.
        OSError: If the folder can't be written.
    """
    store = pyoxigraph.Store(str(folder))
    stream = _Stream(files, progress)
    try:
        # Each file was checked when its blocks were made.
        store.bulk_load(stream, RdfFormat.TRIG, lenient=True)  # type: ignore[arg-type]
        store.flush()
        return sum(1 for _ in store.named_graphs()), len(store)
    except BaseException as error:
        raise stream.failure or error from None
    finally:
        # What an error keeps of the stack must not keep the store open, which writes in the background.
        del store


class _Stream:
    """The files as what the bulk loader reads.

    Attributes:
        failure: What ended the reading early; the loader would turn it into an error of its own.
    """

    def __init__(self, files: Sequence[SourceFile], progress: Progress | None) -> None:
        self.failure: BaseException | None = None
        self._blocks = _joined(files, progress)
        self._rest = memoryview(b"")

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, at most as many as asked for; none at the end."""
        try:
            while not self._rest:
                block = next(self._blocks, None)
                if block is None:
                    return b""
                self._rest = memoryview(block)
        except BaseException as error:
            self.failure = error
            raise
        cut = len(self._rest) if size < 0 else size
        found, self._rest = self._rest[:cut], self._rest[cut:]
        return bytes(found)


def _joined(files: Sequence[SourceFile], progress: Progress | None) -> Iterator[bytes]:
    for number, file in enumerate(files, start=1):
        yield from _blocks(file)
        if progress is not None:
            progress(number, len(files))


def _blocks(file: SourceFile) -> Iterator[bytes]:
    """A file as TriG, some ten megabytes at a time."""
    with _reading(file) as found:
        if format_of(file.path) in _ONE_GRAPH:
            # N-Triples in a block of the graph: a quad is made in no other way as fast.
            opening = f"{NamedNode(file.graph)} {{\n".encode()
            while text := serialize(islice(found, _BLOCK), format=RdfFormat.N_TRIPLES):
                yield b"%b%b}\n" % (opening, text)
        else:
            quads = _quads(found, NamedNode(file.graph))
            while text := serialize(islice(quads, _BLOCK), format=RdfFormat.TRIG):
                yield text


def _quads(found: Iterator[Quad], graph: NamedNode) -> Iterator[Quad]:
    for quad in found:
        yield (
            Quad(quad.subject, quad.predicate, quad.object, graph)
            if isinstance(quad.graph_name, DefaultGraph)
            else quad
        )


@contextmanager
def _reading(file: SourceFile) -> Iterator[Iterator[Quad]]:
    path = file.path
    with reading(path):
        # The graph is the base, as it is for a store in memory.
        yield parse(path=path, format=format_of(path), base_iri=file.graph, rename_blank_nodes=True)
