from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def run(*arguments: str | Path, hashes: str = "0") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "popgraph", "generate", *map(str, arguments)]
    environment = {**os.environ, "PYTHONHASHSEED": hashes}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def test_the_command_writes_a_collection_and_says_how_much(tmp_path: Path) -> None:
    done = run("--plans", "3", "--regions", "2", "--seed", "5", "--defects", "1.5", "-o", tmp_path / "new")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{tmp_path / 'new'}: 3 synthetic plans, ")
    rows = (tmp_path / "new" / "defects.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0] == "plan,kind,rule,focus,path,value"
    assert len(rows) > 1


def test_bad_arguments_are_told_in_three_lines(tmp_path: Path) -> None:
    done = run("--regions", "40", "-o", tmp_path / "new")
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "Error: There are no so many regions",
        "  where: regions: 40",
        "  do:    From 1 to 25",
    ]
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = run("-o", tmp_path / "file" / "new")
    assert done.returncode == 2
    assert "Can't write the folder" in done.stderr


def test_a_file_is_no_place(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = run("-o", tmp_path / "file")
    assert done.returncode == 2
    assert "something else than made-up plans" in done.stderr


def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    for hashes in ("1", "2"):
        run("--plans", "4", "--seed", "6", "--defects", "3", "-o", tmp_path / hashes, hashes=hashes)
    one, two = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (tmp_path / "1", tmp_path / "2")
    )
    assert one
    assert one == two


def test_a_folder_whose_catalogue_would_be_misread_is_refused(tmp_path: Path) -> None:
    done = run("-o", tmp_path / "data")
    assert done.returncode == 2
    assert "can't be called 'data'" in done.stderr
