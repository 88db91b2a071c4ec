from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_array

import popgraph
from popgraph.embedded import EmbeddedStore
from popgraph.errors import UsageError
from popgraph.networks import PROJECTIONS, OneMode, Selection, project, two_mode
from popgraph.networks.metrics import METRICS, SCOPES, measure, measure_events, summarize, years
from tests.networks.metrics.made import one_mode, two_modes

ACTOR = [item.id for item in METRICS.values() if item.scope == "actor"]
NETWORK = [item.id for item in METRICS.values() if item.scope == "network"]
EVENT = [item.id for item in METRICS.values() if item.scope == "event"]


def empty() -> OneMode:
    source = two_modes([[1, 1], [1, 0]])
    return project(source.rewired(csr_array((0, 2), dtype=np.int64), actors=()))


@pytest.mark.parametrize("id_", METRICS)
def test_every_measure_says_what_it_is(id_: str) -> None:
    item = METRICS[id_]
    assert item.id == id_
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", id_)
    assert item.scope in SCOPES
    assert set(item.labels) == set(item.about) == {"es", "en"}
    assert all([*item.labels.values(), *item.about.values(), item.formula, item.range])
    assert all(text.endswith(".") for text in item.about.values())
    assert re.search(r"\b(19|20)\d\d\b", item.source) or item.source.startswith("Own count")
    assert item.digits >= 0
    assert "{" not in "".join([*item.labels.values(), *item.about.values()])


@pytest.mark.parametrize("id_", METRICS)
def test_every_docstring_says_source_and_range(id_: str) -> None:
    work = METRICS[id_].value
    doc = getattr(work, "func", work).__doc__ or ""
    assert "Range:" in doc
    assert METRICS[id_].source.split()[0].strip(",") in doc or METRICS[id_].source.startswith("Own count")
    assert ("NaN" in doc) >= ("NaN" in METRICS[id_].range)


def test_labels_tell_the_measures_of_a_scope_apart() -> None:
    for scope in SCOPES:
        for lang in ("es", "en"):
            labels = [item.labels[lang] for item in METRICS.values() if item.scope == scope]
            assert len(labels) == len(set(labels))


def test_asked_for_nothing_the_default_ones_come_in_the_order_of_the_catalogue() -> None:
    network = one_mode([[1, 1], [1, 0], [0, 1]])
    for take, scope in ((measure, "actor"), (summarize, "network"), (measure_events, "event")):
        wanted = [item.id for item in METRICS.values() if item.scope == scope and item.default]
        assert list(take(network)) == wanted
        assert wanted


def test_measures_come_as_they_are_asked_for_each_once() -> None:
    found = measure(one_mode([[1, 1], [1, 0]]), ["strength", "degree", "strength"])
    assert list(found) == ["strength", "degree"]
    assert found["degree"].dtype == np.float64


def test_an_unknown_measure_names_those_there_are() -> None:
    with pytest.raises(UsageError) as caught:
        measure(one_mode([[1]]), ["pagerank"])
    assert caught.value.where == "pagerank"
    assert all(id_ in caught.value.hint for id_ in ACTOR)


def test_a_measure_of_another_scope_leads_to_the_right_function() -> None:
    network = one_mode([[1]])
    for take, id_, verb in (
        (measure, "density", "summarize"),
        (summarize, "degree", "measure"),
        (summarize, "event-degree", "measure_events"),
    ):
        with pytest.raises(UsageError, match=id_) as caught:
            take(network, [id_])
        assert caught.value.hint.startswith(f"Use {verb},")


def test_without_actors_there_are_no_values() -> None:
    network = empty()
    assert all(len(values) == 0 for values in measure(network, ACTOR).values())
    found = summarize(network, NETWORK)
    assert found["actors"] == found["components"] == found["isolates"] == found["ties"] == 0
    assert found["events"] == found["unnamed-tasks"] == found["empty-tasks"] == 2
    for id_ in ("density", "two-mode-density", "modularity", "gini-load", "hhi-load", "network-ei-sector"):
        assert np.isnan(found[id_]), id_
    assert all((values == 0).all() and len(values) == 2 for values in measure_events(network, EVENT).values())


