"""Two networks side by side, for people and for programs."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

from popgraph.cells import readable, written
from popgraph.errors import UsageError
from popgraph.networks.metrics import METRICS
from popgraph.report.table import Table, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from popgraph.networks import Comparison
    from popgraph.networks.comparison import Overlap, Shift

__all__ = ["FORMATS", "render", "text"]

FORMATS = ("csv", "json")
"""The formats of `render`."""

_WORDS = {
    "es": {
        "shared": "qué",
        "both": "en ambas",
        "jaccard": "Jaccard",
        "actors": "actores",
        "ties": "lazos",
        "among": "lazos entre los actores de ambas",
        "actor": "actor",
        "rank": "puesto",
        "climb": "cambio",
        "positions": "{metric}: puestos entre los actores de ambas (correlación de Spearman {rho})",
        "undefined": "no definida",
        "only": "Solo en {part}: {names}",
        "nobody": "nadie",
    },
    "en": {
        "shared": "what",
        "both": "in both",
        "jaccard": "Jaccard",
        "actors": "actors",
        "ties": "ties",
        "among": "ties among the actors of both",
        "actor": "actor",
        "rank": "rank",
        "climb": "change",
        "positions": "{metric}: ranks among the actors of both (Spearman's correlation {rho})",
        "undefined": "not defined",
        "only": "Only in {part}: {names}",
        "nobody": "nobody",
    },
}
_COLUMNS = ("metric", "actor", "label", "first_value", "second_value", "first_rank", "second_rank", "climb")


def text(found: Comparison, parts: tuple[str, str], *, lang: str = "es", top: int = 10) -> str:
    """Return a comparison as text: overlaps, then who changed place most by each measure, then who is in one only.

    Args:
        found: The comparison.
        parts: What the networks are of.
        lang: Language.
        top: How many actors to show of each measure.
    """
    words = _WORDS[lang]
    overlaps = Table(
        (words["shared"], words["both"], *parts, words["jaccard"]),
        (
            _overlap(words["actors"], found.actors),
            _overlap(words["ties"], found.ties),
            _overlap(words["among"], found.shared_ties),
        ),
        right=frozenset({1, 2, 3, 4}),
    )
    blocks = [plain(overlaps)]
    for metric, rho in found.correlations.items():
        shifts = [shift for shift in found.shifts if shift.metric == metric][:top]
        if shifts:
            title = words["positions"].format(
                metric=METRICS[metric].labels[lang],
                rho=words["undefined"] if math.isnan(rho) else f"{rho:.2f}",
            )
            heads = (words["actor"], *parts, *(f"{words['rank']} {n}" for n in (1, 2)), words["climb"])
            blocks.append(
                plain(Table(heads, tuple(map(_shift, shifts)), title=title, right=frozenset(range(1, 6))))
            )
    for part, actors in zip(parts, (found.only_first, found.only_second), strict=True):
        names = ", ".join(actor.label for actor in actors)
        blocks.append(words["only"].format(part=part, names=names or words["nobody"]))
    return "\n\n".join(blocks)


def render(found: Comparison, parts: tuple[str, str], *, fmt: str) -> str:
    """Return a comparison in a format of `FORMATS`; CSV has a row a measure and shared actor.

    Raises:
        UsageError: If there is no such format.
    """
    rows = [
        (
            *(shift.metric, shift.actor.path, shift.actor.label),
            *(None if math.isnan(value) else value for value in shift.values),
            *(*shift.ranks, shift.climb),
        )
        for shift in found.shifts
    ]
    if fmt == "csv":
        cells = ([readable(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
        return written([_COLUMNS, *cells], end="\r\n")
    if fmt == "json":
        return json.dumps(
            {
                "first": parts[0],
                "second": parts[1],
                "actors": _counts(found.actors),
                "ties": _counts(found.ties),
                "shared_ties": _counts(found.shared_ties),
                "only_first": [actor.path for actor in found.only_first],
                "only_second": [actor.path for actor in found.only_second],
                "correlations": {
                    id_: None if math.isnan(rho) else rho for id_, rho in found.correlations.items()
                },
                "positions": [dict(zip(_COLUMNS, row, strict=True)) for row in rows],
                "ties_of_both": [
                    {"source": pair[0], "target": pair[1], "first": weights[0], "second": weights[1]}
                    for pair, weights in found.ties_of_both.items()
                ],
            },
            ensure_ascii=False,
            indent=1,
        )
    raise UsageError("No such format", where=fmt, hint=f"One of: {', '.join(FORMATS)}")


def _overlap(what: str, found: Overlap) -> tuple[str, ...]:
    share = found.jaccard
    return (
        what,
        str(found.both),
        str(found.first),
        str(found.second),
        "–" if math.isnan(share) else f"{share:.2f}",
    )


def _counts(found: Overlap) -> dict[str, float | int | None]:
    share = None if math.isnan(found.jaccard) else found.jaccard
    return {"both": found.both, "first": found.first, "second": found.second, "jaccard": share}


def _shift(shift: Shift) -> tuple[str, ...]:
    ranks: Sequence[int | None] = shift.ranks
    return (
        shift.actor.label,
        *("–" if math.isnan(value) else f"{value:.4g}" for value in shift.values),
        *("–" if rank is None else str(rank) for rank in ranks),
        "–" if shift.climb is None else f"{shift.climb:+d}" if shift.climb else "=",
    )
