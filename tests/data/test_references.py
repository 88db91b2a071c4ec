"""Whatever the data name is described, under an IRI of the documented patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from popgraph import catalog
from popgraph.embedded import EmbeddedStore
from popgraph.vocab import BASE, ID, POP, PREFIXES, SCHEME, TERMS

SKOS = PREFIXES["skos"]
TYPE = NamedNode(PREFIXES["rdf"] + "type")
UNIT = PREFIXES["unit"]

# docs/architecture.md, "IRIs".
SLUG = "[a-z0-9]+(?:-[a-z0-9]+)*"
ACTIVITY = "oe[1-9]/a[1-9][0-9]*"
DUE = "(?:/due[1-9]|/tgt)?"
PARTS = (
    *("plan", "fuente", "vision", "seccion/titulo"),
    *("seccion/[1-9](?:-[0-9a-z]+)*", "texto/[0-9]+", "dia/[abcd]/[0-9]+", "nota/[0-9]+", "cifra/[0-9]+"),
    *("foda/[foda][0-9]+", f"valor/{SLUG}", "oe[1-9](?:/v[1-9])?"),
    *(ACTIVITY, f"{ACTIVITY}/t[1-9]", f"{ACTIVITY}/t[1-9]/[mr][0-9]+", f"{ACTIVITY}/t[1-9]/i[0-9]+{DUE}"),
    *(f"{ACTIVITY}/(?:logro|avance){DUE}", f"{ACTIVITY}/revision/(?:vertical|horizontal)"),
    rf"evento/{SLUG}-[0-9]{{4}}-[0-9]{{2}}",
    *(f"stats/{SLUG}", "stats/estructura/[A-Za-z]+", f"stats/{SLUG}/{SLUG}/{SLUG}"),
    *(f"src/{SLUG}", f"interpretacion/{SLUG}(?:/[0-9]+)?", f"entregable/{SLUG}", f"dispensa/{SLUG}"),
)
PATTERNS = (
    *(rf"id/pe-cus/(?:pop-cacao|perx)/2005/{part}" for part in PARTS),
    *(f"id/{kind}/{SLUG}" for kind in ("org", "region", "country", "product", "agent")),
    *(f"id/{kind}/pe-[a-z]{{3}}/{SLUG}" for kind in ("group", "wording")),
    f"scheme/{SLUG}(?:/{SLUG})?",
    "ontology#[A-Za-z]+",
    "shapes#[A-Z]+-[0-9]+[a-z]?",
    "ontology/0.1.0",
    "shapes/0.3.0",
    rf"graph/{SLUG}(?:/{SLUG})*",
    rf"dataset/{SLUG}(?:/(?:turtle|text))?",
    "dataset/period/[0-9]{4}-[0-9]{4}",
)
DOCUMENTED = re.compile("|".join(f"(?:{pattern})" for pattern in PATTERNS))


@pytest.fixture(scope="module")
def data(shipped: EmbeddedStore) -> tuple[Quad, ...]:
    """What stands in data/."""
    graphs = {entry.graph for entry in catalog.shipped() if entry.file.startswith("data/")}
    quads = tuple(quad for quad in shipped.quads() if getattr(quad.graph_name, "value", "") in graphs)
    assert {getattr(quad.graph_name, "value", "") for quad in quads} == graphs
    return quads


def iris(quads: tuple[Quad, ...]) -> Iterator[str]:
    for quad in quads:
        for term in (quad.subject, quad.predicate, quad.object):
            if isinstance(term, NamedNode):
                yield term.value


def test_no_resource_is_without_a_name(data: tuple[Quad, ...]) -> None:
    assert [
        quad for quad in data if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)
    ] == []


def test_every_own_iri_follows_a_documented_pattern(data: tuple[Quad, ...]) -> None:
    own = {iri.removeprefix(BASE) for iri in iris(data) if iri.startswith(BASE)} - {""}
    assert len(own) > 2000
    assert [iri for iri in sorted(own) if not DOCUMENTED.fullmatch(iri)] == []


def test_every_own_resource_that_is_named_is_described(
    shipped: EmbeddedStore, data: tuple[Quad, ...]
) -> None:
    described = {quad.subject.value for quad in shipped.quads() if isinstance(quad.subject, NamedNode)}
    named = {iri for iri in iris(data) if iri.startswith((ID, SCHEME))}
    assert sorted(named - described) == []


def test_every_own_resource_has_a_class(shipped: EmbeddedStore, data: tuple[Quad, ...]) -> None:
    typed = {quad.subject for quad in shipped.quads() if quad.predicate == TYPE}
    assert sorted({str(quad.subject) for quad in data if quad.subject not in typed}) == []


def test_every_own_term_is_one_of_the_ontology(data: tuple[Quad, ...]) -> None:
    used = {iri.removeprefix(POP) for iri in iris(data) if iri.startswith(POP)}
    assert len(used) > 80
    assert sorted(used - TERMS) == []


def test_every_code_and_unit_is_in_a_list_and_labelled(
    shipped: EmbeddedStore, data: tuple[Quad, ...]
) -> None:
    codes = {
        quad.object
        for quad in data
        if isinstance(quad.object, NamedNode)
        and (quad.object.value.startswith(UNIT) or re.match(f"{SCHEME}{SLUG}/", quad.object.value))
    }
    assert len(codes) > 50
    listed = {quad.subject for quad in shipped.quads() if quad.predicate.value == SKOS + "inScheme"}
    assert sorted(str(code) for code in codes - listed) == []
    labels: dict[object, set[str]] = {}
    for quad in shipped.quads():
        if quad.predicate.value == SKOS + "prefLabel" and isinstance(quad.object, Literal):
            labels.setdefault(quad.subject, set()).add(quad.object.language or "")
    assert [str(code) for code in codes if labels.get(code) != {"es", "en"}] == []
