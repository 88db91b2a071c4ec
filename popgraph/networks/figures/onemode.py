"""The network of actors as a figure."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from popgraph.networks.figures.choice import Choice, ranked, strongest
from popgraph.networks.figures.layout import spread
from popgraph.networks.figures.page import Entry, Request, caption, footer, header, legend, sizes
from popgraph.networks.figures.palette import Look, sector_looks
from popgraph.networks.figures.placement import Settled, set_apart
from popgraph.networks.figures.sectors import sector_names
from popgraph.networks.figures.sheet import POINT, Sheet
from popgraph.networks.figures.words import number, say
from popgraph.networks.projection import OneMode

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["draw_network", "measure_name", "radii", "sector_entries"]

Draw = Callable[[float, float], None]

# How much of the panel boxes may cover, so that there is room to set them apart.
_FULL = 0.42
# How high the panel may be, as a part of its width.
_TALLEST = 1.3


def draw_network(network: OneMode, request: Request) -> tuple[Sheet, str]:
    """Draw a network of actors; return the sheet and its caption."""
    sheet = Sheet(request.width)
    top = header(sheet, request)
    choice = strongest(network, size=request.size, top=request.top)
    bottom, unlabelled = _panel(sheet, top, choice, request)
    looks = sector_looks(actor.sector for actor in choice.network.actors)
    bottom = legend(sheet, bottom + 1.0, _rows(sheet, choice, looks, request))
    remarks = []
    measure = measure_name(request)
    if len(choice.network.actors) < choice.whole:
        remarks.append(
            say("top", request.lang, n=len(choice.network.actors), measure=measure, all=choice.whole)
        )
    if unlabelled:
        remarks.append(say("some labels", request.lang, n=len(choice.network.actors) - unlabelled))
    said = caption(choice.network, request, remarks=remarks, seeded=True)
    footer(sheet, bottom, said)
    return sheet, said


def measure_name(request: Request) -> str:
    """Return what the sizes of nodes show, in words."""
    if request.size is None:
        return say("strength", request.lang)
    from popgraph.networks.metrics import METRICS

    return METRICS[request.size].labels[request.lang]


def radii(values: NDArray[np.float64], *, least: float, most: float) -> NDArray[np.float64]:
    """Return radii whose areas grow with values: from nothing, or from the lowest where some are below nothing."""
    import numpy as np

    known = np.where(np.isnan(values), 0.0, values)
    low = min(0.0, float(known.min())) if len(known) else 0.0
    span = float(known.max()) - low if len(known) else 0.0
    share = (known - low) / span if span > 0 else np.zeros(len(known))
    found: NDArray[np.float64] = np.sqrt(least**2 + share * (most**2 - least**2))
    return found


def _panel(sheet: Sheet, top: float, choice: Choice, request: Request) -> tuple[float, int]:
    """Draw nodes, ties and names; return where the panel ends and how many nodes have no name."""
    import numpy as np

    fonts = sizes(sheet.width)
    actors = choice.network.actors
    wide = sheet.width - 2 * fonts.margin
    most = 3.4 if sheet.width >= 120 else 2.3
    size = fonts.small if sheet.width >= 120 else fonts.small - 0.2
    round_ = radii(choice.values, least=0.8, most=most)
    line = 1.18 * size * POINT
    names = [sheet.wrap(actor.label, 26 if sheet.width >= 120 else 17, size, lines=3) for actor in actors]
    boxes = np.zeros((len(actors), 2))
    for place in range(len(actors)):
        text = max((sheet.measure(part, size) for part in names[place]), default=0.0)
        boxes[place] = max(2.6 * round_[place], text + 0.8), 2.6 * round_[place] + line * len(names[place])
    flat = spread(choice.network.weights, seed=request.seed)
    flat[:, 1] = 1 - flat[:, 1]
    alone = np.diff(choice.network.weights.indptr) == 0
    least = wide * (0.7 if sheet.width >= 120 else 0.95)
    bare = np.repeat(2.6 * round_[:, None], 2, axis=1)
    high = min(max(least, boxes.prod(axis=1).sum() / _FULL / wide), _TALLEST * wide)
    while True:
        settled = _settled(flat, boxes, bare, alone=alone, order=ranked(choice.values), wide=wide, high=high)
        if settled.whole.all() or high >= _TALLEST * wide:
            break
        high = min(high * 1.12, _TALLEST * wide)
    names = [parts if whole else [] for parts, whole in zip(names, settled.whole, strict=True)]
    boxes = np.where(settled.whole[:, None], boxes, bare)
    # The node stands at the top of its box, its name below.
    dots = [
        (fonts.margin + x, top + y - boxes[place, 1] / 2 + 1.3 * round_[place])
        for place, (x, y) in enumerate(settled.centres)
    ]
    _ties(sheet, choice.network, dots)
    looks = sector_looks(actor.sector for actor in actors)
    for place in reversed(ranked(choice.values)):
        sheet.mark(*dots[place], round_[place], looks[actors[place].sector])
    for place, (x, y) in enumerate(dots):
        for row, part in enumerate(names[place]):
            sheet.text(
                x, y + 1.3 * round_[place] + (row + 0.45) * line, part, size=size, align="center", back=True
            )
    return top + high, int((~settled.whole).sum())


def _settled(
    flat: NDArray[np.float64],
    boxes: NDArray[np.float64],
    bare: NDArray[np.float64],
    *,
    alone: NDArray[np.bool_],
    order: Sequence[int],
    wide: float,
    high: float,
) -> Settled:
    """Centres in millimetres: those without ties in rows at the bottom, the others set apart above."""
    import numpy as np

    found = np.zeros_like(flat)
    whole = np.ones(len(flat), dtype=bool)
    if alone.any() and boxes[alone].prod(axis=1).sum() > 0.25 * wide * high:
        # Too many to name them all.
        whole[alone] = False
        boxes = np.where((alone & ~whole)[:, None], bare, boxes)
    rows: list[list[int]] = []
    used = 0.0
    for place in np.flatnonzero(alone):
        if not rows or used + boxes[place, 0] + 1.0 > wide:
            rows.append([])
            used = 0.0
        rows[-1].append(int(place))
        used += boxes[place, 0] + 1.0
    floor = high
    for row in reversed(rows):
        tall = max(float(boxes[spot, 1]) for spot in row)
        free = (wide - sum(float(boxes[spot, 0]) for spot in row)) / (len(row) + 1)
        x = free
        for spot in row:
            found[spot] = x + boxes[spot, 0] / 2, floor - tall + boxes[spot, 1] / 2
            x += boxes[spot, 0] + free
        floor -= tall + 1.5
    tied = np.flatnonzero(~alone)
    if len(tied):
        sides = boxes[tied]
        frame = flat[tied]
        low, size = frame.min(axis=0), np.ptp(frame, axis=0)
        share = np.where(size > 0, (frame - low) / np.where(size > 0, size, 1), 0.5)
        room = np.maximum(np.array([wide, floor]) - sides, 0)
        rank = {place: position for position, place in enumerate(order)}
        first = sorted(range(len(tied)), key=lambda place: rank[int(tied[place])])
        apart = set_apart(
            sides / 2 + share * room, sides, bare[tied], order=first, width=wide, height=max(floor, 10.0)
        )
        found[tied], whole[tied] = apart.centres, apart.whole
    return Settled(found, whole)


def _ties(sheet: Sheet, network: OneMode, dots: Sequence[tuple[float, float]]) -> None:
    table = network.weights.tocoo()
    pairs = sorted(
        (float(weight), int(i), int(j))
        for i, j, weight in zip(*table.coords, table.data, strict=True)
        if i < j
    )
    most = pairs[-1][0] if pairs else 1.0
    crowd = min(1.0, 8 / math.sqrt(len(pairs) + 1))
    for weight, i, j in pairs:
        share = weight / most
        sheet.line(
            [dots[i], dots[j]],
            width=_thick(share, sheet.width),
            colour=_grey(share),
            alpha=crowd + (1 - crowd) * share,
        )


def _thick(share: float, width: float) -> float:
    return (0.08 + 1.6 * share) * (1.0 if width >= 120 else 0.7)


def _grey(share: float) -> str:
    level = round(0xC4 - (0xC4 - 0x4C) * share)
    return f"#{level:02x}{level:02x}{level:02x}"


def _rows(
    sheet: Sheet, choice: Choice, looks: Mapping[str, Look], request: Request
) -> list[tuple[str, list[Entry]]]:
    import numpy as np

    lang = request.lang
    rows = [("", sector_entries(sheet, looks, lang))]
    known = choice.values[~np.isnan(choice.values)]
    most = 3.4 if sheet.width >= 120 else 2.3
    if len(known) and known.max() > known.min():
        steps = _steps(float(known.min()), float(known.max()))
        scaled = radii(np.array([*steps, *known]), least=0.8, most=most)[: len(steps)]
        entries = [
            Entry(2 * radius, _dot(sheet, radius), number(step, lang), 2 * radius)
            for step, radius in zip(steps, scaled, strict=True)
        ]
        rows.append((f"{say('size', lang)}: {measure_name(request)}", entries))
    ties = choice.network.weights.data
    if len(ties):
        steps = _steps(float(ties.min()), float(ties.max()))
        rows.append(
            (
                say("weight", lang),
                [Entry(7.0, _stroke(sheet, step / float(ties.max())), number(step, lang)) for step in steps],
            )
        )
    return rows


def sector_entries(sheet: Sheet, looks: Mapping[str, Look], lang: str) -> list[Entry]:
    """Return the legend of sectors."""
    names = sector_names(looks, lang=lang)

    def sign(look: Look) -> Entry:
        return Entry(2.6, lambda x, y: sheet.mark(x + 1.3, y, 1.1, look), "")

    return [
        Entry(2.6, sign(look).draw, names[sector] or say("no sector", lang)) for sector, look in looks.items()
    ]


def _dot(sheet: Sheet, radius: float) -> Draw:
    return lambda x, y: sheet.mark(x + radius, y, radius, Look("#dddddd", "circle"))


def _stroke(sheet: Sheet, share: float) -> Draw:
    return lambda x, y: sheet.line(
        [(x, y), (x + 7, y)], width=_thick(share, sheet.width), colour=_grey(share)
    )


def _steps(low: float, high: float) -> list[float]:
    """Three values, or fewer: the lowest, one between, the highest; whole numbers where these are."""
    middle = (low + high) / 2
    if low.is_integer() and high.is_integer():
        middle = float(round(middle))
    return sorted({low, middle, high})
