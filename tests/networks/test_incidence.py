"""What a network is made of: read from any store, chosen, weighed, projected."""

from __future__ import annotations

import csv
import datetime
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

import popgraph
from popgraph import networks
from popgraph.codes import code_of
from popgraph.embedded import EmbeddedStore
from popgraph.errors import UsageError
from popgraph.networks import Selection, TwoMode, project, two_mode
from popgraph.readings import under
from popgraph.remote import RemoteStore
from popgraph.vocab import ID, PREFIXES

POP = PREFIXES["pop"]
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
GRAPH = NamedNode("https://example.org/g")
PLAN = Path(__file__).resolve().parents[2] / "data" / "pe-cus" / "pop-cacao" / "2005"


def pop(name: str) -> NamedNode:
    return NamedNode(POP + name)


def node(name: str) -> NamedNode:
    return NamedNode(f"https://example.org/{name}")


def made(
    mentions: dict[str, list[str]], *, graphs: int = 1, extra: list[Quad] | None = None
) -> EmbeddedStore:
    """A store with some tasks and those whom they name, once in each of several graphs."""
    quads: list[Quad] = list(extra or [])
    for number in range(graphs):
        graph = node(f"g{number}")
        for task, named in mentions.items():
            quads.append(Quad(node(task), TYPE, pop("PlannedTask"), graph))
            for place, actor in enumerate(named):
                mention = node(f"{task}/r{place}")
                quads.append(Quad(node(task), pop("hasResponsibility"), mention, graph))
                quads.append(Quad(mention, pop("responsibleParty"), node(actor), graph))
                quads.append(Quad(node(actor), TYPE, pop("Institution"), graph))
    return EmbeddedStore.of(quads)


