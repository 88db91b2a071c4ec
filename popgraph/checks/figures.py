"""Checks of figures stated in prose against the tables of the same document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation, localcontext
from typing import TYPE_CHECKING

from popgraph.checks.rows import decimal, linked, rows, whole
from popgraph.checks.tables import half_unit
from popgraph.dates import bounds
from popgraph.errors import DataError
from popgraph.results import Result
from popgraph.vocab import POP, PREFIXES, SCHEME

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["ALMOST", "Interval", "agreeing", "stretched"]

ALMOST = Decimal("0.1")
"""How far below its value, as a share of it, a figure said to be almost or about it may lie."""

_FIGURES = """
SELECT DISTINCT ?figure ?value ?precision ?unit ?qualifier ?calculation ?period WHERE {
  ?figure a pop:StatedFigure ; pop:calculation ?calculation ; pop:figureValue ?value .
  OPTIONAL { ?figure pop:figurePrecision ?precision }
  OPTIONAL { ?figure pop:figureUnit ?unit }
  OPTIONAL { ?figure pop:figureQualifier ?qualifier }
  OPTIONAL { ?figure pop:figurePeriod ?period }
} ORDER BY ?figure"""
_OPERANDS = f"""
SELECT DISTINCT ?figure ?role ?operand ?value ?printed ?multiplier ?year ?unit ?precision WHERE {{
  ?figure a pop:StatedFigure .
  {linked("?figure ?role ?operand", "?role", ["pop:numerator", "pop:denominator"])}
  OPTIONAL {{ ?operand sdmx-measure:obsValue|pop:figureValue ?value }}
  OPTIONAL {{ ?operand pop:sourceText ?printed }}
  OPTIONAL {{ ?operand sdmx-attribute:unitMult ?multiplier }}
  OPTIONAL {{ ?operand sdmx-attribute:unitMeasure|pop:figureUnit ?unit }}
  OPTIONAL {{ ?operand sdmx-dimension:refPeriod ?year }}
  OPTIONAL {{ ?operand pop:figurePrecision ?precision }}
}} ORDER BY ?figure ?role ?year ?operand"""
_PRODUCTS = """
SELECT DISTINCT ?figure ?product ?other WHERE {
  ?figure a pop:StatedFigure ; pop:calculation ?calculation ; pop:about ?product .
  ?product a pop:ExportProduct .
  ?figure (pop:numerator|pop:denominator)/pop:refProduct ?other .
} ORDER BY ?figure ?product ?other"""
_BROADER = "SELECT ?narrow ?broad WHERE { ?narrow a pop:ExportProduct ; skos:broader ?broad }"

_CALCULATION = SCHEME + "calculation/"
_QUALIFIER = SCHEME + "qualifier/"
_UNIT = PREFIXES["unit"]
_HIGHEST = 18
# Numerator, denominator and figure in units that don't cancel out by themselves.
_FACTORS = {(_UNIT + "TONNE", _UNIT + "HA", _UNIT + "KiloGM-PER-HA"): Decimal(1000)}


@dataclass(frozen=True, slots=True)
class Interval:
    """The least and the greatest value that a rounded number may have had."""

    low: Decimal
    high: Decimal

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __truediv__(self, other: Interval) -> Interval:
        """Return the quotient of two positive intervals."""
        return Interval(self.low / other.high, self.high / other.low)

    def scaled(self, factor: Decimal, plus: Decimal = Decimal(0)) -> Interval:
        """Return each end times a positive factor, plus a number."""
        return Interval(self.low * factor + plus, self.high * factor + plus)


@dataclass(frozen=True, slots=True)
class _Operand:
    interval: Interval
    year: int
    unit: str


def agreeing(store: Store) -> Iterator[Result]:
    """Yield STA-02: a stated figure that its calculation doesn't give, within what rounding leaves open."""
    operands = _operands(store)
    for row in rows(store, _FIGURES):
        value, precision = decimal(row["value"]), decimal(row["precision"]) or Decimal(0)
        parts = operands.get(row["figure"])
        if value is None or parts is None:
            continue
        name = row["calculation"].removeprefix(_CALCULATION)
        result = _computed(name, parts["numerator"], parts["denominator"], row["unit"])
        if result and not _agree(value, precision, row["qualifier"].removeprefix(_QUALIFIER), result):
            yield Result(
                "STA-02",
                row["figure"],
                POP + "figureValue",
                f"{value.normalize():f}",
                bindings=(("high", _round(result.high)), ("low", _round(result.low))),
            )


def stretched(store: Store) -> Iterator[Result]:
    """Yield STA-03: a share or rate said of more years, or of more products, than it follows from."""
    operands = _operands(store)
    for row in rows(store, _FIGURES):
        parts = operands.get(row["figure"])
        if parts is None or row["calculation"] == _CALCULATION + "sum":
            continue
        seen = {operand.year for operand in (*parts["numerator"], *parts["denominator"]) if operand.year}
        said = _years(row["period"])
        if seen and said - seen:
            yield Result(
                "STA-03",
                row["figure"],
                POP + "figurePeriod",
                row["period"],
                bindings=(("only", ", ".join(map(str, sorted(seen)))),),
            )
    yield from _products(store)


