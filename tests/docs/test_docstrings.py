"""The examples in the docstrings of all modules give what they show."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def modules() -> list[str]:
    """The names of the modules that show an example."""
    files = sorted((ROOT / "popgraph").rglob("*.py"))
    shown = [file for file in files if ">>> " in file.read_text(encoding="utf-8")]
    return [
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for file in shown
    ]


@pytest.mark.parametrize("name", modules())
def test_examples(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = import_module(name)
    monkeypatch.chdir(tmp_path)
    result = doctest.testmod(module)
    assert result.attempted
    assert result.failed == 0
    assert not any(tmp_path.iterdir())
