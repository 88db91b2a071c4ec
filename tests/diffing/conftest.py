"""The cacao plan and the registry, copied to a folder of their own, to be changed through their tables."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import popgraph
from popgraph.diffing import PlanDiff, diff
from popgraph.encoding import encode
from popgraph.store import Store

DATA = Path(__file__).resolve().parents[2] / "data"
Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Copy:
    """A copy of the data with the tables of the cacao plan."""

    folder: Path

    @property
    def plan(self) -> Path:
        return self.folder / "pe-cus" / "pop-cacao" / "2005"

    def edit(self, table: str, change: Callable[[Rows], Rows]) -> None:
        """Change the rows of a table of the plan, or of the registry (``registry/wordings``)."""
        tables = (
            self.folder / "registry" / "tables"
            if table.startswith("registry/")
            else self.plan / "transcription"
        )
        path = tables / f"{table.removeprefix('registry/')}.csv"
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            columns, rows = list(reader.fieldnames or ()), list(reader)
        after = change([dict(row) for row in rows])
        assert after != rows, "the change changes nothing"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(after)

    def set(self, table: str, path: str, **cells: str) -> None:
        """Change cells of the row of an element."""
        self.edit(table, lambda rows: [row | cells if row["path"] == path else row for row in rows])

    def open(self) -> Store:
        """Encode the tables and open what they give."""
        encode(self.plan)
        return popgraph.open(self.folder / "pe-cus", self.folder / "registry")

    def since(self, before: Store) -> PlanDiff:
        """What changed, without the findings."""
        return diff(before, self.open(), findings=False)


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    for name in ("pe-cus", "registry"):
        shutil.copytree(DATA / name, tmp_path / "data" / name)
    return Copy(tmp_path / "data")


@pytest.fixture(scope="session")
def before() -> Store:
    """The plan and the registry as they ship."""
    return popgraph.open(DATA / "pe-cus", DATA / "registry")
