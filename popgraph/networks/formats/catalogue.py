"""The file formats that a network can be written in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from popgraph.errors import UsageError

__all__ = ["FORMATS", "Format", "find"]


@dataclass(frozen=True, slots=True)
class Format:
    """A file format.

    Attributes:
        id: What it is asked for by.
        labels: Its name in Spanish and English.
        suffix: How its files end.
        media_type: What it is sent as.
        modes: How many modes a network in it may have.
        opens: Programs that open it.
        page: Where it is specified.
    """

    id: str
    labels: Mapping[str, str]
    suffix: str
    media_type: str
    modes: tuple[int, ...]
    opens: tuple[str, ...]
    page: str


def _es_en(es: str, en: str) -> Mapping[str, str]:
    return MappingProxyType({"es": es, "en": en})


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        item.id: item
        for item in (
            Format(
                "gexf",
                _es_en("GEXF 1.3", "GEXF 1.3"),
                ".gexf",
                "application/gexf+xml",
                (1, 2),
                (
                    "Gephi",
                    "Gephi Lite",
                    "networkx",
                ),
                "https://gexf.net/",
            ),
            Format(
                "graphml",
                _es_en("GraphML", "GraphML"),
                ".graphml",
                "application/graphml+xml",
                (1, 2),
                (
                    "Cytoscape",
                    "yEd",
                    "Gephi",
                    "visone",
                    "igraph",
                    "networkx",
                ),
                "http://graphml.graphdrawing.org/specification.html",
            ),
            Format(
                "vosviewer",
                _es_en("JSON de VOSviewer", "VOSviewer JSON"),
                ".vosviewer.json",
                "application/json",
                (1,),
                (
                    "VOSviewer",
                    "VOSviewer Online",
                ),
                "https://app.vosviewer.com/docs/file-types/json-file-type/",
            ),
            Format(
                "pajek",
                _es_en("red de Pajek", "Pajek network"),
                ".net",
                "text/plain",
                (1, 2),
                (
                    "Pajek",
                    "igraph",
                    "networkx",
                ),
                "http://mrvar.fdv.si/pajek/",
            ),
            Format(
                "pajek-project",
                _es_en(
                    "proyecto de Pajek, con particiones y vectores",
                    "Pajek project, with partitions and vectors",
                ),
                ".paj",
                "text/plain",
                (1, 2),
                ("Pajek",),
                "http://mrvar.fdv.si/pajek/",
            ),
            Format(
                "node-link",
                _es_en("JSON de nodos y lazos", "node-link JSON"),
                ".json",
                "application/json",
                (1, 2),
                (
                    "networkx",
                    "D3",
                ),
                "https://networkx.org/documentation/stable/reference/readwrite/json_graph.html",
            ),
        )
    }
)
"""The formats, by id."""


def find(id_: str, *, modes: int) -> Format:
    """Return a format by its id.

    Args:
        id_: Its id; upper and lower case are the same.
        modes: How many modes the network has that is to be written.

    Raises:
        UsageError: If there is no such format, or it can't hold so many modes; the message names those that can.

    >>> find("GEXF", modes=2).suffix
    '.gexf'
    """
    found = FORMATS.get(id_.casefold())
    able = ", ".join(item.id for item in FORMATS.values() if modes in item.modes)
    if found is None:
        raise UsageError("No such format of networks", where=id_, hint=f"One of: {able}")
    if modes not in found.modes:
        raise UsageError(
            f"{found.labels['en']} can't hold a network of {modes} modes",
            where=found.id,
            hint=f"Write its projection, or take one of: {able}",
        )
    return found
