"""The measures of networks that there are, for people and for programs."""

from __future__ import annotations

import json

from popgraph.cells import written
from popgraph.errors import UsageError
from popgraph.networks.metrics import METRICS
from popgraph.report.table import Table

__all__ = ["FORMATS", "render", "table"]

FORMATS = ("csv", "json")
"""The formats of `render`."""

_HEADS = {
    "es": ("id", "medida", "de", "fórmula", "valores", "fuente"),
    "en": ("id", "measure", "of", "formula", "values", "source"),
}
_SCOPES = {
    "es": {"actor": "actor", "network": "red", "event": "evento"},
    "en": {"actor": "actor", "network": "network", "event": "event"},
}
_COLUMNS = ("id", "scope", "label", "about", "formula", "range", "source", "default")


def table(*, lang: str = "es") -> Table:
    """Return the measures as a table for a terminal: id, name, of what, formula, range, source.

    >>> table(lang="en").rows[0][:3]
    ('two-mode-degree', 'events', 'actor')
    """
    return Table(
        _HEADS[lang],
        tuple(
            (item.id, item.labels[lang], _SCOPES[lang][item.scope], item.formula, item.range, item.source)
            for item in METRICS.values()
        ),
    )


def render(*, fmt: str, lang: str = "es") -> str:
    """Return the measures in a format of `FORMATS`: a row a measure, with what it says and whether it is a usual one.

    Args:
        fmt: The format.
        lang: Language of names and of what they say.

    Raises:
        UsageError: If the list isn't written in such a format.
    """
    rows = [
        (
            *(item.id, item.scope, item.labels[lang], item.about[lang]),
            *(item.formula, item.range, item.source, item.default),
        )
        for item in METRICS.values()
    ]
    if fmt == "csv":
        return written([_COLUMNS, *rows], end="\r\n")
    if fmt == "json":
        said = {"measures": [dict(zip(_COLUMNS, row, strict=True)) for row in rows]}
        return json.dumps(said, ensure_ascii=False, indent=1)
    raise UsageError(
        "The list of measures has no such format", where=fmt, hint=f"One of: text, {', '.join(FORMATS)}"
    )
