"""Checks of what the data say twice: wordings and parties, figures and their texts, readings and what they chose."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from popgraph.checks.facts import Facts
from popgraph.checks.holders import holders
from popgraph.checks.rows import STATEMENTS, decimal, linked, rows, whole
from popgraph.checks.spaces import space
from popgraph.checks.words import stems
from popgraph.results import Result
from popgraph.vocab import POP, PREFIXES
from popgraph.wordings.folding import fold
from popgraph.wordings.numerals import find_numerals

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["LINKS", "chosen", "counted", "covered", "figures", "overlap", "parties", "printed", "reworded"]

LINKS = (
    *("addressesFinding", "dependsOn", "elaboratedBy", "highlights", "measures"),
    *("produces", "resultLevel", "sameMilestoneAs", "uses"),
)
"""Links that stand on a judgement, which an interpretation has to state."""

_VALUE = PREFIXES["sdmx-measure"] + "obsValue"
_PARTIES = """
SELECT DISTINCT ?node ?text ?party ?region WHERE {
  ?node a pop:Responsibility ; pop:sourceText ?text ; pop:responsibleParty ?party .
  ?task pop:hasResponsibility ?node ; pop:partOfPlan/pop:forRegion ?region .
} ORDER BY ?node ?party"""
_WORDINGS = """
SELECT DISTINCT ?text ?region ?actor WHERE {
  ?wording a pop:ActorWording ; pop:wordingText ?text ; pop:inRegion ?region ; pop:denotes ?actor .
} ORDER BY ?text ?actor"""
_READINGS = """
SELECT DISTINCT ?reading ?node ?property ?value ?other WHERE {
  ?reading a pop:Interpretation ; pop:interprets ?node ; pop:interpretedProperty ?property .
  OPTIONAL { ?reading pop:readsAs ?value }
  OPTIONAL { ?reading pop:alternativeTo ?other }
} ORDER BY ?reading ?node ?value"""
# A property may be a text or a blank node here: what an interpretation says is data, and no part of a query.
_STANDING = """
SELECT DISTINCT ?node ?link ?value WHERE {
  ?reading a pop:Interpretation ; pop:interprets ?node ; pop:interpretedProperty ?link ; pop:readsAs ?value .
  ?node ?link ?value .
}"""
_CURATED = [f"pop:{name}" for name in LINKS]
_LINKS = f"""
SELECT DISTINCT ?node ?link ?value WHERE {{ {linked("?node ?link ?value", "?link", _CURATED)} }}"""
_OBSERVATIONS = """
SELECT DISTINCT ?node ?text ?value ?multiplier WHERE {
  ?node a qb:Observation ; pop:sourceText ?text ; sdmx-measure:obsValue ?value .
  OPTIONAL { ?node sdmx-attribute:unitMult ?multiplier }
} ORDER BY ?node"""
_FIGURES = """
SELECT DISTINCT ?node ?text ?value ?statement WHERE {
  ?node a pop:StatedFigure ; pop:figureValue ?value .
  OPTIONAL { ?node pop:sourceText ?text }
  OPTIONAL { ?node pop:statement ?statement FILTER (LANG(?statement) = "es") }
} ORDER BY ?node"""
_DOWN = ("hasDuePeriod", "hasGoal", "hasIndicator", "hasResponsibility", "hasSourcePassage")
_UP = ("partOfActivity", "servesObjective", "reprintOf", "reviews")
_LISTED = (
    *("ContextStatement", "DiamondFinding", "Footnote", "Section", "SharedValue", "StatedFigure"),
    *("StrategicObjective", "SwotStatement"),
)

# Codes that the document itself counts, whatever comes before the number.
_CODES = """
SELECT DISTINCT ?holder ?kind ?node ?code WHERE {
  ?node pop:code ?code ; a ?kind .
  { ?node pop:servesObjective ?holder }
  UNION { ?node pop:partOfPlan ?holder ; a ?kind FILTER (?kind IN (pop:Footnote, pop:SwotStatement)) }
} ORDER BY ?holder ?kind ?code ?node"""
_CODE = re.compile(r"(?P<prefix>.*?)(?P<number>[0-9]*)")

# A figure at the end of a word is a footnote's mark or part of a name.
_FIGURE = re.compile(r"(?<![a-z0-9])[0-9]{1,3}(?: [0-9]{3})+(?![0-9])|(?<![a-z0-9])[0-9]+(?:[.,'][0-9]+)*")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:[ .,'][0-9]{3})+")
# Said in words that no numeral gives: two thirds, half, one in each three.
_FRACTION = re.compile(r"\b(?:terci|cuart|quint|decim|mitad|medi[oa]|dobl|tripl|duplic|triplic|de cada)")
_SHARED = 0.5
_FEWEST = 3
_LARGEST = 30
_UNKNOWN = 0.2


def parties(store: Store) -> Iterator[Result]:
    """Yield RSP-06: a responsibility whose words denote another actor in its plan's region, by no stated choice.

    Or none, where nearly all others of the region have a wording.
    """
    known: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows(store, _WORDINGS):
        known[_same(row["text"]), row["region"]].append(row["actor"])
    choices = {
        (row["node"], row["value"])
        for row in rows(store, _READINGS)
        if not row["other"] and row["property"] == POP + "responsibleParty"
    }
    unknown: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    regions: Counter[str] = Counter()
    for row in rows(store, _PARTIES):
        regions[row["region"]] += 1
        actors = known.get((_same(row["text"]), row["region"]), [])
        if row["party"] in actors or (row["node"], row["party"]) in choices:
            continue
        if not actors:
            unknown[row["region"]].append((row["node"], row["party"], row["text"]))
            continue
        bound = (("expected", ", ".join(actors)), ("words", row["text"]))
        yield Result("RSP-06", row["node"], POP + "responsibleParty", row["party"], bindings=bound)
    for region, found in unknown.items():
        if len(found) <= _UNKNOWN * regions[region]:
            for node, party, text in found:
                bound = (("expected", "–"), ("words", text))
                yield Result("RSP-06", node, POP + "responsibleParty", party, bindings=bound)


def printed(store: Store) -> Iterator[Result]:
    """Yield STA-05: the value of an observation or a stated figure that its printed text doesn't give.

    A dash is zero. A figure that is said as a fraction, an article or none is left to the reader.
    """
    for row in rows(store, _OBSERVATIONS):
        value = decimal(row["value"])
        power = whole(row["multiplier"])
        if value is None or power > _LARGEST:
            continue
        if not {value, value.scaleb(power)} & _given(row["text"]):
            yield Result("STA-05", row["node"], _VALUE, row["value"], bindings=(("words", row["text"]),))
    for row in rows(store, _FIGURES):
        if _lacks(row["text"], row["value"]):
            bound = (("words", row["text"]),)
            yield Result("STA-05", row["node"], POP + "figureValue", row["value"], bindings=bound)


def figures(store: Store) -> Iterator[Result]:
    """Yield TXT-02: a statement with other figures than its printed text, a translation with others than the statement.

    Of a stated figure the statement is ours: it has to have the figure's value.
    """
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows(store, STATEMENTS):
        said[row["node"]][row["language"]] = row["statement"]
        if row["language"] == "es" and row["source"] and not row["figure"]:
            yield from _differing(row["node"], row["statement"], row["source"])
    for node, texts in said.items():
        for language, text in texts.items():
            if language == "en" and "es" in texts:
                yield from _differing(node, text, texts["es"])
    for row in rows(store, _FIGURES):
        if _lacks(row["statement"], row["value"]):
            bound = (("found", row["statement"]), ("expected", row["value"]))
            yield Result("TXT-02", row["node"], POP + "statement", row["statement"], bindings=bound)


def reworded(store: Store) -> Iterator[Result]:
    """Yield TXT-03: a statement that shares less than half of its content words with its printed text."""
    for row in rows(store, STATEMENTS):
        if row["language"] != "es" or not row["source"] or row["figure"]:
            continue
        said = overlap(row["statement"], row["source"])
        if said is not None:
            bound = (("shared", str(said[0])), ("total", str(said[1])))
            yield Result("TXT-03", row["node"], POP + "statement", row["statement"], bindings=bound)


@lru_cache(maxsize=4096)
def overlap(statement: str, source: str) -> tuple[int, int] | None:
    """Return how many content words of a statement its printed text has, and of how many, if less than half."""
    words = set(stems(statement))
    shared = len(words & set(stems(source)))
    return (shared, len(words)) if len(words) >= _FEWEST and shared / len(words) < _SHARED else None


def chosen(store: Store) -> Iterator[Result]:
    """Yield INT-01: a chosen reading that doesn't stand in the data, an alternative that does.

    An alternative of several values stands only if all of them do.
    """
    read: dict[tuple[str, str, str, str], set[str]] = defaultdict(set)
    for row in rows(store, _READINGS):
        if row["value"]:
            read[row["reading"], row["node"], row["property"], row["other"]].add(row["value"])
    there = _links(store, _STANDING)
    for (reading, node, property_, other), values in sorted(read.items()):
        missing = {value for value in values if (node, property_, value) not in there}
        if (missing == set()) if other else missing:
            shown = ", ".join(sorted(values if other else missing))
            bound = (("element", node), ("property", property_))
            yield Result("INT-01", reading, POP + "readsAs", shown, bindings=bound)


def covered(store: Store) -> Iterator[Result]:
    """Yield INT-02: a curated link that no interpretation chooses.

    Who drew up a table is printed with it. A plan without any interpretation keeps no account of them.
    """
    stated, kept = set(), set()
    for row in rows(store, _READINGS):
        kept.add(space(row["reading"]))
        if not row["other"]:
            stated.add((row["node"], row["property"], row["value"]))
    tables = {row["node"] for row in rows(store, "SELECT ?node WHERE { ?node a qb:DataSet }")}
    for node, property_, value in sorted(_links(store, _LINKS)):
        if space(node) not in kept or node in tables:
            continue
        if not {(node, property_, value), (node, property_, "")} & stated:
            bound = (("property", property_),)
            yield Result("INT-02", node, property_, value, bindings=bound)


def counted(store: Store) -> Iterator[Result]:
    """Yield STR-08: positions of one kind within one container that aren't 1, 2, 3 … without a gap or repetition.

    So with the codes of activities, SWOT statements and footnotes; STR-05u and STR-06 look at those of tasks.
    """
    # Several plans may serve one objective; each counts its own activities.
    positions: dict[tuple[str, str, str, str], dict[str, str]] = defaultdict(dict)
    facts = Facts.of(store)
    ordinals, groups = facts.index(POP + "ordinal"), facts.index(POP + "determinant")
    for node, holder, kind in holders(facts, down=_DOWN, up=_UP, listed=_LISTED):
        for group in groups.get(node, ("",)) if node in ordinals else ():
            last = max(ordinals[node], key=lambda ordinal: (whole(ordinal), ordinal))
            positions[holder, kind, group, space(node)][node] = last
    for (holder, kind, _, _), found in sorted(positions.items()):
        numbers = sorted(whole(ordinal) for ordinal in found.values())
        if numbers != list(range(1, len(numbers) + 1)):
            bound = (("kind", kind.rpartition("#")[2]), ("total", str(len(numbers))))
            yield Result("STR-08", holder, POP + "ordinal", ", ".join(map(str, numbers)), bindings=bound)
    yield from _coded(store)


def _coded(store: Store) -> Iterator[Result]:
    codes: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
    for row in rows(store, _CODES):
        match = _CODE.fullmatch(row["code"])
        if match:
            key = (row["holder"], row["kind"], match["prefix"], space(row["node"]))
            codes[key].append(whole(match["number"]))
    for (holder, kind, prefix, _), numbers in sorted(codes.items()):
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            bound = (("kind", kind.rpartition("#")[2]), ("total", str(len(numbers))))
            shown = ", ".join(f"{prefix}{number}" for number in sorted(numbers))
            yield Result("STR-08", holder, POP + "code", shown, bindings=bound)


def _same(text: str) -> str:
    return fold(text).text.strip()


@lru_cache(maxsize=4096)
def _given(text: str) -> frozenset[Decimal]:
    """The numbers that a text gives, with a sign if it prints one; three digits behind a mark may be decimals too."""
    folded = fold(text).text.strip()
    if folded and not folded.strip("-"):
        return frozenset({Decimal(0)})
    found: set[Decimal] = set()
    for numeral in find_numerals(folded):
        readings = {numeral.value}
        plain = decimal(folded[numeral.start : numeral.end].replace(",", "."))
        if plain is not None:
            readings.add(plain)
        if folded[: numeral.start].endswith(("-", "(")):
            readings |= {-reading for reading in readings}
        found |= readings
    return frozenset(found)


@lru_cache(maxsize=4096)
def _lacks(text: str, figure: str) -> bool:
    value, given = decimal(figure), _given(text)
    if value is None or not text or value in given or _FRACTION.search(fold(text).text):
        return False
    # An article or a «ninguno» is no numeral.
    return bool(given) or value not in (0, 1)


def _numbers(text: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for match in _FIGURE.finditer(fold(text).text):
        if _THOUSANDS.fullmatch(match[0]):
            found[re.sub("[^0-9]", "", match[0])] += 1
            continue
        whole_part, _, fraction = match[0].replace(",", ".").rpartition(".")
        plain = (
            f"{re.sub('[^0-9]', '', whole_part)}.{fraction}".rstrip("0").rstrip(".")
            if whole_part
            else fraction
        )
        found[plain] += 1
    return found


def _differing(node: str, text: str, source: str) -> Iterator[Result]:
    lost, added = _difference(text, source)
    if lost or added:
        bound = (("expected", lost or "–"), ("found", added or "–"))
        yield Result("TXT-02", node, POP + "statement", text, bindings=bound)


@lru_cache(maxsize=4096)
def _difference(text: str, source: str) -> tuple[str, str]:
    """The figures of the second text that the first hasn't, and the reverse."""
    here, there = _numbers(text), _numbers(source)
    return _listed(there - here), _listed(here - there)


def _listed(numbers: Counter[str]) -> str:
    return ", ".join(sorted(numbers.elements()))


def _links(store: Store, query: str) -> set[tuple[str, str, str]]:
    return {(row["node"], row["link"], row["value"]) for row in rows(store, query)}
