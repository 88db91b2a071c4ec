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
    done = cli("validate")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Sin hallazgos. ")
    assert " reglas del nivel borrador, " in done.out


def test_a_plan_by_itself_is_clean_too(cli: Cli) -> None:
    done = cli("validate", str(PLAN), "--lang", "en")
    assert done.code == 0
    assert done.out.startswith("No findings. ")


def test_the_report_goes_to_a_file_even_if_it_is_clean(cli: Cli, tmp_path: Path) -> None:
    assert cli("validate", str(ROOT / "tests" / "reason" / "small.ttl"), "-o", "report.txt").code == 0
    assert (tmp_path / "report.txt").read_text("utf-8").startswith("Sin hallazgos")


def test_a_broken_rule_is_told_and_exits_1(lost_activity: str, cli: Cli) -> None:
    done = cli("validate", lost_activity)
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
    done = cli("validate", lost_activity, "--lang", "en", "--fail-on", "never")
    assert done.code == 0
    assert done.out.splitlines()[1].split()[:3] == ["STR-03a", "violation", "O1A2T4"]


def test_a_violation_fails_at_every_lower_threshold_too(lost_activity: str, cli: Cli) -> None:
    assert cli("validate", lost_activity, "--fail-on", "info").code == 1


def test_an_unknown_tier_is_wrong_usage(cli: Cli) -> None:
    assert cli("validate", "--tier", "perfect").code == 2
