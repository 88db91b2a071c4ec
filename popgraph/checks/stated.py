"""Checks of what a text says of itself: the year, precision, qualifier and unit of a figure, the days of a workshop."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from popgraph.checks.rows import decimal, linked, rows
from popgraph.results import Result
from popgraph.vocab import POP, SCHEME
from popgraph.wordings.folding import fold

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["described", "held"]

_FIGURES = """
SELECT DISTINCT ?node ?text ?statement ?value ?precision ?qualifier ?period ?unit ?calculation WHERE {
  ?node a pop:StatedFigure ; pop:sourceText ?text ; pop:figureValue ?value .
  OPTIONAL { ?node pop:statement ?statement FILTER (LANG(?statement) = "es") }
  OPTIONAL { ?node pop:figurePrecision ?precision }
  OPTIONAL { ?node pop:figureQualifier ?qualifier }
  OPTIONAL { ?node pop:figurePeriod ?period }
  OPTIONAL { ?node pop:figureUnit ?unit }
  OPTIONAL { ?node pop:calculation ?calculation }
} ORDER BY ?node ?statement"""
_OPERANDS = f"""
SELECT DISTINCT ?node ?role WHERE {{
  {linked("?node ?role ?operand", "?role", ["pop:numerator", "pop:denominator"])}
}}"""
_SYMBOLS = f"""
SELECT DISTINCT ?unit ?symbol WHERE {{ ?unit skos:inScheme <{SCHEME}unit> ; skos:notation ?symbol }}"""
_MEETINGS = """
SELECT DISTINCT ?node ?text ?day WHERE {
  ?node a pop:Workshop ; pop:sourceText ?text ; pop:heldOn ?day .
} ORDER BY ?node ?day"""
_YEAR = re.compile(r"(?<![0-9.,])(?:19|20)[0-9]{2}(?![0-9])")
_PRINTED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")
_QUALIFIERS = {
    "almost": r"casi|cerca de|poco menos de",
    "about": r"alrededor de|aproximadamente|unos|unas",
    "more-than": r"mas de|mayor(?:es)? (?:de|a|al|del|que)|superior(?:es)? (?:a|al)",
    "less-than": r"menos de|menor(?:es)? (?:de|a|al|del|que)|inferior(?:es)? (?:a|al)",
}
_SAID = {
    name: re.compile(rf"\b(?:{words}) (?:el |los |las |us\$ ?)?[0-9]") for name, words in _QUALIFIERS.items()
}
_NEEDED = {
    "sum": ("numerator",),
    "ratio": ("numerator", "denominator"),
    "growth": ("numerator", "denominator"),
    "mean-annual-growth": ("numerator", "denominator"),
}
_HALF = Decimal("0.5")
_MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)
_DAYS = re.compile(
    r"(?P<days>[0-9]{1,2}(?:(?:, ?| y | al? )[0-9]{1,2})*) de (?P<month>[a-z]+)(?: del? (?P<year>[0-9]{4}))?"
)
_RANGE = re.compile(r"([0-9]{1,2}) al? ([0-9]{1,2})")


def described(store: Store) -> Iterator[Result]:
    """Yield STA-07: a stated figure whose period, precision, qualifier, unit or calculation its own words deny.

    Only what the words say counts: a year, the last digit, «casi», a unit's symbol. A ratio needs both its terms.
    """
    operands: dict[str, set[str]] = defaultdict(set)
    for row in rows(store, _OPERANDS):
        operands[row["node"]].add(row["role"].removeprefix(POP))
    symbols = {row["symbol"]: row["unit"] for row in rows(store, _SYMBOLS)}
    for row in rows(store, _FIGURES):
        words = fold(row["statement"]).text
        for prop, shown, expected in (
            *_period(row["period"], words),
            *_precision(row["precision"], row["value"], row["text"]),
            *_qualifier(row["qualifier"], words),
            *_unit(row["unit"], row["text"], symbols),
            *_terms(row["calculation"], operands[row["node"]]),
        ):
            yield Result("STA-07", row["node"], POP + prop, shown, bindings=(("expected", expected),))


def held(store: Store) -> Iterator[Result]:
    """Yield TMP-13: a workshop whose days aren't those that its text prints; a year that isn't printed is free."""
    days: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows(store, _MEETINGS):
        days[row["node"], row["text"]].add(row["day"][:10])
    for (node, text), found in sorted(days.items()):
        printed, years = _dates(fold(text).text)
        said = {day[5:] for day in found}
        if not printed or (said == printed and all(not years or day[:4] in years for day in found)):
            continue
        expected = ", ".join(sorted(printed)) + (f" ({', '.join(sorted(years))})" if years else "")
        bound = (("expected", expected),)
        yield Result("TMP-13", node, POP + "heldOn", ", ".join(sorted(found)), bindings=bound)


_Fault = tuple[str, str, str]


def _period(period: str, words: str) -> Iterator[_Fault]:
    years, said = set(_YEAR.findall(period)), set(_YEAR.findall(words))
    if years and said and not years <= said:
        yield "figurePeriod", period, ", ".join(sorted(said))


def _precision(precision: str, value: str, text: str) -> Iterator[_Fault]:
    given, whole = decimal(precision), decimal(value)
    printed = _PRINTED.search(text)
    number = decimal(printed[0].replace(",", "")) if printed else None
    if given is None or not whole or not number:
        return
    decimals = len(printed[0].partition(".")[2]) if printed else 0
    expected = _HALF.scaleb(-decimals) * abs(whole / number)
    if abs(given - expected) > expected / 100:
        yield "figurePrecision", precision, format(expected.normalize(), "f")


def _qualifier(qualifier: str, words: str) -> Iterator[_Fault]:
    said = {name for name, pattern in _SAID.items() if pattern.search(words)}
    if qualifier and said and qualifier.rpartition("/")[2] not in said:
        yield "figureQualifier", qualifier, ", ".join(sorted(said))


def _unit(unit: str, text: str, symbols: dict[str, str]) -> Iterator[_Fault]:
    said = [
        symbol
        for symbol in symbols
        if not symbol.isdigit()
        and re.search(rf"[0-9] ?{re.escape(symbol)}(?![\w/])|{re.escape(symbol)} ?[0-9]", text)
    ]
    longest = max(said, key=len, default="")
    if unit and longest and symbols[longest] != unit:
        yield "figureUnit", unit, longest


def _terms(calculation: str, there: set[str]) -> Iterator[_Fault]:
    needed = _NEEDED.get(calculation.rpartition("/")[2], ())
    missing = [name for name in needed if name not in there]
    if missing:
        yield "calculation", calculation, ", ".join(missing)


def _dates(words: str) -> tuple[set[str], set[str]]:
    printed: set[str] = set()
    years: set[str] = set()
    for match in _DAYS.finditer(words):
        month = match["month"].replace("setiembre", "septiembre")
        if month not in _MONTHS:
            continue
        numbers = {int(number) for number in re.findall("[0-9]+", match["days"])}
        for first, last in _RANGE.findall(match["days"]):
            numbers.update(range(int(first), int(last) + 1))
        printed |= {f"{_MONTHS.index(month) + 1:02}-{number:02}" for number in numbers}
        if match["year"]:
            years.add(match["year"])
    return printed, years
