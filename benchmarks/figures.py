"""The raw figures of a benchmark, and what follows from them: medians, ratios, goals."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from benchmarks.comparing import Comparison

__all__ = ["Collection", "Figures", "Goal", "Ratio", "Run", "goals"]

_MEBIBYTE = 2**20
_WRONG = "not reached: findings differ"
_EVEN = 1.2
"""Time a plan may grow by this factor between sizes and still count as linear: machines aren't steady."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one engine.

    Attributes:
        engine: Its id.
        plans: The size of the collection.
        turn: Which round it belongs to.
        seconds: Wall time; if it was stopped, until then.
        peak: Bytes over all its processes.
        status: As in `benchmarks.measuring.Measured`.
        said: The end of what it wrote to standard error, if it failed.
        findings: What it found; None if nothing could be compared.
    """

    engine: str
    plans: int
    turn: int
    seconds: float
    peak: int
    status: str
    said: str = ""
    findings: Comparison | None = None


@dataclass(frozen=True, slots=True)
class Collection:
    """How large a collection is, background included: plans, files, triples, bytes of Turtle, listed findings."""

    plans: int
    files: int
    triples: int
    bytes: int
    expected: int
    expected_shapes: int


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio; where a run was stopped, what it is at least (``>``) or at most (``<``)."""

    value: float
    bound: str = ""

    def __str__(self) -> str:
        """Return it in three digits.

        >>> str(Ratio(0.0123)), str(Ratio(1234.5, ">"))
        ('0.012', '> 1230')
        """
        words = f"{self.value:.3g}" if self.value < 1 else f"{float(f'{self.value:.3g}'):g}"
        text = f"{self.value:.2g}" if self.value < 0.1 else words
        return f"{self.bound} {text}".strip()


