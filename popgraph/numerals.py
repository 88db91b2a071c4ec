"""Whole numbers in texts, however many digits they have: read up to a bound, and sorted as numbers.

Python refuses to read a number of thousands of digits, and data may hold one.
"""

from __future__ import annotations

import re

__all__ = ["OrderKey", "natural_key", "whole"]

OrderKey = tuple[int | str, ...]

_LONGEST = 9
_DIGITS = re.compile("([0-9]+)")


def whole(text: str) -> int:
    """Return a whole number of at most nine digits, or 0 if the text is none.

    >>> whole("2003"), whole("-1"), whole("9" * 5000)
    (2003, 0, 0)
    """
    return int(text) if text.isdecimal() and len(text) <= _LONGEST else 0


def natural_key(text: str) -> OrderKey:
    """Return a sort key that puts ``t2`` before ``t10``.

    Runs of digits are compared by how many they are without leading zeros, and then as text.

    >>> sorted(["t10", "t2", "t2/i1"], key=natural_key)
    ['t2', 't2/i1', 't10']
    >>> natural_key("t" + "9" * 5000) < natural_key("t1" + "0" * 5000)
    True
    """
    key: list[int | str] = []
    for index, part in enumerate(_DIGITS.split(text)):
        if index % 2:
            digits = part.lstrip("0")
            key += (len(digits), digits)
        else:
            key.append(part)
    return tuple(key)
