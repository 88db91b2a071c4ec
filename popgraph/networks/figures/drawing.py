"""Drawing a figure of a network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, cast

from popgraph.errors import UsageError
from popgraph.labels import LANGUAGES
from popgraph.networks.extras import needs
from popgraph.networks.figures.catalogue import FIGURES, FORMATS, Figure
from popgraph.networks.figures.page import Request
from popgraph.networks.figures.words import plural, say
from popgraph.networks.projection import OneMode
from popgraph.networks.twomode import TwoMode

if TYPE_CHECKING:
    from popgraph.networks.figures.sheet import Sheet

__all__ = ["WIDTHS", "draw", "sketch"]

WIDTHS = (60.0, 400.0)
"""Least and greatest width in millimetres; 85 is a column, 180 a page of most journals."""

_DRAWERS = {
    "network": ("onemode", "draw_network"),
    "two-mode": ("bipartite", "draw_two_mode"),
    "heatmap": ("heatmap", "draw_heatmap"),
    "calendar": ("timetable", "draw_calendar"),
    "concentration": ("lorenz", "draw_concentration"),
}
_MODES: dict[str, tuple[type, str]] = {
    "one-mode": (OneMode, "Project the network first: popgraph.networks.project(network)"),
    "two-mode": (TwoMode, "Give the two-mode network that it was made from: network.source"),
}


def draw(
    network: TwoMode | OneMode,
    *,
    figure: str,
    fmt: str = "svg",
    seed: int = 1,
    size: str | None = None,
    top: int | None = None,
    lang: str = "es",
    width: float = 180.0,
    title: str | None = None,
    source: str | None = None,
) -> bytes:
    """Return a figure of a network; the same arguments give the same bytes.

    Args:
        network: What is drawn: actors only for ``network``, actors and events for the others. The calendar needs one
            that knows when indicators are due, such as ``two_mode(store, events="year")``.
        figure: One of `FIGURES`.
        fmt: One of `FORMATS`; SVG keeps names as text, PNG has 300 dots an inch.
        seed: Of the layout, where there is one.
        size: Measure of an actor that the sizes of nodes show, one of `popgraph.networks.metrics.METRICS`; the strength
            if None.
        top: Only the actors that have most of it (of the load, in other figures); the caption says so.
        lang: Language of the figure's own words. Names come in that of the network.
        width: In millimetres.
        title: What stands above the figure; what it shows if None.
        source: The document that it is of, for the caption; the paths of the plans if None.

    Raises:
        UsageError: If there is no such figure, format, language or measure, or the network isn't one that it can be
            drawn of.
        MissingExtraError: If the extra ``figures`` isn't installed.

    >>> import popgraph
    >>> from popgraph.networks import project, two_mode
    >>> draw(project(two_mode(popgraph.open())), figure="network", fmt="png")[1:4]
    b'PNG'
    """
    from popgraph.networks.figures.sheet import drawing

    kind = _known(figure, fmt, lang)
    _drawable(network, kind, top=top, width=width, size=size)
    needs("numpy", "scipy", "matplotlib")
    with drawing():
        sheet, said, heading = sketch(
            network, kind, Request(lang, seed, size, top, float(width), title or "", source or "")
        )
        return sheet.render(fmt, title=heading, about=said)


def sketch(network: TwoMode | OneMode, kind: Figure, asked: Request) -> tuple[Sheet, str, str]:
    """Return a figure as a sheet before it is rendered, its caption and its title; without one, what it shows."""
    events = network.source.kind if isinstance(network, OneMode) else network.kind
    heading = asked.title or say(
        kind.id,
        asked.lang,
        kind=say(events, asked.lang),
        kinds=say(plural(events), asked.lang),
    )
    module, name = _DRAWERS[kind.id]
    drawer = cast(
        "Callable[[TwoMode | OneMode, Request], tuple[Sheet, str]]",
        getattr(import_module(f"popgraph.networks.figures.{module}"), name),
    )
    sheet, said = drawer(network, replace(asked, title=heading))
    return sheet, said, heading


def _known(figure: str, fmt: str, lang: str) -> Figure:
    for value, allowed, what in (
        (figure, tuple(FIGURES), "figure"),
        (fmt, FORMATS, "format of figures"),
        (lang, LANGUAGES, "language of figures"),
    ):
        if value not in allowed:
            raise UsageError(f"No such {what}", where=value, hint=f"One of: {', '.join(allowed)}")
    return FIGURES[figure]


def _drawable(
    network: TwoMode | OneMode, kind: Figure, *, top: int | None, width: float, size: str | None
) -> None:
    mode, hint = _MODES[kind.needs]
    if not isinstance(network, mode):
        raise UsageError(f"The figure needs a {kind.needs} network", where=kind.id, hint=hint)
    if not WIDTHS[0] <= width <= WIDTHS[1]:
        raise UsageError("No such width", where=f"{width} mm", hint=f"From {WIDTHS[0]:g} to {WIDTHS[1]:g} mm")
    if size is not None and not kind.sized:
        sized = ", ".join(figure.id for figure in FIGURES.values() if figure.sized)
        raise UsageError(
            "The figure has no sizes that show a measure", where=kind.id, hint=f"These have: {sized}"
        )
    if top is not None and top < kind.actors:
        raise UsageError("Too few actors to draw", where=f"top {top}", hint=f"At least {kind.actors}")
    count = len(network.actors)
    if count < kind.actors:
        raise UsageError(
            "The network has no actors" if not count else "The network has one actor only",
            where=kind.id,
            hint="Choose more: fewer or wider filters",
        )
    source = network.source if isinstance(network, OneMode) else network
    if not source.weights.nnz:
        raise UsageError(
            "The network has no ties", where=kind.id, hint="Choose another weight, or fewer or wider filters"
        )
