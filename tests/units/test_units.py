"""A collection checked plan by plan gives what it gives as one graph, however it is divided."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat

import popgraph
from popgraph import batches, rules, unitwise
from popgraph.batches import Batch, Evaluator
from popgraph.errors import DataError
from popgraph.loading import SourceFile, sources
from popgraph.units import SHARED, Unit, cited, grouped, name_of, partition
from popgraph.validation import validate
from popgraph.vocab import GRAPH
from tests.engines.reference import mended
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
        ("scheme/hs/2022", SHARED),
        ("registry/institutions/2005", SHARED),
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


@pytest.mark.parametrize(
    "text",
    [
        "@prefix x: <https://w3id.org/popgraph/id/pe-cus/perx/2005/> . <urn:x> <urn:p> x:oe1 .",
        "<urn:x> <urn:p> <https://w3id.org/popgraph/id/pe-cus/perx/2005/oe1> .",
        "@base <https://w3id.org/popgraph/id/pe-cus/pop-cafe/2005/> . <urn:x> <urn:p> <../../perx/2005/oe1> .",
        "@base <https://w3id.org/popgraph/> . <urn:x> <urn:p> <id/pe-cus/perx/2005/oe1> .",
        "PREFIX id: <https://w3id.org/popgraph/id/> <urn:x> <urn:p> id:pe-cus\\/perx\\/2005\\/oe1 .",
        "<urn:x> <urn:p> <https://w3id.org/popgraph/id/pe-cus\\u002Fperx/2005/oe1> .",
        "<../id/pe-cus/perx/2005/oe1> <urn:p> 1 .",
    ],
)
def test_a_citation_is_seen_however_it_is_written(text: str) -> None:
    assert "pe-cus/perx/2005" in cited(text.encode(), RdfFormat.TURTLE, base=GRAPH + "local")


def test_other_formats_are_parsed_for_citations() -> None:
    text = b'{"@id": "urn:x", "urn:p": {"@id": "https://w3id.org/popgraph/id/pe-cus/perx/2005/oe1"}}'
    assert cited(text, RdfFormat.JSON_LD) == {"pe-cus/perx/2005"}
    assert cited(b"{", RdfFormat.JSON_LD) == frozenset()


def test_plans_that_cite_each_other_are_one_unit() -> None:
    units = [Unit(name, (SourceFile(Path(name), name),)) for name in "abcdef"]
    found = grouped(units, {"a": ["c"], "d": ["c", "none"], "f": ["e"]})
    assert [[file.graph for file in unit.files] for unit in found] == [["a", "c", "d"], ["b"], ["e", "f"]]


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
    with mended():
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


def test_a_script_that_each_process_would_run_again_is_told_how_to_ask(private: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    lines = (
        "import sys, popgraph",
        "from popgraph import unitwise",
        "from popgraph.errors import DataError",
        "unitwise._SMALL = unitwise._BATCH = 1000",
        "try:",
        "    popgraph.validate(sys.argv[1], jobs=2)",
        "except DataError as error:",
        "    print(error.hint)",
    )
    script.write_text("\n".join(lines), "utf-8")
    said = subprocess.run(
        [sys.executable, str(script), str(private)],
        env={**os.environ, "PYTHONPATH": str(Path(popgraph.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert '__name__ == "__main__"' in said.stdout


def whole_and_units(folder: Path, monkeypatch: pytest.MonkeyPatch, **options: Any) -> tuple[set[str], ...]:
    """What is found in a collection as one graph, in one batch, and with each unit in a batch of its own."""
    found = [set(keys(validate(popgraph.open(folder), files=sources(folder), **options)))]
    for size in (10**9, 1):
        monkeypatch.setattr(unitwise, "_BATCH", size)
        monkeypatch.setattr(unitwise, "_SMALL", min(size, 10**6))
        found.append(set(keys(validate(folder, **options))))
    return tuple(found)


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_a_plan_that_is_held_and_served_by_others_is_judged_with_them(
    private: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in private.rglob("*perx*/*/plan.ttl"):
        edit(file, "pop:citedNotHeld true", "pop:citedNotHeld false")
    whole, one, many = whole_and_units(private, monkeypatch, rules=["VER-01", "MOD-02", "STR-02"])
    assert whole == one == many


def test_what_a_plan_says_of_a_shared_thing_is_told_of_the_plan(
    private: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, other = sorted(private.glob("pe-*/sintetico-c*/*/plan.ttl"))[:2]
    head = (
        '\n<https://w3id.org/popgraph/id/org/unknown> <http://www.w3.org/2000/01/rdf-schema#label> "X"@es .\n'
    )
    registry = private / "registry" / "institutions.ttl"
    registry.write_text(registry.read_text("utf-8") + head, "utf-8")
    with plan.open("a", encoding="utf-8") as out:
        out.write("<oe1/a1/t1/r99> pop:responsibleParty <https://w3id.org/popgraph/id/org/unknown> .\n")
        out.write(
            "<https://w3id.org/popgraph/id/region/pe-cus> <http://www.w3.org/2004/02/skos/core#notation> 7 .\n"
        )
    base = str(other.relative_to(private).parent)
    with registry.open("a", encoding="utf-8") as out:
        out.write(
            f'<https://w3id.org/popgraph/id/{base}/x> <http://www.w3.org/2000/01/rdf-schema#label> "Y"@es .\n'
        )
    whole, one, many = whole_and_units(private, monkeypatch, rules=["ACT-01", "GRF-01", "LNK-02"])
    assert whole == one == many
    assert len(whole) >= 3


def test_a_reading_in_a_plan_counts_for_what_is_shared(
    private: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = "@prefix pop: <https://w3id.org/popgraph/ontology#> .\n"
    head += "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    registry = private / "registry" / "groups.ttl"
    near = "".join(
        f'\n<https://w3id.org/popgraph/id/group/pe-cus/{name}> a pop:ActorGroup ; rdfs:label "{label}"@es ; '
        "pop:inRegion <https://w3id.org/popgraph/id/region/pe-cus> .\n"
        for name, label in (("una", "Asociaciones de tejedoras"), ("otra", "Asociación de tejedoras"))
    )
    registry.write_text(registry.read_text("utf-8") + head + near, "utf-8")
    whole, one, many = whole_and_units(private, monkeypatch, rules=["ACT-02"])
    assert whole == one == many
    assert whole
    file = next(iter(private.rglob("interpretation.ttl")))
    with file.open("a", encoding="utf-8") as out:
        group = "https://w3id.org/popgraph/id/group/pe-cus"
        out.write(
            f"<interpretacion/x> pop:readsAs <{group}/una> . <interpretacion/y> pop:readsAs <{group}/otra> ;"
        )
        out.write(" pop:alternativeTo <interpretacion/x> .\n")
    whole, one, many = whole_and_units(private, monkeypatch, rules=["ACT-02"])
    assert whole == one == many


def test_waivers_beside_a_plan_count_though_the_catalogue_does_not_name_them(private: Path) -> None:
    finding = next(finding for finding in validate(private).findings if finding.rule == "TXT-01s")
    plan = next(iter(private.glob("pe-*/sintetico-c*/*/plan.ttl")))
    (plan.parent / "waivers.ttl").write_text(
        "@prefix pop: <https://w3id.org/popgraph/ontology#> . @prefix dcterms: <http://purl.org/dc/terms/> .\n"
        f'<urn:x:w> a pop:Waiver ; pop:waivesFingerprint "{finding.fingerprint}" ; pop:reason "x"@es ;'
        ' dcterms:creator "x" ; dcterms:created "2020-01-01"^^<http://www.w3.org/2001/XMLSchema#date> .',
        "utf-8",
    )
    report = validate(private)
    assert [item.fingerprint for item in report.waived] == [finding.fingerprint]
    assert [Path(source.file).name for source in report.waiver_files] == ["waivers.ttl"]
    assert not validate(private, waivers=False).waived


def test_batches_take_the_shared_unit_alone() -> None:
    plan = Unit("a/b/2005", (SourceFile(ROOT / "pyproject.toml", "g"),))
    made = list(batches.batches([Unit(SHARED, ()), plan, plan], [], size=10**9))
    assert [[unit.name for unit in batch.units] for batch in made] == [[SHARED], ["a/b/2005", "a/b/2005"]]
