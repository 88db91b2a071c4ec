"""The shipped graph as the pages need it: what is said of a subject, and how often a term is used where."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from popgraph.labels import short_iri
from popgraph.vocab import BASE, GRAPH, POP, PREFIXES, SHAPES

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode

    from popgraph.answers import Term
    from popgraph.store import Store

__all__ = ["Facts", "expand", "gather", "shorten"]

_TYPE = PREFIXES["rdf"] + "type"
_MODEL = ("ontology", "alignments", "externals", "shapes")
_OWN = re.compile(r"\bpop:(\w+)")


@dataclass(frozen=True, slots=True)
class Facts:
    """The triples of a graph, by subject and predicate, and the uses of terms.

    Attributes:
        said: Objects by subject (IRI or blank node label), then predicate; sorted.
        homes: The named graphs, below ``graph/``, that a subject stands in.
        members: Subjects by class.
        uses: How often a class is asserted or a property used, by named graph, in data and code lists.
        pointed: How often an IRI is the object of a triple of the data.
        sizes: Triples by named graph.
    """

    said: Mapping[str, Mapping[str, tuple[Term, ...]]]
    homes: Mapping[str, frozenset[str]]
    members: Mapping[str, tuple[str, ...]]
    uses: Mapping[str, Mapping[str, int]]
    pointed: Mapping[str, int]
    sizes: Mapping[str, int]

    def values(self, subject: str, predicate: str) -> tuple[str, ...]:
        """Return the objects of a predicate (a prefixed name) as text: IRIs, labels of blank nodes, literals."""
        return tuple(_text(term) for term in self.said.get(subject, {}).get(expand(predicate), ()))

    def value(self, subject: str, predicate: str) -> str:
        """Return the first object of a predicate, or an empty text."""
        return next(iter(self.values(subject, predicate)), "")

    def text(self, subject: str, predicate: str, lang: str) -> str:
        """Return the text of a predicate in a language, or without one; empty if there is none."""
        from pyoxigraph import Literal

        terms = [t for t in self.said.get(subject, {}).get(expand(predicate), ()) if isinstance(t, Literal)]
        for wanted in (lang, None):
            for term in terms:
                if term.language == wanted:
                    return term.value
        return ""

    def items(self, node: str) -> tuple[str, ...]:
        """Return the items of an RDF list."""
        found: list[str] = []
        while node and node != PREFIXES["rdf"] + "nil":
            found.append(self.value(node, "rdf:first"))
            node = self.value(node, "rdf:rest")
        return tuple(found)

    def mentions(self, subject: str) -> frozenset[str]:
        """Return the local names of the own terms in what is said of a subject, and of its parts (not of others)."""
        found: set[str] = set()
        seen: set[str] = set()
        waiting = [subject]
        while waiting:
            node = waiting.pop()
            seen.add(node)
            for predicate, terms in self.said.get(node, {}).items():
                for value in (predicate, *(_text(term) for term in terms)):
                    if value.startswith(POP):
                        found.add(value.removeprefix(POP))
                    found.update(_OWN.findall(value))
                    part = "://" not in value or value.startswith(f"{subject}-")
                    if part and value in self.said and value not in seen:
                        waiting.append(value)
        return frozenset(found)


def gather(store: Store) -> Facts:
    """Return the facts of a graph.

    Raises:
        EndpointError: If a remote store can't answer.
    """
    said: defaultdict[str, defaultdict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    homes: defaultdict[str, set[str]] = defaultdict(set)
    members: defaultdict[str, set[str]] = defaultdict(set)
    uses: defaultdict[str, Counter[str]] = defaultdict(Counter)
    pointed: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    for quad in store.quads():
        subject, predicate, value = _text(quad.subject), quad.predicate.value, _text(quad.object)
        graph = _text(quad.graph_name).removeprefix(GRAPH)
        said[subject][predicate].append(quad.object)
        homes[subject].add(graph)
        sizes[graph] += 1
        if predicate == _TYPE:
            members[value].add(subject)
        if graph not in _MODEL and not graph.startswith("shapes/"):
            uses[value if predicate == _TYPE else predicate][graph] += 1
            if predicate != _TYPE and _names_something(quad.object):
                pointed[value] += 1
    return Facts(
        said={
            subject: {predicate: tuple(sorted(terms, key=str)) for predicate, terms in found.items()}
            for subject, found in said.items()
        },
        homes={subject: frozenset(graphs) for subject, graphs in homes.items()},
        members={name: tuple(sorted(subjects)) for name, subjects in members.items()},
        uses=uses,
        pointed=pointed,
        sizes=sizes,
    )


def expand(name: str) -> str:
    """Return the IRI of a prefixed name.

    >>> expand("pop:Plan")
    'https://w3id.org/popgraph/ontology#Plan'
    """
    prefix, _, local = name.partition(":")
    return (SHAPES if prefix == "shapes" else PREFIXES[prefix]) + local


def shorten(iri: str) -> str:
    """Return an IRI as people write it: prefixed, or relative to popgraph's base, or as it is.

    >>> shorten("https://w3id.org/popgraph/scheme/swot"), shorten("http://purl.org/dc/terms/type")
    ('scheme/swot', 'dcterms:type')
    """
    short = short_iri(iri)
    return short.removeprefix(BASE) if short == iri else short


def _names_something(term: Term | NamedNode | Literal) -> bool:
    from pyoxigraph import NamedNode

    return isinstance(term, NamedNode)


def _text(term: object) -> str:
    return str(getattr(term, "value", term))
