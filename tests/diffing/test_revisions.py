"""Versions from git, and the command: real repositories, real processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import popgraph
from popgraph.errors import DataError, UsageError
from popgraph.revisions import open_version

ROOT = Path(__file__).resolve().parents[2]
FIRST = '@prefix pop: <https://w3id.org/popgraph/ontology#> .\n<urn:x:a> pop:statement "uno"@es .\n'
SECOND = FIRST.replace("uno", "dos")


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", "-C", str(folder), *who, *words], capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with two commits of ``data/plan año.ttl``; the work tree holds the second."""
    top = tmp_path / "repo"
    (top / "data").mkdir(parents=True)
    git(tmp_path, "init", "-q", "-b", "main", str(top))
    for text in (FIRST, SECOND):
        (top / "data" / "plan año.ttl").write_text(text, encoding="utf-8")
        (top / "notes.md").write_text(text, encoding="utf-8")
        git(top, "add", ".")
        git(top, "commit", "-q", "-m", "a commit")
    git(top, "tag", "--", "v1", "HEAD~1")
    return top


def said(place: str, repository: Path) -> set[str]:
    rows = open_version(place, repository=repository).select(
        "SELECT ?t { <urn:x:a> <https://w3id.org/popgraph/ontology#statement> ?t }"
    )
    return {getattr(term, "value", "") for term in rows.column("t")}


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("HEAD~1:data", "uno"),
        ("HEAD:data", "dos"),
        ("v1:data/plan año.ttl", "uno"),
        ("main:", "dos"),
        ("main~1:./data/", "uno"),
        ("HEAD~1:data/../data", "uno"),
    ],
)
def test_a_place_in_a_revision_is_read(repository: Path, place: str, text: str) -> None:
    assert said(place, repository) == {text}


def test_a_path_with_a_dot_counts_from_the_folder(repository: Path) -> None:
    assert said("HEAD~1:./plan año.ttl", repository / "data") == {"uno"}
    assert said("HEAD~1:../data", repository / "data") == {"uno"}


def test_what_exists_is_no_revision(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "HEAD:data").mkdir()
    (tmp_path / "HEAD:data" / "a.ttl").write_text(FIRST, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert said("HEAD:data", repository) == {"uno"}


def test_the_work_tree_and_the_index_stay_as_they_are(repository: Path) -> None:
    plan = repository / "data" / "plan año.ttl"
    plan.write_text("not yet committed", encoding="utf-8")
    (repository / "new.txt").write_text("new", encoding="utf-8")
    git(repository, "add", "new.txt")
    status = git(repository, "status", "--porcelain")
    index = (repository / ".git" / "index").read_bytes()
    assert said("HEAD~1:data", repository) == {"uno"}
    assert (repository / ".git" / "index").read_bytes() == index
    assert git(repository, "status", "--porcelain") == status
    assert plan.read_text(encoding="utf-8") == "not yet committed"


def test_a_catalogue_is_read_as_of_its_revision(tmp_path: Path) -> None:
    top = tmp_path / "repo"
    top.mkdir()
    git(tmp_path, "init", "-q", str(top))
    for name in ("data", "ontology"):
        for source in (ROOT / name).rglob("*.ttl"):
            target = top / source.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    expected = set(popgraph.open(top / "data").graphs())
    git(top, "add", ".")
    git(top, "commit", "-q", "-m", "all")
    git(top, "rm", "-rq", "data", "ontology")
    assert set(open_version("HEAD:data", repository=top).graphs()) == expected


@pytest.mark.parametrize(
    ("place", "what"),
    [
        ("nowhere:data", "No such revision"),
        ("--output=x:data", "No such revision"),
        (":data", "No such revision"),
        ("HEAD:missing", "No such file or folder in the revision"),
        ("HEAD:../other", "leads out of the repository"),
        ("HEAD:/etc", "leads out of the repository"),
        ("a\0b:data", "No such revision"),
    ],
)
def test_what_git_does_not_have_is_told(repository: Path, place: str, what: str) -> None:
    with pytest.raises(UsageError, match=what):
        open_version(place, repository=repository)


def test_a_folder_outside_a_repository_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(UsageError, match="Not in a git repository"):
        open_version("HEAD:data", repository=tmp_path)
    with pytest.raises(UsageError, match="No such folder"):
        open_version("HEAD:data", repository=tmp_path / "missing")


def test_a_revision_without_a_path_says_how_to_write_it(repository: Path) -> None:
    with pytest.raises(DataError, match="HEAD~1:data"):
        open_version("HEAD~1", repository=repository)


def test_without_git_the_message_says_so(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository))
    with pytest.raises(UsageError, match="Git isn't there"):
        open_version("HEAD:data", repository=repository)


