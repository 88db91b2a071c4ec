"""Literals: whether they are what their datatype says, and which of two comes first."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from pyoxigraph import Literal

from popgraph.vocab import PREFIXES

__all__ = ["CHANGED_BY_STORE", "compared", "is_well_formed"]

_XSD = PREFIXES["xsd"]
# Oxigraph keeps a value of these as an xsd:integer or an xsd:dateTime.
CHANGED_BY_STORE = frozenset(
    _XSD + name
    for name in (
        "byte",
        "short",
        "int",
        "long",
        "unsignedByte",
        "unsignedShort",
        "unsignedInt",
        "unsignedLong",
        "positiveInteger",
        "negativeInteger",
        "nonPositiveInteger",
        "nonNegativeInteger",
        "dateTimeStamp",
    )
)
_ZONE = r"(Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?"
_DAY = r"(-?(?:[1-9]\d{3,}|0\d{3}))-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_CLOCK = r"((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_FORMS = {
    "boolean": r"true|false|0|1",
    "integer": r"[+-]?\d+",
    "decimal": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)",
    "double": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN",
    "float": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN",
    "date": _DAY + _ZONE,
    "dateTime": f"{_DAY}T{_CLOCK}{_ZONE}",
    "time": _CLOCK + _ZONE,
    "gYear": r"-?(?:[1-9]\d{3,}|0\d{3})" + _ZONE,
    "gYearMonth": r"-?(?:[1-9]\d{3,}|0\d{3})-(?:0[1-9]|1[0-2])" + _ZONE,
    "duration": r"-?P(?!$)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?!$)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?",
}
_PATTERNS = {_XSD + name: re.compile(form, re.ASCII) for name, form in _FORMS.items()}
_DATED = (_XSD + "date", _XSD + "dateTime")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@lru_cache(maxsize=65536)
def is_well_formed(text: str, datatype: str) -> bool:
    """Return whether a text is written as its datatype wants it; of a datatype not known here every text is.

    >>> is_well_formed("2005-02-30", "http://www.w3.org/2001/XMLSchema#date")
    False
    """
    pattern = _PATTERNS.get(datatype)
    if pattern is None:
        return True
    match = pattern.fullmatch(text)
    if match is None:
        return False
    if datatype in _DATED:
        year, month, day = int(match[1]), int(match[2]), int(match[3])
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return day <= _DAYS[month - 1] and (leap or (month, day) != (2, 29))
    return True


def compared(one: object, other: object) -> int | None:
    """Return -1, 0 or 1 as a literal is before, equal to or after another, or None if SPARQL can't compare them.

    >>> compared(Literal(2), Literal(2.5)), compared(Literal(2), Literal("3"))
    (-1, None)
    """
    if not (isinstance(one, Literal) and isinstance(other, Literal)):
        return None
    first = _key(one.value, one.datatype.value)
    second = _key(other.value, other.datatype.value)
    if first is None or second is None or first[0] != second[0]:
        return None
    a, b = first[1], second[1]
    # What is no number is before, equal to or after nothing, itself included; Decimal refuses to be asked.
    if a != a or b != b:  # noqa: PLR0124
        return None
    if a == b:
        return 0
    return -1 if a < b else 1


@lru_cache(maxsize=65536)
def _key(text: str, datatype: str) -> tuple[str, Any] | None:
    read = _READ.get(datatype)
    if read is None or not is_well_formed(text, datatype):
        return None
    try:
        return read(text)
    except (ValueError, ArithmeticError, OverflowError):
        return None


def _number(text: str) -> tuple[str, Any]:
    return "number", Decimal(text)


def _float(text: str) -> tuple[str, Any]:
    return "number", float(text)


def _day(text: str) -> tuple[str, Any]:
    kind, moment = _moment(text[:10] + "T00:00:00" + text[10:])
    return "day " + kind, moment


def _moment(text: str) -> tuple[str, Any]:
    moment = datetime.datetime.fromisoformat(text)
    return ("moment" if moment.tzinfo is None else "moment in a zone"), moment


def _clock(text: str) -> tuple[str, Any]:
    clock = datetime.time.fromisoformat(text)
    return ("clock" if clock.tzinfo is None else "clock in a zone"), clock


_READ: dict[str, Callable[[str], tuple[str, Any]]] = {
    _XSD + "integer": _number,
    _XSD + "decimal": _number,
    _XSD + "double": _float,
    _XSD + "float": _float,
    _XSD + "string": lambda text: ("text", text),
    _XSD + "boolean": lambda text: ("truth", text in ("true", "1")),
    _XSD + "date": _day,
    _XSD + "dateTime": _moment,
    _XSD + "time": _clock,
    _XSD + "gYear": lambda text: ("year", int(text)),
}
