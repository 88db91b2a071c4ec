"""What every figure has: a title, a legend, and a line that says what it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from popgraph.networks.figures.sheet import POINT, Sheet
from popgraph.networks.figures.words import counted, plural, say
from popgraph.networks.projection import PROJECTIONS, OneMode
from popgraph.networks.twomode import TwoMode
from popgraph.vocab import ID

__all__ = ["Entry", "Request", "Sizes", "caption", "footer", "header", "legend", "sizes"]


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked of a figure.

    Attributes:
        lang: Language of its words.
        seed: Of its layout.
        size: Measure that the sizes of nodes show; None for the strength.
        top: How many actors it may show; None for all.
        width: In millimetres.
        title: What stands above it; empty for what it shows.
        source: The document that it is of; empty for the paths of the plans.
    """

    lang: str = "es"
    seed: int = 1
    size: str | None = None
    top: int | None = None
    width: float = 180.0
    title: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes of letters in points, and the margin in millimetres."""

    title: float
    body: float
    small: float
    margin: float


@dataclass(frozen=True, slots=True)
class Entry:
    """A sign of a legend and what it means.

    Attributes:
        width: Of the sign, in millimetres.
        draw: Draws it from its left edge, around a height.
        text: What it means.
        height: Of the sign.
    """

    width: float
    draw: Callable[[float, float], None]
    text: str
    height: float = 2.0


def sizes(width: float) -> Sizes:
    """Return what suits a single column (under 120 mm) or the whole width of a page."""
    return Sizes(8.0, 6.0, 5.2, 1.5) if width < 120 else Sizes(9.5, 7.0, 6.0, 2.0)


def header(sheet: Sheet, request: Request) -> float:
    """Write the title; return where the figure begins."""
    fonts = sizes(sheet.width)
    y = fonts.margin + 0.5 * fonts.title * POINT
    for line in sheet.wrap(request.title, sheet.width - 2 * fonts.margin, fonts.title, lines=3, bold=True):
        sheet.text(fonts.margin, y, line, size=fonts.title, bold=True)
        y += 1.3 * fonts.title * POINT
    return y + 0.2 * fonts.title * POINT


def legend(
    sheet: Sheet, y: float, rows: Sequence[tuple[str, Sequence[Entry]]], *, left: float = 0.0
) -> float:
    """Draw rows of signs from a height on, each under what it is a legend of; return where they end.

    Args:
        sheet: What it is drawn on.
        y: Where it begins.
        rows: What is explained, and its signs; a row that doesn't fit goes on in the next line.
        left: Where it begins; 0 for the margin.
    """
    fonts = sizes(sheet.width)
    right = sheet.width - fonts.margin
    margin = max(left, fonts.margin)
    for name, entries in rows:
        if not entries:
            continue
        x = margin
        step = max(1.75 * fonts.body * POINT, *(entry.height + 0.6 for entry in entries))
        middle = y + step / 2
        if name:
            sheet.text(x, middle, name, size=fonts.body, bold=True)
            x += sheet.measure(name, fonts.body, bold=True) + 2.0
        first = x
        for entry in entries:
            text = sheet.fit(entry.text, right - margin - entry.width - 1.0, fonts.body)
            wide = entry.width + 0.9 + sheet.measure(text, fonts.body)
            if x > first and x + wide > right:
                y += step
                middle = y + step / 2
                x = min(first, max(margin, right - wide))
            entry.draw(x, middle)
            sheet.text(x + entry.width + 0.9, middle, text, size=fonts.body)
            x += wide + 2.6
        y += step
    return y


def footer(sheet: Sheet, y: float, text: str) -> None:
    """Write the caption from a height on, and end the sheet below it."""
    fonts = sizes(sheet.width)
    y += 0.9 * fonts.small * POINT
    for line in sheet.wrap(text, sheet.width - 2 * fonts.margin, fonts.small):
        sheet.text(fonts.margin, y, line, size=fonts.small, colour="#444444")
        y += 1.3 * fonts.small * POINT
    sheet.height = y - 0.6 * fonts.small * POINT + fonts.margin


def caption(
    network: TwoMode | OneMode,
    request: Request,
    *,
    remarks: Sequence[str] = (),
    seeded: bool = False,
    counts: Mapping[str, int] | None = None,
) -> str:
    """Return what a figure shows: source, selection, projection, weight, how much, seed, and remarks.

    Args:
        network: What is shown.
        request: What was asked for.
        remarks: What else is to be said.
        seeded: Whether the seed matters.
        counts: How much of what is shown, if it isn't the actors, events and ties.
    """
    lang = request.lang
    source = network.source if isinstance(network, OneMode) else network
    parts = [f"{say('source', lang)}: {request.source or _plans(source, lang)}", _chosen(source, lang)]
    if counts is None:
        if isinstance(network, OneMode):
            labels = PROJECTIONS[network.projection].labels
            parts.append(
                f"{say('projection', lang)}: {labels[lang]} ({say(plural(source.kind), lang)}; "
                f"{say('weight ' + source.weight, lang)})"
            )
            counts = {"actor": len(network.actors), "tie": network.ties}
        else:
            parts.append(say("weight " + source.weight, lang))
            counts = {
                "actor": len(network.actors),
                network.kind: len(network.events),
                "tie": network.ties,
            }
    parts.append(", ".join(counted(amount, what, lang) for what, amount in counts.items()))
    parts += [remark for remark in remarks if remark]
    if seeded:
        parts.append(f"{say('seed', lang)} {request.seed}")
    return ". ".join(part[:1].upper() + part[1:] for part in parts) + "."


def _plans(network: TwoMode, lang: str) -> str:
    """The plans by their paths; how many, where that says more."""
    paths = sorted(
        {iri.removeprefix(ID).removesuffix("/plan") for task in network.tasks for iri in task.plans}
    )
    if len(paths) <= 3:
        return ", ".join(paths) or "–"
    return f"{paths[0]} … {paths[-1]} ({len(paths)} {say('plans', lang)})"


def _chosen(network: TwoMode, lang: str) -> str:
    words = []
    for name, value in network.selection.to_dict().items():
        if value is True:
            words.append(say(name, lang))
        else:
            listed = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            words.append(f"{say(name, lang)} {listed}")
    return f"{say('selection', lang)}: {'; '.join(words) or say('selection none', lang)}"
