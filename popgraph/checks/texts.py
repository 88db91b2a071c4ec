"""Checks of texts: empty, in another language than they say, or only half of what is printed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from popgraph.checks.facts import Facts, Text
from popgraph.checks.rows import STATEMENTS, rows
from popgraph.checks.spaces import space
from popgraph.results import Result
from popgraph.vocab import POP, PREFIXES
from popgraph.wordings.quotes import fold

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["LABEL", "SHORTEST", "cut", "legible"]

LABEL = 40
"""How many characters of a quote may stand before the text: a code, a bullet, «Indicador de avance:»."""

SHORTEST = 0.55
"""What share of the length of a text its statement, or of a statement its translation, has at least."""

_TAGGED = frozenset(
    [POP + name for name in ("reason", "sourceText", "statement", "wordingText")]
    + [PREFIXES["rdfs"] + "label", PREFIXES["dcterms"] + "title"]
)
# LNG-01 says so of a statement.
_ONCE = _TAGGED - {POP + "statement"}
_WORD = re.compile(r"[^\W\d_]+")
_COMMON = {
    language: frozenset(words.split())
    for language, words in {
        "es": "al como con de del desde el en entre es esta este han hasta la las los mediante más para por que se"
        " según ser sin sobre son su sus un una y",
        "en": "an and are at be been by for from has have in into is it its not of on or than that the their these"
        " they this through to under was were which will with",
    }.items()
}
_OTHER = {"es": "en", "en": "es"}
_SPANISH = {"empty": "vacío", "language": "sin idioma", "repeated": "repetido"}
_FEWEST = 2
_SOURCE = POP + "sourceText"
_USUAL, _MANY = 0.97, 20
# Of these only a part of the cell is the text.
_PARTS = frozenset(POP + name for name in ("DuePeriod", "StatedFigure", "Target", "Workshop"))
_LONG, _LONGER = 12, 40
_MARKS = " .,;:·•-–—“”\"'«»()[]*"


def legible(store: Store) -> Iterator[Result]:
    """Yield TXT-04: a text that is empty, lacks its language, repeats it, or isn't in the language that it says.

    A language is another one if the text has common words of that and none of its own; only Spanish and English are
    told apart.
    """
    facts = Facts.of(store)
    found: set[tuple[str, str, str, str]] = set()
    for prop, texts in facts.texts.items():
        found |= facts.once(("TXT-04", prop), (texts,), partial(_illegible, prop, texts))
    for node, prop, text, fault in sorted(found):
        yield Result(
            "TXT-04", node, prop, text, bindings=(("falta", _SPANISH.get(fault, fault)), ("fault", fault))
        )


def _illegible(prop: str, texts: Iterable[Text]) -> set[tuple[str, str, str, str]]:
    found = set()
    written: dict[tuple[str, str], set[str]] = defaultdict(set)
    quoted: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for node, text, language in texts:
        if not text.strip():
            found.add((node, prop, text, "empty"))
        elif prop in _TAGGED and not language:
            found.add((node, prop, text, "language"))
        elif prop in _TAGGED and _foreign(text, language):
            found.add((node, prop, text, _OTHER[language.lower()]))
        if prop == _SOURCE and language:
            quoted[space(node)][language.lower()].append((node, text))
        if prop in _ONCE and language:
            written[node, language].add(text)
    found |= set(_strange(quoted))
    for (node, _), different in written.items():
        found |= {(node, prop, text, "repeated") for text in different if len(different) > 1}
    return found


def _strange(
    quoted: Mapping[str, Mapping[str, list[tuple[str, str]]]],
) -> Iterator[tuple[str, str, str, str]]:
    """The few source texts of a plan that are said to be English where all others are Spanish, or the reverse."""
    for languages in quoted.values():
        for language, other in _OTHER.items():
            here, there = languages.get(language, []), languages.get(other, [])
            if len(here) >= _USUAL * (len(here) + len(there)) and len(here) >= _MANY:
                yield from ((node, _SOURCE, text, language) for node, text in there)


def cut(store: Store) -> Iterator[Result]:
    """Yield TXT-05: a source text that leaves out what its quote says behind it, a statement of half its length.

    A quote that several elements share is left out; so is what is only a part of a cell, such as a target.
    """
    yield from _short_of_quote(store)
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows(store, STATEMENTS):
        said[row["node"]][row["language"]] = row["statement"]
        if row["language"] == "es" and not row["figure"] and _short(row["statement"], row["source"], _LONG):
            bound = (("expected", row["source"]),)
            yield Result("TXT-05", row["node"], POP + "statement", row["statement"], bindings=bound)
    for node, texts in said.items():
        if "es" in texts and _short(texts.get("en", texts["es"]), texts["es"], _LONGER):
            bound = (("expected", texts["es"]),)
            yield Result("TXT-05", node, POP + "statement", texts["en"], bindings=bound)


def _short_of_quote(store: Store) -> Iterator[Result]:
    facts = Facts.of(store)
    quotes = facts.index(PREFIXES["oa"] + "exact")
    texts: dict[str, dict[str, str]] = defaultdict(dict)
    for fact in facts.values(_SOURCE):
        texts[fact.node][fact.key] = fact.text
    cells: dict[str, list[str]] = {}
    sharing: Counter[str] = Counter()
    kinds = facts.kinds
    for node, passages in facts.links(POP + "hasSourcePassage").items():
        if node in texts and _PARTS.isdisjoint(kinds.get(node, ())):
            cells[node] = [passage for passage in passages if passage in quotes]
            sharing.update(cells[node])
    for node, cell in sorted(cells.items()):
        # Of several texts, passages or quotes it can't be said which is whose.
        if len(cell) != 1 or len(texts[node]) != 1 or len(quotes[cell[0]]) != 1 or sharing[cell[0]] > 1:
            continue
        (text,), (printed,) = texts[node].values(), quotes[cell[0]]
        if _leaves_out(text, printed):
            yield Result("TXT-05", node, _SOURCE, text, bindings=(("expected", printed),))


@lru_cache(maxsize=4096)
def _leaves_out(text: str, printed: str) -> bool:
    wanted, quote = fold(text), fold(printed)
    before, _, behind = quote.partition(wanted) if wanted else ("", "", "")
    # PRV-02 says of a text that isn't in its quote at all.
    return bool(wanted) and wanted in quote and (bool(behind.strip(_MARKS)) or len(before) > LABEL)


def _short(text: str, of: str, longer: int) -> bool:
    return len(of) >= longer and len(text) <= SHORTEST * len(of)


@lru_cache(maxsize=4096)
def _foreign(text: str, language: str) -> bool:
    own = _COMMON.get(language.lower())
    if own is None:
        return False
    words = _WORD.findall(text.casefold())
    others = _COMMON[_OTHER[language.lower()]]
    return own.isdisjoint(words) and sum(word in others for word in words) >= _FEWEST
