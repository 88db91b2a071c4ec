"""A plan that is edited is checked again, and what that changed is told."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from pathlib import Path

import pytest

import popgraph
from popgraph.errors import DataError, UsageError
from popgraph.validation import validate
from popgraph.watching import Change, watch


def after(place: Path, *edits: tuple[Path, str, str]) -> list[Change]:
    """The first look, and what each edit changed."""
    changes = watch([place])
    found = [next(changes)]
    for file, old, new in edits:
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")
        found.append(next(changes))
    return found


def test_a_collection_tells_what_an_edit_changed(private: Path) -> None:
    plan = next(path for path in sorted(private.rglob("plan.ttl")) if "sintetico" in str(path))
    first, broken, mended = after(
        private,
        (plan, "pop:partOfActivity", "pop:noSuchThing"),
        (plan, "pop:noSuchThing", "pop:partOfActivity"),
    )
    assert first.report is not None
    assert not first.files
    assert broken.files == (plan,)
    assert "MOD-03" in {finding.rule for finding in broken.appeared}
    assert {finding.fingerprint for finding in mended.gone} == {
        finding.fingerprint for finding in broken.appeared
    }
    assert mended.report == first.report


def test_a_file_that_cannot_be_read_for_a_while_is_told(private: Path) -> None:
    plan = next(path for path in sorted(private.rglob("plan.ttl")) if "sintetico" in str(path))
    _, broken, mended = after(private, (plan, " .\n", " <\n"), (plan, " <\n", " .\n"))
    assert broken.report is None
    assert broken.error is not None
    assert "plan.ttl" in broken.error.where
    assert mended.report is not None
    assert not mended.appeared


def test_a_folder_without_a_catalogue_tells_of_new_files(tmp_path: Path) -> None:
    head = "@prefix pop: <https://w3id.org/popgraph/ontology#> .\n"
    (tmp_path / "a.ttl").write_text(head + "<urn:x:a> a pop:Value .", "utf-8")
    changes = watch([tmp_path], rules=["MOD-03"])
    assert next(changes).report
    (tmp_path / "b.ttl").write_text(head + "<urn:x:b> a pop:Nonsense .", "utf-8")
    found = next(changes)
    assert found.files == (tmp_path / "b.ttl",)
    assert [finding.focus for finding in found.appeared] == ["urn:x:b"]


def test_it_ends_when_it_is_told_to(private: Path) -> None:
    asked = itertools.count()
    assert len(list(watch([private], stop=lambda: next(asked) > 0))) == 1


def test_an_endpoint_cannot_be_watched() -> None:
    with pytest.raises(UsageError, match="Only files"):
        next(watch(["http://127.0.0.1:9/sparql"]))


def test_a_built_store_cannot_be_watched(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(VALUE, "utf-8")
    popgraph.build(tmp_path / "store", tmp_path / "a.ttl")
    with pytest.raises(UsageError, match="Only files"):
        next(watch([tmp_path / "store"]))


VALUE = "@prefix pop: <https://w3id.org/popgraph/ontology#> .\n<urn:x:a> a pop:Value ."
NONSENSE = "@prefix pop: <https://w3id.org/popgraph/ontology#> .\n<urn:x:b> a pop:Nonsense ."
WAIVER = """@prefix pop: <https://w3id.org/popgraph/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<urn:x:w> a pop:Waiver ; pop:waivesRule <https://w3id.org/popgraph/shapes#TXT-01s> ; pop:waivesFocus <%s> ;
    pop:reason "Se conserva."@es , "It is kept."@en ; dcterms:creator <urn:x:me> ;
    dcterms:created "2020-01-01"^^xsd:date .
"""
SHAPE = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix pop: <https://w3id.org/popgraph/ontology#> .
<urn:x:S> a sh:NodeShape ; sh:targetClass pop:Value ; sh:property [ sh:path pop:code ; sh:minCount %s ] .
"""


def polls(number: int) -> Callable[[], bool]:
    """End after so many looks: what isn't told by then is never told."""
    asked = itertools.count()
    return lambda: next(asked) >= number


def plan_of(collection: Path) -> Path:
    return next(path for path in sorted(collection.rglob("plan.ttl")) if "sintetico" in str(path))


def same(change: Change, place: Path) -> bool:
    """Whether it tells what is found when nothing is known from before."""
    assert change.report is not None
    fresh = {finding.fingerprint for finding in validate([place]).findings}
    return {finding.fingerprint for finding in change.report.findings} == fresh


def test_a_broken_catalogue_is_told_once(private: Path) -> None:
    catalogue = private / "catalog.ttl"
    whole = catalogue.read_text("utf-8")
    changes = watch([private], stop=polls(4))
    next(changes)
    catalogue.write_text(whole + "<", "utf-8")
    broken = next(changes)
    assert broken.files == (catalogue,)
    assert isinstance(broken.error, DataError)
    assert list(changes) == []


def test_a_mended_catalogue_is_told(private: Path) -> None:
    catalogue = private / "catalog.ttl"
    whole = catalogue.read_text("utf-8")
    changes = watch([private], stop=polls(100))
    first = next(changes)
    catalogue.write_text(whole + "<", "utf-8")
    assert next(changes).report is None
    catalogue.write_text(whole, "utf-8")
    mended = next(changes)
    assert mended.files == (catalogue,)
    assert mended.report == first.report


