"""When what each actor is responsible for is due, with how sure that is."""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from popgraph.errors import UsageError
from popgraph.networks.actors import Actor
from popgraph.networks.figures.onemode import sector_entries
from popgraph.networks.figures.page import Entry, Request, caption, footer, header, legend, sizes
from popgraph.networks.figures.palette import INK, OKABE_ITO, sector_looks, shade
from popgraph.networks.figures.sheet import POINT, Sheet
from popgraph.networks.figures.words import counted, number, say
from popgraph.networks.tasks import Period
from popgraph.networks.twomode import TwoMode

__all__ = ["Bar", "Row", "draw_calendar", "rows_of"]

_FADE = 0.55
_OPEN = OKABE_ITO["vermilion"]
_END = OKABE_ITO["green"]


@dataclass(frozen=True, slots=True)
class Bar:
    """Indicators of one actor that are due in the same period.

    Attributes:
        earliest: First day; None if open.
        latest: Last day; None if open.
        count: How many.
    """

    earliest: datetime.date | None
    latest: datetime.date | None
    count: int


@dataclass(frozen=True, slots=True)
class Row:
    """What is due of one actor.

    Attributes:
        actor: Who.
        bars: Each different period once, by time.
        total: How many due periods.
    """

    actor: Actor
    bars: tuple[Bar, ...]
    total: int


def rows_of(network: TwoMode, *, top: int | None = None) -> tuple[Row, ...]:
    """Return what is due of each actor who has something due, most first.

    Args:
        network: With tasks that know their periods.
        top: Only so many actors.
    """
    found = []
    for place, actor in enumerate(network.actors):
        tasks = network.mentions.indices[network.mentions.indptr[place] : network.mentions.indptr[place + 1]]
        counted = Counter(
            (due.earliest, due.latest)
            for task in tasks
            for due in network.tasks[task].periods
            if due.year is not None
        )
        bars = sorted((Bar(*span, count) for span, count in counted.items()), key=_ends)
        if bars:
            found.append(Row(actor, tuple(bars), counted.total()))
    return tuple(sorted(found, key=lambda row: -row.total)[:top])


def draw_calendar(network: TwoMode, request: Request) -> tuple[Sheet, str]:
    """Draw a row of bars an actor; return the sheet and its caption.

    Raises:
        UsageError: If the network doesn't know when anything is due.
    """
    rows = rows_of(network)
    if not rows:
        raise UsageError(
            "No task of the network has a due period",
            where="calendar",
            hint='Build it with events="year" (or with weight="indicator"), and check its filters',
        )
    lang = request.lang
    undated = len(network.actors) - len(rows)
    shown = rows[: request.top]
    sheet = Sheet(request.width)
    bottom = _panel(sheet, header(sheet, request), shown, network, lang)
    looks = sector_looks(row.actor.sector for row in shown)
    columns = (f"{say('due by year', lang)}:", _columns(sheet, lang))
    signs = [("", _signs(sheet, shown, lang)), columns, ("", sector_entries(sheet, looks, lang))]
    bottom = legend(sheet, bottom + 1.2, signs)
    remarks = []
    if len(shown) < len(rows):
        remarks.append(say("top load", lang, n=len(shown), all=len(rows)))
    if undated:
        remarks.append(say("undated", lang, actors=counted(undated, "actor", lang)))
    periods = _periods(network, shown)
    counts = {
        "actor": len(shown),
        "task": len({task for task, _ in periods}),
        "indicator": len({due.indicator for _, due in periods}),
        "period": len(periods),
    }
    said = caption(network, request, remarks=remarks, counts=counts)
    footer(sheet, bottom, said)
    return sheet, said


def _periods(network: TwoMode, rows: Sequence[Row]) -> list[tuple[str, Period]]:
    """The due periods that some actors answer for, each once, with their tasks."""
    shown = {row.actor.iri for row in rows}
    kept = [place for place, actor in enumerate(network.actors) if actor.iri in shown]
    tasks = sorted({int(task) for task in network.mentions[kept].indices})
    return [
        (network.tasks[task].iri, due)
        for task in tasks
        for due in network.tasks[task].periods
        if due.year is not None
    ]


