"""A table is read as typed, or refused by file and line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from popgraph.encoding.problems import Problems
from popgraph.encoding.rows import (
    FigureRow,
    IndicatorRow,
    LineRange,
    ObservationRow,
    TranslationRow,
    WorkshopRow,
)
from popgraph.encoding.tables import read_table
from popgraph.errors import DataError

DATA = Path(__file__).parent / "data" / "pe-ama" / "pop-miel" / "2020" / "transcription"


def problems_of(path: Path, text: str) -> list[str]:
    path.write_text(text, encoding="utf-8")
    problems = Problems()
    read_table(TranslationRow, path, problems=problems)
    return [str(problem) for problem in problems.found()]


def test_cells_become_values() -> None:
    problems = Problems()
    figure = read_table(FigureRow, DATA / "figures.csv", problems=problems)[0]
    assert (figure.lines, figure.occurrence, figure.value) == (LineRange(5, 5), 1, Decimal(1250))
    assert figure.about == ("product/miel", "region/pe-ama")
    indicator = read_table(IndicatorRow, DATA / "indicators.csv", problems=problems)[2]
    assert indicator.due_latest == (date(2022, 4, 30), date(2023, 4, 30))
    assert (indicator.target_value, indicator.target_min) == (None, Decimal(2))
    workshop = read_table(WorkshopRow, DATA / "workshops.csv", problems=problems)[0]
    assert workshop.dates == (date(2020, 3, 5), date(2020, 3, 6))
    assert read_table(ObservationRow, DATA / "observations.csv", problems=problems)[1].occurrence == 2
    assert problems.found() == ()


def test_a_row_over_several_lines_is_named_by_its_first(tmp_path: Path) -> None:
    text = 'path,statement\na,"one\ntwo"\na,again\n'
    assert problems_of(tmp_path / "t.csv", text) == ["t.csv:4: path a stands already in line 2"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("a", "t.csv:2: The row has 1 cells, the header 2"),
        ("a,b,c", "t.csv:2: The row has 3 cells, the header 2"),
        (",b", "t.csv:2: path '' is empty"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, row: str, message: str) -> None:
    assert problems_of(tmp_path / "t.csv", f"path,statement\n{row}\n") == [message]


@pytest.mark.parametrize(
    ("column", "cell", "message"),
    [
        ("lines", "7-5", "is not a range"),
        ("lines", "uno", "is not a line"),
        ("occurrence", "0", "is not a whole number from 1 on"),
        ("value", "1,250", "no thousands mark"),
        ("value", "", "is not a number"),
        ("quote", "", "is empty"),
    ],
)
def test_a_bad_cell_is_named(tmp_path: Path, column: str, cell: str, message: str) -> None:
    header, first = (DATA / "figures.csv").read_text(encoding="utf-8").splitlines()[:2]
    cells = dict(zip(header.split(","), first.replace('"1,250 kilos"', "1250").split(","), strict=True))
    cells[column] = f'"{cell}"'
    path = tmp_path / "figures.csv"
    path.write_text(f"{header}\n{','.join(cells.values())}\n", encoding="utf-8")
    problems = Problems()
    assert read_table(FigureRow, path, problems=problems) == ()
    (problem,) = problems.found()
    assert (problem.where.file, problem.where.line) == ("figures.csv", 2)
    assert message in problem.what


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("path,statment\n", "unknown columns: statment; missing columns: statement"),
        ("path,statement,path\n", "a column stands twice"),
        ("", "missing columns: path, statement"),
        ('path,statement\na,"b\n', "Not CSV"),
    ],
)
def test_a_table_of_another_shape_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=message) as caught:
        read_table(TranslationRow, path, problems=Problems())
    assert str(path) in caught.value.where


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("path,statement\na,vísion\n".encode("latin-1"))
    with pytest.raises(DataError, match="UTF-8"):
        read_table(TranslationRow, path, problems=Problems())
