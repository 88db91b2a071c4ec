"""Units of validation: a plan edition is checked with what it cites and with what all plans share, and with no more.

So a nation's plans can be checked side by side, and one that was edited without the others.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from popgraph.loading import SourceFile
from popgraph.vocab import GRAPH

__all__ = ["SHARED", "Unit", "cited", "closure", "grouped", "is_stub", "name_of", "partition"]

SHARED = ""
"""Name of the unit that all others share: registry, code lists, ontology."""

_LOCAL = GRAPH + "local/"
_PLAN = re.compile(re.escape(GRAPH) + r"(?:stats/)?([^/]+/[^/]+/\d{4})(?:/[^/]+)*")
_MENTION = re.compile(rb"popgraph/id/([a-z0-9-]+/[a-z0-9-]+/\d{4})/")


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
    """Return the name of the unit that a named graph belongs to.

    >>> name_of("https://w3id.org/popgraph/graph/stats/pe-cus/pop-cacao/2005")
    'pe-cus/pop-cacao/2005'
    """
    match = _PLAN.fullmatch(graph)
    return match[1] if match else SHARED


def partition(files: Iterable[SourceFile]) -> tuple[Unit, ...]:
    """Return the units that some files make up, sorted by name, the shared one first.

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


def cited(text: bytes) -> frozenset[str]:
    """Return the names of the plan editions whose IRIs stand in a file, its own among them.

    >>> cited(b"@prefix perx: <https://w3id.org/popgraph/id/pe-cus/perx/2005/> .")
    frozenset({'pe-cus/perx/2005'})
    """
    return frozenset(name.decode() for name in _MENTION.findall(text))


def is_stub(text: bytes) -> bool:
    """Return whether a file describes a plan that is cited and not held: its parts are judged by who cites them.

    >>> is_stub(b"<plan> pop:citedNotHeld true .")
    True
    """
    return b"citedNotHeld" in text


def grouped(
    units: Sequence[Unit], citing: Mapping[str, Iterable[str]], stubs: Iterable[str]
) -> tuple[Unit, ...]:
    """Return units in which each plan that is cited and not held is together with all that cite it.

    An objective of a region's export plan, say, is served by the activities of its products' plans: whether it has any
    can be told by all of them only.

    Args:
        units: The units.
        citing: Which units each unit cites, by name.
        stubs: The units that describe plans that aren't held.
    """
    above = {unit.name: unit.name for unit in units}

    def top(name: str) -> str:
        while above[name] != name:
            above[name] = above[above[name]]
            name = above[name]
        return name

    not_held = set(stubs)
    for unit in units:
        for name in sorted({*citing.get(unit.name, ())} & not_held):
            one, other = sorted((top(unit.name), top(name)))
            above[other] = one
    groups: defaultdict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        groups[top(unit.name)].append(unit)
    return tuple(
        Unit(name, tuple(file for unit in found for file in unit.files))
        for name, found in sorted(groups.items())
    )


def closure(name: str, citing: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the units that one cites, those that they cite, and so on, without itself, sorted."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current not in seen:
            seen.add(current)
            waiting.extend(citing.get(current, ()))
    return tuple(sorted(seen - {name}))
