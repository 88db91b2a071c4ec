"""Actors and what they are responsible for, as a figure: the events in the middle, institutions and groups beside."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from popgraph.codes import code_of
from popgraph.networks.figures.choice import loads, ranked
from popgraph.networks.figures.onemode import radii, sector_entries
from popgraph.networks.figures.page import Entry, Request, caption, footer, header, legend, sizes
from popgraph.networks.figures.palette import objective_looks, sector_looks
from popgraph.networks.figures.sheet import POINT, Sheet
from popgraph.networks.figures.words import number, say
from popgraph.networks.twomode import Event, TwoMode
from popgraph.vocab import ID

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["code", "draw_two_mode", "group", "heaviest", "objective", "series"]

_TALLEST = 235.0


@dataclass(frozen=True, slots=True)
class _Side:
    """Actors on one side of the events, from top to bottom, and where ties leave them."""

    rows: list[int]
    right: bool
    x: float


def heaviest(network: TwoMode, top: int | None) -> TwoMode:
    """Return the network of the actors with the greatest load and of what they are tied to."""
    import numpy as np

    if top is None or top >= len(network.actors):
        return network
    rows = np.array(sorted(ranked(loads(network))[:top]), dtype=np.int64)
    weights = network.weights[rows]
    columns = np.unique(weights.indices)
    return replace(
        network,
        actors=tuple(network.actors[row] for row in rows),
        mentions=network.mentions[rows],
        events=tuple(network.events[column] for column in columns),
        weights=weights[:, columns],
        shares=network.shares[:, columns],
    )


def group(event: Event, *, several: bool) -> str:
    """Return what an event is grouped under: its objective, or its plan where there are several."""
    return _plan(event) if several else objective(event)


def objective(event: Event) -> str:
    """Return the codes of an event's objectives."""
    return " ".join(code_of(iri) or iri.rpartition("/")[2].upper() for iri in event.objectives)


def code(event: Event) -> str:
    """Return the code of an event without its plan, which its group says."""
    plan = _plan(event)
    return event.code.removeprefix(plan).strip() if plan else event.code


def series(network: TwoMode) -> bool:
    """Return whether there are several plans."""
    return len({plan for event in network.events for plan in event.plans}) > 1 and network.kind != "year"


def draw_two_mode(network: TwoMode, request: Request) -> tuple[Sheet, str]:
    """Draw actors and events; return the sheet and its caption."""
    sheet = Sheet(request.width)
    shown = heaviest(network, request.top)
    top = header(sheet, request) + 1.5
    bottom, coded = _panel(sheet, top, shown)
    lang = request.lang
    looks = sector_looks(actor.sector for actor in shown.actors)
    rows = [("", sector_entries(sheet, looks, lang))]
    load = loads(shown)
    steps = sorted({float(load.min()), float(load.max())})
    rows.append(
        (
            f"{say('size', lang)}: {say('ties' if shown.weights.max() == 1 else 'weight', lang)}",
            _scale(sheet, load, steps, lang),
        )
    )
    bottom = legend(sheet, bottom + 1.5, rows)
    remarks = []
    if len(shown.actors) < len(network.actors):
        remarks.append(say("top load", lang, n=len(shown.actors), all=len(network.actors)))
    if not coded:
        remarks.append(say("unlabelled events", lang))
    said = caption(shown, request, remarks=remarks)
    footer(sheet, bottom, said)
    return sheet, said


def _plan(event: Event) -> str:
    return event.plans[0].removeprefix(ID).removesuffix("/plan") if len(event.plans) == 1 else ""


def _scale(sheet: Sheet, load: NDArray[np.float64], steps: list[float], lang: str) -> list[Entry]:
    import numpy as np

    from popgraph.networks.figures.palette import Look

    found = radii(np.array([*steps, *load]), least=0.5, most=1.6)[: len(steps)]

    def entry(step: float, radius: float) -> Entry:
        return Entry(
            2 * radius,
            lambda x, y: sheet.mark(x + radius, y, radius, Look("#dddddd", "circle")),
            number(step, lang),
            2 * radius,
        )

    return [entry(step, float(radius)) for step, radius in zip(steps, found, strict=True)]


