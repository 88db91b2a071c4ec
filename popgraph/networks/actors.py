"""The actors of a network: institutions and groups, with what is known of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from popgraph.labels import labels
from popgraph.vocab import ID, PREFIXES, SCHEME

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["Actor", "category", "fetch_actors", "fetch_words"]

_POP = PREFIXES["pop"]
_FACTS = {
    _POP + "actorType": "types",
    _POP + "level": "levels",
    _POP + "sector": "sectors",
    _POP + "inRegion": "regions",
}
_HOMES = {
    "types": SCHEME + "actor-type/",
    "levels": SCHEME + "level/",
    "sectors": SCHEME + "sector/",
    "regions": ID + "region/",
}
_KIND = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_QUERY = (
    "SELECT DISTINCT ?actor ?property ?value { ?mention <" + _POP + "responsibleParty> ?actor VALUES ?property {"
    + " ".join(f"<{iri}>" for iri in (*_FACTS, _KIND))
    + " } ?actor ?property ?value }"
)  # fmt: skip
_INSTITUTION = _POP + "Institution"


@dataclass(frozen=True, slots=True)
class Actor:
    """An institution or a group, as the registry of the graph knows it.

    Attributes:
        iri: Its IRI.
        label: What it is called in the language asked for.
        named: Whether it is a named institution; a generic group such as *gremios empresariales* is none.
        types: Its actor types, such as ``ministry``; empty where the registry has none.
        levels: National, regional and so on, in the same way.
        sectors: Public, private and so on, in the same way.
        regions: Regions that it belongs to, such as ``pe-cus``.
    """

    iri: str
    label: str
    named: bool
    types: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """What it can be asked for by: its path below ``id/``, or its IRI."""
        return self.iri.removeprefix(ID)

    @property
    def sector(self) -> str:
        """Its sector as one word; see `category`."""
        return category(self.sectors)

    @property
    def level(self) -> str:
        """Its level as one word; see `category`."""
        return category(self.levels)


def category(values: Iterable[str]) -> str:
    """Return several codes as one, which is how measures that need one category of each actor take them.

    >>> category(("public", "private")), category(())
    ('private+public', '')
    """
    return "+".join(sorted(values))


def fetch_actors(store: Store, iris: Iterable[str], *, lang: str = "es") -> tuple[Actor, ...]:
    """Return each actor with what the graph knows of it.

    Args:
        store: The graph.
        iris: The actors.
        lang: Language of the labels.

    Raises:
        EndpointError: If a remote store can't answer.

    >>> import popgraph
    >>> mincetur = fetch_actors(popgraph.open(), ["https://w3id.org/popgraph/id/org/mincetur"])[0]
    >>> mincetur.label, mincetur.named, mincetur.sectors
    ('MINCETUR', True, ('public',))
    """
    wanted = tuple(iris)
    known: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for actor, prop, value in store.texts(_QUERY):
        known[actor][_FACTS.get(prop, "kinds")].add(value)
    names = labels(store, wanted, lang=lang)
    return tuple(
        Actor(
            iri,
            names[iri],
            _INSTITUTION in known[iri]["kinds"],
            **{field: tuple(sorted(map(_code, known[iri][field]))) for field in _FACTS.values()},
        )
        for iri in wanted
    )


def fetch_words(store: Store, actors: Iterable[Actor], *, lang: str = "es") -> dict[str, dict[str, str]]:
    """Return what the codes of actors are called, by field and code.

    >>> import popgraph
    >>> graph = popgraph.open()
    >>> mincetur = fetch_actors(graph, ["https://w3id.org/popgraph/id/org/mincetur"])
    >>> fetch_words(graph, mincetur)["sectors"]
    {'public': 'público'}
    """
    found: dict[str, dict[str, str]] = {}
    every = tuple(actors)
    for field, home in _HOMES.items():
        codes = sorted({code for actor in every for code in getattr(actor, field)})
        iris = {code: code if "://" in code else home + code for code in codes}
        names = labels(store, iris.values(), lang=lang)
        found[field] = {code: names[iri] for code, iri in iris.items()}
    return found


def _code(iri: str) -> str:
    """The last part of a code's or a region's IRI; another IRI as it is."""
    return iri.rpartition("/")[2] if iri.startswith((SCHEME, ID)) else iri
