from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import popgraph
from popgraph import networks, readings
from popgraph.embedded import EmbeddedStore
from popgraph.errors import UsageError
from popgraph.networks.metrics import measure
from popgraph.networks.projection import OneMode
from popgraph.networks.ranks import rank_rows, ranks
from popgraph.networks.robustness import Assessment, Standing, assess, draw
from popgraph.networks.robustness.ranking import adjusted, tails

IDS = ("two-mode-degree", "degree", "strength", "betweenness", "constraint")


@pytest.fixture(scope="module")
def cacao(shipped: EmbeddedStore) -> OneMode:
    return networks.project(networks.two_mode(shipped))


@pytest.fixture(scope="module")
def found(shipped: EmbeddedStore, cacao: OneMode) -> Assessment:
    return assess(shipped, cacao, IDS, draws=400, again=19)


def standing(found: Assessment, metric: str, path: str) -> Standing:
    return next(item for item in found.ranking(metric).standings if item.actor.path == path)


def test_values_and_ranks_are_those_of_the_measures(found: Assessment, cacao: OneMode) -> None:
    for id_, values in measure(cacao, IDS).items():
        ranking = found.ranking(id_)
        assert ranking.lowest_first == (id_ == "constraint")
        by_iri = {item.actor.iri: item for item in ranking.standings}
        expected = ranks(values, lowest_first=ranking.lowest_first)
        for actor, value, rank in zip(cacao.actors, values, expected, strict=True):
            assert by_iri[actor.iri].value == pytest.approx(value)
            assert by_iri[actor.iri].rank == rank
        shown = [item.rank for item in ranking.standings if item.rank]
        assert shown == sorted(shown)


def test_the_null_model_knows_only_margins(found: Assessment, cacao: OneMode) -> None:
    for item in found.ranking("two-mode-degree").standings:
        if item.null:
            # The number of tasks is what is given.
            assert (item.null.mean, item.null.sd, item.null.z) == (item.value, 0.0, None)
            assert item.null.p_high == item.null.p_low == 1.0
    tables = draw([cacao.source.mentions], draws=400, seed=1).tables().astype(float)
    shared = tables @ tables.transpose(0, 2, 1)
    strengths = shared.sum(axis=2) - tables.sum(axis=2)
    row = next(place for place, actor in enumerate(cacao.actors) if actor.path == "org/cerx-cusco")
    null = standing(found, "strength", "org/cerx-cusco").null
    observed = float(cacao.weights.sum(axis=1)[row])
    assert null is not None
    assert null.mean == pytest.approx(strengths[:, row].mean())
    assert null.sd == pytest.approx(strengths[:, row].std(ddof=1))
    assert null.p_high == pytest.approx((1 + (strengths[:, row] >= observed).sum()) / 401)
    assert null.p_low == pytest.approx((1 + (strengths[:, row] <= observed).sum()) / 401)
    assert null.low <= null.mean <= null.high


def test_leaving_out_a_task_is_the_network_of_the_others(
    found: Assessment, shipped: EmbeddedStore, cacao: OneMode
) -> None:
    source = cacao.source
    of: dict[str, list[int]] = {}
    rankings: dict[str, dict[str, int | None]] = {}
    for task, column in zip(source.tasks, range(len(source.tasks)), strict=True):
        table = source.mentions.tolil(copy=True)
        table[:, column] = 0
        kept = np.flatnonzero(table.sum(axis=1))
        changed = source.rewired(table.tocsr()[kept], actors=[source.actors[row] for row in kept])
        values = measure(networks.project(changed), ["betweenness"])["betweenness"]
        rankings[task.code] = {
            actor.iri: rank for actor, rank in zip(changed.actors, ranks(values), strict=True)
        }
    for item in found.ranking("betweenness").standings:
        spread = item.leave_out
        assert spread is not None
        of[item.actor.iri] = [rank for ranks_ in rankings.values() if (rank := ranks_.get(item.actor.iri))]
        assert spread.tried == 33
        assert spread.absent == 33 - len(of[item.actor.iri])
        if item.rank:
            assert (spread.best, spread.worst) == (min(of[item.actor.iri]), max(of[item.actor.iri]))
            if spread.moved_by:
                assert rankings[spread.moved_by[0]].get(item.actor.iri) == spread.moved_to


