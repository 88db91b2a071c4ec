"""Checks of where things stand in the document: a part by its container, what is numbered in the order of its lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from popgraph.checks.facts import Facts
from popgraph.checks.holders import holders
from popgraph.checks.keeping import kept
from popgraph.checks.rows import linked, rows, whole
from popgraph.checks.spaces import space
from popgraph.results import Result
from popgraph.vocab import ID, POP, PREFIXES

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["USUAL", "misplaced", "ordered"]

USUAL = 0.8
"""Share of the links of one kind that must agree with a layout before the others are held against it."""

_FEWEST = 5
# What is printed after its heading, and before the next one of its level or above.
_HEADINGS = """
SELECT DISTINCT ?node ?owner ?kind WHERE {
  VALUES ?kind { pop:StrategicObjective pop:PlannedActivity pop:PlannedTask pop:Section }
  { ?owner a ?kind BIND (?owner AS ?node) } UNION { ?owner a ?kind . ?node pop:reprintOf ?owner }
}"""
_UNDER = f"""
SELECT DISTINCT ?part ?link ?owner WHERE {{
  {linked("?owner ?link ?part", "?link", ["pop:hasGoal", "pop:hasIndicator", "pop:hasResponsibility"])}
  UNION
  {linked("?part ?link ?owner", "?link", ["pop:partOfActivity", "pop:servesObjective", "pop:reviews", "pop:inSection"])}
}} ORDER BY ?link ?part ?owner"""
# What is printed within the lines of its owner.
_WITHIN = f"""
SELECT DISTINCT ?part ?link ?owner WHERE {{
  {linked("?owner ?link ?part", "?link", ["pop:hasTarget", "pop:hasDuePeriod"])}
  UNION
  {linked("?part ?link ?owner", "?link", ["pop:statedIn", "pop:inRow"])}
}} ORDER BY ?link ?part ?owner"""
_INDICATORS = """
SELECT DISTINCT ?node WHERE {
  VALUES ?kind { pop:AchievementIndicator pop:ProgressIndicator pop:TaskIndicator pop:Indicator } ?node a ?kind
}"""
_TABLES = f"""
SELECT DISTINCT ?cell ?set ?link ?label WHERE {{
  ?cell a qb:Observation ; qb:dataSet ?set .
  OPTIONAL {{ {linked("?cell ?link ?label", "?link", ["pop:inRow", "pop:inColumn"])} }}
}} ORDER BY ?cell ?link"""
_GROUPS = f"""
SELECT DISTINCT ?node ?link ?group WHERE {{
  {linked("?node ?link ?group", "?link", ["pop:swotQuadrant", "pop:determinant"])}
}} ORDER BY ?node"""
_DOWN = ("hasGoal", "hasIndicator", "hasResponsibility")
_UP = ("partOfActivity", "servesObjective", "reprintOf", "reviews", "determinant")
_LISTED = (
    *("ContextStatement", "Footnote", "Section", "SharedValue", "StatedFigure"),
    *("StrategicObjective", "SwotStatement"),
)
_LEVELS = {"StrategicObjective": 0, "PlannedActivity": 1, "PlannedTask": 2, "Section": 9}
_OA = PREFIXES["oa"]
_SET = PREFIXES["qb"] + "dataSet"
_CODE = re.compile(r"(?P<prefix>.*?)(?P<number>[0-9]{1,4})")


class _Run(NamedTuple):
    document: str
    first: int
    last: int


class _Link(NamedTuple):
    """A part, its owner, and where it stands instead, if it does."""

    part: str
    prop: str
    owner: str
    expected: str


@dataclass
class _Headings:
    """The headings of one level and those above, of one document, by line."""

    lines: list[int] = field(default_factory=list)
    owners: list[frozenset[str]] = field(default_factory=list)

    def above(self, line: int) -> frozenset[str]:
        """Whose heading is the last one up to a line; of several on one line, all."""
        at = bisect_right(self.lines, line)
        return self.owners[at - 1] if at else frozenset()


def misplaced(store: Store) -> Iterator[Result]:
    """Yield STR-09: a part that stands, by its lines or its IRI, with another container than its link says.

    A kind of link is only looked at in documents, or among IRIs, where `USUAL` of them, and at least five, agree.
    """
    runs = _runs(store)
    found: dict[tuple[str, str, str], str] = {}
    for link in (*_under(store, runs), *_within(store, runs), *_named(store), *_scattered(store, runs)):
        found.setdefault((link.part, link.prop, link.owner), link.expected)
    for (part, prop, owner), expected in sorted(found.items()):
        lines = ", ".join(f"{run.first}-{run.last}" for run in runs.get(part, ()))
        bound = (("expected", expected), ("lines", lines or "–"))
        yield Result("STR-09", part, prop, owner, bindings=bound)


def ordered(store: Store) -> Iterator[Result]:
    """Yield STR-10: an element whose number or code says that it comes later than one that is printed after it."""
    runs = _runs(store)
    series: dict[tuple[str, str, str, str, str], set[tuple[int, str, str]]] = defaultdict(set)
    facts = Facts.of(store)
    numbers = [(POP + name, facts.index(POP + name)) for name in ("ordinal", "code")]
    for node, holder, kind in holders(facts, down=_DOWN, up=_UP, listed=_LISTED):
        for prop, printed in numbers if node in runs else ():
            for number in printed.get(node, ()):
                match = _CODE.fullmatch(number)
                if match:
                    key = (runs[node][0].document, holder, kind, prop, match["prefix"])
                    series[key].add((whole(match["number"]), node, number))
    for key, numbered in sorted(series.items()):
        reached = 0
        for _, alike in groupby(sorted(numbered), key=lambda item: item[0]):
            same = list(alike)
            for _, node, number in same:
                if runs[node][0].first < reached:
                    bound = (("line", str(runs[node][0].first)), ("reached", str(reached)))
                    yield Result("STR-10", node, key[3], number, bindings=bound)
            reached = max(reached, *(runs[node][0].first for _, node, _ in same))


def _runs(store: Store) -> dict[str, list[_Run]]:
    """Where each node is quoted from, the first line first."""
    return kept(store, "runs", _read)


def _read(store: Store) -> dict[str, list[_Run]]:
    facts = Facts.of(store)
    documents = facts.index(_OA + "hasSource")
    firsts, lasts = facts.index(POP + "firstLine"), facts.index(POP + "lastLine")
    found = {}
    for node, passages in facts.links(POP + "hasSourcePassage").items():
        runs = {
            _Run(document, whole(first), whole(last))
            for passage in passages
            for document in documents.get(passage, ())
            for first in firsts.get(passage, ())
            for last in lasts.get(passage, ())
        }
        if runs:
            found[node] = sorted(runs)
    return found


def _under(store: Store, runs: dict[str, list[_Run]]) -> Iterator[_Link]:
    levels, headings = _headings(store, runs)
    judged: dict[tuple[str, str], list[_Link]] = defaultdict(list)
    for row in rows(store, _UNDER):
        part, owner = row["part"], row["owner"]
        if owner not in levels or owner not in runs or part not in runs:
            continue
        above = [headings[run.document, levels[owner]].above(run.first) for run in runs[part]]
        here = sorted(above[0] - {owner}) if above else []
        fits = any(owner in owners for owners in above)
        expected = "" if fits else here[0] if here else runs[part][0].document
        judged[runs[part][0].document, row["link"]].append(_Link(part, row["link"], owner, expected))
    for links in judged.values():
        yield from _unusual(links)


def _headings(
    store: Store, runs: dict[str, list[_Run]]
) -> tuple[dict[str, int], dict[tuple[str, int], _Headings]]:
    levels: dict[str, int] = {}
    places: dict[tuple[str, int], dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows(store, _HEADINGS):
        level = levels[row["owner"]] = _LEVELS[row["kind"].removeprefix(POP)]
        for run in runs.get(row["node"], ()):
            for below in (0, 1, 2) if level < 9 else (9,):
                if level <= below:
                    places[run.document, below][run.first].add(row["owner"])
    found: dict[tuple[str, int], _Headings] = defaultdict(_Headings)
    for key, lines in places.items():
        numbers = sorted(lines)
        found[key] = _Headings(numbers, [frozenset(lines[number]) for number in numbers])
    return levels, found


def _within(store: Store, runs: dict[str, list[_Run]]) -> Iterator[_Link]:
    judged: dict[tuple[str, str], list[_Link]] = defaultdict(list)
    for row in rows(store, _WITHIN):
        mine, theirs = runs.get(row["part"], []), runs.get(row["owner"], [])
        if mine and theirs:
            touches = any(
                a.document == b.document and a.first <= b.last and b.first <= a.last
                for a in mine
                for b in theirs
            )
            expected = "" if touches else mine[0].document
            judged[mine[0].document, row["link"]].append(
                _Link(row["part"], row["link"], row["owner"], expected)
            )
    for links in judged.values():
        yield from _unusual(links)


def _named(store: Store) -> Iterator[_Link]:
    """Parts whose IRI continues that of another container of the kind."""
    levels = {row["owner"]: row["kind"] for row in rows(store, _HEADINGS)}
    levels |= {row["node"]: "indicator" for row in rows(store, _INDICATORS)}
    judged: dict[tuple[str, str], list[_Link]] = defaultdict(list)
    for query in (_UNDER, _WITHIN):
        for row in rows(store, query):
            parent = row["part"].rpartition("/")[0]
            if parent.startswith(ID) and levels.get(parent, "") == levels.get(row["owner"], "-"):
                expected = "" if parent == row["owner"] else parent
                judged[space(parent), row["link"]].append(
                    _Link(row["part"], row["link"], row["owner"], expected)
                )
    cells = list(rows(store, _TABLES))
    tables = {row["set"] for row in cells}
    for row in cells:
        for prop, node in ((_SET, row["cell"]), (row["link"], row["label"])):
            table = node.rsplit("/", 2)[0]
            if prop and table.startswith(ID) and table in tables:
                expected = "" if table == row["set"] else table
                owner = row["set"] if prop == _SET else row["label"]
                judged[space(table), prop].append(_Link(row["cell"], prop, owner, expected))
    for links in judged.values():
        yield from _unusual(links)


def _scattered(store: Store, runs: dict[str, list[_Run]]) -> Iterator[_Link]:
    """Statements of one quadrant or determinant that stand among those of another."""
    columns: dict[tuple[str, str], list[tuple[_Run, str, str]]] = defaultdict(list)
    for row in rows(store, _GROUPS):
        if row["node"] in runs:
            run = runs[row["node"]][0]
            columns[run.document, row["link"]].append((run, row["node"], row["group"]))
    for (_, prop), column in columns.items():
        pieces = [list(piece) for _, piece in groupby(sorted(column), key=lambda item: item[2])]
        longest: dict[str, int] = defaultdict(int)
        for piece in pieces:
            longest[piece[0][2]] = max(longest[piece[0][2]], len(piece))
        links = []
        for at, piece in enumerate(pieces):
            group = piece[0][2]
            alone = len(piece) < longest[group] or any(
                before[0][2] == group and len(before) == longest[group] for before in pieces[:at]
            )
            # The first and the last stand among none.
            around = pieces[at - 1][0][2] if at else pieces[at + 1][0][2] if len(pieces) > 1 else ""
            links += [_Link(node, prop, group, around if alone else "") for _, node, _ in piece]
        yield from _unusual(links)


def _unusual(links: Iterable[_Link]) -> Iterator[_Link]:
    judged = list(links)
    strange = [link for link in judged if link.expected]
    agreeing = len(judged) - len(strange)
    if agreeing >= max(_FEWEST, USUAL * len(judged)):
        yield from strange