def transcribed(table: str) -> list[str]:
    """The code of the task that each row of a transcription table belongs to."""
    with (PLAN / "transcription" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        paths = [row["path"].split("/") for row in csv.DictReader(file)]
    return [code_of(f"{ID}pe-cus/pop-cacao/2005/{'/'.join(path[:3])}") for path in paths if path[2][0] == "t"]


def ties(network: TwoMode) -> dict[tuple[str, str], int]:
    table = network.weights.tocoo()
    return {
        (network.actors[i].iri.rpartition("/")[2], network.events[k].code): int(weight)
        for i, k, weight in zip(*table.coords, table.data, strict=True)
    }


def test_the_cacao_incidence_is_that_of_the_transcription(shipped: EmbeddedStore) -> None:
    printed = Counter(transcribed("responsibilities"))
    found = two_mode(shipped)
    assert {
        event.code: int(n) for event, n in zip(found.events, found.mentions.sum(axis=0), strict=True)
    } == printed


def test_shared_tasks_are_those_of_the_question(shipped: EmbeddedStore) -> None:
    answer = popgraph.run(shipped, popgraph.find("CQ02"))
    asked = {
        (str(row["a"].value), str(row["b"].value)): int(row["shared"].value)  # type: ignore[union-attr]
        for row in answer  # type: ignore[union-attr]
    }
    network = project(two_mode(shipped))
    table = network.weights.tocoo()
    found = {
        (network.actors[i].iri, network.actors[j].iri): int(weight)
        for i, j, weight in zip(*table.coords, table.data, strict=True)
        if network.actors[i].iri < network.actors[j].iri
    }
    assert found == asked


def test_an_endpoint_gives_the_same_network(shipped: EmbeddedStore, endpoint: str) -> None:
    for events in networks.EVENTS:
        here = two_mode(shipped, events=events, weight="indicator", texts=True)
        there = two_mode(RemoteStore(endpoint), events=events, weight="indicator", texts=True)
        assert networks.digest(here) == networks.digest(there)
        assert here.actors == there.actors
        assert here.events == there.events


def test_a_statement_in_two_graphs_counts_once() -> None:
    once, twice = (two_mode(made({"t1": ["a", "b"], "t2": ["a"]}, graphs=n)) for n in (1, 2))
    assert (once.mentions != twice.mentions).nnz == 0
    assert networks.digest(once) == networks.digest(twice)


def test_isolates_stay() -> None:
    network = project(two_mode(made({"t1": ["a", "b"], "t2": ["c"], "t3": []})))
    assert [actor.iri[-1] for actor in network.actors] == ["a", "b", "c"]
    assert len(network.source.events) == 3
    assert network.ties == 1


def test_a_mention_that_names_two_counts_for_both_and_one_that_is_repeated_twice() -> None:
    extra = [Quad(node("t1/r0"), pop("responsibleParty"), node("z"), GRAPH)]
    network = two_mode(made({"t1": ["a", "b", "a"]}, extra=extra), weight="mention")
    assert {
        actor.iri[-1]: int(n) for actor, n in zip(network.actors, network.weights.sum(axis=1), strict=True)
    } == {
        "a": 2,
        "b": 1,
        "z": 1,
    }


@pytest.mark.parametrize("weight", ["task", "mention", "goal", "indicator"])
@pytest.mark.parametrize("events", ["task", "activity", "objective"])
def test_weights_add_up_what_the_tables_say(shipped: EmbeddedStore, events: str, weight: str) -> None:
    worth = Counter(transcribed({"goal": "goals", "indicator": "indicators"}.get(weight, "tasks")))
    named: defaultdict[str, Counter[str]] = defaultdict(Counter)
    query = (
        "PREFIX pop: <https://w3id.org/popgraph/ontology#> SELECT ?task ?actor"
        " { ?task a pop:PlannedTask ; pop:hasResponsibility/pop:responsibleParty ?actor }"
    )
    for task, actor in shipped.texts(query):
        named[code_of(task)][actor.rpartition("/")[2]] += 1
    expected: Counter[tuple[str, str]] = Counter()
    for task, actors in named.items():
        event = {"task": task, "activity": task[:4], "objective": f"OE{task[1]}"}[events]
        for actor, mentions in actors.items():
            amount = {"task": 1, "mention": mentions}.get(weight, worth[task])
            expected[actor, event] += amount
    assert ties(two_mode(shipped, events=events, weight=weight)) == dict(expected)


def test_years_are_those_of_the_last_day(shipped: EmbeddedStore) -> None:
    network = two_mode(shipped, events="year", weight="indicator", selection=Selection(activities=("O1A2",)))
    one = {event.id: event for event in network.events}
    # "Al 2010 entre 150 y 200 has. son certificadas", "A inicios del 2007 se cuenta con 150 ha. certificadas"
    assert f"{ID}pe-cus/pop-cacao/2005/oe1/a2/t1" in one["2010"].tasks
    assert f"{ID}pe-cus/pop-cacao/2005/oe1/a2/t1" in one["2007"].tasks
    assert ties(network)["senasa", "2010"] == 1


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(objectives=("OE4",)), {"O4A1T1", "O4A1T2", "O4A2T1", "O4A2T2"}),
        (Selection(objectives=("oe4",), activities=("O4A1",)), {"O4A1T1", "O4A1T2"}),
        (Selection(activities=(f"{ID}pe-cus/pop-cacao/2005/oe2/a3",)), {"O2A3T1"}),
        (
            Selection(plans=("pe-cus/pop-cacao/2005",), objectives=("OE3",), activities=("O3A2",)),
            {"O3A2T1", "O3A2T2"},
        ),
        (Selection(regions=("pe-cus",), products=("pop-cacao",), activities=("O2A3",)), {"O2A3T1"}),
    ],
)
def test_tasks_are_chosen(shipped: EmbeddedStore, selection: Selection, expected: set[str]) -> None:
    assert {event.code for event in two_mode(shipped, selection=selection).events} == expected


def test_actors_are_chosen_by_code_or_label(shipped: EmbeddedStore) -> None:
    by_code = two_mode(shipped, selection=Selection(sectors=("private",), levels=("regional",)))
    by_label = two_mode(shipped, selection=Selection(sectors=("Privado",), levels=("regional",)))
    assert by_code.actors == by_label.actors
    assert {actor.label for actor in by_code.actors} == {"Cámara de Comercio de Cusco"}
    assert len(by_code.events) == 33
    named = two_mode(shipped, selection=Selection(named=True))
    assert 0 < len(named.actors) < len(two_mode(shipped).actors)
    assert all("/group/" not in actor.iri for actor in named.actors)


def test_a_period_takes_tasks_with_something_that_may_be_due(shipped: EmbeddedStore) -> None:
    day = datetime.date
    late = two_mode(shipped, selection=Selection(first=day(2009, 1, 1)))
    early = two_mode(shipped, selection=Selection(last=day(2005, 12, 31)))
    every = {event.id for event in two_mode(shipped).events}
    for network, first, last in ((late, day(2009, 1, 1), day.max), (early, day.min, day(2005, 12, 31))):
        inside = {
            task.iri
            for task in networks.fetch_tasks(shipped)
            for due in task.periods
            if (due.earliest or due.latest or day.max) <= last and (due.latest or day.max) >= first
        }
        assert {event.id for event in network.events} == inside
        assert inside < every


