"""The words for what a quantity counts: 'pasantías e intercambios', 'empresarios vinculados al cacao'.

No grammar of Spanish, but its agreement: after a plural noun an adjective ends in -s, so another word is a verb.
All functions take a folded text (see `popgraph.wordings.folding`) and give back positions in it.
"""

from __future__ import annotations

import re

from popgraph.wordings.quantities import Quantity
from popgraph.wordings.units import NUMBER, SHARES

__all__ = ["noun_phrase", "subject_of"]

Span = tuple[int, int]

_WORD = re.compile(r"\s*([a-z]+)")
_OF = re.compile(r"\s+(?:de\s+(?:los|las|la|el)|del|de)\s+(?=[a-z])")
_AND = re.compile(r"\s+(?:y|e|o|u)\s+(?:(?:los|las)\s+)?(?=[a-z])")
_TO = re.compile(r"\s+(?:al|a\s+la|con|en|por)\s+(?:(?:el|la|los|las|est[ae]s|estos)\s+)?(?=[a-z])")
_PARTICIPLE = re.compile(r"[a-z]+(?:ad|id|t|s|ch)[oa]s$")
_IN = re.compile(r"\s+en\s+(?:(?:el|la|los|las)\s+)?(?=[a-z])")
_OR_MORE = re.compile(r"\s+(?:o|a)\s+(?:mas|menos)\b")
_OF_SO_MANY = re.compile(r"\s+de\s+(?:las|los)\s+[0-9]+(?=\s+[a-z])")
_VERB = re.compile(r"[a-z]+(?:aran|eran|iran|aron|ieron)$")
_BEFORE_UNIT = re.compile(r"\s*(?:de\s+)?")
_ARTICLES = re.compile(r"\s*(?:(?:de\s+)?(?:los|las|la|el|sus|su)|del|de)\s+")
_STOP = frozenset(
    re.findall(
        r"[a-z]+",
        """a al ante anual anuales anualmente cada como con cuando de del desde durante e el en entre es esta estan este
    esten ha haber habra habran han hasta hay la las le les los mas menos mensual mensuales mientras minimo maximo no o
    para por porque que quienes se sea sean segun ser sin sobre son su sus tanto tras u un una y ya adicionales
    aproximadamente trimestrales semestrales""",
    )
)
_SUBJECT_NOISE = re.compile(r"^(?:\s|se\b|que\b|y\b|al\b|la\b|el\b|los\b|las\b|del?\b|de\b|un\b|una\b|en\b)+")
_RATE = re.compile(r"(?:\s+(?:a|una|un|la|tasa|ritmo|anual|promedio|de|del))+\s*$")
_AUXILIARIES = re.compile(
    r"(?:(?:^|\s+)(?:tasa\s+de|se|ha|han|habra|habran|haya|hayan|es|son|sera|seran|en|a|al|de|del|el|un|una|no))+\s*$"
)


def noun_phrase(text: str, quantity: Quantity) -> Span | None:
    """Return where the words stand that name what ``quantity`` counts, or nothing.

    >>> from popgraph.wordings.folding import fold
    >>> from popgraph.wordings.quantities import find_quantities
    >>> folded = fold("el 70% de las empresas financia algún programa")
    >>> folded.printed(*noun_phrase(folded.text, find_quantities(folded)[0]))
    'empresas'
    """
    beyond = _OR_MORE.match(text, quantity.end)
    after = beyond.end() if beyond else quantity.end
    if quantity.unit in (NUMBER, *SHARES):
        articles = _OF_SO_MANY.match(text, after) or _ARTICLES.match(text, after)
        if quantity.unit in SHARES and not articles:
            return None
        return _phrase(text, articles.end() if articles else after)
    # With a unit of measure the unit is the noun: 'hectáreas sembradas'.
    unit_start = _BEFORE_UNIT.match(text, quantity.number_end)
    start = unit_start.end() if unit_start else quantity.number_end
    if start >= quantity.end:
        of = _OF.match(text, quantity.end) or _IN.match(text, quantity.end)
        return _phrase(text, of.end()) if of else None
    end = _adjectives(text, quantity.end, plural=True)
    of = _OF.match(text, end)
    inner = _phrase(text, of.end()) if of else None
    return start, inner[1] if inner else end


def subject_of(text: str, quantity: Quantity, clause_start: int, verb: re.Pattern[str]) -> Span | None:
    """Return where the words stand that name what changes by ``quantity``, or nothing.

    They stand before the verb ('la productividad ha mejorado en 30%') or after it ('aumentar la producción en 30%').
    """
    changes = list(verb.finditer(text, clause_start, quantity.start))
    if not changes:
        return None
    last = _RATE.search(text, changes[-1].end(), quantity.start)
    for start, end in (
        (clause_start, changes[-1].start()),
        (changes[-1].end(), last.start() if last else quantity.start),
    ):
        noise = _SUBJECT_NOISE.match(text[start:end])
        low = start + (noise.end() if noise else 0)
        words = text[low:end]
        trailing = _AUXILIARIES.search(words)
        high = low + (trailing.start() if trailing else len(words.rstrip()))
        if high > low and any(character.isalpha() for character in text[low:high]):
            return low, high
    return None


def _phrase(text: str, position: int) -> Span | None:
    head = _WORD.match(text, position)
    if not head or head[1] in _STOP or _VERB.match(head[1]):
        return None
    start = head.start(1)
    plural = head[1].endswith("s")
    end = _adjectives(text, head.end(), plural=plural)
    while True:
        of = _OF.match(text, end) or _AND.match(text, end)
        word = _WORD.match(text, of.end()) if of else None
        if not word or word[1] in _STOP:
            return start, end
        end = _adjectives(text, word.end(), plural=word[1].endswith("s"))


def _adjectives(text: str, end: int, *, plural: bool) -> int:
    while plural:
        word = _WORD.match(text, end)
        if not word or word[1] in _STOP or not word[1].endswith("s") or word.start(1) == end:
            break
        end = word.end()
        to = _TO.match(text, end) if _PARTICIPLE.match(word[1]) else None
        noun = _WORD.match(text, to.end()) if to else None
        if noun and noun[1] not in _STOP:
            end = noun.end()
            break
    return end