def test_a_broken_file_is_named_by_its_revision(repository: Path) -> None:
    (repository / "data" / "plan año.ttl").write_text("<urn:x:a> nonsense\n", encoding="utf-8")
    git(repository, "commit", "-qam", "broken")
    with pytest.raises(DataError) as caught:
        open_version("HEAD:data", repository=repository)
    assert caught.value.where.startswith("HEAD:data/plan año.ttl:1:")
    with pytest.raises(DataError, match="Not a known RDF format"):
        open_version("HEAD:notes.md", repository=repository)


@pytest.mark.parametrize("place", ["HEAD:data", "HEAD:data/link.ttl", "HEAD:other", "HEAD:other/plan.ttl"])
def test_a_link_is_refused_and_never_followed(repository: Path, tmp_path: Path, place: str) -> None:
    (tmp_path / "secret.ttl").write_text(SECOND.replace("dos", "tres"), encoding="utf-8")
    (repository / "data" / "link.ttl").symlink_to(tmp_path / "secret.ttl")
    (repository / "other").symlink_to("data")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "links")
    with pytest.raises(DataError, match=r"link in a revision is not followed: HEAD:(data/link\.ttl|other)\."):
        open_version(place, repository=repository)


def test_a_link_to_what_is_no_data_is_no_hindrance(repository: Path) -> None:
    (repository / "data" / "README").symlink_to("../notes.md")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "a link")
    assert said("HEAD:data", repository) == {"dos"}


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("POPGRAPH_")}
    done = subprocess.run(
        [sys.executable, "-m", "popgraph", "diff", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        env=kept | {"PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done


def test_the_command_exits_as_diff_does(repository: Path) -> None:
    same = run(repository, "HEAD:data", "data", "--no-findings", "--lang", "en")
    assert (same.returncode, same.stdout) == (0, "Nothing changed.\n")
    other = run(repository, "HEAD~1:data", "data", "--no-findings", "--lang", "en")
    assert other.returncode == 1
    assert "Reworded: 1\n  urn:x:a  statement: uno [es] → dos [es]" in other.stdout
    trouble = run(repository, "nowhere:data", "data", "--no-findings")
    assert (trouble.returncode, trouble.stdout) == (2, "")
    assert "No such revision" in trouble.stderr


def test_the_command_takes_files_built_stores_and_another_repository(
    repository: Path, tmp_path: Path
) -> None:
    popgraph.build(tmp_path / "built", repository / "data")
    plan = str(repository / "data" / "plan año.ttl")
    assert run(tmp_path, "built", plan, "--no-findings").returncode == 0
    done = run(tmp_path, "v1:data", "built", "--repo", "repo", "--no-findings", "--format", "json")
    assert done.returncode == 1
    assert [change["after"] for change in json.loads(done.stdout)["changes"]] == [["dos [es]"]]


def test_the_command_compares_findings_of_a_tier(repository: Path) -> None:
    done = run(repository, "HEAD:data", "HEAD:data", "--tier", "draft", "--format", "json")
    assert done.returncode == 0
    assert set(json.loads(done.stdout)["findings"]) == {"new", "fixed", "unchanged"}
    unknown = run(repository, "HEAD:data", "data", "--tier", "nonsense")
    assert unknown.returncode == 2
