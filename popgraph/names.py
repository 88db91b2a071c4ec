"""What a text that a person types may mean: an IRI, a code, a path or a name of something in a graph."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from popgraph import codes
from popgraph.errors import UsageError
from popgraph.labels import labels
from popgraph.vocab import ID, PREFIXES

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["Candidate", "candidates", "find", "resolve"]

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_PATH = re.compile(r"[\w-]+(?:/[\w-]+)*")
# Codes as printed, which stand in the data: `F1` is a strength, and not a path below a plan.
_PRINTED = re.compile(r"[a-z]\d+|oe\d+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that a text may mean: its IRI, its compact code or label, and what it is."""

    iri: str
    name: str
    kind: str

    @property
    def path(self) -> str:
        """What it can be asked for by: its path below ``id/``, or its IRI."""
        return self.iri.removeprefix(ID)


def find(store: Store, text: str, *, lang: str = "es") -> tuple[Candidate, ...]:
    """Return what an IRI, a prefixed name, a path below ``id/``, a code or a name may mean, sorted by IRI.

    An IRI wins over a path or compact code, this over printed codes, and these over names.

    Args:
        store: The graph.
        text: For instance ``O1A2T4``, ``OE1``, ``F1``, ``org/mincetur``, ``MINCETUR``, ``dia/a/3`` or a full IRI.
        lang: Language of the labels.

    >>> import popgraph
    >>> [item.path for item in find(popgraph.open(), "PARA")]
    ['org/para', 'org/pra']
    """
    text = text.strip()
    iri = _as_iri(text)
    if iri and _known(store, iri):
        return candidates(store, [iri], lang=lang)
    found = _by_path(store, codes.path_of(text) or (text.lower() if _PATH.fullmatch(text) else ""))
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
    return candidates(store, sorted(found), lang=lang)


def resolve(store: Store, text: str, *, lang: str = "es") -> str:
    """Return the IRI of the one thing that a text means.

    Raises:
        UsageError: If it means nothing, or several things; the message lists them.
    """
    found = find(store, text, lang=lang)
    if not found:
        raise UsageError(
            "Nothing in the graph is called so",
            where=text or '""',
            hint="Give an IRI, a code such as O1A2T4, OE1 or F1, a path such as org/mincetur, or a name",
        )
    if len(found) > 1:
        width = max(len(item.path) for item in found)
        listed = "\n".join(f"  {item.path:<{width}}  {item.name}, {item.kind}" for item in found)
        raise UsageError(f"{len(found)} things are called so", where=text, hint=f"Choose one:\n{listed}")
    return found[0].iri


def candidates(store: Store, iris: Iterable[str], *, lang: str = "es") -> tuple[Candidate, ...]:
    """Return each thing with what it is called and what it is."""
    from pyoxigraph import NamedNode

    wanted = list(iris)
    if not wanted:
        return ()
    nodes = " ".join(str(NamedNode(iri)) for iri in wanted)
    kinds: dict[str, str] = {}
    for row in store.select(f"SELECT ?x ?k {{ VALUES ?x {{ {nodes} }} ?x a ?k }}"):
        thing, kind = row["x"], row["k"]
        if isinstance(thing, NamedNode) and isinstance(kind, NamedNode):
            kinds[thing.value] = min(kinds.get(thing.value, kind.value), kind.value)
    names = labels(store, [*wanted, *kinds.values()], lang=lang)
    return tuple(
        Candidate(iri, codes.code_of(iri) or names[iri], names.get(kinds.get(iri, ""), "")) for iri in wanted
    )


def _by_path(store: Store, path: str) -> list[str]:
    """What stands at a path below ``id/``, else at one below a plan."""
    if not path or _PRINTED.fullmatch(path):
        return []
    if _known(store, ID + path):
        return [ID + path]
    below = (
        plan.removesuffix("plan") + path
        for plan in _column(store, "SELECT DISTINCT ?x { ?any pop:partOfPlan ?x }")
        if plan.endswith("/plan")
    )
    return [iri for iri in below if _known(store, iri)]


def _as_iri(text: str) -> str:
    from pyoxigraph import NamedNode

    text = text.removeprefix("<").removesuffix(">")
    prefix, colon, local = text.partition(":")
    if colon and prefix in PREFIXES and not local.startswith("//"):
        text = PREFIXES[prefix] + local
    try:
        return NamedNode(text).value if _IRI.fullmatch(text) else ""
    except ValueError:
        return ""


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
