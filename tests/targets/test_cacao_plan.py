"""The parsers give what was typed by hand for the cacao plan, before there were parsers."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from popgraph.dates import parse_due
from popgraph.targets import parse_target

TABLE = Path(__file__).parents[2] / "data/pe-cus/pop-cacao/2005/transcription/indicators.csv"

with TABLE.open(encoding="utf-8", newline="") as lines:
    ROWS = [row for row in csv.DictReader(lines) if not row["path"].endswith("/logro")]


def decimal(cell: str) -> Decimal | None:
    return Decimal(cell) if cell else None


def test_the_table_holds_all_indicators_that_fall_due() -> None:
    progress = [row for row in ROWS if row["path"].endswith("/avance")]
    assert (len(ROWS) - len(progress), len(progress)) == (68, 11)


@pytest.mark.parametrize("row", ROWS, ids=[row["path"] for row in ROWS])
@pytest.mark.parametrize("column", ["quote", "source_text", "statement"])
def test_due_periods(row: dict[str, str], column: str) -> None:
    dues = parse_due(row[column] or row["quote"])
    assert [due.edtf for due in dues] == row["due_edtf"].split("|")
    assert [due.earliest.isoformat() if due.earliest else "" for due in dues] == row["due_earliest"].split(
        "|"
    )
    assert [due.latest.isoformat() if due.latest else "" for due in dues] == row["due_latest"].split("|")
    assert {due.wording for due in dues} == {row["due_text"]}


@pytest.mark.parametrize("row", ROWS, ids=[row["path"] for row in ROWS])
@pytest.mark.parametrize("column", ["quote", "source_text", "statement"])
def test_targets(row: dict[str, str], column: str) -> None:
    target = parse_target(row[column] or row["quote"])
    assert target is not None
    assert target.value == decimal(row["target_value"])
    assert (target.minimum, target.maximum) == (decimal(row["target_min"]), decimal(row["target_max"]))
    assert (target.unit or "", target.mode) == (row["target_unit"], row["target_mode"])


@pytest.mark.parametrize("row", ROWS, ids=[row["path"] for row in ROWS])
def test_the_typed_target_words_are_within_the_wording(row: dict[str, str]) -> None:
    target = parse_target(row["source_text"] or row["quote"])
    assert target is not None
    assert row["target_text"] in target.wording
    assert (target.population is None) == (row["target_population"] == "")
