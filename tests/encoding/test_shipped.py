"""The shipped plan: tables and Turtle are equal, and each quote stands at its lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, QuerySolutions, RdfFormat, Store

from popgraph.encoding import EncodeReport, encode
from popgraph.vocab import PREFIXES

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "data" / "pe-cus" / "pop-cacao" / "2005"


@pytest.fixture(scope="module")
def report() -> EncodeReport:
    return encode(FOLDER, check=True)


def test_the_files_are_what_the_tables_give(report: EncodeReport) -> None:
    assert [str(file.path) for file in report.files if file.state != "unchanged"] == []


def test_every_character_of_the_document_is_accounted_for(report: EncodeReport) -> None:
    assert report.coverage.uncovered == ()
    text = (FOLDER / "source.txt").read_text(encoding="utf-8")
    assert report.coverage.total == sum(not character.isspace() for character in text)
    assert report.coverage.covered + report.coverage.furniture_characters == report.coverage.total


def test_every_quote_of_the_turtle_stands_at_its_lines() -> None:
    store = Store()
    for name in ("plan.ttl", "statistics.ttl"):
        store.load(path=FOLDER / name, format=RdfFormat.TURTLE)
    rows = store.query(
        f"PREFIX pop: <{PREFIXES['pop']}> PREFIX oa: <{PREFIXES['oa']}>"
        "SELECT ?first ?last ?exact ?prefix WHERE { ?passage a pop:SourcePassage; pop:firstLine ?first;"
        " pop:lastLine ?last; oa:exact ?exact. OPTIONAL { ?passage oa:prefix ?prefix } }"
    )
    assert isinstance(rows, QuerySolutions)
    # Read with split and join alone, so that the encoder's own folding isn't its witness.
    lines = (FOLDER / "source.txt").read_text(encoding="utf-8").split("\n")
    count = 0
    for row in rows:
        first, last, exact = (_value(row[name]) for name in ("first", "last", "exact"))
        inside = " ".join(" ".join(lines[int(first) - 1 : int(last)]).replace("•", " ").split())
        assert (_value(row["prefix"]) if row["prefix"] else "") + exact in inside, (first, last, exact)
        count += 1
    assert count > 900


def _value(term: object) -> str:
    assert isinstance(term, Literal)
    return term.value
