"""A small made-up plan, copied to a folder of its own for every test."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

DATA = Path(__file__).parent / "data"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """The folder of the made-up plan, beside its registry."""
    shutil.copytree(DATA, tmp_path / "data")
    return tmp_path / "data" / "pe-ama" / "pop-miel" / "2020"


@pytest.fixture
def change(plan: Path) -> Callable[[str, str, str], None]:
    """Replace a text, which must stand there once, in one of the plan's files."""

    def apply(name: str, old: str, new: str) -> None:
        folder = plan.parents[2] if name.startswith("registry/") else plan
        folder = folder if "/" in name or name == "source.txt" else folder / "transcription"
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    return apply
