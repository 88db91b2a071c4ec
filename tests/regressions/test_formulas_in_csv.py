"""A text of the data that begins like a formula was written as one into CSV."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from popgraph.cells import cell, written
from popgraph.cli import main

DATA = """@prefix pop: <https://w3id.org/popgraph/ontology#> .
<urn:x:i> pop:statement "=HYPERLINK(\\"http://127.0.0.1/\\")" ; pop:hasDuePeriod <urn:x:d> ; pop:ordinal -5 .
<urn:x:d> pop:latest "2005-01-01" ; pop:sourceText "+cmd|calc" .
"""
QUERY = "SELECT ?name ?value { ?x ?name ?value FILTER(isLiteral(?value)) } ORDER BY ?value"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.ttl").write_text(DATA, "utf-8")
    (tmp_path / "q.rq").write_text(QUERY, "utf-8")
    return tmp_path


@pytest.mark.parametrize("words", [("due", "--as-of", "2006-01-01"), ("query", "{}/q.rq")])
def test_no_cell_is_a_formula_and_numbers_stay(
    words: tuple[str, ...], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [word.format(folder) for word in words]
    with pytest.raises(SystemExit) as ended:
        main([*asked, "-d", str(folder / "a.ttl"), "--format", "csv"])
    assert ended.value.code == 0
    cells = [value for row in csv.reader(io.StringIO(capsys.readouterr().out)) for value in row]
    assert '\'=HYPERLINK("http://127.0.0.1/")' in cells
    assert "'+cmd|calc" in cells
    assert not [value for value in cells if value.startswith(("=", "+", "@"))]
    if words[0] == "query":
        assert "-5" in cells


@pytest.mark.parametrize("text", ["=1", "+a", "-a", "@a", "\ta", "\na", "\ra", "＝1", "-1+cmd", "+1e9999"])
def test_what_begins_like_a_formula_is_a_text(text: str) -> None:
    assert cell(text).startswith("'")
    assert list(csv.reader(io.StringIO(written([[text]]), newline=""))) == [["'" + text]]


@pytest.mark.parametrize("text", ["-5", "+5.0", "-1.5e-3", "a=1", "", "2005-01-01"])
def test_what_is_none_stays_as_it_is(text: str) -> None:
    assert cell(text) == text
