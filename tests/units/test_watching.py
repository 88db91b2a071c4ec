"""A plan that is edited is checked again, and what that changed is told."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from popgraph.errors import UsageError
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
