"""How fast a collection of made-up plans gets into a store on disk, beside the bulk load of the Oxigraph server.

Cold processes in turn (A B C, A B C, …), so that a machine that slows down slows all of them; the medians of the ratios
within a turn are what counts, not the seconds. What the server loads best is one file of N-Quads, which is written
before and not counted; the files themselves it can only load to one graph, in parallel.

    python benchmarks/load.py [--plans 100 --plans 1000] [--turns 3] [--docs]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

import pyoxigraph

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import popgraph  # noqa: E402
from benchmarks.measuring import environment  # noqa: E402
from popgraph.loading import SourceFile, sources  # noqa: E402
from popgraph.writing import write  # noqa: E402

PAGE = ROOT / "docs" / "loading.md"
BEGIN, END = "<!-- begin: benchmarks/load.py -->", "<!-- end: benchmarks/load.py -->"
OWN, SERVER, FILES = "popgraph build", "oxigraph load, N-Quads", "oxigraph load, the files"
# A command line holds no more of them.
MOST_FILES = 1000


@dataclass(frozen=True, slots=True)
class Run:
    """One process: wall and processor time in seconds, peak memory in MiB, size of the store in MB."""

    wall: float
    processor: float
    memory: float
    size: float


def measured(command: Sequence[str], store: Path) -> Run:
    """Return what a process took that fills a new store."""
    rmtree(store, ignore_errors=True)
    begun = time.perf_counter()
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet, cwd=ROOT, env=environment())
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"exit code {process.returncode}: {' '.join(command)[:200]}")
    size = sum(path.stat().st_size for path in store.iterdir())
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, size / 1e6)


def joined(files: Sequence[SourceFile], target: Path) -> None:
    """Write all files as one of N-Quads."""
    with target.open("wb") as stream:
        for file in files:
            graph = pyoxigraph.NamedNode(file.graph)
            triples = pyoxigraph.parse(path=file.path, base_iri=file.graph, rename_blank_nodes=True)
            quads = (pyoxigraph.Quad(each.subject, each.predicate, each.object, graph) for each in triples)
            pyoxigraph.serialize(quads, stream, pyoxigraph.RdfFormat.N_QUADS)


def rows(plans: int, turns: int, folder: Path) -> list[str]:
    """Return the rows of the table for one size of collection."""
    collection = folder / "plans"
    made = popgraph.generate(collection, plans=plans, regions=min(plans, 25), seed=7)
    files = sources(collection)
    joined(files, folder / "all.nq")
    store = folder / "store"
    server = str(Path(sys.executable).with_name("oxigraph"))
    load = [server, "load", "--location", str(store), "--file"]
    commands = {
        OWN: [sys.executable, "-m", "popgraph", "build", str(store), str(collection)],
        SERVER: [*load, str(folder / "all.nq")],
    }
    if len(files) <= MOST_FILES:
        commands[FILES] = [*load, *(str(file.path) for file in files)]
    triples = 0
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(turns):
        for name, command in commands.items():
            runs[name].append(measured(command, store))
            if name == OWN:
                triples = len(pyoxigraph.Store.read_only(str(store)))
    if triples != made.triples:
        raise SystemExit(f"{made.triples} triples were made and {triples} loaded")
    return [
        f"| {plans:,} | {triples:,} | {name} | {triples / median(each, 'wall') / 1000:,.0f} "
        f"| {ratio(runs[SERVER], each, 'wall'):.2f} | {ratio(runs[SERVER], each, 'processor'):.2f} "
        f"| {median(each, 'memory'):,.0f} | {median(each, 'size'):,.0f} |"
        for name, each in runs.items()
    ]


def median(runs: Sequence[Run], what: str) -> float:
    """Return the median of a measure."""
    return float(statistics.median(getattr(run, what) for run in runs))


def ratio(server: Sequence[Run], runs: Sequence[Run], what: str) -> float:
    """Return how many times as fast as the server some runs were, as the median over the turns."""
    return float(
        statistics.median(
            getattr(one, what) / getattr(run, what) for one, run in zip(server, runs, strict=True)
        )
    )


def main() -> None:
    """Measure, print the table and, if asked to, put it on its page."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--plans", type=int, action="append", help="Size of a collection. Repeatable.")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--docs", action="store_true", help=f"Write the table to {PAGE.relative_to(ROOT)}.")
    options = parser.parse_args()
    lines = [
        "| plans | triples | process | 1,000 triples/s | speed to the server's | the same by processor time "
        "| peak MiB | store MB |",
        "|--:|--:|---|--:|--:|--:|--:|--:|",
    ]
    for plans in options.plans or (100, 1000):
        with tempfile.TemporaryDirectory() as folder:
            lines.extend(rows(plans, options.turns, Path(folder)))
    print("\n".join(lines))
    if options.docs:
        text = PAGE.read_text(encoding="utf-8")
        head, rest = text.split(BEGIN)
        said = f"Turns: {options.turns}; {os.cpu_count()} processors, pyoxigraph {pyoxigraph.__version__}."
        table = "\n".join((BEGIN, "", said, "", *lines, "", END))
        write({PAGE: head + table + rest.partition(END)[2]})


if __name__ == "__main__":
    main()
