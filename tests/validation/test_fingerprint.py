"""A fingerprint names the same finding across edits that don't concern it."""

from __future__ import annotations

from pathlib import Path

import popgraph
from popgraph.embedded import EmbeddedStore
from popgraph.findings import fingerprint
from popgraph.rules import catalogue
from popgraph.validation import validate
from popgraph.vocab import ID, POP

UNRELATED = ID + "pe-cus/pop-cacao/2005/oe4/a2/t2"


def test_a_summary_stays_the_same_finding_when_its_list_grows() -> None:
    short = fingerprint("RSP-05", "urn:plan", "", "", [("count", "1"), ("list", "O1A1T1")])
    long = fingerprint("RSP-05", "urn:plan", "", "", [("count", "2"), ("list", "O1A1T1, O1A1T2")])
    assert short == long
    assert short != fingerprint("RSP-05", "urn:other", "", "", [("count", "1"), ("list", "O1A1T1")])


def test_dropping_an_unrelated_task_changes_no_other_fingerprint() -> None:
    store = popgraph.open()
    kept = [quad for quad in store.quads() if UNRELATED not in str(quad.subject) + str(quad.object)]
    before, after = validate(store), validate(EmbeddedStore.of(kept))
    gone = {f.fingerprint for f in (*before.findings, *before.waived)} - {
        f.fingerprint for f in (*after.findings, *after.waived)
    }
    assert {
        f.rule
        for f in (*before.findings, *before.waived)
        if f.fingerprint in gone and UNRELATED not in f.focus
    } <= {"VER-10"}, "its activity's title may lose a word that only this task took up"


def holder(folder: Path, ordinals: list[int]) -> set[str]:
    """The fingerprints of what is wrong with the order of an activity's tasks."""
    file = folder / "plan.ttl"
    tasks = "".join(
        f"<urn:x:t{at}> a pop:PlannedTask ; pop:partOfActivity <urn:x:a> ; pop:ordinal {number} .\n"
        for at, number in enumerate(ordinals)
    )
    file.write_text(f"@prefix pop: <{POP}> .\n<urn:x:a> a pop:PlannedActivity .\n{tasks}", "utf-8")
    return {finding.fingerprint for finding in validate(file, rules=["STR-08"]).findings}


def test_what_changes_beside_the_fault_is_left_out(tmp_path: Path) -> None:
    short, long = holder(tmp_path, [1, 3]), holder(tmp_path, [1, 3, 4])
    assert len(short) == 1
    assert short == long


def test_what_a_rule_calls_volatile_is_something_that_its_findings_say() -> None:
    named = {rule.id: rule.volatile for rule in catalogue() if rule.volatile}
    assert named == {"RSP-06": ("expected",), "STR-08": ("total", "value"), "TXT-02": ("value",)}
    parts = ("urn:a", "urn:p")
    one, two = (fingerprint("TXT-02", *parts, text, [("found", "5")], volatile=("value",)) for text in "xy")
    assert one == two
    assert one != fingerprint("TXT-02", *parts, "x", [("found", "6")], volatile=("value",))
