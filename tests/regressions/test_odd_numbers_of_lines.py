"""A passage whose line number has thousands of digits ended a validation in a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from popgraph.validation import validate

DATA = """@prefix pop: <https://w3id.org/popgraph/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
<urn:x:t> a pop:PlannedTask ; pop:hasSourcePassage <urn:x:p> .
<urn:x:p> pop:firstLine "%s" ; pop:lastLine "%s" ; oa:exact "x" .
"""


@pytest.mark.parametrize(("number", "known"), [("7", True), ("9" * 5000, False), ("-1", False), ("0", False)])
def test_what_is_no_line_number_is_passed_over(tmp_path: Path, number: str, known: bool) -> None:
    file = tmp_path / "plan.ttl"
    file.write_text(DATA % (number, number), "utf-8")
    found = next(f for f in validate(file, rules=["HOR-01"]).findings if f.focus == "urn:x:t")
    assert [place.first for place in found.document] == ([7] if known else [])
