"""What stands around a node of a graph: its names, its plan, its quotes, its place in a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from popgraph.codes import code_of
from popgraph.findings import DataPlace, DocumentPlace, Origin
from popgraph.labels import short_iri
from popgraph.locate import TURTLE, Index, index
from popgraph.vocab import GRAPH, POP, PREFIXES

__all__ = ["Surroundings", "shown_path"]

_TYPE = PREFIXES["rdf"] + "type"
_CONFORMS = PREFIXES["dcterms"] + "conformsTo"
_NAMES = (
    PREFIXES["rdfs"] + "label",
    PREFIXES["skos"] + "prefLabel",
    PREFIXES["dcterms"] + "title",
    *(POP + name for name in ("wordingText", "statement", "sourceText")),
)
_OWNS = tuple(
    POP + name for name in ("hasDuePeriod", "hasTarget", "hasResponsibility", "hasGoal", "hasIndicator")
)
_UP = tuple(POP + name for name in ("partOfActivity", "statedIn", "reprintOf", "reviews", "interprets"))
_DEPTH = 6


class Surroundings:
    """A graph, looked at from its nodes, which are given by IRI or by the label of a blank node.

    Args:
        quads: The triples with the graphs that they stand in.
        files: The file of each named graph, where there is one.
    """

    def __init__(self, quads: Iterable[Quad], files: Mapping[str, Path] | None = None) -> None:
        self._files = dict(files or {})
        self._said: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._texts: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        self._homes: dict[str, str] = {}
        self._graphs: defaultdict[str, set[str]] = defaultdict(set)
        self._owners: dict[str, str] = {}
        self._mentions: dict[str, tuple[str, str, str]] = {}
        self._blank: set[str] = set()
        self._indexes: dict[str, Index] = {}
        for quad in quads:
            self._add(quad)

    def values(self, node: str, predicate: str) -> tuple[str, ...]:
        """Return the texts of a node's values of a property, sorted."""
        said = self._said.get(node)
        return tuple(sorted(said[predicate])) if said is not None and predicate in said else ()

    def texts(self, node: str, predicate: str) -> Mapping[str, str]:
        """Return a node's texts of a property, by language."""
        return MappingProxyType(self._texts.get((node, predicate), {}))

    def of_type(self, kind: str) -> tuple[str, ...]:
        """Return the nodes of a class, sorted."""
        return tuple(sorted(node for node, said in self._said.items() if kind in said.get(_TYPE, ())))

    def home(self, node: str) -> str:
        """Return the named graph in which a node is described, or empty."""
        return self._homes.get(node) or min(self._graphs.get(node, ()), default="")

    def origin(self, node: str) -> Origin | None:
        """Return whose fault it is by the graph that a node stands in; None if that doesn't tell."""
        home = self.home(node)
        if home.endswith("/interpretation"):
            return Origin.INTERPRETATION
        return Origin.REGISTRY if home.startswith(GRAPH + "registry/") else None

    def labels(self, node: str) -> Mapping[str, str]:
        """Return what a node is called, by language: its label or title, else its own words."""
        found: dict[str, str] = {}
        for predicate in _NAMES:
            for language, text in self._texts.get((node, predicate), {}).items():
                found.setdefault(language, text)
        return MappingProxyType(found)

    def shown(self, text: str, lang: str) -> str:
        """Return a value as a message shows it: the code or the label of a thing, else the text itself."""
        code = code_of(text)
        if code or (text not in self._said and "://" not in text):
            return code or text
        names = self.labels(text)
        return names.get(lang) or next(iter(names.values()), "") or short_iri(text)

    def plans(self, node: str) -> tuple[str, ...]:
        """Return the plans that a node is or is a part of, by way of what it belongs to."""
        for up in self._upwards(node):
            plans = (up,) if self.values(up, _CONFORMS) else self.values(up, POP + "partOfPlan")
            if plans:
                return plans
        return ()

    def profiles(self, node: str) -> frozenset[str] | None:
        """Return the layouts that the plans of a node follow; None if it is a part of no plan."""
        plans = self.plans(node)
        return frozenset(kind for plan in plans for kind in self.values(plan, _CONFORMS)) if plans else None

    def document(self, node: str) -> tuple[DocumentPlace, ...]:
        """Return the quotes that a node rests on, or else those of the nearest thing that it belongs to."""
        for up in self._upwards(node):
            found = {
                DocumentPlace(int(first), int(last), quote)
                for passage in self.values(up, POP + "hasSourcePassage")
                for first in self.values(passage, POP + "firstLine")[:1]
                for last in self.values(passage, POP + "lastLine")[:1]
                for quote in self.values(passage, PREFIXES["oa"] + "exact")[:1]
                if first.isdecimal() and last.isdecimal()
            }
            if found:
                return tuple(sorted(found, key=lambda place: (place.first, place.last, place.quote)))
        return ()

    def data(self, node: str, path: str = "", value: str = "") -> DataPlace | None:
        """Return where a node stands: in the file that says its property and value, else in that which describes it.

        What has no description, and a blank node, is found where it is a value.

        Returns:
            The place; None if no file is known to hold the node.
        """
        for _ in range(_DEPTH):
            if node in self._graphs and node not in self._blank:
                break
            graph, owner, predicate = self._mentions.get(node, ("", "", ""))
            if not owner:
                break
            node, path, value = owner, predicate, "" if node in self._blank else node
        graphs = [
            name for name in (self.home(node), *sorted(self._graphs.get(node, ()))) if name in self._files
        ]
        for key in ((node, path, value), (node, path), (node,)):
            for graph in dict.fromkeys(graphs):
                found = self._index(graph).exactly(*key) if all(key) else None
                if found is not None:
                    return DataPlace(shown_path(self._files[graph]), *found)
        return DataPlace(shown_path(self._files[graphs[0]]), 1, 1) if graphs else None

    def _add(self, quad: Quad) -> None:
        subject, predicate, value = quad.subject, quad.predicate.value, quad.object
        if not isinstance(subject, NamedNode | BlankNode) or not isinstance(
            value, NamedNode | BlankNode | Literal
        ):
            return
        node, text = subject.value, value.value
        graph = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
        self._said[node][predicate].append(text)
        self._graphs[node].add(graph)
        if isinstance(subject, BlankNode):
            self._blank.add(node)
        if predicate == _TYPE:
            self._homes[node] = min(graph, self._homes.get(node, graph))
        if isinstance(value, Literal):
            spoken = self._texts[node, predicate]
            language = value.language or ""
            spoken[language] = min(text, spoken.get(language, text))
            return
        if predicate != _TYPE:
            mention = (graph, node, predicate)
            self._mentions[text] = min(mention, self._mentions.get(text, mention))
        if predicate in _OWNS:
            self._owners[text] = min(node, self._owners.get(text, node))

    def _upwards(self, node: str) -> Iterator[str]:
        """The node, then what it belongs to, nearest first."""
        seen: set[str] = set()
        current = node
        while current and current not in seen and len(seen) < _DEPTH:
            seen.add(current)
            yield current
            above = [
                self._owners.get(current, ""),
                *(up for step in _UP for up in self.values(current, step)[:1]),
            ]
            current = next((up for up in above if up), "")

    def _index(self, graph: str) -> Index:
        if graph not in self._indexes:
            file = self._files[graph]
            text = ""
            if file.suffix.lower() in TURTLE:
                try:
                    text = file.read_text(encoding="utf-8")
                except (OSError, UnicodeDecodeError):
                    text = ""
            self._indexes[graph] = index(text, base=graph)
        return self._indexes[graph]


def shown_path(file: Path) -> str:
    """Return a path as reports show it: relative to the working folder if it is below, with ``/``."""
    try:
        return file.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return file.as_posix()
