"""The Spanish words for calendar periods: 'fines de 2007', 'I y III trimestre del 2006', '15 de marzo de 2006'.

What stands before them ('al', 'hasta') is read by `popgraph.dates`. Texts are folded: `popgraph.wordings.folding`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass

from popgraph.wordings.periods import Period
from popgraph.wordings.units import counts_something

__all__ = ["Reading", "read_periods", "read_range"]


@dataclass(frozen=True)
class Reading:
    """Periods read from a text.

    Attributes:
        periods: The periods, several for a list; none if what is printed is no period of the calendar.
        end: Where their words end.
        years_only: Whether there are only years, which may as well be amounts.
        certain: Whether an article or the word 'año' says that years are years.
        closing: Whether the words mean the end of a period: fines, finales, término, cierre.
    """

    periods: tuple[Period, ...]
    end: int
    years_only: bool = False
    certain: bool = True
    closing: bool = False


_LONGEST_LIST = 30  # a list is read anew from each of its items

_Head = Callable[[int], Period | None]

# Not before a decimal, a thousands group, a share, or what makes a code of it: 2008-MINCETUR.
_NOT_AFTER_YEAR = r"(?![0-9a-z_%°º]|[.,:/'][0-9]|\s%|\s?por\s?ciento|-[0-9a-z])"
_YEAR = re.compile(rf"(?:(?P<long>(?:19|20)[0-9]{{2}})|'(?P<short>[0-9]{{2}})){_NOT_AFTER_YEAR}")
_LEFT_YEAR = re.compile(r"(?P<long>(?:19|20)[0-9]{2})(?=\s?[-/]\s?(?:19|20)[0-9]{2}(?![0-9]))")
_LEAD = re.compile(
    r"""(?:(?P<article>de\s+los|de\s+el|del|el|los|al)\s+|de\s+)?
        (?P<noun>(?:calendario\s+|presente\s+)?(?:anos?|ejercicios?|periodos?|campanas?)
            (?:\s+(?:fiscal(?:es)?|calendario|agricola|escolar))?\s+)?""",
    re.VERBOSE,
)
_THIS_YEAR = re.compile(
    r"(?:(?:de\s+)?(?:el\s+|este\s+|del\s+)?(?:presente|este|corriente|mismo)\s+ano|(?:de\s+|del\s+)?(?:el\s+)?ano\s+(?:en\s+curso|actual|corriente|presente))\b(?!\s+[0-9'])"
)
_NEXT_YEAR = re.compile(
    r"(?:de\s+|del\s+)?(?:el\s+)?(?:proximo\s+ano|ano\s+(?:proximo|siguiente|entrante|que\s+viene))\b(?!\s+[0-9'])"
)
_OF_YEAR = re.compile(r"(?:de|del)\s+ano\b(?!\s+[0-9'])")
_LIST = re.compile(r"\s*,\s*(?:[ye]\s+)?|\s+(?:[yeou]|y/o)\s+")

_ORDINALS: tuple[tuple[int, str], ...] = (
    (1, r"primer[oa]?|1er[oa]?\.?|1r[oa]\.?|1[°ºª]|1|i"),
    (2, r"segund[oa]|2d[oa]\.?|2[°ºª]|2|ii"),
    (3, r"tercer[oa]?|3er[oa]?\.?|3r[oa]\.?|3[°ºª]|3|iii"),
    (4, r"cuart[oa]|4t[oa]\.?|4[°ºª]|4|iv"),
    (5, r"quint[oa]|5t[oa]\.?|5[°ºª]|5|v"),
    (6, r"sext[oa]|6t[oa]\.?|6[°ºª]|6|vi"),
    (-1, r"ultim[oa]"),
)
_ORDINAL_NUMBERS = tuple((number, re.compile(rf"(?:{words})(?![a-z0-9])")) for number, words in _ORDINALS)
_ORDINAL = r"(?:" + "|".join(words for _, words in _ORDINALS) + r")(?![a-z0-9])"
_PART = (
    r"(?P<unit>trim(?:estres?|\.)?|sem(?:estres?|\.)|cuatrim(?:estres?|\.)|bim(?:estres?|\.)|mitad)(?![a-z])"
)
_PARTS = re.compile(
    rf"(?P<numbers>{_ORDINAL}(?:(?:\s*,\s*|\s+[ye]\s+)(?:el\s+|la\s+)?{_ORDINAL}){{0,5}})\s*{_PART}"
)
_PART_NUMBER = re.compile(rf"{_PART}\s*(?:n[°º]\s*)?(?P<numbers>i{{1,3}}|iv|vi?|[1-6](?![0-9]))(?![a-z0-9])")
_KINDS = {"t": "trimestre", "s": "semestre", "c": "cuatrimestre", "b": "bimestre", "m": "semestre"}

_MONTHS = (
    *("ene(?:ro)?", "feb(?:rero)?", "mar(?:zo)?", "abr(?:il)?", "may(?:o)?", "jun(?:io)?"),
    *(
        "jul(?:io)?",
        "ago(?:sto)?",
        "(?:set|sept?)(?:iembre)?",
        "oct(?:ubre)?",
        "nov(?:iembre)?",
        "dic(?:iembre)?",
    ),
)
_MONTH_NUMBERS = tuple((number, re.compile(pattern)) for number, pattern in enumerate(_MONTHS, start=1))
_MONTH = r"(?:(?:mes|meses)\s+de\s+)?(?P<month>" + "|".join(_MONTHS) + r")(?![a-z0-9])\.?"
_MONTH_HEAD = re.compile(_MONTH)
_FORTNIGHT = re.compile(
    rf"(?P<which>primera|segunda|1ra\.?|2da\.?|ultima)\s+quincena\s+(?:de\s+|del\s+)?{_MONTH}"
)
_DAYS = re.compile(
    rf"(?:dias?\s+)?(?P<days>(?:[0-3]?[0-9]|primero|1[°º]|1e?ro\.?)(?:(?:\s*,\s*|\s+[ye]\s+)[0-3]?[0-9]){{0,11}})"
    rf"(?:\s+(?:de\s+)?|[-/]){_MONTH}"
)
_DAY_ALONE = re.compile(r"(?P<day>[0-3]?[0-9])(?![0-9])")
_DATE = re.compile(
    r"(?<![0-9])(?P<d>[0-3]?[0-9])(?P<mark>[-/.])(?P<m>[01]?[0-9])(?P=mark)(?P<y>(?:19|20)[0-9]{2}|[0-9]{2})(?![0-9]|[-/.][0-9])"
)
_ISO_DATE = re.compile(r"(?P<y>(?:19|20)[0-9]{2})-(?P<m>[01][0-9])-(?P<d>[0-3][0-9])(?![0-9-])")
_MONTH_YEAR = re.compile(r"(?<![0-9/])(?P<m>0?[1-9]|1[0-2])/(?P<y>(?:19|20)[0-9]{2})(?![0-9/])")

_THIRD = (
    r"(?P<start>inicios?|comienzos?|principios?|iniciar(?:se)?|comenzar|empezar|arranque)"
    r"|(?P<middle>mediados?|mitad|medio(?=\s+ano))"
    r"|(?P<close>fin(?:es|al(?:es)?)?|termino|cierre|culminacion|conclusion|finalizar|terminar|culminar|concluir|cerrar)"
)
_THIRD_HEAD = re.compile(rf"(?:{_THIRD})(?![a-z])")
_THIRD_LIST = re.compile(rf"(?:\s*,\s*|\s+[ye]\s+)(?:al?\s+)?(?={_THIRD})")
_OF = re.compile(r"\s+(?:(?:de|del)\s+)?(?:(?:el|la|los)\s+)?(?=[a-z0-9'])")
_LINK = re.compile(r"\s*[,/-]?\s*")
_SHORT_AFTER_MONTH = re.compile(r"\s?[-/]\s?'?(?P<short>[0-9]{2})(?![0-9a-z]|[-/.][0-9])")


def read_periods(
    text: str, position: int, *, today: datetime.date | None = None, single: bool = False
) -> Reading | None:
    """Return the period or the list of periods printed at ``position``, or nothing if there is none.

    Args:
        text: A folded text.
        position: Where the words start.
        today: The day that 'este año' is said on; without it such words are no period.
        single: Read one period, not a list: in 'entre 2006 y 2008'.

    >>> [p.edtf for p in read_periods("fines del 2006, 2007 y 2008", 0).periods]
    ['2006-39', '2007-39', '2008-39']
    """
    exact = _exact(text, position)
    if exact:
        return exact
    headed = _heads(text, position, single=single)
    if not headed:
        return _years(text, position, None, today=today, single=single)
    return _years(text, headed.end, headed, today=today, single=single)


def read_range(
    text: str, position: int, connector: re.Pattern[str], *, today: datetime.date | None = None
) -> Reading | None:
    """Return the period from one end to another that is printed at ``position``, or nothing.

    >>> read_range("enero a marzo de 2006", 0, re.compile(" a ")).periods[0].edtf
    '2006-01/2006-03'
    """
    for left_end, left, certain in _left_ends(text, position, today):
        joint = connector.match(text, left_end)
        right = read_periods(text, joint.end(), today=today, single=True) if joint else None
        if not right or len(right.periods) != 1:
            continue
        start = left(right.periods[0])
        period = start.to(right.periods[0]) if start else None
        if period:
            years_only = right.years_only
            return Reading((period,), right.end, years_only, certain or right.certain, right.closing)
    return None


_Left = tuple[int, Callable[[Period], Period | None], bool]


def _left_ends(text: str, position: int, today: datetime.date | None) -> list[_Left]:
    ends: list[_Left] = []
    reading = read_periods(text, position, today=today, single=True)
    if reading and len(reading.periods) == 1:
        start = reading.periods[0]
        ends.append((reading.end, lambda _: start, reading.certain))
    lead = _LEAD.match(text, position)
    year = _LEFT_YEAR.match(text, lead.end() if lead else position)
    if year:
        number = int(year["long"])
        ends.append(
            (year.end(), lambda _: Period.of_year(number), bool(lead and lead[0].strip() not in ("", "de")))
        )
    headed = _heads(text, position, single=True)
    if headed:
        head = headed.heads[0]
        ends.append((headed.end, lambda right: head(right.first.year), True))
    day = _DAY_ALONE.match(text, position)
    if day:
        number_of_day = int(day["day"])
        ends.append((day.end(), lambda right: _day(right.first.year, right.first.month, number_of_day), True))
    return ends


@dataclass(frozen=True)
class _Headed:
    heads: tuple[_Head, ...]
    end: int
    closing: bool = False
    month: bool = False


def _exact(text: str, position: int) -> Reading | None:
    match = _ISO_DATE.match(text, position) or _DATE.match(text, position)
    if match:
        period = _day(_full_year(match["y"]), int(match["m"]), int(match["d"]))
        return Reading((period,) if period else (), match.end())
    match = _MONTH_YEAR.match(text, position)
    if match:
        number = int(match["m"])
        return Reading((Period.of_months(int(match["y"]), number, number),), match.end(), certain=False)
    return None


def _heads(text: str, position: int, *, single: bool) -> _Headed | None:
    """Return what is left to be told a year: 'fines de', 'primer y tercer trimestre', '15 de marzo'."""
    third = _THIRD_HEAD.match(text, position)
    headed = (
        _thirds(text, third, single=single)
        if third
        else _parts(text, position) or _days(text, position) or _months(text, position, single=single)
    )
    return None if headed and single and len(headed.heads) > 1 else headed


def _parts(text: str, position: int) -> _Headed | None:
    match = _PARTS.match(text, position) or _PART_NUMBER.match(text, position)
    if not match:
        return None
    numbers = _ordinals(match["numbers"])
    if match["unit"] == "mitad" and not set(numbers) <= {1, 2}:
        return None
    return _Headed(tuple(_part(_KINDS[match["unit"][0]], number) for number in numbers), match.end())


def _days(text: str, position: int) -> _Headed | None:
    match = _FORTNIGHT.match(text, position)
    if match:
        head = _fortnight(_month_number(match["month"]), match["which"][0] in "p1")
        return _Headed((head,), match.end(), month=True)
    match = _DAYS.match(text, position)
    if not match:
        return None
    month = _month_number(match["month"])
    days = [int(day) for day in re.findall(r"[0-9]+", match["days"].replace("primero", "1"))]
    return _Headed(tuple(_day_of(month, day) for day in days), match.end(), month=True)


def _months(text: str, position: int, *, single: bool) -> _Headed | None:
    match = _MONTH_HEAD.match(text, position)
    if not match:
        return None
    months = [_month_number(match["month"])]
    end = match.end()
    while not single:
        joint = _LIST.match(text, end)
        match = _MONTH_HEAD.match(text, joint.end()) if joint else None
        if not match:
            break
        months.append(_month_number(match["month"]))
        end = match.end()
    return _Headed(tuple(_month(number) for number in months), end, month=True)


def _thirds(text: str, match: re.Match[str], *, single: bool) -> _Headed | None:
    thirds = [_which_third(match)]
    closing = bool(match["close"])
    end = match.end()
    while not single:
        joint = _THIRD_LIST.match(text, end)
        following = _THIRD_HEAD.match(text, joint.end()) if joint else None
        if not following:
            break
        thirds.append(_which_third(following))
        end = following.end()
    of = _OF.match(text, end)
    inner = _heads(text, of.end(), single=single) if of else None
    if inner:
        heads = tuple(_third_of(head, which) for head in inner.heads for which in thirds)
        return _Headed(heads, inner.end, closing, inner.month)
    return _Headed(tuple(_third_of(Period.of_year, which) for which in thirds), end, closing)


def _years(
    text: str, position: int, headed: _Headed | None, *, today: datetime.date | None, single: bool
) -> Reading | None:
    start = position
    if headed:
        short = _SHORT_AFTER_MONTH.match(text, position) if headed.month else None
        if short:
            return _reading(headed, [_full_year(short["short"])], short.end(), certain=True)
        link = _LINK.match(text, position)
        start = link.end() if link else position
        if start == position and text[position - 1] != ".":
            return None
    relative = _relative_year(text, start, today=today, headed=bool(headed))
    if relative:
        return _reading(headed, *relative, certain=True)
    years: list[int] = []
    certain = False
    end = start
    while True:
        lead = _LEAD.match(text, start)
        match = _YEAR.match(text, lead.end() if lead else start)
        if not match:
            break
        named = bool(lead and (lead["article"] or lead["noun"]))
        if years and not named and counts_something(text, match.end()):
            break
        certain = certain or named
        years.append(int(match["long"]) if match["long"] else _full_year(match["short"]))
        end = match.end()
        joint = None if single or len(years) == _LONGEST_LIST else _LIST.match(text, end)
        if not joint:
            break
        start = joint.end()
    return _reading(headed, years, end, certain=certain) if years else None


def _reading(headed: _Headed | None, years: list[int], end: int, *, certain: bool) -> Reading:
    if not headed:
        return Reading(tuple(Period.of_year(year) for year in years), end, True, certain)
    periods = [head(year) for year in years for head in headed.heads]
    known = tuple(period for period in periods if period)
    return Reading(known if len(known) == len(periods) else (), end, closing=headed.closing)


def _relative_year(
    text: str, position: int, *, today: datetime.date | None, headed: bool
) -> tuple[list[int], int] | None:
    patterns = [(_THIS_YEAR, 0), (_NEXT_YEAR, 1)]
    if headed:
        patterns.append((_OF_YEAR, 0))
    for pattern, offset in patterns:
        match = pattern.match(text, position)
        if match and today:
            return [today.year + offset], match.end()
    return None


def _full_year(printed: str) -> int:
    year = int(printed)
    if len(printed) > 2:
        return year
    return year + (2000 if year < 70 else 1900)


def _ordinals(printed: str) -> list[int]:
    found = []
    for word in re.split(r"\s*,\s*|\s+(?:[ye]\s+)?", printed):
        for number, pattern in _ORDINAL_NUMBERS:
            if pattern.fullmatch(word):
                found.append(number)
    return found


def _month_number(printed: str) -> int:
    return next(number for number, pattern in _MONTH_NUMBERS if pattern.fullmatch(printed))


def _which_third(match: re.Match[str]) -> int:
    return 0 if match["start"] else 1 if match["middle"] else 2


def _day(year: int, month: int, day: int) -> Period | None:
    try:
        date = datetime.date(year, month, day)
    except ValueError:
        return None
    return Period.of_days(date, date)


def _day_of(month: int, day: int) -> _Head:
    return lambda year: _day(year, month, day)


def _month(number: int) -> _Head:
    return lambda year: Period.of_months(year, number, number)


def _part(kind: str, number: int) -> _Head:
    return lambda year: Period.of_part(year, kind, number)


def _third_of(head: _Head, which: int) -> _Head:
    def third(year: int) -> Period | None:
        period = head(year)
        return period.third(which) if period else None

    return third


def _fortnight(month: int, first: bool) -> _Head:
    def half(year: int) -> Period:
        whole = Period.of_months(year, month, month)
        middle = datetime.date(year, month, 15)
        return (
            Period.of_days(whole.first, middle)
            if first
            else Period.of_days(middle.replace(day=16), whole.last)
        )

    return half