def test_readings_move_whom_they_should(found: Assessment, shipped: EmbeddedStore) -> None:
    pra = standing(found, "two-mode-degree", "org/pra")
    assert pra.alone is not None
    assert pra.alone.moved_by == ("para/2",)
    para = standing(found, "two-mode-degree", "org/para")
    assert (para.value, para.rank, para.null) == (None, None, None)
    assert para.alone is not None
    assert para.alone.tried - para.alone.absent == 1
    read = networks.project(
        networks.two_mode(readings.under(shipped, ["gremios-del-cacao/2", "bid-indaco/3"]))
    )
    values = measure(read, ["strength"])["strength"]
    group = standing(found, "strength", "group/pe-cus/gremios-empresariales").together
    row = next(
        place for place, actor in enumerate(read.actors) if actor.path == "group/pe-cus/gremios-empresariales"
    )
    assert group is not None
    assert group.best is not None and group.worst is not None
    assert group.best <= (ranks(values)[row] or 0) <= group.worst


def test_conclusions_say_what_survives(found: Assessment) -> None:
    by_text = {c.text["en"]: c for ranking in found.rankings for c in ranking.conclusions}
    first = by_text["CERX Cusco is first by strength"]
    assert first.text["es"] == "CERX Cusco ocupa el primer lugar en fuerza"
    assert first.null and first.leave_out and first.readings
    # It has the most tasks, which explains it; and one task less is enough to lose the place.
    assert not first.null.survives
    assert not first.leave_out.survives
    assert first.leave_out.counter_example
    assert first.leave_out.held < first.leave_out.tried == 33
    assert first.readings.survives
    assert first.readings.tried == 18 + 4096
    assert first.readings.counter_example == ()
    degree = by_text["Gobierno Regional de Cusco is first by degree"]
    assert degree.leave_out and degree.readings
    assert degree.leave_out.survives and degree.readings.survives
    few = by_text[
        "The value of Organizaciones de productores in degree is smaller than its number of tasks explains"
    ]
    assert few.null and few.leave_out and few.readings
    assert few.null.survives and few.null.p is not None and few.null.p < 0.05
    assert (few.leave_out.tried, few.readings.tried) == (33, 18)
    assert not any("explains" in c.text["en"] for c in found.ranking("two-mode-degree").conclusions)


def test_counter_examples_are_counter_examples(found: Assessment, shipped: EmbeddedStore) -> None:
    against = [
        (ranking, conclusion)
        for ranking in found.rankings
        for conclusion in ranking.conclusions
        if conclusion.claim.kind == "before" and conclusion.readings and not conclusion.readings.survives
    ]
    assert against
    for ranking, conclusion in against[:3]:
        assert conclusion.readings and conclusion.claim.other
        graph = readings.under(shipped, conclusion.readings.counter_example)
        network = networks.project(networks.two_mode(graph))
        places = dict(
            zip(
                (actor.iri for actor in network.actors),
                ranks(measure(network, [ranking.metric])[ranking.metric], lowest_first=ranking.lowest_first),
                strict=True,
            )
        )
        one, other = places[conclusion.claim.subject.iri], places[conclusion.claim.other.iri]
        assert one and other and one >= other


def test_ties_are_held_against_the_same_draws(found: Assessment, cacao: OneMode) -> None:
    assert len(found.ties) == cacao.ties
    places = {actor.iri: place for place, actor in enumerate(cacao.actors)}
    tables = draw([cacao.source.mentions], draws=400, seed=1).tables()
    for tie in (found.ties[0], found.ties[100], found.ties[-1]):
        i, j = places[tie.first.iri], places[tie.second.iri]
        shared = (tables[:, i] * tables[:, j]).sum(axis=1)
        assert tie.shared == cacao.shared[i, j]
        assert tie.mean == pytest.approx(shared.mean())
        assert tie.sd == pytest.approx(shared.std(ddof=1))
        assert tie.p == pytest.approx((1 + (shared >= tie.shared).sum()) / 401)
        assert tie.p <= tie.q <= 1


def test_the_same_is_said_again(shipped: EmbeddedStore) -> None:
    network = networks.project(networks.two_mode(shipped, selection=networks.Selection(named=True)))

    def told(seed: int) -> str:
        made = assess(shipped, network, ["degree", "closeness"], draws=60, seed=seed, again=9)
        return json.dumps(made.to_dict(), ensure_ascii=False, allow_nan=False)

    assert told(1) == told(1) != told(2)


