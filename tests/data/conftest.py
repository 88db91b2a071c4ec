"""The tables that the data are typed in, read without the encoder."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

Table = Callable[[str], list[dict[str, str]]]

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="session")
def table() -> Table:
    """Read a transcription table (``tasks``) or one of the registry (``registry/regions``)."""

    def read(name: str) -> list[dict[str, str]]:
        folder = DATA / "pe-cus" / "pop-cacao" / "2005" / "transcription"
        if name.startswith("registry/"):
            folder, name = DATA / "registry" / "tables", name.removeprefix("registry/")
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return read
