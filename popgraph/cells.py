"""Cells of CSV (RFC 4180) that no spreadsheet takes for a formula.

A spreadsheet takes a cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a line end for a formula, and what is
written may quote strangers. Such a cell gets an apostrophe in front; who reads the file by program takes it off again.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

__all__ = ["cell", "readable", "written"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
# What neither a spreadsheet nor a terminal can show.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")

# What XML 1.0 can't hold, and with it XLSX and JUnit: control characters, halves of surrogate pairs, non-characters.
_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")


def cell(value: object) -> str:
    """Return what is written for a value: a text as it is but for what begins like a formula, nothing for None.

    >>> cell("=1+1"), cell("A1"), cell(-5), cell(True), cell(["a", "b"]), cell(None)
    ("'=1+1", 'A1', '-5', 'true', 'a; b', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    text = "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    text = _CONTROL.sub("\ufffd", text)
    return "'" + text if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


def written(rows: Iterable[Iterable[object]], *, end: str = "\n") -> str:
    """Return rows as CSV.

    >>> print(written([("a", "b"), ("@x", 1)]), end="")
    a,b
    '@x,1
    """
    lines = []
    for row in rows:
        out = io.StringIO()
        # The writer quotes no line end but its own, and there are readers to which a bare one ends a row.
        csv.writer(out, lineterminator="\r\n").writerow([cell(value) for value in row])
        lines.append(out.getvalue().removesuffix("\r\n") + end)
    return "".join(lines)


def readable(text: str) -> str:
    r"""Return text in which what XML can't hold, such as control characters, is replaced by U+FFFD.

    >>> readable("a\x00b\tc") == "a\ufffdb\tc"
    True
    """
    return _UNREADABLE.sub("\ufffd", text)
