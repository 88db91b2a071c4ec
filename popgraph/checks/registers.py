"""Checks of the registry: codes that name one thing each and have their form, wordings that denote one actor."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from popgraph.checks.rows import rows
from popgraph.results import Result
from popgraph.vocab import ID, POP, PREFIXES, SCHEME

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["denoting", "notated"]

_NOTATION = PREFIXES["skos"] + "notation"
_MATCH = PREFIXES["skos"] + "exactMatch"
_CODES = """
SELECT DISTINCT ?node ?code ?system WHERE {
  ?node skos:notation ?code . BIND (STR(DATATYPE(?code)) AS ?system)
} ORDER BY ?node ?system ?code"""
_MATCHES = "SELECT DISTINCT ?node ?match WHERE { ?node skos:exactMatch ?match } ORDER BY ?node ?match"
_BROADER = "SELECT DISTINCT ?node ?above WHERE { ?node skos:broader ?above } ORDER BY ?node ?above"
_WORDINGS = """
SELECT DISTINCT ?wording ?text ?actor WHERE {
  ?wording a pop:ActorWording ; pop:wordingText ?text ; pop:denotes ?actor .
} ORDER BY ?wording ?actor"""
_FORMS = {
    "hs": re.compile(r"(?:[0-9]{2}){1,3}"),
    "iso3166-2": re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}"),
    "iso3166-1": re.compile(r"[A-Z]{2,3}|[0-9]{3}"),
    "ubigeo": re.compile(r"[0-9]{6}"),
}
_SPANISH = {"twice": "de dos", "form": "forma", "iri": "su IRI", "broader": "el más amplio"}
# The IRIs of these end in their code.
_NAMED = ("iso3166-2", "iso3166-1-alpha2")


def notated(store: Store) -> Iterator[Result]:
    """Yield LNK-04: a code or match that two things have, one of no such form, one that its IRI or the wider denies."""
    codes: dict[tuple[str, str], set[str]] = defaultdict(set)
    of: dict[tuple[str, str], str] = {}
    for row in rows(store, _CODES):
        if row["node"].startswith(ID) and row["system"].startswith(SCHEME):
            codes[row["system"], row["code"]].add(row["node"])
            of.setdefault((row["node"], row["system"]), row["code"])
    above = defaultdict(set)
    for row in rows(store, _BROADER):
        above[row["node"]].add(row["above"])
    for (system, code), nodes in sorted(codes.items()):
        name = system.removeprefix(SCHEME)
        for node in sorted(nodes):
            fault, expected = _fault(name, code, node, nodes - {node})
            if not fault and name.startswith("hs"):
                wider = [of[item, system] for item in sorted(above[node]) if (item, system) in of]
                fault, expected = next(
                    (("broader", found) for found in wider if not code.startswith(found) or code == found),
                    ("", ""),
                )
            if fault:
                bound = (("expected", expected), ("falta", _SPANISH[fault]), ("fault", fault))
                yield Result("LNK-04", node, _NOTATION, code, bindings=bound)
    matches: dict[str, set[str]] = defaultdict(set)
    for row in rows(store, _MATCHES):
        if row["node"].startswith(ID):
            matches[row["match"]].add(row["node"])
    for match, nodes in sorted(matches.items()):
        for node in sorted(nodes) if len(nodes) > 1 else ():
            bound = (
                ("expected", ", ".join(sorted(nodes - {node}))),
                ("falta", _SPANISH["twice"]),
                ("fault", "twice"),
            )
            yield Result("LNK-04", node, _MATCH, match, bindings=bound)


def denoting(store: Store) -> Iterator[Result]:
    """Yield ACT-09: a wording that denotes several actors.

    Two wordings of the same words are left to their registries, of which each may have its own.
    """
    actors: dict[str, set[str]] = defaultdict(set)
    words: dict[str, str] = {}
    for row in rows(store, _WORDINGS):
        actors[row["wording"]].add(row["actor"])
        words[row["wording"]] = row["text"]
    for wording, every in sorted(actors.items()):
        if len(every) > 1:
            bound = (("words", words[wording]),)
            yield Result("ACT-09", wording, POP + "denotes", ", ".join(sorted(every)), bindings=bound)


def _fault(name: str, code: str, node: str, others: set[str]) -> tuple[str, str]:
    if others:
        return "twice", ", ".join(sorted(others))
    for system, form in _FORMS.items():
        if name.startswith(system) and not form.fullmatch(code):
            return "form", form.pattern
    if name in _NAMED and node.rpartition("/")[2].casefold() != code.casefold():
        return "iri", node.rpartition("/")[2].upper()
    return "", ""
