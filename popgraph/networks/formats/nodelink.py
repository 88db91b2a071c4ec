"""Node-link JSON, as networkx and D3 read it."""

from __future__ import annotations

import json

from popgraph.networks.formats.drawing import Drawing

__all__ = ["as_json", "as_node_link"]


def as_node_link(drawing: Drawing) -> str:
    """Return a drawing as node-link JSON, which `networkx.node_link_graph` takes.

    Lists are arrays; what is missing is null if it is a measure, and isn't there otherwise. ``bipartite`` is 0 for
    actors and 1 for events, as the bipartite algorithms of networkx want it.
    """
    nodes = []
    for node in drawing.nodes:
        made: dict[str, object] = {
            "id": node.id,
            "label": node.label,
            "bipartite": int(node.mode == "event"),
        }
        for name in drawing.node_columns:
            if name in node.attributes:
                made[name] = node.attributes[name]
            elif name in drawing.measures and node.mode == "actor":
                made[name] = None
        if node.position is not None:
            made["x"], made["y"] = node.position
        nodes.append(made)
    edges = [
        {"source": edge.source, "target": edge.target, "weight": edge.weight, **edge.attributes}
        for edge in drawing.edges
    ]
    return as_json(
        {
            "directed": False,
            "multigraph": False,
            "graph": dict(drawing.facts),
            "nodes": nodes,
            "edges": edges,
        }
    )


def as_json(value: object) -> str:
    """Return JSON that can also stand in an HTML script element."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1)
    # These signs occur within strings only.
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text + "\n"
