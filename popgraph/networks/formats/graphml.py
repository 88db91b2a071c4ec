"""GraphML, which Cytoscape, yEd, Gephi, igraph and networkx read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from popgraph.networks.formats.drawing import Drawing, Value
from popgraph.networks.formats.markup import UNIT, escaped, lexical

__all__ = ["as_graphml"]

_TYPES = {"string": "string", "boolean": "boolean", "integer": "int", "double": "double", "list": "string"}
_HEAD = (
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns'
    ' http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">'
)


def as_graphml(drawing: Drawing) -> str:
    r"""Return a drawing as GraphML.

    It has no lists: their values are joined by ``|``, before which, as before ``\``, a ``\`` stands within a value. Ids
    must be name tokens there: ``/`` becomes ``:`` and other signs ``_``, their number in hexadecimal, ``_``; the column
    ``path`` has them as they are. Places are multiplied by `popgraph.networks.formats.markup.UNIT`.
    """
    return "\n".join(_lines(drawing)) + "\n"


def _lines(drawing: Drawing) -> Iterator[str]:
    columns = {
        "graph": dict.fromkeys(drawing.facts, "string"),
        "node": {"label": "string", "x": "double", "y": "double", **drawing.node_columns},
        "edge": {"weight": "double", **drawing.edge_columns},
    }
    keys = {
        (kind, name): f"{kind[0]}{place}"
        for kind, names in columns.items()
        for place, name in enumerate(names)
    }
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield _HEAD
    for (kind, name), key in keys.items():
        type_ = _TYPES[columns[kind][name]]
        yield f'  <key id="{key}" for="{kind}" attr.name="{escaped(name)}" attr.type="{type_}"/>'
    yield '  <graph edgedefault="undirected">'
    yield from _data("graph", drawing.facts, columns["graph"], keys, "    ")
    for node in drawing.nodes:
        yield f'    <node id="{_token(node.id)}">'
        values: dict[str, Value] = {"label": node.label, **node.attributes}
        if node.position is not None:
            values["x"], values["y"] = (value * UNIT for value in node.position)
        yield from _data("node", values, columns["node"], keys, "      ")
        yield "    </node>"
    for place, edge in enumerate(drawing.edges):
        yield f'    <edge id="e{place}" source="{_token(edge.source)}" target="{_token(edge.target)}">'
        yield from _data("edge", {"weight": edge.weight, **edge.attributes}, columns["edge"], keys, "      ")
        yield "    </edge>"
    yield "  </graph>"
    yield "</graphml>"


def _data(
    kind: str,
    values: Mapping[str, Value],
    columns: Iterable[str],
    keys: Mapping[tuple[str, str], str],
    indent: str,
) -> Iterator[str]:
    for name in columns:
        if name in values:
            value = values[name]
            text = _list(value) if isinstance(value, tuple) else lexical(value)
            yield f'{indent}<data key="{keys[kind, name]}">{escaped(text)}</data>'


def _list(values: Iterable[str]) -> str:
    return "|".join(value.replace("\\", "\\\\").replace("|", "\\|") for value in values)


def _token(id_: str) -> str:
    return "".join(
        ":"
        if sign == "/"
        else sign
        if sign in "-." or (sign.isascii() and sign.isalnum())
        else f"_{ord(sign):x}_"
        for sign in id_
    )
