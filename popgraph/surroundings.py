"""What stands around a node of a graph: its names, its plan, its quotes, its place in a file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, Store, Triple

from popgraph.blanknodes import described
from popgraph.codes import code_of
from popgraph.findings import DataPlace, DocumentPlace, Origin
from popgraph.labels import short_iri
from popgraph.locate import TURTLE
from popgraph.statements import Statements
from popgraph.vocab import GRAPH, POP, PREFIXES

__all__ = ["Surroundings", "shown_path"]

_RDF_TYPE = NamedNode(PREFIXES["rdf"] + "type")
# Labels of blank nodes have no colon.
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_CONFORMS = PREFIXES["dcterms"] + "conformsTo"
_NAMES = (
    PREFIXES["rdfs"] + "label",
    PREFIXES["skos"] + "prefLabel",
    PREFIXES["dcterms"] + "title",
    *(POP + name for name in ("wordingText", "statement", "sourceText")),
)
_OWNS = tuple(
    NamedNode(POP + name)
    for name in ("hasDuePeriod", "hasTarget", "hasResponsibility", "hasGoal", "hasIndicator")
)
_UP = tuple(POP + name for name in ("partOfActivity", "statedIn", "reprintOf", "reviews", "interprets"))
_DEPTH = 6
# Longer than any text has lines.
_DIGITS = 12
_WITH_BLANK = """SELECT DISTINCT ?s ?p ?o ?g {
    { GRAPH ?g { ?s ?p ?o } } UNION { ?s ?p ?o } FILTER (isBlank(?s) || isBlank(?o))
}"""


@dataclass(slots=True)
class _Node:
    """What is said of a node: values by property, texts by property and language, and in which graphs."""

    said: dict[str, list[str]] = field(default_factory=dict)
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    graphs: set[str] = field(default_factory=set)
    homes: set[str] = field(default_factory=set)

    def add(self, quad: Quad) -> None:
        predicate, value = quad.predicate.value, quad.object
        if isinstance(value, Triple):
            return
        graph = _graph(quad)
        self.said.setdefault(predicate, []).append(value.value)
        self.graphs.add(graph)
        if quad.predicate == _RDF_TYPE:
            self.homes.add(graph)
        if isinstance(value, Literal):
            spoken = self.texts.setdefault(predicate, {})
            language = value.language or ""
            spoken[language] = min(value.value, spoken.get(language, value.value))


class Surroundings:
    """A graph, looked at from its nodes, which are given by IRI or by the label of a blank node.

    Only what is asked for is looked up, so that a few findings in a large graph cost little.

    Args:
        store: The triples with the graphs that they stand in.
        files: The file of each named graph, where there is one.
        indexes: Where statements stand in files that were looked into before, by graph; it is filled.
    """

    def __init__(
        self,
        store: Store,
        files: Mapping[str, Path] | None = None,
        *,
        indexes: dict[str, Statements] | None = None,
    ) -> None:
        self._store = store
        self._files = dict(files or {})
        self._nodes: dict[str, _Node] = {}
        self._indexes: dict[str, Statements] = {} if indexes is None else indexes
        self._blank: dict[str, str] | None = None

    def values(self, node: str, predicate: str) -> tuple[str, ...]:
        """Return the texts of a node's values of a property, sorted."""
        return tuple(sorted(self._node(node).said.get(predicate, ())))

    def texts(self, node: str, predicate: str) -> Mapping[str, str]:
        """Return a node's texts of a property, by language."""
        return MappingProxyType(self._node(node).texts.get(predicate, {}))

    def of_type(self, kind: str) -> tuple[str, ...]:
        """Return the nodes of a class, sorted."""
        found = self._store.quads_for_pattern(None, _RDF_TYPE, NamedNode(kind), None)
        return tuple(sorted({quad.subject.value for quad in found if not isinstance(quad.subject, Triple)}))

    def home(self, node: str) -> str:
        """Return the named graph in which a node is described, or empty."""
        said = self._node(node)
        return min(said.homes or said.graphs, default="")

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
            for language, text in self._node(node).texts.get(predicate, {}).items():
                found.setdefault(language, text)
        return MappingProxyType(found)

    def shown(self, text: str, lang: str) -> str:
        """Return a value as a message shows it: the code or the label of a thing, else the text itself."""
        if text.startswith("^"):
            return f"^{self.shown(text[1:], lang)}"
        code = code_of(text)
        if code or (not self._node(text).said and "://" not in text):
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
                DocumentPlace(_line(first), _line(last), quote)
                for passage in self.values(up, POP + "hasSourcePassage")
                for first in self.values(passage, POP + "firstLine")[:1]
                for last in self.values(passage, POP + "lastLine")[:1]
                for quote in self.values(passage, PREFIXES["oa"] + "exact")[:1]
                if _line(first) and _line(last)
            }
            if found:
                return tuple(sorted(found, key=lambda place: (place.first, place.last, place.quote)))
        return ()

    def data(self, node: str, path: str = "", value: str = "") -> DataPlace | None:
        """Return where a node stands: in the file that says its property and value, else in that which describes it.

        What has no description, and a blank node, is found where it is a value.

        Returns:
            The place, without a line where only the file is known; None if no file is known to hold the node.
        """
        for _ in range(_DEPTH):
            blank = not _IRI.match(node)
            if self._node(node).graphs and not blank:
                break
            graph, owner, predicate = self._mention(node)
            if not owner:
                break
            node, path, value = owner, predicate, "" if blank else node
        graphs = [name for name in (self.home(node), *sorted(self._node(node).graphs)) if name in self._files]
        for key in ((node, path, value), (node, path), (node,)):
            for graph in dict.fromkeys(graphs):
                found = self._index(graph).exactly(*key) if all(key) else None
                if found is not None:
                    return DataPlace(shown_path(self._files[graph]), *found)
        return DataPlace(shown_path(self._files[graphs[0]])) if graphs else None

    def stable(self, node: str) -> str:
        """Return a node's name as reports give it: a blank node's is made of what is said of it, any other stays.

        Of nodes in a graph of which the same is said, the second and later ones get a number.
        """
        if not node or ":" in node:
            return node
        if self._blank is None:
            self._blank = _blank_names(self._store)
        return self._blank.get(node, node)

    def literal(self, node: str, predicate: str, text: str) -> str:
        """Return a literal in N-Triples: a node's value of a property that has a text, else the text itself.

        Returns:
            The literal; empty if the text names a node: that value, or else anything that the graph tells of.
        """
        subject, named, asked = _term(node), _term(text), _term(predicate)
        if subject is not None and isinstance(asked, NamedNode):
            said = self._store.quads_for_pattern(subject, asked, None, None)
            found = [quad.object for quad in said if not isinstance(quad.object, Triple)]
            same = [term for term in found if term.value == text]
            if same:
                return min(str(term) if isinstance(term, Literal) else "" for term in same)
        if named is not None:
            patterns = ((named, None), (None, named))
            if any(
                True for one, two in patterns for _ in self._store.quads_for_pattern(one, None, two, None)
            ):
                return ""
        return str(Literal(text))

    def _node(self, name: str) -> _Node:
        found = self._nodes.get(name)
        if found is None:
            found = self._nodes[name] = _Node()
            term = _term(name)
            if term is not None:
                for quad in _named(self._store.quads_for_pattern(term, None, None, None)):
                    found.add(quad)
        return found

    def _mention(self, name: str) -> tuple[str, str, str]:
        """The first graph, node and property that a node is a value of; empty texts if there are none."""
        term = _term(name)
        if term is None:
            return "", "", ""
        found = (
            (_graph(quad), quad.subject.value, quad.predicate.value)
            for quad in _named(self._store.quads_for_pattern(None, None, term, None))
            if quad.predicate != _RDF_TYPE and not isinstance(quad.subject, Triple)
        )
        return min(found, default=("", "", ""))

    def _owner(self, name: str) -> str:
        """What a node belongs to, as one of its goals, indicators, …"""
        term = _term(name)
        if term is None:
            return ""
        found = (
            quad.subject.value
            for predicate in _OWNS
            for quad in self._store.quads_for_pattern(None, predicate, term, None)
            if not isinstance(quad.subject, Triple)
        )
        return min(found, default="")

    def _upwards(self, node: str) -> Iterator[str]:
        """The node, then what it belongs to, nearest first."""
        seen: set[str] = set()
        current = node
        while current and current not in seen and len(seen) < _DEPTH:
            seen.add(current)
            yield current
            above = [
                self._owner(current),
                *(up for step in _UP for up in self.values(current, step)[:1]),
            ]
            current = next((up for up in above if up), "")

    def _index(self, graph: str) -> Statements:
        if graph not in self._indexes:
            file = self._files[graph]
            text = ""
            if file.suffix.lower() in TURTLE:
                try:
                    text = file.read_text(encoding="utf-8")
                except (OSError, UnicodeDecodeError):
                    text = ""
            self._indexes[graph] = Statements(text, base=graph)
        return self._indexes[graph]


