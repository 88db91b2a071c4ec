"""Tables for people: aligned text, drawn by rich on a terminal, and Markdown."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["Table", "clean", "markdown", "numeric_columns", "plain", "rich_table"]


@dataclass(frozen=True, slots=True)
class Table:
    """Cells as text.

    Attributes:
        columns: Headings.
        rows: Cells, row by row.
        title: Heading of the whole, or empty.
        right: Indexes of columns that hold numbers and are set to the right.
        caption: A line below, or empty.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    right: frozenset[int] = frozenset()
    caption: str = ""


def plain(table: Table) -> str:
    """Return a table as aligned text of any width, for pipes and files.

    >>> print(plain(Table(("actor", "n"), (("MINCETUR", "13"), ("MEF", "1")), right=frozenset({1}))))
    actor      n
    MINCETUR  13
    MEF        1
    """
    rows = [tuple(clean(cell) for cell in row) for row in (table.columns, *table.rows)]
    widths = [max(_width(row[index]) for row in rows) for index in range(len(table.columns))]
    lines = [
        "  ".join(_pad(cell, widths[i], right=i in table.right) for i, cell in enumerate(row)).rstrip()
        for row in rows
    ]
    return "\n".join(
        [
            *([clean(table.title), ""] if table.title else []),
            *lines,
            *([table.caption] if table.caption else []),
        ]
    )


def markdown(table: Table) -> str:
    """Return a table as GitHub Markdown; what cells hold can't break out of them.

    >>> print(markdown(Table(("a|b",), (("<x>",),))))
    | a\\|b |
    |---|
    | &lt;x> |
    """
    rule = (
        "|" + "|".join("--:" if index in table.right else "---" for index in range(len(table.columns))) + "|"
    )
    lines = [_markdown_row(table.columns), rule, *(_markdown_row(row) for row in table.rows)]
    return "\n".join([*([f"## {_escape(table.title)}", ""] if table.title else []), *lines])


def rich_table(table: Table) -> object:
    """Return a table without its title and caption as a rich renderable, for a terminal."""
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    drawn = RichTable(box=box.SIMPLE_HEAD, pad_edge=False)
    for index, name in enumerate(table.columns):
        drawn.add_column(
            Text(clean(name)), justify="right" if index in table.right else "left", overflow="fold"
        )
    for row in table.rows:
        # Text, not markup: a label with brackets is shown as it is.
        drawn.add_row(*(Text(clean(cell)) for cell in row))
    return drawn


def clean(text: str) -> str:
    r"""Return text as one line, without the control characters by which it could steer a terminal.

    >>> clean("6\u00a0608 TM\x1b[2J")
    '6 608 TM[2J'
    """
    return "".join(char if char.isprintable() else " " if char.isspace() else "" for char in text)


def _markdown_row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(_escape(cell) for cell in cells) + " |"


def _escape(text: str) -> str:
    for char in "\\`*_[]|":
        text = text.replace(char, "\\" + char)
    return clean(text.replace("&", "&amp;").replace("<", "&lt;"))


def _pad(text: str, width: int, *, right: bool) -> str:
    gap = " " * (width - _width(text))
    return gap + text if right else text + gap


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def numeric_columns(rows: Sequence[Sequence[str]], width: int) -> frozenset[int]:
    """Return the columns whose filled cells all read as numbers."""
    return frozenset(
        index
        for index in range(width)
        if any(row[index] for row in rows) and all(not row[index] or _is_number(row[index]) for row in rows)
    )


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdecimal()
