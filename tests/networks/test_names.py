"""What a package offers is there to be completed and to be used before any of it is loaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["popgraph", "popgraph.networks"])
def test_every_name_is_listed_and_can_be_had(name: str) -> None:
    script = (
        f"import {name} as package; missing = set(package.__all__) - set(dir(package)); "
        "[getattr(package, each) for each in package.__all__]; print(sorted(missing))"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert said.stdout == "[]\n"
