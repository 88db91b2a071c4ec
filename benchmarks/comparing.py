"""What an engine found against what was to be found."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from benchmarks.material import NO_DOCUMENT, Key
from popgraph.vocab import PREFIXES, SHAPES

__all__ = ["Comparison", "compare", "read_json", "read_pairs", "read_report"]

_SH = PREFIXES["sh"]
# An IRI without anything that makes it a path of several steps.
_PROPERTY = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>|()^*]*")
_DECIMAL = re.compile(r"[+-]?[0-9]+\.[0-9]+")
_PARTS = ("sourceShape", "focusNode", "resultPath", "value")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was found, against what was to be found.

    Attributes:
        expected: How many findings were to be found.
        found: How many were.
        missing: How many weren't found, by rule.
        extra: How many were found that are none, by rule.
        differ: How many were found on the right node by the right rule, but with another path or value, by rule.
    """

    expected: int
    found: int
    missing: Mapping[str, int] = field(default_factory=dict)
    extra: Mapping[str, int] = field(default_factory=dict)
    differ: Mapping[str, int] = field(default_factory=dict)

    @property
    def equal(self) -> bool:
        """Whether just what was to be found was found."""
        return not (self.missing or self.extra or self.differ)

    def __str__(self) -> str:
        """Say it in a few words.

        >>> str(Comparison(31, 31)), str(Comparison(31, 42, {"STR-01": 1}, {"VER-01": 12}))
        ('all 31', '30 of 31: misses 1 (STR-01); 12 too many (VER-01)')
        """
        if self.equal:
            return f"all {self.expected}"
        right = self.expected - sum(self.missing.values())
        words = [
            f"{verb} ({', '.join(sorted(counts))})"
            for verb, counts in (
                (f"misses {sum(self.missing.values())}", self.missing),
                (f"{sum(self.extra.values())} too many", self.extra),
                (f"{sum(self.differ.values())} with another path or value", self.differ),
            )
            if counts
        ]
        return f"{right} of {self.expected}: {'; '.join(words)}"


def compare(found: Iterable[Key], expected: Iterable[Key], *, plans: int = 0) -> Comparison:
    """Return how what was found differs from what was to be found.

    Args:
        found: The findings.
        expected: Those to be found.
        plans: So many plans have no document, each with a finding of its own; those aren't among the expected.

    >>> compare([("A", "x", "", "1"), ("B", "x", "", "")], [("A", "x", "", "2")])
    Comparison(expected=1, found=2, missing={}, extra={'B': 1}, differ={'A': 1})
    """
    everything, wanted = {_key(*key) for key in found}, {_key(*key) for key in expected}
    notes = {key[1] for key in everything if key[0] == NO_DOCUMENT} if plans else set()
    own = {key for key in everything if not (plans and key[0] == NO_DOCUMENT)}
    missing, extra = wanted - own, own - wanted
    left = Counter((key[0], key[1]) for key in extra)
    off = Counter((key[0], key[1]) for key in missing) & left
    differ, lacking = _by_rule(off), _by_rule(Counter((key[0], key[1]) for key in missing) - off)
    more = _by_rule(left - off)
    if len(notes) < plans:
        lacking[NO_DOCUMENT] = plans - len(notes)
    elif len(notes) > plans:
        more[NO_DOCUMENT] = len(notes) - plans
    return Comparison(
        expected=len(wanted) + plans,
        found=len(own) + len(notes),
        missing=dict(sorted(lacking.items())),
        extra=dict(sorted(more.items())),
        differ=dict(sorted(differ.items())),
    )


def read_json(file: Path) -> set[Key]:
    """Return the findings of a report that popgraph wrote as JSON."""
    content = json.loads(file.read_text(encoding="utf-8"))
    return {
        _key(item["rule"], item["focus"], item["path"], item["value"])
        for item in (*content["findings"], *content["waived"])
    }


def read_report(file: Path) -> set[Key]:
    """Return the findings of a W3C report in Turtle.

    Raises:
        ValueError: If it is none.
    """
    said: dict[object, dict[str, str]] = {}
    results: set[object] = set()
    reports = 0
    try:
        for quad in parse(path=file, format=RdfFormat.TURTLE, lenient=True):
            name = quad.predicate.value.removeprefix(_SH)
            reports += name == "conforms"
            if name == "result":
                # Others are details of these.
                results.add(quad.object)
            if name in _PARTS:
                said.setdefault(quad.subject, {})[name] = _text(quad.object)
    except SyntaxError as error:
        raise ValueError(f"The report is no Turtle: {error}") from error
    if not reports:
        raise ValueError("It wrote no report")
    return {_key(*(said.get(node, {}).get(name, "") for name in _PARTS)) for node in results}


def read_pairs(file: Path) -> set[Key]:
    """Return the findings of a JSON list of shape, focus, path and value, each in N-Triples."""
    found = set()
    for row in json.loads(file.read_text(encoding="utf-8")):
        shape, focus, path, value = (_text(_term(text)) for text in row)
        found.add(_key(shape, focus, path, value))
    return found


def _plain(path: str) -> str:
    """A path if it is one property; how others are written, if at all, is each engine's own."""
    return path if _PROPERTY.fullmatch(path) else ""


def _spelled(value: str) -> str:
    """A value without the needless zeros of a decimal, which some engines keep as they were written."""
    return value.rstrip("0").rstrip(".") if _DECIMAL.fullmatch(value) else value


def _term(text: str) -> NamedNode | BlankNode | Literal | Triple:
    """A term in N-Triples; a blank node for anything else, such as a path of several steps."""
    try:
        (quad,) = parse(f"<urn:x> <urn:x> {text} .".encode(), format=RdfFormat.N_TRIPLES, lenient=True)
    except (SyntaxError, ValueError):
        return BlankNode()
    term: NamedNode | BlankNode | Literal | Triple = quad.object
    return term


def _key(shape: str, focus: str, path: str, value: str) -> Key:
    return shape.removeprefix(SHAPES), focus, _plain(path), _spelled(value)


def _text(term: NamedNode | BlankNode | Literal | Triple) -> str:
    """The text of a term; a path that is no property is a blank node, whose name means nothing."""
    return term.value if isinstance(term, NamedNode | Literal) else ""


def _by_rule(counts: Mapping[tuple[str, str], int]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for key, number in counts.items():
        found[key[0]] += number
    return dict(found)
