"""Whether a quantity is what changes ('crece en 30 %', 'reducir en 2 días') or what is reached ('sube a 50 %')."""

from __future__ import annotations

import re

from popgraph.wordings.clauses import clause_of, clause_start
from popgraph.wordings.quantities import Quantity
from popgraph.wordings.units import NUMBER, PERCENT

__all__ = ["CHANGE", "FALL", "YEARLY", "change_of", "is_reached"]

_UP = (
    r"incrementa\w*|incremente\w*|aumenta\w*|aumente\w*|crec(?:e|en|er|era|eran|ido|ieron|io|iendo|iera|eria)\b"
    r"|crezca\w*|mejora\w*|mejore\w*|elev[ae]\w*|sub(?:e|en|ir|ira|iran|ido|io)\b|amplia\w*|amplie\w*|expand\w+"
    r"|increment[oó]s?\b|aumento\b|crecimiento\b|alza\b|ampliacion\b|mayor(?:es)?\b|superior(?:es)?\b"
)
FALL = (
    r"reduc\w+|reduzca\w*|disminu\w+|baj(?:a|an|ar|ara|aran|ado|aron|o|e|en)\b|decrec\w+|descien\w+|descen\w+"
    r"|ca(?:e|en|er|era|eran|ido|yeron|yo)\b|caida\b|abarata\w*|recort\w+"
)
CHANGE = re.compile(rf"\b(?:(?P<up>{_UP})|(?P<down>{FALL}))")
_CHANGE_NOUN = re.compile(
    r"\b(?:incrementos?|aumentos?|crecimiento|alza|ampliacion|reduccion(?:es)?|disminucion|caida|decrecimiento"
    r"|descenso|tasa|ritmo|variacion)(?:\s+(?:anual|promedio|minimo|adicional|total|neto|global))*\s*$"
)
_IMPROVE = re.compile(r"mejor|mayor|superior|elev|ampli|expand")
_PREPOSITION = re.compile(
    r"\b(en|al?|hasta|del?|con|para|entre|sobre|por)\s+(?:(?:el|la|los|las|un|una|unos|unas|otros?|otras?)\s+)*$"
)
_ADVERB = re.compile(r"\b(?:en\s+)?promedio\b|\banualmente\b|\bcada\s+ano\b")
_UP_TO = ("a", "al", "hasta")
_PASSES = re.compile(r"\b(?:pas|lleg|logr)\w*")
_GROWS = re.compile(r"crec|crez|decrec")
_RATE = re.compile(r"\b(?:al?|con|en)\s+(?:una?\s+)?(?:tasa|ritmo)s?\b[^,.;0-9]{0,40}$")
_MORE_AFTER = re.compile(
    r"(?:\s+(?!(?:o|a|como|por)\b)[a-z]+){0,2}?\s+(?P<word>mas|adicional(?:es)?|menos)\b(?P<of>\s+de\b)?"
)
_COMPARATIVE = re.compile(r"\s+(?:(?P<up>mayor|superior)|menor|inferior)(?:es)?\b")
_OF_CHANGE = re.compile(
    r"\s+de\s+(?:(?P<up>incremento|aumento|crecimiento|mejora|alza)|reduccion|disminucion|caida|descenso|ahorro)\b"
)
YEARLY = re.compile(
    r"\banualmente\b|\b(?:por|al|x|cada|a)\s+ano\b(?!\s+(?:[0-9]|fiscal))|\bcada\s+ano\b|/\s?ano\b|\banual(?:es)?\b"
    r"|\btodos\s+los\s+anos\b|\bpor\s+cada\s+ano\b"
)


def is_reached(text: str, quantity: Quantity) -> bool:
    """Return whether the quantity is what is reached: 'aumenta a 50', 'se reduce de 20 a 5'."""
    clause = text[clause_start(text, quantity.start) : quantity.start]
    if quantity.steps:
        if quantity.unit == PERCENT and _CHANGE_NOUN.search(clause):
            return False
        low, high = quantity.minimum, quantity.maximum
        falls = low is not None and high is not None and low >= high
        return falls or bool(CHANGE.search(clause) or _PASSES.search(clause))
    preposition = _PREPOSITION.search(clause)
    to = text.startswith("hasta", quantity.start) or (preposition and preposition[1] in _UP_TO)
    return bool(to and CHANGE.search(clause))


def change_of(text: str, quantity: Quantity) -> int | None:
    """Return 1 for a rise by the quantity, -1 for a fall, None if it is no change."""
    if quantity.sign and quantity.unit == PERCENT:
        return quantity.sign
    said_after = _said_after(text, quantity)
    if said_after:
        return said_after
    clause = text[clause_start(text, quantity.start) : quantity.start]
    changes = list(CHANGE.finditer(clause))
    if not changes:
        return 1 if _CHANGE_NOUN.search(clause) and quantity.unit == PERCENT else None
    return (1 if changes[-1]["up"] else -1) if _is_by(text, quantity, clause, changes[-1]) else None


def _said_after(text: str, quantity: Quantity) -> int | None:
    """Return the direction that the words after the quantity give: '20 empresas más', '12 % menores'."""
    more = _MORE_AFTER.match(text, quantity.end)
    if more and more["of"] and quantity.unit != PERCENT:
        return None
    if more and more["word"] != "menos":
        return 1
    if quantity.unit != PERCENT:
        return None
    if more:
        return -1
    compared = _COMPARATIVE.match(text, quantity.end) or _OF_CHANGE.match(text, quantity.end)
    return (1 if compared["up"] else -1) if compared else None


def _is_by(text: str, quantity: Quantity, clause: str, change: re.Match[str]) -> bool:
    """Return whether the verb or noun of change in the clause before the quantity changes by it."""
    share = quantity.unit == PERCENT
    preposition = _PREPOSITION.search(clause)
    word = preposition[1] if preposition else ""
    end = preposition.start() if preposition else len(clause)
    noun = bool(_CHANGE_NOUN.search(clause[:end]))
    direct = not _ADVERB.sub("", clause[change.end() : end]).strip()
    rate = bool(_RATE.search(clause))
    if quantity.steps:
        return noun and share
    if word in _UP_TO or text.startswith("hasta", quantity.start):
        # 'crecer al 5% anual' is a rate, 'aumentar al 50%' is what is reached.
        yearly = YEARLY.search(clause_of(text, quantity.start, quantity.end))
        return share and (rate or bool(_GROWS.match(change[0]) and yearly))
    if share:
        return word == "en" or noun or rate or (direct and word in ("", "del", "de", "entre", "por"))
    if not word:
        return direct and not _IMPROVE.match(change[0]) and quantity.unit != NUMBER
    return word == "en" or (noun and word in ("de", "del"))
