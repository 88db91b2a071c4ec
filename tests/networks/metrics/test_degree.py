from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction

import networkx
import pytest

from popgraph.embedded import EmbeddedStore
from popgraph.networks import project, two_mode
from popgraph.networks.metrics import measure, summarize
from popgraph.vocab import PREFIXES
from tests.networks.metrics.made import one_mode

IDS = ("two-mode-degree", "two-mode-strength", "fractional-load", "degree", "strength", "core")


def test_a_hand_worked_example() -> None:
    # Tasks 1 2 3; the third names the first actor twice; nobody shares with the last.
    network = one_mode([[1, 1, 2, 0], [1, 0, 0, 0], [0, 1, 1, 0], [0, 0, 0, 1]])
    found = {id_: values.tolist() for id_, values in measure(network, IDS).items()}
    assert found["two-mode-degree"] == [3, 1, 2, 1]
    assert found["two-mode-strength"] == [4, 1, 2, 1]
    assert found["fractional-load"] == pytest.approx([1 / 2 + 1 / 2 + 2 / 3, 1 / 2, 1 / 2 + 1 / 3, 1])
    assert found["degree"] == [2, 1, 1, 0]
    assert found["strength"] == [3, 1, 2, 0]
    assert found["core"] == [1, 1, 1, 0]
    summary = summarize(network)
    assert {
        id_: summary[id_] for id_ in ("actors", "events", "two-mode-ties", "ties", "components", "isolates")
    } == {
        "actors": 4,
        "events": 4,
        "two-mode-ties": 7,
        "ties": 2,
        "components": 2,
        "isolates": 1,
    }
    assert summary["density"] == 2 / 6
    assert summary["two-mode-density"] == 7 / 16


def test_the_cacao_plan_by_plain_counting(shipped: EmbeddedStore) -> None:
    rows = shipped.texts(
        f"PREFIX pop: <{PREFIXES['pop']}> SELECT DISTINCT ?actor ?task {{ ?task pop:hasResponsibility ?mention ."
        " ?mention pop:responsibleParty ?actor }"
    )
    pairs = {(actor, task) for actor, task in rows}
    crews = defaultdict(set)
    for actor, task in pairs:
        crews[task].add(actor)
    tasks = Counter(actor for actor, _ in pairs)
    load: defaultdict[str, Fraction] = defaultdict(Fraction)
    shared: Counter[tuple[str, str]] = Counter()
    for crew in crews.values():
        for actor in crew:
            load[actor] += Fraction(1, len(crew))
            shared.update((actor, other) for other in crew if other != actor)
    network = project(two_mode(shipped))
    found = measure(network, IDS)
    assert len(network.actors) == len(tasks) == 46
    for place, iri in enumerate(actor.iri for actor in network.actors):
        with_whom = {other: count for (one, other), count in shared.items() if one == iri}
        assert found["two-mode-degree"][place] == found["two-mode-strength"][place] == tasks[iri]
        assert found["fractional-load"][place] == pytest.approx(float(load[iri]))
        assert found["degree"][place] == len(with_whom)
        assert found["strength"][place] == sum(with_whom.values())
    assert found["fractional-load"].sum() == pytest.approx(33)


def test_k_core_is_what_is_left_when_weaker_actors_are_taken_away(shipped: EmbeddedStore) -> None:
    network = project(two_mode(shipped))
    core = measure(network, ["core"])["core"]
    for k in range(1, int(core.max()) + 2):
        left = networkx.Graph(network.graph())
        while weak := [node for node, degree in left.degree() if degree < k]:
            left.remove_nodes_from(weak)
        assert set(left) == {place for place, value in enumerate(core) if value >= k}
