"""Shapes that somebody else wrote, read so that they can be run: nothing in them leads outside.

A SPARQL constraint is text that an engine runs. rdflib, which pySHACL asks, calls the servers that ``SERVICE`` names
and fetches the graphs that ``FROM`` names; so both are refused, and so is what isn't a query.

pySHACL makes that text of three parts by pasting: the prefixes that are declared, the query, and the path for
``$PATH``. So prefixes and paths may hold nothing that would change what the query says, and it is the whole that is
looked at.
"""

from __future__ import annotations

import re
from collections import defaultdict
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from popgraph.embedded import check_syntax
from popgraph.errors import DataError, QueryError
from popgraph.reading import broken, check_safe, format_of, too_long
from popgraph.sparql import form, guard, tokens
from popgraph.store import rdflib_term
from popgraph.vocab import PREFIXES

if TYPE_CHECKING:
    import rdflib

__all__ = ["check_paths", "load"]

_Node = NamedNode | BlankNode

_SH = PREFIXES["sh"]
_TYPE = PREFIXES["rdf"] + "type"
# What makes a node a shape, though nothing calls it so.
_TARGETS = ("targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf")
_QUERIES = {"select": "SELECT", "ask": "ASK"}
_PLAIN = ("", PREFIXES["xsd"] + "string", PREFIXES["xsd"] + "anyURI", PREFIXES["rdf"] + "langString")
_PREFIX = re.compile(r"(?:[^\W\d_](?:[\w.-]*[\w-])?)?")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
_LOCAL = re.compile(r"(?:\w(?:[\w.-]*[\w-])?)?")
_PATH = re.compile(r"[?$]PATH")
# pySHACL declares them by itself.
_ALWAYS = {name: PREFIXES[name] for name in ("rdf", "rdfs", "owl")}
# Code and changes of the data: no part of what a report needs.
_REFUSED = ("jsFunctionName", "jsLibrary", "js", "construct", "update", "rule")


def load(path: str | PathLike[str]) -> rdflib.Graph:
    """Return the shapes graph that a file holds, once each query in it is known to stay within the data.

    ``owl:imports`` is not followed. A regular expression (``sh:pattern``) isn't looked into: one that is written to
    take long takes long.

    Raises:
        DataError: If the file can't be read, holds no shape, a triple term, JavaScript or a SHACL rule, or if one of
            its queries isn't SPARQL, calls another server or names graphs of its own. File, line and shape are named.

    >>> from popgraph import resources
    >>> len(load(resources.path("ontology", "shapes", "draft.ttl"))) > 100
    True
    """
    file = Path(path)
    triples, prefixes = _read(file)
    sheet = _Sheet(file, triples)
    if not sheet.has_shapes():
        raise DataError(
            "No shapes in this file", where=str(file), hint="A shape is a sh:NodeShape or a sh:PropertyShape"
        )
    sheet.check_prefixes()
    for triple in triples:
        name = triple.predicate.value.removeprefix(_SH) if triple.predicate.value.startswith(_SH) else ""
        if name in _REFUSED:
            raise DataError(
                f"sh:{name} is refused, since it is more than a check",
                where=sheet.where(triple.subject, f"sh:{name}"),
                hint="Write the rule with SHACL Core, or as a SELECT",
            )
        if name in _QUERIES:
            sheet.check(triple, _QUERIES[name])
    graph = _graph(file, triples, prefixes)
    check_paths(graph, where=str(file))
    return graph


def check_paths(graph: rdflib.Graph, *, where: str) -> None:
    """Do nothing if every path of a shapes graph stays one when it is written into a query.

    pySHACL writes a path with any declared prefix that fits, be the rest a name or not: ``x:a#b`` ends in a comment.
    Files that are joined share their prefixes, so the whole is to be looked at, too.

    Raises:
        DataError: If not, and some query asks for its path.
    """
    import rdflib

    shacl = rdflib.Namespace(_SH)
    queries = (value for name in _QUERIES for value in graph.objects(None, shacl[name]))
    if not any(_PATH.search(str(query)) for query in queries):
        return
    spaces = {str(space) for space in graph.objects(None, shacl["namespace"])} | set(_ALWAYS.values())
    seen: set[rdflib.term.Node] = set()
    waiting = list(graph.objects(None, shacl["path"]))
    while waiting:
        node = waiting.pop()
        if isinstance(node, rdflib.BNode) and node not in seen:
            waiting.extend(graph.objects(node))
        seen.add(node)
    for path in sorted(str(node) for node in seen if isinstance(node, rdflib.URIRef)):
        if not _IRI.fullmatch(path):
            raise DataError("A path is no IRI that can be written into a query", where=where, hint=path[:200])
        space = next(
            (space for space in sorted(spaces) if path.startswith(space) and not _fits(path, space)), None
        )
        if space is not None:
            raise DataError(
                "A path can't be written with the prefix that is declared for it",
                where=f"{where} <{path}>",
                hint=f"Declare a longer namespace than <{space}>, so that what follows is a name",
            )


def _fits(path: str, space: str) -> bool:
    return _LOCAL.fullmatch(path.replace(space, "")) is not None


def _read(file: Path) -> tuple[list[Triple], dict[str, str]]:
    """The triples, whose blank nodes are those of no other file, and the prefixes."""
    try:
        check_safe(file)
        reader = pyoxigraph.parse(
            path=file, format=format_of(file), base_iri="urn:x:", rename_blank_nodes=True
        )
        return [quad.triple for quad in reader], dict(reader.prefixes)
    except SyntaxError as error:
        raise broken(file, error) from error
    except MemoryError as error:
        raise too_long(file) from error
    except OSError as error:
        raise DataError("The shapes can't be read", where=str(file), hint=error.strerror or "") from error