def _ends(bar: Bar) -> tuple[datetime.date, datetime.date]:
    first = bar.earliest or bar.latest or datetime.date.min
    return first, bar.latest or datetime.date.max


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where a day stands."""

    left: float
    year: float
    first: int

    def at(self, day: datetime.date, *, after: bool = False) -> float:
        start = datetime.date(day.year, 1, 1).toordinal()
        length = datetime.date(day.year, 12, 31).toordinal() - start + 1
        part = (day.toordinal() - start + (1 if after else 0)) / length
        return self.left + (day.year - self.first + part) * self.year


def _panel(sheet: Sheet, top: float, rows: Sequence[Row], network: TwoMode, lang: str) -> float:
    fonts = sizes(sheet.width)
    size = fonts.small
    days = [day for row in rows for bar in row.bars for day in (bar.earliest, bar.latest) if day]
    # An open end is drawn over the year after, an open start over what comes before.
    first = min(day.year for day in days)
    last = max(
        *(day.year for day in days),
        *(bar.earliest.year + 1 for row in rows for bar in row.bars if bar.earliest and not bar.latest),
        first,
    )
    signs = 3.0
    number_wide = max(sheet.measure(str(row.total), size, bold=True) for row in rows) + 1.8
    left = (
        fonts.margin
        + signs
        + min(
            max(sheet.measure(row.actor.label, size) for row in rows) + 1.0,
            (0.34 if sheet.width < 120 else 0.26) * sheet.width,
        )
        + number_wide
    )
    right = sheet.width - fonts.margin
    scale = _Scale(left, (right - left) / (last - first + 1), first)
    lane = 1.2 * size * POINT
    due = [period for _, period in _periods(network, rows)]
    y = _yearly(sheet, top, due, scale=scale, last=last, lang=lang)
    begin = y
    for place, row in enumerate(rows):
        lanes = _lanes(row.bars, scale)
        high = (max(lanes) + 1) * lane + 0.7
        if place % 2 == 0:
            sheet.box(fonts.margin, y, right - fonts.margin, high, fill="#f3f3f3")
        y += high
    for year in range(first, last + 2):
        x = left + (year - first) * scale.year
        sheet.line([(x, begin), (x, y)], width=0.1, colour="#bbbbbb")
    looks = sector_looks(row.actor.sector for row in rows)
    y = begin
    most = max(bar.count for row in rows for bar in row.bars)
    for row in rows:
        lanes = _lanes(row.bars, scale)
        high = (max(lanes) + 1) * lane + 0.7
        middle = y + high / 2
        sheet.mark(fonts.margin + 1.2, middle, 0.75, looks[row.actor.sector])
        room = left - number_wide - 0.6 - signs - fonts.margin
        parts = sheet.wrap(row.actor.label, room, size, lines=min(2, max(lanes) + 1))
        for line, part in enumerate(parts):
            drop = (line - (len(parts) - 1) / 2) * 1.2 * size * POINT
            sheet.text(left - number_wide - 0.3, middle + drop, part, size=size, align="right")
        sheet.text(left - 0.9, middle, str(row.total), size=size, align="right", bold=True)
        for bar, place in zip(row.bars, lanes, strict=True):
            _bar(sheet, bar, scale, y + 0.35 + place * lane + 0.08, lane - 0.16, most=most)
        y += high
    sheet.line([(left, begin), (left, y)], width=0.15)
    return y


def _yearly(sheet: Sheet, top: float, due: Sequence[Period], *, scale: _Scale, last: int, lang: str) -> float:
    """Columns of how much is due in each year, and the years."""
    fonts = sizes(sheet.width)
    size = fonts.small
    sure = Counter(period.year for period in due if period.certain)
    unsure = Counter(period.year for period in due if not period.certain)
    years = list(range(scale.first, last + 1))
    most = max(sure[year] + unsure[year] for year in years)
    tall, base = 13.0, top + 13.0 + 1.7 * size * POINT
    name = f"{say('due by year', lang)}: {len(due)}"
    for place, part in enumerate(sheet.wrap(name, scale.left - fonts.margin - 1.5, size, lines=2)):
        sheet.text(
            scale.left - 0.9, base - tall / 2 + place * 1.3 * size * POINT, part, size=size, align="right"
        )
    whole = sheet.measure("2000", size, bold=True) <= scale.year - 0.4
    every = 1 if whole else math.ceil((sheet.measure("’00", size, bold=True) + 0.4) / scale.year)
    for year in years:
        x = scale.left + (year - scale.first) * scale.year
        inset = 0.18 * scale.year
        heights = [tall * count[year] / most for count in (sure, unsure)]
        wide = scale.year - 2 * inset
        if heights[0]:
            sheet.box(x + inset, base - heights[0], wide, heights[0], fill=shade(0.6))
        if heights[1]:
            sheet.box(x + inset, base - sum(heights), wide, heights[1], fill="#ffffff", edge=_END, thick=0.3)
        if sum(heights):
            total = number(sure[year] + unsure[year], lang)
            fitted = size * min(1.0, (scale.year - 0.1) / sheet.measure(total, size))
            above = base - sum(heights) - 0.75 * size * POINT
            sheet.text(x + scale.year / 2, above, total, size=fitted, align="center")
        if (year - scale.first) % every:
            continue
        text = f"{year}" if whole else f"’{year % 100:02}"
        sheet.text(x + scale.year / 2, base + 0.9 * size * POINT, text, size=size, align="center", bold=True)
    sheet.line([(scale.left, base), (scale.left + len(years) * scale.year, base)], width=0.15)
    return base + 1.9 * size * POINT


def _extent(bar: Bar, scale: _Scale) -> tuple[float, float]:
    """Where a bar is drawn from and to, with its faded ends."""
    fade = _FADE * scale.year
    start = scale.at(bar.earliest) if bar.earliest else scale.at(bar.latest, after=True) - fade  # type: ignore[arg-type]
    end = scale.at(bar.latest, after=True) if bar.latest else start + fade
    return start, end


def _lanes(bars: Sequence[Bar], scale: _Scale) -> list[int]:
    """In which lane of a row each bar lies, so that none covers another."""
    ends: list[float] = []
    found = []
    for start, end in (_extent(bar, scale) for bar in bars):
        free = [place for place, taken in enumerate(ends) if start >= taken - 1e-9]
        place = free[0] if free else len(ends)
        if not free:
            ends.append(0.0)
        ends[place] = end
        found.append(place)
    return found


def _bar(sheet: Sheet, bar: Bar, scale: _Scale, y: float, high: float, *, most: int) -> None:
    start, end = _extent(bar, scale)
    size = sizes(sheet.width).small * 0.88
    middle = y + high / 2
    if bar.earliest and bar.latest:
        part = 0.25 + 0.75 * (bar.count - 1) / max(most - 1, 1)
        sheet.box(start, y, end - start, high, fill=shade(part), edge="#ffffff", thick=0.08)
        colour = "#ffffff" if part > 0.45 else INK
        if bar.count > 1:
            size *= min(1.0, (end - start) / sheet.measure(str(bar.count), size))
            sheet.text((start + end) / 2, middle, str(bar.count), size=size, align="center", colour=colour)
        return
    if bar.latest:
        sheet.fade(start, y, end - start, high, fill=_OPEN, leftwards=True)
        sheet.box(end - 0.3, y - 0.1, 0.3, high + 0.2, fill=INK)
    else:
        tip = min(0.9, 0.3 * (end - start))
        sheet.fade(start, y, end - start, high, fill=_END, leftwards=False)
        sheet.box(start, y - 0.1, 0.3, high + 0.2, fill=INK)
        sheet.polygon([(end - tip, y), (end, middle), (end - tip, y + high)], fill=_END)
    if bar.count > 1:
        wide = sheet.measure(str(bar.count), size)
        x = end - 0.7 - wide / 2 if bar.latest else start + 0.7 + wide / 2
        sheet.text(x, middle, str(bar.count), size=size, align="center")


def _signs(sheet: Sheet, rows: Sequence[Row], lang: str) -> list[Entry]:
    """The signs that bars of some rows have."""
    scale = _Scale(0.0, 8.0, 2000)
    high = 2.1

    def sign(bar: Bar, text: str) -> Entry:
        start, end = _extent(bar, scale)

        def show(x: float, y: float) -> None:
            _bar(sheet, bar, _Scale(x - start, 8.0, 2000), y - high / 2, high, most=1)

        return Entry(end - start, show, text)

    first, middle, last = datetime.date(2000, 1, 1), datetime.date(2000, 6, 30), datetime.date(2000, 12, 31)
    bars = [bar for row in rows for bar in row.bars]
    found = []
    if any(bar.earliest and bar.latest for bar in bars):
        found.append(sign(Bar(first, middle, 1), say("days", lang)))
    if any(not bar.earliest for bar in bars):
        found.append(sign(Bar(None, last, 1), say("open start", lang)))
    if any(not bar.latest for bar in bars):
        found.append(sign(Bar(first, None, 1), say("open end", lang)))
    if any(bar.count > 1 for bar in bars):
        found.append(sign(Bar(first, middle, 3), say("number on bar", lang)))
    return found


def _columns(sheet: Sheet, lang: str) -> list[Entry]:
    def sure(x: float, y: float) -> None:
        sheet.box(x, y - 1.0, 2.2, 2.0, fill=shade(0.6))

    def unsure(x: float, y: float) -> None:
        sheet.box(x, y - 1.0, 2.2, 2.0, fill="#ffffff", edge=_END, thick=0.3)

    return [Entry(2.2, sure, say("certain", lang)), Entry(2.2, unsure, say("uncertain", lang))]