@pytest.mark.parametrize(
    ("selection", "said"),
    [
        (Selection(objectives=("OE9",)), "OE1, OE2, OE3, OE4"),
        (Selection(sectors=("marcianos",)), "academia"),
        (Selection(plans=("x",)), "pe-cus/pop-cacao/2005"),
        (Selection(first=datetime.date(2008, 1, 1), last=datetime.date(2007, 1, 1)), "Exchange"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(
    shipped: EmbeddedStore, selection: Selection, said: str
) -> None:
    with pytest.raises(UsageError) as caught:
        two_mode(shipped, selection=selection)
    assert said in caught.value.hint


def test_nobody_left_is_an_error_and_no_empty_network(shipped: EmbeddedStore) -> None:
    chosen = Selection(sectors=("academia",), objectives=("OE3",))
    with pytest.raises(UsageError, match="No actor is left"):
        two_mode(shipped, selection=chosen).peopled()


@pytest.mark.parametrize("projection", list(networks.PROJECTIONS))
@pytest.mark.parametrize(
    ("events", "weight"), [("task", "task"), ("activity", "goal"), ("year", "indicator")]
)
def test_projections_follow_their_formulas(
    shipped: EmbeddedStore, projection: str, events: str, weight: str
) -> None:
    two = two_mode(shipped, events=events, weight=weight)
    w = two.weights.toarray().astype(float)
    found = project(two, projection=projection).weights.toarray()
    for i, j in combinations(range(len(w)), 2):
        expected = 0.0
        for k in range(w.shape[1]):
            members = int((w[:, k] > 0).sum())
            least = min(w[i, k], w[j, k])
            if projection == "newman":
                expected += least / (members - 1) if least else 0
            elif projection == "fractional":
                expected += (w[i, k] / w[:, k].sum()) * (w[j, k] / w[:, k].sum()) if least else 0
            else:
                expected += least
        if projection == "jaccard" and expected:
            expected /= sum(max(w[i, k], w[j, k]) for k in range(w.shape[1]))
        assert found[i, j] == pytest.approx(expected)
        assert found[i, j] == found[j, i]


def test_shares_of_events_add_up_to_the_events(shipped: EmbeddedStore) -> None:
    two = two_mode(shipped)
    parts = project(two, projection="fractional").weights.sum()
    diagonal = sum(1 / n for n in (two.weights > 0).sum(axis=0) for _ in range(1))
    assert parts + diagonal == pytest.approx(len(two.events))


def test_newman_strength_is_the_number_of_shared_events(shipped: EmbeddedStore) -> None:
    two = two_mode(shipped)
    members = (two.weights > 0).sum(axis=0)
    together = (two.weights > 0)[:, members > 1].sum(axis=1)
    assert project(two, projection="newman").weights.sum(axis=1) == pytest.approx(together)


def test_a_reading_changes_the_network(shipped: EmbeddedStore) -> None:
    before = {actor.path for actor in two_mode(shipped).actors}
    after = {actor.path for actor in two_mode(under(shipped, ["bid-indaco/2"])).actors}
    # INDACO is named by itself elsewhere.
    assert after - before == {"org/bid"}
    assert before - after == {"org/bid-indaco"}


def test_hostile_names_and_missing_facts_are_only_text() -> None:
    name = '<script>alert(1)</script>"\n=1+1'
    label = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    store = made({"t1": ["a", "b"]}, extra=[Quad(node("a"), label, Literal(name, language="es"), GRAPH)])
    network = two_mode(store)
    assert [actor.label for actor in network.actors] == [name, "https://example.org/b"]
    assert network.actors[1].sectors == ()


def test_a_name_for_the_table_of_several_plans(tmp_path: Path) -> None:
    made_up = popgraph.generate(tmp_path / "made", plans=3, regions=2, seed=5)
    network = two_mode(popgraph.open(made_up.folder))
    codes = [event.code for event in network.events]
    assert len(set(codes)) == len(codes) == len(network.events)
    region = network.tasks[0].regions[0]
    part = two_mode(popgraph.open(made_up.folder), selection=Selection(regions=(region,)))
    assert 0 < len(part.events) < len(network.events)
