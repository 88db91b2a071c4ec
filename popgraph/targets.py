"""Spanish indicators → the value, range or event that they set as target.

=============================================  ==========  =====================================================
wording                                        mode        convention
=============================================  ==========  =====================================================
hay / cuenta con / operan 20 empresas          level       20
10 empresas tienen certificación, 10 empresas  level       10: no act is counted
el 70% de las empresas                         level       70 %: a share is a level, whatever the verb
se incrementa a 50%, aumenta hasta 200 has.    level       what is reached
aumenta de 5 a 10 empresas                     level       10: what is reached
se reduce a 5 días                             level       5
se ha capacitado a 40 empresarios              cumulative  acts or results counted in the perfect tense
400 personas capacitadas, realizar 2 ferias    cumulative  acts counted, in any form
se incrementa en 30%, crece 5% anual           increase    30, 5
incremento de 30%, +30%, 5 empresas más        increase
se reduce en 20%, caída del 20%                increase    -20
se duplica, se triplica                        increase    100 %, 200 %
dos eventos anualmente, 5 ferias por año       per-year    the number of each year
línea de base: 120, actualmente hay 3          baseline    only where there is no other figure
se crea un fondo, el primer grupo              event       no figure: articles and ordinals count nothing
dos reuniones mensuales                        level       the scheme has no mode for other frequencies
=============================================  ==========  =====================================================

Bounds: *entre A y B*, *de A a B*, *A-B* are a range; *al menos*, *como mínimo*, *más de* give a minimum alone,
*hasta*, *no más de*, *menos de* a maximum alone; *casi*, *unos*, *aproximadamente* keep the value. The qualifier
says which ('more-than' is a strict bound). Of a fall the bounds change sides: *se reduce en al menos 20%* has the
maximum -20.

Of several figures the first that is no part of another phrase counts: in *de las 200 empresas, el 70%* it is 70 %,
in *aumenta la producción de 20 productores en 30%* it is 30 %. How numbers are read: `popgraph.wordings.numerals`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from popgraph.dates import due_spans
from popgraph.wordings.acts import DONE, counts_acts
from popgraph.wordings.changes import CHANGE, FALL, YEARLY, change_of, is_reached
from popgraph.wordings.clauses import clause_of, clause_start
from popgraph.wordings.folding import Folded, fold
from popgraph.wordings.nounphrases import noun_phrase, subject_of
from popgraph.wordings.quantities import Quantity, find_quantities
from popgraph.wordings.units import NUMBER, PERCENT, unit_after

__all__ = ["Target", "parse_target"]


@dataclass(frozen=True)
class Target:
    """What an indicator sets as target.

    Attributes:
        wording: The printed words, without those of the due period.
        value: The figure; None for a range, a bound or an event.
        minimum: The lower bound.
        maximum: The upper bound.
        unit: Prefixed name of the QUDT unit, such as ``unit:PERCENT``; None for an event.
        population: The words for what is counted or measured, as printed; None if they can't be told.
        mode: level, cumulative, increase, per-year, baseline or event.
        qualifier: exactly, almost, about, more-than or less-than.
    """

    wording: str
    value: Decimal | None
    minimum: Decimal | None
    maximum: Decimal | None
    unit: str | None
    population: str | None
    mode: str
    qualifier: str = "exactly"


_MULTIPLIES = (
    (Decimal(100), re.compile(r"\b(?:duplica|duplique|dobla|doble)\w*")),
    (Decimal(200), re.compile(r"\btripli\w+")),
    (Decimal(300), re.compile(r"\bcuadrupli\w+")),
    (Decimal(400), re.compile(r"\bquintupli\w+")),
)
_HALVED = re.compile(rf"\b(?:{FALL})[^,.;]{{0,60}}?\ba\s+la\s+mitad\b")
_BASELINE = re.compile(
    r"\b(?:linea\s+(?:de\s+)?base|valor\s+base|situacion\s+(?:actual|inicial)|actualmente|hoy(?:\s+en\s+dia)?|a\s+la\s+fecha"
    r"|partiendo\s+de|a\s+partir\s+de|inicialmente|en\s+la\s+actualidad)\b(?:[^,;.0-9]|\b(?:19|20)[0-9]{2}\b){0,60}$"
)
_COMPARED = re.compile(r"\b(?:respecto|comparacion|comparad[oa]s?|frente|relacion)\b[^,;.]{0,40}$")
_DEPENDENT = re.compile(
    r"\b(?:de|del|con|para|entre|por|a|al|sobre|hacia|como|en)\s+(?:(?:el|la|los|las|sus|estos|estas|cada|unos|unas|un"
    r"|una|total\s+de)\s+)*$"
)
_FREE = re.compile(
    r"(?:\b(?:cuenta[n]?|contar|cuente[n]?|contara[n]?)\s+con|\b(?:lleg|ascend|asciend)\w+\s+a|\bpor\s+lo\s+menos|\bal\s+menos)\s+(?:los|las|un\s+total\s+de)?\s*$"
)
_PARTITIVE = re.compile(r"\b(?:de|entre)\s+(?:un\s+total\s+de\s+|(?:los|las)\s+)$|\bcada\s+$")
_DURATION = re.compile(
    r"\b(?:durante|por|cada|hace|dentro\s+de|plazo\s+(?:maximo\s+)?de|en|proxim[oa]s|ultim[oa]s|primer[oa]s|tras|luego\s+de|de|a)\s+(?:(?:un|los|las)\s+)*$"
)
_TIME_UNITS = frozenset({"unit:YR", "unit:MO", "unit:WK", "unit:DAY", "unit:HR", "unit:MIN"})
_TIME = re.compile(r"\b(?:tiempos?|duracion|demora|estadia|estancia|antiguedad|frecuencia)\b")
_FIGURE_LABEL = re.compile(
    r"(?:^|[;.]\s+)\s*(?:(?P<kind>n[°º]|nro\.?|numero|cantidad|total|porcentaje|proporcion|%)\s+del?\s+(?:(?:los|las|la|el)\s+)?)?"
    r"(?!metas?\b|linea|indicador|valor|plazo|actual)(?P<what>[a-z][^:;.0-9]*?)\s*:?\s*$"
)
# What follows a figure whose noun stands before it: 'Laboratorio instalado 1', 'exportaciones 12% mayores'.
_ENDS = re.compile(r"\s*(?:[.;]|$)|\s+(?:mas|menos|mayor|menor|superior|inferior)(?:es)?\b")
_OPEN_END = re.compile(
    r"(?:^|\s)(?:al?|con|del?|el|en|es|hay|la|las|los|para|por|se|seran?|son|tendran?|un|una|y|[a-z]*(?:aran?|eran|iran?))$"
)
_SHARE_LABEL = re.compile(r"porcentaje|%")
_LABEL = re.compile(r"\s*(?:indicador(?:es)?(?:\s+de\s+[a-z]+)?|metas?)\s*[0-9]*\s*[:.]\s*")
_EDGES = " \t\n\r\f\v\u00a0,.;:-–—()"


@lru_cache(maxsize=4096)
def parse_target(text: str) -> Target | None:
    """Return the target that a Spanish indicator sets, or nothing if the text has no words but a due period.

    >>> parse_target("Al 2010 entre 150 y 200 has. son certificadas.")  # doctest: +NORMALIZE_WHITESPACE
    Target(wording='entre 150 y 200 has. son certificadas', value=None, minimum=Decimal('150'),
           maximum=Decimal('200'), unit='unit:HA', population='has.', mode='level', qualifier='exactly')
    >>> target = parse_target("A partir de 2006 se ofrece anualmente dos eventos de capacitación.")
    >>> str(target.value), target.unit, target.population, target.mode
    ('2', 'unit:NUM', 'eventos de capacitación', 'per-year')
    >>> parse_target("A fines de 2006 se ha creado el fondo.").mode
    'event'
    """
    folded = fold(text)
    spans = due_spans(folded)
    quantities = find_quantities(folded, taken=spans)
    blank = _blank(folded.text, spans)
    if not quantities:
        return _without_figure(folded, blank, spans)
    ranked = sorted(quantities, key=lambda quantity: (_rank(blank, quantity), quantity.start))
    chosen = ranked[0]
    if _rank(blank, chosen) >= _NO_TARGET:
        return _without_figure(folded, blank, spans)
    return _with_figure(folded, blank, spans, chosen)


_NO_TARGET = 9


def _rank(text: str, quantity: Quantity) -> int:
    """Return how far a quantity is from being the target; `_NO_TARGET` and above it never is."""
    before = text[max(0, quantity.start - 100) : quantity.start]
    clause = text[clause_start(text, quantity.start) : quantity.start]
    bounded = quantity.minimum is not None or quantity.maximum is not None
    timed = bounded or CHANGE.search(clause) or _TIME.search(clause)
    if quantity.unit in _TIME_UNITS and not timed and _DURATION.search(before):
        return _NO_TARGET
    if _baseline(text, quantity) and change_of(text, quantity) is None:
        return 5
    if _COMPARED.search(clause):
        return 4
    if _PARTITIVE.search(before) and quantity.unit != PERCENT:
        return 3
    free = _FREE.search(before) or change_of(text, quantity) is not None or quantity.steps
    if (
        _DEPENDENT.search(before)
        and not free
        and not counts_acts(text, quantity)
        and quantity.unit != PERCENT
    ):
        return 2
    return 0


def _with_figure(folded: Folded, text: str, spans: tuple[tuple[int, int], ...], quantity: Quantity) -> Target:
    direction = change_of(text, quantity)
    value, minimum, maximum = quantity.value, quantity.minimum, quantity.maximum
    mode = _mode(text, quantity, direction)
    if is_reached(text, quantity) and (quantity.steps or (maximum is not None and minimum is None)):
        value, minimum, maximum = maximum, None, None
    elif mode == "increase" and direction == -1:
        value = None if value is None else -value
        minimum, maximum = _negative(maximum), _negative(minimum)
    population = noun_phrase(text, quantity)
    mere_unit = population is not None and population[1] <= quantity.end
    if (population is None or mere_unit) and mode in ("increase", "level"):
        population = subject_of(text, quantity, clause_start(text, quantity.start), CHANGE) or population
    population = population or _labelled(text, quantity)
    unit = _unit_of_label(text, quantity)
    printed = folded.printed(*population).strip(_EDGES.replace(".", "")) if population else None
    wording = _segment(folded, spans, quantity.start)
    return Target(wording, value, minimum, maximum, unit, printed or None, mode, quantity.qualifier)


def _labelled(text: str, quantity: Quantity) -> tuple[int, int] | None:
    """Return where the words stand that a form prints before its figure: 'N° de eventos: 13', 'Talleres: 4'."""
    match = _FIGURE_LABEL.search(text, 0, quantity.start)
    if not match or not (match["kind"] or match[0].rstrip().endswith(":") or _ENDS.match(text, quantity.end)):
        return None
    return None if _OPEN_END.search(match["what"]) else match.span("what")


def _unit_of_label(text: str, quantity: Quantity) -> str:
    label = _FIGURE_LABEL.search(text, 0, quantity.start)
    if not label or quantity.unit != NUMBER:
        return quantity.unit
    if _SHARE_LABEL.match(label["kind"] or ""):
        return PERCENT
    unit = unit_after(text, label.start("what"))
    return unit.name if unit and unit.name not in _TIME_UNITS else NUMBER


def _negative(bound: Decimal | None) -> Decimal | None:
    return None if bound is None else -bound


def _without_figure(folded: Folded, text: str, spans: tuple[tuple[int, int], ...]) -> Target | None:
    wording = _segment(folded, spans, None)
    if not any(character.isalpha() for character in wording):
        return None
    change = next((value for value, pattern in _MULTIPLIES if pattern.search(text)), None)
    if _HALVED.search(text):
        change = Decimal(-50)
    if change is None:
        return Target(wording, None, None, None, None, None, "event")
    return Target(wording, change, None, None, PERCENT, None, "increase")


def _mode(text: str, quantity: Quantity, direction: int | None) -> str:
    if direction is not None:
        return "increase"
    if _baseline(text, quantity):
        return "baseline"
    label = _FIGURE_LABEL.search(text, 0, quantity.start)
    yearly = YEARLY.search(clause_of(text, quantity.start, quantity.end)) or (
        label and YEARLY.search(label[0])
    )
    if yearly and quantity.unit not in _TIME_UNITS:
        return "per-year"
    if _unit_of_label(text, quantity) == PERCENT or is_reached(text, quantity):
        return "level"
    if label and label["kind"] and DONE.search(label[0]):
        return "cumulative"
    return "cumulative" if counts_acts(text, quantity) else "level"


def _baseline(text: str, quantity: Quantity) -> bool:
    return bool(_BASELINE.search(text[max(0, quantity.start - 100) : quantity.start]))


def _blank(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    for start, end in spans:
        text = text[:start] + ";" * (end - start) + text[end:]
    return text


def _segment(folded: Folded, spans: tuple[tuple[int, int], ...], position: int | None) -> str:
    """Return the printed words between due wordings: those around ``position``, or else the most."""
    label = _LABEL.match(folded.text)
    edges = [label.end() if label else 0, *(edge for span in spans for edge in span), len(folded.text)]
    pieces = [(low, high) for low, high in zip(edges[::2], edges[1::2], strict=True) if low < high]
    around = [piece for piece in pieces if position is not None and piece[0] <= position < piece[1]]
    if not (around or pieces):
        return ""
    low, high = around[0] if around else max(pieces, key=lambda piece: piece[1] - piece[0])
    return folded.printed(low, high).strip(_EDGES)
