"""What holds for every format: it is asked for by name, refuses clearly, and says the same each time."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from popgraph.embedded import EmbeddedStore
from popgraph.errors import UsageError
from popgraph.networks import Actor, project, two_mode
from popgraph.networks.formats import FORMATS, render
from popgraph.networks.formats.drawing import one_line
from tests.networks.formats.madeup import HOSTILE, actor, event, two_modes


def test_each_format_is_described() -> None:
    assert list(FORMATS) == ["gexf", "graphml", "vosviewer", "pajek", "pajek-project", "node-link"]
    for id_, item in FORMATS.items():
        assert item.id == id_
        assert set(item.labels) == {"es", "en"}
        assert item.suffix.startswith(".")
        assert item.page.startswith("http")
        assert item.opens
    assert len({item.suffix for item in FORMATS.values()}) == len(FORMATS)


@pytest.mark.parametrize("fmt", FORMATS)
def test_the_same_network_gives_the_same_text(shipped: EmbeddedStore, fmt: str) -> None:
    def text() -> str:
        network = two_mode(shipped)
        return render(network if 2 in FORMATS[fmt].modes else project(network), fmt=fmt)

    assert text() == text()
    assert text().endswith("\n")
    assert text().encode().decode() == text()


def test_a_format_that_cannot_hold_two_modes_says_which_can(shipped: EmbeddedStore) -> None:
    with pytest.raises(UsageError) as raised:
        render(two_mode(shipped), fmt="vosviewer")
    assert "2 modes" in raised.value.what
    assert "gexf, graphml, pajek, pajek-project, node-link" in raised.value.hint
    assert "projection" in raised.value.hint


def test_an_unknown_format_names_the_known_ones(shipped: EmbeddedStore) -> None:
    with pytest.raises(UsageError) as raised:
        render(project(two_mode(shipped)), fmt="dot")
    assert raised.value.where == "dot"
    assert all(id_ in raised.value.hint for id_ in FORMATS)


def test_a_measure_of_other_actors_is_refused(shipped: EmbeddedStore) -> None:
    with pytest.raises(UsageError, match="a value for each actor"):
        render(two_mode(shipped), fmt="gexf", values={"degree": [1.0]})


@pytest.mark.parametrize("fmt", ["gexf", "graphml", "pajek", "node-link"])
def test_a_network_of_nobody_is_a_whole_file(fmt: str) -> None:
    text = render(two_modes([], [], []), fmt=fmt)
    if fmt in ("gexf", "graphml"):
        assert ET.fromstring(text) is not None
    elif fmt == "node-link":
        assert json.loads(text)["nodes"] == []
    else:
        assert "*Vertices 0 0\n*Edges\n" in text


@pytest.mark.parametrize("fmt", ["gexf", "graphml", "node-link", "pajek"])
def test_ids_that_become_the_same_stay_apart(fmt: str) -> None:
    actors = [Actor(iri, "", True) for iri in ("x:\x00", "x:\x01", "x:\ufffd", "x:\ufffd~2", "\x02", "")]
    text = render(two_modes(actors, [event("x", "x")], [[1]] * 6), fmt=fmt)
    if fmt == "pajek":
        return
    if fmt == "node-link":
        ids = [node["id"] for node in json.loads(text)["nodes"]]
    else:
        ids = [item.attrib["id"] for item in ET.fromstring(text).iter() if item.tag.endswith("}node")]
    assert len(set(ids)) == len(ids) == 7


@pytest.mark.parametrize("fmt", ["gexf", "graphml", "vosviewer", "node-link"])
def test_a_page_that_holds_the_file_is_safe(fmt: str) -> None:
    actors = [actor(f"org/{n}", label) for n, label in enumerate(HOSTILE)]
    text = render(project(two_modes(actors, [], [])), fmt=fmt)
    assert "<script" not in text
    assert "]]>" not in text


def test_ids_in_graphml_are_name_tokens(shipped: EmbeddedStore) -> None:
    text = render(two_mode(shipped), fmt="graphml")
    assert '<node id="org:mincetur">' in text
    assert '<data key="n3">org/mincetur</data>' in text
    odd = render(two_modes([actor("org/ñ_ x")], [], [[]]), fmt="graphml")
    assert '<node id="org:_f1__5f__20_x">' in odd


@given(st.text(st.characters(categories=None)))
def test_a_cleaned_text_can_stand_in_xml(text: str) -> None:
    clean = one_line(text)
    assert ET.fromstring(f"<a>{clean.translate({38: '&amp;', 60: '&lt;', 62: '&gt;'})}</a>").text == (
        clean or None
    )
    assert "\n" not in clean
    assert clean == clean.strip()
