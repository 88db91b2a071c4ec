"""``popgraph validate``: clean data, broken data, and the exit code that a script gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Cli

PLAN = ROOT / "data" / "pe-cus" / "pop-cacao" / "2005" / "plan.ttl"


@pytest.fixture
def lost_activity(tmp_path: Path) -> str:
    """The plan, with task T4 of an activity that belongs to none."""
    before, subject, after = PLAN.read_text("utf-8").partition("\n<oe1/a2/t4> a pop:PlannedTask ;")
    line = "    pop:partOfActivity <oe1/a2> ;\n"
    assert subject
    assert line in after
    file = tmp_path / "plan.ttl"
    file.write_text(before + subject + after.replace(line, "", 1), "utf-8")
    return file.name


def test_the_shipped_graph_is_clean(cli: Cli) -> None:
    done = cli("validate", "--tier", "draft")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Sin hallazgos. ")
    assert " reglas del nivel borrador, " in done.out


def test_a_plan_by_itself_is_clean_too(cli: Cli) -> None:
    done = cli("validate", str(PLAN), "--lang", "en", "--tier", "draft")
    assert done.code == 0
    assert done.out.startswith("No findings. ")


def test_the_report_goes_to_a_file_even_if_it_is_clean(cli: Cli, tmp_path: Path) -> None:
    small = str(ROOT / "tests" / "reason" / "small.ttl")
    assert cli("validate", small, "--tier", "draft", "-o", "report.txt").code == 0
    assert (tmp_path / "report.txt").read_text("utf-8").startswith("Sin hallazgos")


def test_a_broken_rule_is_told_and_exits_1(lost_activity: str, cli: Cli) -> None:
    done = cli("validate", lost_activity, "--tier", "draft")
    assert (done.code, done.err) == (1, "")
    rows = done.out.splitlines()
    assert rows[0].split() == ["regla", "gravedad", "dónde", "qué", "pasa"]
    assert rows[1].split(maxsplit=3) == [
        "STR-03a",
        "infracción",
        "O1A2T4",
        "Una tarea pertenece exactamente a una actividad.",
    ]
    assert rows[-1].startswith("Hallazgos: 1 (infracciones: 1). ")


def test_the_finding_is_told_in_english_and_never_fails_if_asked(lost_activity: str, cli: Cli) -> None:
    done = cli("validate", lost_activity, "--tier", "draft", "--lang", "en", "--fail-on", "never")
    assert done.code == 0
    assert done.out.splitlines()[1].split()[:3] == ["STR-03a", "violation", "O1A2T4"]


def test_a_violation_fails_at_every_lower_threshold_too(lost_activity: str, cli: Cli) -> None:
    assert cli("validate", lost_activity, "--fail-on", "info").code == 1


def test_an_unknown_tier_is_wrong_usage(cli: Cli) -> None:
    assert cli("validate", "--tier", "perfect").code == 2


def test_the_shipped_plan_breaks_no_published_rule_gravely(cli: Cli) -> None:
    done = cli("validate")
    assert (done.code, done.err) == (0, "")
    assert " reglas del nivel publicado, " in done.out
    assert "infracciones: 0" in done.out or done.out.startswith("Sin hallazgos")


def test_a_finding_says_what_to_do_and_where_it_stands(lost_activity: str, cli: Cli) -> None:
    lines = cli("validate", lost_activity, "--tier", "draft").out.splitlines()
    start = lines.index("Qué hacer")
    assert lines[start + 1].startswith("  STR-03a: ")
    place = lines[start + 2].strip()
    assert place.startswith("O1A2T4 · documento líneas 832-833 · plan.ttl:")
    number = int(place.rsplit(":", 2)[1])
    text = (ROOT / "data" / "pe-cus" / "pop-cacao" / "2005" / "plan.ttl").read_text("utf-8").splitlines()
    assert text[number - 1] == "<oe1/a2/t4> a pop:PlannedTask ;"


def test_rules_severities_and_origins_narrow_a_report(lost_activity: str, cli: Cli) -> None:
    assert cli("validate", lost_activity, "--rule", "STR-04").out.startswith("Sin hallazgos. 1 reglas")
    assert "STR-03a" in cli("validate", lost_activity, "--rule", "str-03A").out
    for option in (("--severity", "info"), ("--origin", "registry")):
        done = cli("validate", lost_activity, "--tier", "draft", *option)
        assert (done.code, done.out.split(".")[0]) == (0, "Sin hallazgos")


def test_an_unknown_rule_is_told_with_rules_of_nearly_that_name(cli: Cli) -> None:
    done = cli("validate", "--rule", "STR-3a")
    assert done.code == 2
    assert "STR-03a" in done.err


def test_both_engines_print_the_same(lost_activity: str, cli: Cli) -> None:
    words = ("validate", lost_activity, "--tier", "draft", "--as-of", "2026-01-01")
    assert cli(*words).out == cli(*words, "--engine", "pyshacl").out
