"""Where an element stands: in the plan, and on the lines of the document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from popgraph import codes, resources
from popgraph.errors import PopgraphError

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["Line", "Passage", "containers", "passages", "source_lines"]

_POP = "PREFIX pop: <https://w3id.org/popgraph/ontology#>\n"
_MATRIX = (
    *("partOfActivity", "servesObjective", "reprintOf", "reviews"),
    *("^hasGoal", "^hasIndicator", "^hasResponsibility", "^hasTarget", "^hasDuePeriod"),
)
_SECTIONS = ("subsectionOf", "statedIn", "inSection")
_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Passage:
    """A quote and the lines of the document that it stands on, counted from 1, inclusive."""

    first: int
    last: int
    quote: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source document."""

    number: int
    text: str


def containers(store: Store, iri: str) -> tuple[str, ...]:
    """Return the IRIs of what a thing stands in, nearest first: up through the matrix or the sections, then its plan.

    >>> import popgraph
    >>> from popgraph.codes import code_of
    >>> from popgraph.vocab import ID
    >>> [code_of(up) for up in containers(popgraph.open(), ID + "pe-cus/pop-cacao/2005/oe1/a2/t4")]
    ['O1A2', 'OE1', '']
    """
    above: list[str] = []
    current = iri
    steps: tuple[str, ...] = _MATRIX + _SECTIONS
    while len(above) < _DEPTH:
        name, nearest = _above(store, current, steps)
        if not nearest or nearest in (iri, *above):
            break
        if name in _MATRIX:
            # An objective's own section is no place of the task that serves it.
            steps = _MATRIX
        elif _plan_path(nearest) != _plan_path(current):
            # The section of another plan, which prints this one's objective.
            break
        above.append(nearest)
        current = nearest
    plans = (_above(store, up, ("partOfPlan",))[1] for up in (iri, *above))
    plan = next((found for found in plans if found), "")
    return (*above, plan) if plan else tuple(above)


def passages(store: Store, iri: str) -> tuple[Passage, ...]:
    """Return the quotes that a thing rests on, in the order of the document."""
    from pyoxigraph import NamedNode

    rows = store.select(
        _POP
        + "PREFIX oa: <http://www.w3.org/ns/oa#>\n"
        + f"SELECT ?first ?last ?quote ?source {{ {NamedNode(iri)} pop:hasSourcePassage ?s ."
        + " ?s pop:firstLine ?first ; pop:lastLine ?last ; oa:exact ?quote OPTIONAL { ?s oa:hasSource ?source } }"
    )
    found = [
        Passage(_number(row["first"]), _number(row["last"]), _text(row["quote"]), _text(row["source"]))
        for row in rows
    ]
    return tuple(sorted(found, key=lambda passage: (passage.first, passage.last, passage.quote)))


def source_lines(quoted: tuple[Passage, ...]) -> tuple[Line, ...]:
    """Return the lines of the document that passages name; none for a document that popgraph doesn't ship."""
    wanted = sorted({number for item in quoted for number in range(item.first, item.last + 1)})
    plan = _plan_path(quoted[0].source) if quoted else ""
    if not plan:
        return ()
    try:
        text = resources.path("data", *plan.split("/"), "source.txt").read_text(encoding="utf-8")
    except (PopgraphError, OSError):
        return ()
    numbered = text.split("\n")
    return tuple(
        Line(n, numbered[n - 1].strip()) for n in wanted if 0 < n <= len(numbered) and numbered[n - 1].strip()
    )


def _plan_path(iri: str) -> str:
    part = codes.part_of(iri)
    return part[0] if part else ""


def _above(store: Store, iri: str, steps: tuple[str, ...]) -> tuple[str, str]:
    """The first of the steps that leads somewhere, and where; an inverse step begins with ``^``."""
    from pyoxigraph import NamedNode

    node = str(NamedNode(iri))
    patterns = " UNION ".join(
        f"{{ ?up pop:{step[1:]} {node} BIND({rank} AS ?rank) }}"
        if step.startswith("^")
        else f"{{ {node} pop:{step} ?up BIND({rank} AS ?rank) }}"
        for rank, step in enumerate(steps)
    )
    for row in store.select(_POP + f"SELECT ?rank ?up {{ {patterns} }} ORDER BY ?rank ?up LIMIT 1"):
        return steps[_number(row["rank"])], _text(row["up"])
    return "", ""


def _text(term: object) -> str:
    return str(getattr(term, "value", ""))


def _number(term: object) -> int:
    text = _text(term)
    return int(text) if text.isdecimal() else 0
