"""Filling a store on disk with many files at once.

Oxigraph's bulk loader sorts what it is given and writes it as one set of files a call: called for every small file, it
writes thousands of little ones. So many files are joined to one TriG stream a call, each in a block of its graph;
what a call may take bounds the memory.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse, serialize

from popgraph.reading import check_file, format_of, reading

if TYPE_CHECKING:
    from popgraph.loading import SourceFile

__all__ = ["fill"]

Progress = Callable[[int, int], None]

# Some 600,000 triples, for which the loader takes 700 MB; twice as many calls store a half more and ask no faster.
_CALL = 120 << 20
_TRIPLES = 300_000
_BLOCK = 50_000
# Larger files are cut; the others are never, so that a blank node has one name in its whole file.
_LARGE = 16 << 20
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
    stream = _Stream(pyoxigraph.Store(str(folder)), files, progress)
    try:
        while stream.left:
            stream.load()
        return stream.finish()
    finally:
        stream.close()


class _Stream:
    """The files as what the bulk loader reads, one call after the other.

    It alone refers to the store: what an error keeps of the stack must not keep the store open, which writes to its
    folder in the background.
    """

    def __init__(
        self, store: pyoxigraph.Store, files: Sequence[SourceFile], progress: Progress | None
    ) -> None:
        self._store: pyoxigraph.Store | None = store
        self._files = files
        self._next = 0
        self._progress = progress
        self._blocks: Iterator[bytes] = iter(())
        self._rest = memoryview(b"")
        self._failure: BaseException | None = None

    @property
    def left(self) -> bool:
        """Whether there are files that no call took."""
        return self._next < len(self._files)

    def load(self) -> None:
        """Load as many files as one call may take."""
        assert self._store is not None
        file = self._files[self._next]
        if _plain(file.path):
            self._blocks = self._joined()
            try:
                # Each file was checked when its block was made.
                self._store.bulk_load(self, RdfFormat.TRIG, lenient=True)  # type: ignore[arg-type]
            except BaseException as error:
                raise self._failure or error from None
            return
        quads = _quads(file)
        try:
            while batch := list(islice(quads, _TRIPLES)):
                self._store.bulk_extend(batch)
        finally:
            quads.close()
        self._done()

    def finish(self) -> tuple[int, int]:
        """Have all written to the disk, and return how many named graphs and triples it is."""
        assert self._store is not None
        self._store.flush()
        return sum(1 for _ in self._store.named_graphs()), len(self._store)

    def close(self) -> None:
        """Close the store."""
        self._store = None

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, at most as many as asked for; none at the end of a call."""
        try:
            while not self._rest:
                block = next(self._blocks, None)
                if block is None:
                    return b""
                self._rest = memoryview(block)
        except BaseException as error:
            # The loader would turn it into an error of its own.
            self._failure = error
            raise
        cut = len(self._rest) if size < 0 else size
        found, self._rest = self._rest[:cut], self._rest[cut:]
        return bytes(found)

    def _joined(self) -> Iterator[bytes]:
        taken = 0
        while taken < _CALL and self.left and _plain(self._files[self._next].path):
            for block in _blocks(self._files[self._next]):
                taken += len(block)
                yield block
            self._done()

    def _done(self) -> None:
        self._next += 1
        if self._progress is not None:
            self._progress(self._next, len(self._files))


def _plain(path: Path) -> bool:
    """Whether a file is of one graph and small enough to be taken in one call."""
    check_file(path)
    return format_of(path) in _ONE_GRAPH and path.stat().st_size <= _LARGE


def _blocks(file: SourceFile) -> Iterator[bytes]:
    """A file as TriG: blocks of its graph, which hold N-Triples."""
    opening = f"{NamedNode(file.graph)} {{\n".encode()
    with _reading(file) as triples:
        while text := serialize(islice(triples, _BLOCK), format=RdfFormat.N_TRIPLES):
            yield b"%b%b}\n" % (opening, text)


def _quads(file: SourceFile) -> Generator[Quad, None, None]:
    graph = NamedNode(file.graph)
    with _reading(file) as found:
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
