"""``popgraph rules`` and ``popgraph explain``: which rules there are, and what a steward is to do about one."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from popgraph import rules
from tests.cli.conftest import Cli

COUNT = len(rules.catalogue())


def test_the_list_has_each_rule_with_severity_tier_category_and_title(cli: Cli) -> None:
    done = cli("rules")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0].split() == ["regla", "gravedad", "nivel", "categoría", "nombre"]
    assert len(lines) == COUNT + 2
    assert lines[-1].startswith(f"{COUNT} reglas, versión {rules.version()}. ")
    (row,) = [line for line in lines if line.startswith("VER-05 ")]
    assert row.split(maxsplit=3)[1:3] == ["nota", "publicado"]
    assert row.endswith("actividad de una sola tarea")


@pytest.mark.parametrize("tier", rules.TIERS)
def test_a_tier_can_be_asked_for_as_csv(tier: str, cli: Cli) -> None:
    rows = list(csv.DictReader(io.StringIO(cli("rules", "--tier", tier, "--format", "csv").out)))
    assert [row["id"] for row in rows] == [rule.id for rule in rules.catalogue() if rule.tier == tier]
    assert {row["tier"] for row in rows} == {tier}


def test_json_has_all_that_is_known_in_both_languages(cli: Cli) -> None:
    content = json.loads(cli("rules", "--format", "json").out)
    assert content["version"] == rules.version()
    assert len(content["rules"]) == COUNT
    (one,) = [rule for rule in content["rules"] if rule["id"] == "STR-06"]
    assert one["profiles"] == ["https://w3id.org/popgraph/scheme/profile/pop-2005"]
    assert set(one["guidance"]) == {"es", "en"}


def test_markdown_is_a_table_in_english(cli: Cli) -> None:
    lines = cli("rules", "--format", "markdown", "--lang", "en", "--tier", "linked").out.splitlines()
    assert lines[0] == "| rule | severity | tier | category | title |"
    assert lines[2] == "| ACT-04 | info | linked | actors | institutions with an identifier |"


def test_a_rule_is_explained_with_advice_and_both_examples(cli: Cli) -> None:
    done = cli("explain", "ver-01")
    assert done.code == 0
    assert done.out.startswith("VER-01 · objetivo con actividades\n")
    for heading in ("Qué señala:", "Por qué importa:", "Qué hacer:", "En qué se apoya:"):
        assert f"\n{heading}\n" in done.out
    assert "activities.csv" in done.out
    before, _, after = done.out.partition("Un ejemplo que la cumple:")
    assert "pop:servesObjective" not in before
    assert "pop:servesObjective" in after


def test_an_explanation_in_english_says_what_the_rule_is_limited_to(cli: Cli, tmp_path: Path) -> None:
    assert cli("explain", "DIA-02", "--lang", "en", "-o", "rule.txt").code == 0
    text = (tmp_path / "rule.txt").read_text("utf-8")
    assert "only for the plan layout: pop-2005" in text
    assert "Only … of the 4 determinants" in text


def test_an_unknown_rule_is_answered_with_near_ones(cli: Cli) -> None:
    done = cli("explain", "VER-77")
    assert (done.code, done.out) == (2, "")
    assert "VER-07" in done.err
