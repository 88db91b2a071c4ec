"""What ties two actors, for people and for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from popgraph.cells import readable, written
from popgraph.codes import code_of
from popgraph.errors import UsageError
from popgraph.labels import short_iri
from popgraph.networks.projection import PROJECTIONS
from popgraph.report.table import Table

if TYPE_CHECKING:
    from popgraph.networks import Explanation
    from popgraph.networks.explanation import Mention

__all__ = ["FORMATS", "render", "table"]

FORMATS = ("csv", "json")
"""The formats of `render`."""

_HEADS = {
    "es": ("evento", "dice", "tarea", "actor", "así impreso", "líneas", "actores"),
    "en": ("event", "says", "task", "actor", "as printed", "lines", "actors"),
}
_EVENTS = {"es": ("evento", "eventos"), "en": ("event", "events")}
_NONE = {"es": "No comparten nada en esta red.", "en": "They share nothing in this network."}
_LONGEST = 60
_COLUMNS = (
    *("event", "code", "text", "members", "task", "task_code", "actor", "label"),
    *("mention", "wording", "first_line", "last_line", "quote"),
)


def table(found: Explanation, *, lang: str = "es") -> Table:
    """Return an explanation as a table: a row a mention, each event named once."""
    labels = {actor.iri: actor.label for actor in found.actors}
    rows: list[tuple[str, ...]] = []
    for shared in found.events:
        first = (shared.event.code, _short(shared.text))
        for mention in shared.mentions:
            rows.append(
                (
                    *first,
                    _code(mention) if mention.task != shared.event.id else "",
                    labels[mention.actor],
                    mention.wording,
                    _lines(mention),
                    str(shared.members) if first[0] else "",
                )
            )
            first = ("", "")
    heads: tuple[str, ...] = _HEADS[lang]
    right = 5
    if not any(row[2] for row in rows):
        # The events are the tasks.
        rows, heads, right = [(*row[:2], *row[3:]) for row in rows], (*heads[:2], *heads[3:]), 4
    names = " – ".join(labels.values())
    weights = "; ".join(
        f"{PROJECTIONS[id_].labels[lang]}: {weight:.4g}" for id_, weight in found.tie.items() if weight
    )
    return Table(
        heads,
        tuple(rows),
        title=f"{names}: {len(found.events)} {_EVENTS[lang][len(found.events) != 1]}",
        right=frozenset({right, right + 1}),
        caption=weights if found.events else _NONE[lang],
    )


def render(found: Explanation, *, fmt: str) -> str:
    """Return an explanation in a format of `FORMATS`: a row a mention.

    Raises:
        UsageError: If there is no such format.
    """
    labels = {actor.iri: actor.label for actor in found.actors}
    rows = [
        (
            *(shared.event.id, shared.event.code, shared.text, shared.members),
            *(mention.task, _code(mention), mention.actor, labels[mention.actor]),
            *(
                mention.iri,
                mention.wording,
                min(mention.lines, default=None),
                max(mention.lines, default=None),
            ),
            mention.quote,
        )
        for shared in found.events
        for mention in shared.mentions
    ]
    if fmt == "csv":
        cells = ([readable(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
        return written([_COLUMNS, *cells], end="\r\n")
    if fmt == "json":
        said = {
            "actors": [{"id": iri, "label": label} for iri, label in labels.items()],
            "tie": dict(found.tie),
            "parts": [{"event": shared.event.id, **shared.parts} for shared in found.events],
            "rows": [dict(zip(_COLUMNS, row, strict=True)) for row in rows],
        }
        return json.dumps(said, ensure_ascii=False, indent=1)
    raise UsageError("No such format", where=fmt, hint=f"One of: {', '.join(FORMATS)}")


def _code(mention: Mention) -> str:
    return code_of(mention.task) or short_iri(mention.task)


def _lines(mention: Mention) -> str:
    if not mention.lines:
        return ""
    first, last = mention.lines
    return str(first) if first == last else f"{first}–{last}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
