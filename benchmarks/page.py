"""The figures as Markdown: goals, then a table a size, ratios first; and their place in a page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.engines import ALL, PARSING, Engine
from benchmarks.figures import Collection, Figures, Run, goals
from popgraph.writing import write

__all__ = ["BEGIN", "END", "brief", "put", "render"]

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
"""Between these lines of a page stand the figures."""

_MEBIBYTE = 2**20
_HEAD = (
    "| run | × popgraph, same rules | × popgraph, all rules | × parsing alone | seconds | MiB | findings |\n"
    "|---|--:|--:|--:|--:|--:|---|"
)


def render(figures: Figures, engines: Sequence[Engine]) -> str:
    """Return the goals and tables.

    Args:
        figures: What was measured.
        engines: What was run, in the order of the rows.
    """
    parts = [_machine(figures), _goals(figures, engines)]
    parts += [_table(figures, item, engines) for item in figures.collections]
    parts += _left_out(figures, engines)
    return "\n\n".join(parts)


def brief(figures: Figures, engines: Sequence[Engine]) -> str:
    """Return one table: a row a run, a column a size; how many times as long as popgraph with the same rules it takes.

    Args:
        figures: What was measured.
        engines: What was run, in the order of the rows.
    """
    sizes = [item.plans for item in figures.collections]
    rows = []
    for engine in engines:
        cells = [_brief(figures, engine, plans) for plans in sizes]
        if any(cells) and engine.group != PARSING:
            does = f"{engine.name}, {engine.group}"
            rows.append(f"| {does} | {' | '.join(cell or '–' for cell in cells)} |")
    parsed = [f"{value:.1f} s" if (value := _value(figures, "parsing", plans)) else "–" for plans in sizes]
    rows.append(f"| parsing alone, one process | {' | '.join(parsed)} |")
    heads = [f"{plans:,} plans" if plans > 1 else "1 plan" for plans in sizes]
    return "\n".join([f"| run | {' | '.join(heads)} |", f"|---|{'--:|' * len(sizes)}", *rows])


def _value(figures: Figures, engine: str, plans: int) -> float:
    seconds = figures.seconds(engine, plans)
    return seconds.value if seconds else 0.0


def _brief(figures: Figures, engine: Engine, plans: int) -> str:
    """The seconds and MiB of popgraph's own runs, the ratio of others."""
    seconds = figures.seconds(engine.id, plans)
    if seconds is None:
        return ""
    if not engine.is_peer:
        peak = (figures.peak(engine.id, plans) or 0) / _MEBIBYTE
        return f"{seconds.bound} {seconds.value:.1f} s, {peak:,.0f} MiB".strip()
    ratio = figures.ratio(engine.id, "shapes", plans)
    return f"{ratio} ×" if ratio else ""


def put(text: str, page: Path) -> None:
    """Put the figures into a page, in the place of those that stand there.

    Raises:
        ValueError: If the page has no place for them.
    """
    before, begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{page} has no lines {BEGIN} and {END}")
    write({page: f"{before}{BEGIN}\n\n{text}\n\n{END}{after}"})


def _machine(figures: Figures) -> str:
    said = figures.machine
    versions = ", ".join(f"{name} {version}" for name, version in sorted(said.get("versions", {}).items()))
    return (
        f"Measured on {said['date']}: {said['cores']} cores, {said['memory']} GiB of memory, {said['system']};"
        f" {versions}. Seed {said['seed']}, {said['defects']} defects a plan."
    )


def _goals(figures: Figures, engines: Sequence[Engine]) -> str:
    rows = [
        f"| {goal.text} | {goal.needed} | {goal.all_rules} | {goal.shapes} | {goal.verdict} |"
        for goal in goals(figures, [engine.id for engine in engines if engine.is_peer])
    ]
    head = "| goal | needed | popgraph, all rules | popgraph, same shapes | |\n|---|---|--:|--:|---|"
    return "\n".join([head, *rows])


def _table(figures: Figures, size: Collection, engines: Sequence[Engine]) -> str:
    plans = f"{size.plans:,} plans" if size.plans > 1 else "1 plan"
    rows = [
        f"### {plans}",
        "",
        f"{size.triples:,} triples in {size.files:,} files, {size.bytes / 1e6:,.1f} MB of Turtle, with what all plans "
        f"share; {size.expected:,} injected findings, {size.expected_shapes:,} of them by shapes.",
        "",
        _HEAD,
    ]
    for engine in engines:
        runs = figures.of(engine.id, size.plans)
        if runs:
            rows.append(_row(figures, engine, size.plans, runs))
    return "\n".join(rows)


def _row(figures: Figures, engine: Engine, plans: int, runs: Sequence[Run]) -> str:
    does = "" if engine.group == PARSING else f", {engine.group}"
    same = {ALL: "popgraph", PARSING: ""}.get(engine.group, "shapes")
    ratios = [
        str(ratio) if other and (ratio := figures.ratio(engine.id, other, plans)) else "–"
        for other in (same, "popgraph", "parsing")
    ]
    seconds = figures.seconds(engine.id, plans)
    took = "–" if seconds is None else f"{seconds.bound} {seconds.value:.2f}".strip()
    peak = figures.peak(engine.id, plans) or 0
    mark = " †" if engine.id in figures.left_out else ""
    cells = [engine.name + does + mark, *ratios, took, f"{peak / _MEBIBYTE:,.0f}", _found(runs)]
    return f"| {' | '.join(cells)} |"


def _found(runs: Sequence[Run]) -> str:
    worst = next((run for run in runs if run.status != "ok"), None)
    if worst is not None:
        return {
            "slow": f"stopped after {worst.seconds:.0f} s",
            "large": f"stopped at {worst.peak / _MEBIBYTE:,.0f} MiB",
        }.get(worst.status, f"failed: {_short(worst.said)}")
    compared = [run.findings for run in runs if run.findings is not None]
    return str(next((item for item in compared if not item.equal), compared[0])) if compared else ""


def _left_out(figures: Figures, engines: Sequence[Engine]) -> list[str]:
    rows = [
        f"† {engine.name} fails on {', '.join(sorted(said))} and was run without: {_short(next(iter(said.values())))}"
        for engine in engines
        if (said := figures.left_out.get(engine.id))
    ]
    return ["\n\n".join(rows)] if rows else []


def _short(said: str) -> str:
    """The last line that tells of an error, else the last, fit for a cell."""
    lines = said.strip().splitlines() or ["no message"]
    last = next((line for line in reversed(lines) if "error" in line.lower()), lines[-1]).strip()
    return last.replace("|", "\\|").replace("<", "&lt;")[:160]
