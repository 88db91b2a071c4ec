"""``python -m tests.mutation``: make every mistake at some places of the plan and print who noticed."""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from pathlib import Path

from tests.mutation.suite import EXPECTED, Score, report, run_all


def main() -> None:
    """Run the suite as the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("words", nargs="*", help="only operators whose name has one of these words")
    parser.add_argument("--seed", type=int, default=1, help="picks the places (1)")
    parser.add_argument("--places", type=int, default=2, help="how many places an operator (2)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (one a core)")
    parser.add_argument(
        "--missed", action="store_true", help="print only operators that were missed somewhere"
    )
    parser.add_argument("--write", action="store_true", help="keep what was caught as what the tests expect")
    chosen = parser.parse_args()
    scores = run_all(chosen.words, seed=chosen.seed, places=chosen.places, jobs=chosen.jobs)
    shown = {
        name: score for name, score in scores.items() if score.missed or score.noise or not chosen.missed
    }
    print(report(shown))
    print()
    print(by_edit(scores))
    if chosen.write:
        write(scores, EXPECTED, seed=chosen.seed, places=chosen.places)


def by_edit(scores: dict[str, Score]) -> str:
    """Return the sums by kind of mistake: the first word of a generic operator, the others together."""
    caught: Counter[str] = Counter()
    made: Counter[str] = Counter()
    for name, score in scores.items():
        words = name.split()
        kind = words[0] if len(words) == 2 else "particular"
        caught[kind] += score.caught
        made[kind] += score.made
    rows = ["| mistake | caught | of |", "|---|---|---|"]
    rows += [f"| {kind} | {caught[kind]} | {made[kind]} |" for kind in sorted(made)]
    return "\n".join(rows)


def write(scores: dict[str, Score], path: Path, *, seed: int, places: int) -> None:
    """Keep how many of each operator's mutations were caught."""
    rows = [
        f"{json.dumps(name, ensure_ascii=False)}: [{score.caught}, {score.made}]"
        for name, score in sorted(scores.items())
    ]
    inner = ",\n".join(rows)
    path.write_text(f'{{"seed": {seed}, "places": {places}, "caught": {{\n{inner}\n}}}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
