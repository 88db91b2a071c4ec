"""Rules made of the shapes that a user wrote: read safely, named, and run beside the shipped ones.

Each shape that has an IRI is a rule; a shape without one belongs to the nearest that has, or else to a rule named
after its file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from popgraph import ownshapes
from popgraph.engine import Data
from popgraph.engines.pyshacl import read_result, shacl_report, with_bindings
from popgraph.errors import DataError
from popgraph.findings import Origin, Severity
from popgraph.results import Result
from popgraph.rules import Rule
from popgraph.shapes import Constraint
from popgraph.vocab import PREFIXES, SHAPES

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

__all__ = ["TIER", "OwnRules", "read"]

TIER = "own"
"""The tier of every rule that popgraph doesn't ship."""

_SH = PREFIXES["sh"]
_TARGETS = ("targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf")
_SEVERITIES = {f"{_SH}{item.value.capitalize()}": item for item in Severity}
_DEEP = 100

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OwnRules:
    """The rules of some files of shapes.

    Attributes:
        rules: The rules, sorted by id; their tier is `TIER`.
        files: The files.
        graph: All shapes.
        owners: The rule of each shape, by its node.
    """

    rules: tuple[Rule, ...]
    files: tuple[Path, ...]
    graph: rdflib.Graph = field(compare=False)
    owners: Mapping[Node, str] = field(compare=False, hash=False)

    def evaluate(self, data: Data) -> tuple[tuple[Result, Texts], ...]:
        """Return what breaks the rules, sorted, each with what the shapes say of it, by language.

        A text has no language where its shape gives none, and if it is pySHACL's own for a shape without a message.
        There is no text where the message of the rule holds.

        Raises:
            DataError: If pySHACL refuses a shape or fails on it.
        """
        import rdflib

        if not self.rules:
            return ()
        report = shacl_report(data, self.graph, [str(file) for file in self.files])
        owners = {str(node): rule for node, rule in self.owners.items()}
        found = set()
        # A result may have details of its own, which are no results of the report.
        for node in report.objects(None, rdflib.URIRef(_SH + "result")):
            result, focus = read_result(node, report, owners)
            texts = tuple(sorted(self._texts(node, report, result.rule).items()))
            shape = report.value(node, rdflib.URIRef(_SH + "sourceShape"))
            for each in with_bindings(result, focus, self._queries(node, report, shape), data.rdflib):
                found.add((each, texts))
        return tuple(
            (result, MappingProxyType(dict(texts)))
            for result, texts in sorted(found, key=lambda item: (_order(item[0]), item[1]))
        )

    def _texts(self, node: Node, report: rdflib.Graph, rule: str) -> dict[str, str]:
        """What a result's shape and constraint say: pySHACL drops the language of it."""
        import rdflib

        found: dict[str, str] = {}
        for name in ("sourceConstraint", "sourceShape"):
            for source in report.objects(node, rdflib.URIRef(_SH + name)):
                for text in sorted(self.graph.objects(source, rdflib.URIRef(_SH + "message")), key=str):
                    if isinstance(text, rdflib.Literal):
                        found.setdefault(text.language or "", str(text))
            if found:
                return found
        if any(item.message for item in self.rules if item.id == rule):
            return {}
        said = sorted(str(text) for text in report.objects(node, rdflib.URIRef(_SH + "resultMessage")))
        return {"": said[0]} if said else {}

    def _queries(self, node: Node, report: rdflib.Graph, shape: Any) -> list[Constraint]:
        """The query behind a result, if there is one, for the variables that its message names."""
        import rdflib

        def texts(source: Any, name: str) -> list[Any]:
            return sorted(self.graph.objects(source, rdflib.URIRef(_SH + name)), key=str)

        path = self.graph.value(shape, rdflib.URIRef(_SH + "path"))
        plain = str(path) if isinstance(path, rdflib.URIRef) else ""
        found = []
        for source in report.objects(node, rdflib.URIRef(_SH + "sourceConstraint")):
            declared = {
                f"PREFIX {prefix}: <{space}>\n"
                for sheet in texts(source, "prefixes")
                for item in texts(sheet, "declare")
                for prefix in texts(item, "prefix")
                for space in texts(item, "namespace")
            }
            if path is None or plain:
                found += [
                    Constraint("", "".join(sorted(declared)) + str(select), plain, "", path is not None, ())
                    for select in texts(source, "select")
                ]
        return found


