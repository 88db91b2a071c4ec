"""Made-up institutions and groups, national and of each region, and the wordings that plans print for them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from popgraph.vocab import ID, PREFIXES

__all__ = ["Actor", "Region", "Roll", "groups", "institutions", "regions", "roll"]

_LABEL = PREFIXES["rdfs"] + "label"


@dataclass(frozen=True, slots=True)
class Region:
    """A region of the shipped registry: its slug, such as ``pe-cus``, and its Spanish name."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Whom a plan may name.

    Attributes:
        path: Path of its IRI below ``id/``.
        wording: What plans print for it.
        label: Its name, by which it is told from all others.
        kind: Slug of its type in ``scheme/actor-type``, or empty.
        level: Slug in ``scheme/level``, or empty.
        sector: Slug in ``scheme/sector``.
        region: Slug of its region; empty for a national one.
        whole: Path of the institution that it is a part of, or empty.
    """

    path: str
    wording: str
    label: str
    kind: str
    level: str
    sector: str
    region: str = ""
    whole: str = ""


@dataclass(frozen=True, slots=True)
class Roll:
    """Whom plans of one region name: institutions and groups, the most named first."""

    institutions: tuple[Actor, ...]
    groups: tuple[Actor, ...]


_NATIONAL = (
    ("Ministerio Sintético de Comercio", "ministry", "public"),
    ("Ministerio Sintético del Campo", "ministry", "public"),
    ("Agencia Sintética de Exportaciones", "decentralised-agency", "public"),
    ("Servicio Sintético de Sanidad", "decentralised-agency", "public"),
    ("Instituto Sintético de Innovación", "research-body", "public"),
    ("Oficina Sintética de Aduanas", "decentralised-agency", "public"),
    ("Ministerio Sintético de Hacienda", "ministry", "public"),
    ("Asociación Sintética de Exportadores", "guild", "private"),
    ("Fondo Sintético de Cooperación", "cooperation-programme", "cooperation"),
    ("Ministerio Sintético de Producción", "ministry", "public"),
    ("Instituto Sintético de Marcas", "decentralised-agency", "public"),
    ("Ministerio Sintético de Caminos", "ministry", "public"),
    ("Banco Sintético de Fomento", "financial-entity", "public"),
    ("Programa Sintético de Microempresas", "decentralised-agency", "public"),
    ("Congreso Sintético", "legislature", "public"),
    ("Ministerio Sintético de Salud", "ministry", "public"),
    ("Agencia Sintética de Inversiones", "decentralised-agency", "public"),
    ("Ministerio Sintético de Trabajo", "ministry", "public"),
    ("Cancillería Sintética", "ministry", "public"),
    ("Programa Sintético de Cuencas", "decentralised-agency", "public"),
)
_REGIONAL = (
    ("gobierno-regional", "Gobierno Regional Sintético", "regional-government", "public"),
    ("direccion-de-comercio", "Dirección Sintética de Comercio", "regional-government", "public"),
    ("universidad", "Universidad Sintética", "university", "academia"),
    ("camara-de-comercio", "Cámara Sintética de Comercio", "chamber", "private"),
    ("central-de-cooperativas", "Central Sintética de Cooperativas", "cooperative", "private"),
    ("comite-exportador", "Comité Exportador Sintético", "committee", "mixed"),
    ("instituto-tecnologico", "Instituto Tecnológico Sintético", "research-body", "academia"),
    ("empresa-acopiadora", "Empresa Acopiadora Sintética", "firm", "private"),
)
_GROUPS = (
    ("productores", "Productores", "", "private"),
    ("gobiernos-locales", "Gobiernos locales", "local-government", "public"),
    ("empresas", "Empresas", "firm", "private"),
    ("gremios", "Gremios empresariales", "guild", "private"),
    ("ong", "ONG", "ngo", "private"),
    ("cooperacion", "Cooperación internacional", "cooperation-programme", "cooperation"),
    ("organizaciones", "Organizaciones de productores", "producer-association", "private"),
    ("universidades", "Universidades", "university", "academia"),
    ("transformadores", "Transformadores", "firm", "private"),
    ("entidades-financieras", "Entidades financieras", "financial-entity", "private"),
)
_DIRECTORATE = "direccion-de-comercio"


@lru_cache(maxsize=1)
def regions() -> tuple[Region, ...]:
    """Return the regions of the shipped registry, sorted.

    Raises:
        DataError: If popgraph was installed without its data.

    >>> len(regions()), regions()[0]
    (25, Region(slug='pe-ama', name='Amazonas'))
    """
    from pyoxigraph import Literal, RdfFormat, parse

    from popgraph import resources

    found = {}
    place = resources.path("data", "registry", "regions.ttl")
    for quad in parse(path=place, format=RdfFormat.TURTLE):
        if (
            quad.predicate.value == _LABEL
            and isinstance(quad.object, Literal)
            and quad.object.language == "es"
        ):
            found[str(getattr(quad.subject, "value", "")).removeprefix(ID + "region/")] = quad.object.value
    return tuple(Region(slug, found[slug]) for slug in sorted(found))


@lru_cache(maxsize=1)
def _national() -> tuple[Actor, ...]:
    return tuple(
        Actor(f"org/sintetica-{_slug(name)}", name, name, kind, "national", sector)
        for name, kind, sector in _NATIONAL
    )


@lru_cache(maxsize=32)
def roll(region: Region) -> Roll:
    """Return whom plans of a region name.

    The order is that of how often: national and regional institutions take turns.
    """
    own = tuple(
        Actor(
            f"org/sintetica-{slug}-{region.slug}",
            name,
            f"{name} de {region.name}",
            kind,
            "regional",
            sector,
            region.slug,
            f"org/sintetica-gobierno-regional-{region.slug}" if slug == _DIRECTORATE else "",
        )
        for slug, name, kind, sector in _REGIONAL
    )
    wide = _national()
    mixed = [actor for pair in zip(own, wide, strict=False) for actor in pair]
    some = tuple(
        Actor(
            f"group/{region.slug}/sintetico-{slug}",
            name,
            f"{name} de {region.name} (sintético)",
            kind,
            "local" if kind == "local-government" else "",
            sector,
            region.slug,
        )
        for slug, name, kind, sector in _GROUPS
    )
    return Roll((*mixed, *wide[len(own) :]), some)


def institutions(chosen: tuple[Region, ...]) -> Iterator[Actor]:
    """Yield the national institutions, then those of each region."""
    yield from _national()
    for region in chosen:
        yield from (actor for actor in roll(region).institutions if actor.region)


def groups(chosen: tuple[Region, ...]) -> Iterator[Actor]:
    """Yield the groups of each region."""
    for region in chosen:
        yield from roll(region).groups


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.replace(" Sintético", "").replace(" Sintética", ""))
    return plain.encode("ascii", "ignore").decode().lower().replace(" ", "-")
