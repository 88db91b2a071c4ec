"""Ctrl-C ends a validation at once: no process stays, nothing is half-written, what was found is kept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import popgraph
from popgraph.cache import Cache

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc"
)


def living(group: int) -> list[str]:
    """The processes of a group that have not ended."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] not in "ZX":
            found.append(folder.name)
    return found


def test_ctrl_c_leaves_no_process_and_no_file(tmp_path: Path) -> None:
    popgraph.generate(tmp_path / "plans", plans=150, regions=5, seed=2)
    command = [sys.executable, "-m", "popgraph", "validate", str(tmp_path / "plans"), "--jobs", "2"]
    cache = tmp_path / "cache"
    process = subprocess.Popen(
        [*command, "-o", str(tmp_path / "report.txt")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "POPGRAPH_CACHE": str(cache)},
        cwd=Path(__file__).parents[2],
        # What a shell starts in the background ignores interrupts, and so would its children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads here
    )
    deadline = time.monotonic() + 120
    while Cache(cache).size().entries == 0 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert process.poll() is None, "it ended before it could be interrupted"
    os.killpg(process.pid, signal.SIGINT)
    said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "Traceback" not in said[1]
    while living(process.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert living(process.pid) == []
    assert not (tmp_path / "report.txt").exists()
    assert Cache(cache).size().entries > 0
