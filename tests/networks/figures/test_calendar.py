"""The calendar shows the days that the plan states."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import pytest

from popgraph.embedded import EmbeddedStore
from popgraph.errors import UsageError
from popgraph.networks import OneMode, TwoMode, two_mode
from popgraph.networks.figures import draw
from popgraph.networks.figures.timetable import Bar, rows_of
from tests.networks.figures.conftest import Drawn

Networks = Mapping[str, TwoMode | OneMode]
day = datetime.date


def test_bars_have_the_days_of_the_plan(cacao: Networks, shipped: EmbeddedStore) -> None:
    network = cacao["calendar"]
    assert isinstance(network, TwoMode)
    for row in rows_of(network):
        stated = list(
            shipped.texts(
                "PREFIX pop: <https://w3id.org/popgraph/ontology#> SELECT DISTINCT ?due ?earliest ?latest {"
                f" ?task a pop:PlannedTask ; pop:hasResponsibility/pop:responsibleParty <{row.actor.iri}> ;"
                " pop:hasIndicator/(pop:hasDuePeriod|(pop:hasTarget/pop:hasDuePeriod)) ?due"
                " OPTIONAL { ?due pop:earliest ?earliest } OPTIONAL { ?due pop:latest ?latest } }"
            )
        )
        drawn = [
            (bar.earliest.isoformat() if bar.earliest else "", bar.latest.isoformat() if bar.latest else "")
            for bar in row.bars
            for _ in range(bar.count)
        ]
        assert sorted(drawn) == sorted((earliest, latest) for _, earliest, latest in stated)
        assert row.total == len(stated)


def test_known_indicators_keep_what_is_uncertain(cacao: Networks) -> None:
    network = cacao["calendar"]
    assert isinstance(network, TwoMode)
    rows = {row.actor.label: row for row in rows_of(network)}
    # O1A4T1: al 2006, al 2010, al 2015.
    assert list(rows["BID-APROCAV"].bars) == [
        Bar(None, day(2006, 12, 31), 1),
        Bar(None, day(2010, 12, 31), 1),
        Bar(None, day(2015, 12, 31), 1),
    ]
    # O2A3T1: a partir de 2008.
    assert Bar(day(2008, 1, 1), None, 1) in rows["ADEX"].bars
    assert [row.total for row in rows.values()] == sorted((row.total for row in rows.values()), reverse=True)


def test_the_legend_has_what_is_drawn(drawn: Drawn) -> None:
    made = drawn("calendar", lang="en").decode()
    for text in (
        "between two dates",
        "no later than (no start)",
        "from then on (no end)",
        "several indicators",
    ):
        assert f">{text}</text>" in made
    assert "46 actors, 33 tasks, 68 indicators, 70 due periods" in made


def test_a_network_without_days_is_refused(shipped: EmbeddedStore) -> None:
    with pytest.raises(UsageError, match='events="year"'):
        draw(two_mode(shipped), figure="calendar")
