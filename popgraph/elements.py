"""One element of a plan, or one actor: found by code, shown with its place and its source lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from popgraph import codes, resources
from popgraph.errors import PopgraphError, UsageError
from popgraph.labels import labels
from popgraph.vocab import ID, PREFIXES

if TYPE_CHECKING:
    from popgraph.answers import Solutions
    from popgraph.store import Store

__all__ = ["Candidate", "Element", "Fact", "Line", "Passage", "find", "resolve", "show"]

_POP = "PREFIX pop: <https://w3id.org/popgraph/ontology#>\n"
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
# Properties that `Element` has fields of its own for.
_APART = frozenset(
    (
        *("statement", "sourceText", "hasSourcePassage", "code", "ordinal"),
        *("partOfPlan", "partOfActivity", "servesObjective", "inSection", "subsectionOf"),
    )
)
_MATRIX = (
    *("partOfActivity", "servesObjective", "reprintOf", "reviews"),
    *("^hasGoal", "^hasIndicator", "^hasResponsibility", "^hasTarget", "^hasDuePeriod"),
)
_SECTIONS = ("subsectionOf", "statedIn", "inSection")
_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that a code may mean: its IRI, its compact code or label, and what it is."""

    iri: str
    name: str
    kind: str


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


@dataclass(frozen=True, slots=True)
class Fact:
    """A property of an element with its value, both as labels; `iri` and `text` are the value's, if it has them."""

    name: str
    value: str
    iri: str = ""
    text: str = ""


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
        parts: What points at it or hangs below it, as facts.
        passages: Its quotes with their lines.
        lines: The lines of the document that the passages name, where popgraph ships the document.
    """

    iri: str
    code: str
    label: str
    kinds: tuple[str, ...]
    place: tuple[Candidate, ...]
    statements: Mapping[str, str]
    source_text: str
    facts: tuple[Fact, ...]
    parts: tuple[Fact, ...]
    passages: tuple[Passage, ...]
    lines: tuple[Line, ...]


def find(store: Store, text: str, *, lang: str = "es") -> tuple[Candidate, ...]:
    """Return what an IRI, a prefixed name, a path below ``id/``, a code or a name may mean, sorted by IRI.

    An exact compact code wins over printed codes and names; an IRI over all.

    Args:
        store: The graph.
        text: For instance ``O1A2T4``, ``OE1``, ``F1``, ``org/mincetur``, ``MINCETUR``, ``dia/a/3`` or a full IRI.
        lang: Language of the labels.
    """
    text = text.strip()
    iri = _as_iri(text)
    if iri and _known(store, iri):
        return _candidates(store, [iri], lang=lang)
    path = codes.path_of(text) or (text.lower() if re.fullmatch(r"[\w-]+(/[\w-]+)*", text) else "")
    found: list[str] = []
    if path and ("/" in path or not re.fullmatch(r"[a-z]\d+|oe\d+", path)):
        if _known(store, ID + path):
            found = [ID + path]
        else:
            found = [
                plan.removesuffix("plan") + path
                for plan in _column(store, "SELECT DISTINCT ?x { ?x a/rdfs:subClassOf* pop:Plan }")
                if plan.endswith("/plan") and _known(store, plan.removesuffix("plan") + path)
            ]
    if not found:
        found = _column(
            store, f"SELECT DISTINCT ?x {{ ?x pop:code ?c FILTER(UCASE(STR(?c)) = {_quoted(text)}) }}"
        )
    if not found:
        found = _column(
            store,
            "SELECT DISTINCT ?x { { ?x rdfs:label ?l } UNION { ?x skos:altLabel ?l }"
            f" UNION {{ ?w pop:wordingText ?l ; pop:denotes ?x }} FILTER(UCASE(STR(?l)) = {_quoted(text)}) }}",
        )
    return _candidates(store, sorted(found), lang=lang)


def resolve(store: Store, text: str, *, lang: str = "es") -> str:
    """Return the IRI of the one thing that a text means.

    Raises:
        UsageError: If it means nothing, or several things; the message lists them.
    """
    found = find(store, text, lang=lang)
    if not found:
        raise UsageError(
            "Nothing in the graph is called so",
            where=text,
            hint="Give an IRI, a code such as O1A2T4, OE1 or F1, a path such as org/mincetur, or a name",
        )
    if len(found) > 1:
        listed = "\n".join(f"  {item.name}  {item.kind}  <{item.iri}>" for item in found)
        raise UsageError(f"{len(found)} things are called so", where=text, hint=f"Choose one:\n{listed}")
    return found[0].iri


def show(store: Store, text: str, *, lang: str = "es") -> Element:
    """Return what the graph says of the one thing that an IRI, code or name means.

    Raises:
        UsageError: If it means nothing, or several things.

    >>> import popgraph
    >>> task = show(popgraph.open(), "O1A2T4")
    >>> task.code, [item.name for item in task.place]
    ('O1A2T4', ['O1A2', 'OE1', 'POP Cacao, Cusco 2005'])
    """
    from pyoxigraph import Literal, NamedNode

    iri = resolve(store, text, lang=lang)
    node = str(NamedNode(iri))
    outward = store.select(f"SELECT DISTINCT ?p ?o {{ {node} ?p ?o }}")
    inward = store.select(
        _POP + f"SELECT DISTINCT ?p ?s {{ ?s ?p {node} FILTER(STRSTARTS(STR(?p), STR(pop:))) }} LIMIT 200"
    )
    statements: dict[str, str] = {}
    source_text = ""
    rows: list[tuple[str, str, bool]] = []
    for row in outward:
        name, value = row["p"], row["o"]
        assert isinstance(name, NamedNode) and value is not None
        local = name.value.removeprefix(PREFIXES["pop"])
        if isinstance(value, Literal) and local == "statement":
            statements[value.language or ""] = value.value
        elif isinstance(value, Literal) and local == "sourceText":
            source_text = value.value
        elif local not in _APART and isinstance(value, Literal | NamedNode):
            rows.append((name.value, value.value, isinstance(value, NamedNode)))
    backward = [
        (row["p"].value, row["s"].value)
        for row in inward
        if isinstance(row["p"], NamedNode) and isinstance(row["s"], NamedNode)
    ]
    names = labels(
        store,
        [
            *(iri, *(name for name, _, _ in rows), *(value for _, value, link in rows if link)),
            *(part for pair in backward for part in pair),
        ],
        lang=lang,
    )
    spoken = _statements(store, [*(v for _, v, link in rows if link), *(s for _, s in backward)], lang=lang)
    passages = _passages(store, node)
    kinds = [value for name, value, _ in rows if name == PREFIXES["rdf"] + "type"]
    facts = [
        Fact(names[name], names[value], value, spoken.get(value, "")) if link else Fact(names[name], value)
        for name, value, link in rows
        if name not in (PREFIXES["rdf"] + "type", PREFIXES["rdfs"] + "label")
    ]
    return Element(
        iri=iri,
        code=codes.code_of(iri),
        label=names[iri],
        kinds=tuple(names[kind] for kind in kinds),
        place=_place(store, iri, lang=lang),
        statements=dict(sorted(statements.items(), key=lambda item: (item[0] != lang, item[0]))),
        source_text=source_text,
        facts=tuple(sorted(facts, key=lambda fact: (fact.name, _natural(fact.iri or fact.value)))),
        parts=tuple(
            Fact(names[name], names[thing], thing, spoken.get(thing, ""))
            for name, thing in sorted(backward, key=lambda pair: (pair[0], _natural(pair[1])))
        ),
        passages=passages,
        lines=_lines(passages),
    )


def _as_iri(text: str) -> str:
    text = text.removeprefix("<").removesuffix(">")
    prefix, _, local = text.partition(":")
    if prefix in PREFIXES and not local.startswith("//"):
        return PREFIXES[prefix] + local
    return text if _IRI.fullmatch(text) else ""


def _quoted(text: str) -> str:
    from pyoxigraph import Literal

    return str(Literal(text.upper()))


def _known(store: Store, iri: str) -> bool:
    from pyoxigraph import NamedNode

    return store.ask(f"ASK {{ {NamedNode(iri)} ?p ?o }}")


def _column(store: Store, query: str) -> list[str]:
    from pyoxigraph import NamedNode

    heads = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("pop", "rdfs", "skos"))
    return [row["x"].value for row in store.select(heads + query) if isinstance(row["x"], NamedNode)]


def _candidates(store: Store, iris: list[str], *, lang: str) -> tuple[Candidate, ...]:
    from pyoxigraph import NamedNode

    if not iris:
        return ()
    nodes = " ".join(str(NamedNode(iri)) for iri in iris)
    kinds: dict[str, str] = {}
    for row in store.select(f"SELECT ?x ?k {{ VALUES ?x {{ {nodes} }} ?x a ?k }}"):
        thing, kind = row["x"], row["k"]
        if isinstance(thing, NamedNode) and isinstance(kind, NamedNode):
            kinds[thing.value] = min(kinds.get(thing.value, kind.value), kind.value)
    names = labels(store, [*iris, *kinds.values()], lang=lang)
    return tuple(
        Candidate(iri, codes.code_of(iri) if _coded(iri) else names[iri], names.get(kinds.get(iri, ""), ""))
        for iri in iris
    )


def _coded(iri: str) -> bool:
    code = codes.code_of(iri)
    return bool(code) and code != "plan"


def _place(store: Store, iri: str, *, lang: str) -> tuple[Candidate, ...]:
    """What the thing stands in: up through the matrix or the sections, then its plan."""
    above: list[str] = []
    current = iri
    steps: tuple[str, ...] = _MATRIX + _SECTIONS
    while len(above) < _DEPTH:
        name, nearest = _above(store, current, steps)
        if not nearest or nearest in (iri, *above):
            break
        # An objective's own section is no place of the task that serves it.
        steps = _MATRIX if name in _MATRIX else steps
        above.append(nearest)
        current = nearest
    plan = _above(store, iri, ("partOfPlan",))[1] or next(
        (found for found in (_above(store, up, ("partOfPlan",))[1] for up in above) if found), ""
    )
    return _candidates(store, [*above, plan] if plan else above, lang=lang)


def _above(store: Store, iri: str, steps: tuple[str, ...]) -> tuple[str, str]:
    from pyoxigraph import NamedNode

    node = str(NamedNode(iri))
    patterns = " UNION ".join(
        f"{{ ?up pop:{step[1:]} {node} BIND({rank} AS ?rank) }}"
        if step.startswith("^")
        else f"{{ {node} pop:{step} ?up BIND({rank} AS ?rank) }}"
        for rank, step in enumerate(steps)
    )
    for row in store.select(_POP + f"SELECT ?rank ?up {{ {patterns} }} ORDER BY ?rank ?up LIMIT 1"):
        return steps[int(getattr(row["rank"], "value", 0))], str(getattr(row["up"], "value", ""))
    return "", ""


def _statements(store: Store, iris: list[str], *, lang: str) -> dict[str, str]:
    """What each part says: its statement in the language, else its verbatim text."""
    from pyoxigraph import Literal, NamedNode

    parts = sorted({iri for iri in iris if codes.part_of(iri)})
    said: dict[str, tuple[int, str]] = {}
    nodes = " ".join(str(NamedNode(iri)) for iri in parts)
    for row in store.select(
        _POP
        + f"SELECT ?x ?t {{ VALUES ?x {{ {nodes} }} {{ ?x pop:statement ?t }} UNION {{ ?x pop:sourceText ?t }} }}"
    ):
        thing, text = row["x"], row["t"]
        if isinstance(thing, NamedNode) and isinstance(text, Literal):
            ranked = (0 if text.language == lang else 1, text.value)
            said[thing.value] = min(said.get(thing.value, ranked), ranked)
    return {iri: text for iri, (_, text) in said.items()}


def _lines(passages: tuple[Passage, ...]) -> tuple[Line, ...]:
    """The lines of the shipped document; empty for a document that popgraph doesn't ship."""
    wanted = sorted({number for item in passages for number in range(item.first, item.last + 1)})
    part = codes.part_of(passages[0].source) if passages else None
    if part is None:
        return ()
    try:
        text = resources.path("data", *part[0].split("/"), "source.txt").read_text(encoding="utf-8")
    except (PopgraphError, OSError):
        return ()
    numbered = text.split("\n")
    return tuple(
        Line(n, numbered[n - 1].strip()) for n in wanted if n <= len(numbered) and numbered[n - 1].strip()
    )


def _passages(store: Store, node: str) -> tuple[Passage, ...]:
    rows: Solutions = store.select(
        _POP
        + "PREFIX oa: <http://www.w3.org/ns/oa#>\n"
        + f"SELECT ?first ?last ?quote ?source {{ {node} pop:hasSourcePassage ?s ."
        + " ?s pop:firstLine ?first ; pop:lastLine ?last ; oa:exact ?quote OPTIONAL { ?s oa:hasSource ?source } }"
    )
    found = [
        Passage(
            int(getattr(row["first"], "value", 0)),
            int(getattr(row["last"], "value", 0)),
            str(getattr(row["quote"], "value", "")),
            str(getattr(row["source"], "value", "")),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda passage: (passage.first, passage.last, passage.quote)))


def _natural(text: str) -> tuple[tuple[int, int | str], ...]:
    return tuple((0, int(part)) if part.isdigit() else (1, part) for part in re.split(r"(\d+)", text) if part)
