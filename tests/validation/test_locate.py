"""The locating parser: every triple of the shipped files, hostile Turtle, and any text at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from popgraph import catalog
from popgraph.findings import DataPlace
from popgraph.locate import Place, index, locate, resolve
from popgraph.turtle import serialize
from popgraph.validation import validate
from popgraph.vocab import PREFIXES

SHIPPED = catalog.shipped()
RULES = Path(__file__).parents[1] / "rules"

HOSTILE = '''@base <http://e/a/b> .
PREFIX x: <ns#>
@prefix : <http://f/> . # not a subject: <http://e/no> a x:C .
<c> x:p "not # a comment <http://e/no>" , """three
  lines ; . , "quoted" """@es-PE ;
    a x:C ; ;
    x:q [ x:r ( 1 -2.5 1e3 "x"^^x:t ) ; x:s <d> ] .
x:a\\,b :c.d -1 . _:b1 x:p true .
[ x:p <c> ] x:q 'it\\'s' .
( <c> ) x:p <c> .
<c> x:later 5.
<#z> x:p \'\'\'a'b\'\'\' .'''


def test_each_turn_of_turtle_is_understood() -> None:
    found = index(HOSTILE)
    c, x = "http://e/a/c", "http://e/a/ns#"
    assert found.place(c) == Place(4, 1)
    assert found.place(c, x + "p", "not # a comment <http://e/no>") == Place(4, 9)
    assert found.place(c, x + "p", 'three\n  lines ; . , "quoted" ') == Place(4, 43)
    assert found.place(c, PREFIXES["rdf"] + "type", x + "C") == Place(6, 7)
    assert found.place(c, x + "q") == Place(7, 5)
    assert found.place(x + "a,b", "http://f/c.d", "-1") == Place(8, 13)
    assert found.place("_:b1", x + "p", "true") == Place(8, 27)
    assert found.place(c, x + "later") == Place(11, 5)
    assert found.place("http://e/a/b#z", x + "p", "a'b") == Place(12, 10)
    assert found.place("http://e/no") is None


def test_every_triple_of_the_shipped_files_is_found_where_it_stands() -> None:
    for entry in SHIPPED:
        path = SHIPPED.path(entry)
        text = path.read_text("utf-8")
        lines = text.split("\n")
        found = index(text, base=entry.graph)
        for quad in parse(path=path, format=RdfFormat.TURTLE, base_iri=entry.graph):
            if not isinstance(quad.subject, NamedNode):
                continue
            subject, predicate = quad.subject.value, quad.predicate.value
            place = found.exactly(subject)
            assert place is not None, subject
            # A subject begins a line in these files, and no other does.
            assert place.column == 1
            assert not lines[place.line - 1].startswith((" ", "#", "@"))
            assert found.exactly(subject, predicate) is not None, (subject, predicate)
            if isinstance(quad.object, NamedNode | Literal):
                assert found.exactly(subject, predicate, quad.object.value) is not None, quad


@pytest.mark.parametrize("rule", ["STR-03a", "TGT-01", "ACT-01", "TMP-01", "STR-04", "LNG-01"])
def test_every_finding_stands_on_the_line_that_names_it(rule: str) -> None:
    path = RULES / rule / "bad.ttl"
    lines = path.read_text("utf-8").split("\n")
    findings = validate(path, tier="draft", rules=(rule,)).findings
    assert findings
    for finding in findings:
        assert finding.data is not None
        assert finding.data.file.endswith(f"{rule}/bad.ttl")
        assert finding.data.line is not None
        rest = lines[finding.data.line - 1][(finding.data.column or 1) - 1 :]
        names = (finding.focus, finding.path, finding.value)
        said = rest.split('"')[1] if rest.startswith('"') else rest.split()[0].strip("<>,;").split(":")[-1]
        assert any(name and said in name for name in names), rest


@pytest.mark.parametrize("engine_tier", ["published"])
def test_every_finding_on_the_shipped_plan_has_its_place(engine_tier: str) -> None:
    report = validate([SHIPPED.root], tier=engine_tier)
    for finding in (*report.findings, *report.waived):
        assert finding.data is not None, finding
        assert (finding.data.line or 0) > 1, finding
        assert finding.document or "/plan" in finding.focus or "/id/pe-cus/" not in finding.focus, finding


_NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_.\-/]{0,8}[A-Za-z0-9]", fullmatch=True)
_IRIS = _NAMES.map(lambda name: NamedNode("http://e/x/" + name))
_TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)
_TERMS = st.one_of(
    _IRIS, _TEXTS.map(Literal), st.integers().map(Literal), _TEXTS.map(lambda t: Literal(t, language="es"))
)


@given(st.lists(st.tuples(_IRIS, _IRIS, _TERMS), min_size=1, max_size=12))
def test_whatever_is_written_is_found(rows: list[tuple[NamedNode, NamedNode, NamedNode | Literal]]) -> None:
    text = serialize([Triple(*row) for row in rows], prefixes={"e": "http://e/"}, base="http://e/x/")
    found = index(text)
    for subject, predicate, value in rows:
        assert found.exactly(subject.value, predicate.value, value.value) is not None
    assert set(found.subjects) == {subject.value for subject, _, _ in rows}


@given(st.one_of(st.text(), st.text(alphabet="<>[]().;,@^\"'\\:ae#_ \n")))
def test_no_text_is_too_broken_to_be_read(text: str) -> None:
    for subject in index(text, base="http://e/").subjects:
        place = index(text, base="http://e/").exactly(subject)
        assert place is not None
        assert 1 <= place.line <= text.count("\n") + 1


# The parser leaves the dots of a path that follows an empty authority.
@given(st.text(alphabet="ab/.?#:", max_size=12).filter(lambda text: not text.startswith("//")))
def test_relative_iris_resolve_as_the_parser_does(relative: str) -> None:
    base = "http://e/a/b/c?d"
    try:
        (quad,) = parse(f"<{relative}> <p:p> 1 .".encode(), RdfFormat.TURTLE, base_iri=base)
    except SyntaxError:
        return
    assert not isinstance(quad.subject, BlankNode | Triple)
    assert resolve(base, relative) == quad.subject.value


def test_other_formats_and_missing_files_give_no_line(tmp_path: Path) -> None:
    file = tmp_path / "plan.jsonld"
    file.write_text("{}", "utf-8")
    assert locate(file, "http://e/a") == DataPlace(str(file))
    assert locate(tmp_path / "none.ttl", "http://e/a") == DataPlace(str(tmp_path / "none.ttl"))
