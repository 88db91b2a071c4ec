"""The JSON files of VOSviewer and VOSviewer Online."""

from __future__ import annotations

from collections import defaultdict
from html import escape

from popgraph.errors import UsageError
from popgraph.networks.formats.drawing import Drawing, Node
from popgraph.networks.formats.nodelink import as_json
from popgraph.networks.metrics import METRICS

__all__ = ["as_vosviewer"]

_HIGHEST = 1000
_FEWEST = 3
_WORDS = {
    "named": ("institución con nombre", "named institution"),
    "types": ("tipos", "types"),
    "levels": ("niveles", "levels"),
    "sectors": ("sectores", "sectors"),
    "regions": ("regiones", "regions"),
    "path": ("ruta", "path"),
}


def as_vosviewer(drawing: Drawing) -> str:
    """Return a drawing of actors as VOSviewer JSON.

    Weights, by which circles are sized, are the ties, their strength, and the measures that every actor has and that
    are never negative; scores, by which they can be coloured, are all measures, null where one is missing. VOSviewer
    numbers clusters from 1 to 1000: the larger come first, and what is beyond has no cluster. Places are written if
    every actor has one and these differ. Attributes stand in the description of an item, as HTML.

    Raises:
        UsageError: If there are fewer than three actors, which VOSviewer doesn't open.
    """
    if len(drawing.nodes) < _FEWEST:
        raise UsageError(
            "VOSviewer opens networks of three actors or more only",
            where=f"actors: {len(drawing.nodes)}",
            hint="Choose more actors, or another format",
        )
    strengths: defaultdict[str, float] = defaultdict(float)
    ties: defaultdict[str, int] = defaultdict(int)
    for edge in drawing.edges:
        for id_ in (edge.source, edge.target):
            strengths[id_] += edge.weight
            ties[id_] += 1
    sized = [
        name
        for name in drawing.measures
        if all(_number(node, name) is not None and (_number(node, name) or 0) >= 0 for node in drawing.nodes)
    ]
    english = drawing.lang == "en"
    own = ("Ties", "Strength of ties") if english else ("Lazos", "Fuerza de los lazos")
    names = _names(drawing, own)
    numbers = _clusters(drawing)
    placed = drawing.placed and len({node.position for node in drawing.nodes}) > 1
    items = []
    for node in drawing.nodes:
        item: dict[str, object] = {"id": node.id, "label": node.label}
        item["description"] = _description(node, english)
        iri = str(node.attributes["iri"])
        if iri.startswith(("https://", "http://")):
            item["url"] = iri
        if placed and node.position is not None:
            item["x"], item["y"] = node.position
        cluster = numbers.get(node.attributes.get("cluster"))
        if cluster is not None:
            item["cluster"] = cluster
        item["weights"] = {
            own[0]: ties[node.id],
            own[1]: strengths[node.id],
            **{names[name]: _number(node, name) for name in sized},
        }
        if drawing.measures:
            item["scores"] = {names[name]: _number(node, name) for name in drawing.measures}
        items.append(item)
    links = [
        {"source_id": edge.source, "target_id": edge.target, "strength": edge.weight}
        for edge in drawing.edges
    ]
    said = "".join(
        f"<p>{escape(name)}: {escape(text)}</p>" for name, text in drawing.facts.items() if name != "title"
    )
    return as_json(
        {
            "info": {"title": drawing.facts["title"], "description": said},
            "network": {"items": items, "links": links},
        }
    )


def _number(node: Node, name: str) -> float | None:
    value = node.attributes.get(name)
    return value if isinstance(value, int | float) else None


def _names(drawing: Drawing, taken: tuple[str, ...]) -> dict[str, str]:
    """What measures are called, each otherwise."""
    lang = "en" if drawing.lang == "en" else "es"
    made: dict[str, str] = {}
    for id_ in drawing.measures:
        name = METRICS[id_].labels[lang] if id_ in METRICS else id_
        made[id_] = f"{name} ({id_})" if name in taken or name in made.values() else name
    return made


def _clusters(drawing: Drawing) -> dict[object, int]:
    sizes: defaultdict[int, int] = defaultdict(int)
    for node in drawing.nodes:
        cluster = node.attributes.get("cluster")
        if isinstance(cluster, int):
            sizes[cluster] += 1
    ordered = sorted(sizes, key=lambda cluster: (-sizes[cluster], cluster))
    return {cluster: place for place, cluster in enumerate(ordered[:_HIGHEST], start=1)}


def _description(node: Node, english: bool) -> str:
    rows = []
    for name, words in _WORDS.items():
        value = node.attributes[name]
        if isinstance(value, bool):
            text = ("no", "yes")[value] if english else ("no", "sí")[value]
        else:
            text = ", ".join(value) if isinstance(value, tuple) else str(value)
        if text:
            rows.append(f"<tr><td>{words[english]}</td><td>{escape(text)}</td></tr>")
    return f"<p><b>{escape(node.label)}</b></p><table>{''.join(rows)}</table>"
