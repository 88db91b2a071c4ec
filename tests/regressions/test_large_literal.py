"""Looking for places in a file with one long literal took two hundred times its size in memory."""

from __future__ import annotations

import subprocess
import sys

import pytest

MEASURED = """
import resource
from popgraph.locate import index
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
before = peak()
found = index("<urn:x:a> <urn:x:b> " + {literal} + " ;\\n<urn:x:c> 1 .")
assert found.exactly("urn:x:a", "urn:x:c").line == 2
print(peak() - before)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="its memory can't be asked for")
@pytest.mark.parametrize(
    "literal",
    [
        "'\"' + 'x' * 4_000_000 + '\"'",
        "'\"' * 3 + 'x\\\\\\\\n' * 1_000_000 + '\"' * 3",
        "'<urn:' + 'x' * 4_000_000 + '>'",
    ],
)
def test_memory_is_in_proportion(literal: str) -> None:
    code = MEASURED.format(literal=literal)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 100, "megabytes"
