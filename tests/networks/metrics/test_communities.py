from __future__ import annotations

import igraph
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from popgraph.embedded import EmbeddedStore
from popgraph.networks import PROJECTIONS, project, two_mode
from popgraph.networks.metrics import measure, summarize
from popgraph.networks.metrics.communities import RUNS, SEED, partition, rand_index
from popgraph.networks.metrics.metric import Subject
from tests.networks.metrics.made import one_mode
from tests.networks.metrics.test_centrality import as_igraph

# Two groups of three and four who share tasks within, one task across, and an isolate.
GROUPS = [
    [2, 1, 0, 0, 0],
    [2, 0, 0, 0, 0],
    [2, 0, 0, 0, 0],
    [0, 1, 3, 0, 0],
    [0, 0, 3, 1, 0],
    [0, 0, 3, 1, 0],
    [0, 0, 3, 0, 0],
    [0, 0, 0, 0, 1],
]


def test_two_groups_are_found_with_every_seed_the_greater_first() -> None:
    network = one_mode(GROUPS)
    found = measure(network, ["community", "community-consensus"])
    assert found["community"][:7].tolist() == [2, 2, 2, 1, 1, 1, 1]
    assert found["community-consensus"][:7].tolist() == [1.0] * 7
    assert np.isnan(found["community"][7]) and np.isnan(found["community-consensus"][7])
    summary = summarize(network, ["communities", "modularity", "community-agreement"])
    # Weights within: 3 ties of 2; 6 ties of 3 and 1 more; across 1.
    within, strengths, total = [6, 19], [13, 39], 26
    modularity = sum(w / total - (s / (2 * total)) ** 2 for w, s in zip(within, strengths, strict=True))
    assert summary == {"communities": 2, "modularity": pytest.approx(modularity), "community-agreement": 1}


@pytest.mark.parametrize("projection", PROJECTIONS)
def test_modularity_is_that_of_igraph(shipped: EmbeddedStore, projection: str) -> None:
    network = project(two_mode(shipped), projection=projection)
    members = (measure(network, ["community"])["community"] - 1).astype(int).tolist()
    theirs = as_igraph(network).modularity(members, weights="weight")
    assert summarize(network, ["modularity"])["modularity"] == pytest.approx(theirs)
    assert summarize(network, ["communities"])["communities"] == len(set(members))


def test_no_actor_alone_would_be_better_off_in_another_community(shipped: EmbeddedStore) -> None:
    network = project(two_mode(shipped))
    members = (measure(network, ["community"])["community"] - 1).astype(int).tolist()
    graph = as_igraph(network)
    best = graph.modularity(members, weights="weight")
    for place in range(len(members)):
        for other in set(members):
            moved = [*members[:place], other, *members[place + 1 :]]
            assert graph.modularity(moved, weights="weight") <= best + 1e-9


def test_agreement_and_consensus_are_over_the_stated_seeds(shipped: EmbeddedStore) -> None:
    network = project(two_mode(shipped))
    subject = Subject(network)
    runs = [partition(subject, seed=SEED + step).tolist() for step in range(RUNS)]
    assert len({tuple(run) for run in runs}) > 1
    indices = [
        igraph.compare_communities(runs[i], runs[j], method="adjusted_rand")
        for i in range(RUNS)
        for j in range(i)
    ]
    found = summarize(network, ["community-agreement"])["community-agreement"]
    assert found == pytest.approx(sum(indices) / len(indices))
    consensus = measure(network, ["community-consensus"])["community-consensus"]
    for place, value in enumerate(consensus):
        together = [{i for i, number in enumerate(run) if number == run[place]} for run in runs]
        overlaps = [len(together[0] & other) / len(together[0] | other) for other in together[1:]]
        assert value == pytest.approx(sum(overlaps) / (RUNS - 1))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=12))
def test_the_adjusted_rand_index_is_that_of_igraph(pairs: list[tuple[int, int]]) -> None:
    one, other = ([pair[side] for pair in pairs] for side in (0, 1))
    theirs = igraph.compare_communities(one, other, method="adjusted_rand")
    # It divides zero by zero where both are all in one or all alone, which is full agreement.
    wanted = 1 if np.isnan(theirs) else theirs
    assert rand_index(np.array(one), np.array(other)) == pytest.approx(wanted)


def test_the_order_of_the_actors_does_not_matter(shipped: EmbeddedStore) -> None:
    source = two_mode(shipped)
    turned = source.rewired(source.mentions[::-1], actors=source.actors[::-1])
    one, other = (measure(project(network), ["community"])["community"] for network in (source, turned))
    assert one.tolist() == other[::-1].tolist()
