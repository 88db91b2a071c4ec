"""Opening graphs and building stores, all or nothing.

Each file becomes one named graph: the one that the folder's catalogue gives, else one named after the file.
Files are only read: ``owl:imports`` is not followed, a JSON-LD context on the web is not fetched.
"""

from __future__ import annotations

import os
import re
import stat
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

import pyoxigraph
from pyoxigraph import NamedNode, Triple

from popgraph import catalog, resources
from popgraph.embedded import EmbeddedStore, is_store_folder
from popgraph.errors import DataError, UsageError
from popgraph.reading import FORMATS, check_file, format_of, reading
from popgraph.store import Store
from popgraph.vocab import GRAPH

__all__ = [
    "FORMATS",
    "Built",
    "Duplicate",
    "SourceFile",
    "beside",
    "build",
    "duplicates",
    "load",
    "open",
    "sources",
]

Source = str | PathLike[str]

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to load, and the named graph that it becomes."""

    path: Path
    graph: str


@dataclass(frozen=True, slots=True)
class Built:
    """What `build` made: the folder, the files that went in, and how many graphs and triples it holds."""

    folder: Path
    files: tuple[Path, ...]
    graphs: int
    triples: int


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A triple that stands in several named graphs, so that a sum over the union counts it more than once."""

    triple: Triple
    graphs: tuple[str, ...]


def open(*places: Source) -> Store:
    """Return a store to be asked.

    Args:
        places: Nothing for the graph that ships with popgraph; files and folders of RDF; one folder made by
            `build`; or the URL of one SPARQL endpoint. For an endpoint with a password or another time limit,
            make a `popgraph.remote.RemoteStore` yourself.

    Raises:
        DataError: If a file is missing or broken; the message says where.
        UsageError: If an endpoint or a built store is mixed with other places.

    >>> store = open()
    >>> store.ask("ASK { <https://w3id.org/popgraph/dataset/catalog> ?p ?o }")
    True
    """
    for place in places:
        remote = _URL.match(str(place)) is not None
        if (remote or is_store_folder(Path(place))) and len(places) > 1:
            raise UsageError(
                "An endpoint or a built store can't be joined with other places",
                where=str(place),
                hint="Open it by itself, or build a store from files",
            )
        if remote:
            from popgraph.remote import RemoteStore

            return RemoteStore(str(place))
        if is_store_folder(Path(place)):
            return EmbeddedStore.open(place)
    return load(sources(*places))


def sources(*places: Source) -> tuple[SourceFile, ...]:
    """Return the files behind some files and folders, each with its named graph.

    A folder with a ``catalog.ttl`` (or ``data/catalog.ttl``) gives the files that this names; any other
    folder gives all files in it whose suffix is known. No place at all stands for the shipped data.

    Raises:
        DataError: If a place is missing, holds no RDF, or its catalogue is broken.
    """
    found: dict[Path, SourceFile] = {}
    taken: set[str] = set()
    for place in places or (resources.root(),):
        for file in _files(Path(place)):
            if file.path not in found:
                graph = _unused(file.graph, taken) if file.graph.startswith(_LOCAL) else file.graph
                taken.add(graph)
                found[file.path] = SourceFile(file.path, graph)
    return tuple(found.values())


def beside(files: Sequence[SourceFile], name: str) -> tuple[SourceFile, ...]:
    """Return the files of a name that stand beside some files and aren't among them, each with its named graph.

    >>> from popgraph import resources
    >>> plan = resources.path("data", "pe-cus", "pop-cacao", "2005", "plan.ttl")
    >>> [file.path.name for file in beside(sources(plan), "waivers.ttl")]
    ['waivers.ttl']
    """
    folders = dict.fromkeys(os.path.dirname(file.path) for file in files)  # noqa: PTH120 - of ten thousand files
    there = [Path(folder, name) for folder in folders if os.path.isfile(os.path.join(folder, name))]  # noqa: PTH113, PTH118
    if not there:
        return ()
    named = {file.path.resolve() for file in files}
    taken = {file.graph for file in files}
    found = []
    for path in there:
        if path.resolve() not in named:
            named.add(path.resolve())
            graph = _unused(_LOCAL + _slug(name), taken)
            taken.add(graph)
            found.append(SourceFile(path, graph))
    return tuple(found)


