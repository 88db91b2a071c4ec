"""The graph holds as many resources of each class as the tables have rows, and no quote was lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from popgraph.embedded import EmbeddedStore
from popgraph.vocab import PREFIXES

Table = Callable[[str], list[dict[str, str]]]
Counts = Callable[[str], int]

ROWS = {
    "pop:Section": "sections",
    "pop:PlannedActivity": "activities",
    "pop:PlannedTask": "tasks",
    "pop:Goal": "goals",
    "pop:Responsibility": "responsibilities",
    "pop:Workshop": "workshops",
    "pop:StatedFigure": "figures",
    "pop:TableLabel": "table_labels",
    "qb:DataSet": "tables",
    "qb:Observation": "observations",
    "pop:Institution": "registry/institutions",
    "pop:ActorGroup": "registry/groups",
    "pop:Region": "registry/regions",
    "dcterms:Location": "registry/countries",
    "pop:ExportProduct": "registry/products",
    "pop:ActorWording": "registry/wordings",
}
# What a reader of the document counts.
PRINTED = {
    "pop:StrategicObjective": 4,
    "pop:PlannedActivity": 11,
    "pop:AchievementIndicator": 11,
    "pop:ProgressIndicator": 11,
    "pop:StatementReprint": 11,
    "pop:PlannedTask": 33,
    "pop:Goal": 36,
    "pop:TaskIndicator": 68,
    "pop:Responsibility": 191,
    "pop:SwotStatement": 22,
    "pop:SharedValue": 5,
    "pop:Vision": 1,
    "pop:Footnote": 10,
    "qb:DataSet": 9,
}


@pytest.fixture(scope="module")
def count(shipped: EmbeddedStore) -> Counts:
    """How many resources a class has."""
    prefixes = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())

    def ask(kind: str) -> int:
        return len(shipped.select(f"{prefixes}SELECT DISTINCT ?s {{ ?s a {kind} }}").rows)

    return ask


@pytest.mark.parametrize(("kind", "name"), ROWS.items())
def test_a_row_is_a_resource(kind: str, name: str, table: Table, count: Counts) -> None:
    assert count(kind) == len(table(name))


def test_statements_are_of_the_class_that_their_row_says(table: Table, count: Counts) -> None:
    classes = Counter(row["class"] for row in table("statements"))
    assert {kind: count(f"pop:{kind}") for kind in classes} == dict(classes)


def test_each_chosen_link_is_an_interpretation_too(table: Table, count: Counts) -> None:
    assert count("pop:Interpretation") == len(table("interpretations")) + len(table("links"))


def test_indicators_due_periods_and_targets(table: Table, count: Counts) -> None:
    rows = table("indicators")
    kinds = Counter(row["path"].rpartition("/")[2].rstrip("0123456789") for row in rows)
    assert kinds == {"logro": 11, "avance": 11, "i": 68}
    assert count("pop:AchievementIndicator") == kinds["logro"]
    assert count("pop:ProgressIndicator") == kinds["avance"]
    assert count("pop:TaskIndicator") == kinds["i"]
    assert count("pop:DuePeriod") == sum(len(row["due_edtf"].split("|")) for row in rows if row["due_edtf"])
    assert count("pop:Target") == sum(bool(row["target_mode"]) for row in rows)


@pytest.mark.parametrize(("kind", "number"), PRINTED.items())
def test_nothing_printed_was_left_out_or_doubled(kind: str, number: int, count: Counts) -> None:
    assert count(kind) == number


def test_every_quote_is_a_passage(table: Table, count: Counts) -> None:
    names = (
        *("sections", "statements", "passages", "activities", "tasks", "goals", "indicators"),
        *("responsibilities", "workshops", "figures", "table_labels", "observations"),
    )
    assert count("pop:SourcePassage") == sum(len(table(name)) for name in names)


def test_mentions_of_groups(shipped: EmbeddedStore) -> None:
    answer = shipped.select(
        f"PREFIX pop: <{PREFIXES['pop']}> SELECT ?mention {{ ?mention pop:responsibleParty/a pop:ActorGroup }}"
    )
    assert len(set(answer.column("mention"))) == 54


def test_a_fifth_and_more_of_the_task_indicators_carry_a_figure(shipped: EmbeddedStore, table: Table) -> None:
    tasks = [row for row in table("indicators") if row["path"].rpartition("/")[2].startswith("i")]
    events = sum(row["target_mode"] == "event" for row in tasks)
    figures = sum(bool(row["target_value"] or row["target_min"] or row["target_max"]) for row in tasks)
    assert (figures, events) == (20, 48)
    answer = shipped.select(
        f"""PREFIX pop: <{PREFIXES["pop"]}>
        SELECT ?figure (COUNT(DISTINCT ?indicator) AS ?number) {{
          ?indicator a pop:TaskIndicator; pop:hasTarget ?target.
          BIND(EXISTS {{ ?target pop:targetValue|pop:targetMin|pop:targetMax ?value }} AS ?figure)
        }} GROUP BY ?figure ORDER BY DESC(?figure)"""
    )
    assert [getattr(number, "value", "") for number in answer.column("number")] == ["20", "48"]
