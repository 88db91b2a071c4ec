from __future__ import annotations

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from popgraph.embedded import EmbeddedStore
from popgraph.networks import Selection, project, two_mode
from popgraph.networks.metrics import measure, measure_events, summarize
from popgraph.networks.metrics.concentration import gini, herfindahl
from tests.networks.metrics.made import one_mode


@given(st.lists(st.integers(0, 30), min_size=1, max_size=12).filter(any))
def test_gini_and_hhi_are_their_definitions(loads: list[int]) -> None:
    values = np.array(loads, dtype=float)
    double = Fraction(sum(abs(x - y) for x in loads for y in loads), 2 * len(loads) * sum(loads))
    assert gini(values) == pytest.approx(float(double))
    assert herfindahl(values) == pytest.approx(float(sum(Fraction(x, sum(loads)) ** 2 for x in loads)))


def test_concentration_is_of_load_and_of_fractional_load() -> None:
    network = one_mode([[1, 1, 2], [1, 0, 0], [0, 0, 1]])
    found = summarize(network, ["gini-load", "hhi-load", "gini-fractional-load", "hhi-fractional-load"])
    loads, parts = np.array([4.0, 1, 1]), np.array([1 / 2 + 1 + 2 / 3, 1 / 2, 1 / 3])
    assert found == pytest.approx(
        {
            "gini-load": gini(loads),
            "hhi-load": (16 + 1 + 1) / 36,
            "gini-fractional-load": gini(parts),
            "hhi-fractional-load": float((parts**2).sum() / 9),
        }
    )
    assert gini(loads) == pytest.approx(3 / 9)


def test_participation_by_hand() -> None:
    # Tasks under objectives x, x, y and under both y and z; the last has none.
    network = one_mode(
        [[1, 2, 1, 0, 0], [1, 1, 0, 0, 0], [0, 0, 0, 1, 0], [0, 0, 0, 0, 1]],
        objectives=[["x"], ["x"], ["y"], ["y", "z"], []],  # type: ignore[list-item]
    )
    found = measure(network, ["objectives", "participation"])
    assert found["objectives"].tolist() == [2, 1, 2, 0]
    assert found["participation"][:3] == pytest.approx([1 - (4 + 1) / 9, 0, 1 / 2])
    assert np.isnan(found["participation"][3])


def test_participation_in_the_cacao_plan_by_plain_counting(shipped: EmbeddedStore) -> None:
    source = two_mode(shipped)
    found = measure(project(source), ["objectives", "participation"])
    table = source.weights.toarray()
    for row, value in enumerate(found["participation"]):
        under = Counter(
            iri
            for column, event in enumerate(source.events)
            for iri in event.objectives
            if table[row, column]
        )
        assert found["objectives"][row] == len(under)
        assert value == pytest.approx(1 - sum(n * n for n in under.values()) / under.total() ** 2)


def test_participation_does_not_hang_on_the_kind_of_event(shipped: EmbeddedStore) -> None:
    by_task, by_year = (
        measure(project(two_mode(shipped, events=kind)), ["participation"])["participation"]
        for kind in ("task", "year")
    )
    assert by_task.tolist() == by_year.tolist()


def test_tasks_without_a_named_institution() -> None:
    # Named and a group; a group only; nobody; named only.
    network = one_mode([[1, 0, 0, 2], [1, 1, 0, 0]], named=[True, False], sectors=["a", ""])  # type: ignore[list-item]
    found = summarize(network, ["unnamed-tasks", "unnamed-share", "empty-tasks"])
    assert found == {"unnamed-tasks": 2, "unnamed-share": 0.5, "empty-tasks": 1}
    assert {id_: values.tolist() for id_, values in measure_events(network).items()} == {
        "event-degree": [2, 1, 0, 1],
        "event-strength": [2, 1, 0, 2],
        "event-named": [1, 0, 0, 1],
        "event-sectors": [1, 0, 0, 1],
    }


def test_in_the_cacao_plan_a_selection_leaves_tasks_without_an_actor(shipped: EmbeddedStore) -> None:
    whole = project(two_mode(shipped))
    rows = shipped.texts(
        "PREFIX pop: <https://w3id.org/popgraph/ontology#> SELECT DISTINCT ?task {"
        " ?task pop:hasResponsibility ?mention . ?mention pop:responsibleParty ?actor . ?actor a pop:Institution }"
    )
    assert summarize(whole, ["unnamed-tasks"])["unnamed-tasks"] == 33 - len(list(rows))
    academia = project(two_mode(shipped, selection=Selection(sectors=("academia",))))
    found = summarize(academia, ["empty-tasks", "events"])
    assert found["empty-tasks"] == found["events"] - (measure_events(academia)["event-degree"] > 0).sum() > 0
