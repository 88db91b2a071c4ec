"""Many files in one call of the bulk loader: each stays what it is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest

import popgraph
from popgraph import bulk
from popgraph.errors import DataError
from popgraph.loading import load, sources

KNOWS = '_:a <http://e/p> _:b .\n_:b <http://e/name> "{}"@es .\n'


def _canonical(place: Path) -> list[str]:
    found = pyoxigraph.Dataset(popgraph.open(place).quads())
    found.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
    return sorted(str(quad) for quad in found)


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    (folder / "sub").mkdir(parents=True)
    for name in ("a.nt", "b.ttl", "sub/c.nt"):
        (folder / name).write_text(KNOWS.format(name), encoding="utf-8")
    (folder / "d.nq").write_text(
        "<urn:x:a> <urn:x:b> _:a .\n<urn:x:a> <urn:x:b> _:a <urn:x:own> .\n", encoding="utf-8"
    )
    (folder / "e.jsonld").write_text('{"@id": "urn:x:e", "urn:x:p": {"urn:x:q": "ñ"}}', encoding="utf-8")
    (folder / "f.ttl").write_text(
        "<#here> <> <../up>, <<( <urn:x:s> <urn:x:p> 'x\\ty' )>> .", encoding="utf-8"
    )
    (folder / "g.ttl").write_text("# nothing\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("block", [1, 50_000])
def test_a_built_store_is_equal_to_one_in_memory(
    tmp_path: Path, mixed: Path, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "_BLOCK", block)
    built = popgraph.build(tmp_path / "db", mixed)
    memory = load(sources(mixed))
    assert (built.graphs, built.triples) == (len(memory.graphs()), len(memory))
    assert popgraph.open(built.folder).graphs() == memory.graphs()
    assert _canonical(built.folder) == _canonical(mixed)


def test_a_broken_file_among_many_is_named_with_line_and_column(tmp_path: Path, mixed: Path) -> None:
    broken = mixed / "sub" / "broken.ttl"
    broken.write_text("<http://e/a> <http://e/p> 1 .\n<http://e/a> nothing:p 1 .\n", encoding="utf-8")
    with pytest.raises(DataError, match="has not been declared") as built:
        popgraph.build(tmp_path / "db", mixed)
    with pytest.raises(DataError) as opened:
        popgraph.open(mixed)
    assert built.value.where.startswith(f"{broken}:2:")
    assert (built.value.what, built.value.where) == (opened.value.what, opened.value.where)
    assert [path.name for path in tmp_path.iterdir()] == ["files"]


def test_every_file_is_told_when_it_is_read(tmp_path: Path, mixed: Path) -> None:
    told: list[tuple[int, int]] = []
    built = popgraph.build(tmp_path / "db", mixed, progress=lambda done, total: told.append((done, total)))
    assert told == [(number, len(built.files)) for number in range(1, len(built.files) + 1)]


def test_an_error_of_who_is_told_ends_the_build(tmp_path: Path, mixed: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise LookupError(f"{done} of {total}")

    with pytest.raises(LookupError, match="1 of 7"):
        popgraph.build(tmp_path / "db", mixed, progress=stop)
    assert [path.name for path in tmp_path.iterdir()] == ["files"]


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals")
def test_a_bar_is_shown_on_a_terminal_only(tmp_path: Path) -> None:
    import pty

    popgraph.generate(tmp_path / "plans", plans=20, regions=2)
    words = [sys.executable, "-m", "popgraph", "build", "--force", "db", "plans"]
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(popgraph.__file__).parents[1]),
        "TERM": "xterm",
        "COLUMNS": "100",
    }
    piped = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert (piped.stderr, piped.stdout.count("\n")) == ("", 1)
    ours, theirs = pty.openpty()
    shown = subprocess.run(
        words, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=theirs, check=True
    )
    os.close(theirs)
    seen = os.read(ours, 1 << 16).decode()
    os.close(ours)
    assert "files" in seen
    assert shown.stdout == piped.stdout.encode()
