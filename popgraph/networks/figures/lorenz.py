"""How unequally the load is shared out: Lorenz curves with Gini coefficients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from popgraph.networks.figures.choice import loads
from popgraph.networks.figures.page import Entry, Request, caption, footer, header, legend, sizes
from popgraph.networks.figures.palette import OKABE_ITO
from popgraph.networks.figures.sheet import POINT, Sheet
from popgraph.networks.figures.words import number, say
from popgraph.networks.twomode import TwoMode

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["draw_concentration", "lorenz"]


def lorenz(load: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the curve: a row a point, the share of actors and the share of the load, from (0, 0) to (1, 1).

    >>> import numpy as np
    >>> lorenz(np.array([3.0, 1.0])).tolist()
    [[0.0, 0.0], [0.5, 0.25], [1.0, 1.0]]
    """
    import numpy as np

    shares = np.concatenate([[0.0], np.cumsum(np.sort(load))])
    return np.column_stack([np.linspace(0, 1, len(shares)), shares / shares[-1]])


def draw_concentration(network: TwoMode, request: Request) -> tuple[Sheet, str]:
    """Draw the curves of all actors and, where there are others too, of named institutions."""
    import numpy as np

    from popgraph.networks.metrics.concentration import gini

    lang = request.lang
    load = loads(network)
    named = np.array([actor.named for actor in network.actors])
    curves: list[tuple[str, NDArray[np.float64], str, tuple[float, float] | None]] = []
    if named.all():
        curves.append((say("named", lang), load, OKABE_ITO["blue"], None))
    else:
        curves.append((say("all actors", lang), load, OKABE_ITO["blue"], None))
        if named.sum() > 1 and load[named].sum() > 0:
            curves.append((say("named", lang), load[named], OKABE_ITO["vermilion"], (3.0, 1.5)))
    sheet = Sheet(request.width)
    fonts = sizes(sheet.width)
    top = header(sheet, request)
    left = fonts.margin + 2.6 * fonts.body * POINT + sheet.measure("100", fonts.small)
    beside = sheet.width >= 120
    side = sheet.width * 0.53 if beside else sheet.width - left - fonts.margin - 2.0
    bottom = top + side * 0.85
    _frame(sheet, request, left=left, top=top, side=side, bottom=bottom)
    for _, values, colour, dashes in curves:
        points = lorenz(values)
        sheet.line(
            [(left + x * side, bottom - y * (bottom - top)) for x, y in points],
            width=0.5,
            colour=colour,
            dashes=dashes,
        )
    if request.top is not None and request.top < len(load):
        _share(sheet, load, request, left=left, top=top, side=side, bottom=bottom)

    def stroke(colour: str, dashes: tuple[float, float] | None, width: float, text: str) -> Entry:
        return Entry(
            8.0,
            lambda x, y: sheet.line([(x, y), (x + 8, y)], width=width, colour=colour, dashes=dashes),
            text,
        )

    entries = [
        stroke(
            colour,
            dashes,
            0.5,
            f"{name}: n = {len(values)}, {say('gini', lang)} {number(round(gini(values), 3), lang)}",
        )
        for name, values, colour, dashes in curves
    ]
    entries.append(stroke("#777777", (1.0, 1.5), 0.25, say("equality", lang)))
    y = bottom + 1.6 * fonts.small * POINT + 2.2 * fonts.body * POINT
    if beside:
        legend(sheet, top, [("", [entry]) for entry in entries], left=left + side + 4.0)
    else:
        y = legend(sheet, y, [("", [entry]) for entry in entries])
    said = caption(network, request)
    footer(sheet, y, said)
    return sheet, said


def _frame(sheet: Sheet, request: Request, *, left: float, top: float, side: float, bottom: float) -> None:
    fonts = sizes(sheet.width)
    high = bottom - top
    for tick in range(0, 101, 20):
        x, y = left + side * tick / 100, bottom - high * tick / 100
        sheet.line([(left, y), (left + side, y)], width=0.08, colour="#dddddd")
        sheet.line([(x, top), (x, bottom)], width=0.08, colour="#dddddd")
        sheet.text(left - 1.0, y, str(tick), size=fonts.small, align="right")
        sheet.text(x, bottom + 1.0 * fonts.small * POINT, str(tick), size=fonts.small, align="center")
    sheet.line([(left, top), (left, bottom), (left + side, bottom)], width=0.2)
    sheet.line([(left, bottom), (left + side, top)], width=0.25, colour="#777777", dashes=(1.0, 1.5))
    name = say("share of actors", request.lang)
    text = sheet.fit(name, sheet.width - 2 * fonts.margin, fonts.body)
    middle = min(left + side / 2, sheet.width - fonts.margin - sheet.measure(text, fonts.body) / 2)
    sheet.text(
        middle, bottom + 1.6 * fonts.small * POINT + fonts.body * POINT, text, size=fonts.body, align="center"
    )
    wide = sheet.measure(say("load", request.lang), fonts.body)
    sheet.text(
        fonts.margin + 0.5 * fonts.body * POINT,
        top + high / 2 + wide / 2,
        say("load", request.lang),
        size=fonts.body,
        turned=True,
    )


def _share(
    sheet: Sheet,
    load: NDArray[np.float64],
    request: Request,
    *,
    left: float,
    top: float,
    side: float,
    bottom: float,
) -> None:
    """Mark what the most loaded actors carry together."""
    points = lorenz(load)
    x, y = points[len(load) - (request.top or 0)]
    spot = (left + x * side, bottom - y * (bottom - top))
    fonts = sizes(sheet.width)
    sheet.line([(spot[0], bottom), spot], width=0.2, dashes=(1.5, 1.0))
    sheet.line([spot, (left + side, spot[1])], width=0.2, dashes=(1.5, 1.0))
    text = say("top share", request.lang, n=request.top, share=number(round(100 * (1 - y), 1), request.lang))
    wide = sheet.measure(text, fonts.small)
    sheet.text(
        max(spot[0] - 1.0, left + wide + 1), spot[1] - 1.6, text, size=fonts.small, align="right", back=True
    )
