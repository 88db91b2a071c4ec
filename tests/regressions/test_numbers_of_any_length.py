"""A number of more digits than Python reads broke the lists of what is due and what changed."""

from __future__ import annotations

import datetime

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from popgraph.diffing import diff
from popgraph.duedates import due
from popgraph.embedded import EmbeddedStore
from popgraph.numerals import natural_key, whole
from popgraph.vocab import ID, POP

PLAN = ID + "pe-cus/pop-cafe/2006/"
# Few digits and very many, with zeros in front.
NUMBERS = st.builds(
    lambda zeros, digits, times: "0" * zeros + digits * times,
    st.integers(0, 3),
    st.text("0123456789", min_size=1, max_size=6),
    st.sampled_from([1, 2, 900, 5000]),
)


def store(text: str) -> EmbeddedStore:
    held = pyoxigraph.Store()
    held.load(f"@base <{PLAN}> . @prefix pop: <{POP}> .\n{text}".encode(), format=pyoxigraph.RdfFormat.TURTLE)
    return EmbeddedStore(held)


def task(ordinal: str, party: str = "a") -> str:
    return (
        f"<oe1/a1/t1> pop:hasIndicator <oe1/a1/t1/i1> ; pop:hasResponsibility <r1>, <r2> ."
        f'<r1> pop:ordinal {ordinal} ; pop:sourceText "{party}" . <r2> pop:ordinal 2 ; pop:sourceText "b" .'
        '<oe1/a1/t1/i1> pop:hasDuePeriod <d> . <d> pop:latest "2005-12-31" .'
    )


@given(NUMBERS, NUMBERS)
@settings(max_examples=60, deadline=None)
def test_numbers_sort_as_numbers(one: str, other: str) -> None:
    def value(text: str) -> tuple[int, str]:
        digits = text.lstrip("0")
        return len(digits), digits

    assert (natural_key(f"t{one}/i") < natural_key(f"t{other}/i")) == (value(one) < value(other))
    assert whole(one) == (int(one) if len(one) <= 9 else 0)


@pytest.mark.parametrize("digits", ["9" * 5000, "0" * 5000 + "1", "-" + "9" * 5000])
def test_an_ordinal_of_thousands_of_digits_breaks_no_list(digits: str) -> None:
    first, second = store(task(digits)), store(task(digits, "c"))
    (item,) = due(first, as_of=datetime.date(2006, 1, 1))
    assert sorted(item.responsibles) == ["a", "b"]
    changes = diff(first, second, findings=False).changes
    assert [(item.aspect, item.before, item.after) for item in changes] == [
        ("added", (), ("c",)),
        ("removed", ("a",), ()),
    ]


def test_iris_with_thousands_of_digits_are_listed_in_order() -> None:
    parts = ["9" * 5000, "1" + "0" * 5000, "10"]
    found = diff(
        store(""), store("".join(f'<t{part}> pop:statement "x" .' for part in parts)), findings=False
    )
    assert [item.iri.rpartition("/t")[2] for item in found.changes] == [parts[2], parts[0], parts[1]]
    periods = "".join(f'<t{part}> pop:hasDuePeriod <d> . <d> pop:latest "2005-12-31" .' for part in parts)
    items = due(store(periods), as_of=datetime.date(2006, 1, 1))
    assert [item.indicator.rpartition("/t")[2] for item in items] == [parts[2], parts[0], parts[1]]
