"""GEXF 1.3, the format of Gephi."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from popgraph.networks.formats.drawing import Drawing, Edge, Node, Value
from popgraph.networks.formats.markup import UNIT, escaped, lexical, number

__all__ = ["as_gexf"]

_TYPES = {
    "string": "string",
    "boolean": "boolean",
    "integer": "integer",
    "double": "double",
    "list": "liststring",
}


def as_gexf(drawing: Drawing) -> str:
    """Return a drawing as GEXF 1.3.

    A list is written as ``["a", "b"]``, an empty one as ``[]``. Since GEXF has no attributes of a whole graph, what is
    said of it stands in its description, a line each. Places are multiplied by `popgraph.networks.formats.markup.UNIT`.
    """
    return "\n".join(_lines(drawing)) + "\n"


def _lines(drawing: Drawing) -> Iterator[str]:
    facts = dict(drawing.facts)
    creator = f"popgraph {facts.pop('popgraph')}"
    title = facts.pop("title")
    described = "\n".join([title, *(f"{name}: {text}" for name, text in facts.items())])
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">'
    yield "  <meta>"
    yield f"    <creator>{escaped(creator)}</creator>"
    yield f"    <description>{escaped(described)}</description>"
    yield "  </meta>"
    yield '  <graph mode="static" defaultedgetype="undirected" idtype="string">'
    yield from _columns("node", drawing.node_columns)
    yield from _columns("edge", drawing.edge_columns)
    yield f'    <nodes count="{len(drawing.nodes)}">'
    for node in drawing.nodes:
        yield from _node(node, drawing.node_columns)
    yield "    </nodes>"
    yield f'    <edges count="{len(drawing.edges)}">'
    for place, edge in enumerate(drawing.edges):
        yield from _edge(place, edge, drawing.edge_columns)
    yield "    </edges>"
    yield "  </graph>"
    yield "</gexf>"


def _columns(kind: str, columns: Mapping[str, str]) -> Iterator[str]:
    if columns:
        yield f'    <attributes class="{kind}" mode="static">'
        for name, type_ in columns.items():
            text = escaped(name)
            yield f'      <attribute id="{text}" title="{text}" type="{_TYPES[type_]}"/>'
        yield "    </attributes>"


def _node(node: Node, columns: Mapping[str, str]) -> Iterator[str]:
    yield f'      <node id="{escaped(node.id)}" label="{escaped(node.label)}">'
    yield from _values(node.attributes, columns)
    if node.position is not None:
        x, y = node.position
        yield f'        <viz:position x="{number(x * UNIT)}" y="{number(y * UNIT)}" z="0"/>'
    yield "      </node>"


def _edge(place: int, edge: Edge, columns: Mapping[str, str]) -> Iterator[str]:
    ends = f'source="{escaped(edge.source)}" target="{escaped(edge.target)}"'
    start = f'      <edge id="{place}" {ends} weight="{number(edge.weight)}"'
    if not edge.attributes:
        yield start + "/>"
        return
    yield start + ">"
    yield from _values(edge.attributes, columns)
    yield "      </edge>"


def _values(values: Mapping[str, Value], columns: Iterable[str]) -> Iterator[str]:
    yield "        <attvalues>"
    for name in columns:
        if name in values:
            value = values[name]
            text = _list(value) if isinstance(value, tuple) else lexical(value)
            yield f'          <attvalue for="{escaped(name)}" value="{escaped(text)}"/>'
    yield "        </attvalues>"


def _list(values: Iterable[str]) -> str:
    quoted = (value.replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return "[" + ", ".join(f'"{value}"' for value in quoted) + "]"
