"""A fingerprint names the same finding across edits that don't concern it."""

from __future__ import annotations

import popgraph
from popgraph.embedded import EmbeddedStore
from popgraph.findings import fingerprint
from popgraph.validation import validate
from popgraph.vocab import ID

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