def test_tests_can_be_left_away(shipped: EmbeddedStore, cacao: OneMode) -> None:
    said: list[str] = []
    made = assess(
        shipped,
        cacao,
        ["degree"],
        draws=0,
        readings=False,
        leave_out=False,
        progress=lambda what, done, total: said.append(what),
    )
    assert said == []
    assert (made.draws, made.steps, made.accepted, made.tasks, made.readings, made.ties) == (
        0,
        0,
        None,
        0,
        (),
        (),
    )
    for item in made.rankings[0].standings:
        assert (item.null, item.leave_out, item.alone, item.together) == (None, None, None, None)
    for conclusion in made.rankings[0].conclusions:
        assert (conclusion.null, conclusion.leave_out, conclusion.readings) == (None, None, None)


def test_progress_is_told(shipped: EmbeddedStore, cacao: OneMode) -> None:
    last: dict[str, tuple[int, int]] = {}
    assess(
        shipped,
        cacao,
        ["degree"],
        draws=20,
        again=1,
        progress=lambda what, done, total: last.update({what: (done, total)}),
    )
    assert list(last) == ["draws", "null", "leave-out", "readings", "combinations", "again"]
    assert all(done == total for done, total in last.values())


def test_what_cannot_be_done_is_said(shipped: EmbeddedStore, cacao: OneMode) -> None:
    with pytest.raises(UsageError, match=r"Too small a number: draws: -1"):
        assess(shipped, cacao, draws=-1)
    with pytest.raises(UsageError, match=r"makes no ranking: community"):
        assess(shipped, cacao, ["community"])
    with pytest.raises(UsageError, match=r"No such measure: fame"):
        assess(shipped, cacao, ["fame"])
    with pytest.raises(UsageError, match=r"too long.*fewer draws"):
        assess(shipped, cacao, ["degree"], draws=10**7)
    alone = networks.two_mode(
        shipped, selection=networks.Selection(types=("ministry",), objectives=("OE1",), activities=("O1A1",))
    )
    one = networks.project(alone.rewired(alone.mentions[:1], actors=alone.actors[:1]))
    with pytest.raises(UsageError, match="Nothing to rank: actors in the network: 1"):
        assess(shipped, one, ["degree"])


def test_a_made_up_collection_has_no_doubtful_names(tmp_path: Path) -> None:
    popgraph.generate(tmp_path / "plans", plans=3, regions=1, seed=5)
    store = popgraph.open(tmp_path / "plans")
    network = networks.project(networks.two_mode(store), projection="newman")
    made = assess(store, network, ["degree", "strength"], draws=30, again=0)
    assert made.readings == ()
    assert (made.combinations, made.combined) == (1, 1)
    assert made.tasks == sum(1 for count in network.source.mentions.sum(axis=0) if count)
    assert all(item.alone and item.alone.tried == 0 for item in made.rankings[0].standings)


def test_a_rank_is_one_more_than_how_many_are_greater() -> None:
    rng = np.random.default_rng(1)
    values = rng.integers(0, 5, size=(40, 9)).astype(float)
    values[rng.random(values.shape) < 0.2] = np.nan
    values[3] = np.nan
    for lowest in (False, True):
        ours, theirs = values[:, :, None], values[:, None, :]
        ahead = ((theirs < ours) if lowest else (theirs > ours)).sum(axis=2)
        expected = np.where(np.isnan(values), 0, ahead + 1)
        assert rank_rows(values, lowest_first=lowest).tolist() == expected.tolist()
        for row, places in zip(values, expected.tolist(), strict=True):
            assert ranks(row, lowest_first=lowest) == tuple(place or None for place in places)
    assert rank_rows(np.array([[0.1 + 0.2, 0.3, 0.4]])).tolist() == [[2, 2, 1]]
    assert ranks([]) == ()


def test_tails_by_hand() -> None:
    draws = np.array([[1.0, np.nan], [2.0, np.nan], [3.0, np.nan]])
    high, low = tails(np.array([2.0, 1.0]), draws)
    assert (high[0], low[0]) == (0.75, 0.75)
    assert np.isnan(high[1]) and np.isnan(low[1])


def test_adjusted_p_by_hand() -> None:
    # Benjamini and Hochberg (1995), section 3.2: the first four of fifteen are below 0.05.
    given = (
        "0.0001 0.0004 0.0019 0.0095 0.0201 0.0278 0.0298 0.0344 0.0459 0.3240 0.4262 0.5719 0.6528 0.7590 1"
    )
    p = np.array([float(number) for number in given.split()])
    q = adjusted(p)
    assert (q < 0.05).sum() == 4
    assert q[0] == pytest.approx(0.0015)
    assert q[3] == pytest.approx(0.035625)
    assert np.isnan(adjusted(np.array([0.5, np.nan]))[1])
