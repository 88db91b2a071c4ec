"""Files read by others' readers, as content that can be compared."""

from __future__ import annotations

import io
import json
import math
import re
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import igraph
import networkx

from tests.networks.formats.madeup import Content

LISTS = ("types", "levels", "sectors", "regions", "of_plans", "of_objectives", "of_tasks")


def gexf(text: str) -> Content:
    """Return what networkx reads from GEXF; lists, which it leaves as text, are read as JSON."""
    graph = networkx.read_gexf(io.BytesIO(text.encode()))
    nodes: dict[str, dict[str, object]] = {}
    positions = {}
    for id_, found in graph.nodes(data=True):
        data = dict(found)
        if "viz" in data:
            at = data.pop("viz")["position"]
            positions[id_] = (at["x"], at["y"])
        nodes[id_] = {name: json.loads(value) if name in LISTS else value for name, value in data.items()}
    return Content(nodes, _edges(graph), positions)


def graphml_networkx(text: str) -> Content:
    """Return what networkx reads from GraphML."""
    graph = networkx.read_graphml(io.BytesIO(text.encode()))
    return _graphml(
        {id_: dict(data) for id_, data in graph.nodes(data=True)},
        {(a, b): dict(data) for a, b, data in graph.edges(data=True)},
    )


def graphml_igraph(text: str) -> Content:
    """Return what igraph reads from GraphML; it fills what is missing with "", NaN and False."""
    graph = _igraph(text, igraph.Graph.Read_GraphML)
    nodes = {}
    for vertex in graph.vs:
        data = vertex.attributes()
        id_ = data.pop("id")
        event = data["mode"] == "event"
        nodes[id_] = {
            name: value
            for name, value in data.items()
            if not (isinstance(value, float) and math.isnan(value))
            and not (event and name == "named")
            and not (value == "" and (name in ("text", "kind", "iri") or _not_of(name, event=event)))
        }
    ids = [vertex["id"] for vertex in graph.vs]
    edges = {
        (ids[edge.source], ids[edge.target]): {k: v for k, v in edge.attributes().items() if k != "id"}
        for edge in graph.es
    }
    return _graphml(nodes, edges)


def node_link(text: str) -> Content:
    """Return what networkx makes of node-link JSON."""
    graph = networkx.node_link_graph(json.loads(text), edges="edges")
    assert type(graph) is networkx.Graph
    nodes = {}
    for id_, data in graph.nodes(data=True):
        assert data["bipartite"] == (data["mode"] == "event")
        nodes[id_] = {k: v for k, v in data.items() if v is not None and k not in ("bipartite", "x", "y")}
    return Content(nodes, _edges(graph), _positions(dict(graph.nodes(data=True))))


def pajek_igraph(text: str) -> igraph.Graph:
    """Return what igraph reads from a Pajek network."""
    return _igraph(text, igraph.Graph.Read_Pajek)


def pajek_networkx(text: str) -> networkx.Graph:
    """Return what networkx reads from a Pajek network."""
    return networkx.read_pajek(io.BytesIO(text.encode()), encoding="utf-8-sig")


def _graphml(
    nodes: Mapping[str, dict[str, Any]], edges: Mapping[tuple[str, str], Mapping[str, float]]
) -> Content:
    """The same with paths as ids, and lists taken apart."""
    paths = {id_: str(data["path"]) for id_, data in nodes.items()}
    assert len(set(paths.values())) == len(paths)
    made = {
        paths[id_]: {
            name: split(value) if name in LISTS else value
            for name, value in data.items()
            if name not in ("x", "y")
        }
        for id_, data in nodes.items()
    }
    return Content(
        made,
        {frozenset((paths[a], paths[b])): _tie(data) for (a, b), data in edges.items()},
        {paths[id_]: at for id_, at in _positions(nodes).items()},
    )


def split(text: str) -> list[str]:
    """Return values that were joined by |."""
    found = re.findall(r"(?:[^\\|]|\\.)+", text)
    return [re.sub(r"\\(.)", r"\1", value) for value in found]


def _edges(graph: networkx.Graph) -> dict[frozenset[str], dict[str, float]]:
    return {frozenset((a, b)): _tie(data) for a, b, data in graph.edges(data=True)}


def _tie(data: Mapping[str, float]) -> dict[str, float]:
    return {name: data[name] for name in ("weight", "shared") if name in data}


def _positions(nodes: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[float, float]]:
    return {
        id_: (data["x"], data["y"]) for id_, data in nodes.items() if not math.isnan(data.get("x", math.nan))
    }


def _not_of(name: str, *, event: bool) -> bool:
    """Whether a column is one of the other mode."""
    of_actors = ("types", "levels", "sectors", "regions", "level", "sector", "named")
    of_events = ("kind", "text", "of_plans", "of_objectives", "of_tasks")
    return name in (of_actors if event else of_events)


def _igraph(text: str, reader: Callable[[str], igraph.Graph]) -> igraph.Graph:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "network")
        file.write_bytes(text.encode())
        return reader(str(file))
