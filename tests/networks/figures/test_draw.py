"""Figures come whole, the same each time, and as large as was asked for."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import matplotlib as mpl
import pytest
from PIL import Image

from popgraph.embedded import EmbeddedStore
from popgraph.errors import UsageError
from popgraph.networks import OneMode, Selection, TwoMode, project, two_mode
from popgraph.networks.figures import FIGURES, WIDTHS, draw
from tests.networks.figures.conftest import Drawn, MadeUp

Networks = Mapping[str, TwoMode | OneMode]

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: bytes) -> list[str]:
    return ["".join(item.itertext()) for item in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("figure", FIGURES)
def test_the_same_call_gives_the_same_bytes(cacao: Networks, drawn: Drawn, figure: str) -> None:
    first = drawn(figure)
    assert draw(cacao[figure], figure=figure) == first
    assert b"<dc:date>" not in first


def test_another_seed_moves_the_nodes(cacao: Networks, drawn: Drawn) -> None:
    def marks(made: bytes) -> list[str]:
        return [item.get("d", "") for item in ElementTree.fromstring(made).iter(f"{SVG}path")]

    assert marks(drawn("network")) != marks(draw(cacao["network"], figure="network", seed=2))


@pytest.mark.parametrize("width", [85.0, 180.0])
def test_a_png_is_as_wide_as_asked_for_at_300_dots_an_inch(cacao: Networks, width: float) -> None:
    made = draw(cacao["concentration"], figure="concentration", fmt="png", width=width)
    assert made == draw(cacao["concentration"], figure="concentration", fmt="png", width=width)
    image = Image.open(io.BytesIO(made))
    assert image.width == round(width / 25.4 * 300)
    assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)
    assert image.info["Software"] == "popgraph"


@pytest.mark.parametrize("figure", FIGURES)
def test_png_and_svg_have_the_same_shape(drawn: Drawn, figure: str) -> None:
    image = Image.open(io.BytesIO(drawn(figure, fmt="png")))
    box = ElementTree.fromstring(drawn(figure)).attrib["viewBox"].split()
    assert float(box[2]) / float(box[3]) == pytest.approx(image.width / image.height, rel=1e-3)


@pytest.mark.parametrize("figure", [figure for figure in FIGURES if figure != "concentration"])
def test_every_actor_is_named_in_the_svg(cacao: Networks, drawn: Drawn, figure: str) -> None:
    said = " ".join(texts(drawn(figure)))
    for actor in cacao[figure].actors:
        assert actor.label in said or all(word in said for word in actor.label.split())


@pytest.mark.parametrize("figure", FIGURES)
def test_words_are_spanish_or_english(drawn: Drawn, figure: str) -> None:
    spanish, english = texts(drawn(figure)), texts(drawn(figure, lang="en"))
    assert spanish[0] != english[0]
    assert any(text.startswith("Fuente: pe-cus/pop-cacao/2005. Selección: todo.") for text in spanish)
    assert any(text.startswith("Source: pe-cus/pop-cacao/2005. Selection: everything.") for text in english)


def test_the_caption_says_what_is_shown(shipped: EmbeddedStore) -> None:
    network = two_mode(shipped, selection=Selection(named=True, objectives=("OE2",)))
    made = draw(
        project(network, projection="newman"),
        figure="network",
        seed=5,
        top=6,
        lang="en",
        title="T",
        source="My book",
    )
    said = texts(made)
    assert said[0] == "T"
    caption = " ".join(said[next(place for place, text in enumerate(said) if text.startswith("Source")) :])
    for part in ("My book", "objectives OE2", "named institutions", "Newman, 1/(k−1)", "6 actors", "Seed 5"):
        assert part in caption
    assert f"The 6 with the highest strength (sum of weights), of {len(network.actors)}" in caption


def test_top_shows_the_strongest(cacao: Networks) -> None:
    network = cacao["network"]
    assert isinstance(network, OneMode)
    strength = network.weights.sum(axis=1)
    ranked = sorted(range(len(strength)), key=lambda place: -strength[place])
    said = " ".join(texts(draw(network, figure="network", top=5)))
    assert [network.actors[place].label in said for place in ranked[:6]] == [True] * 5 + [False]


def test_sizes_can_show_a_measure(cacao: Networks) -> None:
    said = texts(draw(cacao["network"], figure="network", size="betweenness", lang="en"))
    assert "size: betweenness" in said


@pytest.mark.parametrize("figure", FIGURES)
def test_the_other_kind_of_network_is_refused(cacao: Networks, figure: str) -> None:
    other = cacao["two-mode" if figure == "network" else "network"]
    with pytest.raises(UsageError, match=r"network\.source|Project the network first"):
        draw(other, figure=figure)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"figure": "pie"}, "network, two-mode, heatmap"),
        ({"figure": "network", "fmt": "gif"}, "svg, png"),
        ({"figure": "network", "lang": "qu"}, "es, en"),
        ({"figure": "network", "width": WIDTHS[1] + 1}, "From 60 to 400 mm"),
        ({"figure": "network", "top": 1}, "At least 2"),
        ({"figure": "network", "size": "no-such"}, "betweenness"),
        ({"figure": "network", "size": "density"}, "betweenness"),
    ],
)
def test_what_there_is_not_is_refused_with_what_there_is(
    cacao: Networks, options: dict[str, object], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        draw(cacao["network"], **options)  # type: ignore[arg-type]


def test_a_size_is_refused_where_nothing_shows_it(cacao: Networks) -> None:
    with pytest.raises(UsageError, match="These have: network"):
        draw(cacao["heatmap"], figure="heatmap", size="degree")


@pytest.mark.parametrize("figure", FIGURES)
def test_nobody_and_nothing_shared_are_refused(made_up: MadeUp, figure: str) -> None:
    for names, table in (((), ()), (("A", "B"), [[0, 0], [0, 0]])):
        network: TwoMode | OneMode = made_up(names, table)
        if figure == "network":
            assert isinstance(network, TwoMode)
            network = project(network)
        with pytest.raises(UsageError, match=r"no actors|no ties"):
            draw(network, figure=figure)


@pytest.mark.parametrize("figure", ["network", "concentration"])
def test_one_actor_is_refused_where_it_says_nothing(made_up: MadeUp, figure: str) -> None:
    alone = made_up(["A"], [[1]])
    with pytest.raises(UsageError, match="one actor only"):
        draw(project(alone) if figure == "network" else alone, figure=figure)


def test_columns_that_do_not_fit_are_refused(made_up: MadeUp) -> None:
    with pytest.raises(UsageError, match="Choose a plan"):
        draw(made_up(["A", "B"], [[1] * 80, [1] * 80]), figure="heatmap")


def test_settings_of_the_user_change_nothing(cacao: Networks) -> None:
    before = draw(cacao["concentration"], figure="concentration", fmt="png")
    with mpl.rc_context(
        {"font.size": 30, "savefig.bbox": "tight", "lines.antialiased": False, "figure.dpi": 50}
    ):
        chosen = mpl.rcParams["font.size"]
        assert draw(cacao["concentration"], figure="concentration", fmt="png") == before
        assert mpl.rcParams["font.size"] == chosen


def test_nothing_is_said_to_stderr_where_no_cache_can_be_written(tmp_path: Path) -> None:
    script = (
        "import sys, popgraph; from popgraph.networks import project, two_mode\n"
        "from popgraph.networks.figures import draw\n"
        "draw(two_mode(popgraph.open()), figure='concentration', fmt='png')\n"
        "assert 'matplotlib.pyplot' not in sys.modules"
    )
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "MPLCONFIGDIR": str(blocked), "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
