"""Checks of what machines leave in texts, and of words that only the statement has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from popgraph.checks.consistency import overlap
from popgraph.checks.facts import Facts, Text
from popgraph.checks.rows import STATEMENTS, rows
from popgraph.results import Result
from popgraph.vocab import POP, PREFIXES
from popgraph.wordings.folding import fold

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["ALIKE", "clean", "faithful"]

ALIKE = 0.75
"""From which likeness of their letters on two words may be one, spelt as printed and as it should be."""

# A quote is as printed, spaces and all.
_AS_PRINTED = frozenset(PREFIXES["oa"] + name for name in ("exact", "prefix", "suffix"))
_TRACES = {
    "spaces": re.compile(r"^\s|\s\Z|[ \t]{2}|[\t\r\n\v\f]"),
    "invisible": re.compile(
        "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]"
    ),
    "encoding": re.compile(
        "\ufffd|[\u00c2\u00c3][\u0080-\u00bf]|\u00e2[\u0080-\u00bf\u20ac][\u0080-\u00bf\u2018-\u2122]"
    ),
    "markup": re.compile(
        r"&(?:[A-Za-z]{2,8}|#[0-9]{1,6}|#x[0-9A-Fa-f]{1,5});|</?[A-Za-z][^<>]{0,80}>|<{7}|>{7}|={7}"
    ),
}
# One of these is in whatever any of the patterns finds; to look for all of them at once is quicker.
_SUSPECT = re.compile(
    r"^\s|\s\Z| [ \t]|[&<>=\x00-\x1f\x7f-\x9f\u00ad\u00c2\u00c3\u00e2]"
    r"|[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufffd]"
)
_SPANISH = {
    "spaces": "espacios de más",
    "invisible": "signos invisibles",
    "encoding": "signos mal codificados",
    "markup": "etiquetas o marcas",
    "scripts": "letras de dos alfabetos",
    "decomposed": "tildes separadas de su letra",
}
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")
_TOKEN = re.compile(r"[a-z0-9]+")
_LABELS = "SELECT DISTINCT ?node WHERE { ?node a pop:TableLabel }"


def clean(store: Store) -> Iterator[Result]:
    """Yield TXT-06: a text with spaces too many, invisible or broken characters, markup, or letters of two scripts.

    Quotes are left out, which have the document's spaces; a no-break space is none too many.
    """
    facts = Facts.of(store)
    found: set[tuple[str, str, str, str]] = set()
    for prop, texts in facts.texts.items():
        if prop not in _AS_PRINTED:
            found |= facts.once(("TXT-06", prop), (texts,), partial(_unclean, prop, texts))
    for node, prop, text, trace in sorted(found):
        yield Result("TXT-06", node, prop, text, bindings=(("falta", _SPANISH[trace]), ("fault", trace)))


def _unclean(prop: str, texts: Iterable[Text]) -> set[tuple[str, str, str, str]]:
    # What is empty is TXT-04's.
    return {(node, prop, text, trace) for node, text, _ in texts if text.strip() for trace in _traces(text)}


def faithful(store: Store) -> Iterator[Result]:
    """Yield TXT-07: a statement with words that its printed text hasn't, or without words that it has.

    A word that is spelt alike (`ALIKE`), joined or parted is the same: to correct it is what a statement is for. So is
    a footnote's mark. Labels of tables spell out what is abbreviated; the statement of a stated figure is ours.
    """
    labels = {row["node"] for row in rows(store, _LABELS)}
    for row in rows(store, STATEMENTS):
        node, text = row["node"], row["statement"]
        if row["language"] != "es" or not row["source"] or row["figure"] or node in labels:
            continue
        # Of another text altogether TXT-03 says so.
        if text == row["source"] or overlap(text, row["source"]) is not None:
            continue
        here, there = _other(text, row["source"])
        if here or there:
            bound = (("expected", ", ".join(there) or "–"), ("found", ", ".join(here) or "–"))
            yield Result("TXT-07", node, POP + "statement", text, bindings=bound)


@lru_cache(maxsize=4096)
def _traces(text: str) -> tuple[str, ...]:
    """What machines left in a text; many a text is a statement, a source text and a label at once."""
    return tuple(_left(text))


def _left(text: str) -> Iterator[str]:
    if _SUSPECT.search(text):
        yield from (name for name, pattern in _TRACES.items() if pattern.search(text))
    if text.isascii():
        return
    if not unicodedata.is_normalized("NFC", text):
        yield "decomposed"
    # Below stand the letters of Latin alone.
    # Greek and Cyrillic stand behind.
    if max(text) < "\u0370":
        return
    if any(len(_scripts(word)) > 1 for word in _WORD.findall(text) if not word.isascii()):
        yield "scripts"


def _scripts(word: str) -> set[str]:
    names = {unicodedata.name(letter, "").partition(" ")[0] for letter in word}
    return names.intersection(_SCRIPTS)


@lru_cache(maxsize=4096)
def _other(text: str, source: str) -> tuple[Sequence[str], Sequence[str]]:
    """The words of each of two texts that the other hasn't, where both differ."""
    here, there = (_TOKEN.findall(fold(one).text) for one in (text, source))
    added: list[str] = []
    lost: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(None, there, here, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        before, after = there[a:b], here[c:d]
        joined, apart = "".join(before).rstrip("0123456789"), "".join(after).rstrip("0123456789")
        if joined == apart or SequenceMatcher(None, joined, apart, autojunk=False).ratio() >= ALIKE:
            continue
        added += after
        lost += before
    return added, lost