def test_another_graph_for_a_file_is_told(private: Path) -> None:
    catalogue = private / "catalog.ttl"
    whole = catalogue.read_text("utf-8")
    changes = watch([private], stop=polls(100))
    next(changes)
    names = sorted({path.parent.relative_to(private).as_posix() for path in private.rglob("plan.ttl")})
    name = next(name for name in names if "sintetico-perx" not in name)
    # The plan's file becomes the graph of an edition of another year.
    other = name[:-4] + str(int(name[-4:]) + 40)
    moved = whole.replace(f"graph/{name}>", f"graph/{other}>")
    assert moved != whole
    catalogue.write_text(moved, "utf-8")
    change = next(changes)
    assert change.files == (catalogue,)
    assert same(change, private)


def test_two_files_that_change_their_graphs_are_told(private: Path) -> None:
    catalogue = private / "catalog.ttl"
    whole = catalogue.read_text("utf-8")
    changes = watch([private], stop=polls(100))
    next(changes)
    links = next(iter(sorted(private.rglob("interpretation.ttl"))))
    space = links.parent.relative_to(private).as_posix()
    one, other = f"{space}/plan.ttl", f"{space}/interpretation.ttl"
    assert f'"{one}"' in whole
    assert f'"{other}"' in whole
    swapped = whole.replace(f'"{one}"', '"?"').replace(f'"{other}"', f'"{one}"').replace('"?"', f'"{other}"')
    catalogue.write_text(swapped, "utf-8")
    change = next(changes)
    assert change.files == (catalogue,)
    assert "GRF-01" in {finding.rule for finding in change.appeared}
    assert same(change, private)


def test_a_waiver_beside_a_plan_is_told(private: Path) -> None:
    waivers = plan_of(private).parent / "waivers.ttl"
    changes = watch([private], stop=polls(100))
    first = next(changes)
    assert first.report is not None
    focus = next(finding.focus for finding in first.report.findings if finding.rule == "TXT-01s")
    waivers.write_text(WAIVER % focus, "utf-8")
    waived = next(changes)
    assert waived.files == (waivers,)
    assert [(finding.rule, finding.focus) for finding in waived.gone] == [("TXT-01s", focus)]
    waivers.write_text(WAIVER % "urn:x:nothing", "utf-8")
    unused = next(changes)
    assert unused.files == (waivers,)
    assert [(finding.rule, finding.focus) for finding in unused.appeared] == [("TXT-01s", focus)]
    waivers.unlink()
    assert next(changes).report == first.report


def test_a_new_file_in_an_empty_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(VALUE, "utf-8")
    (tmp_path / "empty" / "below").mkdir(parents=True)
    changes = watch([tmp_path], stop=polls(100), rules=["MOD-03"])
    next(changes)
    (tmp_path / "empty" / "below" / "b.ttl").write_text(NONSENSE, "utf-8")
    found = next(changes)
    assert found.files == (tmp_path / "empty" / "below" / "b.ttl",)
    assert [finding.focus for finding in found.appeared] == ["urn:x:b"]


def test_a_folder_that_loses_all_its_files_is_told_and_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "plans" / "a.ttl"
    file.parent.mkdir()
    file.write_text(VALUE, "utf-8")
    changes = watch([file.parent], stop=polls(100), rules=["MOD-03"])
    next(changes)
    file.unlink()
    lost = next(changes)
    assert lost.error is not None
    assert file in lost.files
    file.with_name("b.ttl").write_text(NONSENSE, "utf-8")
    found = next(changes)
    assert file.with_name("b.ttl") in found.files
    assert [finding.focus for finding in found.appeared] == ["urn:x:b"]


def test_a_file_replaced_by_one_of_the_same_size_and_date_is_told(private: Path, tmp_path: Path) -> None:
    plan = plan_of(private)
    state = plan.stat()
    changes = watch([private], stop=polls(100))
    next(changes)
    other = tmp_path / "other.ttl"
    other.write_text(plan.read_text("utf-8").replace("pop:partOfActivity", "pop:partOfActivitX", 1), "utf-8")
    os.utime(other, ns=(state.st_atime_ns, state.st_mtime_ns))
    other.replace(plan)
    assert (plan.stat().st_size, plan.stat().st_mtime_ns) == (state.st_size, state.st_mtime_ns)
    change = next(changes)
    assert change.files == (plan,)
    assert same(change, private)


def test_own_shapes_are_watched(tmp_path: Path) -> None:
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "a.ttl").write_text(VALUE, "utf-8")
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(SHAPE % 0, "utf-8")
    changes = watch([tmp_path / "plan"], stop=polls(100), tier="none", shapes=[shapes])
    first = next(changes)
    assert first.report is not None
    assert first.report.findings == ()
    shapes.write_text(SHAPE % 1, "utf-8")
    change = next(changes)
    assert change.files == (shapes,)
    assert [finding.focus for finding in change.appeared] == ["urn:x:a"]
    shapes.write_text(SHAPE % "<", "utf-8")
    assert next(changes).error is not None
    shapes.write_text(SHAPE % 0, "utf-8")
    assert [finding.focus for finding in next(changes).gone] == ["urn:x:a"]
