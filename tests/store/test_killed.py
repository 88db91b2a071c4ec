"""Killing and interrupting a build: what stands at the place is the old store or the new one, whole."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import popgraph
from popgraph.errors import DataError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")

ROUNDS = 12
REBUILD = "import sys, popgraph; popgraph.build(*sys.argv[1:])"
# Replaces two whole stores with one another without end, so that most kills fall into the exchange.
SWAP = """
import shutil, sys
from pathlib import Path
from popgraph import replacing
place, *sources = map(Path, sys.argv[1:])
print("ready", flush=True)
while True:
    for source in sources:
        with replacing.workshop(place) as folder:
            shutil.copytree(source, folder / "new")
            replacing.put(folder / "new", place)
"""


def _collection(folder: Path, seed: int) -> Path:
    popgraph.generate(folder, plans=12, regions=2, seed=seed)
    (folder / "mark.nt").write_text(f"<urn:x:store> <urn:x:seed> <urn:x:{seed}> .\n" * 2, encoding="utf-8")
    return folder


def _state(place: Path) -> tuple[str, int]:
    with popgraph.open(place) as store:
        seeds = store.select("SELECT ?s { <urn:x:store> <urn:x:seed> ?s }").column("s")
        counted = store.select("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").column("n")
        assert len(seeds) == 1
        return str(seeds[0]), int(str(counted[0]).split('"')[1])


def _start(code: str, *arguments: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def test_a_build_killed_at_any_moment_leaves_the_old_store_or_the_new_one(tmp_path: Path) -> None:
    place = tmp_path / "store"
    sources = [(_collection(tmp_path / str(seed), seed)) for seed in (1, 2)]
    states = {}
    began = time.monotonic()
    for source in (*sources, sources[0]):
        popgraph.build(place, source, source / "mark.nt")
        states[source] = _state(place)
    took = (time.monotonic() - began) / 3
    assert states[sources[0]] != states[sources[1]]
    pick = random.Random(5)
    for number in range(ROUNDS):
        before = _state(place)
        source = sources[number % 2]
        process = _start(REBUILD, place, source, source / "mark.nt")
        time.sleep(pick.uniform(0.05, 2.5 * took + 0.3))
        process.kill()
        process.communicate()
        assert _state(place) in (before, states[source])
    popgraph.build(place, sources[1], sources[1] / "mark.nt")
    assert _state(place) == states[sources[1]]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1", "2", "store"]


def test_an_exchange_killed_at_any_moment_leaves_one_of_both_stores(tmp_path: Path) -> None:
    stores = []
    for seed in (1, 2):
        file = tmp_path / f"{seed}.nt"
        file.write_text(f"<urn:x:store> <urn:x:seed> <urn:x:{seed}> .\n", encoding="utf-8")
        stores.append(popgraph.build(tmp_path / f"store{seed}", file).folder)
    place = tmp_path / "place"
    popgraph.build(place, tmp_path / "1.nt")
    pick = random.Random(6)
    seen = set()
    for _ in range(ROUNDS):
        process = _start(SWAP, place, *stores)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(pick.uniform(0, 0.3))
        process.kill()
        process.communicate()
        seen.add(_state(place))
    assert seen <= {("<urn:x:1>", 1), ("<urn:x:2>", 1)}
    popgraph.build(place, tmp_path / "2.nt")
    assert not list(tmp_path.glob(".*"))


def test_what_another_build_works_on_is_not_taken_for_left_behind(tmp_path: Path) -> None:
    from popgraph import replacing

    file = tmp_path / "plan.nt"
    file.write_text("<urn:x:a> <urn:x:b> <urn:x:c> .\n", encoding="utf-8")
    with replacing.workshop(tmp_path / "store") as folder:
        (folder / "new").mkdir()
        popgraph.build(tmp_path / "store", file)
        assert (folder / "new").is_dir()
    assert not folder.exists()


def test_the_old_store_is_put_back_where_two_renamings_were_cut(tmp_path: Path) -> None:
    place, file = tmp_path / "store", tmp_path / "plan.nt"
    file.write_text("<urn:x:a> <urn:x:b> <urn:x:c> .\n", encoding="utf-8")
    popgraph.build(place, file)
    left = tmp_path / ".store.building-00000000"
    left.mkdir()
    place.rename(left / "old")
    file.write_text("no triples", encoding="utf-8")
    with pytest.raises(DataError, match="Not valid N-Triples"):
        popgraph.build(place, file)
    assert popgraph.open(place).ask("ASK { <urn:x:a> ?p ?o }")
    assert not left.exists()


@pytest.mark.parametrize(
    "words", ["build db plans", "build db plans --force", "generate --plans 100000 -o made"]
)
def test_an_interrupt_is_told_and_leaves_nothing_behind(tmp_path: Path, words: str) -> None:
    popgraph.generate(tmp_path / "plans", plans=200, regions=3, seed=3)
    if "--force" in words:
        popgraph.build(tmp_path / "db", tmp_path / "plans" / "catalog.ttl")
    known = {path.name for path in tmp_path.iterdir()}
    process = subprocess.Popen(
        [sys.executable, "-m", "popgraph", *words.split()],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(popgraph.__file__).parents[1])},
        start_new_session=True,
        # What a shell starts in the background ignores interrupts, and so would its children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads here
    )
    while process.poll() is None and {path.name for path in tmp_path.iterdir()} == known:
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    told = "Interrupted; nothing was written." if words.startswith("build") else "Stopped."
    assert err.strip() == told
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
    assert {path.name for path in tmp_path.iterdir()} == known
    if "--force" in words:
        assert len(popgraph.open(tmp_path / "db").graphs()) == 1
