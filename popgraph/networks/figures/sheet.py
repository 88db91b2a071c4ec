"""A sheet of paper that figures are drawn on, measured in millimetres from its upper left corner."""

from __future__ import annotations

import io
import logging
import math
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from popgraph.networks.extras import needs
from popgraph.networks.figures.palette import INK, Look
from popgraph.networks.figures.words import clean

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.patches import Patch

__all__ = ["DPI", "POINT", "Colour", "Sheet", "drawing"]

DPI = 300
"""Pixels an inch of a PNG."""

POINT = 25.4 / 72
"""Millimetres of a typographic point."""

Colour = str | tuple[float, float, float]

_INCH = 25.4
_MAKER = "popgraph"
_CORNERS = {
    "square": (4, 45.0),
    "triangle": (3, 90.0),
    "diamond": (4, 90.0),
    "pentagon": (5, 90.0),
    "hexagon": (6, 0.0),
}
# By how much a polygon's radius exceeds a circle's of the same look.
_GROWTH = {"square": 1.2, "triangle": 1.35, "diamond": 1.3, "pentagon": 1.12, "hexagon": 1.08, "star": 1.35}
# A name stays a text in SVG, which journals can edit and readers can search; a reader without the font sees another.
_SETTINGS: dict[Any, Any] = {
    "font.family": ["DejaVu Sans", "sans-serif"],
    "font.sans-serif": ["DejaVu Sans"],
    "svg.fonttype": "none",
    "svg.hashsalt": _MAKER,
    "text.parse_math": False,
    "text.usetex": False,
    "path.simplify": False,
}


@contextmanager
def drawing() -> Iterator[None]:
    """Let figures be drawn the same for everybody: no settings of the user's, and nothing said to stderr.

    Raises:
        MissingExtraError: If the extra ``figures`` isn't installed.
    """
    needs("numpy", "scipy", "matplotlib")
    log = logging.getLogger("matplotlib")
    before = log.level
    # Where the home can't be written, matplotlib says so when it is imported.
    log.setLevel(logging.ERROR)
    try:
        import matplotlib as mpl

        with warnings.catch_warnings(), mpl.rc_context():
            # Of characters that the font lacks; they show as boxes.
            warnings.filterwarnings("ignore", message="Glyph .* missing", category=UserWarning)
            mpl.rcdefaults()
            mpl.rcParams.update(_SETTINGS)
            yield
    finally:
        log.setLevel(before)