def test_a_single_actor_has_load_and_no_place() -> None:
    network = one_mode([[1, 2]], sectors=["public"])
    found = {id_: float(values[0]) for id_, values in measure(network, ACTOR).items()}
    assert (found["two-mode-degree"], found["two-mode-strength"], found["fractional-load"]) == (2, 3, 2)
    for id_ in ("degree", "strength", "core", "brokerage-sector", "brokerage-sector-liaison"):
        assert found[id_] == 0, id_
    for id_ in ("betweenness", "closeness", "eigenvector", "constraint", "effective-size", "clustering"):
        assert np.isnan(found[id_]), id_
    for id_ in ("ei-sector", "community", "community-consensus", "brokerage-level"):
        assert np.isnan(found[id_]), id_
    assert np.isnan(summarize(network, ["density"])["density"])


@pytest.mark.parametrize("projection", PROJECTIONS)
def test_without_ties_every_measure_has_an_answer(projection: str) -> None:
    network = one_mode([[1, 0, 0], [0, 1, 0], [0, 0, 1]], projection=projection, sectors=["a", "b", ""])
    found = measure(network, ACTOR)
    assert all(len(values) == 3 for values in found.values())
    for id_ in ("degree", "strength", "betweenness", "betweenness-weighted", "closeness", "core"):
        assert (found[id_] == 0).all(), id_
    for id_ in (
        "eigenvector",
        "constraint",
        "effective-size-weighted",
        "clustering",
        "ei-sector",
        "community",
    ):
        assert np.isnan(found[id_]).all(), id_
    summary = summarize(network, NETWORK)
    assert (summary["density"], summary["components"], summary["isolates"]) == (0, 3, 3)
    assert summary["communities"] == 0
    assert np.isnan(summary["robins-alexander"])
    assert np.isnan(summary["community-agreement"])


def test_the_real_network_has_all_values_with_every_projection(shipped: EmbeddedStore) -> None:
    source = two_mode(shipped, selection=Selection(named=True))
    for projection in PROJECTIONS:
        found = measure(
            project(source, projection=projection), [id_ for id_ in ACTOR if "consensus" not in id_]
        )
        for id_, values in found.items():
            assert len(values) == len(source.actors)
            assert not np.isinf(values).any(), id_
        assert not np.isnan(found["betweenness-weighted"]).any()


def test_the_same_network_gives_the_same_values_to_the_last_bit(shipped: EmbeddedStore) -> None:
    first, second = (measure(project(two_mode(shipped)), ACTOR) for _ in range(2))
    assert all(first[id_].tobytes() == second[id_].tobytes() for id_ in ACTOR)


def test_load_by_year_wants_dates(shipped: EmbeddedStore) -> None:
    with pytest.raises(UsageError, match="periods") as caught:
        years(two_mode(shipped))
    assert 'events="year"' in caught.value.hint


def test_a_made_up_collection_has_all_values_by_either_backend(tmp_path: Path) -> None:
    popgraph.generate(tmp_path / "new", plans=6, regions=4, seed=3)
    network = project(two_mode(popgraph.open(tmp_path / "new")))
    one, other = (measure(network, backend=backend) for backend in ("networkx", "igraph"))
    assert len(network.actors) > 46
    for id_, values in one.items():
        assert len(values) == len(network.actors)
        np.testing.assert_allclose(other[id_], values, atol=1e-12, err_msg=id_)
    summary = summarize(network)
    assert summary["events"] == len(network.source.tasks)
    assert summary["components"] >= 1 + summary["isolates"]


def test_the_hash_seed_of_the_process_does_not_matter() -> None:
    code = (
        "import popgraph; from popgraph.networks import project, two_mode;"
        "from popgraph.networks.metrics import measure, summarize;"
        "network = project(two_mode(popgraph.open()), projection='newman');"
        "print([v.tobytes().hex() for v in measure(network).values()], summarize(network))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
