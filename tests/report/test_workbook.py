"""Workbooks: what is put into a cell is what a reader gets; read back by another library."""

from __future__ import annotations

import datetime
import io
import sys
import zipfile

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from popgraph.embedded import EmbeddedStore
from popgraph.errors import MissingExtraError
from popgraph.networks import two_mode
from popgraph.networks.listing import Column, Listing
from popgraph.report import listing
from popgraph.report.workbook import MAX_TEXT, Workbook, put

POD = "🍫"
# What is put, and what is read where the last unit that a cell takes is half a character, or none.
LONG = [
    (POD * 20_000, POD * 16_383 + "…"),
    ("a" + POD * 20_000, "a" + POD * 16_382 + "…"),
    ("a" + POD * 16_383, "a" + POD * 16_383),
    ("á" * 32_768, "á" * 32_766 + "…"),
    ("á" * 32_767, "á" * 32_767),
]


def first(content: bytes) -> Worksheet:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


@pytest.mark.parametrize(("text", "read"), LONG, ids=["even", "odd", "fits", "basic", "basic fits"])
def test_a_long_text_is_cut_where_excel_would_and_no_character_in_half(text: str, read: str) -> None:
    book = Workbook("largo")
    put(book.sheet("a", ["texto"]), 1, 0, text)
    cell = first(book.content())["A2"].value
    assert cell == read
    assert len(str(cell).encode("utf-16-le")) // 2 <= MAX_TEXT


@pytest.mark.parametrize(("text", "read"), LONG[:2], ids=["even", "odd"])
def test_a_network_cuts_them_the_same(shipped: EmbeddedStore, text: str, read: str) -> None:
    table = Listing((Column("label", {"es": "actor", "en": "actor"}),), ((text,), ("Dircetur",)))
    content = listing.render(table, two_mode(shipped), fmt="xlsx")
    assert isinstance(content, bytes)
    assert [row[0] for row in first(content).iter_rows(values_only=True)] == ["actor", read, "Dircetur"]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "{=SUM(A1)}", "https://example.org/", "mailto:a@example.org", "internal:b!A1", "007", "  a  "],
)
def test_a_text_is_no_formula_link_or_number(text: str) -> None:
    book = Workbook("textos")
    put(book.sheet("a", ["texto"]), 1, 0, text)
    content = book.content()
    cell = first(content)["A2"]
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", text, None)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not [name for name in archive.namelist() if b"<f>" in archive.read(name)]


@pytest.mark.parametrize("styled", [True, False])
@pytest.mark.parametrize(
    "text", ["<r></r>", "<r><t>a & b</r>", "<r>" + POD * 20_000 + "</r>", "<r></si></r>"]
)
def test_what_looks_like_markup_of_the_file_is_a_text(text: str, *, styled: bool) -> None:
    book = Workbook("textos")
    put(book.sheet("a", ["texto"]), 1, 0, text, book.style(text_wrap=True) if styled else None)
    cell = first(book.content())["A2"]
    assert cell.value == (text if len(text) < 99 else "<r>" + POD * 16_381 + "…")
    assert cell.alignment.wrap_text == (styled or None)


def test_a_heading_is_a_text_too() -> None:
    book = Workbook("títulos")
    book.sheet("a", ["=1+1", "dos"])
    assert [cell.data_type for cell in first(book.content())[1]] == ["s", "s"]


def test_numbers_and_truth_are_values_and_nothing_is_an_empty_cell() -> None:
    book = Workbook("valores")
    sheet = book.sheet("a", ["valor"])
    for column, value in enumerate((5, 0.25, True, 0, None, "")):
        put(sheet, 1, column, value)
    (row,) = first(book.content()).iter_rows(min_row=2, max_col=6, values_only=True)
    assert row == (5, 0.25, True, 0, None, None)


def test_the_file_says_what_it_is_and_not_when_it_was_written() -> None:
    book = Workbook("á" * 300, author="popgraph 1", day=datetime.date(2026, 11, 23))
    book.sheet("a", [])
    said = openpyxl.load_workbook(io.BytesIO(book.content())).properties
    assert (said.title, said.creator) == ("á" * 250, "popgraph 1")
    assert said.created == datetime.datetime(2026, 11, 23)


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingExtraError, match=r"popgraph\[xlsx\]"):
        Workbook("nada")
