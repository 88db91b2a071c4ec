"""Similar neighbours were taken for one another, what moved to another parent for new, and long texts took minutes."""

from __future__ import annotations

import random

import pyoxigraph
import pytest

from popgraph.diffing import PlanDiff, diff
from popgraph.embedded import EmbeddedStore
from popgraph.vocab import ID, POP

PLAN = ID + "pe-cus/pop-cafe/2006/"


def plan(tasks: dict[str, str], more: str = "") -> EmbeddedStore:
    """A plan whose tasks, by path, each have a text and stand in the activity of their path."""
    lines = [
        f"<{path}> a pop:PlannedTask ; pop:partOfActivity <{path.rpartition('/')[0]}> ;"
        f' pop:sourceText "{text}"@es .'
        for path, text in tasks.items()
    ]
    lines += [
        f'<oe1/{name}> a pop:PlannedActivity ; pop:sourceText "{text}" .'
        for name, text in (("a1", "Vender cacao."), ("a2", "Formar a los productores."))
    ]
    held = pyoxigraph.Store()
    text = f"@base <{PLAN}> . @prefix pop: <{POP}> .\n" + "\n".join(lines) + more
    held.load(text.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    return EmbeddedStore(held)


def told(found: PlanDiff) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    return [(item.kind.value, item.code, item.before, item.after) for item in found.changes]


def fair(year: int) -> str:
    return f"Participar en la feria de Lima {year}"


def test_a_task_put_in_before_similar_ones_is_the_new_one() -> None:
    before = plan({"oe1/a1/t1": fair(2006), "oe1/a1/t2": fair(2007)})
    after = plan({"oe1/a1/t1": fair(2005), "oe1/a1/t2": fair(2006), "oe1/a1/t3": fair(2007)})
    assert told(diff(before, after, findings=False)) == [
        ("added", "O1A1T1", (), ()),
        ("renumbered", "O1A1T2", ("O1A1T1",), ("O1A1T2",)),
        ("renumbered", "O1A1T3", ("O1A1T2",), ("O1A1T3",)),
    ]
    assert [row[0] for row in told(diff(after, before, findings=False))] == [
        "removed",
        "renumbered",
        "renumbered",
    ]


def test_equal_texts_keep_their_places() -> None:
    same = {f"oe1/a1/t{number}": "Informar." for number in (1, 2, 10)}
    assert diff(plan(same), plan(same), findings=False).equal
    fewer = {path: text for path, text in same.items() if path != "oe1/a1/t2"}
    assert told(diff(plan(same), plan(fewer), findings=False)) == [("removed", "O1A1T2", (), ())]


@pytest.mark.parametrize("text", ["Sembrar cacao en las alturas.", "Sembrar cacao en las alturas"])
def test_a_task_in_another_activity_is_moved_with_what_is_in_it(text: str) -> None:
    goal = '<%s> pop:hasGoal <%s/m1> . <%s/m1> pop:statement "Hay cacao." .'
    before = plan(
        {"oe1/a1/t1": "Sembrar cacao en las alturas.", "oe1/a1/t2": "Vender en ferias."},
        goal.replace("%s", "oe1/a1/t1"),
    )
    after = plan({"oe1/a1/t1": "Vender en ferias.", "oe1/a2/t1": text}, goal.replace("%s", "oe1/a2/t1"))
    found = told(diff(before, after, findings=False))
    assert [row for row in found if row[0] != "reworded"] == [
        ("renumbered", "O1A1T1", ("O1A1T2",), ("O1A1T1",)),
        ("renumbered", "O1A2T1M1", ("O1A1T1M1",), ("O1A2T1M1",)),
        ("moved", "O1A2T1", ("O1A1T1",), ("O1A2T1",)),
        ("moved", "O1A2T1", ("O1A1",), ("O1A2",)),
    ]
    assert [row[1] for row in found if row[0] == "reworded"] == ([] if text.endswith(".") else ["O1A2T1"])


def test_a_moved_task_keeps_its_findings() -> None:
    found = diff(
        plan({"oe1/a1/t1": "Sembrar cacao en las alturas."}),
        plan({"oe1/a2/t1": "Sembrar cacao en las alturas."}),
        tier="draft",
    ).findings
    assert found is not None
    moved = PLAN + "oe1/a2/t1"
    assert moved in {finding.focus for finding in found.unchanged}
    assert moved not in {finding.focus for finding in (*found.new, *found.fixed)}


def test_many_and_long_texts_are_compared_within_bounds() -> None:
    words = [f"palabra{number}" for number in range(12)]
    chance = random.Random(2005)

    def sentence() -> str:
        return " ".join(chance.choice(words) for _ in range(60))

    before = plan({f"oe1/a1/t{number}": sentence() for number in range(200)})
    after = plan({f"oe1/a1/t{number}": sentence() for number in range(200)})
    assert {row[0] for row in told(diff(before, after, findings=False))} == {"reworded"}
    long = [plan({"oe1/a1/t1": part * 60_000}) for part in ("ab", "ba")]
    assert [row[:2] for row in told(diff(*long, findings=False))] == [("reworded", "O1A1T1")]


def test_a_long_chain_of_parents_is_walked_once() -> None:
    chain = "".join(f"<t{number}> pop:partOfActivity <t{number + 1}> .\n" for number in range(20_000))
    longer = chain + "<t20000> pop:partOfActivity <t20001> .\n"
    found = diff(plan({}, chain), plan({}, longer), findings=False)
    assert [item.iri.rpartition("/")[2] for item in found.changes] == ["t20000"]
