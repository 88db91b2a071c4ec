"""Coverage counts characters: what is claimed, by whom, and what is left."""

from __future__ import annotations

from popgraph.encoding import Claim, Coverage, Source, measure
from popgraph.encoding.problems import Place
from popgraph.encoding.rows import LineRange

TEXT = "1. Título\n\n• Uno dos\n  tres. Cuatro\npágina 7\n"


def claim(
    line: int, quote: str, lines: tuple[int, int], *, furniture: tuple[str, str] | None = None
) -> Claim:
    source = Source(TEXT, name="source.txt")
    return Claim(Place("t.csv", line), source.locate(quote, LineRange(*lines)), furniture)


def coverage(*claims: Claim) -> Coverage:
    return measure(Source(TEXT, name="source.txt"), claims)


def test_nothing_claimed_leaves_every_line_as_a_run() -> None:
    report = coverage()
    assert (report.total, report.covered, report.percent) == (33, 0, 0.0)
    assert [(run.line, run.column, run.text) for run in report.uncovered] == [
        (1, 1, "1. Título"),
        (3, 1, "• Uno dos"),
        (4, 3, "tres. Cuatro"),
        (5, 1, "página 7"),
    ]


def test_a_bullet_belongs_to_the_quote_that_it_opens() -> None:
    assert coverage(claim(2, "Uno dos tres.", (3, 4))).covered == 12
    assert coverage(claim(2, "dos tres.", (3, 4))).covered == 8


def test_furniture_counts_apart_and_keeps_its_reasons() -> None:
    report = coverage(
        claim(2, "1. Título", (1, 1)),
        claim(3, "Uno dos tres.", (3, 4)),
        claim(4, "Cuatro", (4, 4)),
        claim(5, "página 7", (5, 5), furniture=("Pie.", "Footer.")),
    )
    assert report.complete
    assert (report.covered, report.furniture_characters, report.percent) == (26, 7, 100.0)
    assert [(item.line, item.text, item.characters, item.reason_en) for item in report.furniture] == [
        (5, "página 7", 7, "Footer.")
    ]


def test_the_rest_of_a_line_is_one_run_with_its_column() -> None:
    report = coverage(claim(2, "Uno", (3, 3)), claim(3, "tres.", (4, 4)))
    assert [(run.line, run.column, run.text) for run in report.uncovered if run.line in (3, 4)] == [
        (3, 7, "dos"),
        (4, 9, "Cuatro"),
    ]


def test_a_quote_within_another_is_no_overlap() -> None:
    whole, part = claim(2, "Uno dos tres.", (3, 4)), claim(3, "dos", (3, 3))
    assert coverage(part, whole).overlaps == ()
    assert coverage(whole, whole).overlaps == ()


def test_quotes_that_cross_are_an_overlap() -> None:
    first, second = claim(2, "Uno dos", (3, 3)), claim(3, "dos tres.", (3, 4))
    overlaps = coverage(second, first).overlaps
    assert [(overlap.first.where.line, overlap.second.where.line) for overlap in overlaps] == [(2, 3)]
