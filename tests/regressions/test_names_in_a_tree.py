"""A tree of git that was made by hand could have a file of a revision written anywhere."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from popgraph.errors import DataError
from popgraph.revisions import open_version
from tests.diffing.test_revisions import FIRST, git


def commit(top: Path, name: str) -> str:
    """A commit whose only file has a name, be it one or not."""

    def made(*words: str, given: bytes) -> str:
        done = subprocess.run(["git", "-C", str(top), *words], input=given, capture_output=True, check=True)
        return done.stdout.decode().strip()

    blob = made("hash-object", "-w", "--stdin", given=FIRST.encode())
    entry = b"100644 " + os.fsencode(name) + b"\0" + bytes.fromhex(blob)
    tree = made("hash-object", "-t", "tree", "-w", "--literally", "--stdin", given=entry)
    return git(top, "commit-tree", tree, "-m", "a tree made by hand").strip()


@pytest.mark.parametrize("name", ["{outside}/written.ttl", "../../written.ttl", "a//b.ttl", "./a.ttl"])
@pytest.mark.parametrize("path", ["", "data"])
def test_a_name_that_leads_out_is_refused_and_nothing_is_written(
    name: str, path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside, temporary = tmp_path / "outside", tmp_path / "temporary"
    for folder in (outside, temporary, tmp_path / "repo"):
        folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    git(tmp_path, "init", "-q", str(tmp_path / "repo"))
    sha = commit(tmp_path / "repo", (f"{path}/" if path else "") + name.format(outside=outside))
    with pytest.raises(DataError, match="name that can lead elsewhere"):
        open_version(f"{sha}:{path}", repository=tmp_path / "repo")
    assert not list(outside.iterdir())
    assert not list(tmp_path.rglob("*.ttl"))


@pytest.mark.parametrize("name", ["a\\b.ttl", "C:a.ttl"])
def test_names_that_lead_out_on_another_system_are_refused_everywhere(name: str, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", str(tmp_path))
    with pytest.raises(DataError, match="name that can lead elsewhere"):
        open_version(f"{commit(tmp_path, name)}:", repository=tmp_path)
