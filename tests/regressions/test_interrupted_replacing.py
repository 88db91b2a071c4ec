"""An interrupt between the two renamings of `generate` removed the collection that stood there before."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest

import popgraph
from popgraph import catalog, replacing


@pytest.mark.skipif(os.name == "nt", reason="a process can't interrupt itself")
def test_ctrl_c_between_two_renamings_leaves_a_whole_collection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "plans"
    popgraph.generate(target, plans=1)
    rename, renamed = Path.rename, []

    def interrupted(self: Path, to: Path) -> Path:
        renamed.append(to)
        found = rename(self, to)
        os.kill(os.getpid(), signal.SIGINT)
        return found

    with monkeypatch.context() as patched, suppress(KeyboardInterrupt):
        # As on a system that can't exchange two folders in one step.
        patched.setattr(replacing, "_exchanged", lambda one, other: False)
        patched.setattr(Path, "rename", interrupted)
        popgraph.generate(target, plans=2)
    assert len(renamed) > 1
    table = catalog.read(target / "catalog.ttl")
    assert all(table.path(entry).is_file() for entry in table)
    assert [path.name for path in tmp_path.iterdir()] == ["plans"]


def test_a_link_goes_on_pointing_to_its_folder(tmp_path: Path) -> None:
    popgraph.generate(tmp_path / "plans", plans=1)
    (tmp_path / "link").symlink_to(tmp_path / "plans")
    made = popgraph.generate(tmp_path / "link", plans=2)
    assert (tmp_path / "link").is_symlink()
    assert made.folder == tmp_path / "link"
    assert "| `--plans` | 2 |" in (tmp_path / "plans" / "README.md").read_text("utf-8")
