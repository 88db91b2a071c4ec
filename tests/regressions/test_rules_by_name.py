"""A report on rules asked for by name called them rules of a tier that they aren't of, and one rule «1 reglas»."""

from __future__ import annotations

import json as standard

from popgraph.report import json, text
from popgraph.report.rows import facts
from popgraph.validation import validate


def test_no_tier_is_named() -> None:
    report = validate(tier="draft", rules=["VER-01"])
    assert standard.loads(json.render(report))["rules"]["tier"] is None
    (line, *_) = text.summary(report)
    assert ". 1 regla, " in line
    (line, *_) = text.summary(validate(tier="draft", rules=["VER-01", "VER-02"]), lang="en")
    assert ". 2 rules, " in line
    assert dict(facts(report, lang="en"))["tier of the rules"] == "rules asked for by name"


def test_a_tier_is_named() -> None:
    assert "reglas del nivel borrador" in text.summary(validate(tier="draft"))[0]