def _products(store: Store) -> Iterator[Result]:
    broader = {(row["narrow"], row["broad"]) for row in rows(store, _BROADER)}
    about: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows(store, _PRODUCTS):
        about[row["figure"], row["product"]].append(row["other"])
    for (figure, product), others in about.items():
        if not any(
            product == other or (product, other) in broader or (other, product) in broader for other in others
        ):
            yield Result(
                "STA-03", figure, POP + "about", product, bindings=(("only", ", ".join(sorted(set(others)))),)
            )


def _operands(store: Store) -> dict[str, dict[str, list[_Operand]]]:
    """The operands of each figure by role; a figure with one that can't be read is left out."""
    found: dict[str, dict[str, list[_Operand]]] = defaultdict(lambda: {"numerator": [], "denominator": []})
    broken: set[str] = set()
    for row in rows(store, _OPERANDS):
        value, power = decimal(row["value"]), decimal(row["multiplier"]) or Decimal(0)
        if value is None or abs(power) > _HIGHEST:
            broken.add(row["figure"])
            continue
        slack = decimal(row["precision"])
        scale = Decimal(10) ** int(power)
        slack = half_unit(row["printed"]) if slack is None else slack
        interval = Interval((value - slack) * scale, (value + slack) * scale)
        found[row["figure"]][row["role"].removeprefix(POP)].append(
            _Operand(interval, whole(row["year"]), row["unit"])
        )
    return {figure: parts for figure, parts in found.items() if figure not in broken}


def _sum(operands: Sequence[_Operand]) -> Interval:
    total = Interval(Decimal(0), Decimal(0))
    for operand in operands:
        total += operand.interval
    return total


def _computed(name: str, over: list[_Operand], under: list[_Operand], unit: str) -> Interval | None:
    """What a calculation gives, in the unit of the figure; nothing if it can't be carried out."""
    if not over:
        return None
    if name == "sum":
        return _sum(over)
    work = _CALCULATIONS.get(name)
    if work is None or not under or any(operand.interval.low <= 0 for operand in under):
        return None
    factor = Decimal(100) if unit == _UNIT + "PERCENT" else Decimal(1)
    factor *= _FACTORS.get((over[0].unit, under[0].unit, unit), Decimal(1))
    with localcontext() as context:
        context.prec = 28
        try:
            result = work(over, under)
        except InvalidOperation:
            return None
    return result.scaled(factor) if result else None


def _ratio(over: Sequence[_Operand], under: Sequence[_Operand]) -> Interval | None:
    return _sum(over) / _sum(under)


def _growth(over: Sequence[_Operand], under: Sequence[_Operand]) -> Interval | None:
    return (_sum(over) / _sum(under)).scaled(Decimal(1), Decimal(-1))


def _mean_growth(over: Sequence[_Operand], under: Sequence[_Operand]) -> Interval | None:
    before = {operand.year: operand for operand in under}
    if len(before) != len(under) or {operand.year - 1 for operand in over} != set(before):
        return None
    yearly = [operand.interval / before[operand.year - 1].interval for operand in over]
    total = Interval(
        sum((item.low for item in yearly), Decimal(0)), sum((item.high for item in yearly), Decimal(0))
    )
    return total.scaled(1 / Decimal(len(yearly)), Decimal(-1))


def _compound_growth(over: Sequence[_Operand], under: Sequence[_Operand]) -> Interval | None:
    years = over[0].year - under[0].year
    if len(over) != 1 or len(under) != 1 or years < 1:
        return None
    quotient = over[0].interval / under[0].interval
    root = 1 / Decimal(years)
    return Interval(quotient.low**root - 1, quotient.high**root - 1)


_CALCULATIONS: Mapping[str, Callable[[Sequence[_Operand], Sequence[_Operand]], Interval | None]] = {
    "ratio": _ratio,
    "growth": _growth,
    "mean-annual-growth": _mean_growth,
    "compound-annual-growth": _compound_growth,
}


def _agree(value: Decimal, precision: Decimal, qualifier: str, result: Interval) -> bool:
    slack = abs(value) * ALMOST
    if qualifier == "more-than":
        return result.high >= value
    if qualifier == "less-than":
        return result.low <= value
    low = value - (slack if qualifier in ("almost", "about") else precision)
    high = value + (slack if qualifier == "about" else precision)
    return low <= result.high and result.low <= high


def _years(period: str) -> set[int]:
    try:
        first, last = bounds(period) if period else (None, None)
    except DataError:
        return set()
    return set(range(first.year, last.year + 1)) if first and last else set()


def _round(value: Decimal) -> str:
    text = f"{value:.2f}" if abs(value) < 10000 else f"{value:.0f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
