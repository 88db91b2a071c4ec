"""Spanish due wordings → EDTF and its two bounds.

The year is cut into thirds because EDTF has codes for them; a plan doesn't say what its 'inicios' are. What stands
here is our convention, and the printed words are kept so that another reading can be worked out.

==================================================  =====================  ========================
wording                                             EDTF                   convention
==================================================  =====================  ========================
a inicios / comienzos / principios de 2006          ``2006-37``            January to April
a mediados de 2006, a mitad del 2006                ``2006-38``            May to August
a fines / finales de 2006, fines 2006               ``2006-39``            September to December
al término / cierre / final de 2006, a fin de 2006  ``2006-39``            as 'a fines de'
para fines de 2006, hacia fines de 2006             ``2006-39``            the part of the year itself
en / durante / en el transcurso de 2006             ``2006``
al 2010, para el 2010, hacia 2010                   ``../2010``            by the end of 2010
hasta 2010, a más tardar en 2010                    ``../2010``
hasta fines de 2010, a más tardar el 31/12/2010     ``../2010-12`` …       up to the last day named
antes de 2009                                       ``../2008``            up to the day before
antes de fin de 2009, antes de que acabe el 2009    ``../2009-12`` …       the end itself is the limit
a partir de 2008, desde 2008, de 2008 en adelante   ``2008/..``
después de 2008                                     ``2009/..``
entre 2006 y 2008, de 2006 a 2008, en el 2006-2008  ``2006/2008``
a fines del 2006, 2007 y 2008                       three periods          all with the same wording
primer trimestre de 2006, IV trimestre 2006         ``2006-33``, ``-36``
primer / II / 2do semestre de 2006                  ``2006-40``, ``-41``   also primera mitad
primer cuatrimestre, segundo bimestre de 2006       ``2006-37``, months
al segundo semestre de 2009, para marzo de 2009     the part itself        as 'para fines de'
en marzo de 2006, dic. 2006, dic-06                 ``2006-03`` …
15 de marzo de 2006, 15/03/2006, 2006-03-15         ``2006-03-15``         day before month
a fines de marzo de 2006                            its last third         days 21 to 31
a inicios del segundo semestre de 2006              its first third        July and August
'06                                                 ``2006``               70 to 99: 19xx
a fin de año, este año, en los próximos dos años    needs ``today``        without it: nothing
a mediano plazo, al año, cada año                   nothing                no date
30 de febrero de 2006, 31/31/2006                   nothing                no day of the calendar
segunda semana de marzo de 2006, 2006-08, 2006-I    nothing                no one meaning
respecto al 2005, línea de base 2005                nothing                compared with, not due
Ley del 15 de marzo de 2006, plan 2006-2010         nothing                date or name of something
ISO 9001, 2000 hectáreas, US$ 2000, hasta 2000 has  nothing                no year
==================================================  =====================  ========================
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from popgraph.wordings.folding import Folded, fold
from popgraph.wordings.numerals import parse_number
from popgraph.wordings.periods import Period, bounds
from popgraph.wordings.periodwords import Reading, read_periods, read_range
from popgraph.wordings.units import counts_something, unit_after

__all__ = ["Due", "bounds", "due_spans", "parse_due"]


@dataclass(frozen=True)
class Due:
    """When something falls due.

    Attributes:
        wording: The words as printed; the same for each period of a list.
        edtf: The period in EDTF.
        earliest: Its first day; None if it has no beginning.
        latest: Its last day; None if it has no end.
    """

    wording: str
    edtf: str
    earliest: datetime.date | None
    latest: datetime.date | None


_BY, _IN, _UNTIL, _BEFORE, _SINCE, _AFTER = "by", "in", "until", "before", "since", "after"
_SPANS = r"(?:bienio|trienio|quinquenio|decenio|lapso|horizonte|vigencia)"
_CUES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (
        relation,
        re.compile(rf"(?:{words})(?:\s+|(?<=:))(?P<article>(?:el|la|los|las)\s+)?(?:(?:dia|mes de)\s+)?"),
    )
    for relation, words in (
        (_UNTIL, r"antes\s+de\s+(?:que\s+)?(?:acab|termin|finali[zc]|conclu|culmin)[a-z]+(?:\s+del?)?"),
        (_UNTIL, r"(?:y\s+)?hasta(?:\s+al?|\s+en)?|no\s+despues\s+del?|no\s+mas\s+tarde\s+(?:del?|que)"),
        (
            _UNTIL,
            r"(?:a\s+mas\s+tardar|como\s+maximo|(?:(?:con|en)\s+)?(?:plazo|fecha)\s+(?:maxim[oa]|limite|tope))"
            r"(?:\s*:|\s+(?:al?|en|para|hasta))?",
        ),
        (_SINCE, r"no\s+antes\s+del?|desde|a\s+partir\s+del?|a\s+contar\s+del?"),
        (_SINCE, r"del?(?=\s+(?:ano\s+)?[0-9']{3,4}\s+en\s+adelante)"),
        (_BEFORE, r"antes\s+del?|previ[oa]\s+al?|con\s+anterioridad\s+al?|anterior(?:es)?\s+al?"),
        (
            _AFTER,
            r"despues\s+del?|luego\s+del?|posterior(?:es|mente)?\s+al?|con\s+posterioridad\s+al?|pasado",
        ),
        (_BY, r"al|para|hacia|de\s+cara\s+al?|con\s+miras\s+al?"),
        (
            _IN,
            r"en\s+(?:el\s+)?(?:transcurso|curso|decurso)(?:\s+del?)?|a\s+lo\s+largo(?:\s+del?)?|dentro\s+del?",
        ),
        (_IN, r"en|durante|por"),
        (_IN, rf"(?:plazo|fecha|vencimiento|metas?|cronograma|periodo|{_SPANS})(?:\s*:|\s+del?)?"),
    )
)
# 'a 2010' is an amount; 'a marzo de 2010', 'a fin de 2010', 'el 15 de marzo de 2010' are not.
_A = re.compile(r"a\s+(?:la\s+)?")
_THE = re.compile(r"(?:el|la|los|las)\s+(?:dia\s+)?")
_CLAUSE_OPENS_WITH_IN = re.compile(r"(?:^|[.:;])\s*(?:en|durante)\s+$")
_NAMED_YEAR = re.compile(r"(?:(?:el|los)\s+)?(?:anos?|este|presente|proximo)\b")
_OPENS = re.compile(r"(?:^|[;|(.])\s*$")
_COLON = re.compile(r"\s*:(?![0-9])")
_ONWARDS = re.compile(r"\s+(?:en|hacia)\s+adelante\b")
_AND = re.compile(r"\s+y\s+(?:(?:el|la|a)\s+)?")
_AND_TO = re.compile(r"\s*,?\s*(?:y\s+)?(?:hasta|al?)\s+(?:(?:el|la)\s+)?|\s?-\s?")
_SPAN = re.compile(r"\s?[-/]\s?|\s+al?\s+(?:el\s+)?|\s+hasta\s+(?:el\s+)?")
_ARTICLE = r"(?:(?:el|la|los)\s+)?"
_LEADS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (re.compile(rf"entre\s+{_ARTICLE}"), _AND),
    (re.compile(rf"(?:desde|a\s+partir\s+del?|del?)\s+{_ARTICLE}"), _AND_TO),
    (re.compile(rf"(?:en|durante|por|para)\s+{_ARTICLE}(?:{_SPANS}\s+)?"), _SPAN),
    (re.compile(rf"(?=(?:periodos?|anos|campanas?|ejercicios?|{_SPANS})\b)(?:{_SPANS}\s+)?"), _SPAN),
)
_COMPARED = re.compile(
    r"(?:respecto|relacion|comparacion|comparad[oa]s?|frente|referencia|relativ[oa]s?|superior(?:es)?|inferior(?:es)?"
    r"|similar(?:es)?|mayor(?:es)?|menor(?:es)?|igual(?:es)?)\b(?=\s*(?:$|a\b|al\b|con\b|de\b|del\b))[^,.;:0-9]{0,50}$"
    r"|\b(?:mas|menos|mayor|menor)(?:es)?\s+que\s+(?:lo\s+[a-z]+\s+)?$"
    r"|(?:linea\s+(?:de\s+)?base|ano\s+base|situacion\s+base)[^,.;0-9]{0,25}$"
)
_NAMED = re.compile(r"(?:\b(?:de|del|cada|ley|decreto|resolucion|norma|directiva)|n[°ºo]\.?)\s+(?:el\s+)?$")
_COMING = re.compile(
    r"(?:(?:en|durante|dentro\s+de)\s+(?:los|las)\s+(?:proxim[oa]s|siguientes)"
    r"|(?:en|dentro\s+de)\s+(?:un|el)\s+plazo\s+(?:maximo\s+)?de|dentro\s+de|en\s+el\s+plazo\s+de)"
    r"\s+(?P<number>[0-9]+|[a-z]+)\s+(?P<unit>dias?|semanas?|mes(?:es)?|anos?)\b"
)
_START = re.compile(r"(?<![a-z0-9'])[a-z0-9']")
_LABEL = re.compile(r"\s*[\[(\"]?\s*")
_REST = re.compile(r"[\s.,;:)\]\"]*")
_LONGEST_WAIT = 600


def parse_due(text: str, *, today: datetime.date | None = None) -> tuple[Due, ...]:
    """Return the due periods that a Spanish indicator, or a bare due wording, states.

    Args:
        text: The sentence or the wording.
        today: The day that relative wordings ('a fin de año') count from; without it they give nothing.

    Returns:
        The periods in printed order, several for a list of years; empty if there is none, or none that is a
        period of the calendar. Nothing is guessed: see the table of this module.

    >>> for due in parse_due("A fines del 2006, 2007 y 2008 se realiza un monitoreo."):
    ...     print(due.wording, due.edtf, due.earliest, due.latest, sep=" | ")
    A fines del 2006, 2007 y 2008 | 2006-39 | 2006-09-01 | 2006-12-31
    A fines del 2006, 2007 y 2008 | 2007-39 | 2007-09-01 | 2007-12-31
    A fines del 2006, 2007 y 2008 | 2008-39 | 2008-09-01 | 2008-12-31
    >>> parse_due("Hasta 2000 hectáreas con ISO 14001:2004")
    ()
    >>> parse_due("A fin de año", today=datetime.date(2006, 3, 1))[0].edtf
    '2006-39'
    """
    folded = fold(text)
    whole = _LABEL.match(folded.text)
    start = whole.end() if whole else 0
    found = (
        _only(folded.text, start, read_range(folded.text, start, _SPAN, today=today))
        or list(_scan(folded.text, today))
        or _only(folded.text, start, read_periods(folded.text, start, today=today))
    )
    return tuple(_due(folded, start, end, edtf) for start, end, edtfs in found for edtf in edtfs)


def due_spans(folded: Folded) -> tuple[tuple[int, int], ...]:
    """Return where the due wordings stand in a folded text, those that give no period included."""
    return _spans(folded.text)


@lru_cache(maxsize=4096)
def _spans(text: str) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end, _ in _scan(text, None))


_Found = tuple[int, int, tuple[str, ...]]


def _due(folded: Folded, start: int, end: int, edtf: str) -> Due:
    earliest, latest = bounds(edtf)
    return Due(folded.printed(start, end), edtf, earliest, latest)


def _scan(text: str, today: datetime.date | None) -> Iterator[_Found]:
    position = 0
    while start := _START.search(text, position):
        found = None if _is_compared(text, start.start()) else _at(text, start.start(), today)
        if found:
            yield found
            position = found[1]
        else:
            position = _word_end(text, start.start(), today)


def _is_compared(text: str, start: int) -> bool:
    return bool(_COMPARED.search(text, max(0, start - 90), start))


def _word_end(text: str, start: int, today: datetime.date | None) -> int:
    if _is_compared(text, start):
        # A year of comparison is passed over as a whole: 'respecto al 2005 y 2006'.
        reading = read_periods(text, start, today=today, single=True)
        if reading:
            return reading.end
    match = re.compile(r"[a-z0-9']+").match(text, start)
    return match.end() if match else start + 1


def _at(text: str, start: int, today: datetime.date | None) -> _Found | None:
    """Return the due wording that starts at ``start``, or nothing."""
    coming = _COMING.match(text, start)
    if coming:
        edtf = _coming(coming, today)
        return (start, coming.end(), (edtf,)) if edtf else None
    return _from_to(text, start, today) or _after_cue(text, start, today) or _alone(text, start, today)


def _from_to(text: str, start: int, today: datetime.date | None) -> _Found | None:
    for lead, connector in _LEADS:
        match = lead.match(text, start)
        reading = read_range(text, match.end(), connector, today=today) if match else None
        if match and reading and _sure(text, reading, match.end()):
            return start, reading.end, tuple(period.edtf for period in reading.periods)
    return None


def _after_cue(text: str, start: int, today: datetime.date | None) -> _Found | None:
    for relation, cue in _CUES:
        match = cue.match(text, start)
        reading = read_periods(text, match.end(), today=today) if match else None
        if match and reading:
            article = match["article"] or match[0].rstrip().endswith("l")
            sure = article or _sure(text, reading, match.end())
            return _related(text, start, relation, reading) if sure else None
    return None


def _alone(text: str, start: int, today: datetime.date | None) -> _Found | None:
    """Return a period that needs no preposition: 'fines de 2007', 'el 15 de marzo de 2006', 'año 2010'."""
    named = _NAMED.search(text, max(0, start - 20), start)
    for words in (_A,) if named else (_A, _THE):
        match = words.match(text, start)
        reading = read_periods(text, match.end(), today=today) if match else None
        if reading and not reading.years_only:
            return _related(text, start, _IN, reading)
    if named:
        return None
    ranged = read_range(text, start, _SPAN, today=today)
    if ranged and not ranged.years_only:
        return start, ranged.end, tuple(period.edtf for period in ranged.periods)
    reading = read_periods(text, start, today=today)
    if reading and (reading.certain if not reading.years_only else _is_year(text, start, reading)):
        return _related(text, start, _IN, reading)
    return None


def _is_year(text: str, start: int, reading: Reading) -> bool:
    """Return whether words without a preposition say that they are years: 'año 2010', '2010: 5', '2010 en adelante'."""
    named = _NAMED_YEAR.match(text, start) and reading.certain
    heading = _OPENS.search(text, 0, start) and _COLON.match(text, reading.end)
    return bool(named or heading or _ONWARDS.match(text, reading.end))


def _sure(text: str, reading: Reading, position: int) -> bool:
    """Return whether four digits are a year and not an amount: 'hasta 2000 productores'."""
    if not reading.years_only or reading.certain or not counts_something(text, reading.end):
        return True
    # 'En 2007 productores del sector exportan': nobody plans for exactly 2007 producers.
    amount = unit_after(text, reading.end) or any(period.first.year % 50 == 0 for period in reading.periods)
    return not amount and bool(_CLAUSE_OPENS_WITH_IN.search(text, 0, position))


def _related(text: str, start: int, relation: str, reading: Reading) -> _Found:
    end = reading.end
    onwards = _ONWARDS.match(text, end)
    if onwards:
        relation, end = _SINCE, onwards.end()
    if relation == _BY and not reading.years_only:
        relation = _IN
    if relation == _BEFORE and reading.closing:
        relation = _UNTIL
    write = {
        _IN: lambda period: period.edtf,
        _BY: Period.until,
        _UNTIL: Period.until,
        _BEFORE: Period.before,
        _SINCE: Period.since,
        _AFTER: Period.after,
    }[relation]
    return start, end, tuple(write(period) for period in reading.periods)


def _only(text: str, start: int, reading: Reading | None) -> list[_Found]:
    """Return the reading if it is all that the text says: '2007', '2006 al 2010', '12/2007'."""
    if reading and reading.periods and _REST.fullmatch(text, reading.end):
        return [(start, reading.end, tuple(period.edtf for period in reading.periods))]
    return []


def _coming(match: re.Match[str], today: datetime.date | None) -> str | None:
    number = parse_number(match["number"]) or (1 if match["number"] in ("un", "una") else None)
    if not today or not number or number > _LONGEST_WAIT:
        return None
    count, unit = int(number), match["unit"][0]
    if unit in "ds":
        last = today + datetime.timedelta(days=count * (7 if unit == "s" else 1))
    else:
        months = today.year * 12 + today.month - 1 + count * (12 if unit == "a" else 1)
        year, month = divmod(months, 12)
        if year > datetime.MAXYEAR:
            return None
        day = min(today.day, calendar.monthrange(year, month + 1)[1])
        last = datetime.date(year, month + 1, day)
    return f"{today.isoformat()}/{last.isoformat()}"
