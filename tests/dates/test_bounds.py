"""EDTF strings have the bounds that the edtf library gives them, and those it can't give."""

from __future__ import annotations

import datetime
import re

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from popgraph.dates import bounds, parse_due
from popgraph.errors import DataError

TODAY = datetime.date(2006, 3, 10)

BOTH = ["2006", "2006-02", "2008-02", "2006-12-31", "2006/2008", "2006-03/2008-12", "2006-03-01/2006-03-10"]
PARTS = [f"2006-{code}" for code in range(33, 42)]


@pytest.mark.parametrize("edtf", [*BOTH, *PARTS])
def test_bounds_agree_with_the_edtf_library(edtf: str) -> None:
    parsed = parse_edtf(edtf)
    expected = (datetime.date(*parsed.lower_strict()[:3]), datetime.date(*parsed.upper_strict()[:3]))
    assert bounds(edtf) == expected


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2007-37", "2007-01-01", "2007-04-30"),
        ("2007-38", "2007-05-01", "2007-08-31"),
        ("2007-39", "2007-09-01", "2007-12-31"),
        ("../2010", None, "2010-12-31"),
        ("/2010", None, "2010-12-31"),
        ("../2006-02", None, "2006-02-28"),
        ("2008/..", "2008-01-01", None),
        ("2008/", "2008-01-01", None),
        ("../..", None, None),
        ("2006-37/2008-39", "2006-01-01", "2008-12-31"),
        ("2006~", "2006-01-01", "2006-12-31"),
        ("200X", "2000-01-01", "2009-12-31"),
    ],
)
def test_bounds(edtf: str, first: str | None, last: str | None) -> None:
    found = tuple(day.isoformat() if day else None for day in bounds(edtf))
    assert found == (first, last)


@pytest.mark.parametrize(
    "edtf",
    ["", "hoy", "2005-02-30", "2006-13", "2006-42", "2008/2006", "2006-21", "../hoy", "202x", "0000"],
)
def test_bad_edtf_is_a_data_error_that_names_it(edtf: str) -> None:
    with pytest.raises(DataError) as caught:
        bounds(edtf)
    assert caught.value.where == edtf
    assert caught.value.hint


words = st.sampled_from(
    re.findall(
        r"\S+",
        """al el a en de del la los para hasta desde entre y , . - / ' fines inicios mediados término antes después
    partir que termine año próximo este semestre trimestre mes primer segundo II III IV quincena mitad marzo dic.
    2006 2007 2008 2010 '06 15 31 30 1° 20 2000 hectáreas empresas respecto base plazo : meta periodo adelante más
    tardar dentro próximos dos meses ISO 9001 US$ 31/12/2007 2006-03-15 12/2007 2006-2010""",
    )
)
sentences = st.lists(words, max_size=14).map(" ".join) | st.lists(words, max_size=10).map("".join)


@settings(deadline=None)
@given(sentences | st.text(max_size=80))
def test_every_due_period_has_the_bounds_of_its_edtf_in_order(text: str) -> None:
    for due in parse_due(text, today=TODAY):
        assert due.wording in text
        assert (due.earliest, due.latest) == bounds(due.edtf)
        assert due.earliest or due.latest
        assert not due.earliest or not due.latest or due.earliest <= due.latest


@settings(deadline=None)
@given(sentences)
def test_the_edtf_library_reads_every_edtf_that_is_given_out(text: str) -> None:
    for due in parse_due(text, today=TODAY):
        assert parse_edtf(due.edtf) is not None


@settings(deadline=None)
@given(sentences)
def test_a_due_wording_means_the_same_on_its_own(text: str) -> None:
    found = parse_due(text, today=TODAY)
    for due in found:
        alone = [other.edtf for other in parse_due(due.wording, today=TODAY)]
        assert due.edtf in alone
