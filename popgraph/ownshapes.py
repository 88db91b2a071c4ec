"""Shapes that somebody else wrote, read so that they can be run: nothing in them leads outside.

A SPARQL constraint is text that an engine runs. rdflib, which pySHACL asks, calls the servers that ``SERVICE`` names
and fetches the graphs that ``FROM`` names; so both are refused, and so is what isn't a query.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
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

__all__ = ["load"]

_Node = NamedNode | BlankNode

_SH = PREFIXES["sh"]
_TYPE = PREFIXES["rdf"] + "type"
# What makes a node a shape, though nothing calls it so.
_TARGETS = ("targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf")
_QUERIES = {"select": "SELECT", "ask": "ASK"}
_UNFIT = frozenset('<>"{}|^`\\ \n\r\t')
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
    return _graph(file, triples, prefixes)


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
        query = value.value if isinstance(value, Literal) else ""
        whole = "".join(self._prefixes(node)) + query.replace("$PATH", "<urn:x:path>")
        place = self.where(node, query)
        try:
            guard(whole)
            if form(whole) != wanted:
                raise QueryError(f"Not the kind of query that is wanted here, {wanted}")
            if any(token.keyword == "FROM" for token in tokens(whole)):
                raise QueryError(
                    "FROM is refused, since it would be fetched",
                    hint="A shape sees the data that are checked",
                )
            check_syntax(whole)
        except QueryError as error:
            inside = f"In the query: {error.where}. " if error.where else ""
            raise DataError(error.what, where=place, hint=f"{inside}{error.hint}".strip()) from error

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

    def _prefixes(self, node: object) -> Iterator[str]:
        """What is declared for a query, as far as it can be written as SPARQL; what can't is no part of the query."""
        seen: set[str] = set()
        for sheet in self._values(node, "prefixes"):
            for item in self._values(sheet, "declare"):
                for prefix in self._values(item, "prefix"):
                    for space in self._values(item, "namespace"):
                        short, iri = str(getattr(prefix, "value", "")), str(getattr(space, "value", ""))
                        if short not in seen and not _UNFIT & set(iri + short):
                            seen.add(short)
                            yield f"PREFIX {short}: <{iri}> "

    def _values(self, node: object, name: str) -> list[object]:
        return [value for predicate, value in self._said.get(node, ()) if predicate == _SH + name]
