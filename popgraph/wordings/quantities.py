"""Quantities that a Spanish text states: a number or a range of numbers, its unit and what hedges it.

A number that names something is no quantity: 'ISO 9001', 'Ley 28013', 'N° 5', 'fase 2', 'PENX 2025', a year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from popgraph.wordings.folding import Folded
from popgraph.wordings.numerals import Numeral, find_numerals
from popgraph.wordings.units import NUMBER, PERCENT, counts_something, currency_before, unit_after

__all__ = ["Quantity", "find_quantities"]


@dataclass(frozen=True)
class Quantity:
    """A quantity found in a folded text.

    Attributes:
        start: Where it starts, its hedge and sign of currency included.
        end: Where it ends, its unit included.
        number_end: Where its last number ends.
        value: The number; None for a range or a bound.
        minimum: The lower bound, if any.
        maximum: The upper bound, if any.
        unit: Prefixed name of the unit.
        qualifier: exactly, almost, about, more-than or less-than.
        sign: 1 or -1 where a sign is printed: '+20 %'.
        steps: Whether it is 'de A a B', which after a verb of change means 'from A to B'.
    """

    start: int
    end: int
    number_end: int
    value: Decimal | None
    minimum: Decimal | None
    maximum: Decimal | None
    unit: str
    qualifier: str = "exactly"
    sign: int = 0
    steps: bool = False


@dataclass(frozen=True)
class _Measured:
    """A number with the unit printed at it."""

    number: Numeral
    start: int
    end: int
    unit: str | None


_NAMES = (
    r"iso|ley(?:es)?|decretos?(?:\s+(?:supremo|legislativo|ley))?|d\.?\s?[sl]\.?|resolucion(?:es)?|r\.?m\.?|directivas?"
    r"|ordenanzas?|normas?(?:\s+tecnicas?)?|ntp|reglamentos?|articulos?|arts?\.|incisos?|numeral(?:es)?|literal"
    r"|capitulos?|cap\.|partidas?|tablas?|cuadros?|graficos?|anexos?|figuras?|paginas?|pags?\.|fases?|etapas?|ejes?"
    r"|objetivos?|pilar(?:es)?|lineas?|actividad(?:es)?|tareas?|indicador(?:es)?|metas?|acciones|accion|oe|item"
    r"|lotes?|zonas?|rutas?|carreteras?|versiones|version|tipos?|niveles|nivel|categorias?|clases?|series?|modelos?"
    r"|convenios?|oit|siglo|numero|num\.|nro\.?|no\.|n[°º]|n\.[°º]|#|cod(?:igo|\.)|expediente|foro|edicion|grado"
)
_NAMED = re.compile(rf"(?:(?<![a-z0-9])(?:{_NAMES})|#)\s*:?\s*$")
_LABELLED = re.compile(
    r"(?:metas?|indicador(?:es)?|lineas?\s+(?:de\s+)?base|n[°º]\s+de\s+[^:]{1,80})\s*:\s*$"
)
_PERIOD_NAMED = re.compile(r"(?<![a-z])(?:ano|mes|dia|semana|trimestre|semestre)\s+$")
_ACRONYM = re.compile(
    r"(?:^|[\s(])(?!(?:US|USD|PEN|EUR|CON|LOS|LAS|DE|A|EN|Y|O)\b)[A-ZÑ]{2,}[A-Z0-9]*(?:[:-]|\s+)$"
)
_ALSO_NAMED = re.compile(r"^\s*(?:,|/|y|e|o)\s*$")
_BULLET = re.compile(r"^\s*(?:[a-z]{0,2}[0-9]{1,2}[.)-]+\s+|[-*•]\s+)")
_TO = re.compile(r"\s*-\s*$|\s+al?\s+(?:(?:el|los|las)\s+)?$|\s+o\s+$")
_AND = re.compile(r"\s+y\s+(?:(?:el|los|las)\s+)?$")
_BETWEEN = re.compile(r"\bentre\s+(?:(?:un|unos|unas|el|la|los|las)\s+)?$")
_FROM = re.compile(r"\b(?:del?|desde)\s+(?:(?:un|unos|unas|el|los|las)\s+)?$")

_ARTICLE = r"(?:\s+(?:al?|en|con|el|la|los|las|un|una|unos|unas|total\s+de))*"
_LESS, _MORE = "less-than", "more-than"
# Longer wordings first: 'no más de' is not 'más de'.
_BEFORE: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (bound, qualifier, re.compile(rf"(?:{words}){_ARTICLE}\s*$"))
    for bound, qualifier, words in (
        (
            "max",
            "exactly",
            r"\bno\s+(?:(?:es|sea|sean)\s+)?(?:mas\s+del?|mayor(?:es)?\s+(?:del?|al?|que)|superior(?:es)?\s+al?)",
        ),
        (
            "max",
            "exactly",
            r"\bno\s+(?:supera|superan|superar|supere|excede|exceden|exceder|exceda|sobrepasa)",
        ),
        (
            "min",
            "exactly",
            r"\bno\s+(?:(?:es|sea|sean)\s+)?(?:menos\s+del?|menor(?:es)?\s+(?:del?|al?|que)|inferior(?:es)?\s+al?)",
        ),
        (
            "min",
            "exactly",
            r"\b(?:al|por\s+lo|cuando)\s+menos|\bcomo\s+minimo|\bminimo(?:\s+del?)?|\bpor\s+lo\s+menos|>=|≥",
        ),
        ("max", "exactly", r"\bcomo\s+maximo|\bmaximo(?:\s+del?)?|\ba\s+lo\s+(?:sumo|mas)|\bhasta|<=|≤"),
        (
            "min",
            _MORE,
            r"\bmas\s+del?|\b(?:mayor|superior)(?:es)?\s+(?:al?|que|del?)|\bpor\s+encima\s+del?|\bsupera[nr]?|>",
        ),
        (
            "max",
            _LESS,
            r"\bmenos\s+del?|\b(?:menor|inferior)(?:es)?\s+(?:al?|que|del?)|\bpor\s+debajo\s+del?|<",
        ),
        ("", "almost", r"\bcasi"),
        (
            "",
            "about",
            r"\baproximadamente|\baprox\.?|\balrededor\s+del?|\bcerca\s+del?|\ben\s+torno\s+al?|\bunos|\bunas|~|±",
        ),
    )
)
_AFTER: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (bound, qualifier, re.compile(words))
    for bound, qualifier, words in (
        (
            "min",
            "exactly",
            r"(?:\s+[a-z]+){0,3}?\s*,?\s*\(?(?:(?:como|por\s+lo)\s+(?:minimo|menos)|minimo\b|o\s+mas\b|a\s+mas\b|al\s+menos\b)",
        ),
        (
            "max",
            "exactly",
            r"(?:\s+[a-z]+){0,3}?\s*,?\s*\(?(?:como\s+maximo|a\s+lo\s+sumo|maximo\b|o\s+menos\b)",
        ),
        ("", "about", r"(?:\s+[a-z]+){0,2}?\s*,?\s*\(?(?:aproximadamente|aprox\b)"),
    )
)
# Alone 'una' is an article; here it is a figure.
_AT_LEAST_ONE = re.compile(
    r"\b(?:al\s+menos|por\s+lo\s+menos|como\s+minimo|no\s+menos\s+de)\s+una?\b"
    r"(?=\s+(?!par\b|mil|total|promedio|minimo|maximo|[a-z]*(?:ena|enar|ntena|llar|tercio|cuart[oa]|mitad)\b)[a-z])"
)
_SIGN = re.compile(r"(?:^|[\s(])([+-])\s?$")
_SHARES = (
    (Decimal(50), re.compile(r"\bla\s+mitad\s+(?=del?\b)")),
    (Decimal(25), re.compile(r"\b(?:la|una)\s+cuarta\s+parte\s+(?=del?\b)")),
    (Decimal(75), re.compile(r"\b(?:las\s+)?tres\s+cuart(?:as\s+partes|os)\s+(?=del?\b)")),
    (Decimal(20), re.compile(r"\b(?:la|una)\s+quinta\s+parte\s+(?=del?\b)")),
    (Decimal(10), re.compile(r"\b(?:la|una)\s+decima\s+parte\s+(?=del?\b)")),
)
_FRACTION = re.compile(r"\s+(?:tercios?|cuart[oa]s?|quint[oa]s?|terceras?|decim[oa]s?|partes?)\b")
_ONE_IN = re.compile(r"\s+de\s+cada\b")
_OUT_OF = re.compile(r"\bde\s+cada\s+$")
_ALTERNATIVE = re.compile(r"\s*\(\s*$")


def find_quantities(folded: Folded, *, taken: tuple[tuple[int, int], ...] = ()) -> tuple[Quantity, ...]:
    """Return the quantities in a text, in printed order.

    Args:
        folded: The text, see `popgraph.wordings.folding`.
        taken: Where other figures stand, such as those of dates; nothing is read there.

    >>> from popgraph.wordings.folding import fold
    >>> [(str(q.minimum), str(q.maximum), q.unit) for q in find_quantities(fold("entre 150 y 200 has."))]
    [('150', '200', 'unit:HA')]
    """
    text = _without(folded.text, taken)
    measured = list(_measured(folded, text))
    found = [_one(match) for match in _AT_LEAST_ONE.finditer(text)]
    found += [_share(match, value) for value, pattern in _SHARES for match in pattern.finditer(text)]
    index = 0
    while index < len(measured):
        pair = _range(text, measured, index)
        if pair:
            found.append(pair)
            index += 2
            continue
        found.append(_single(text, measured[index]))
        # 'dos (02) ferias' is one quantity printed twice.
        twice = index + 1 < len(measured) and _same_again(text, measured[index], measured[index + 1])
        if twice:
            found[-1] = _single(text, measured[index + 1], start=found[-1].start)
            index += 1
        index += 1
    return tuple(sorted(found, key=lambda quantity: quantity.start))


def _without(text: str, taken: tuple[tuple[int, int], ...]) -> str:
    for start, end in taken:
        text = text[:start] + ";" * (end - start) + text[end:]
    return text


def _one(match: re.Match[str]) -> Quantity:
    return Quantity(match.start(), match.end(), match.end(), None, Decimal(1), None, NUMBER)


def _share(match: re.Match[str], value: Decimal) -> Quantity:
    return Quantity(match.start(), match.end(), match.end(), value, None, None, PERCENT)


def _measured(folded: Folded, text: str) -> Iterator[_Measured]:
    bullet = _BULLET.match(text)
    named_until = -1
    shouted = folded.original.upper() == folded.original
    for number in find_numerals(text):
        before = text[max(0, number.start - 100) : number.start]
        if bullet and number.start < bullet.end():
            continue
        currency = currency_before(text, number.start)
        unit = unit_after(text, number.end)
        name = currency.name if currency else unit.name if unit else None
        follows_name = 0 < named_until <= number.start and _ALSO_NAMED.match(text[named_until : number.start])
        acronym = not shouted and _ACRONYM.search(folded.printed(max(0, number.start - 20), number.start))
        long_code = re.fullmatch(r"[0-9]{4,}", text[number.start : number.end])
        named = (
            (_NAMED.search(before) and not _LABELLED.search(before))
            or _PERIOD_NAMED.search(before)
            or acronym
        )
        if (
            named or (follows_name and (long_code or not (unit or counts_something(text, number.end))))
        ) and not currency:
            named_until = number.end
            continue
        if number.bare_year and not name and not counts_something(text, number.end):
            continue
        if _FRACTION.match(text, number.end) or _ONE_IN.match(text, number.end) or _OUT_OF.search(before):
            continue
        start = currency.start if currency else number.start
        end = unit.end if unit and (not currency or unit.name == currency.name) else number.end
        # 'ha.' may end the sentence, and a unit never takes the space after it.
        yield _Measured(_exact(text, number, name), start, end, name)


def _exact(text: str, number: Numeral, unit: str | None) -> Numeral:
    """Return a share such as '12,500 %' as 12.5: thousands of per cent are no plan's aim."""
    printed = text[number.start : number.end]
    if unit == PERCENT and re.fullmatch(r"[0-9]{1,3}[.,][0-9]{3}", printed):
        value = Decimal(printed.replace(",", "."))
        return Numeral(number.start, number.end, value, value)
    return number


