"""One bound that is no date hid all that was due; what stood twice was lost, or listed several times."""

from __future__ import annotations

import datetime

import pyoxigraph
import pytest

from popgraph.duedates import DueItem, DueState, due
from popgraph.embedded import EmbeddedStore
from popgraph.vocab import ID, POP, PREFIXES

PLAN = ID + "pe-cus/pop-cafe/2006/"
DAY = datetime.date(2006, 12, 31)
SURE = '<oe1/a1/t1/i1> pop:hasDuePeriod <d1> . <d1> pop:latest "2005-12-31"^^xsd:date . '


def found(text: str, lang: str = "en") -> tuple[DueItem, ...]:
    held = pyoxigraph.Store()
    head = f"@base <{PLAN}> . @prefix pop: <{POP}> . @prefix xsd: <{PREFIXES['xsd']}> . "
    held.load((head + text).encode(), format=pyoxigraph.RdfFormat.TURTLE)
    return due(EmbeddedStore(held), as_of=DAY, lang=lang)


@pytest.mark.parametrize(
    ("bounds", "note"),
    [
        ('pop:latest "2005-02-30"^^xsd:date', "latest is no date: 2005-02-30"),
        ('pop:latest "2005-12-31T00:00:00"^^xsd:dateTime', "latest is no date: 2005-12-31T00:00:00"),
        ('pop:earliest "2005"^^xsd:gYear', "earliest is no date: 2005"),
        ('pop:earliest ""', 'earliest is no date: ""'),
        ("pop:latest <urn:x:day>", "latest is no date: urn:x:day"),
        (
            'pop:earliest "2006-05-01" ; pop:latest "2005-12-31"',
            "it begins (2006-05-01) after its end (2005-12-31)",
        ),
        (
            'pop:latest "2005-12-31", "2004-12-31"',
            "latest has several values: 2004-12-31, 2005-12-31",
        ),
    ],
)
def test_what_cant_be_judged_comes_last_with_a_note_and_hides_nothing(bounds: str, note: str) -> None:
    sure, unclear = found(SURE + f"<oe1/a1/t2/i1> pop:hasDuePeriod <d2> . <d2> {bounds} .")
    assert (sure.code, sure.state, sure.note) == ("O1A1T1I1", DueState.CERTAIN, "")
    assert (unclear.code, unclear.state, unclear.note) == ("O1A1T2I1", DueState.UNCLEAR, note)


def test_the_note_is_spanish_if_asked_for() -> None:
    (item,) = found('<i> pop:hasDuePeriod <d> . <d> pop:latest "mañana" .', "es")
    assert item.note == "latest no es una fecha: mañana"


def test_a_period_is_listed_once_with_all_its_wordings() -> None:
    both = 'pop:sourceText "al 2005"@es, "a 2005"@es ; pop:edtf "2005", "../2005" ; pop:latest "2005-12-31"'
    (item,) = found(f"<i> pop:hasDuePeriod <d> . <d> {both}, '2005-12-31'^^xsd:date .")
    assert (item.state, item.wording, item.edtf) == (DueState.CERTAIN, "a 2005 / al 2005", "2005 / ../2005")


def test_all_targets_and_all_activities_are_shown_in_order() -> None:
    (item,) = found(
        SURE
        + "<oe1/a1/t1/i1> pop:hasTarget <tgt10>, <tgt2> . <tgt2> pop:targetValue 5, 7 . <tgt10> pop:targetValue 8.0 ."
        "<oe1/a10/t1> pop:hasIndicator <oe1/a1/t1/i1> ; pop:partOfActivity <oe1/a10> ."
        "<oe1/a2/t1> pop:hasIndicator <oe1/a1/t1/i1> ; pop:partOfActivity <oe1/a2> ."
        '<oe1/a2> pop:statement "dos"@es ; pop:servesObjective <oe1> . <oe1/a10> pop:statement "diez"@es .'
    )
    assert [target.value for target in item.targets] == ["5 / 7", "8"]
    assert (item.activities, item.activity_texts) == (("O1A2", "O1A10"), ("dos", "diez"))
    assert item.objectives == ("OE1",)