def _panel(sheet: Sheet, top: float, network: TwoMode) -> tuple[float, bool]:
    """Draw all; return where it ends and whether events have their codes."""
    fonts = sizes(sheet.width)
    size = fonts.small
    several = series(network)
    groups = [group(event, several=several) for event in network.events]
    breaks = [place for place in range(1, len(groups)) if groups[place] != groups[place - 1]]
    parts = _sides(network)
    step = 1.45 * size * POINT
    rooms = len(groups) + len(breaks)
    reach = sheet.width * (0.25 if len(parts) == 2 else 0.4)
    load = loads(network)
    away = float(radii(load, least=0.5, most=1.6).max()) + 0.8
    room = reach - away - fonts.margin
    lines = [len(sheet.wrap(actor.label, room, size, lines=2)) for actor in network.actors]
    high = max(
        rooms * step * 1.1,
        *(len(rows) * step * (0.9 * max(lines[row] for row in rows) + 0.25) for rows in parts),
    )
    high = min(high, _TALLEST)
    pitch = high / rooms
    coded = pitch >= 1.15 * size * POINT
    spots = [
        top + pitch * (place + 0.5 + sum(mark <= place for mark in breaks)) for place in range(len(groups))
    ]
    middle = sheet.width / 2 if len(parts) == 2 else sheet.width * 0.72
    codes = [code(event) for event in network.events]
    half = (max(sheet.measure(text, size) for text in codes) / 2 + 0.7) if coded else 1.2
    round_ = radii(load, least=0.5, most=min(1.6, 0.45 * high / max(map(len, parts))))
    sides = [
        _Side(_crossed(rows, network, spots), bool(place), sheet.width - reach if place else reach)
        for place, rows in enumerate(parts)
    ]
    colours = objective_looks(groups)
    table = network.weights.tocoo()
    heights: dict[int, tuple[float, float, bool]] = {}
    for side in sides:
        gap = high / len(side.rows)
        heights |= {
            row: (side.x, top + gap * (place + 0.5), side.right) for place, row in enumerate(side.rows)
        }
    most = float(table.data.max())
    for row, column, weight in zip(*table.coords, table.data, strict=True):
        x, y, right = heights[int(row)]
        end = middle + (half if right else -half)
        bend = (end - x) * 0.5
        spot = spots[int(column)]
        sheet.line(
            [(x, y), (x + bend, y), (end - bend, spot), (end, spot)],
            width=0.15 + 0.25 * float(weight) / most,
            colour=colours[groups[int(column)]],
            alpha=0.75 if table.nnz < 400 else 0.4,
            curved=True,
        )
    for place, spot in enumerate(spots):
        tall = min(pitch * 0.82, 1.35 * size * POINT)
        sheet.box(
            middle - half,
            spot - tall / 2,
            2 * half,
            tall,
            fill="#ffffff" if coded else colours[groups[place]],
            edge=colours[groups[place]],
            thick=0.3 if coded else 0.05,
        )
        if coded:
            sheet.text(middle, spot, codes[place], size=size, align="center")
    between = (
        2 * min(middle - reach, sheet.width - middle - (reach if len(parts) == 2 else fonts.margin)) - 4.0
    )
    _headings(sheet, groups, spots, pitch=pitch, middle=middle, width=between, bold=not several)
    looks = sector_looks(actor.sector for actor in network.actors)
    for row, (x, y, right) in heights.items():
        sheet.mark(x, y, float(round_[row]), looks[network.actors[row].sector])
        pitched = high / len(parts[int(right)])
        shown = sheet.wrap(
            network.actors[row].label, room, size, lines=max(1, min(3, int(pitched / step + 0.35)))
        )
        for place, text in enumerate(shown):
            drop = (place - (len(shown) - 1) / 2) * 1.2 * size * POINT
            sheet.text(
                x + away if right else x - away, y + drop, text, size=size, align="left" if right else "right"
            )
    return top + high, coded


def _headings(
    sheet: Sheet,
    groups: list[str],
    spots: list[float],
    *,
    pitch: float,
    middle: float,
    width: float,
    bold: bool,
) -> None:
    """Name each group above its first event, where there is room for it."""
    size = sizes(sheet.width).small
    last = -1e9
    for place, spot in enumerate(spots):
        first = place == 0 or groups[place] != groups[place - 1]
        if first and groups[place] and spot - pitch - last > 1.4 * size * POINT:
            y = spot - pitch * 0.95
            name = sheet.fit(groups[place], width, size, bold=bold)
            sheet.text(middle, y, name, size=size, align="center", bold=bold, back=True)
            last = y


def _sides(network: TwoMode) -> list[list[int]]:
    """Named institutions to the left and groups to the right; all to the left where there is only one kind."""
    named = [row for row, actor in enumerate(network.actors) if actor.named]
    others = [row for row, actor in enumerate(network.actors) if not actor.named]
    return [rows for rows in (named, others) if rows]


def _crossed(rows: list[int], network: TwoMode, spots: list[float]) -> list[int]:
    """Actors by the mean height of what they are tied to, so that few ties cross; those without ties last."""

    def mean(row: int) -> float:
        columns = network.weights.indices[network.weights.indptr[row] : network.weights.indptr[row + 1]]
        return sum(spots[column] for column in columns) / len(columns) if len(columns) else float("inf")

    return sorted(rows, key=lambda row: (mean(row), row))
