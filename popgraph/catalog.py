"""Which file is which named graph and which data set: ``data/catalog.ttl``, read.

The catalogue is DCAT. A named graph (``sd:NamedGraph``) points to its data set by ``sd:graph``, the data set
to its distribution, and the distribution names its file by ``dcterms:identifier``, relative to the folder
that the catalogue describes.

>>> shipped().entry("ontology/pop.ttl").graph
'https://w3id.org/popgraph/graph/ontology'
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from popgraph import resources
from popgraph.errors import DataError
from popgraph.reading import check_safe, too_long

__all__ = ["KINDS", "Catalog", "CatalogEntry", "find", "read", "shipped"]

KINDS = (
    "transcription",
    "statistics",
    "interpretation",
    "translations",
    "waivers",
    "registry",
    "scheme",
    "ontology",
    "alignments",
    "externals",
    "shapes",
    "catalog",
)

_DCAT = "http://www.w3.org/ns/dcat#"
_DCTERMS = "http://purl.org/dc/terms/"
_SD = "http://www.w3.org/ns/sparql-service-description#"
_TYPE = "http://purl.org/dc/elements/1.1/type"


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """One file that is one named graph and one data set.

    Attributes:
        file: Path relative to the folder that the catalogue describes, with ``/``.
        graph: IRI of the named graph.
        dataset: IRI of the data set.
        kind: What the file holds, one of `KINDS`; empty if the catalogue doesn't say.
        titles: Title of the data set by language.
        spatial: IRIs of the regions that it is about.
    """

    file: str
    graph: str
    dataset: str
    kind: str = ""
    titles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    spatial: tuple[str, ...] = ()

    def title(self, lang: str = "es") -> str:
        """Return the title in a language, else in any, else the file's path."""
        return self.titles.get(lang) or next(iter(self.titles.values()), self.file)


@dataclass(frozen=True, slots=True)
class Catalog:
    """The table of files, graphs and data sets of one folder.

    Attributes:
        root: The folder that the files are relative to.
        entries: One entry a file, sorted by file.
    """

    root: Path
    entries: tuple[CatalogEntry, ...]

    def __iter__(self) -> Iterator[CatalogEntry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def entry(self, file: str) -> CatalogEntry:
        """Return the entry of a file, given its path relative to `root`.

        Raises:
            DataError: If the catalogue doesn't list it.
        """
        for entry in self.entries:
            if entry.file == file:
                return entry
        raise DataError("The catalogue lists no such file", where=file, hint="Add it to data/catalog.ttl")

    def of_kind(self, *kinds: str) -> tuple[CatalogEntry, ...]:
        """Return the entries of the given kinds."""
        return tuple(entry for entry in self.entries if entry.kind in kinds)

    def path(self, entry: CatalogEntry) -> Path:
        """Return where the file of an entry stands."""
        return self.root / entry.file


def shipped() -> Catalog:
    """Return the catalogue of the data that ships with popgraph."""
    return read(resources.path("data", "catalog.ttl"))


def find(folder: Path) -> Path | None:
    """Return the catalogue of a folder, ``catalog.ttl`` or ``data/catalog.ttl``; None if it has none."""
    for path in (folder / "catalog.ttl", folder / "data" / "catalog.ttl"):
        try:
            if path.is_file():
                return path
        except OSError as error:
            raise DataError(
                "The folder can't be read", where=str(folder), hint=error.strerror or ""
            ) from error
    return None


def read(path: Path) -> Catalog:
    """Return the catalogue that a file holds.

    Its paths are relative to the folder of the file, or to the one above if that is called ``data``.

    Raises:
        DataError: If the file is missing or broken, or a path in it leads out of the folder.
    """
    try:
        check_safe(path)
        quads = list(parse(path=path, format=RdfFormat.TURTLE))
    except SyntaxError as error:
        raise DataError(
            "The catalogue is not valid Turtle",
            where=f"{path}:{error.lineno}:{error.offset}",
            hint=str(error.msg),
        ) from error
    except OSError as error:
        raise DataError("The catalogue can't be read", where=str(path), hint=str(error)) from error
    except MemoryError as error:
        raise too_long(path) from error
    folder = path.resolve().parent
    return Catalog(folder.parent if folder.name == "data" else folder, _entries(quads, path))


def _entries(quads: Iterable[Quad], path: Path) -> tuple[CatalogEntry, ...]:
    values: defaultdict[tuple[str, str], list[NamedNode | Literal]] = defaultdict(list)
    graphs: list[tuple[str, str]] = []
    for quad in quads:
        subject, predicate, value = quad.subject, quad.predicate.value, quad.object
        if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
            values[subject.value, predicate].append(value)
            if predicate == _SD + "graph":
                graphs.append((subject.value, value.value))
    entries: dict[str, CatalogEntry] = {}
    for graph, dataset in graphs:
        files = [
            identifier.value
            for distribution in values[dataset, _DCAT + "distribution"]
            for identifier in values[distribution.value, _DCTERMS + "identifier"]
        ]
        kinds = values[dataset, _TYPE]
        titles = {
            title.language or "": title.value
            for title in values[dataset, _DCTERMS + "title"]
            if isinstance(title, Literal)
        }
        for file in (_inside(named, path) for named in files):
            if file in entries:
                raise DataError("The catalogue gives one file two graphs", where=f"{path}: {file}")
            entries[file] = CatalogEntry(
                file=file,
                graph=graph,
                dataset=dataset,
                kind=kinds[0].value if kinds else "",
                titles=MappingProxyType(titles),
                spatial=tuple(sorted(area.value for area in values[dataset, _DCTERMS + "spatial"])),
            )
    if not entries:
        raise DataError(
            "The catalogue names no graph",
            where=str(path),
            hint="A named graph needs sd:graph, its data set dcat:distribution, and that dcterms:identifier",
        )
    return tuple(entries[file] for file in sorted(entries))


def _inside(file: str, path: Path) -> str:
    """The one way to write a path, so that a file named in two ways is known to be one."""
    pure = PurePosixPath(file)
    if pure.is_absolute() or ".." in pure.parts or "\\" in file or not pure.parts:
        raise DataError(
            "The catalogue names a file outside its folder",
            where=f"{path}: {file}",
            hint="Use a relative path",
        )
    return pure.as_posix()
