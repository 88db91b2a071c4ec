"""A workbook for Excel (XLSX). Every text is written as text: no cell becomes a formula, a link or a number."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from typing import Any

from popgraph.cells import readable
from popgraph.errors import MissingExtraError

__all__ = ["MAX_ROWS", "MAX_TEXT", "Workbook", "put"]

MAX_ROWS = 1_048_576
"""How many rows a sheet has, the heading included."""
MAX_TEXT = 32_767
"""How long the text of a cell may be, in UTF-16 units: a character beyond the basic plane is two."""

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
_MAX_TITLE = 250
# The day that ZIP counts from.
_NO_DAY = datetime.date(1980, 1, 1)


class Workbook:
    """A workbook that is being written; the same cells give the same file, whenever it is written.

    Args:
        title: What the file is about.
        author: What it was made by.
        day: The day that it says it was made on.

    Raises:
        MissingExtraError: If XlsxWriter isn't installed.

    >>> book = Workbook("popgraph")
    >>> sheet = book.sheet("Productos", ["producto"])
    >>> put(sheet, 1, 0, "=cacao")
    >>> book.content()[:2]
    b'PK'
    """

    def __init__(self, title: str, *, author: str = "popgraph", day: datetime.date = _NO_DAY) -> None:
        try:
            import xlsxwriter
        except ImportError as error:
            raise MissingExtraError(
                "XLSX needs XlsxWriter", hint="Install it with: pip install 'popgraph[xlsx]'"
            ) from error
        self._out = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._out, _OPTIONS)
        created = datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
        self._book.set_properties({"title": title[:_MAX_TITLE], "author": author, "created": created})
        self._head = self.style(bold=True, text_wrap=True, valign="top", bottom=1)

    def style(self, **properties: object) -> Any:
        """Return a format for `put`, of the properties that XlsxWriter has for formats."""
        return self._book.add_format(properties)

    def sheet(self, name: str, heads: Sequence[str]) -> Any:
        """Return a new sheet of XlsxWriter, with headings in its first row."""
        sheet = self._book.add_worksheet(name)
        for column, text in enumerate(heads):
            put(sheet, 0, column, text, self._head)
        return sheet

    def content(self) -> bytes:
        """Return the file; nothing can be put into it afterwards."""
        self._book.close()
        return self._out.getvalue()


def put(sheet: Any, row: int, column: int, value: str | int | float | bool | None, style: Any = None) -> None:
    """Put a value into a cell, numbers and truth as such and all else as text; nothing for None and an empty text.

    A text that is too long for a cell is cut, and ends in ``…``.

    Args:
        sheet: A sheet of a `Workbook`.
        row: Its row, from 0.
        column: Its column, from 0.
        value: What is put there.
        style: How it looks; see `Workbook.style`.
    """
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value, style)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, style)
    elif value:
        text = _fitting(readable(value))
        if text.startswith("<r>") and text.endswith("</r>"):
            # XlsxWriter takes this for its own markup and would write it as it is; in pieces it is a text.
            sheet.write_rich_string(row, column, *text[:2], text[2:], *([style] if style else ()))
        else:
            sheet.write_string(row, column, text, style)


def _fitting(text: str) -> str:
    # Most texts are short, however they are counted.
    if 2 * len(text) <= MAX_TEXT:
        return text
    units = text.encode("utf-16-le")
    if len(units) // 2 <= MAX_TEXT:
        return text
    # Half a character at the end is left out.
    return units[: 2 * (MAX_TEXT - 1)].decode("utf-16-le", "ignore") + "…"
