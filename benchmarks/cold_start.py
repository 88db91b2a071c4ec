"""How long one question to one plan takes from a cold process, as ratios measured in one run.

The processes run in turn (A B C, A B C, …), so that a machine that slows down slows all of them; the medians of the
ratios within a turn are what counts, not the seconds.

    python benchmarks/cold_start.py [TURNS]
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.measuring import environment  # noqa: E402
from popgraph import catalog  # noqa: E402

QUESTION = ROOT / "queries" / "network" / "pairs.rq"

BARE = """
import sys
from pyoxigraph import RdfFormat, parse
for path in sys.argv[1:]:
    for quad in parse(path=path, format=RdfFormat.TURTLE):
        pass
"""
STORE = """
import sys
from pyoxigraph import NamedNode, RdfFormat, Store
store = Store()
for number, path in enumerate(sys.argv[2:]):
    store.load(path=path, format=RdfFormat.TURTLE, to_graph=NamedNode(f"urn:x-graph:{number}"))
print(len(list(store.query(open(sys.argv[1]).read(), use_default_graph_as_union=True))))
"""
RDFLIB = """
import sys
from rdflib import Graph
graph = Graph()
for path in sys.argv[2:]:
    graph.parse(path, format="turtle")
print(len(list(graph.query(open(sys.argv[1]).read()))))
"""


def seconds(command: list[str]) -> float:
    """Return the wall time of a process from its start to its end."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT, env=environment())
    return time.perf_counter() - start


def main(turns: int = 15) -> None:
    """Measure and print the table."""
    table = catalog.shipped()
    files = [str(table.path(entry)) for entry in table]
    command = Path(sys.executable).with_name("popgraph")
    runs = {
        "popgraph query CQ02": [str(command), "query", "CQ02"],
        "bare: import pyoxigraph, parse the same files": [sys.executable, "-c", BARE, *files],
        "bare: load them and ask the same": [sys.executable, "-c", STORE, str(QUESTION), *files],
        "rdflib: load them and ask the same": [sys.executable, "-c", RDFLIB, str(QUESTION), *files],
    }
    times: dict[str, list[float]] = {name: [] for name in runs}
    for turn in range(turns + 1):
        for name, arguments in runs.items():
            taken = seconds(arguments)
            if turn:  # the first turn warms the caches
                times[name].append(taken)
    own = times["popgraph query CQ02"]
    size = sum(Path(file).stat().st_size for file in files) / 1e6
    print(f"{turns} turns, {len(files)} files, {size:.2f} MB of Turtle\n")
    print("| process | median ms | least ms | popgraph takes |")
    print("|---|--:|--:|--:|")
    for name, taken_all in times.items():
        ratio = statistics.median(a / b for a, b in zip(own, taken_all, strict=True))
        median, least = statistics.median(taken_all) * 1000, min(taken_all) * 1000
        print(f"| {name} | {median:.0f} | {least:.0f} | {ratio:.2f} times |")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:2]))
