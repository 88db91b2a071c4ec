"""GEXF files follow the published specification of GEXF 1.3."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings

from popgraph.embedded import EmbeddedStore
from popgraph.networks import project, two_mode
from popgraph.networks.formats import render
from tests.networks.formats.madeup import Case, cases

GEXF, VIZ = "{http://gexf.net/1.3}", "{http://gexf.net/1.3/viz}"
TEXT = r"(?s:.*)"
REAL = r"-?\d+(\.\d+)?(e[-+]?\d+)?"
# What the schema lets stand where: attributes (those that must be there have no ?), children in order.
ELEMENTS: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "gexf": ({"version": r"1\.3", "variant?": TEXT}, ("meta?", "graph")),
    "meta": ({"lastmodifieddate?": r"\d{4}-\d\d-\d\d"}, ("creator?", "keywords?", "description?")),
    "creator": ({}, ()),
    "description": ({}, ()),
    "graph": (
        {"mode?": "static|dynamic|slice", "defaultedgetype?": "(un)?directed|mutual", "idtype?": "string|integer"},
        ("attributes*", "nodes", "edges"),
    ),
    "attributes": ({"class": "node|edge", "mode?": "static|dynamic"}, ("attribute*",)),
    "attribute": (
        {
            "id": TEXT,
            "title": TEXT,
            "type": "(list)?(integer|long|double|float|boolean|byte|char|short|string|bigdecimal|biginteger)|anyURI",
        },
        ("default?", "options?"),
    ),
    "nodes": ({"count?": r"\d+"}, ("node*",)),
    "node": ({"id": TEXT, "label?": TEXT, "pid?": TEXT}, ("attvalues?", "position?")),
    "attvalues": ({}, ("attvalue*",)),
    "attvalue": ({"for": TEXT, "value": TEXT}, ()),
    "position": ({"x": REAL, "y": REAL, "z?": REAL}, ()),
    "edges": ({"count?": r"\d+"}, ("edge*",)),
    "edge": (
        {"id?": TEXT, "source": TEXT, "target": TEXT, "weight?": REAL, "type?": "(un)?directed|mutual", "kind?": TEXT},
        ("attvalues?",),
    ),
}  # fmt: skip
VALUES = {
    "boolean": "true|false",
    "integer": r"-?\d+",
    "double": REAL,
    "string": TEXT,
    "liststring": r'\[("([^"\\]|\\.)*"(, "([^"\\]|\\.)*")*)?\]',
}


def faults(text: str) -> list[str]:
    """Return what the schema forbids, or what an attribute or an edge refers to and isn't there."""
    root = ET.fromstring(text)
    found = [] if root.tag == GEXF + "gexf" else [root.tag]
    found += [fault for element in root.iter() for fault in _faults(element)]
    for kind, path in (("node", "nodes/node"), ("edge", "edges/edge")):
        types = {
            item.attrib["id"]: item.attrib["type"]
            for item in root.iterfind(f"{GEXF}graph/{GEXF}attributes[@class='{kind}']/{GEXF}attribute")
        }
        values = root.iterfind(f"{GEXF}graph/{_path(path)}/{GEXF}attvalues/{GEXF}attvalue")
        for value in values:
            pattern = VALUES.get(types[value.attrib["for"]], "no such type")
            if not re.fullmatch(pattern, value.attrib["value"]):
                found.append(f"{value.attrib['for']}: {value.attrib['value']!r}")
    ids = [node.attrib["id"] for node in root.iter(GEXF + "node")]
    ends = {edge.attrib[end] for edge in root.iter(GEXF + "edge") for end in ("source", "target")}
    return found + sorted(ends - set(ids)) + ([] if len(ids) == len(set(ids)) else ["an id twice"])


def _faults(element: ET.Element) -> list[str]:
    name = element.tag.removeprefix(GEXF).removeprefix(VIZ)
    if element.tag != (VIZ if name == "position" else GEXF) + name or name not in ELEMENTS:
        return [element.tag]
    attributes, children = ELEMENTS[name]
    patterns = {key.rstrip("?"): pattern for key, pattern in attributes.items()}
    found = [f"{name} without {key}" for key in attributes if key[-1] != "?" and key not in element.attrib]
    found += [
        f"{name} {key}={value!r}"
        for key, value in element.attrib.items()
        if key not in patterns or not re.fullmatch(patterns[key], value)
    ]
    order = "".join(f"{child.tag.rpartition('}')[2]} " for child in element)
    allowed = "".join(
        f"({child.rstrip('?*')} ){child[-1] if child[-1] in '?*' else ''}" for child in children
    )
    return found if re.fullmatch(allowed, order) else [*found, f"{name} has {order[:80]}"]


def _path(path: str) -> str:
    return "/".join(GEXF + part for part in path.split("/"))


@pytest.mark.parametrize("modes", [1, 2])
def test_cacao_is_valid(shipped: EmbeddedStore, modes: int) -> None:
    network = two_mode(shipped, texts=True)
    places = {item.iri: (place / 3, -place * 1e-9) for place, item in enumerate(network.actors)}
    text = render(project(network) if modes == 1 else network, fmt="gexf", positions=places, clusters={})
    assert faults(text) == []
    assert text.count("<viz:position") == len(network.actors)


@given(case=cases())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_hostile_ones_are_valid(case: Case) -> None:
    assert faults(case.text("gexf")) == []
    assert faults(case.flat().text("gexf")) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('version="1.3"', 'version="1.2"'),
        ("http://gexf.net/1.3/viz", "http://gexf.net/1.2/viz"),
        ('type="liststring"', 'type="list"'),
        ('value="true"', 'value="True"'),
        ("<nodes ", "<knoten "),
        ('source="org/mincetur"', 'source="org/nobody"'),
        ('weight="', 'weight="NaN" old="'),
    ],
)
def test_the_check_finds_faults(shipped: EmbeddedStore, old: str, new: str) -> None:
    network = two_mode(shipped)
    text = render(network, fmt="gexf", positions={network.actors[0].iri: (1, 2)})
    assert old in text
    broken = text.replace(old, new).replace("</nodes>", "</knoten>" if "knoten" in new else "</nodes>")
    assert faults(broken)
