"""A repository that was named lost against one that git told its hooks; a colon in braces cut the revision short."""

from __future__ import annotations

from pathlib import Path

import pytest

from popgraph.revisions import open_version
from tests.diffing.test_revisions import FIRST, git, said


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Two repositories that say something else."""
    tops = (tmp_path / "uno", tmp_path / "dos")
    for top in tops:
        top.mkdir()
        git(top, "init", "-q")
        (top / "a.ttl").write_text(FIRST.replace("uno", top.name), encoding="utf-8")
        git(top, "add", ".")
        git(top, "commit", "-q", "-m", "x: first")
        git(top, "commit", "-q", "--allow-empty", "-m", "later")
    return tops


def test_the_repository_that_is_named_goes_before_the_one_of_a_hook(
    two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(two[0] / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(two[0]))
    monkeypatch.setenv("GIT_INDEX_FILE", str(two[0] / ".git" / "index"))
    assert said("HEAD:a.ttl", two[1]) == {"dos"}
    monkeypatch.chdir(two[1])
    unnamed = open_version("HEAD:a.ttl").select("SELECT ?t { ?s ?p ?t }")
    assert {getattr(term, "value", "") for term in unnamed.column("t")} == {"uno"}


@pytest.mark.parametrize("place", ["HEAD^{/x: f}:a.ttl", "HEAD^{/x: f}^{commit}:", "HEAD@{0}:./a.ttl"])
def test_a_colon_in_braces_belongs_to_the_revision(two: tuple[Path, Path], place: str) -> None:
    assert said(place, two[0]) == {"uno"}
