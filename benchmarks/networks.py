"""Who shares tasks with whom: by incidence and sparse product, by SPARQL's GROUP BY, and by networkx's projection.

All read the same store on disk. Cold processes in turn, so that a machine that slows down slows all of them; the
medians of the ratios within a turn are what counts, not the seconds. Within one process, on one incidence in memory,
the product alone is held against networkx's own projection.

    python benchmarks/networks.py [--plans 1 --plans 100] [--turns 3] [--docs]
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import popgraph  # noqa: E402
from benchmarks.measuring import Measured, measure  # noqa: E402
from popgraph.networks import Incidence, co_responsibility, fetch_incidence  # noqa: E402
from popgraph.writing import write  # noqa: E402

PAGE = ROOT / "docs" / "networks.md"
BEGIN, END = "<!-- begin: benchmarks/networks.py -->", "<!-- end: benchmarks/networks.py -->"
INCIDENCE, GROUP_BY = "incidence and product", "SPARQL GROUP BY"
# What question CQ02 asks, without the order and the texts of its answer.
QUERY = """
PREFIX pop: <https://w3id.org/popgraph/ontology#>
SELECT ?a ?b (COUNT(DISTINCT ?task) AS ?shared) WHERE {
  ?task a pop:PlannedTask ; pop:hasResponsibility/pop:responsibleParty ?a , ?b . FILTER(STR(?a) < STR(?b))
} GROUP BY ?a ?b"""


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured for one size of collection."""

    plans: int
    triples: int
    mentions: int
    actors: int
    ties: int
    seconds: dict[str, float]
    whole: dict[str, float]
    memory: dict[str, float]
    ratio: float
    whole_ratio: float
    product: float
    networkx: float
    networkx_ratio: float


def measured(plans: int, turns: int, folder: Path) -> Row:
    """Return what one size of collection took."""
    made = popgraph.generate(folder / "plans", plans=plans, regions=min(plans, 25), seed=1, defects=0)
    store = folder / "store"
    popgraph.build(store, folder / "plans")
    runs: dict[str, list[Measured]] = {INCIDENCE: [], GROUP_BY: []}
    asked: dict[str, list[float]] = {INCIDENCE: [], GROUP_BY: []}
    said: dict[str, list[str]] = {}
    for _ in range(turns):
        for how, done in runs.items():
            output = folder / "answer"
            command = [sys.executable, "-c", _PROGRAM, str(store), how]
            done.append(measure(command, folder=ROOT, output=output, seconds=900))
            if done[-1].status != "ok":
                raise SystemExit(f"{how} failed: {done[-1].said}")
            *said[how], seconds = output.read_text().split()
            asked[how].append(float(seconds))
    if said[INCIDENCE] != said[GROUP_BY]:
        raise SystemExit(f"The answers differ: {said}")
    found = fetch_incidence(popgraph.open(store))
    table = co_responsibility(found)
    product = quickest(lambda: co_responsibility(found), times=5)
    theirs = quickest(lambda: projection(found), times=1 if plans > 100 else 3)
    return Row(
        plans,
        made.triples,
        int(found.counts.sum()),
        len(found.actors),
        int(table.nnz) // 2,
        {how: statistics.median(done) for how, done in asked.items()},
        {how: statistics.median(run.seconds for run in done) for how, done in runs.items()},
        {how: statistics.median(run.peak for run in done) / 2**20 for how, done in runs.items()},
        statistics.median(other / own for own, other in zip(*asked.values(), strict=True)),
        statistics.median(other.seconds / own.seconds for own, other in zip(*runs.values(), strict=True)),
        product,
        theirs,
        theirs / product,
    )


# What is asked is timed from the open store to the answer; the process with all its imports from outside.
_PROGRAM = f"""
import sys, time
sys.path.insert(0, {str(ROOT)!r})
store, how = sys.argv[1:]
if how == {INCIDENCE!r}:
    import numpy, popgraph, scipy.sparse
    from popgraph.networks import co_responsibility, fetch_incidence
    graph = popgraph.open(store)
    begun = time.perf_counter()
    table = co_responsibility(fetch_incidence(graph))
    pairs, tasks = int(table.nnz) // 2, int(table.sum()) // 2
else:
    import pyoxigraph
    graph = pyoxigraph.Store.read_only(store)
    begun = time.perf_counter()
    shared = [int(row["shared"].value) for row in graph.query({QUERY!r}, use_default_graph_as_union=True)]
    pairs, tasks = len(shared), sum(shared)
print(pairs, tasks, time.perf_counter() - begun)
"""


def projection(found: Incidence) -> int:
    """Project with networkx, the graph made beforehand by it, too, and return the number of ties."""
    import networkx

    graph = networkx.Graph()
    table = found.counts.tocoo()
    graph.add_edges_from(zip(table.coords[0].tolist(), (-1 - table.coords[1]).tolist(), strict=True))
    made = networkx.bipartite.weighted_projected_graph(graph, range(len(found.actors)))
    return int(made.number_of_edges())


def quickest(work: Callable[[], object], *, times: int) -> float:
    """Return the least seconds that some work took."""
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return min(found)


def rendered(rows: Sequence[Row], turns: int) -> str:
    """Return the figures as Markdown."""
    lines = [
        f"Turns: {turns}; {os.cpu_count()} processors, pyoxigraph {pyoxigraph.__version__}. From the open store "
        "on disk to the answer:",
        "",
        "| plans | triples | mentions | actors | ties | GROUP BY takes | seconds, incidence | seconds, GROUP BY "
        "| with start and imports, GROUP BY takes | peak MiB, incidence | peak MiB, GROUP BY |",
        "|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    lines += [
        f"| {row.plans:,} | {row.triples:,} | {row.mentions:,} | {row.actors:,} | {row.ties:,} | {row.ratio:.1f} × "
        f"| {row.seconds[INCIDENCE]:.3f} | {row.seconds[GROUP_BY]:.3f} | {row.whole_ratio:.1f} × "
        f"| {row.memory[INCIDENCE]:,.0f} | {row.memory[GROUP_BY]:,.0f} |"
        for row in rows
    ]
    lines += [
        "",
        "The product alone, on an incidence in memory, beside `networkx.bipartite.weighted_projected_graph`:",
        "",
        "| plans | milliseconds, product | microseconds a tie | milliseconds, networkx | networkx takes |",
        "|--:|--:|--:|--:|--:|",
    ]
    lines += [
        f"| {row.plans:,} | {row.product * 1e3:.2f} | {row.product * 1e6 / max(row.ties, 1):.2f} "
        f"| {row.networkx * 1e3:,.0f} | {row.networkx_ratio:,.0f} × |"
        for row in rows
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure, print the tables and, if asked to, put them on their page."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--plans", type=int, action="append", help="Size of a collection. Repeatable.")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--docs", action="store_true", help=f"Write the tables to {PAGE.relative_to(ROOT)}.")
    options = parser.parse_args()
    rows = []
    for plans in options.plans or (1, 100, 1000, 5000):
        with tempfile.TemporaryDirectory() as folder:
            rows.append(measured(plans, options.turns, Path(folder)))
            print(rendered(rows[-1:], options.turns), flush=True)
    text = rendered(rows, options.turns)
    if options.docs:
        page = PAGE.read_text(encoding="utf-8")
        head, rest = page.split(BEGIN)
        write({PAGE: head + "\n".join((BEGIN, "", text, "", END)) + rest.partition(END)[2]})


if __name__ == "__main__":
    main()
