"""How long validation takes and how much memory, against other SHACL engines and against parsing alone.

Makes collections of plans with listed defects, runs each engine on them as a cold process, in turns (A B C, A B C, …),
and compares what each finds with the list. Ratios within one run count, not seconds.

    python benchmarks/validate.py --plans 1 --plans 100 --peers VENV --json figures.json
    python benchmarks/validate.py --read figures.json --read more.json --write docs/benchmarks.md
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from types import MappingProxyType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import page  # noqa: E402
from benchmarks.comparing import Comparison, compare  # noqa: E402
from benchmarks.engines import ALL, SHAPES_ALONE, Engine, own, peers  # noqa: E402
from benchmarks.figures import Collection, Figures, Run  # noqa: E402
from benchmarks.material import Material, make, shape_rules, write_shapes  # noqa: E402
from benchmarks.measuring import Measured, measure  # noqa: E402

__all__ = ["Bench", "main", "parser"]

_SIZES = (1, 100, 1000, 5000)
_ROUNDS = 5
_ONCE = 30
"""What takes longer than these seconds is run once."""

_OWN_VERSIONS = ("pyoxigraph", "rdflib", "pyshacl")
_MOST = 0.8
"""A run that holds more than this part of the memory is stopped, before the system ends something else."""
_NO_LIMITS: Mapping[str, float] = MappingProxyType({})


class Bench:
    """Runs engines on collections and keeps what they took.

    Args:
        place: An empty folder for collections and reports.
        seed: Of the collections.
        defects: A plan, on average.
        limit: Seconds after which a run is stopped.
        limits: The same of single engines, by id.
    """

    def __init__(
        self,
        place: Path,
        *,
        seed: int = 1,
        defects: float = 0.3,
        limit: float = 600,
        limits: Mapping[str, float] = _NO_LIMITS,
    ) -> None:
        self._place = place
        self._seed = seed
        self._defects = defects
        self._limit = limit
        self._limits = limits
        self._most = int(_MOST * _memory()) or None
        self._ids = shape_rules()
        self._shapes = write_shapes(place / "shapes.ttl", self._ids)
        self._sheets: dict[str, Path] = {}
        self._probe: Material | None = None
        self._given_up: set[str] = set()
        self.collections: list[Collection] = []
        self.runs: list[Run] = []
        self.left_out: dict[str, dict[str, str]] = {}

    @property
    def shape_ids(self) -> tuple[str, ...]:
        """The rules that are shapes."""
        return self._ids

    def size(self, plans: int, engines: Sequence[Engine], rounds: int) -> None:
        """Run all engines on a collection of so many plans."""
        material = make(self._place, self._shapes, plans=plans, seed=self._seed, defects=self._defects)
        self.collections.append(
            Collection(
                plans=plans,
                files=len(material.files),
                triples=material.triples,
                bytes=sum(file.stat().st_size for file in material.files),
                expected=len(material.expected) + plans,
                expected_shapes=len(material.expected_of(self._ids)),
            )
        )
        self._probe = self._probe or material
        waiting = [engine for engine in engines if engine.id not in self._given_up]
        for turn in range(1, rounds + 1):
            for engine in tuple(waiting):
                run = self._once(engine, material, turn)
                if run.status == "failed" and self._without_what_fails(engine, run):
                    run = self._once(engine, material, turn)
                self.runs.append(run)
                _say(run)
                if run.status != "ok":
                    self._given_up.add(engine.id)
                if run.status != "ok" or (run.seconds > _ONCE and not engine.cache):
                    waiting.remove(engine)
            if turn == 1 and any(run.seconds > _ONCE for run in self.runs if run.engine == "first"):
                waiting = [engine for engine in waiting if not engine.cache]

    def figures(self, machine: dict[str, Any]) -> Figures:
        """Return all that was measured."""
        return Figures(machine, tuple(self.collections), tuple(self.runs), self.left_out)

    def _once(self, engine: Engine, material: Material, turn: int) -> Run:
        taken, output = self._measured(engine, material, self._sheets.get(engine.id, self._shapes), turn)
        status, said, found = taken.status, taken.said, None
        if status == "ok" and engine.read is not None:
            try:
                found = self._compared(engine, material, output)
            except (OSError, ValueError) as error:
                status, said = "failed", f"{said}\n{error}"
        if found is not None and found.equal:
            said = ""
        return Run(engine.id, material.plans, turn, taken.seconds, taken.peak, status, said, found)

    def _measured(self, engine: Engine, material: Material, shapes: Path, turn: int) -> tuple[Measured, Path]:
        output = self._place / f"{engine.id}.out"
        output.unlink(missing_ok=True)
        cache = self._place / "cache" / f"{material.plans}-{turn}"
        with _edited(material, turn) if engine.edited else _as_it_is():
            taken = measure(
                engine.command(material, shapes, output),
                folder=ROOT,
                output=output if engine.prints else None,
                variables={"POPGRAPH_CACHE": str(cache)},
                seconds=self._limits.get(engine.id, self._limit),
                most=self._most,
                good=engine.good,
            )
        return taken, output

    def _compared(self, engine: Engine, material: Material, output: Path) -> Comparison:
        assert engine.read is not None
        if engine.group == ALL:
            return compare(engine.read(output), material.expected, plans=material.plans)
        return compare(engine.read(output), material.expected_of(self._ids))

    def _without_what_fails(self, engine: Engine, run: Run) -> bool:
        """Whether an engine was found to do without some shapes; they are left out from now on."""
        if engine.group != SHAPES_ALONE or not engine.is_peer or engine.id in self._sheets:
            return False
        assert self._probe is not None
        sheet = self._place / "probe.ttl"
        bad: dict[str, str] = {}
        for id_ in self._ids:
            alone = self._tried(engine, write_shapes(sheet, [id_]))
            if alone.status != "ok":
                bad[id_] = alone.said
        good = [id_ for id_ in self._ids if id_ not in bad]
        if not bad or not good:
            return False
        self._sheets[engine.id] = write_shapes(self._place / f"{engine.id}-shapes.ttl", good)
        self.left_out[engine.id] = bad
        return True

    def _tried(self, engine: Engine, sheet: Path) -> Measured:
        assert self._probe is not None
        taken, output = self._measured(engine, self._probe, sheet, 0)
        if taken.status == "ok" and engine.read is not None:
            try:
                engine.read(output)
            except (OSError, ValueError) as error:
                return Measured(taken.seconds, taken.peak, "failed", f"{taken.said}\n{error}")
        return taken


@contextmanager
def _edited(material: Material, turn: int) -> Iterator[None]:
    """One plan is edited, and put back: a statement more, another one each time, that breaks no rule."""
    files = sorted(
        file for file in material.files if material.folder in file.parents and file.name == "plan.ttl"
    )
    file = files[len(files) // 2]
    before = file.read_bytes()
    link = f"\n<plan> <http://www.w3.org/2000/01/rdf-schema#seeAlso> <https://example.org/edit/{turn}> .\n"
    try:
        file.write_bytes(before + link.encode())
        yield
    finally:
        file.write_bytes(before)


@contextmanager
def _as_it_is() -> Iterator[None]:
    yield


def _say(run: Run) -> None:
    found = "" if run.findings is None else f", {run.findings}"
    said = f"\n  {run.said}" if run.said and run.status == "failed" else ""
    print(
        f"{run.plans} plans, round {run.turn}: {run.engine} {run.status} {run.seconds:.2f} s,"
        f" {run.peak / 2**20:.0f} MiB{found}{said}",
        file=sys.stderr,
        flush=True,
    )


def _memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _machine(options: argparse.Namespace, python: Path | None) -> dict[str, Any]:
    """What is told of the machine: nothing that names it."""
    import popgraph
    from popgraph.workers import cores

    versions = {name: metadata.version(name) for name in _OWN_VERSIONS}
    if python is not None:
        driver = Path(__file__).with_name("peers.py")
        said = subprocess.run([python, driver, "versions"], check=True, capture_output=True, text=True)
        versions |= json.loads(said.stdout)
    versions |= {"popgraph": popgraph.__version__, "Python": platform.python_version()}
    return {
        "date": datetime.date.today().isoformat(),
        "cores": cores(),
        "memory": round(_memory() / 2**30),
        "system": f"{platform.system()} {platform.machine()}",
        "versions": versions,
        "seed": options.seed,
        "defects": options.defects,
    }


def parser() -> argparse.ArgumentParser:
    """Return the options."""
    found = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    found.add_argument("--plans", type=int, action="append", help=f"A size. Repeatable.  [default: {_SIZES}]")
    found.add_argument(
        "--rounds", type=int, default=_ROUNDS, help=f"Runs of each that takes under {_ONCE} s."
    )
    found.add_argument("--seed", type=int, default=1)
    found.add_argument("--defects", type=float, default=0.3, help="Defects a plan, on average.")
    found.add_argument("--limit", type=float, default=600, help="Seconds after which a run is stopped.")
    found.add_argument(
        "--limit-of",
        type=_limit_of,
        action="append",
        default=[],
        metavar="ENGINE=SECONDS",
        help="The same for one engine. Repeatable.",
    )
    found.add_argument(
        "--peers", type=Path, metavar="VENV", help="Virtual environment with benchmarks/peers.txt."
    )
    found.add_argument("--jena", default="", metavar="CLASSPATH", help="Of Apache Jena's commands.")
    found.add_argument("--only", action="append", metavar="ENGINE", help="Run just this one. Repeatable.")
    found.add_argument(
        "--without", action="append", default=[], metavar="ENGINE", help="Don't run it. Repeatable."
    )
    found.add_argument("--json", type=Path, metavar="FILE", help="Write the raw figures.")
    found.add_argument(
        "--read",
        type=Path,
        action="append",
        metavar="FILE",
        help="Run nothing; read raw figures. Repeatable.",
    )
    found.add_argument("--write", type=Path, metavar="PAGE", help="Put the tables into a page.")
    found.add_argument("--brief", type=Path, metavar="PAGE", help="Put one table of all sizes into a page.")
    return found


def _limit_of(text: str) -> tuple[str, float]:
    engine, _, seconds = text.partition("=")
    return engine, float(seconds)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, or read what was measured, and print or write the tables."""
    options = parser().parse_args(arguments)
    python = options.peers / "bin" / "python" if options.peers else None
    engines = (*own(shape_rules()), *peers(python or Path(sys.executable), options.jena or "jena"))
    if options.read:
        figures = Figures({})
        for file in options.read:
            figures = figures.merged(Figures.from_json(json.loads(file.read_text(encoding="utf-8"))))
    else:
        figures = _measured(options, python)
    if options.json:
        content = json.dumps(figures.as_json(), indent=1, ensure_ascii=False)
        options.json.write_text(content + "\n", encoding="utf-8")
    text = page.render(figures, engines)
    if options.write:
        page.put(text, options.write)
    if options.brief:
        page.put(page.brief(figures, engines), options.brief)
    if not options.write and not options.brief:
        print(text)
    return 0


def _measured(options: argparse.Namespace, python: Path | None) -> Figures:
    engines = [
        engine
        for engine in (*own(shape_rules()), *peers(python, options.jena))
        if (not options.only or engine.id in options.only) and engine.id not in options.without
    ]
    machine = _machine(options, python)
    with tempfile.TemporaryDirectory(prefix="popgraph-bench-") as place:
        bench = Bench(
            Path(place),
            seed=options.seed,
            defects=options.defects,
            limit=options.limit,
            limits=dict(options.limit_of),
        )
        for plans in sorted(set(options.plans or _SIZES)):
            bench.size(plans, engines, options.rounds)
            if options.json:
                # A long run that is interrupted has kept what it measured.
                content = json.dumps(bench.figures(machine).as_json(), indent=1, ensure_ascii=False)
                options.json.write_text(content + "\n", encoding="utf-8")
        return bench.figures(machine)


if __name__ == "__main__":
    sys.exit(main())
