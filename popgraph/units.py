"""Units of validation: a plan edition is checked with those it is linked to and with what all share, and with no more.

So a nation's plans can be checked side by side, and one that was edited without the others.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph
from pyoxigraph import NamedNode, RdfFormat

from popgraph.loading import SourceFile
from popgraph.vocab import GRAPH, ID

__all__ = ["SHARED", "Unit", "cited", "grouped", "name_of", "partition", "space_of"]

SHARED = ""
"""Name of the unit that all others share: registry, code lists, ontology."""

_LOCAL = GRAPH + "local/"
# What the names of graphs begin with that belong to no plan, whatever they end in.
_NO_PLANS = r"(?!(?:alignments|catalog|externals|local|ontology|registry|scheme|shapes)/)"
_PLAN = re.compile(rf"{re.escape(GRAPH)}(?:stats/)?{_NO_PLANS}([^/]+/[^/]+/\d{{4}})(?:/[^/]+)*")
_SPACE = re.compile(re.escape(ID) + r"([^/]+/[^/]+/\d{4})/")
_MENTION = re.compile(rb"popgraph/id/([^/\s<>\"\\]+/[^/\s<>\"\\]+/\d{4})/")
# IRIs that are put together otherwise: an escape, a way up, a base or prefix that ends within the name of a plan.
_ESCAPED = re.compile(rb"\\[/uU]")
_UP = b"../"
# What stands before a way up. (The EDTF of an open interval, "../2010", is none.)
_IN_IRI = re.compile(rb'<[^<>"\s]*\Z')
_DECLARED = re.compile(rb"(?:prefix\s+[^\s:]*:|base)\s*<([^>\s]*)>", re.IGNORECASE)
# Most files declare as Turtle does, which is found sixty times faster.
_PLAINLY = re.compile(rb"@(?:prefix\s+[^\s:]*:|base)\s*<([^>\s]*)>")
_OTHERWISE = re.compile(rb"(?<!@)(?:prefix|base)\s*[^\s:]*:?\s*<")
_CAPITALS = (b"PREFIX", b"BASE", b"Prefix", b"Base")
_SPELLED = frozenset((RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS, RdfFormat.TRIG))


@dataclass(frozen=True, slots=True)
class Unit:
    """Graphs that are checked together.

    Attributes:
        name: Region, plan and year, such as ``pe-cus/pop-cacao/2005``, the first of several; `SHARED` for what belongs
            to no plan.
        files: Where its graphs stand.
    """

    name: str
    files: tuple[SourceFile, ...]


def name_of(graph: str) -> str:
    """Return the name of the plan edition that a named graph belongs to; `SHARED` if it is none's.

    >>> name_of("https://w3id.org/popgraph/graph/stats/pe-cus/pop-cacao/2005")
    'pe-cus/pop-cacao/2005'
    >>> name_of("https://w3id.org/popgraph/graph/scheme/hs/2022")
    ''
    """
    match = _PLAN.fullmatch(graph)
    return match[1] if match else SHARED


def space_of(iri: str) -> str:
    """Return the name of the plan edition that an IRI is a part of; `SHARED` if it is none's.

    >>> space_of("https://w3id.org/popgraph/id/pe-cus/pop-cacao/2005/oe1")
    'pe-cus/pop-cacao/2005'
    """
    match = _SPACE.match(iri)
    return match[1] if match else SHARED


def partition(files: Iterable[SourceFile]) -> tuple[Unit, ...]:
    """Return the units that some files make up, one a plan edition, sorted by name, the shared one first.

    Returns:
        The units; none if a graph has a name that doesn't tell what it belongs to, as those have that were made up for
        files without a catalogue.
    """
    found: defaultdict[str, list[SourceFile]] = defaultdict(list)
    for file in files:
        if file.graph.startswith(_LOCAL) or not file.graph.startswith(GRAPH):
            return ()
        found[name_of(file.graph)].append(file)
    found.setdefault(SHARED, [])
    return tuple(Unit(name, tuple(found[name])) for name in sorted(found))


def cited(text: bytes, fmt: RdfFormat, *, base: str = "") -> frozenset[str]:
    """Return the names of the plan editions whose IRIs stand in a file, its own among them.

    The text is searched; only if IRIs may be put together in other ways, it is parsed. What can't be parsed cites what
    was found up to there.

    Args:
        text: The file.
        fmt: Its format.
        base: What its relative IRIs are resolved against.

    >>> cited(b"@prefix perx: <https://w3id.org/popgraph/id/pe-cus/perx/2005/> .", RdfFormat.TURTLE)
    frozenset({'pe-cus/perx/2005'})
    >>> cited(b"@base <https://w3id.org/popgraph/id/pe-cus/> . <a> <p> <perx/2005/oe1> .", RdfFormat.TURTLE)
    frozenset({'pe-cus/perx/2005'})
    """
    spelled = fmt in _SPELLED and not (b"\\" in text and _ESCAPED.search(text)) and not _goes_up(text)
    if spelled and not any(_ends_early(iri.decode("utf-8", "replace")) for iri in _declared(text)):
        return frozenset(name.decode("utf-8", "replace") for name in _MENTION.findall(text))
    found = set()
    try:
        for quad in pyoxigraph.parse(text, format=fmt, base_iri=base or None):
            for term in (quad.subject, quad.predicate, quad.object):
                if isinstance(term, NamedNode):
                    found.add(space_of(term.value))
    except (SyntaxError, ValueError):
        pass
    return frozenset(found - {SHARED})


def grouped(units: Sequence[Unit], citing: Mapping[str, Iterable[str]]) -> tuple[Unit, ...]:
    """Return units in which all plan editions are together that cite each other, in one step or several.

    An objective of a region's export plan, say, is served by the activities of its products' plans: whether it has any
    can be told by all of them only.

    Args:
        units: One unit a plan edition.
        citing: Which editions each cites, by name.
    """
    above = {unit.name: unit.name for unit in units}

    def top(name: str) -> str:
        while above[name] != name:
            above[name] = above[above[name]]
            name = above[name]
        return name

    for unit in units:
        for name in sorted(set(citing.get(unit.name, ())) & above.keys()):
            one, other = sorted((top(unit.name), top(name)))
            above[other] = one
    groups: defaultdict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        groups[top(unit.name)].append(unit)
    return tuple(
        Unit(name, tuple(file for unit in found for file in unit.files))
        for name, found in sorted(groups.items())
    )


def _declared(text: bytes) -> list[bytes]:
    """The IRIs of bases and prefixes."""
    plainly: list[bytes] = _PLAINLY.findall(text)
    elsewise = any(word in text for word in _CAPITALS) or (
        text.count(b"prefix") + text.count(b"base") > len(plainly) and _OTHERWISE.search(text)
    )
    return _DECLARED.findall(text) if elsewise else plainly


def _goes_up(text: bytes) -> bool:
    """Whether a relative IRI leads out of its folder."""
    at = text.find(_UP)
    while at >= 0:
        if _IN_IRI.search(text, text.rfind(b"\n", 0, at) + 1, at):
            return True
        at = text.find(_UP, at + 1)
    return False


def _ends_early(iri: str) -> bool:
    """Whether a base or prefix ends before the name of a plan does, so that an IRI may be completed elsewhere."""
    if not iri.startswith(ID):
        return ID.startswith(iri) and iri.startswith("http")
    return iri.removeprefix(ID).count("/") < 3
