"""Opening graphs and building stores, all or nothing.

Each file becomes one named graph: the one that the folder's catalogue gives, else one named after the file.
Files are only read: ``owl:imports`` is not followed, a JSON-LD context on the web is not fetched.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

import pyoxigraph
from pyoxigraph import NamedNode, RdfFormat, Triple

from popgraph import catalog, resources
from popgraph.embedded import EmbeddedStore, is_store_folder
from popgraph.errors import DataError, UsageError
from popgraph.store import Store
from popgraph.vocab import GRAPH

__all__ = ["FORMATS", "Built", "Duplicate", "SourceFile", "build", "duplicates", "load", "open", "sources"]

Source = str | PathLike[str]

FORMATS: dict[str, RdfFormat] = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_BETWEEN = re.compile(r"line (\d+) (?:column|between columns) (\d+)")
_ENTITY = re.compile(rb"<!ENTITY[^>]*?([\"'])(.*?)\1", re.DOTALL)


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


def load(files: Sequence[SourceFile]) -> EmbeddedStore:
    """Return a store in memory with the given files; nothing at all is returned if one is broken.

    Raises:
        DataError: If a file can't be read; with line and column where it is broken.
    """
    store = pyoxigraph.Store()
    for file in files:
        _load(store, file, bulk=False)
    return EmbeddedStore(store)


def build(folder: Source, *places: Source) -> Built:
    """Build a store in a folder, to be opened by `open` without parsing anything.

    The store is made beside the folder and takes its place when it is complete; until then a store that was
    there stays as it was.

    Args:
        folder: Where the store shall stand. It must be new, empty, or a store.
        places: Files and folders of RDF; none for the shipped data.

    Raises:
        DataError: If a file can't be read, or the folder can't be written.
        UsageError: If the folder holds something else than a store.
    """
    import shutil
    import tempfile

    target = Path(folder).absolute()
    if target.exists() and not is_store_folder(target) and (not target.is_dir() or any(target.iterdir())):
        raise UsageError(
            "The folder holds something else than a store",
            where=str(target),
            hint="Give a new or an empty folder",
        )
    files = sources(*places)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        workshop = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise _unwritable(target, error) from error
    try:
        graphs, triples = _fill(workshop / "new", files)
        if target.exists():
            target.rename(workshop / "old")
        try:
            (workshop / "new").rename(target)
        except OSError:
            if (workshop / "old").exists():
                (workshop / "old").rename(target)
            raise
    except OSError as error:
        raise _unwritable(target, error) from error
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    return Built(target, tuple(file.path for file in files), graphs, triples)


def duplicates(store: Store) -> tuple[Duplicate, ...]:
    """Return the triples that stand in more than one named graph; see `Duplicate` why that matters."""
    homes: defaultdict[Triple, list[str]] = defaultdict(list)
    for quad in store.quads():
        homes[quad.triple].append(str(quad.graph_name).strip("<>"))
    return tuple(Duplicate(triple, tuple(sorted(names))) for triple, names in homes.items() if len(names) > 1)


def _fill(folder: Path, files: Sequence[SourceFile]) -> tuple[int, int]:
    store = pyoxigraph.Store(str(folder))
    for file in files:
        _load(store, file, bulk=True)
    store.flush()
    store.optimize()
    return sum(1 for _ in store.named_graphs()), len(store)


_LOCAL = GRAPH + "local/"


def _files(place: Path) -> Iterator[SourceFile]:
    if place.is_file():
        _format(place)
        yield SourceFile(place, _LOCAL + _slug(place.name))
        return
    if not place.is_dir():
        raise DataError("No such file or folder", where=str(place), hint="Check the path")
    listed = catalog.find(place)
    if listed is not None:
        table = catalog.read(listed)
        yield from (SourceFile(table.path(entry), entry.graph) for entry in table)
        return
    inside = sorted(path for path in place.rglob("*") if path.suffix.lower() in FORMATS and path.is_file())
    kept = [
        path for path in inside if not any(part.startswith(".") for part in path.relative_to(place).parts)
    ]
    if not kept:
        raise DataError(
            "No RDF in this folder", where=str(place), hint=f"Files must end in one of {', '.join(FORMATS)}"
        )
    yield from (SourceFile(path, _LOCAL + _slug(path.relative_to(place).as_posix())) for path in kept)


def _format(path: Path) -> RdfFormat:
    try:
        return FORMATS[path.suffix.lower()]
    except KeyError:
        raise DataError(
            "Not a known RDF format", where=str(path), hint=f"Known suffixes: {', '.join(FORMATS)}"
        ) from None


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


def _load(store: pyoxigraph.Store, file: SourceFile, *, bulk: bool) -> None:
    path = file.path
    fmt = _format(path)
    try:
        if fmt == RdfFormat.RDF_XML:
            _refuse_entity_bomb(path)
        read = store.bulk_load if bulk else store.load
        read(path=path, format=fmt, to_graph=NamedNode(file.graph), base_iri=file.graph)
    except SyntaxError as error:
        raise _broken(path, error) from error
    except FileNotFoundError as error:
        raise DataError("No such file", where=str(path), hint="Check the path, or the catalogue") from error
    except OSError as error:
        raise DataError("The file can't be read", where=str(path), hint=str(error)) from error


def _broken(path: Path, error: SyntaxError) -> DataError:
    said = str(error.msg).removeprefix("Parser error at ")
    place = _BETWEEN.search(said)
    where = f"{path}:{place[1]}:{place[2]}" if place else str(path)
    reason = said.partition(": ")[2] if place else said
    if "UTF-8" in reason:
        return DataError("Not UTF-8 text", where=where, hint="Save the file as UTF-8")
    if "\ufeff" in reason:
        return DataError(
            "The file begins with a byte order mark", where=where, hint="Save it as UTF-8 without"
        )
    if "LoadDocumentCallback" in reason:
        return DataError(
            "Its context is on the web, which is not fetched", where=where, hint="Write it inline"
        )
    undeclared = re.match(r"The prefix (\S*): has not been declared", reason)
    hint = f"Declare it: @prefix {undeclared[1]}: <...> ." if undeclared else "Correct the file there"
    kind = {".ttl": "Turtle", ".trig": "TriG", ".nt": "N-Triples", ".nq": "N-Quads", ".jsonld": "JSON-LD"}
    return DataError(
        f"Not valid {kind.get(path.suffix.lower(), 'RDF/XML')}, {reason}", where=where, hint=hint
    )


def _refuse_entity_bomb(path: Path) -> None:
    """Entities may name a namespace; those that hold others or much text grow without bound."""
    for match in _ENTITY.finditer(path.read_bytes()):
        if b"&" in match[2] or len(match[2]) > 1000:
            raise DataError("XML entities that expand further are refused", where=str(path))


def _unwritable(target: Path, error: OSError) -> DataError:
    return DataError("The store can't be written", where=str(target), hint=error.strerror or str(error))
