"""One element of a plan, or one actor: shown with its place, its properties and its source lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from popgraph import codes, places
from popgraph.labels import labels
from popgraph.names import Candidate, candidates, find, resolve
from popgraph.places import Line, Passage
from popgraph.vocab import PREFIXES

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["Candidate", "Element", "Fact", "Line", "Passage", "Place", "find", "resolve", "show"]

_POP = "PREFIX pop: <https://w3id.org/popgraph/ontology#>\n"
# Properties that `Element` has fields of its own for.
_APART = frozenset(
    [
        *(
            PREFIXES["pop"] + name
            for name in ("statement", "sourceText", "hasSourcePassage", "code", "ordinal")
        ),
        *(PREFIXES["rdf"] + "type", PREFIXES["rdfs"] + "label"),
    ]
)
# What points at a thing; a plan is pointed at by all of its parts.
_INWARD = 2000


@dataclass(frozen=True, slots=True)
class Place:
    """What an element stands in: its IRI, its compact code or label, what it is and what it says."""

    iri: str
    name: str
    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A property of an element with its value, as labels.

    Attributes:
        name: Label of the property.
        value: The value: a text, or the label of a thing.
        iri: The thing's IRI, or empty.
        text: What the thing says, or empty.
        lang: Language of the value, or empty.
    """

    name: str
    value: str
    iri: str = ""
    text: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Element:
    """What the graph says of one thing.

    Attributes:
        iri: Its IRI.
        code: Its compact code, or empty.
        label: Its label.
        kinds: Labels of its classes.
        place: What it stands in, nearest first: the activity, the objective, the plan.
        statements: Its statement by language tag.
        source_text: Its verbatim text, or empty.
        facts: Its other properties.
        parts: What points at it, as facts: the property's label, and the other thing.
        passages: Its quotes with their lines.
        lines: The lines of the document that the passages name, where popgraph ships the document.
    """

    iri: str
    code: str
    label: str
    kinds: tuple[str, ...]
    place: tuple[Place, ...]
    statements: Mapping[str, str]
    source_text: str
    facts: tuple[Fact, ...]
    parts: tuple[Fact, ...]
    passages: tuple[Passage, ...]
    lines: tuple[Line, ...]


def show(store: Store, text: str, *, lang: str = "es") -> Element:
    """Return what the graph says of the one thing that an IRI, code or name means.

    Raises:
        UsageError: If it means nothing, or several things.

    >>> import popgraph
    >>> task = show(popgraph.open(), "O1A2T4")
    >>> task.code, [place.name for place in task.place]
    ('O1A2T4', ['O1A2', 'OE1', 'POP Cacao, Cusco 2005'])
    """
    from pyoxigraph import Literal, NamedNode

    iri = resolve(store, text, lang=lang)
    node = str(NamedNode(iri))
    outward: list[tuple[str, Literal | NamedNode]] = []
    for row in store.select(f"SELECT DISTINCT ?p ?o {{ {node} ?p ?o }}"):
        name, value = row["p"], row["o"]
        if isinstance(name, NamedNode) and isinstance(value, Literal | NamedNode):
            outward.append((name.value, value))
    inward = [
        (row["p"].value, row["s"].value)
        for row in store.select(
            f"SELECT DISTINCT ?p ?s {{ ?s ?p {node} FILTER(STRSTARTS(STR(?p), '{PREFIXES['pop']}')) }}"
            f" ORDER BY ?p ?s LIMIT {_INWARD}"
        )
        if isinstance(row["p"], NamedNode) and isinstance(row["s"], NamedNode)
    ]
    above = places.containers(store, iri)
    links = [value.value for _, value in outward if isinstance(value, NamedNode)]
    names = labels(
        store,
        [iri, *(name for name, _ in outward), *links, *(part for pair in inward for part in pair)],
        lang=lang,
    )
    said = _said(store, [*links, *(thing for _, thing in inward), *above], lang=lang)
    texts = {
        local: [
            value for name, value in outward if name == PREFIXES["pop"] + local and isinstance(value, Literal)
        ]
        for local in ("statement", "sourceText")
    }
    facts = [
        Fact(names[name], names[value.value], value.value, said.get(value.value, ""))
        if isinstance(value, NamedNode)
        else Fact(names[name], value.value, lang=value.language or "")
        for name, value in outward
        if name not in _APART and value.value not in above
    ]
    passages = places.passages(store, iri)
    return Element(
        iri=iri,
        code=codes.code_of(iri),
        label=names[iri],
        kinds=tuple(names[value.value] for name, value in outward if name == PREFIXES["rdf"] + "type"),
        place=tuple(
            Place(item.iri, item.name, item.kind, said.get(item.iri, ""))
            for item in candidates(store, above, lang=lang)
        ),
        statements={
            value.language or "": value.value
            for value in sorted(
                texts["statement"], key=lambda value: (value.language != lang, value.language or "")
            )
        },
        source_text=next((value.value for value in texts["sourceText"]), ""),
        facts=tuple(
            sorted(facts, key=lambda fact: (fact.name, fact.lang != lang, _natural(fact.iri or fact.value)))
        ),
        parts=tuple(
            Fact(names[name], names[thing], thing, said.get(thing, ""))
            for name, thing in sorted(inward, key=lambda pair: (pair[0], _natural(pair[1])))
        ),
        passages=passages,
        lines=places.source_lines(passages),
    )


def _said(store: Store, iris: Iterable[str], *, lang: str) -> dict[str, str]:
    """What each part of a plan says: its statement in the language, else its verbatim text.

    A mention of an actor says its wording, and whom it is read as where that isn't called the same.
    """
    from pyoxigraph import Literal, NamedNode

    parts = sorted({iri for iri in iris if codes.part_of(iri)})
    said: dict[str, tuple[int, str]] = {}
    parties: dict[str, str] = {}
    nodes = " ".join(str(NamedNode(iri)) for iri in parts)
    for row in store.select(
        _POP
        + f"SELECT ?x ?t {{ VALUES ?x {{ {nodes} }}"
        + " { ?x pop:statement ?t } UNION { ?x pop:sourceText ?t } UNION { ?x pop:responsibleParty ?t } }"
    ):
        thing, text = row["x"], row["t"]
        if isinstance(thing, NamedNode) and isinstance(text, NamedNode):
            parties[thing.value] = text.value
        elif isinstance(thing, NamedNode) and isinstance(text, Literal):
            ranked = (0 if text.language == lang else 1, text.value)
            said[thing.value] = min(said.get(thing.value, ranked), ranked)
    names = labels(store, parties.values(), lang=lang)
    spoken = {iri: text for iri, (_, text) in said.items()}
    for mention, party in parties.items():
        wording, name = spoken.get(mention, ""), names[party]
        spoken[mention] = wording if wording == name else f"{wording} → {name}" if wording else name
    return spoken


def _natural(text: str) -> tuple[tuple[int, int | str], ...]:
    return tuple(
        (0, int(part)) if part.isdecimal() else (1, part) for part in re.split(r"(\d+)", text) if part
    )