@dataclass(frozen=True, slots=True)
class Figures:
    """All that was measured, of one machine.

    Attributes:
        machine: Cores, memory, versions, options; no names.
        collections: What the engines were given.
        runs: What they took.
        left_out: The shapes that an engine fails on, by its id, with what it says.
    """

    machine: Mapping[str, Any]
    collections: tuple[Collection, ...] = ()
    runs: tuple[Run, ...] = ()
    left_out: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, engine: str, plans: int) -> tuple[Run, ...]:
        """Return the runs of an engine on a collection."""
        return tuple(run for run in self.runs if (run.engine, run.plans) == (engine, plans))

    def seconds(self, engine: str, plans: int) -> Ratio | None:
        """Return the median of the seconds; with a bound if it was stopped, None if it failed or wasn't run."""
        runs = [run for run in self.of(engine, plans) if run.status != "failed"]
        if not runs:
            return None
        stopped = any(run.status != "ok" for run in runs)
        return Ratio(statistics.median(run.seconds for run in runs), ">" if stopped else "")

    def peak(self, engine: str, plans: int) -> int | None:
        """Return the most bytes of any round."""
        return max((run.peak for run in self.of(engine, plans)), default=None)

    def ratio(self, engine: str, other: str, plans: int) -> Ratio | None:
        """Return how many times as long one takes as the other: the median of the ratios within a round."""
        mine, theirs = self.seconds(engine, plans), self.seconds(other, plans)
        if mine is None or theirs is None or (mine.bound and theirs.bound):
            return None
        bound = ">" if mine.bound else "<" if theirs.bound else ""
        turns = {run.turn: run.seconds for run in self.of(other, plans)}
        pairs = [run.seconds / turns[run.turn] for run in self.of(engine, plans) if run.turn in turns]
        return Ratio(statistics.median(pairs) if pairs else mine.value / theirs.value, bound)

    def merged(self, other: Figures) -> Figures:
        """Return these with others, which replace those of the same engine and size."""
        sizes = {item.plans: item for item in (*self.collections, *other.collections)}
        again = {(run.engine, run.plans) for run in other.runs}
        kept = (run for run in self.runs if (run.engine, run.plans) not in again)
        return Figures(
            machine={**self.machine, **other.machine},
            collections=tuple(sizes[plans] for plans in sorted(sizes)),
            runs=(*kept, *other.runs),
            left_out={**self.left_out, **other.left_out},
        )

    def as_json(self) -> dict[str, Any]:
        """Return what `from_json` reads."""
        return asdict(self)

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Figures:
        """Return the figures that were written as JSON."""
        runs = [
            Run(**{**run, "findings": Comparison(**run["findings"]) if run["findings"] else None})
            for run in content["runs"]
        ]
        return cls(
            machine=content["machine"],
            collections=tuple(Collection(**item) for item in content["collections"]),
            runs=tuple(runs),
            left_out=content["left_out"],
        )


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal, what is needed, what was measured with all rules and with the shapes alone, and whether it is reached."""

    text: str
    needed: str
    all_rules: str
    shapes: str
    verdict: str


def goals(figures: Figures, peers: Iterable[str]) -> tuple[Goal, ...]:
    """Return the goals with what was measured.

    Args:
        figures: What was measured.
        peers: Ids of the other engines.
    """
    others = tuple(peers)
    return (
        _against(figures, "one plan: pySHACL's command line takes", 1, ("pyshacl",), 10),
        _against(figures, "100 plans: pySHACL's command line takes", 100, ("pyshacl",), 150),
        _against(figures, "100 plans: the fastest other engine takes", 100, others, 1),
        _against(figures, "5,000 plans: the fastest other engine takes", 5000, others, 2),
        _memory(figures),
        _parsing(figures),
        _linear(figures, 100, 1000),
        _linear(figures, 1000, 5000),
        _edited(figures),
    )


def _against(figures: Figures, text: str, plans: int, others: Sequence[str], needed: float) -> Goal:
    measured = [_fastest(figures, others, mine, plans) for mine in ("popgraph", "shapes")]
    complete = [_complete(figures, mine, plans) for mine in ("popgraph", "shapes")]
    reached = [
        None if ratio is None else _least(ratio, needed) and whole
        for ratio, whole in zip(measured, complete, strict=True)
    ]
    undecided = complete[0] and measured[0] is not None and measured[0].bound == ">"
    if reached[0]:
        verdict = "reached"
    elif reached[1]:
        verdict = "reached with the same shapes"
    elif reached[0] is None:
        verdict = "not measured"
    else:
        short = "not decided: it was stopped" if undecided else "not reached"
        verdict = short if complete[0] else _WRONG
    words = f"{needed:g} times as long" if needed > 1 else "longer"
    return Goal(text, words, *_times(measured), verdict)


def _fastest(figures: Figures, others: Sequence[str], mine: str, plans: int) -> Ratio | None:
    # What was stopped for its memory says nothing of its speed.
    able = [other for other in others if all(run.status != "large" for run in figures.of(other, plans))]
    ratios = [ratio for other in able if (ratio := figures.ratio(other, mine, plans)) is not None]
    return min(ratios, key=lambda ratio: ratio.value, default=None)


def _least(ratio: Ratio, needed: float) -> bool:
    return ratio.value >= needed and ratio.bound != "<"


def _complete(figures: Figures, engine: str, plans: int) -> bool:
    """Whether it found just what was to be found in every round."""
    runs = figures.of(engine, plans)
    return bool(runs) and all(run.findings is not None and run.findings.equal for run in runs)


def _memory(figures: Figures) -> Goal:
    peak, other = (figures.peak(engine, 5000) for engine in ("popgraph", "shapes"))
    within = None if peak is None else peak <= 1024 * _MEBIBYTE
    verdict = _verdict(figures, within, ("popgraph", 5000))
    return Goal(
        "5,000 plans: memory over all processes",
        "at most 1,024 MiB",
        _mebibytes(peak),
        _mebibytes(other),
        verdict,
    )


def _parsing(figures: Figures) -> Goal:
    plans = max((item.plans for item in figures.collections), default=0)
    shown = [figures.ratio(engine, "parsing", plans) for engine in ("popgraph", "shapes")]
    near = None if shown[0] is None else shown[0].value <= 3 and not shown[0].bound
    text = f"{plans:,} plan{'' if plans == 1 else 's'}: against parsing alone"
    return Goal(text, "3 times, the dream", *_times(shown), _verdict(figures, near, ("popgraph", plans)))


def _linear(figures: Figures, few: int, many: int) -> Goal:
    shown: list[Ratio | None] = []
    for engine in ("popgraph", "shapes"):
        less, more = figures.seconds(engine, few), figures.seconds(engine, many)
        if less is None or more is None:
            shown.append(None)
        else:
            shown.append(Ratio((more.value / many) / (less.value / few), more.bound))
    even = None if shown[0] is None else shown[0].value <= _EVEN and not shown[0].bound
    verdict = _verdict(figures, even, ("popgraph", few), ("popgraph", many))
    text = f"linear: time a plan with {many:,} against {few:,}"
    return Goal(text, f"at most {_EVEN} times", *_times(shown), verdict)


def _edited(figures: Figures) -> Goal:
    ratio = figures.ratio("edited", "first", 5000)
    little = None if ratio is None else ratio.value < 0.05 and not ratio.bound
    verdict = _verdict(figures, little, ("first", 5000), ("edited", 5000))
    shown = f"{ratio.value:.1%}" if ratio else "–"
    return Goal("5,000 plans, one changed: of the first run", "under 5 %", shown, "–", verdict)


def _mebibytes(peak: int | None) -> str:
    return "–" if peak is None else f"{peak / _MEBIBYTE:,.0f} MiB"


def _times(ratios: Sequence[Ratio | None]) -> tuple[str, str]:
    first, second = (f"{ratio} times" if ratio else "–" for ratio in ratios)
    return first, second


def _verdict(figures: Figures, reached: bool | None, *runs: tuple[str, int]) -> str:
    if reached is None:
        return "not measured"
    whole = all(_complete(figures, engine, plans) for engine, plans in runs)
    if not whole:
        return _WRONG
    return "reached" if reached else "not reached"
