"""Calendar periods and their EDTF strings.

====================  =====================  ============================================
period                EDTF                   convention
====================  =====================  ============================================
year                  ``2006``
third of a year       ``2006-37`` … ``-39``  January to April, May to August, September to December
quarter               ``2006-33`` … ``-36``
half year             ``2006-40``, ``-41``
month, day            ``2006-03``, ``2006-03-15``
two months            ``2006-01/2006-02``    EDTF has no code
third of a half year  ``2006-07/2006-08``    two months each
third of a quarter    ``2006-07``            one month each
third of a month      ``2006-03-01/2006-03-10``  days 1 to 10, 11 to 20, 21 to the last
up to, from           ``../2006-12``, ``2006-05/..``  no code for a part of the year stands in an interval
====================  =====================  ============================================
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass

from popgraph.errors import DataError

__all__ = ["Bounds", "Period", "bounds"]

Bounds = tuple[datetime.date | None, datetime.date | None]

_DAY = datetime.timedelta(days=1)
_MONTHS_OF_PART = {"bimestre": 2, "trimestre": 3, "cuatrimestre": 4, "semestre": 6}
_FIRST_CODE = {"trimestre": 33, "cuatrimestre": 37, "semestre": 40}
_PARTS = {
    code + number: (kind, number + 1)
    for kind, code in _FIRST_CODE.items()
    for number in range(12 // _MONTHS_OF_PART[kind])
}
_THIRDS_OF_MONTHS = {2: ((0, 0), (0, 1), (1, 1)), 4: ((0, 0), (1, 2), (3, 3))}

_POINT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_HINT = "Write EDTF such as 2007, 2007-39, 2007-03-15, 2006/2008, ../2010 or 2008/.."


@dataclass(frozen=True)
class Period:
    """Days in a row, from ``first`` to ``last``, and their EDTF string."""

    first: datetime.date
    last: datetime.date
    edtf: str

    @classmethod
    def of_days(cls, first: datetime.date, last: datetime.date) -> Period:
        """Return the period of these days, its EDTF as coarse as is exact.

        >>> Period.of_days(datetime.date(2006, 7, 1), datetime.date(2006, 8, 31)).edtf
        '2006-07/2006-08'
        """
        start, end = _start(first, last), _end(first, last)
        return cls(first, last, start if start == end else f"{start}/{end}")

    @classmethod
    def of_months(cls, year: int, first: int, last: int) -> Period:
        """Return the period from the month ``first`` to the month ``last`` of ``year``."""
        return cls.of_days(datetime.date(year, first, 1), _month_end(year, last))

    @classmethod
    def of_year(cls, year: int) -> Period:
        """Return the whole ``year``."""
        return cls.of_months(year, 1, 12)

    @classmethod
    def of_part(cls, year: int, kind: str, number: int) -> Period | None:
        """Return a numbered part of ``year``, or nothing if the year has no such part.

        Args:
            year: The year.
            kind: bimestre, trimestre, cuatrimestre or semestre.
            number: Its number, from 1; -1 is the last.

        >>> Period.of_part(2006, "semestre", 2).edtf
        '2006-41'
        """
        months = _MONTHS_OF_PART[kind]
        parts = 12 // months
        number = parts if number == -1 else number
        if not 1 <= number <= parts:
            return None
        period = cls.of_months(year, (number - 1) * months + 1, number * months)
        if kind not in _FIRST_CODE:
            return period
        return cls(period.first, period.last, f"{year:04d}-{_FIRST_CODE[kind] + number - 1}")

    def third(self, which: int) -> Period | None:
        """Return the beginning (0), middle (1) or end (2) of the period, or nothing for mere days.

        >>> Period.of_year(2007).third(2).edtf
        '2007-39'
        """
        year, month = self.first.year, self.first.month
        if not _whole_months(self.first, self.last) or year != self.last.year:
            return None
        months = self.last.month - month + 1
        if months == 12:
            return Period.of_part(year, "cuatrimestre", which + 1)
        if months == 1:
            first = datetime.date(year, month, which * 10 + 1)
            return Period.of_days(first, self.last if which == 2 else first + 9 * _DAY)
        if months % 3 == 0:
            size = months // 3
            return Period.of_months(year, month + which * size, month + (which + 1) * size - 1)
        if months not in _THIRDS_OF_MONTHS:
            return None
        low, high = _THIRDS_OF_MONTHS[months][which]
        return Period.of_months(year, month + low, month + high)

    def until(self) -> str:
        """Return the EDTF of the time up to the period's last day.

        >>> Period.of_year(2010).until()
        '../2010'
        """
        return f"../{_end(self.first, self.last)}"

    def since(self) -> str:
        """Return the EDTF of the time from the period's first day."""
        return f"{_start(self.first, self.last)}/.."

    def before(self) -> str:
        """Return the EDTF of the time up to the day before the period.

        >>> Period.of_year(2009).before()
        '../2008'
        """
        return f"../{self._edge(self.first - _DAY)}"

    def after(self) -> str:
        """Return the EDTF of the time from the day after the period."""
        return f"{self._edge(self.last + _DAY)}/.."

    def to(self, other: Period) -> Period | None:
        """Return the period from this one's first day to the other's last, or nothing if they are not in order."""
        if self.first >= other.first or self.last > other.last:
            return None
        start, end = _start(self.first, self.last), _end(other.first, other.last)
        return Period(self.first, other.last, f"{start}/{end}")

    def _edge(self, day: datetime.date) -> str:
        if _whole_years(self.first, self.last):
            return f"{day.year:04d}"
        return _month(day) if _whole_months(self.first, self.last) else day.isoformat()


