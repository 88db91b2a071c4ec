"""A collection checked plan by plan gives what it gives as one graph, however it is divided."""

from __future__ import annotations

from pathlib import Path

import pytest

import popgraph
from popgraph import batches, rules, unitwise
from popgraph.batches import Batch, Evaluator
from popgraph.errors import DataError
from popgraph.loading import SourceFile, sources
from popgraph.units import SHARED, Unit, cited, closure, grouped, name_of, partition
from popgraph.validation import validate
from popgraph.vocab import GRAPH
from tests.units.conftest import keys

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("graph", "name"),
    [
        ("pe-cus/pop-cacao/2005", "pe-cus/pop-cacao/2005"),
        ("pe-cus/pop-cacao/2005/interpretation", "pe-cus/pop-cacao/2005"),
        ("stats/pe-cus/pop-cacao/2005", "pe-cus/pop-cacao/2005"),
        ("registry/institutions", SHARED),
        ("scheme/swot", SHARED),
        ("ontology", SHARED),
    ],
)
def test_the_name_of_a_graph_tells_its_plan(graph: str, name: str) -> None:
    assert name_of(GRAPH + graph) == name


def test_files_of_unknown_graphs_are_not_divided() -> None:
    plan = SourceFile(Path("a.ttl"), GRAPH + "pe-cus/pop-cacao/2005")
    assert partition([plan])[1].files == (plan,)
    assert partition([plan, SourceFile(Path("b.ttl"), GRAPH + "local/b")]) == ()
    assert partition([plan, SourceFile(Path("b.ttl"), "https://example.org/g")]) == ()


def test_what_a_plan_cites_comes_with_it() -> None:
    text = b"@prefix x: <https://w3id.org/popgraph/id/pe-cus/perx/2005/> . <https://w3id.org/popgraph/id/org/a> ."
    assert cited(text) == {"pe-cus/perx/2005"}
    assert closure("a", {"a": ["b"], "b": ["c", "a"], "d": ["a"]}) == ("b", "c")


def test_a_plan_that_is_not_held_is_checked_with_all_that_cite_it() -> None:
    units = [Unit(name, (SourceFile(Path(name), name),)) for name in ("a", "b", "c", "d", "stub")]
    found = grouped(units, {"a": ["stub"], "c": ["stub", "d"], "d": ["b"]}, ["stub"])
    assert [[file.graph for file in unit.files] for unit in found] == [["a", "c", "stub"], ["b"], ["d"]]


def test_the_shipped_graph_gives_the_same_by_units_and_as_a_whole() -> None:
    whole, units = validate(popgraph.open(), tier="linked"), validate(tier="linked")
    assert keys(units) == keys(whole)
    assert {source.sha256 for source in units.sources} == {source.sha256 for source in whole.sources}
    assert units.triples > 20_000


def test_a_made_up_collection_gives_the_same_by_units_and_as_a_whole(collection: Path) -> None:
    files = sources(collection)
    whole = validate(popgraph.open(collection), files=files)
    units = validate(collection)
    assert len(units.findings) > 6
    assert keys(units) == keys(whole)


@pytest.mark.parametrize("size", [1, 200_000, 10**9])
def test_the_size_of_a_batch_changes_nothing(
    size: int, collection: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = keys(validate(collection))
    monkeypatch.setattr(unitwise, "_BATCH", size)
    monkeypatch.setattr(unitwise, "_SMALL", min(size, 10**6))
    assert keys(validate(collection)) == expected


def test_several_processes_give_the_same_as_one(collection: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unitwise, "_SMALL", 1000)
    monkeypatch.setattr(unitwise, "_BATCH", 300_000)
    told: list[tuple[int, int]] = []
    several = validate(collection, jobs=2, progress=lambda done, total: told.append((done, total)))
    assert keys(several) == keys(validate(collection))
    assert told[0][0] == 0
    # A plan and the regional one that it cites are checked together.
    assert told[-1] == (7, 7)


def test_a_built_store_is_divided_like_the_files_it_was_made_from(collection: Path, tmp_path: Path) -> None:
    popgraph.build(tmp_path / "store", collection)
    found, expected = keys(validate(tmp_path / "store")), keys(validate(collection))
    assert found.keys() == expected.keys()


def test_both_engines_give_the_same_by_units(collection: Path) -> None:
    shapes = [rule.id for rule in rules.catalogue() if rule.kind == "shape" and rule.tier != "linked"]
    files = sources(collection)
    units = partition(files)
    shared = Unit(SHARED, (*units[0].files, *_background(files)))
    batch = Batch(tuple(unit for unit in units if "sintetico" in unit.name)[:2])
    found = [
        {
            (unit.unit, item.rule, item.focus, item.path, item.value, item.severity)
            for unit in Evaluator(shared, shapes, engine=engine).outcomes(batch)
            for item in unit.findings
        }
        for engine in ("setwise", "pyshacl")
    ]
    assert found[0] == found[1]


def _background(files: tuple[SourceFile, ...]) -> tuple[SourceFile, ...]:
    from popgraph.validation import _missing

    return _missing([file.graph for file in files])


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_broken_plan_is_named_with_its_line(
    jobs: int, private: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unitwise, "_SMALL", 1000)
    monkeypatch.setattr(unitwise, "_BATCH", 1000)
    plan = sorted(private.rglob("plan.ttl"))[-1]
    lines = plan.read_text("utf-8").count("\n")
    plan.write_text(plan.read_text("utf-8") + "broken <", "utf-8")
    with pytest.raises(DataError) as caught:
        validate(private, jobs=jobs)
    assert f"{plan.name}:{lines + 1}:" in caught.value.where


def test_a_process_that_is_killed_is_told(private: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unitwise, "_SMALL", 1000)
    monkeypatch.setattr(unitwise, "_BATCH", 1000)

    def kill_one(done: int, total: int) -> None:
        import multiprocessing

        if done:
            for child in multiprocessing.active_children():
                child.kill()

    with pytest.raises(DataError, match="ended from outside"):
        validate(private, jobs=2, progress=kill_one)


def test_batches_take_the_shared_unit_alone() -> None:
    plan = Unit("a/b/2005", (SourceFile(ROOT / "pyproject.toml", "g"),))
    made = list(batches.batches([Unit(SHARED, ()), plan, plan], {}, size=10**9))
    assert [[unit.name for unit in batch.units] for batch in made] == [[SHARED], ["a/b/2005", "a/b/2005"]]
