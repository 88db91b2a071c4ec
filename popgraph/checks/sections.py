"""Checks of a document's sections and of codes against what is printed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from popgraph.checks.layout import USUAL
from popgraph.checks.rows import rows, whole
from popgraph.results import Result
from popgraph.vocab import POP
from popgraph.wordings.folding import fold

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["coded", "nested"]

_FEWEST = 5
_START = 40
_SECTIONS = """
SELECT DISTINCT ?section ?document ?line ?above ?code WHERE {
  ?section a pop:Section ; pop:hasSourcePassage ?passage .
  ?passage oa:hasSource ?document ; pop:firstLine ?line .
  OPTIONAL { ?section pop:subsectionOf ?above }
  OPTIONAL { ?section pop:code ?code }
} ORDER BY ?section ?above"""
_CODES = """
SELECT DISTINCT ?node ?kind ?code ?document ?quote WHERE {
  ?node pop:code ?code ; a ?kind ; pop:hasSourcePassage ?passage .
  ?passage oa:hasSource ?document ; oa:exact ?quote .
} ORDER BY ?node ?quote"""
_DOTTED = re.compile(r"[0-9]+(?:\.[0-9]+)+")
# STR-05 says of a code of another form.
_FORM = re.compile(r"[A-Za-z]{0,3}[0-9]*(?:\.[0-9]+)*")
_NUMBER = re.compile(r"[0-9]+\Z")


class _Section(NamedTuple):
    line: int
    iri: str


def nested(store: Store) -> Iterator[Result]:
    """Yield STR-12: a section within itself, within one printed behind it or already closed, or with another's code.

    A section is closed by the next heading that isn't within it. A code such as 2.1 stands within 2, if there is one.
    """
    above: dict[str, set[str]] = defaultdict(set)
    codes: dict[str, str] = {}
    documents: dict[str, set[_Section]] = defaultdict(set)
    for row in rows(store, _SECTIONS):
        documents[row["document"]].add(_Section(whole(row["line"]), row["section"]))
        codes[row["section"]] = row["code"]
        if row["above"]:
            above[row["section"]].add(row["above"])
    for document, found in sorted(documents.items()):
        order = sorted(found)
        at: dict[str, int] = {}
        for position, section in enumerate(order):
            at.setdefault(section.iri, position)
        by_code = {codes[section.iri]: section.iri for section in order if codes[section.iri]}
        opened: list[str] = []
        for section in order:
            iri, parents = section.iri, sorted(above.get(section.iri, ()))
            stem = codes[iri].rpartition(".")[0] if _DOTTED.fullmatch(codes[iri]) else ""
            expected = by_code.get(stem, "")
            strays = [
                parent for parent in parents if parent == iri or (parent in at and parent not in opened)
            ]
            if expected and expected not in parents:
                strays = parents or ["–"]
            for parent in strays:
                yield _stray(iri, parent, expected or (opened[-1] if opened else document))
            # One slip shall not close what it leads away from.
            held = [] if strays else [opened.index(parent) for parent in parents if parent in opened]
            if expected in opened:
                held.append(opened.index(expected))
            if held or not strays:
                del opened[max(held, default=-1) + 1 :]
            opened.append(iri)


def coded(store: Store) -> Iterator[Result]:
    """Yield STR-13: a code that isn't printed at the start of its quote, where those of its kind are.

    The code counts as printed if the quote begins with it, or if the last number of the code is the first of the quote:
    «Objetivo 2.» is OE2. Only looked at where `USUAL` of a kind's codes in a document, and at least five, are so.
    """
    quotes: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for row in rows(store, _CODES):
        if not _FORM.fullmatch(row["code"]):
            continue
        quotes[row["document"], row["kind"], row["node"], row["code"]].append(row["quote"])
    kinds: dict[tuple[str, str], list[tuple[str, str, str, bool]]] = defaultdict(list)
    for (document, kind, node, code), texts in quotes.items():
        stands = any(_begins(text, code) for text in texts)
        kinds[document, kind].append((node, code, texts[0], stands))
    for _, found in sorted(kinds.items()):
        agreeing = sum(stands for *_, stands in found)
        if agreeing < max(min(_FEWEST, len(found) - 1), 2, USUAL * len(found) - 1):
            continue
        for node, code, text, stands in sorted(found):
            if not stands:
                yield Result("STR-13", node, POP + "code", code, bindings=(("words", text[:_START]),))


def _stray(section: str, parent: str, expected: str) -> Result:
    return Result("STR-12", section, POP + "subsectionOf", parent, bindings=(("expected", expected),))


def _begins(text: str, code: str) -> bool:
    start, wanted = fold(text).text.strip()[:_START], fold(code).text.strip()
    if start.startswith(wanted) and not start[len(wanted) : len(wanted) + 1].isalnum():
        return True
    number = _NUMBER.search(wanted)
    printed = re.search("[0-9]+", start)
    # What begins with a letter of its own has to have that letter.
    worded = re.match(r"[a-z]+\s", start)
    return bool(number and printed and worded and whole(number[0]) == whole(printed[0]))