def read(files: Iterable[str | PathLike[str]], *, taken: Iterable[str] = ()) -> OwnRules:
    """Return the rules that some files of shapes hold.

    A rule's id is the local name of its shape; where that is taken or stands twice, its IRI with the prefix of its
    file, or the whole IRI.

    Args:
        files: Files of RDF.
        taken: Ids that aren't free.

    Raises:
        DataError: If a file can't be read or run safely; see `popgraph.ownshapes.load`.

    >>> from popgraph import resources
    >>> found = read([resources.path("ontology", "shapes", "draft.ttl")])
    >>> {rule.tier for rule in found.rules}
    {'own'}
    """
    import rdflib

    paths = tuple(dict.fromkeys(Path(file) for file in files))
    whole = rdflib.Graph(bind_namespaces="none")
    homes: dict[Node, Path] = {}
    prefixes: dict[Node, tuple[tuple[str, str], ...]] = {}
    for path in paths:
        part = ownshapes.load(path)
        bound = tuple((name, str(space)) for name, space in part.namespaces())
        for subject, predicate, value in part:
            whole.add((subject, predicate, value))
            homes.setdefault(subject, path)
            prefixes.setdefault(subject, bound)
    if len(paths) > 1:
        ownshapes.check_paths(whole, where=", ".join(map(str, paths)))
    nodes = _shapes(whole)
    named = sorted((node for node in nodes if isinstance(node, rdflib.URIRef)), key=str)
    ids = _ids({str(node): prefixes.get(node, ()) for node in named}, {item.lower() for item in taken})
    tops: dict[Node, str] = {node: ids[str(node)] for node in named}
    owners: dict[Node, str] = {}
    nameless: dict[str, tuple[Node, ...]] = {}
    used = {id_.lower() for id_ in (*taken, *ids.values())}
    stems = {path: _free(path.stem, used) for path in paths}
    for node in set(whole.subjects()):
        if node in tops:
            owners[node] = tops[node]
        elif isinstance(node, rdflib.BNode):
            owner = _owner(whole, node, tops)
            owners[node] = owner or stems[homes[node]]
            if owner is None and node in nodes:
                nameless[stems[homes[node]]] = (*nameless.get(stems[homes[node]], ()), node)
    files_of = {stem: path for path, stem in stems.items()}
    rules = [
        *(
            _rule(whole, node, tops[node], homes.get(node, paths[0]))
            for node in named
            if not _off(whole, node)
        ),
        *(_unnamed(stem, files_of[stem]) for stem in nameless),
    ]
    return OwnRules(tuple(sorted(rules, key=lambda rule: rule.id)), paths, whole, MappingProxyType(owners))


def _order(result: Result) -> tuple[object, ...]:
    return (result.rule, result.focus, result.path, result.value, result.value_literal, result.component)


def _shapes(graph: rdflib.Graph) -> set[Node]:
    """What is a shape by its class, its target or its use."""
    import rdflib

    found: set[Node] = set()
    for kind in ("NodeShape", "PropertyShape"):
        found.update(graph.subjects(rdflib.RDF.type, rdflib.URIRef(_SH + kind)))
    for name in (*_TARGETS, "property"):
        found.update(graph.subjects(rdflib.URIRef(_SH + name)))
    for name in ("property", "node"):
        found.update(graph.objects(None, rdflib.URIRef(_SH + name)))
    return found


def _owner(graph: rdflib.Graph, node: Node, tops: Mapping[Node, str]) -> str | None:
    """The rule of the nearest shape with a name that a node stands in."""
    seen: set[Node] = set()
    level = [node]
    for _ in range(_DEEP):
        above = sorted({up for item in level for up in graph.subjects(None, item)} - seen, key=str)
        if not above:
            return None
        for up in above:
            if up in tops:
                return tops[up]
        seen.update(above)
        level = above
    return None