def bounds(edtf: str) -> Bounds:
    """Return the first and the last day of an EDTF string; nothing on a side that is open.

    Years, months, days, the parts 33 to 41 of a year and intervals of them are worked out here. Other forms
    (``2007~``, ``200X``, ``2007?``) are left to the edtf library. Its seasons 21 to 24 are refused: it gives
    them the months of the northern hemisphere.

    Raises:
        DataError: It is no EDTF, no day of the calendar, or its start comes after its end.

    >>> bounds("2007-39")
    (datetime.date(2007, 9, 1), datetime.date(2007, 12, 31))
    >>> bounds("../2010")
    (None, datetime.date(2010, 12, 31))
    """
    start, slash, end = edtf.partition("/")
    ends = ("", "..")
    if slash:
        low = None if start in ends else _point(start)
        high = None if end in ends else _point(end)
        known = (start in ends or low is not None) and (end in ends or high is not None)
        found: Bounds = (low.first if low else None, high.last if high else None)
    else:
        point = _point(edtf)
        known = point is not None
        found = (point.first, point.last) if point else (None, None)
    first, last = found if known else _library_bounds(edtf)
    if first and last and first > last:
        raise DataError("An EDTF period that ends before it starts", where=edtf, hint=_HINT)
    return first, last


def _point(edtf: str) -> Period | None:
    match = _POINT.fullmatch(edtf)
    if not match:
        return None
    year, month, day = (int(group) if group else 0 for group in match.groups())
    try:
        if day:
            date = datetime.date(year, month, day)
            return Period(date, date, edtf)
        if match[3] is None and month in _PARTS:
            return Period.of_part(year, *_PARTS[month])
        if match[2] is None:
            return Period.of_year(year)
        if match[3] is None and 1 <= month <= 12:
            return Period.of_months(year, month, month)
    except ValueError as error:
        raise DataError("Not a day of the calendar", where=edtf, hint=_HINT) from error
    if 25 <= month <= 32 and match[3] is None:
        return None
    raise DataError("Not a month, day or part of a year that has one meaning", where=edtf, hint=_HINT)


def _library_bounds(edtf: str) -> Bounds:
    # Imported here: it takes longer than all the rest of popgraph.
    from edtf import parse_edtf

    try:
        parsed = parse_edtf(edtf)
        low, high = parsed.lower_strict(), parsed.upper_strict()
        return datetime.date(*low[:3]), datetime.date(*high[:3])
    except Exception as error:
        # The library's grammar lets several kinds of error through, so all of them are bad input here.
        raise DataError("Not an EDTF period with bounds", where=edtf, hint=_HINT) from error


def _month_end(year: int, month: int) -> datetime.date:
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


def _month(day: datetime.date) -> str:
    return f"{day.year:04d}-{day.month:02d}"


def _whole_months(first: datetime.date, last: datetime.date) -> bool:
    return first.day == 1 and last == _month_end(last.year, last.month)


def _whole_years(first: datetime.date, last: datetime.date) -> bool:
    return (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)


def _start(first: datetime.date, last: datetime.date) -> str:
    if _whole_years(first, last):
        return f"{first.year:04d}"
    return _month(first) if _whole_months(first, last) else first.isoformat()


def _end(first: datetime.date, last: datetime.date) -> str:
    if _whole_years(first, last):
        return f"{last.year:04d}"
    return _month(last) if _whole_months(first, last) else last.isoformat()
