"""Tables as aligned text and as Markdown; what cells hold stays in its cell."""

from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from popgraph.answers import Solutions, Triples, Truth
from popgraph.embedded import EmbeddedStore
from popgraph.errors import UsageError
from popgraph.report.answer import FORMATS, render, to_table
from popgraph.report.table import Table, clean, markdown, numeric_columns, plain

XSD = "http://www.w3.org/2001/XMLSchema#"


def test_columns_are_as_wide_as_they_look() -> None:
    wide, combined = "日本", "n\u0303"
    lines = plain(Table(("a", "b"), ((wide, "x"), (combined, "y"), ("abcd", "z")))).splitlines()
    assert lines == ["a     b", "日本  x", combined + "     y", "abcd  z"]


def test_numbers_are_set_to_the_right_and_lines_have_no_trailing_space() -> None:
    text = plain(Table(("name", "n"), (("a", "5"), ("b", "")), right=frozenset({1}), title="T", caption="C"))
    assert text.splitlines() == ["T", "", "name  n", "a     5", "b", "C"]


def test_a_table_without_rows_has_its_headings() -> None:
    assert plain(Table(("a", "b"), ())) == "a  b"
    assert markdown(Table(("a", "b"), ())).splitlines() == ["| a | b |", "|---|---|"]


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\nb\tc", "a b c"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("6\u00a0608", "6 608"),
        ("a\u2028b", "a b"),
        ("a\u202eb\u200b", "ab"),
        ("\x9b2J", "2J"),
        ("ñ «é» – 1/2", "ñ «é» – 1/2"),
    ],
)
def test_text_is_one_line_that_steers_nothing(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize("cell", ["a|b", "<script>", "`x`", "*b*", "_i_", "[l](u)", "a\nb", "\\", "&lt;"])
def test_a_markdown_cell_cant_break_out(cell: str) -> None:
    lines = markdown(Table(("h",), ((cell,),))).splitlines()
    assert len(lines) == 3
    row = lines[2].removeprefix("| ").removesuffix(" |")
    bare = row.replace("\\\\", "").replace("&amp;", "").replace("&lt;", "")
    for sign in "|`*_[]":
        assert bare.count(sign) == bare.count("\\" + sign)
    assert "<" not in bare


def test_a_column_is_numeric_if_every_filled_cell_is() -> None:
    rows = [("1", "1", "", "2005-01-01", "1.5"), ("-2", "x", "", "", ""), ("3", "", "", "", "1.5.0")]
    assert numeric_columns(rows, 5) == frozenset({0})


ANSWER = Solutions(
    ("who", "yes", "n", "none"),
    (
        (NamedNode("https://w3id.org/popgraph/id/org/mincetur"), Literal(True), Literal(12), None),
        (BlankNode("x"), Literal("0", datatype=NamedNode(XSD + "boolean")), Literal(3), None),
    ),
)


def test_an_answer_shows_labels_words_and_gaps(shipped: EmbeddedStore) -> None:
    table = to_table(ANSWER, shipped, lang="en")
    assert table.rows == (("MINCETUR", "yes", "12", ""), ("_:x", "no", "3", ""))
    assert table.right == frozenset({2})
    assert [row[1] for row in to_table(ANSWER, shipped).rows] == ["sí", "no"]


def test_every_format_gives_text(shipped: EmbeddedStore) -> None:
    for fmt in FORMATS:
        assert "12" in render(ANSWER, shipped, fmt)
        assert render(Truth(True), shipped, fmt).strip()


@pytest.mark.parametrize("fmt", ["csv", "tsv", "markdown"])
def test_a_graph_is_no_table(fmt: str, shipped: EmbeddedStore) -> None:
    with pytest.raises(UsageError, match="no rows"):
        render(Triples(()), shipped, fmt)


def test_a_graph_as_text_is_turtle_with_the_prefixes_it_needs(shipped: EmbeddedStore) -> None:
    triple = Triple(NamedNode("urn:x:a"), NamedNode("http://purl.org/dc/terms/title"), Literal("t"))
    assert render(Triples((triple,)), shipped) == (
        '@prefix dcterms: <http://purl.org/dc/terms/> .\n\n<urn:x:a> dcterms:title "t" .\n'
    )


def test_an_unknown_format_is_refused(shipped: EmbeddedStore) -> None:
    with pytest.raises(UsageError, match="pdf"):
        render(ANSWER, shipped, "pdf")
