"""Each verb that takes long had a progress bar of its own, and they told different things."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import popgraph
from popgraph.catalog import read

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals", allow_module_level=True)

import pty


def said(*arguments: str | Path) -> str:
    """What a command says on a terminal beside its output."""
    ours, its = pty.openpty()
    command = [sys.executable, "-m", "popgraph", *map(str, arguments)]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100", "NO_COLOR": "1"}
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=its, env=environment, cwd=Path(__file__).parents[2]
    )
    os.close(its)
    text = b""
    try:
        while part := os.read(ours, 4096):
            text += part
    except OSError:
        # The terminal has no other end any longer.
        pass
    finally:
        os.close(ours)
    assert process.wait() in (0, 1)
    return text.decode()


def finished(text: str) -> int:
    """How many were done in the end, as the bar said; 0 if it didn't."""
    pairs = re.findall(r"(\d+)/(\d+)", text)
    return max((int(done) for done, total in pairs if done == total), default=0)


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return popgraph.generate(tmp_path_factory.mktemp("progress") / "made", plans=9).folder


def test_generate_tells_how_many_are_done_of_how_many(tmp_path: Path) -> None:
    assert finished(said("generate", "--plans", "9", "-o", tmp_path / "new")) == 9


def test_validate_tells_how_many_are_done_of_how_many(plans: Path) -> None:
    assert finished(said("validate", "--no-cache", "--jobs", "1", plans)) >= 9


def test_build_tells_how_many_are_done_of_how_many(plans: Path, tmp_path: Path) -> None:
    assert finished(said("build", tmp_path / "store", plans)) == len(read(plans / "catalog.ttl"))


def test_little_is_done_without_a_bar(tmp_path: Path) -> None:
    assert finished(said("generate", "--plans", "2", "-o", tmp_path / "new")) == 0
    assert (tmp_path / "new" / "catalog.ttl").is_file()
