"""Building a store in a folder: all or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

import popgraph
from popgraph.embedded import EmbeddedStore
from popgraph.errors import DataError, UsageError

GOOD = "<http://e/a> <http://e/p> {} ."


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.ttl"
    path.write_text(GOOD.format(1), encoding="utf-8")
    return path


def test_a_built_store_holds_the_shipped_graph(tmp_path: Path, shipped: EmbeddedStore) -> None:
    built = popgraph.build(tmp_path / "new" / "store")
    store = popgraph.open(built.folder)
    assert (built.graphs, built.triples) == (len(shipped.graphs()), len(shipped))
    assert store.graphs() == shipped.graphs()
    question = popgraph.find("CQ02")
    assert popgraph.same_answer(popgraph.run(store, question), popgraph.run(shipped, question))


def test_an_existing_store_is_replaced(tmp_path: Path, plan: Path) -> None:
    popgraph.build(tmp_path / "store", plan)
    plan.write_text(GOOD.format(2), encoding="utf-8")
    popgraph.build(tmp_path / "store", plan)
    assert popgraph.open(tmp_path / "store").select("SELECT ?o { ?s ?p ?o }").serialize("tsv") == "?o\n2\n"


def test_a_broken_file_leaves_the_old_store_and_nothing_else(tmp_path: Path, plan: Path) -> None:
    popgraph.build(tmp_path / "store", plan)
    broken = tmp_path / "broken.ttl"
    broken.write_text("<http://e/a> <http://e/p>", encoding="utf-8")
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(DataError, match="Not valid Turtle"):
        popgraph.build(tmp_path / "store", plan, broken)
    with pytest.raises(DataError, match="Not valid Turtle"):
        popgraph.build(tmp_path / "other", plan, broken)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert popgraph.open(tmp_path / "store").ask("ASK { ?s ?p 1 }")


def test_a_store_in_use_can_be_replaced(tmp_path: Path, plan: Path) -> None:
    popgraph.build(tmp_path / "store", plan)
    reader = popgraph.open(tmp_path / "store")
    plan.write_text(GOOD.format(2), encoding="utf-8")
    popgraph.build(tmp_path / "store", plan)
    assert reader.ask("ASK { ?s ?p 1 }")
    assert popgraph.open(tmp_path / "store").ask("ASK { ?s ?p 2 }")


def test_two_readers_share_a_store(tmp_path: Path, plan: Path) -> None:
    popgraph.build(tmp_path / "store", plan)
    one, two = popgraph.open(tmp_path / "store"), popgraph.open(tmp_path / "store")
    assert one.ask("ASK { ?s ?p 1 }")
    assert two.ask("ASK { ?s ?p 1 }")


def test_an_empty_folder_is_taken_and_a_full_one_is_not(tmp_path: Path, plan: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert popgraph.build(tmp_path / "empty", plan).triples == 1
    for place in (tmp_path, plan):
        with pytest.raises(UsageError, match="something else than a store"):
            popgraph.build(place, plan)
    assert plan.read_text(encoding="utf-8") == GOOD.format(1)


def test_a_place_that_cannot_be_written_is_named(plan: Path) -> None:
    with pytest.raises(DataError, match="can't be written") as caught:
        popgraph.build(plan / "store", plan)
    assert caught.value.where == str(plan / "store")
