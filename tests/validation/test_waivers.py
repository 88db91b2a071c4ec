"""Waivers: what they let stand, and what is wrong with them."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from popgraph.findings import Finding, Severity, Waiver
from popgraph.validation import ValidationReport, validate
from popgraph.waivers import WaiverScope, apply

RULES = Path(__file__).parents[1] / "rules"
DAY = datetime.date(2026, 1, 1)
# The examples are fragments that name a plan and activities without holding them: MOD-01 says so, and isn't asked.
ASKED = ("STR-03a", "WVR-01", "WVR-02", "WVR-03", "WVR-04")
HEAD = """
@base <https://w3id.org/popgraph/id/pe-pun/pop-quinua/2005/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix pop: <https://w3id.org/popgraph/ontology#> .
@prefix shapes: <https://w3id.org/popgraph/shapes#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<oe1/a1/t1> a pop:PlannedTask ; pop:partOfPlan <plan> ; pop:partOfActivity <oe1/a1> , <oe1/a2> ; pop:code "T1" .
"""

BY, SINCE = "dcterms:creator <agent>", 'dcterms:created "2005-01-01"^^xsd:date'
SAID = f"{BY} ; {SINCE} ; pop:reason 'Así impreso'@es ;"
SOUND = "pop:waivesRule shapes:STR-03a ; pop:waivesFocus <oe1/a1/t1>"


def checked(path: Path, *, as_of: datetime.date = DAY) -> ValidationReport:
    return validate(path, tier="draft", as_of=as_of, rules=ASKED)


def told(
    folder: Path, waiver: str, *, rules: tuple[str, ...] = ASKED, said: str = SAID, tier: str = "draft"
) -> ValidationReport:
    file = folder / "plan.ttl"
    file.write_text(f"{HEAD}<dispensa/1> a pop:Waiver ; {said} {waiver} .", "utf-8")
    return validate(file, tier=tier, as_of=DAY, rules=rules)


def names(report: ValidationReport) -> list[str]:
    return [finding.rule for finding in report.findings]


@pytest.mark.parametrize(
    ("rule", "with_it"),
    [("WVR-01", []), ("WVR-02", ["STR-03a"]), ("WVR-03", ["STR-03a"]), ("WVR-04", ["STR-03a"])],
)
def test_a_wrong_waiver_is_a_finding_and_waives_nothing(rule: str, with_it: list[str]) -> None:
    # Whether a waiver is unused is only known when all rules of the tier are asked.
    report = validate(RULES / rule / "bad.ttl", tier="draft", as_of=DAY)
    assert sorted(name for name in names(report) if not name.startswith("MOD-")) == sorted([rule, *with_it])
    assert report.waived == ()
    found = next(finding for finding in report.findings if finding.rule == rule)
    assert found.focus.endswith("/dispensa/1")
    assert found.data is not None
    assert found.data.line is not None
    line = (RULES / rule / "bad.ttl").read_text("utf-8").splitlines()[found.data.line - 1]
    assert "a pop:Waiver" in line or "pop:expires" in line
    assert "{" not in found.message("es") + found.message("en") + found.advice("es")


@pytest.mark.parametrize("rule", ["WVR-01", "WVR-02", "WVR-03", "WVR-04"])
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


@pytest.mark.parametrize(
    "last", ['"2999-02-30"^^xsd:date', '"2999-W52-1"', '"soon", "2999-01-01"', '"2999-01-01T00:00:00"', '""']
)
def test_a_waiver_whose_last_day_cannot_be_read_does_not_hold(tmp_path: Path, last: str) -> None:
    report = told(tmp_path, f"{SOUND} ; pop:expires {last}")
    assert sorted(names(report)) == ["STR-03a", "WVR-04"]
    (found,) = (finding for finding in report.findings if finding.rule == "WVR-04")
    assert found.path.endswith("expires")
    assert "0001" not in found.message("es") + found.value


@pytest.mark.parametrize(
    ("said", "lacking"),
    [
        (f"{BY} ; {SINCE} ;", ["reason"]),
        (f"{BY} ; {SINCE} ; pop:reason ' '@es ;", ["reason"]),
        (f"{SINCE} ; pop:reason 'x'@es ;", ["creator"]),
        (f"{BY} ; pop:reason 'x'@es ;", ["created"]),
        (f"{BY} ; dcterms:created 'ayer' ; pop:reason 'x'@es ;", ["created"]),
        ("", ["created", "creator", "reason"]),
    ],
)
def test_a_waiver_says_why_who_and_since_when(tmp_path: Path, said: str, lacking: list[str]) -> None:
    report = told(tmp_path, SOUND, said=said)
    assert report.waived == ()
    missing = [finding.path for finding in report.findings if finding.rule == "WVR-04"]
    assert sorted(path.replace("#", "/").rpartition("/")[2] for path in missing) == lacking


def test_a_waiver_does_not_hold_before_its_first_day(tmp_path: Path) -> None:
    report = told(tmp_path, SOUND, said=SAID.replace("2005-01-01", "2026-01-02"))
    assert names(report) == ["STR-03a"]
    assert told(tmp_path, SOUND, said=SAID.replace("2005-01-01", "2026-01-01")).conforms


def test_each_element_that_a_waiver_names_must_be_found(tmp_path: Path) -> None:
    report = told(tmp_path, f"{SOUND} , <nosuch>")
    assert len(report.waived) == 1
    (unused,) = report.findings
    assert unused.rule == "WVR-01"
    assert unused.message("en").endswith("rule STR-03a, element nosuch.")


def test_several_rules_and_several_elements_at_once_are_too_broad(tmp_path: Path) -> None:
    report = told(tmp_path, f"{SOUND} , <nosuch> ; pop:waivesRule shapes:STR-04")
    assert sorted(names(report)) == ["STR-03a", "WVR-03"]


def test_a_rule_that_does_not_exist_waives_nothing(tmp_path: Path) -> None:
    report = told(tmp_path, "pop:waivesRule shapes:NOPE-99 ; pop:waivesFocus <oe1/a1/t1>")
    assert sorted(names(report)) == ["STR-03a", "WVR-01"]


def test_a_dead_fingerprint_is_told_when_the_rules_of_the_published_tier_were_asked(tmp_path: Path) -> None:
    dead = 'pop:waivesFingerprint "0123456789abcdef"'
    assert "WVR-01" in names(told(tmp_path, dead, rules=(), tier="published"))
    assert "WVR-01" not in names(told(tmp_path, dead, rules=(), tier="draft"))
    assert "WVR-01" in names(told(tmp_path, f"{dead} ; pop:waivesRule shapes:STR-03a", rules=ASKED))


def test_many_waivers_are_matched_by_what_they_name() -> None:
    looks: list[str] = []

    class Counted(WaiverScope):
        def covers(self, finding: Finding) -> bool:
            looks.append(finding.focus)
            return WaiverScope.covers(self, finding)

    waiver = Waiver("urn:w", {"es": "x"}, "urn:me", DAY, None)
    scopes = [
        Counted(
            replace(waiver, iri=f"urn:w{number}"), frozenset({"R"}), frozenset({f"urn:{number}"}), frozenset()
        )
        for number in range(2000)
    ]
    findings = [Finding("R", Severity.INFO, f"urn:{number}", "", "", "", {}, "") for number in range(2000)]
    standing, waived, wrong = apply(findings, scopes, as_of=DAY, checked=["R"])
    assert (standing, len(waived), wrong) == ((), 2000, ())
    assert len(looks) == 2000


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
