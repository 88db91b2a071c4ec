"""Waivers: what they let stand, and what is wrong with them."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from popgraph.findings import Severity
from popgraph.validation import ValidationReport, validate

RULES = Path(__file__).parents[1] / "rules"
DAY = datetime.date(2026, 1, 1)
# The examples are fragments that name a plan and activities without holding them: MOD-01 says so, and isn't asked.
ASKED = ("STR-03a", "WVR-01", "WVR-02", "WVR-03")
HEAD = """
@base <https://w3id.org/popgraph/id/pe-pun/pop-quinua/2005/> .
@prefix pop: <https://w3id.org/popgraph/ontology#> .
@prefix shapes: <https://w3id.org/popgraph/shapes#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<oe1/a1/t1> a pop:PlannedTask ; pop:partOfPlan <plan> ; pop:partOfActivity <oe1/a1> , <oe1/a2> ; pop:code "T1" .
"""


def checked(path: Path, *, as_of: datetime.date = DAY) -> ValidationReport:
    return validate(path, tier="draft", as_of=as_of, rules=ASKED)


def told(folder: Path, waiver: str, *, rules: tuple[str, ...] = ASKED) -> ValidationReport:
    file = folder / "plan.ttl"
    file.write_text(f"{HEAD}<dispensa/1> a pop:Waiver ; {waiver} .", "utf-8")
    return validate(file, tier="draft", as_of=DAY, rules=rules)


def names(report: ValidationReport) -> list[str]:
    return [finding.rule for finding in report.findings]


@pytest.mark.parametrize(
    ("rule", "with_it"), [("WVR-01", []), ("WVR-02", ["STR-03a"]), ("WVR-03", ["STR-03a"])]
)
def test_a_wrong_waiver_is_a_finding_and_waives_nothing(rule: str, with_it: list[str]) -> None:
    # Whether a waiver is unused is only known when all rules of the tier are asked.
    report = validate(RULES / rule / "bad.ttl", tier="draft", as_of=DAY)
    assert sorted(name for name in names(report) if not name.startswith("MOD-")) == sorted([rule, *with_it])
    assert report.waived == ()
    found = next(finding for finding in report.findings if finding.rule == rule)
    assert found.focus.endswith("/dispensa/1")
    assert found.data is not None
    line = (RULES / rule / "bad.ttl").read_text("utf-8").splitlines()[found.data.line - 1]
    assert "a pop:Waiver" in line or "pop:expires" in line
    assert "{" not in found.message("es") + found.message("en") + found.advice("es")


@pytest.mark.parametrize("rule", ["WVR-01", "WVR-02", "WVR-03"])
def test_a_sound_waiver_lets_the_finding_stand_and_says_why(rule: str) -> None:
    report = checked(RULES / rule / "good.ttl")
    assert report.conforms
    (waived,) = report.waived
    assert waived.rule == "STR-03a"
    assert waived.waiver is not None
    assert waived.waiver.reason == {"es": "Así está impreso.", "en": "As printed."}
    assert waived.waiver.created == datetime.date(2005, 1, 1)


def test_a_waiver_holds_on_its_last_day_and_not_after_it() -> None:
    path = RULES / "WVR-02" / "bad.ttl"
    assert checked(path, as_of=datetime.date(2005, 12, 31)).conforms
    assert "WVR-02" in names(checked(path, as_of=datetime.date(2006, 1, 1)))


def test_a_waiver_with_an_impossible_last_day_has_expired(tmp_path: Path) -> None:
    report = told(
        tmp_path,
        'pop:waivesRule shapes:STR-03a ; pop:waivesFocus <oe1/a1/t1> ; pop:expires "2999-02-30"^^xsd:date',
    )
    assert sorted(names(report)) == ["STR-03a", "WVR-02"]


def test_one_finding_can_be_waived_by_its_fingerprint(tmp_path: Path) -> None:
    (found,) = told(
        tmp_path, "pop:waivesRule shapes:STR-04 ; pop:waivesFocus <x>", rules=("STR-03a",)
    ).findings
    report = told(tmp_path, f'pop:waivesFingerprint "{found.fingerprint}"')
    assert report.conforms
    assert [finding.fingerprint for finding in report.waived] == [found.fingerprint]


def test_a_waiver_of_a_rule_that_was_not_checked_is_not_called_unused(tmp_path: Path) -> None:
    waiver = "pop:waivesRule shapes:STR-04 ; pop:waivesFocus <oe1/a1/t1>"
    assert names(told(tmp_path, waiver, rules=("STR-03a", "WVR-01"))) == ["STR-03a"]
    assert names(told(tmp_path, waiver, rules=("STR-04", "WVR-01"))) == ["WVR-01"]


def test_an_element_alone_is_too_broad(tmp_path: Path) -> None:
    report = told(tmp_path, "pop:waivesFocus <oe1/a1/t1>")
    assert sorted(names(report)) == ["STR-03a", "WVR-03"]
    assert report.count(Severity.VIOLATION) == 2
