"""How much of what falls to each actor, as a table of shaded cells."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from popgraph.errors import UsageError
from popgraph.networks.figures.bipartite import code, group, heaviest, objective, series
from popgraph.networks.figures.choice import loads, ranked
from popgraph.networks.figures.onemode import sector_entries
from popgraph.networks.figures.page import Entry, Request, caption, footer, header, legend, sizes
from popgraph.networks.figures.palette import INK, sector_looks, shade
from popgraph.networks.figures.sheet import POINT, Sheet
from popgraph.networks.figures.words import number, say
from popgraph.networks.twomode import TwoMode

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["draw_heatmap"]

_LEAST = 2.6
_MOST = 11.0
_ROW = 1.75


def draw_heatmap(network: TwoMode, request: Request) -> tuple[Sheet, str]:
    """Draw actors × events; return the sheet and its caption.

    Raises:
        UsageError: If the columns don't fit into the width.
    """
    sheet = Sheet(request.width)
    shown = heaviest(network, request.top)
    bottom = _table(sheet, header(sheet, request), shown, request)
    lang = request.lang
    most = float(shown.weights.max())
    steps = sorted({1.0, round((1 + most) / 2), most}) if most >= 1 else [most]

    def cell(step: float) -> Entry:
        return Entry(
            3.0,
            lambda x, y: sheet.box(x, y - 1.1, 3.0, 2.2, fill=_fill(step, most), edge="#ffffff"),
            number(step, lang),
            2.4,
        )

    looks = sector_looks(actor.sector for actor in shown.actors)
    rows = [
        (say("weight " + shown.weight, lang), [cell(step) for step in steps]),
        ("", sector_entries(sheet, looks, lang)),
    ]
    bottom = legend(sheet, bottom + 1.5, rows)
    remarks = []
    if len(shown.actors) < len(network.actors):
        remarks.append(say("top load", lang, n=len(shown.actors), all=len(network.actors)))
    said = caption(shown, request, remarks=remarks)
    footer(sheet, bottom, said)
    return sheet, said


def _fill(value: float, most: float) -> tuple[float, float, float]:
    return shade(value / most) if most > 1 else shade(0.55)


def _table(sheet: Sheet, top: float, network: TwoMode, request: Request) -> float:
    import numpy as np

    fonts = sizes(sheet.width)
    size = fonts.small
    row_high = _ROW * size * POINT
    table = network.weights.toarray()
    load = loads(network)
    order = ranked(load)
    several = series(network)
    plain = network.kind in ("objective", "year")
    groups = [
        "" if plain else f"{group(event, several=several)} {objective(event) if several else ''}"
        for event in network.events
    ]
    codes = [event.code if plain else code(event) for event in network.events]
    names = [network.actors[row].label for row in order]
    signs = 3.2
    left = (
        fonts.margin
        + signs
        + min(
            max(sheet.measure(name, size) for name in names) + 1.5,
            (0.36 if sheet.width < 120 else 0.3) * sheet.width,
        )
    )
    total = max(sheet.measure(say("total", request.lang), size, bold=True), sheet.measure("9999", size)) + 1.5
    count = len(codes)
    gaps = sum(a != b for a, b in pairwise(groups))
    gap = 0.9
    wide = min((sheet.width - fonts.margin - left - total - gap * (gaps + 1)) / count, _MOST)
    if wide < _LEAST:
        raise UsageError(
            "Too many columns for the width",
            where=f"{count} × {_LEAST} mm in {sheet.width:g} mm",
            hint="Choose a plan, region or objective, broader events (objective), or fewer actors (top)",
        )
    xs: list[float] = []
    x = left
    for place in range(count):
        x += gap if place and groups[place] != groups[place - 1] else 0.0
        xs.append(x)
        x += wide
    end = x + gap
    if any(
        "…" in line
        for name, low, high in _spans(groups, xs, wide=wide)
        for line in _lines(sheet, name, high - low)
    ):
        # Where plans have no room above, codes name them.
        groups, codes = [""] * count, [event.code for event in network.events]
    y = _heads(sheet, top, groups, xs, wide=wide)
    tall = _codes(sheet, y, codes, xs, wide=wide)
    sheet.text(
        end + total - 0.5,
        y + tall - 0.5 - size * POINT / 2,
        say("total", request.lang),
        size=size,
        align="right",
        bold=True,
    )
    y += tall
    most = float(table.max())
    looks = sector_looks(actor.sector for actor in network.actors)
    for row in order:
        middle = y + row_high / 2
        actor = network.actors[row]
        sheet.mark(fonts.margin + 1.2, middle, 0.75, looks[actor.sector])
        sheet.text(
            left - 1.2,
            middle,
            sheet.fit(actor.label, left - 1.2 - signs - fonts.margin, size),
            size=size,
            align="right",
        )
        for column, x in enumerate(xs):
            value = float(table[row, column])
            sheet.box(
                x,
                y,
                wide,
                row_high,
                fill=_fill(value, most) if value else "#f6f6f6",
                edge="#ffffff",
                thick=0.25,
            )
            if value:
                dark = most > 1 and value / most > 0.45
                sheet.text(
                    x + wide / 2,
                    middle,
                    number(value, request.lang),
                    size=size,
                    align="center",
                    colour="#ffffff" if dark or most <= 1 else INK,
                )
        sheet.text(end + total - 0.5, middle, number(load[row], request.lang), size=size, align="right")
        y += row_high
    totals = np.asarray(table.sum(axis=0), dtype=float)
    return _totals(sheet, y + 0.7, totals, left=left, end=end + total, xs=xs, wide=wide, lang=request.lang)


def _totals(
    sheet: Sheet,
    y: float,
    totals: NDArray[np.float64],
    *,
    left: float,
    end: float,
    xs: list[float],
    wide: float,
    lang: str,
) -> float:
    """Write the totals of the columns; return where they end."""
    size = sizes(sheet.width).small
    high = _ROW * size * POINT
    middle = y + high / 2
    sheet.line([(left, y - 0.35), (end, y - 0.35)], width=0.15)
    sheet.text(left - 1.2, middle, say("total", lang), size=size, align="right", bold=True)
    for value, place in zip(totals, xs, strict=True):
        text = number(float(value), lang)
        narrow = sheet.measure(text, size) > wide
        sheet.text(place + wide / 2, middle, text, size=size * (0.75 if narrow else 1), align="center")
    sheet.text(end - 0.5, middle, number(float(totals.sum()), lang), size=size, align="right", bold=True)
    return y + high


def _codes(sheet: Sheet, y: float, codes: list[str], xs: list[float], *, wide: float) -> float:
    """Write the code of each column, upwards if one is wider than its column; return how high they are."""
    size = sizes(sheet.width).small
    widest = max(sheet.measure(text, size) for text in codes)
    turned = widest > wide - 0.6
    tall = (widest if turned else size * POINT) + 1.0
    for text, x in zip(codes, xs, strict=True):
        middle = y + tall - 0.6 if turned else y + tall / 2
        sheet.text(x + wide / 2, middle, text, size=size, align="center", turned=turned)
    return tall


def _heads(sheet: Sheet, top: float, groups: list[str], xs: list[float], *, wide: float) -> float:
    """Name each group of columns; return where their codes begin."""
    size = sizes(sheet.width).small
    if not any(groups):
        return top
    lines = {span: _lines(sheet, span[0], span[2] - span[1]) for span in _spans(groups, xs, wide=wide)}
    high = max(map(len, lines.values())) * 1.25 * size * POINT
    for span, parts in lines.items():
        for place, part in enumerate(parts):
            y = top + high - (len(parts) - place - 0.5) * 1.25 * size * POINT
            sheet.text((span[1] + span[2]) / 2, y, part, size=size, align="center", bold=True)
        sheet.line([(span[1] + 0.3, top + high + 0.4), (span[2] - 0.3, top + high + 0.4)], width=0.2)
    return top + high + 0.8


def _lines(sheet: Sheet, name: str, width: float) -> list[str]:
    return sheet.wrap(name, width, sizes(sheet.width).small, lines=3, bold=True)


def _spans(groups: list[str], xs: list[float], *, wide: float) -> list[tuple[str, float, float]]:
    """Groups with where their columns begin and end."""
    spans: list[tuple[str, float, float]] = []
    for name, x in zip(groups, xs, strict=True):
        if spans and spans[-1][0] == name:
            spans[-1] = (name, spans[-1][1], x + wide)
        else:
            spans.append((name, x, x + wide))
    return spans
