"""Where the time of a validation goes: one process, all rules, a collection of made-up plans; each moment counts once.

python benchmarks/stages.py [--plans 100] [--docs]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import popgraph  # noqa: E402
from popgraph import batches, checks, validation  # noqa: E402
from popgraph.engines import core, setwise  # noqa: E402
from popgraph.memory import Memory  # noqa: E402
from popgraph.merged import MergedStore  # noqa: E402
from popgraph.surroundings import Surroundings  # noqa: E402
from popgraph.writing import write  # noqa: E402

PAGE = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- begin: benchmarks/stages.py -->", "<!-- end: benchmarks/stages.py -->"
REST = "starting, partitioning, sorting, the report"


class Clock:
    """How long each stage took, less the stages within it."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._open: list[float] = []

    def timed(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that does the same and is timed."""

        def run(*args: Any, **named: Any) -> Any:
            begun = time.perf_counter()
            self._open.append(0.0)
            try:
                found = work(*args, **named)
                # What is found one after the other is worked out while it is read.
                return list(found) if isinstance(found, Iterator) else found
            finally:
                took = time.perf_counter() - begun
                self.seconds[stage] += took - self._open.pop()
                if self._open:
                    self._open[-1] += took

        return run


def stages(plans: int) -> tuple[dict[str, float], dict[str, float]]:
    """Return the seconds of each stage, and of each check that is code."""
    clock, each = Clock(), Clock()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        popgraph.generate(Path(folder, "plans"), plans=plans, regions=min(plans, 25), seed=1, defects=0.3)
        validation.validate(tier="draft")
        for owner, name, stage in (
            (Memory, "look", "hashing files, finding what they cite"),
            (batches.Evaluator, "_parse", "parsing into the store, by Oxigraph"),
            (MergedStore, "merged", "the union of the named graphs"),
            (batches.Evaluator, "_concerned", "which rules look at what is said"),
            (core.CoreRule, "run", "shapes: SHACL Core"),
            (setwise.SetwiseEngine, "run", "shapes: SPARQL constraints"),
            (batches, "_by_unit", "findings: labels, lines, quotes"),
            (Surroundings, "__init__", "findings: labels, lines, quotes"),
        ):
            stack.enter_context(patch.object(owner, name, clock.timed(stage, getattr(owner, name))))
        timed = {
            id_: clock.timed("checks that SHACL can't express, in Python", each.timed(id_, check))
            for id_, check in checks.CHECKS.items()
        }
        stack.enter_context(patch.object(checks, "CHECKS", timed))
        begun = time.perf_counter()
        report = validation.validate(Path(folder, "plans"), jobs=1)
        clock.seconds[REST] = time.perf_counter() - begun - sum(clock.seconds.values())
    assert report.triples
    return dict(clock.seconds), dict(each.seconds)


def rendered(plans: int) -> str:
    """Return the figures as Markdown."""
    found, each = stages(plans)
    total = sum(found.values())
    lines = ["| stage | of the time |", "|---|--:|"]
    lines += [
        f"| {stage} | {seconds / total:.0%} |"
        for stage, seconds in sorted(found.items(), key=lambda item: -item[1])
    ]
    dearest = sorted(each.items(), key=lambda item: -item[1])[:8]
    dear = ", ".join(f"{id_} {seconds / total:.0%}" for id_, seconds in dearest)
    return "\n".join(
        (f"{plans} plans, one process, {total:.1f} s:", "", *lines, "", f"The dearest of the checks: {dear}.")
    )


def main() -> None:
    """Measure, print and, if asked to, put the table on its page."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--plans", type=int, default=100)
    parser.add_argument("--docs", action="store_true", help=f"Write the table to {PAGE.relative_to(ROOT)}.")
    options = parser.parse_args()
    text = rendered(options.plans)
    print(text)
    if options.docs:
        head, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
        write({PAGE: head + "\n".join((BEGIN, "", text, "", END)) + rest.partition(END)[2]})


if __name__ == "__main__":
    main()