def _range(text: str, measured: list[_Measured], index: int) -> Quantity | None:
    if index + 1 >= len(measured):
        return None
    low, high = measured[index], measured[index + 1]
    between = text[low.end : high.start]
    before = text[: low.start]
    lead = _BETWEEN.search(before)
    origin = _FROM.search(before)
    joined = _AND.match(between) if lead else _TO.match(between)
    if not joined or (low.unit and high.unit and low.unit != high.unit):
        return None
    first, last = low.number.value, high.number.value
    # 'entre 2 y 3 mil' is from 2000.
    if high.number.scale > 1 and low.number.scale == 1 and low.number.value < high.number.coefficient:
        first = first * high.number.scale
    steps = bool(origin) and " a" in between
    if first >= last and not steps:
        return None
    start = lead.start() if lead else origin.start() if origin else low.start
    unit = high.unit or low.unit or NUMBER
    end = max(high.end, high.number.end)
    return Quantity(start, end, high.number.end, None, first, last, unit, steps=steps)


def _same_again(text: str, first: _Measured, second: _Measured) -> bool:
    return first.number.value == second.number.value and bool(
        _ALTERNATIVE.match(text[first.end : second.start])
    )


def _single(text: str, measured: _Measured, *, start: int | None = None) -> Quantity:
    number, unit = measured.number, measured.unit or NUMBER
    begin = measured.start if start is None else start
    end = measured.end
    if start is not None and end < len(text) and text[end] == ")":
        end += 1
        after = unit_after(text, end) if unit == NUMBER else None
        unit, end = (after.name, after.end) if after else (unit, end)
    sign = _SIGN.search(text, 0, begin)
    for bound, qualifier, pattern in _BEFORE:
        match = pattern.search(text, max(0, begin - 40), begin)
        if match:
            return _bounded(measured, match.start(), end, unit, bound=bound, qualifier=qualifier)
    for bound, qualifier, pattern in _AFTER:
        if pattern.match(text, end):
            return _bounded(measured, begin, end, unit, bound=bound, qualifier=qualifier)
    value = number.value
    direction = 0 if not sign else 1 if sign[1] == "+" else -1
    return Quantity(begin, end, number.end, value, None, None, unit, sign=direction)


def _bounded(measured: _Measured, start: int, end: int, unit: str, *, bound: str, qualifier: str) -> Quantity:
    value = measured.number.value
    return Quantity(
        start,
        end,
        measured.number.end,
        None if bound else value,
        value if bound == "min" else None,
        value if bound == "max" else None,
        unit,
        qualifier,
    )
