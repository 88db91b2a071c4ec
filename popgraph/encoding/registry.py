"""The registry that plans share: institutions, groups, regions, countries, products, wordings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from popgraph.encoding.graph import Graph, Node
from popgraph.encoding.names import slug
from popgraph.encoding.problems import Problems
from popgraph.encoding.rows import Row, cell, required, several
from popgraph.encoding.tables import read_table
from popgraph.errors import DataError
from popgraph.vocab import ID, SCHEME
from popgraph.wordings.quotes import fold

__all__ = ["Registry", "encode_registry"]

_WIKIDATA = "http://www.wikidata.org/entity/"
_GEONAMES = "https://sws.geonames.org/"
_ROR = "https://ror.org/"
_PARTLY_SOURCED = "partly-sourced"
_UNSOURCED = "unsourced"
# How far the identifiers of others name the same body: one founded later under the name is only close.
_MATCHES = ("exact", "close")


@dataclass(frozen=True)
class Registry:
    """The graphs, by file name without ending, and the actor of each (region, wording)."""

    graphs: dict[str, Graph]
    actors: dict[tuple[str, str], str]


@dataclass(frozen=True)
class _Labelled(Row):
    slug: str = field(metadata=cell(required))
    label_es: str = field(metadata=cell(required))
    label_en: str = field(metadata=cell(required))


@dataclass(frozen=True)
class _Noted(_Labelled):
    note_es: str = field(metadata=cell())
    note_en: str = field(metadata=cell())


@dataclass(frozen=True)
class _Actor(_Noted):
    actor_type: str = field(metadata=cell())
    level: str = field(metadata=cell())
    sector: str = field(metadata=cell())
    region: str = field(metadata=cell())


@dataclass(frozen=True)
class _Institution(_Actor):
    official_name: str = field(metadata=cell())
    name_certainty: str = field(metadata=cell())
    part_of: tuple[str, ...] = field(metadata=cell(several))
    members: tuple[str, ...] = field(metadata=cell(several))
    identifier: str = field(metadata=cell())
    wikidata: str = field(metadata=cell())
    ror: str = field(metadata=cell())
    match: str = field(metadata=cell(optional=True))
    source: str = field(metadata=cell())


@dataclass(frozen=True)
class _Group(_Actor):
    includes: tuple[str, ...] = field(metadata=cell(several))


@dataclass(frozen=True)
class _Region(_Labelled):
    iso: str = field(metadata=cell(required))
    ubigeo_inei: str = field(metadata=cell())
    ubigeo_reniec: str = field(metadata=cell())
    wikidata: str = field(metadata=cell())
    geonames: str = field(metadata=cell())
    source: str = field(metadata=cell())


@dataclass(frozen=True)
class _Country(_Labelled):
    name_in_document: str = field(metadata=cell(optional=True))
    alpha2: str = field(metadata=cell(required))
    alpha3: str = field(metadata=cell())
    numeric: str = field(metadata=cell())
    m49: str = field(metadata=cell())
    wikidata: str = field(metadata=cell())
    geonames: str = field(metadata=cell())


@dataclass(frozen=True)
class _Product(_Noted):
    hs: str = field(metadata=cell())
    broader: str = field(metadata=cell())


@dataclass(frozen=True)
class _Wording(Row):
    region: str = field(metadata=cell(required))
    wording: str = field(metadata=cell(required))
    actor: str = field(metadata=cell(required))


def encode_registry(folder: Path, *, problems: Problems) -> Registry:
    """Return the graphs of the registry whose tables stand in ``folder``.

    Args:
        folder: Holds the tables of institutions, groups, regions, countries, products and wordings; one that
            isn't there gives an empty graph.
        problems: Where rows that can't be encoded are noted.

    Raises:
        DataError: A table can't be read or has the wrong columns.
    """
    graphs = {
        "institutions": _fill(folder / "institutions.csv", _Institution, _institution, problems),
        "groups": _fill(folder / "groups.csv", _Group, _group, problems, unique=("region", "slug")),
        "regions": _fill(folder / "regions.csv", _Region, _region, problems),
        "countries": _fill(folder / "countries.csv", _Country, _country, problems),
        "products": _fill(folder / "products.csv", _Product, _product, problems),
    }
    wordings = read_table(_Wording, folder / "wordings.csv", problems=problems, unique=("region", "wording"))
    graphs["wordings"] = _wordings(wordings, problems)
    actors = {(row.region, fold(row.wording)): row.actor for row in wordings}
    return Registry(graphs=graphs, actors=actors)


R = TypeVar("R", bound=Row)


def _fill(
    path: Path,
    kind: type[R],
    write: Callable[[Graph, R], None],
    problems: Problems,
    *,
    unique: tuple[str, ...] = ("slug",),
) -> Graph:
    graph = Graph()
    for row in read_table(kind, path, problems=problems, unique=unique):
        try:
            write(graph, row)
        except (DataError, ValueError) as error:
            problems.add(row.where, str(error))
    return graph


def _begin(graph: Graph, row: _Labelled, folder: str, kind: str) -> Node:
    if slug(row.slug) != row.slug:
        raise DataError(f"{row.slug!r} is no slug", hint=f"Write {slug(row.slug)}")
    node = graph.node(f"{ID}{folder}/{row.slug}", row.where).is_a(kind)
    node.text("rdfs:label", row.label_es, "es").text("rdfs:label", row.label_en, "en")
    if isinstance(row, _Noted):
        node.text("skos:note", row.note_es, "es").text("skos:note", row.note_en, "en")
    return node


def _shared(reference: str, kind: str) -> str:
    """Return the IRI of a shared resource, given as ``kind/slug`` or as the slug alone."""
    return ID + (reference if "/" in reference else f"{kind}/{reference}")


def _code(scheme: str, code: str) -> str | None:
    return f"{SCHEME}{scheme}/{code}" if code else None


def _same_as(
    node: Node, *, wikidata: str = "", geonames: str = "", ror: str = "", match: str = "exact"
) -> None:
    for start, key in ((_WIKIDATA, wikidata), (_ROR, ror)):
        node.link(f"skos:{match}Match", f"{start}{key}" if key else None)
    node.link(f"skos:{match}Match", f"{_GEONAMES}{geonames}/" if geonames else None)


def _sourced(node: Node, source: str) -> None:
    # Not dcterms:source: the ontology has that as an object property, and this is prose.
    node.text("skos:editorialNote", f"Source: {source}" if source else "", "en")


def _actor(graph: Graph, row: _Actor, folder: str, kind: str) -> Node:
    node = _begin(graph, row, folder, kind)
    node.link("pop:actorType", _code("actor-type", row.actor_type))
    node.link("pop:level", _code("level", row.level)).link("pop:sector", _code("sector", row.sector))
    return node.link("pop:inRegion", _shared(row.region, "region") if row.region else None)


def _institution(graph: Graph, row: _Institution) -> None:
    node = _actor(graph, row, "org", "pop:Institution")
    # A name that no source confirms is not published as fact.
    if row.name_certainty != _UNSOURCED:
        node.text("skos:altLabel", row.official_name, "es")
    if row.name_certainty == _PARTLY_SOURCED:
        node.text("skos:editorialNote", "Nombre oficial: sólo en parte con fuente.", "es")
        node.text("skos:editorialNote", "Official name: only partly sourced.", "en")
    node.link("org:subOrganizationOf", *(_shared(part, "org") for part in row.part_of))
    node.link("org:hasMember", *(_shared(member, "org") for member in row.members))
    node.string("org:identifier", row.identifier)
    _sourced(node, row.source)
    match = row.match or "exact"
    if match not in _MATCHES:
        raise DataError(f"Unknown match {row.match!r}", hint=f"One of {', '.join(_MATCHES)}, or nothing")
    if match != "exact" and not (row.note_es and row.note_en):
        raise DataError("A match that is not exact needs its reason", hint="Write it in note_es and note_en")
    _same_as(node, wikidata=row.wikidata, ror=row.ror, match=match)


def _group(graph: Graph, row: _Group) -> None:
    if not row.region:
        raise DataError("A group needs its region")
    node = _actor(graph, row, f"group/{row.region.removeprefix('region/')}", "pop:ActorGroup")
    node.link("pop:groupIncludes", *(_shared(one, "org") for one in row.includes))


def _region(graph: Graph, row: _Region) -> None:
    node = _begin(graph, row, "region", "pop:Region")
    node.typed("skos:notation", row.iso, SCHEME + "iso3166-2")
    node.typed("skos:notation", row.ubigeo_inei, SCHEME + "ubigeo-inei")
    node.typed("skos:notation", row.ubigeo_reniec, SCHEME + "ubigeo-reniec")
    _sourced(node, row.source)
    _same_as(node, wikidata=row.wikidata, geonames=row.geonames)


def _country(graph: Graph, row: _Country) -> None:
    node = _begin(graph, row, "country", "dcterms:Location")
    node.typed("skos:notation", row.alpha2, SCHEME + "iso3166-1-alpha2")
    node.typed("skos:notation", row.alpha3, SCHEME + "iso3166-1-alpha3")
    node.typed("skos:notation", row.numeric, SCHEME + "iso3166-1-numeric")
    node.typed("skos:notation", row.m49, SCHEME + "m49")
    if row.name_in_document != row.label_es:
        node.text("skos:altLabel", row.name_in_document, "es")
    _same_as(node, wikidata=row.wikidata, geonames=row.geonames)


def _product(graph: Graph, row: _Product) -> None:
    node = _begin(graph, row, "product", "pop:ExportProduct")
    node.typed("skos:notation", row.hs, SCHEME + "hs2002")
    node.link("skos:broader", _shared(row.broader, "product") if row.broader else None)


def _wordings(rows: tuple[_Wording, ...], problems: Problems) -> Graph:
    graph = Graph()
    taken: set[str] = set()
    for row in rows:
        start = f"{ID}wording/{row.region.removeprefix('region/')}/{slug(row.wording)}"
        iri, number = start, 1
        while iri in taken:
            number += 1
            iri = f"{start}-{number}"
        taken.add(iri)
        if row.actor.split("/")[0] not in ("org", "group"):
            problems.add(row.where, f"{row.actor} is no actor", hint="Write org/… or group/<region>/…")
            continue
        node = graph.node(iri, row.where).is_a("pop:ActorWording")
        node.text("pop:wordingText", fold(row.wording), "es")
        node.link("pop:inRegion", _shared(row.region, "region")).link("pop:denotes", ID + row.actor)
    return graph
