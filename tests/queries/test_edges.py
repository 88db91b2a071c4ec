"""What the shipped plan doesn't show: open ends, double mentions, empty cells, a second plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pyoxigraph
import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat

import popgraph
from popgraph import queries
from popgraph.answers import Answer, Solutions
from popgraph.embedded import EmbeddedStore

RdflibAnswer = Callable[..., Answer]
Ask = Callable[..., list[tuple[str, ...]]]

PREFIXES = """
@prefix pop: <https://w3id.org/popgraph/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix mode: <https://w3id.org/popgraph/scheme/target-mode/> .
@prefix swot: <https://w3id.org/popgraph/scheme/swot/> .
@prefix : <https://example.org/> .
:north a pop:Institution . :south a pop:Institution . :east a pop:Institution .
:crowd a pop:ActorGroup .
"""
HERE = "https://example.org/"


@pytest.fixture
def ask(rdflib_answer: RdflibAnswer) -> Ask:
    """Ask a question of a small graph in both engines and return the cells, IRIs by their last part."""

    def answer(name: str, turtle: str, columns: Sequence[str], **params: str) -> list[tuple[str, ...]]:
        graph = NamedNode(HERE + "graph")
        triples = pyoxigraph.parse(PREFIXES + turtle, format=RdfFormat.TURTLE)
        store = EmbeddedStore.of(Quad(t.subject, t.predicate, t.object, graph) for t in triples)
        question = queries.find(name)
        given: dict[str, str | None] = {item.name: None for item in question.parameters}
        given.update(params)
        found = queries.run(store, question, given)
        assert isinstance(found, Solutions)
        bindings = {key: queries.parse_value(question.parameter(key), text) for key, text in params.items()}
        there = rdflib_answer(store.to_rdflib(), question.text, bindings)
        assert popgraph.same_answer(found, there, ordered=True)
        cells = [[str(getattr(row[column], "value", "")) for column in columns] for row in found]
        return [tuple(cell.removeprefix(HERE) for cell in row) for row in cells]

    return answer


def task(name: str, *actors: str, activity: str = "a1", plan: str = "plan") -> str:
    """Turtle of a task with a mention of each actor, in order."""
    mentions = "".join(
        f":{name}-r{number} a pop:Responsibility ; pop:responsibleParty :{actor} ; pop:sourceText '{actor}'@es .\n"
        f":{name} pop:hasResponsibility :{name}-r{number} .\n"
        for number, actor in enumerate(actors)
    )
    return (
        f":{name} a pop:PlannedTask ; pop:partOfPlan :{plan} ; pop:partOfActivity :{activity} .\n"
        f":{activity} a pop:PlannedActivity ; pop:partOfPlan :{plan} ; pop:servesObjective :{activity}-objective .\n"
        + mentions
    )


def indicator(name: str, owner: str, *periods: tuple[str, str], kind: str = "TaskIndicator") -> str:
    """Turtle of an indicator of a task or activity with its due periods; an empty bound is open."""
    text = f":{owner} pop:hasIndicator :{name} . :{name} a pop:{kind} .\n"
    for number, bounds in enumerate(periods):
        text += f":{name} pop:hasDuePeriod :{name}-due{number} . :{name}-due{number} pop:edtf '?' .\n"
        for term, day in zip(("earliest", "latest"), bounds, strict=True):
            text += f":{name}-due{number} pop:{term} '{day}'^^xsd:date .\n" if day else ""
    return text


def test_a_pair_named_twice_in_a_task_shares_one_task(ask: Ask) -> None:
    rows = ask("CQ02", task("t1", "north", "south", "north", "crowd"), ("a", "b", "shared"))
    assert rows == [("crowd", "north", "1"), ("crowd", "south", "1"), ("north", "south", "1")]


def test_pairs_are_found_in_a_plan_without_its_registry(ask: Ask) -> None:
    text = task("t1", "stranger", "north") + task("t2", "stranger", "north")
    assert ask("CQ02", text, ("a", "b", "shared")) == [("north", "stranger", "2")]
    assert ask("CQ02", text, ("a", "b"), groups="false") == []


def test_a_least_number_keeps_the_pairs_that_reach_it(ask: Ask) -> None:
    text = task("t1", "north", "south") + task("t2", "north", "south", "east")
    assert ask("CQ02", text, ("a", "b", "shared"), min="2") == [("north", "south", "2")]


def test_all_objectives_are_those_of_the_plan_at_hand(ask: Ask) -> None:
    text = (
        task("t1", "north", "south", activity="a1")
        + task("t2", "north", activity="a2")
        + task("u1", "south", activity="b1", plan="other")
    )
    assert ask("CQ01", text, ("plan", "actor", "tasks")) == [("plan", "north", "2"), ("other", "south", "1")]


def test_an_actor_named_twice_still_counts_as_one_party(ask: Ask) -> None:
    text = task("t1", "north", "north", "crowd")
    assert ask("CQ03", text, ("institution", "groups")) == [("north", "1")]
    assert ask("CQ04", text, ("actor", "weight", "tasks")) == [("crowd", "0.5", "1"), ("north", "0.5", "1")]


def test_a_task_of_groups_alone_rests_on_no_institution(ask: Ask) -> None:
    assert ask("CQ03", task("t1", "crowd"), ("task",)) == []


def test_an_actor_without_any_task_is_left_out_by_all(ask: Ask) -> None:
    text = task("t1", "north") + task("t2", "north") + task("u1", "south", activity="b1", plan="other")
    rows = ask("CQ05", text, ("plan", "without", "tasks"), actor=HERE + "east")
    assert rows == [("other", "1", "1"), ("plan", "2", "2")]


def test_each_mention_counts_in_the_share_of_groups(ask: Ask) -> None:
    rows = ask("CQ06", task("t1", "north", "crowd", "crowd"), ("who", "mentions", "share"))
    group = "https://w3id.org/popgraph/ontology#ActorGroup"
    assert [row for row in rows if "Institution" not in row[0]] == [
        (group, "2", "0.6667"),
        ("crowd", "2", "0.6667"),
    ]


def test_a_bridge_stands_within_one_plan_and_two_links_are_none(ask: Ask) -> None:
    text = (
        task("t1", "north", "south", "crowd", activity="a1")
        + task("t2", "north", "south", activity="a2")
        + task("t3", "north", "crowd", activity="a3")
        + task("u1", "east", "north", activity="b1", plan="other")
    )
    assert ask("CQ07", text, ("institution", "activity", "other")) == [
        ("north", "a1", "a3"),
        ("north", "a2", "a3"),
    ]


def test_the_calendar_ends_with_what_has_no_end_and_lists_a_double_mention_once(ask: Ask) -> None:
    text = (
        task("t1", "north", "north")
        + indicator("open", "t1", ("2006-01-01", ""))
        + indicator("by", "t1", ("", "2008-12-31"))
        + indicator("yearly", "t1", ("2007-09-01", "2007-12-31"), ("2009-09-01", "2009-12-31"))
    )
    rows = ask("CQ08", text, ("indicator", "earliest", "latest"), actor=HERE + "north")
    assert rows == [
        ("yearly", "2007-09-01", "2007-12-31"),
        ("by", "", "2008-12-31"),
        ("yearly", "2009-09-01", "2009-12-31"),
        ("open", "2006-01-01", ""),
    ]


def test_a_task_with_a_goal_and_no_indicator_is_found(ask: Ask) -> None:
    text = task("t1", "north") + task("t2", "north") + ":t1 pop:hasGoal :t1-m1 . :t2 pop:hasGoal :t2-m1 ."
    text += indicator("i1", "t2")
    assert ask("CQ09", text, ("task", "goals", "indicators")) == [("t1", "1", "0")]


@pytest.mark.parametrize(
    ("progress", "tasks", "late"),
    [
        (("2007-05-01", "2007-08-31"), ("2007-01-01", "2007-04-30"), ["true"]),
        (("", "2009-12-31"), ("2007-09-01", "2007-12-31"), ["false"]),
        (("2007-09-01", "2007-12-31"), ("2007-09-01", "2007-12-31"), []),
        (("2008-01-01", ""), ("2007-09-01", "2007-12-31"), ["true"]),
        (("2007-01-01", ""), ("2007-09-01", "2007-12-31"), ["false"]),
        (("2030-01-01", "2030-12-31"), ("2008-01-01", ""), []),
        (("2008-01-01", ""), ("2006-01-01", ""), []),
    ],
)
def test_progress_is_late_after_the_last_day_of_all_tasks(
    progress: tuple[str, str], tasks: tuple[str, str], late: list[str], ask: Ask
) -> None:
    text = task("t1", "north") + indicator("i1", "t1", ("2005-01-01", "2005-04-30")) + task("t2", "north")
    text += indicator("i2", "t2", tasks) + indicator("p", "a1", progress, kind="ProgressIndicator")
    assert ask("CQ10", text, ("indicator", "certain")) == [("p", certain) for certain in late]


def test_two_wordings_of_one_actor_are_set_side_by_side(ask: Ask) -> None:
    text = task("t1", "north", "south") + task("t2", "south")
    text += ":t3-r a pop:Responsibility ; pop:responsibleParty :south ; pop:sourceText 'South'@es ."
    assert ask("CQ11", text, ("actor", "wording", "mentions")) == [
        ("south", "south", "2"),
        ("south", "South", "1"),
    ]


def test_a_range_is_one_figure(ask: Ask) -> None:
    text = """
    :i1 a pop:TaskIndicator ; pop:hasTarget :g1 . :g1 pop:targetMode mode:level .
    :g1 pop:targetMin 150.0 ; pop:targetMax 200.0 .
    :i2 a pop:TaskIndicator ; pop:hasTarget :g2 . :g2 pop:targetMode mode:event .
    :p a pop:ProgressIndicator ; pop:hasTarget :g3 . :g3 pop:targetMode mode:level ; pop:targetValue 1.0 .
    """
    rows = ask("CQ12", text, ("mode", "indicators", "quantified"))
    assert [(mode.rpartition("/")[2], every, figures) for mode, every, figures in rows] == [
        ("event", "1", "0"),
        ("level", "1", "1"),
    ]


@pytest.mark.parametrize(
    ("period", "year", "certain"),
    [
        (("2007-09-01", "2007-12-31"), "2007", ["true"]),
        (("2007-09-01", "2007-12-31"), "2008", []),
        (("", "2007-12-31"), "2007", ["true"]),
        (("", "2007-12-31"), "2006", []),
        (("2006-01-01", ""), "2005", []),
        (("2006-01-01", ""), "2006", ["false"]),
        (("2006-01-01", ""), "2011", ["false"]),
        (("2006-09-01", "2008-04-30"), "2007", ["false"]),
    ],
)
def test_a_period_falls_due_in_the_years_it_touches(
    period: tuple[str, str], year: str, certain: list[str], ask: Ask
) -> None:
    text = task("t1", "north") + indicator("i1", "t1", period)
    assert ask("CQ13", text, ("indicator", "certain"), year=year) == [("i1", cell) for cell in certain]


def passage(name: str, element: str, quote: str, line: int) -> str:
    return (
        f":{element} pop:hasSourcePassage :{name} . :{name} a pop:SourcePassage ; "
        f"pop:firstLine {line} ; pop:lastLine {line} ; oa:exact '{quote}' .\n"
    )


def test_a_quote_that_lacks_part_of_the_text_is_told(ask: Ask) -> None:
    text = ":x pop:sourceText 'Crear un fondo regional para el cacao.'@es .\n"
    columns = ("first", "supported")
    assert ask("CQ14", text + passage("p", "x", "T1 Crear un fondo regional para el cacao.", 1), columns) == [
        ("1", "true")
    ]
    assert ask("CQ14", text + passage("p", "x", "T1 Crear un fondo regional", 1), columns) == [("1", "false")]


def test_of_several_quotes_each_is_held_against_the_text(ask: Ask) -> None:
    text = ":x pop:sourceText 'Es la fortaleza que nos impulsa. Es un signo de madurez.'@es .\n"
    text += passage("p1", "x", "Valor: Es la fortaleza que nos impulsa.", 1)
    text += passage("p2", "x", "Es un signo de madurez.", 2) + passage("p3", "x", "Es otra frase.", 3)
    rows = ask("CQ14", text, ("first", "supported"))
    assert rows == [("3", "false"), ("1", "true"), ("2", "true")]


def test_a_link_from_anything_but_an_activity_or_task_addresses_nothing(ask: Ask) -> None:
    text = task("t1", "north") + "".join(
        f":{name} a pop:SwotStatement ; pop:swotQuadrant swot:{quadrant} .\n"
        for name, quadrant in (("d1", "weakness"), ("d2", "weakness"), ("d3", "weakness"), ("f1", "strength"))
    )
    text += ":t1 pop:addressesFinding :d1 . :a1 pop:addressesFinding :d2 . :vision pop:addressesFinding :d3 ."
    assert ask("CQ15", text, ("finding",)) == [("d3",)]


def test_a_reading_without_alternatives_is_not_doubtful(ask: Ask) -> None:
    text = task("t1", "north", "south") + "".join(
        f":{name} a pop:Interpretation ; pop:interprets :t1-r{number} ; pop:readsAs :{target} ; "
        f"pop:certainty :some ; pop:reason 'porque'@es , 'because'@en .\n"
        for name, number, target in (("sure", 0, "north"), ("main", 1, "south"), ("other", 1, "east"))
    )
    text += ":other pop:alternativeTo :main ."
    rows = ask("CQ21", text, ("words", "interpretation", "chosen", "readsAs", "reason"), lang="en")
    assert rows == [
        ("south", "main", "true", "south", "because"),
        ("south", "other", "false", "east", "because"),
    ]
