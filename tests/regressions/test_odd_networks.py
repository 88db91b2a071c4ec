"""What broke networks or was taken for something else: texts for actors, numbers below zero, what was asked twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import popgraph
from popgraph import networks
from popgraph.cli import cli
from popgraph.errors import UsageError
from popgraph.networks import Parameters, Selection
from popgraph.report import listing

TASKS = """@prefix pop: <https://w3id.org/popgraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ex: <https://example.org/> .
ex:t1 a pop:PlannedTask ; pop:hasResponsibility ex:m1, ex:m2, ex:m3 .
ex:t2 a pop:PlannedTask ; pop:hasResponsibility ex:m3 .
ex:m1 pop:responsibleParty ex:a, "the ministry", "5" .
ex:m2 pop:responsibleParty [ rdfs:label "somebody" ] .
ex:m3 pop:responsibleParty "nobody in particular" .
ex:a rdfs:label "Coffee; cocoa" ; pop:level "a level <in words>" .
"""


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    file = tmp_path / "odd.ttl"
    file.write_text(TASKS, "utf-8")
    return file


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["network", *words])


def test_a_text_in_the_place_of_an_actor_is_none(odd: Path) -> None:
    found = networks.two_mode(popgraph.open(odd))
    assert [actor.iri.partition(":")[0] for actor in found.actors] == ["_", "https"]
    assert found.weights.toarray().tolist() == [[1, 0], [1, 0]]
    assert networks.fetch_incidence(popgraph.open(odd)).tasks == ("https://example.org/t1",)


def test_blank_nodes_and_texts_have_labels(odd: Path) -> None:
    store = popgraph.open(odd)
    assert popgraph.labels.labels(store, ["_:b1", "not an IRI", "https://example.org/a"]) == {
        "_:b1": "_:b1",
        "not an IRI": "not an IRI",
        "https://example.org/a": "Coffee; cocoa",
    }
    assert run("nodes", "-d", str(odd), "--lang", "en").exit_code == 0


def test_a_task_without_an_iri_is_explained(tmp_path: Path) -> None:
    file = tmp_path / "blank.ttl"
    file.write_text(
        TASKS + "[] a pop:PlannedTask ; pop:partOfActivity ex:act ; pop:statement 'Plant trees'@en ;"
        " pop:hasResponsibility [ pop:responsibleParty ex:b ; pop:sourceText 'Bee' ],"
        " [ pop:responsibleParty ex:a ; pop:sourceText 'Ay' ] .",
        "utf-8",
    )
    words = ("explain", "https://example.org/a", "https://example.org/b", "-d", str(file), "--lang", "en")
    said = run(*words).output.splitlines()
    row = next(place for place, line in enumerate(said) if line.startswith("_:"))
    assert "Plant trees" in said[row] and "Ay" in said[row] and "Bee" in said[row + 1]
    by_activity = json.loads(run(*words, "--events", "activity", "--format", "json").output)["rows"]
    assert [row["wording"] for row in by_activity] == ["Ay", "Bee"]
    assert all(row["task_code"] == row["task"] != row["event"] for row in by_activity)


def test_an_actor_without_an_iri_is_explained(odd: Path) -> None:
    store = popgraph.open(odd)
    network = networks.two_mode(store)
    somebody = next(actor.iri for actor in network.actors if actor.iri.startswith("_:"))
    for actors in ((somebody,), (somebody, "https://example.org/a")):
        (shared,) = networks.explain(store, network, *actors).events
        assert {mention.actor for mention in shared.mentions} == set(actors)


def test_a_label_keeps_its_semicolon(odd: Path) -> None:
    network = networks.two_mode(popgraph.open(odd))
    shown = listing.table(networks.nodes(network), network)
    assert "Coffee; cocoa" in {row[0] for row in shown.rows}


@pytest.mark.parametrize("verb", [("plot", "network", "--format", "svg"), ("export", "--format", "gexf")])
def test_a_seed_below_zero_is_refused(verb: tuple[str, ...]) -> None:
    found = run(*verb, "--seed", "-1")
    assert found.exit_code == 2
    assert "-1" in found.output


def test_what_makes_no_ranking_brings_no_other_rankings() -> None:
    found = networks.measures(popgraph.open(), Parameters(metrics=("community",), draws=3))
    assert list(found.values) == ["community"]
    assert found.assessment is None


def test_all_unknown_measures_are_named() -> None:
    error = run("nodes", "-m", "nope", "-m", "degree", "-m", "neither").exception
    assert isinstance(error, UsageError)
    assert error.where == "nope, neither"


def test_a_comparison_tells_each_measure_once_and_refuses_what_has_no_order() -> None:
    parts = [
        networks.project(networks.two_mode(popgraph.open(), selection=Selection(objectives=(code,))))
        for code in ("OE1", "OE2")
    ]
    once, twice = (networks.compare(*parts, metrics=ids) for ids in (("degree",), ("degree", "degree")))
    assert once.shifts == twice.shifts
    with pytest.raises(UsageError, match="community"):
        networks.compare(*parts, metrics=("community",))


@pytest.mark.parametrize(
    "words",
    [
        ("--objective", "OE3", "objective=OE1", "objective=OE2"),
        ("--from", "2005-01-01", "period=2005", "period=2006"),
        ("period=2005..", "period=2006"),
    ],
)
def test_a_comparison_doesnt_pass_over_what_was_asked(words: tuple[str, ...]) -> None:
    assert isinstance(run("compare", *words).exception, UsageError)


@pytest.mark.parametrize("chosen", [{"named": "false"}, {"objectives": [["OE1"]]}, {"plans": "OE1"}])
def test_an_edited_selection_is_not_guessed(tmp_path: Path, chosen: dict[str, object]) -> None:
    file = tmp_path / "result.json"
    asked = Parameters(metrics=("degree",), draws=0, leave_out=False, alternatives=False)
    said = json.loads(networks.measures(popgraph.open(), asked).to_json())
    said["parameters"]["selection"] = chosen
    file.write_text(json.dumps(said), "utf-8")
    with pytest.raises(UsageError, match="Not a selection"):
        networks.replay(popgraph.open(), file)
