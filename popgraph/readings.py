"""Asking under another reading of what the document leaves open.

An alternative reading is a `pop:Interpretation` that is `pop:alternativeTo` the chosen one. Under it, each thing that
it interprets has the values that it reads instead of those that the chosen reading gave.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from popgraph.errors import UsageError

if TYPE_CHECKING:
    from popgraph.embedded import EmbeddedStore
    from popgraph.store import Store

__all__ = ["Reading", "alternatives", "under"]

_QUERY = """
PREFIX pop: <https://w3id.org/popgraph/ontology#>
SELECT ?reading ?chosen ?thing ?property ?old ?new {
  ?reading pop:alternativeTo ?chosen ; pop:interprets ?thing ; pop:interpretedProperty ?property ; pop:readsAs ?new .
  ?chosen pop:readsAs ?old .
}"""


@dataclass(frozen=True, slots=True)
class Reading:
    """An alternative reading.

    Attributes:
        iri: Its IRI.
        name: Its path below ``interpretacion/``, by which it is asked for, such as ``para/2``.
        chosen: IRI of the reading that it is an alternative to.
        property: IRI of the property that is read.
        things: IRIs of what is interpreted.
        old: IRIs that the chosen reading gives.
        new: IRIs that this reading gives.
    """

    iri: str
    name: str
    chosen: str
    property: str
    things: tuple[str, ...]
    old: tuple[str, ...]
    new: tuple[str, ...]


def alternatives(store: Store) -> tuple[Reading, ...]:
    """Return every alternative reading that the graph holds, by IRI.

    >>> import popgraph
    >>> [reading.name for reading in alternatives(popgraph.open()) if "para" in reading.name]
    ['para/2']
    """
    found: dict[tuple[str, str, str], tuple[set[str], set[str], set[str]]] = {}
    for row in store.select(_QUERY):
        reading, chosen, thing, prop, old, new = (
            str(getattr(row[name], "value", ""))
            for name in ("reading", "chosen", "thing", "property", "old", "new")
        )
        things, olds, news = found.setdefault((reading, chosen, prop), (set(), set(), set()))
        things.add(thing)
        olds.add(old)
        news.add(new)
    return tuple(
        Reading(
            reading,
            reading.partition("/interpretacion/")[2] or reading,
            *(chosen, prop, tuple(sorted(things)), tuple(sorted(olds)), tuple(sorted(news))),
        )
        for (reading, chosen, prop), (things, olds, news) in sorted(found.items())
    )


def under(store: Store, names: Iterable[str]) -> EmbeddedStore:
    """Return a copy of the graph, in memory, in which the named alternative readings hold.

    Args:
        store: The graph; it stays as it is.
        names: Names of readings (see `Reading.name`) or their IRIs.

    Raises:
        UsageError: If a reading is unknown, or two of them are alternatives to the same one.

    >>> import popgraph
    >>> ask = "ASK { ?r <https://w3id.org/popgraph/ontology#responsibleParty> <https://w3id.org/popgraph/id/org/para> }"
    >>> graph = popgraph.open()
    >>> graph.ask(ask), under(graph, ["para/2"]).ask(ask)
    (False, True)
    """
    from pyoxigraph import NamedNode, Quad

    from popgraph.embedded import EmbeddedStore

    known = alternatives(store)
    wanted: list[Reading] = []
    for name in names:
        matches = [reading for reading in known if name in (reading.name, reading.iri)]
        if len(matches) != 1:
            raise UsageError(
                "No such alternative reading"
                if not matches
                else "Several alternative readings are called so",
                where=name,
                hint=f"One of: {', '.join(r.name if not matches else r.iri for r in matches or known)}",
            )
        rival = next((reading for reading in wanted if reading.chosen == matches[0].chosen), None)
        if rival:
            raise UsageError(
                "Two readings of the same words", where=f"{rival.name}, {name}", hint="Choose one"
            )
        wanted.extend(matches)
    swaps = {
        (thing, reading.property, old): reading.new
        for reading in wanted
        for thing in reading.things
        for old in reading.old
    }
    quads: list[Quad] = []
    for quad in store.quads():
        key = tuple(getattr(part, "value", "") for part in (quad.subject, quad.predicate, quad.object))
        new = swaps.get((key[0], key[1], key[2]))
        if new is None:
            quads.append(quad)
        else:
            quads.extend(Quad(quad.subject, quad.predicate, NamedNode(iri), quad.graph_name) for iri in new)
    return EmbeddedStore.of(quads)
