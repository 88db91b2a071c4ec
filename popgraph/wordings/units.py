"""Units of measure as Spanish plans print them, and the QUDT units they are."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["NUMBER", "PERCENT", "SHARES", "Unit", "counts_something", "currency_before", "unit_after"]

PERCENT = "unit:PERCENT"
NUMBER = "unit:NUM"
SHARES = (PERCENT, "unit:PERMILLE")


@dataclass(frozen=True)
class Unit:
    """A unit found in a folded text: its prefixed name, and where it starts and ends."""

    name: str
    start: int
    end: int


_HECTARE = r"(?:hectareas?|has?\b\.?)"
_KILO = r"(?:kilogramos?|kilos?|kgs?\b\.?)"
_TONNE = r"(?:toneladas?(?:\s+metricas?)?|tm\b\.?|t\.?m\.|ton\b\.?|tn\b\.?|t\b)"
_PER = r"\s*(?:/|por|x)\s*"
_AFTER: tuple[tuple[str, str], ...] = (
    (PERCENT, r"%|por\s?ciento\b|por\s+cien\b|puntos?\s+porcentual(?:es)?\b|pp\b"),
    ("unit:PERMILLE", r"‰|por\s+mil\b(?!\s+(?:soles|dolares))"),
    ("unit:KiloGM-PER-HA", _KILO + _PER + _HECTARE),
    ("unit:TONNE-PER-HA", _TONNE + _PER + _HECTARE),
    ("unit:HA", _HECTARE + r"(?![a-z])"),
    ("unit:TONNE", _TONNE + r"(?![a-z/])"),
    ("unit:KiloGM", _KILO + r"(?![a-z/])"),
    ("unit:GM", r"gramos?\b|grs?\b\.?|g\b"),
    ("unit:KiloM2", r"kilometros?\s+cuadrados?\b|km2\b|km²"),
    ("unit:KiloM", r"kilometros?\b|kms?\b\.?"),
    ("unit:M2", r"metros?\s+cuadrados?\b|m2\b|m²"),
    ("unit:M3", r"metros?\s+cubicos?\b|m3\b|m³"),
    ("unit:M", r"metros?\b|mts?\b\.?|m\b(?!\.?s\.?n)"),
    ("unit:L", r"litros?\b|lts?\b\.?"),
    ("unit:CCY_USD", r"(?:de\s+)?(?:dolares|dolar)\b(?:\s+americanos)?|usd\b|us\$"),
    ("unit:CCY_PEN", r"(?:de\s+)?(?:nuevos\s+|nuevo\s+)?soles?\b|pen\b|s/\.?"),
    ("unit:CCY_EUR", r"(?:de\s+)?euros?\b|eur\b|€"),
    ("unit:YR", r"anos?\b"),
    ("unit:MO", r"mes(?:es)?\b"),
    ("unit:WK", r"semanas?\b"),
    ("unit:DAY", r"dias?\b"),
    ("unit:HR", r"horas?\b|hrs\b\.?|h\b"),
    ("unit:MIN", r"minutos?\b|min\b\.?"),
    ("unit:KiloW-HR", r"kwh\b"),
    ("unit:MegaW", r"megavatios?\b|mw\b"),
    ("unit:DEG_C", r"°\s?c\b|grados?\s+(?:centigrados?|celsius)\b"),
)
_COMPILED = tuple(
    (name, re.compile(r"\s*(?:de\s+|nuev[oa]s\s+)?(?:" + pattern + ")")) for name, pattern in _AFTER
)
_CURRENCIES = (
    ("unit:CCY_USD", re.compile(r"(?:us\s?\$|u\$s|usd|\$)\s*$")),
    ("unit:CCY_PEN", re.compile(r"(?:s/\.?|\bpen)\s*$")),
    ("unit:CCY_EUR", re.compile(r"(?:€|\beur)\s*$")),
)
# 'ha' is also the verb: 'en 2007 ha mejorado'.
_VERB_HA = re.compile(r"\s*ha\s+(?:sido\s+|[a-z]+mente\s+)?[a-z]+(?:ado|ido|to|cho|so|ando|iendo)\b")
_NEXT = re.compile(r"\s*([a-z]+)")
_NO_NOUN = frozenset(
    re.findall(
        r"[a-z]+",
        """ademas algunas algunos ambas ambos antes apenas aquellas aquellos cuyas cuyos demas despues dos entonces es
    esas esos estas estos jamas las les los mas menos mientras muchas muchos nos nuestras nuestros os otras otros
    pues seis sus tales todas todos tras tres unas unos varias varios veces y diversas diversos distintas distintos
    diferentes""",
    )
)


def unit_after(text: str, position: int) -> Unit | None:
    """Return the unit printed at ``position`` of a folded text, or nothing.

    >>> unit_after("150 ha. certificadas", 3).name
    'unit:HA'
    """
    if _VERB_HA.match(text, position):
        return None
    for name, pattern in _COMPILED:
        match = pattern.match(text, position)
        if match:
            start = position + len(match[0]) - len(match[0].lstrip())
            return Unit(name, start, match.end())
    return None


def currency_before(text: str, position: int) -> Unit | None:
    """Return the sign of a currency that ends at ``position`` of a folded text, or nothing.

    >>> currency_before("por us$ 63 mil", 8).name
    'unit:CCY_USD'
    """
    for name, pattern in _CURRENCIES:
        match = pattern.search(text, max(0, position - 8), position)
        if match:
            return Unit(name, match.start(), match.end())
    return None


def counts_something(text: str, position: int) -> bool:
    """Return whether a unit or a plural noun follows, so that the four digits before it are no year.

    >>> counts_something("2000 hectareas", 4), counts_something("2007 las empresas", 4)
    (True, False)
    """
    if position >= len(text) or text[position] not in " %":
        return False
    if _VERB_HA.match(text, position):
        return False
    if unit_after(text, position) or re.compile(r"\s+(?:mil|millones|millon)\b").match(text, position):
        return True
    word = _NEXT.match(text, position)
    return bool(word and len(word[1]) > 3 and word[1].endswith("s") and word[1] not in _NO_NOUN)
