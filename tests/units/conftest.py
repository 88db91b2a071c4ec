"""Collections that are divided into units: the shipped one, and made-up ones of several plans."""

from __future__ import annotations

from pathlib import Path

import pytest

import popgraph
from popgraph.verdict import ValidationReport

Key = tuple[object, ...]


def keys(report: ValidationReport) -> dict[str, list[Key]]:
    """All that is told of each finding, by its fingerprint."""
    found: dict[str, list[Key]] = {}
    for finding in (*report.findings, *report.waived):
        place = finding.data
        told = (
            *(finding.rule, finding.focus, finding.path, finding.value, finding.value_literal),
            *(finding.severity, finding.origin, dict(finding.messages), dict(finding.labels)),
            *(place and (place.file, place.line, place.column), finding.document, bool(finding.waiver)),
        )
        found.setdefault(finding.fingerprint, []).append(told)
    return found


@pytest.fixture(scope="session")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six made-up plans of three regions, with defects."""
    folder = tmp_path_factory.mktemp("nation") / "plans"
    popgraph.generate(folder, plans=6, regions=3, seed=4, defects=1.5)
    return folder


@pytest.fixture
def private(collection: Path, tmp_path: Path) -> Path:
    """A copy of the collection that a test may change."""
    import shutil

    return Path(shutil.copytree(collection, tmp_path / "plans"))
