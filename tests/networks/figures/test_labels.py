"""Names are readable and stay names."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

import popgraph
from popgraph.networks import OneMode, TwoMode, project, two_mode
from popgraph.networks.figures import FIGURES, draw
from popgraph.networks.figures.drawing import sketch
from popgraph.networks.figures.page import Request
from popgraph.networks.figures.palette import OKABE_ITO, sector_looks
from popgraph.networks.figures.sheet import Sheet, drawing
from tests.networks.figures.conftest import Drawn, MadeUp

Networks = Mapping[str, TwoMode | OneMode]
HOSTILE = [
    "<script>alert(1)</script>",
    "$x^2$ & $\\frac{1}{2}$",
    'a" onload="x',
    "]]><!-- -->",
    "tab\there\x00\x1b[31m\u202eturned",
    "Ω ñ – 漢字",
    "L" * 200,
    "palabra " * 25,
    "\ud800",
    "",
    "$",
    "&#x41;",
]


def sheet_of(network: TwoMode | OneMode, figure: str, width: float, *, top: int | None = None) -> Sheet:
    with drawing():
        sheet, said, heading = sketch(network, FIGURES[figure], Request(width=width, top=top))
        sheet.render("svg", title=heading, about=said)
    return sheet


@pytest.mark.parametrize("width", [85.0, 180.0])
@pytest.mark.parametrize("figure", FIGURES)
def test_no_text_lies_on_another_or_leaves_the_sheet(cacao: Networks, figure: str, width: float) -> None:
    readable(sheet_of(cacao[figure], figure, width))


@pytest.fixture(scope="module")
def nation(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, TwoMode | OneMode]:
    folder = tmp_path_factory.mktemp("nation")
    popgraph.generate(folder, plans=8, regions=3, seed=3)
    store = popgraph.open(folder)
    dated = two_mode(store, events="year")
    tasks = two_mode(store)
    return {
        "network": project(tasks),
        "two-mode": tasks,
        "heatmap": two_mode(store, events="objective"),
        "calendar": dated,
    }


@pytest.mark.parametrize("width", [85.0, 180.0])
@pytest.mark.parametrize("figure", ["network", "two-mode", "calendar"])
def test_that_holds_for_many_plans(nation: Networks, figure: str, width: float) -> None:
    sheet = sheet_of(nation[figure], figure, width, top=20)
    readable(sheet)
    said = " ".join(text for text, _ in sheet.texts)
    assert f"de {len(nation[figure].actors)}" in said


def test_a_heat_map_of_many_plans_names_each_column_whole(nation: Networks) -> None:
    network = nation["heatmap"]
    assert isinstance(network, TwoMode)
    sheet = sheet_of(network, "heatmap", 180.0)
    readable(sheet)
    assert {event.code for event in network.events} <= {text for text, _ in sheet.texts}


def readable(sheet: Sheet) -> None:
    for text, (left, top, right, bottom) in sheet.texts:
        assert left >= 0 and top >= 0 and right <= sheet.width and bottom <= sheet.height, text
    for (one, a), (other, b) in combinations(sheet.texts, 2):
        wide = min(a[2], b[2]) - max(a[0], b[0])
        high = min(a[3], b[3]) - max(a[1], b[1])
        assert wide <= 0.1 or high <= 0.35, (one, other)


def test_measured_widths_are_those_that_are_drawn(cacao: Networks) -> None:
    sheet = sheet_of(cacao["heatmap"], "heatmap", 180.0)
    with drawing():
        canvas: Any = FigureCanvasAgg(sheet._figure)
        renderer = canvas.get_renderer()
        drawn = {item.get_text(): item.get_window_extent(renderer) for item in sheet._axes.texts}
    scale = 25.4 / sheet._figure.dpi
    measured = dict(sheet.texts)
    name = "Gobierno Regional de Cusco"
    left, _, right, _ = measured[name]
    assert drawn[name].width * scale == pytest.approx(right - left, rel=0.03)
    assert drawn[name].x1 * scale == pytest.approx(right, abs=0.2)


@pytest.mark.parametrize("figure", ["network", "two-mode", "heatmap"])
def test_hostile_names_stay_text(made_up: MadeUp, figure: str) -> None:
    rows = [[1, 1 if place % 2 else 0] for place in range(len(HOSTILE))]
    sectors = ["<b>", "$y$", "", "public"] * 3
    source = made_up(HOSTILE, rows, sectors=sectors)
    network = project(source) if figure == "network" else source
    made = draw(network, figure=figure, title="</title><script>", source="<script>&")
    root = ElementTree.fromstring(made)
    tags = {item.tag.rpartition("}")[2] for item in root.iter()}
    assert not tags & {"script", "a", "foreignObject", "image", "use", "b"}
    assert not any(
        name.rpartition("}")[2] in ("href", "onload") for item in root.iter() for name in item.attrib
    )
    said = " ".join("".join(item.itertext()) for item in root.iter("{http://www.w3.org/2000/svg}text"))
    for word in (
        "<script>alert(1",
        "$x^2$",
        "$\\frac{1}{2}$",
        "onload",
        "&#x41;",
        "LLLLL",
        "palabra",
        "…",
    ):
        assert word in said
    assert not any(ord(char) < 32 or char in "\u202e\ud800" for char in said)
    assert draw(network, figure=figure, fmt="png")[1:4] == b"PNG"


def test_who_shares_nothing_is_drawn_in_a_row_below(made_up: MadeUp) -> None:
    names = ["Uno", "Dos", "Tres", "Sola", "Solo"]
    network = project(made_up(names, [[1, 0, 0], [1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]]))
    heights = {text: box[1] for text, box in sheet_of(network, "network", 120.0).texts}
    assert heights["Sola"] == pytest.approx(heights["Solo"])
    assert heights["Sola"] > max(heights[name] for name in names[:3])


def test_names_are_left_out_where_there_is_no_room_and_the_caption_says_so(made_up: MadeUp) -> None:
    names = [f"Institución número {place} de la provincia" for place in range(150)]
    network = project(
        made_up(names, [[int(task in (place, place - 1)) for task in range(149)] for place in range(150)])
    )
    sheet = sheet_of(network, "network", 85.0)
    shown = sum(text.startswith("Institución") for text, _ in sheet.texts)
    said = " ".join(text for text, _ in sheet.texts)
    assert 0 < shown < 150
    assert f"Con rótulo {shown}, por falta de sitio" in said


def test_sectors_differ_in_shape_and_in_colour() -> None:
    looks = sector_looks(["public", "private", "cooperation", "academia", "mixed", ""])
    assert (
        len({look.shape for look in looks.values()})
        == len(looks)
        == len({look.colour for look in looks.values()})
    )
    assert {look.colour for sector, look in looks.items() if sector} <= set(OKABE_ITO.values())


def test_fills_of_nodes_come_from_the_palette(cacao: Networks, drawn: Drawn) -> None:
    made = drawn("network").decode()
    for sector, look in sector_looks(actor.sector for actor in cacao["network"].actors).items():
        count = sum(actor.sector == sector for actor in cacao["network"].actors)
        found = made.count(f"fill: {look.colour}; stroke: #222222")
        # Once more in the legend.
        assert found == count + 1
