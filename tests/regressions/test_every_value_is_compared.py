"""Of a date or a line only the first value was compared, without its datatype; some changes showed nothing."""

from __future__ import annotations

import pyoxigraph
import pytest

from popgraph.diffing import Change, diff
from popgraph.embedded import EmbeddedStore
from popgraph.report.changes import render
from popgraph.vocab import POP, PREFIXES


def store(text: str) -> EmbeddedStore:
    held = pyoxigraph.Store()
    head = f"@prefix pop: <{POP}> . @prefix xsd: <{PREFIXES['xsd']}> . @prefix sh: <{PREFIXES['sh']}> . "
    held.load((head + text).encode(), format=pyoxigraph.RdfFormat.TURTLE)
    return EmbeddedStore(held)


def changes(before: str, after: str) -> list[Change]:
    found = diff(store(before), store(after), lang="en", findings=False)
    assert not found.equal
    for item in found.changes:
        assert item.before != item.after
    assert " → " in render(found, lang="en")
    return list(found.changes)


DUE = "<urn:x:i> pop:hasDuePeriod <urn:x:d> . <urn:x:d> "


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ('pop:edtf "2005"', 'pop:edtf "2005", "2006"', ("2005: … – …", "2005 / 2006: … – …")),
        (
            'pop:latest "2005-12-31"^^xsd:date',
            'pop:latest "2005-12-31"',
            (": … – 2005-12-31 (xsd:date)", ": … – 2005-12-31 (xsd:string)"),
        ),
        (
            'pop:sourceText "marzo"@es',
            'pop:sourceText "marzo"@qu',
            ("marzo [es] · : … – …", "marzo [qu] · : … – …"),
        ),
    ],
)
def test_dates(before: str, after: str, shown: tuple[str, str]) -> None:
    (item,) = changes(f"{DUE}{before} .", f"{DUE}{after} .")
    assert (item.kind.value, item.before, item.after) == ("dates", (shown[0],), (shown[1],))


def test_lines() -> None:
    quote = "<urn:x:a> pop:hasSourcePassage <urn:x:q> . <urn:x:q> pop:firstLine 2 ; pop:lastLine %s ."
    (item,) = changes(quote % "2", quote % "2, 3")
    assert (item.kind.value, item.before, item.after) == ("passages", ("2",), ("2-2 / 3",))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("1", '"1"', ("1 (xsd:integer)", "1 (xsd:string)")),
        ('"a b"', '"a  b"', ("a b (xsd:string)", "'a  b' (xsd:string)")),
        ('"x\u200b"', '"x"', ("'x\\u200b' (xsd:string)", "x (xsd:string)")),
        ('"\u00e1"', '"a\u0301"', ("\u00e1 (xsd:string)", "'a\\u0301' (xsd:string)")),
        ("<urn:x:Á>", '"urn:x:Á"', ("urn:x:Á", "urn:x:Á (xsd:string)")),
    ],
)
def test_values_that_look_the_same_are_told_apart(before: str, after: str, shown: tuple[str, str]) -> None:
    (item,) = changes(f"<urn:x:a> <urn:x:p> {before} .", f"<urn:x:a> <urn:x:p> {after} .")
    assert (item.before, item.after) == ((shown[0],), (shown[1],))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (
            '[ <urn:x:q> 1 ; <urn:x:r> "x" ]',
            "[ <urn:x:q> 2 ; <urn:x:r> 'x' ]",
            ("[urn:x:q 1]", "[urn:x:q 2]"),
        ),
        ("[ <urn:x:q> 1 ]", "[ <urn:x:q> '1' ]", ("[urn:x:q 1 (xsd:integer)]", "[urn:x:q 1 (xsd:string)]")),
        (
            "[ <urn:x:q> [ sh:path <urn:x:r> ] ]",
            "[ <urn:x:q> [ sh:path <urn:x:s> ] ]",
            ("[urn:x:q/sh:path urn:x:r]", "[urn:x:q/sh:path urn:x:s]"),
        ),
        ("( 'a' 'b' 'c' )", "( 'a' 'd' 'c' )", ("[[2] b]", "[[2] d]")),
    ],
)
def test_what_differs_within_a_blank_node_is_told(before: str, after: str, shown: tuple[str, str]) -> None:
    (item,) = changes(f"<urn:x:a> <urn:x:p> {before} .", f"<urn:x:a> <urn:x:p> {after} .")
    assert (item.before, item.after) == ((shown[0],), (shown[1],))


def test_a_blank_node_that_nothing_names_is_told_with_what_it_says() -> None:
    found = diff(store("[ <urn:x:p> 1 ] ."), store("[ <urn:x:p> 2 ] ."), findings=False)
    assert [(item.kind.value, item.text) for item in found.changes] == [
        ("added", "[urn:x:p 2]"),
        ("removed", "[urn:x:p 1]"),
    ]
