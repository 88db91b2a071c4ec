"""A table of a network for people and for programs: text, CSV, XLSX, JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from popgraph.cells import readable, written
from popgraph.errors import UsageError
from popgraph.report.table import Table
from popgraph.report.workbook import MAX_ROWS, Workbook, put

if TYPE_CHECKING:
    from collections.abc import Mapping

    from popgraph.networks import Listing, OneMode, TwoMode
    from popgraph.networks.listing import Value

__all__ = ["FORMATS", "render", "subtitle", "table"]

FORMATS = ("csv", "xlsx", "json")
"""The formats of `render`."""

_SEVERAL = {
    "actor": ("actores", "actors"),
    "tie": ("lazos", "ties"),
    "task": ("tareas", "tasks"),
    "activity": ("actividades", "activities"),
    "objective": ("objetivos", "objectives"),
    "year": ("años", "years"),
}
_TRUTH = {"es": ("no", "sí"), "en": ("no", "yes")}
_ONE = {
    "actor": ("actor", "actor"),
    "tie": ("lazo", "tie"),
    "task": ("tarea", "task"),
    "activity": ("actividad", "activity"),
    "objective": ("objetivo", "objective"),
    "year": ("año", "year"),
}
_WEIGHTS = {
    "mention": ("menciones", "mentions"),
    "goal": ("metas", "goals"),
    "indicator": ("indicadores", "indicators"),
}
_PARTS = {
    "plans": ("plan", "plan"),
    "regions": ("región", "region"),
    "products": ("producto", "product"),
    "objectives": ("objetivo", "objective"),
    "activities": ("actividad", "activity"),
    "types": ("tipo", "type"),
    "levels": ("nivel", "level"),
    "sectors": ("sector", "sector"),
    "named": ("solo instituciones nombradas", "named institutions only"),
    "first": ("desde", "from"),
    "last": ("hasta", "to"),
}
# What a person is shown of a long text, such as a task.
_LONGEST = 80
_HIDDEN = frozenset({"id", "source", "target"})
# Columns whose cells hold several values with semicolons between them.
_LISTS = frozenset({"types", "levels", "sectors", "regions", "events"})


def table(
    listing: Listing,
    network: TwoMode | OneMode,
    *,
    lang: str = "es",
    words: Mapping[str, Mapping[str, str]] | None = None,
) -> Table:
    """Return a listing as a table for a terminal, without the columns that only programs need.

    Args:
        listing: The table.
        network: What it is of, for the title.
        lang: Language of headings.
        words: What the codes in a column are called, by column; see `popgraph.networks.actors.fetch_words`.
    """
    shown = [place for place, column in enumerate(listing.columns) if column.id not in _HIDDEN]
    # A column in which nothing stands says nothing.
    shown = [place for place in shown if any(row[place] not in (None, "") for row in listing.rows)]
    columns = [listing.columns[place] for place in shown]
    ids = [column.id for column in columns]
    digits = {
        place: 0
        if all(row[place] is None or float(row[place] or 0).is_integer() for row in listing.rows)
        else few
        for place in shown
        if (few := listing.columns[place].digits) is not None
    }
    return Table(
        tuple(column.labels[lang] for column in columns),
        tuple(
            tuple(
                _shown(id_, row[place], digits.get(place), lang, (words or {}).get(id_, {}))
                for place, id_ in zip(shown, ids, strict=True)
            )
            for row in listing.rows
        ),
        title=subtitle(network, lang=lang),
        right=frozenset(n for n, column in enumerate(columns) if column.digits is not None),
    )


def subtitle(network: TwoMode | OneMode, *, lang: str = "es") -> str:
    """Return what a network is in a line: its modes, its size, how it is weighed, of which part of the plans.

    >>> import popgraph
    >>> from popgraph.networks import two_mode
    >>> subtitle(two_mode(popgraph.open()), lang="en")
    'Two-mode network: 46 actors, 33 tasks, 191 ties'
    """
    from popgraph.networks import PROJECTIONS, OneMode

    english = lang == "en"
    two = network.source if isinstance(network, OneMode) else network
    actors, ties = _counted(len(network.actors), "actor", english), _counted(network.ties, "tie", english)
    if isinstance(network, OneMode):
        head = ("Red de actores", "Network of actors")[english]
        size = f"{actors}, {ties}"
        events = f"{('eventos', 'events')[english]}: {_SEVERAL[two.kind][english]}"
        how = f"; {PROJECTIONS[network.projection].labels[lang]}, {events}"
    else:
        head, how = ("Red de dos modos", "Two-mode network")[english], ""
        size = f"{actors}, {_counted(len(network.events), two.kind, english)}, {ties}"
    weight = (
        "" if two.weight == "task" else f"; {('peso', 'weight')[english]}: {_WEIGHTS[two.weight][english]}"
    )
    chosen = two.selection.to_dict()
    part = "; ".join(
        _PARTS[name][english]
        if value is True
        else f"{_PARTS[name][english]}: {', '.join(value) if isinstance(value, list) else value}"
        for name, value in chosen.items()
    )
    return f"{head}: {size}{how}{weight}" + (f" ({part})" if part else "")


def render(listing: Listing, network: TwoMode | OneMode, *, fmt: str, lang: str = "es") -> str | bytes:
    """Return a listing in a format of `FORMATS`.

    Columns are called by their ids in CSV and JSON, which programs read, and by their headings in XLSX. No cell is
    taken for a formula (`popgraph.cells`).

    Args:
        listing: The table.
        network: What it is of.
        fmt: The format.
        lang: Language of headings.

    Raises:
        UsageError: If there is no such format, or more rows than a sheet has.
        MissingExtraError: If XlsxWriter isn't installed.
    """
    names = [column.id for column in listing.columns]
    if fmt == "csv":
        rows = ([readable(cell) if isinstance(cell, str) else cell for cell in row] for row in listing.rows)
        return written([names, *rows], end="\r\n")
    if fmt == "json":
        rows_ = [dict(zip(names, row, strict=True)) for row in listing.rows]
        return json.dumps(
            {"network": subtitle(network, lang=lang), "rows": rows_}, ensure_ascii=False, indent=1
        )
    if fmt == "xlsx":
        return _xlsx(listing, network, lang=lang)
    raise UsageError("No such format", where=fmt, hint=f"One of: {', '.join(FORMATS)}")


def _xlsx(listing: Listing, network: TwoMode | OneMode, *, lang: str) -> bytes:
    if len(listing.rows) >= MAX_ROWS:
        raise UsageError(
            "More rows than a sheet has",
            where=str(len(listing.rows)),
            hint="Choose CSV, or a part of the plans",
        )
    book = Workbook(subtitle(network, lang=lang))
    heads = [column.labels[lang] for column in listing.columns]
    sheet = book.sheet(("red", "network")[lang == "en"], heads)
    for place, column in enumerate(listing.columns):
        style = book.style(num_format="0." + "0" * column.digits) if column.digits else None
        texts = [str(row[place]) for row in listing.rows if isinstance(row[place], str)]
        width = min(48, max([len(heads[place]) + 2, *map(len, texts[:500])]))
        sheet.set_column(place, place, width, style)
    for number, row in enumerate(listing.rows, start=1):
        for place, cell in enumerate(row):
            put(sheet, number, place, cell)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(listing.rows), len(listing.columns) - 1)
    return book.content()


def _counted(amount: int, kind: str, english: bool) -> str:
    return f"{amount} {(_ONE if amount == 1 else _SEVERAL)[kind][english]}"


def _shown(column: str, cell: Value, digits: int | None, lang: str, words: Mapping[str, str]) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return _TRUTH[lang][cell]
    if isinstance(cell, float):
        return f"{cell:.{min(digits or 0, 3)}f}"
    if isinstance(cell, int):
        return str(cell)
    cell = _ONE.get(cell, ("", ""))[lang == "en"] if column == "mode" else cell
    if words:
        return ", ".join(words.get(code, code) for code in cell.split(";"))
    text = cell.replace(";", ", ") if column in _LISTS else cell
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
