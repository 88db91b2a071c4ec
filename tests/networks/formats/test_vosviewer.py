"""VOSviewer files follow the published description of its JSON files."""

from __future__ import annotations

import json
import math
from html.parser import HTMLParser
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from popgraph.embedded import EmbeddedStore
from popgraph.errors import UsageError
from popgraph.networks import project, two_mode
from popgraph.networks.formats import render
from popgraph.networks.metrics import METRICS, measure
from tests.networks.formats.madeup import HOSTILE, Case, actor, cases, content, event, two_modes

ID = {"type": ["string", "integer"], "minLength": 1}
POSITIVE = {"type": "number", "minimum": 0}
# From the description of the file type; that scores can be null is what VOSviewer Online checks for.
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["network"],
    "additionalProperties": False,
    "properties": {
        "config": {"type": "object"},
        "info": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"title": {"type": "string"}, "description": {"type": "string"}},
        },
        "network": {
            "type": "object",
            "additionalProperties": False,
            "required": ["items", "links"],
            "properties": {
                "items": {
                    "type": "array",
                    "minItems": 3,
                    "items": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["id", "label"],
                        "dependentRequired": {"x": ["y"], "y": ["x"]},
                        "properties": {
                            "id": ID,
                            "label": {"type": "string"},
                            "description": {"type": "string"},
                            "url": {"type": "string", "pattern": "^https?://"},
                            "x": {"type": "number"},
                            "y": {"type": "number"},
                            "cluster": {"type": "integer", "minimum": 1, "maximum": 1000},
                            "weights": {"type": "object", "additionalProperties": POSITIVE},
                            "scores": {
                                "type": "object",
                                "additionalProperties": {"type": ["number", "null"]},
                            },
                        },
                    },
                },
                "links": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["source_id", "target_id", "strength"],
                        "properties": {"source_id": ID, "target_id": ID, "strength": POSITIVE},
                    },
                },
                "clusters": {"type": "array"},
            },
        },
    },
}


def checked(text: str) -> dict[str, Any]:
    """Return a file's content if it is as described and each item has the same weights and scores."""
    found: dict[str, Any] = json.loads(text)
    jsonschema.Draft202012Validator(SCHEMA).validate(found)
    items, links = found["network"]["items"], found["network"]["links"]
    ids = {item["id"] for item in items}
    assert len(ids) == len(items)
    assert {link[end] for link in links for end in ("source_id", "target_id")} <= ids
    for kind in ("weights", "scores"):
        assert len({tuple(item.get(kind, ())) for item in items}) == 1
    assert len({"x" in item for item in items}) == 1
    return found


