"""The command line as a user runs it: a process of its own, in another folder."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Done:
    """What a command left behind: exit code, output, errors."""

    code: int
    raw: bytes
    err: str

    @property
    def out(self) -> str:
        return self.raw.decode()


class Cli(Protocol):
    """Runs ``popgraph`` with some words."""

    def __call__(self, *words: str, stdin: str = "", env: Mapping[str, str] | None = None) -> Done: ...


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("POPGRAPH_")}
    return kept | {"PYTHONPATH": str(ROOT), "COLUMNS": "100"} | dict(extra or {})


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    def run(*words: str, stdin: str = "", env: Mapping[str, str] | None = None) -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "popgraph", *words],
            input=stdin.encode(),
            capture_output=True,
            cwd=tmp_path,
            env=environment(env),
            timeout=120,
            check=False,
        )
        err = done.stderr.decode()
        assert "Traceback" not in err, err
        return Done(done.returncode, done.stdout, err)

    return run
