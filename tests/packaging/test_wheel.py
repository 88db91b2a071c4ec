"""A wheel is all that a user needs: it carries the folders, and the main job runs from it alone."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("ontology", "data", "queries")


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", target, ROOT, cwd=target)
    (built,) = target.glob("*.whl")
    return built


def tracked(folder: str) -> set[str]:
    """The files of a folder that belong to the project; what git ignores isn't to be shipped."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(listed.stdout.splitlines())


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_wheel_carries_every_file_of_the_folder_unchanged(wheel: Path, folder: str) -> None:
    prefix = "popgraph/_resources/"
    with zipfile.ZipFile(wheel) as archive:
        carried = {
            name.removeprefix(prefix) for name in archive.namelist() if name.startswith(prefix + folder)
        }
        assert carried == tracked(folder)
        assert all(archive.read(prefix + name) == (ROOT / name).read_bytes() for name in carried)


def test_the_wheel_carries_every_module_and_the_licences(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {name for name in tracked("popgraph") if not name.endswith(".pyc")} <= names
    assert {"LICENSE", "LICENSE-DATA", "NOTICE"} <= {name.rpartition("/")[2] for name in names}
    assert not [name for name in names if name.startswith(("tests/", "docs/"))]


def test_the_main_job_runs_from_the_wheel_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "venv", "env", cwd=tmp_path)
    python, command = tmp_path / "env/bin/python", tmp_path / "env/bin/popgraph"
    pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*pip, "--require-hashes", "-r", ROOT / "requirements.lock", cwd=tmp_path)
    run(*pip, "--no-deps", wheel, cwd=tmp_path)
    # Nothing of the checkout is in reach: another folder, no PYTHONPATH.
    alone = {"PYTHONPATH": ""}
    built = run(command, "build", "store", cwd=tmp_path, **alone)
    answer = run(command, "query", "CQ02", "--data", "store", "--format", "csv", cwd=tmp_path, **alone)
    assert "triples in" in built
    first = answer.splitlines()[1]
    assert first.startswith("https://w3id.org/popgraph/id/org/cerx-cusco,") and first.endswith(",12")
    assert run(command, "validate", "--tier", "draft", "--lang", "en", cwd=tmp_path, **alone).startswith(
        "No findings"
    )