class Words(HTMLParser):
    """The tags and the text of a description."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.cells: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.cells += [""] if tag in ("td", "b") else []
        assert not attrs

    def handle_data(self, data: str) -> None:
        self.cells[-1] += data


def test_cacao_comes_back_equal(shipped: EmbeddedStore) -> None:
    network = project(two_mode(shipped), projection="newman")
    measures = measure(network)
    places = {item.iri: (math.cos(n) * 9, math.sin(n)) for n, item in enumerate(network.actors)}
    groups = {item.iri: n % 4 for n, item in enumerate(network.actors)}
    found = checked(render(network, fmt="vosviewer", values=measures, positions=places, clusters=groups))
    wanted = content(Case(network))
    items = {item["id"]: item for item in found["network"]["items"]}
    assert items.keys() == wanted.nodes.keys()
    links = {
        frozenset((link["source_id"], link["target_id"])): link["strength"]
        for link in found["network"]["links"]
    }
    assert links == {ends: tie["weight"] for ends, tie in wanted.edges.items()}
    for place, actor_ in enumerate(network.actors):
        item = items[actor_.path]
        assert item["label"] == actor_.label
        assert item["url"] == actor_.iri
        assert (item["x"], item["y"]) == places[actor_.iri]
        own = [weight for ends, weight in links.items() if actor_.path in ends]
        assert item["weights"]["Lazos"] == len(own)
        assert item["weights"]["Fuerza de los lazos"] == pytest.approx(sum(own))
        for id_, column in measures.items():
            value = item["scores"][METRICS[id_].labels["es"]]
            assert value == column[place] if math.isfinite(column[place]) else value is None
        cells = Words(item["description"]).cells
        said = dict(zip(cells[1::2], cells[2::2], strict=True))
        assert said["institución con nombre"] == ("sí" if actor_.named else "no")
        assert said.get("sectores", "") == ", ".join(actor_.sectors)
        assert said.get("tipos", "") == ", ".join(actor_.types)
        assert said.get("niveles", "") == ", ".join(actor_.levels)
        assert said.get("regiones", "") == ", ".join(actor_.regions)
        assert said["ruta"] == actor_.path
    numbers = {(groups[actor_.iri], items[actor_.path]["cluster"]) for actor_ in network.actors}
    assert len(numbers) == 4
    assert {number for _, number in numbers} == {1, 2, 3, 4}


def test_names_are_in_the_language_asked_for(shipped: EmbeddedStore) -> None:
    network = project(two_mode(shipped, lang="en"))
    text = render(network, fmt="vosviewer", values=measure(network, ["degree"]), lang="en")
    found = checked(text)
    assert found["info"]["title"] == "Actors who share tasks (simple co-responsibility)"
    assert METRICS["degree"].labels["en"] in found["network"]["items"][0]["scores"]
    assert "Ties" in found["network"]["items"][0]["weights"]


def test_a_measure_that_somebody_lacks_is_a_score_only() -> None:
    network = project(two_modes([actor(f"org/{n}") for n in range(3)], [event("t/1", "T1")], [[1], [1], [0]]))
    columns: dict[str, list[float]] = {
        "whole": [1, 2, 3],
        "gap": [1, math.nan, math.inf],
        "below": [-1, 0, 1],
    }
    items = checked(render(network, fmt="vosviewer", values=columns))["network"]["items"]
    assert [set(item["weights"]) for item in items] == [{"Lazos", "Fuerza de los lazos", "whole"}] * 3
    assert [item["scores"]["gap"] for item in items] == [1, None, None]
    assert [item["scores"]["below"] for item in items] == [-1, 0, 1]


def test_places_are_left_out_unless_all_have_one_and_they_differ() -> None:
    network = project(two_modes([actor(f"org/{n}") for n in range(3)], [], []))
    iris = [item.iri for item in network.actors]
    for places in ({iris[0]: (1.0, 2.0)}, dict.fromkeys(iris, (1.0, 2.0))):
        assert "x" not in checked(render(network, fmt="vosviewer", positions=places))["network"]["items"][0]


@pytest.mark.parametrize("size", [0, 1, 2])
def test_what_vosviewer_does_not_open_is_refused(size: int) -> None:
    network = project(two_modes([actor(f"org/{n}") for n in range(size)], [], []))
    with pytest.raises(UsageError, match="three actors or more"):
        render(network, fmt="vosviewer")


def test_addresses_that_run_code_are_no_links() -> None:
    from popgraph.networks import Actor

    actors = [Actor("javascript:alert(1)", "a", True), Actor("data:text/html,x", "b", True), actor("org/c")]
    items = checked(render(project(two_modes(actors, [], [])), fmt="vosviewer"))["network"]["items"]
    assert ["url" in item for item in items] == [False, False, True]


def test_text_is_no_markup_in_descriptions() -> None:
    actors = [actor(f"org/{n}", label, codes=(label, label)) for n, label in enumerate(HOSTILE)]
    text = render(project(two_modes(actors, [], [])), fmt="vosviewer", facts={"note": "<img src=x>"})
    assert "<" not in text
    found = checked(text)
    for item in found["network"]["items"]:
        words = Words(item["description"])
        assert words.tags == {"p", "b", "table", "tr", "td"}
        assert words.cells[0] == item["label"]
    assert "<img" not in found["info"]["description"]


@given(case=cases(least=3))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_attribute_breaks_a_file(case: Case) -> None:
    flat = case.flat()
    found = checked(flat.text("vosviewer"))
    wanted = content(flat).nodes
    assert [item["label"] for item in found["network"]["items"]] == [
        node["label"] for node in wanted.values()
    ]