def load(files: Sequence[SourceFile]) -> EmbeddedStore:
    """Return a store in memory with the given files; nothing at all is returned if one is broken.

    Raises:
        DataError: If a file can't be read; with line and column where it is broken.
    """
    store = pyoxigraph.Store()
    for file in files:
        _load(store, file)
    return EmbeddedStore(store)


def build(folder: Source, *places: Source, progress: Callable[[int, int], None] | None = None) -> Built:
    """Build a store in a folder, to be opened by `open` without parsing anything.

    The store is made beside the folder and takes its place in one step when it is complete; until then, and if the
    process is killed, a store that was there stays as it was. What is left of a killed build, the next one removes.

    Args:
        folder: Where the store shall stand. It must be new, empty, or a store.
        places: Files and folders of RDF; none for the shipped data.
        progress: Told after each file how many are read, and how many there are.

    Raises:
        DataError: If a file can't be read, or the folder can't be written.
        UsageError: If the folder holds something else than a store.
    """
    from popgraph import replacing
    from popgraph.bulk import fill

    target = Path(folder).absolute()
    try:
        taken = target.exists() and not is_store_folder(target)
        taken = taken and (not target.is_dir() or any(target.iterdir()))
    except OSError as error:
        raise _unwritable(target, error) from error
    if taken:
        raise UsageError(
            "The folder holds something else than a store",
            where=str(target),
            hint="Give a new or an empty folder",
        )
    files = sources(*places)
    try:
        # A link goes on pointing to the place that it stands for.
        place = target.resolve()
        with replacing.workshop(place) as workshop:
            graphs, triples = fill(workshop / "new", files, progress=progress)
            replacing.put(workshop / "new", place)
    except OSError as error:
        raise _unwritable(target, error) from error
    return Built(target, tuple(file.path for file in files), graphs, triples)


def duplicates(store: Store) -> tuple[Duplicate, ...]:
    """Return the triples that stand in more than one named graph; see `Duplicate` why that matters."""
    homes: defaultdict[Triple, list[str]] = defaultdict(list)
    for quad in store.quads():
        homes[quad.triple].append(str(quad.graph_name).strip("<>"))
    return tuple(Duplicate(triple, tuple(sorted(names))) for triple, names in homes.items() if len(names) > 1)


_LOCAL = GRAPH + "local/"


def _files(place: Path) -> Iterator[SourceFile]:
    try:
        folder = stat.S_ISDIR(place.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise DataError("No such file or folder", where=str(place), hint="Check the path") from error
    except (OSError, ValueError) as error:
        raise DataError("The file or folder can't be read", where=str(place), hint=str(error)) from error
    if not folder:
        check_file(place)
        format_of(place)
        yield SourceFile(place, _LOCAL + _slug(place.name))
        return
    listed = catalog.find(place)
    if listed is not None:
        table = catalog.read(listed)
        yield from (SourceFile(table.path(entry), entry.graph) for entry in table)
        return
    kept = sorted(_walk(place))
    if not kept:
        raise DataError(
            "No RDF in this folder", where=str(place), hint=f"Files must end in one of {', '.join(FORMATS)}"
        )
    yield from (SourceFile(path, _LOCAL + _slug(path.relative_to(place).as_posix())) for path in kept)


def _walk(folder: Path) -> Iterator[Path]:
    """The RDF files of a folder but hidden ones; links to folders aren't followed, since they may lead in circles."""

    def stop(error: OSError) -> None:
        # What can't be looked into may hold a part of the plan: to leave it out would be to answer wrongly.
        raise DataError(
            "The folder can't be read", where=str(error.filename), hint=error.strerror or str(error)
        ) from error

    for above, folders, names in os.walk(folder, onerror=stop):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith(".") and Path(name).suffix.lower() in FORMATS:
                yield Path(above, name)


def _slug(name: str) -> str:
    import unicodedata

    stem = name.rpartition(".")[0] or name
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    return "/".join(re.sub(r"[^a-z0-9]+", "-", part).strip("-") or "file" for part in plain.split("/"))


def _unused(graph: str, taken: set[str]) -> str:
    number, free = 1, graph
    while free in taken:
        number += 1
        free = f"{graph}-{number}"
    return free


def _load(store: pyoxigraph.Store, file: SourceFile) -> None:
    path = file.path
    with reading(path):
        store.load(path=path, format=format_of(path), to_graph=NamedNode(file.graph), base_iri=file.graph)


def _unwritable(target: Path, error: OSError) -> DataError:
    return DataError("The store can't be written", where=str(target), hint=error.strerror or str(error))