def _blank_names(store: Store) -> dict[str, str]:
    found = store.query(_WITH_BLANK)
    assert isinstance(found, QuerySolutions)
    rows = list(found)
    names = described(Triple(row[0], row[1], row[2]) for row in rows)
    homes: dict[BlankNode, str] = {}
    for row in rows:
        for term in (row[0], row[2]):
            if isinstance(term, BlankNode):
                homes[term] = max(homes.get(term, ""), row[3].value if row[3] else "")
    seen: Counter[tuple[str, str]] = Counter()
    numbered = {}
    for node, name in sorted(names.items(), key=lambda item: item[0].value):
        seen[homes[node], name] += 1
        count = seen[homes[node], name]
        numbered[node.value] = name if count == 1 else f"{name}-{count}"
    return numbered


def _line(text: str) -> int:
    """The number of a line; 0 for what is none."""
    return int(text) if text.isdecimal() and len(text) <= _DIGITS else 0


def _graph(quad: Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""


def _named(quads: Iterable[Quad]) -> list[Quad]:
    """Those in named graphs, if any are: the default graph may hold the union of these."""
    found = list(quads)
    return [quad for quad in found if isinstance(quad.graph_name, NamedNode)] or found


def _term(name: str) -> NamedNode | BlankNode | None:
    """The node that has a name; None for a text that can be none, such as a literal's."""
    try:
        return NamedNode(name) if _IRI.match(name) else BlankNode(name)
    except ValueError:
        return None


def shown_path(file: Path, *, here: Path | None = None) -> str:
    """Return a path as reports show it: relative to the working folder if it is below, with ``/``.

    Args:
        file: The path.
        here: The working folder, for whoever asks for many.
    """
    try:
        return file.absolute().relative_to(here or Path.cwd()).as_posix()
    except ValueError:
        return file.as_posix()