def _graph(file: Path, triples: list[Triple], prefixes: dict[str, str]) -> rdflib.Graph:
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    for name, space in prefixes.items():
        graph.bind(name, space, override=True, replace=True)
    try:
        for triple in triples:
            graph.add(
                tuple(rdflib_term(part) for part in (triple.subject, triple.predicate, triple.object))  # type: ignore[arg-type]
            )
    except QueryError as error:
        raise DataError("Shapes hold no triple terms", where=str(file), hint=error.where[:200]) from error
    return graph


class _Sheet:
    """The triples of a file by subject, and the way back up to the shapes that have a name."""

    def __init__(self, file: Path, triples: list[Triple]) -> None:
        self._file = file
        self._text = file.read_bytes().decode(errors="replace")
        self._said: defaultdict[object, list[tuple[str, object]]] = defaultdict(list)
        self._above: defaultdict[object, list[object]] = defaultdict(list)
        for triple in triples:
            self._said[triple.subject].append((triple.predicate.value, triple.object))
            self._above[triple.object].append(triple.subject)
        ontology = (_TYPE, NamedNode(PREFIXES["owl"] + "Ontology"))
        self._ontologies = {node for node, said in self._said.items() if ontology in said}
        self._shared = [item for node in self._ontologies for item in self._values(node, "declare")]

    def has_shapes(self) -> bool:
        """Return whether anything is a shape."""
        kinds = {NamedNode(_SH + "NodeShape"), NamedNode(_SH + "PropertyShape")}
        targets = {_SH + name for name in _TARGETS}
        return any(
            predicate in targets or (predicate == _TYPE and value in kinds)
            for said in self._said.values()
            for predicate, value in said
        )

    def check(self, triple: Triple, wanted: str) -> None:
        """Do nothing if a query may be run.

        Raises:
            DataError: If not.
        """
        node, value = triple.subject, triple.object
        query = value.value if isinstance(value, Literal) and value.datatype.value in _PLAIN else ""
        place = self.where(node, query)
        try:
            if any(not _PATH.fullmatch(t.text) for t in tokens(query) if _PATH.search(t.text)):
                raise QueryError(
                    "$PATH stands where no path can stand",
                    hint="pySHACL puts the path wherever it reads $PATH, in texts and longer names, too",
                )
            # A path is written as an IRI or as a name.
            for path in ("<urn:x:path>", "rdf:type"):
                self._check(self._prefixes(node) + _PATH.sub(path, query), wanted)
        except QueryError as error:
            inside = f"In the query: {error.where}. " if error.where else ""
            raise DataError(error.what, where=place, hint=f"{inside}{error.hint}".strip()) from error

    @staticmethod
    def _check(whole: str, wanted: str) -> None:
        guard(whole)
        if form(whole) != wanted:
            raise QueryError(f"Not the kind of query that is wanted here, {wanted}")
        if any(token.keyword == "FROM" for token in tokens(whole)):
            raise QueryError(
                "FROM is refused, since it would be fetched",
                hint="A shape sees the data that are checked",
            )
        check_syntax(whole)

    def check_prefixes(self) -> None:
        """Do nothing if every prefix that is declared can be written into a query.

        Raises:
            DataError: If not.
        """
        fits = {"prefix": _PREFIX, "namespace": _IRI}
        for node, said in self._said.items():
            for predicate, value in said:
                name = predicate.removeprefix(_SH) if predicate.startswith(_SH) else ""
                if name not in fits:
                    continue
                text = value.value if isinstance(value, Literal) and value.datatype.value in _PLAIN else None
                if text is None or not fits[name].fullmatch(text):
                    raise DataError(
                        f"The sh:{name} of a declaration is none",
                        where=self.where(node, text or ""),
                        hint="A prefix is a short name; a namespace is an IRI, written as a text of xsd:anyURI",
                    )

    def where(self, node: object, text: str) -> str:
        """The file, the line on which a text begins, and the nearest shape that has a name."""
        name = self._named(node)
        first = next((line.strip() for line in text.splitlines() if line.strip()), "")
        local = name.rpartition("#")[2].rpartition("/")[2] if name else ""
        found = next((at for at in (self._text.find(part) for part in (first, local) if part) if at >= 0), -1)
        line = f":{self._text.count(chr(10), 0, found) + 1}" if found >= 0 else ""
        return f"{self._file}{line} {f'<{name}>' if name else '(a shape without a name)'}"

    def _named(self, node: object) -> str:
        seen: set[object] = set()
        waiting = [node]
        while waiting:
            current = waiting.pop(0)
            if isinstance(current, NamedNode):
                return current.value
            if current not in seen:
                seen.add(current)
                waiting.extend(self._above[current])
        return ""

    def _prefixes(self, node: object) -> str:
        """What pySHACL writes in front of a query."""
        found = dict(_ALWAYS)
        named = self._values(node, "prefixes")
        for sheet in named:
            own = self._values(sheet, "declare")
            shared = [] if own and sheet in self._ontologies else self._shared
            for item in (*shared, *own):
                for prefix in self._values(item, "prefix"):
                    for space in self._values(item, "namespace"):
                        found[str(getattr(prefix, "value", ""))] = str(getattr(space, "value", ""))
        return "".join(f"PREFIX {short}: <{iri}>\n" for short, iri in found.items())

    def _values(self, node: object, name: str) -> list[object]:
        return [value for predicate, value in self._said.get(node, ()) if predicate == _SH + name]