def _ids(named: Mapping[str, Sequence[tuple[str, str]]], taken: set[str]) -> dict[str, str]:
    """An id for each IRI, of which no two are equal without regard to case."""
    choices = {iri: tuple(_spellings(iri, prefixes)) for iri, prefixes in named.items()}
    counted = Counter(text for spellings in choices.values() for text in {item.lower() for item in spellings})
    return {
        iri: next(
            (text for text in spellings if counted[text.lower()] == 1 and text.lower() not in taken), iri
        )
        for iri, spellings in choices.items()
    }


def _spellings(iri: str, prefixes: Sequence[tuple[str, str]]) -> Iterator[str]:
    local = re.split(r"[#/:]", iri)[-1]
    if local:
        yield local
    spaces = [(name, space) for name, space in prefixes if name and space and iri.startswith(space)]
    if spaces:
        name, space = max(spaces, key=lambda item: (len(item[1]), item[0]))
        yield f"{name}:{iri.removeprefix(space)}"


def _free(stem: str, used: set[str]) -> str:
    number, free = 1, stem
    while free.lower() in used:
        number += 1
        free = f"{stem}-{number}"
    used.add(free.lower())
    return free


def _off(graph: rdflib.Graph, node: Node) -> bool:
    import rdflib

    return any(
        isinstance(value, rdflib.Literal) and str(value) in ("true", "1")
        for value in graph.objects(node, rdflib.URIRef(_SH + "deactivated"))
    )


def _rule(graph: rdflib.Graph, node: Node, id_: str, file: Path) -> Rule:
    import rdflib

    def texts(*predicates: str) -> Texts:
        found: dict[str, str] = {}
        for predicate in predicates:
            for value in sorted(graph.objects(node, rdflib.URIRef(predicate)), key=str):
                if isinstance(value, rdflib.Literal):
                    found.setdefault(value.language or "", str(value))
        return MappingProxyType(dict(sorted(found.items(), reverse=True)))

    severities: list[Any] = sorted(graph.objects(node, rdflib.URIRef(_SH + "severity")))
    origin = next((str(value) for value in graph.objects(node, rdflib.URIRef(SHAPES + "origin"))), "")
    try:
        fault = Origin(origin or Origin.TRANSCRIPTION.value)
    except ValueError as error:
        hint = f"One of {', '.join(item.value for item in Origin)}"
        raise DataError("The shape has no such origin", where=f"{file} <{node}>", hint=hint) from error
    return Rule(
        id=id_,
        tier=TIER,
        severity=next(
            (_SEVERITIES[str(item)] for item in severities if str(item) in _SEVERITIES), Severity.VIOLATION
        ),
        category="",
        title=texts(PREFIXES["rdfs"] + "label", _SH + "name") or MappingProxyType({"": id_}),
        message=texts(_SH + "message"),
        rationale=texts(
            PREFIXES["dcterms"] + "description", _SH + "description", PREFIXES["rdfs"] + "comment"
        ),
        guidance=texts(SHAPES + "guidance"),
        grounds=texts(PREFIXES["skos"] + "note"),
        profiles=(),
        since="",
        origin=fault,
        kind="shape",
        iri=str(node),
        file=file,
    )


def _unnamed(id_: str, file: Path) -> Rule:
    nothing: Texts = MappingProxyType({})
    return Rule(
        id=id_,
        tier=TIER,
        severity=Severity.VIOLATION,
        category="",
        title=MappingProxyType(
            {"es": f"Formas sin nombre de {file.name}", "en": f"Shapes without a name in {file.name}"}
        ),
        message=nothing,
        rationale=nothing,
        guidance=nothing,
        grounds=nothing,
        profiles=(),
        since="",
        origin=Origin.TRANSCRIPTION,
        kind="shape",
        iri="",
        file=file,
    )
