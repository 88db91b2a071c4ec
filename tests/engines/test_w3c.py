"""W3C's SHACL test suite: the default engine says what the suite expects, or refuses the case by name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pyoxigraph
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple

from popgraph.engine import Data
from popgraph.engines.setwise import SetwiseEngine
from popgraph.errors import DataError
from popgraph.findings import Severity
from popgraph.results import Result
from popgraph.shapes import Shapes
from popgraph.vocab import PREFIXES

SUITE = Path(__file__).parent / "w3c"
SH = PREFIXES["sh"]
SHT = "http://www.w3.org/ns/shacl-test#"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
TYPE = NamedNode(PREFIXES["rdf"] + "type")
SEVERITIES = {f"{SH}{item.value.capitalize()}": item for item in Severity}
CASES = sorted(
    path.relative_to(SUITE).with_suffix("").as_posix()
    for path in SUITE.glob("*/*/*.ttl")
    if SHT + "Validate" in path.read_text("utf-8").replace("sht:", SHT) and path.stem != "manifest"
)
# What the engine refuses, with the words that it refuses it by.
REFUSED = {
    "core/property/datatype-ill-formed": "doesn't keep the datatype .*byte",
    "sparql/component/nodeValidator-001": "component of its own .*requiredParam",
    "sparql/component/optional-001": "component of its own .*optionalParam",
    "sparql/component/propertyValidator-select-001": "component of its own .*lang",
    "sparql/component/validator-001": "component of its own .*test1",
    "sparql/pre-binding/pre-binding-006": r"doesn't return \$this",
    "sparql/pre-binding/shapesGraph-001": "shapesGraph",
    "sparql/pre-binding/unsupported-sparql-001": "MINUS",
    "sparql/pre-binding/unsupported-sparql-002": "VALUES",
    "sparql/pre-binding/unsupported-sparql-003": "SERVICE",
    "sparql/pre-binding/unsupported-sparql-004": r"doesn't return \$this",
    "sparql/pre-binding/unsupported-sparql-005": "isn't valid",
    "sparql/pre-binding/unsupported-sparql-006": "component of its own .*lang",
}

Key = tuple[str, str, str, str, str, str, Severity | None]


@cache
def triples(file: Path) -> tuple[Triple, ...]:
    return tuple(
        quad.triple for quad in pyoxigraph.parse(path=file, format=RdfFormat.TURTLE, base_iri=file.as_uri())
    )


@dataclass(frozen=True)
class Case:
    data: Data
    shapes: Shapes
    conforms: bool
    expected: frozenset[Key]
    fails: bool


def read(name: str) -> Case:
    store = pyoxigraph.Store()
    store.extend(Quad(*triple) for triple in triples(SUITE / f"{name}.ttl"))

    def one(subject: NamedNode | BlankNode, iri: str) -> NamedNode | BlankNode | Literal | None:
        found = [quad.object for quad in store.quads_for_pattern(subject, NamedNode(iri), None)]
        assert len(found) < 2
        term = found[0] if found else None
        assert not isinstance(term, Triple)
        return term

    def node(subject: NamedNode | BlankNode, iri: str) -> NamedNode | BlankNode:
        found = one(subject, iri)
        assert isinstance(found, NamedNode | BlankNode)
        return found

    (entry,) = (quad.subject for quad in store.quads_for_pattern(None, TYPE, NamedNode(SHT + "Validate")))
    assert isinstance(entry, NamedNode)
    action, outcome = node(entry, MF + "action"), node(entry, MF + "result")
    files = [
        Path(unquote(urlsplit(node(action, SHT + graph).value).path))
        for graph in ("dataGraph", "shapesGraph")
    ]
    conforms = one(outcome, SH + "conforms") if isinstance(outcome, BlankNode) else None
    expected = set()
    if isinstance(outcome, BlankNode):
        for quad in store.quads_for_pattern(outcome, NamedNode(SH + "result"), None):
            assert isinstance(quad.object, BlankNode)
            focus, path, value = (
                one(quad.object, SH + term) for term in ("focusNode", "resultPath", "value")
            )
            severity = one(quad.object, SH + "resultSeverity")
            expected.add(
                (
                    *said(focus),
                    path_text(path, store),
                    *said(value),
                    node(quad.object, SH + "sourceConstraintComponent").value,
                    SEVERITIES.get(severity.value if severity else "", Severity.VIOLATION),
                )
            )
    return Case(
        Data(triples(files[0])),
        Shapes.of(triples(files[1])),
        conforms is None or conforms.value == "true",
        frozenset(expected),
        isinstance(outcome, NamedNode),
    )


def path_text(path: NamedNode | BlankNode | Literal | None, store: pyoxigraph.Store) -> str:
    """What a result of ours gives: a property, ``^`` before one that is read backwards, nothing for a longer path."""
    if isinstance(path, BlankNode):
        parts = list(store.quads_for_pattern(path, None, None))
        back = len(parts) == 1 and parts[0].predicate.value == SH + "inversePath"
        return f"^{parts[0].object.value}" if back and isinstance(parts[0].object, NamedNode) else ""
    return path.value if path else ""


def said(term: NamedNode | BlankNode | Literal | None) -> tuple[str, str]:
    return term.value if term else "", str(term) if isinstance(term, Literal) else ""


def key(result: Result) -> Key:
    return (
        result.focus,
        result.focus_literal,
        result.path,
        result.value,
        result.value_literal,
        result.component,
        result.severity,
    )


@pytest.mark.parametrize("name", [name for name in CASES if name not in REFUSED])
def test_the_results_are_those_that_the_suite_expects(name: str) -> None:
    case = read(name)
    found = SetwiseEngine(case.shapes).run(case.data, case.shapes.targeted())
    assert {key(result) for result in found} == case.expected
    assert bool(found) is not case.conforms
    assert not case.fails


@pytest.mark.parametrize(("name", "reason"), REFUSED.items())
def test_what_the_engine_lacks_is_refused_by_name(name: str, reason: str) -> None:
    case = read(name)
    with pytest.raises(DataError, match=reason) as caught:
        SetwiseEngine(case.shapes).run(case.data, case.shapes.targeted())
    assert caught.value.where in case.shapes.targeted()


def test_every_case_of_the_suite_is_here() -> None:
    assert len(CASES) == 121
    assert set(REFUSED) <= set(CASES)
