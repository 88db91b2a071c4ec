"""Checks of mappings as SSSOM says them in RDF: who made them, on what grounds, and that an exact match is of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from popgraph.checks.rows import rows
from popgraph.results import Result
from popgraph.vocab import PREFIXES

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["justified"]

_TARGET = PREFIXES["owl"] + "annotatedTarget"
# The slots of SSSOM as its schema maps them: author, creator and reviewer are the persons of a mapping.
_MAPPINGS = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX pav: <http://purl.org/pav/>
PREFIX sssom: <https://w3id.org/sssom/>
SELECT DISTINCT ?mapping ?subject ?object ?person ?grounds WHERE {
  ?mapping owl:annotatedProperty skos:exactMatch ; owl:annotatedSource ?subject ; owl:annotatedTarget ?object .
  OPTIONAL { ?mapping sssom:mapping_justification ?grounds }
  OPTIONAL { ?mapping pav:authoredBy|dcterms:creator|sssom:author_id|sssom:reviewer_id ?person }
} ORDER BY ?mapping ?person ?grounds"""
_FAULTS = {
    "person": ("no dice qué persona la hizo o la revisó", "doesn't say which person made or reviewed it"),
    "grounds": ("no tiene más justificación que la léxica", "has no justification but a lexical one"),
    "several": ("no es de una cosa con una sola", "isn't of one thing with only one"),
}


def justified(store: Store) -> Iterator[Result]:
    """Yield MAP-01: an exact match without a person, on lexical grounds alone, or of one thing with several.

    What reads tables of mappings (SSSOM, TSV) into a graph is held to it; a mapping there is an annotated axiom.
    """
    persons: dict[str, set[str]] = defaultdict(set)
    grounds: dict[str, set[str]] = defaultdict(set)
    ends: dict[str, tuple[str, str]] = {}
    beside: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows(store, _MAPPINGS):
        mapping, subject, object_ = row["mapping"], row["subject"], row["object"]
        ends[mapping] = subject, object_
        persons[mapping] |= {row["person"]} - {""}
        grounds[mapping] |= {row["grounds"]} - {""}
        beside["subject", subject].add(object_)
        beside["object", object_].add(subject)
    for mapping, (subject, object_) in sorted(ends.items()):
        faults = []
        if not persons[mapping]:
            faults.append("person")
        if all("Lexical" in ground for ground in grounds[mapping]):
            faults.append("grounds")
        if len(beside["subject", subject]) > 1 or len(beside["object", object_]) > 1:
            faults.append("several")
        for fault in faults:
            bound = tuple(zip(("falta", "fault"), _FAULTS[fault], strict=True))
            yield Result("MAP-01", mapping, _TARGET, object_, bindings=(*bound, ("subject", subject)))
