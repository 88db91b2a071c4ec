"""Networks and projects of Pajek."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from popgraph.networks.formats.drawing import Drawing, one_line
from popgraph.networks.formats.markup import number

__all__ = ["as_pajek", "as_project"]

# Pajek takes a file for UTF-8 only if it begins with this sign.
_MARK = "\ufeff"
_MISSING = 999999998
_PARTITIONS = ("mode", "named", "sector", "level", "cluster")


def as_pajek(drawing: Drawing) -> str:
    r"""Return a drawing as a Pajek network.

    Of two modes, actors come first and the line ``*Vertices`` has their number too. Labels are quoted; within them
    ``"`` becomes ``'`` and ``\`` becomes ``/``, and labels that are the same have the path behind them, since readers
    know nodes by label. Pajek draws between 0 and 1: places outside are moved and shrunk, x and y alike. What is said
    of the whole stands on a comment line. Attributes and measures are in the project only (`as_project`).
    """
    return _MARK + "\n".join(_network(drawing)) + "\n"


def as_project(drawing: Drawing) -> str:
    """Return a drawing as a Pajek project: the network with partitions and vectors.

    Partitions are the mode, whether an actor is named, its sector, level and cluster; their names tell what each number
    stands for, 0 is unknown. Vectors are the measures, 999999998 where one is missing.
    """
    return _MARK + "\n".join((*_network(drawing), *_partitions(drawing), *_vectors(drawing))) + "\n"


def _network(drawing: Drawing) -> Iterator[str]:
    facts = dict(drawing.facts)
    title = one_line(facts.pop("title")) or "popgraph"
    yield "% " + one_line(" · ".join(f"{name}: {text}" for name, text in facts.items()))
    yield f"*Network {title}"
    actors = sum(node.mode == "actor" for node in drawing.nodes)
    yield f"*Vertices {len(drawing.nodes)}" + (f" {actors}" if drawing.modes == 2 else "")
    labels, places = _labels(drawing), _places(drawing)
    numbers = {}
    for place, node in enumerate(drawing.nodes, start=1):
        numbers[node.id] = place
        at = places.get(node.id)
        yield f'{place} "{labels[node.id]}"' + (f" {at[0]:.6f} {at[1]:.6f} 0.500000" if at else "")
    yield "*Edges"
    for edge in drawing.edges:
        yield f"{numbers[edge.source]} {numbers[edge.target]} {number(edge.weight)}"


def _labels(drawing: Drawing) -> dict[str, str]:
    clean = {
        node.id: node.label.replace('"', "'").replace("\\", "/").replace(_MARK, "") or "?"
        for node in drawing.nodes
    }
    often = Counter(clean.values())
    made: dict[str, str] = {}
    had = {label for label, times in often.items() if times == 1}
    for id_, label in clean.items():
        if often[label] == 1:
            made[id_] = label
            continue
        behind = id_.replace('"', "'").replace("\\", "/")
        name, place = f"{label} [{behind}]", 1
        while name in had:
            place += 1
            name = f"{label} [{behind}] {place}"
        had.add(name)
        made[id_] = name
    return made


def _places(drawing: Drawing) -> dict[str, tuple[float, float]]:
    placed = {node.id: node.position for node in drawing.nodes if node.position is not None}
    if all(0 <= value <= 1 for at in placed.values() for value in at):
        return placed
    xs, ys = zip(*placed.values(), strict=True)
    left, low = min(xs), min(ys)
    span = max(max(xs) - left, max(ys) - low) or 1.0
    return {id_: ((x - left) / span, (y - low) / span) for id_, (x, y) in placed.items()}


def _partitions(drawing: Drawing) -> Iterator[str]:
    columns: Mapping[str, str] = drawing.node_columns
    for name in _PARTITIONS:
        if name not in columns or (name == "mode" and drawing.modes == 1):
            continue
        values = [node.attributes.get(name, "") for node in drawing.nodes]
        if name == "cluster":
            known: tuple[object, ...] = tuple(sorted({value for value in values if isinstance(value, int)}))
        else:
            known = tuple(sorted({value for value in values if value != ""}, key=str))
        numbers = {value: place for place, value in enumerate(known, start=1)}
        legend = ", ".join(f"{place} = {_word(value)}" for value, place in numbers.items())
        yield f"*Partition {name}" + (f" ({legend})" if name != "cluster" else "")
        yield f"*Vertices {len(values)}"
        yield from (str(numbers.get(value, 0)) for value in values)


def _word(value: object) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def _vectors(drawing: Drawing) -> Iterator[str]:
    for name in drawing.measures:
        yield f"*Vector {name}"
        yield f"*Vertices {len(drawing.nodes)}"
        for node in drawing.nodes:
            value = node.attributes.get(name)
            yield number(value) if isinstance(value, int | float) else str(_MISSING)
