"""The command line on bad input: a process with little memory, little time and no network."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

ROOT = Path(__file__).parents[2]
MEMORY = 2 << 30
SECONDS = 60
_LIBC = ctypes.CDLL(None)
_PR_CAPBSET_DROP = 24
_CAP_DAC_OVERRIDE = 1
_CAP_DAC_READ_SEARCH = 2
# Python reads this before anything else: whoever connects or asks for a name in this process dies of it.
OFFLINE = """
import os, sys
def watch(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"):
        os.write(2, f"NETWORK {event} {args!r}".encode())
        os._exit(99)
sys.addaudithook(watch)
"""


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str


class Bounded(Protocol):
    """Runs ``popgraph`` with some words within bounds."""

    def __call__(
        self,
        *words: str | Path,
        stdin: bytes = b"",
        env: Mapping[str, str] | None = None,
        humble: bool = False,
    ) -> Done: ...


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _humble() -> None:
    """As `_limit`; and who runs the tests as root loses the power to read and write everything."""
    _limit()
    if os.geteuid() == 0:
        for power in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH):
            if _LIBC.prctl(_PR_CAPBSET_DROP, power, 0, 0, 0):
                raise PermissionError("root can't give up its powers here")


@pytest.fixture
def bounded(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Bounded:
    offline = tmp_path_factory.mktemp("offline")
    (offline / "sitecustomize.py").write_text(OFFLINE, "utf-8")
    offline.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("POPGRAPH_")}

    def run(
        *words: str | Path, stdin: bytes = b"", env: Mapping[str, str] | None = None, humble: bool = False
    ) -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "popgraph", *words],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env=kept | {"PYTHONPATH": f"{offline}{os.pathsep}{ROOT}", "COLUMNS": "100"} | dict(env or {}),
            preexec_fn=_humble if humble else _limit,
            timeout=180,
            check=False,
        )
        err = done.stderr.decode(errors="replace")
        assert "Traceback" not in err, err
        assert "NETWORK" not in err, err
        assert "fault of popgraph" not in err, err
        assert done.returncode in (0, 1, 2), (done.returncode, err)
        return Done(done.returncode, done.stdout.decode(errors="replace"), err)

    return run