class Sheet:
    """A sheet of some width, as high as what is drawn on it needs.

    Args:
        width: In millimetres.
        height: In millimetres; it may be set later.

    Attributes:
        texts: What was written, with the left, upper, right and lower edge of each in millimetres.
    """

    def __init__(self, width: float, height: float = 0.0) -> None:
        from matplotlib.figure import Figure

        self.width = width
        self.height = height
        self.texts: list[tuple[str, tuple[float, float, float, float]]] = []
        self._figure = Figure(facecolor="white")
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._order = 0
        self._ruler: Any = None

    def measure(self, text: str, size: float, *, bold: bool = False) -> float:
        """Return how wide a line of text is, in millimetres; ``size`` in points."""
        from matplotlib.backends import backend_agg
        from matplotlib.font_manager import FontProperties

        if self._ruler is None:
            agg: Any = backend_agg
            self._ruler = agg.RendererAgg(16, 16, DPI)
        font = FontProperties(size=size, weight="bold" if bold else "normal")
        wide, _, _ = self._ruler.get_text_width_height_descent(clean(text) or " ", font, ismath=False)
        return float(wide) / DPI * _INCH

    def fit(self, text: str, width: float, size: float, *, bold: bool = False) -> str:
        """Return as much of a text as fits into a width, with an ellipsis where something is left out."""
        whole = clean(text)
        if self.measure(whole, size, bold=bold) <= width:
            return whole
        low, high = 0, len(whole)
        while low < high:
            middle = (low + high + 1) // 2
            if self.measure(whole[:middle].rstrip() + "…", size, bold=bold) <= width:
                low = middle
            else:
                high = middle - 1
        return whole[:low].rstrip() + "…"

    def wrap(self, text: str, width: float, size: float, *, lines: int = 99, bold: bool = False) -> list[str]:
        """Return a text as lines that fit into a width; what goes beyond the last line is left out."""
        made: list[str] = []
        rest = clean(text).split(" ")
        while rest and len(made) < lines - 1:
            taken = 1
            while taken < len(rest) and self.measure(" ".join(rest[: taken + 1]), size, bold=bold) <= width:
                taken += 1
            made.append(self.fit(" ".join(rest[:taken]), width, size, bold=bold))
            rest = rest[taken:]
        return [*made, self.fit(" ".join(rest), width, size, bold=bold)] if rest else made

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float,
        align: str = "left",
        colour: Colour = INK,
        bold: bool = False,
        turned: bool = False,
        back: bool = False,
    ) -> None:
        """Write a line whose middle is at the height ``y``.

        Args:
            x: Its left, centre or right, as ``align`` says.
            y: The middle of its capitals.
            text: What is written, as it is.
            size: In points.
            align: left, center or right.
            colour: Of the letters.
            bold: Whether they are bold.
            turned: Whether it is written upwards; then ``x`` is its middle and ``y`` where it begins.
            back: Whether a white ground sets it off from what is below.
        """
        shown = clean(text)
        if not shown:
            return
        wide = self.measure(shown, size, bold=bold)
        drop = 0.36 * size * POINT
        left = x - {"left": 0.0, "center": wide / 2, "right": wide}[align]
        beside = (left, y - 1.1 * drop, left + wide, y + 1.5 * drop)
        box = (x - drop, y - wide, x + drop, y) if turned else beside
        if back:
            self.box(
                box[0] - 0.2,
                box[1] - 0.25,
                box[2] - box[0] + 0.4,
                box[3] - box[1] + 0.3,
                fill="#ffffff",
                alpha=0.72,
            )
        self._axes.text(
            x + (drop if turned else 0),
            y + (0 if turned else drop),
            shown,
            fontsize=size,
            color=colour,
            fontweight="bold" if bold else "normal",
            ha="left" if turned else align,
            va="baseline",
            rotation=90 if turned else 0,
            rotation_mode="anchor",
            parse_math=False,
            clip_on=False,
            zorder=self._next(),
        )
        self.texts.append((shown, box))

    def line(
        self,
        points: Sequence[tuple[float, float]],
        *,
        width: float,
        colour: Colour = INK,
        alpha: float = 1.0,
        dashes: tuple[float, float] | None = None,
        curved: bool = False,
    ) -> None:
        """Draw a line; its width in millimetres. A curved one has four points, the two inner ones of control."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        codes = [Path.MOVETO] + [Path.CURVE4 if curved else Path.LINETO] * (len(points) - 1)
        patch = PathPatch(
            Path(list(points), codes),
            facecolor="none",
            edgecolor=colour,
            linewidth=width / POINT,
            alpha=alpha,
            capstyle="butt" if dashes else "round",
        )
        if dashes:
            patch.set_linestyle((0, dashes))
        self._put(patch)

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: Colour | None = None,
        edge: Colour | None = None,
        thick: float = 0.1,
        alpha: float = 1.0,
        crisp: bool = False,
    ) -> None:
        """Draw a rectangle from its upper left corner; a crisp one leaves no seam beside another."""
        from matplotlib.patches import Rectangle

        self._put(
            Rectangle(
                (x, y),
                width,
                height,
                facecolor=fill or "none",
                edgecolor=edge or "none",
                linewidth=thick / POINT if edge else 0,
                alpha=alpha,
                antialiased=not crisp,
            )
        )

    def fade(self, x: float, y: float, width: float, height: float, *, fill: Colour, leftwards: bool) -> None:
        """Draw a rectangle that fades out to one side."""
        steps = 12
        for step in range(steps):
            place = step if leftwards else steps - 1 - step
            left = x + width * place / steps
            self.box(left, y, width / steps, height, fill=fill, alpha=(step + 1) / steps, crisp=True)

    def polygon(
        self, points: Sequence[tuple[float, float]], *, fill: Colour, edge: Colour | None = None
    ) -> None:
        """Draw a polygon."""
        from matplotlib.patches import Polygon

        self._put(
            Polygon(
                list(points),
                closed=True,
                facecolor=fill,
                edgecolor=edge or "none",
                linewidth=0.1 / POINT if edge else 0,
            )
        )

    def mark(self, x: float, y: float, radius: float, look: Look) -> None:
        """Draw a sign of about some radius."""
        from matplotlib.patches import Circle

        around = radius * _GROWTH.get(look.shape, 1.0)
        edge = 0.18 if look.shape != "ring" else 0.3
        if look.shape in ("circle", "ring"):
            self._put(Circle((x, y), radius, facecolor=look.colour, edgecolor=INK, linewidth=edge / POINT))
            return
        if look.shape == "star":
            turns = [(90.0 + 36 * step, around if step % 2 == 0 else around * 0.5) for step in range(10)]
        else:
            corners, first = _CORNERS[look.shape]
            turns = [(first + 360 / corners * step, around) for step in range(corners)]
        self.polygon(
            [
                (x + r * math.cos(math.radians(turn)), y - r * math.sin(math.radians(turn)))
                for turn, r in turns
            ],
            fill=look.colour,
            edge=INK,
        )

    def render(self, fmt: str, *, title: str, about: str) -> bytes:
        """Return the sheet as SVG or PNG; the same sheet gives the same bytes."""
        wide, high = (round(side / _INCH * DPI) / DPI for side in (self.width, self.height))
        self._figure.set_size_inches(wide, high)
        self._axes.set_xlim(0, wide * _INCH)
        self._axes.set_ylim(high * _INCH, 0)
        made = io.BytesIO()
        facts: dict[str, Any] = {"Title": clean(title), "Description": clean(about)}
        facts |= {"Creator": _MAKER, "Date": None} if fmt == "svg" else {"Software": _MAKER}
        self._figure.savefig(made, format=fmt, dpi=DPI, metadata=facts)
        return made.getvalue()

    def _put(self, patch: Patch) -> None:
        patch.set_zorder(self._next())
        patch.set_clip_on(False)
        self._axes.add_artist(patch)
        _unclip(patch)

    def _next(self) -> int:
        self._order += 1
        return self._order


def _unclip(artist: Artist) -> None:
    artist.set_clip_path(None)
    artist.set_clip_box(None)
