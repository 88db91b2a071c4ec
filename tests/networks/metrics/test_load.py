from __future__ import annotations

import datetime
from collections import Counter

import numpy as np
import pytest

import popgraph
from popgraph.answers import Solutions
from popgraph.embedded import EmbeddedStore
from popgraph.errors import UsageError
from popgraph.networks import Period, Selection, fetch_tasks, two_mode
from popgraph.networks.metrics import years
from popgraph.vocab import PREFIXES
from tests.networks.metrics.made import two_modes


def period(indicator: str, first: int | None, last: int | None) -> Period:
    return Period(
        indicator,
        datetime.date(first, 1, 1) if first else None,
        datetime.date(last, 12, 31) if last else None,
    )


def test_a_hand_worked_example() -> None:
    network = two_modes(
        [[1, 0, 0], [2, 1, 0], [0, 0, 1]],
        periods=[
            # Within 2005; by 2007.
            [period("a", 2005, 2005), period("b", None, 2007)],
            # From 2006 to 2007; from 2006 on.
            [period("c", 2006, 2007), period("d", 2006, None)],
            # Two periods of one indicator in a year count once; no date at all.
            [period("e", 2005, 2005), period("e", 2005, 2005), period("f", None, None)],
        ],
    )
    load = years(network)
    assert load.years == (2005, 2006, 2007)
    assert load.certain.tolist() == [[1, 0, 1], [1, 0, 1], [1, 0, 0]]
    assert load.counted.tolist() == [[1, 0, 1], [1, 1, 2], [1, 0, 0]]
    assert load.possible.tolist() == [[1, 0, 1], [1, 2, 3], [1, 0, 0]]
    assert load.undated.tolist() == [0, 0, 1]
    assert {kind: total.tolist() for kind, total in load.totals.items()} == {
        "certain": [2, 0, 1],
        "counted": [2, 1, 2],
        "possible": [2, 2, 3],
    }


def test_the_cacao_plan_is_what_the_question_of_due_indicators_answers(shipped: EmbeddedStore) -> None:
    owners = {
        (indicator, actor)
        for indicator, actor in shipped.texts(
            f"PREFIX pop: <{PREFIXES['pop']}> SELECT DISTINCT ?indicator ?actor {{ ?task pop:hasIndicator ?indicator ;"
            " pop:hasResponsibility ?mention . ?mention pop:responsibleParty ?actor }"
        )
    }
    load = years(two_mode(shipped), tasks=fetch_tasks(shipped))
    for column, year in enumerate(load.years):
        answer = popgraph.run(shipped, popgraph.find("due-in-year"), {"year": str(year)})
        assert isinstance(answer, Solutions)
        rows = [dict(zip(answer.variables, row, strict=True)) for row in answer.rows]
        due = [(row["indicator"].value, row["certain"].value == "true") for row in rows]  # type: ignore[union-attr]
        for table, wanted in (
            (load.certain, {indicator for indicator, certain in due if certain}),
            (load.possible, {indicator for indicator, _ in due}),
        ):
            counts = Counter(actor for indicator, actor in owners if indicator in wanted)
            assert table[:, column].tolist() == [counts[actor.iri] for actor in load.actors], year


def test_the_counted_ones_are_those_of_a_network_of_years(shipped: EmbeddedStore) -> None:
    network = two_mode(shipped, events="year", weight="indicator")
    load = years(network)
    by_year = {event.id: column for column, event in enumerate(network.events)}
    table = network.weights.toarray()
    for column, year in enumerate(load.years):
        where = by_year.get(str(year))
        wanted = table[:, where] if where is not None else np.zeros(len(load.actors), dtype=int)
        assert load.counted[:, column].tolist() == wanted.tolist()
    assert (load.certain <= load.counted).all()
    assert (load.counted <= load.possible).all()


def test_a_selection_is_kept_to(shipped: EmbeddedStore) -> None:
    chosen = Selection(named=True, objectives=("OE1",))
    load = years(two_mode(shipped, selection=chosen), tasks=fetch_tasks(shipped))
    whole = years(two_mode(shipped, events="year"))
    assert all(actor.named for actor in load.actors)
    assert load.totals["counted"].sum() < whole.totals["counted"].sum()


def test_without_dates_it_says_how_to_get_them_and_with_none_there_it_is_empty() -> None:
    network = two_modes([[1, 1], [0, 1]])
    with pytest.raises(UsageError, match="periods"):
        years(network)
    load = years(network, tasks=network.tasks)
    assert load.years == ()
    assert load.possible.shape == (2, 0)
