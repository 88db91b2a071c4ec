"""``popgraph validate``: clean data, broken data, and the exit code that a script gets."""

from __future__ import annotations

import json
import shutil
import xml.etree.ElementTree as ET
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
    assert cli("validate", lost_activity, "--rule", "STR-04").out.startswith("Sin hallazgos. 1 regla,")
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


OWN = """@prefix ex: <https://example.org/rules#> .
@prefix pop: <https://w3id.org/popgraph/ontology#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
ex:Brief a sh:NodeShape ; sh:targetClass pop:PlannedTask ; sh:property [ sh:path pop:statement ; sh:maxLength 120 ;
  sh:severity sh:Warning ; sh:message "La tarea es larga."@es , "The task is long."@en ] .
"""


def test_own_shapes_run_with_and_without_the_rules(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "mine.ttl").write_text(OWN, "utf-8")
    done = cli("validate", str(PLAN), "--tier", "none", "--shapes", "mine.ttl", "--fail-on", "warning")
    assert (done.code, done.err) == (1, "")
    assert done.out.splitlines()[1].split(maxsplit=3) == [
        "Brief",
        "advertencia",
        "O2A1T3",
        "La tarea es larga.",
    ]
    assert done.out.splitlines()[-1].startswith(
        "Hallazgos: 1 (infracciones: 0, advertencias: 1). 1 regla propia, "
    )
    both = cli(
        "validate",
        str(PLAN),
        "--tier",
        "draft",
        "--shapes",
        "mine.ttl",
        "--lang",
        "en",
        "--format",
        "summary",
    )
    assert both.code == 0
    assert " rules of the draft tier and 1 own, " in both.out
    assert cli(
        "validate", str(PLAN), "--rule", "brief", "--shapes", "mine.ttl", "--format", "summary"
    ).out == (cli("validate", str(PLAN), "--tier", "none", "--shapes", "mine.ttl", "--format", "summary").out)


def test_shapes_that_cant_be_run_are_told_and_nothing_is_written(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "mine.ttl").write_text(OWN + "ex:X sh:js [] .", "utf-8")
    done = cli("validate", str(PLAN), "--shapes", "mine.ttl", "-o", "report.txt")
    assert done.code == 2
    assert "mine.ttl" in done.err
    assert "sh:js is refused" in done.err
    assert not (tmp_path / "report.txt").exists()
    assert "gone.ttl" in cli("validate", str(PLAN), "--shapes", "gone.ttl").err
    assert "--shapes FILE" in cli("validate", str(PLAN), "--tier", "none").err


@pytest.fixture
def waived_plan(tmp_path: Path) -> str:
    """A copy of the plan and the waivers beside it, in a folder without a catalogue."""
    folder = tmp_path / "2005"
    folder.mkdir()
    for name in ("plan.ttl", "waivers.ttl"):
        shutil.copy(PLAN.with_name(name), folder / name)
    return "2005/plan.ttl"


def test_waivers_beside_a_plan_count_though_nobody_named_them(waived_plan: str, cli: Cli) -> None:
    words = ("validate", waived_plan, "--rule", "RSP-04", "--rule", "WVR-01", "--format", "json")
    report = json.loads(cli(*words).out)
    assert report["findings"] == []
    assert {item["rule"] for item in report["waived"]} == {"RSP-04"}
    assert [item["file"] for item in report["data"]["sources"]] == ["2005/plan.ttl"]
    assert [item["file"] for item in report["data"]["waivers"]] == ["2005/waivers.ttl"]
    said = cli("validate", waived_plan, "--rule", "RSP-04").out
    assert "2005/waivers.ttl" in said
    assert "--no-waivers" in said


def test_a_waiver_that_has_expired_beside_a_plan_is_told(waived_plan: str, cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "2005" / "waivers.ttl"
    text = file.read_text("utf-8")
    kind = " a pop:Waiver ;"
    assert kind in text
    file.write_text(
        text.replace(kind, kind + ' pop:expires "2020-01-01"^^<http://www.w3.org/2001/XMLSchema#date> ;', 1),
        "utf-8",
    )
    done = cli("validate", waived_plan, "--rule", "WVR-02", "--format", "github")
    assert "file=2005/waivers.ttl,line=" in done.out
    assert "title=WVR-02" in done.out


def test_no_waivers_shows_all(waived_plan: str, cli: Cli) -> None:
    report = json.loads(
        cli("validate", waived_plan, "--rule", "RSP-04", "--no-waivers", "--format", "json").out
    )
    assert {item["rule"] for item in report["findings"]} == {"RSP-04"}
    assert (report["waived"], report["data"]["waivers"]) == ([], [])
    named = ("validate", waived_plan, "2005/waivers.ttl", "--rule", "RSP-04", "--format", "json")
    assert len(json.loads(cli(*named).out)["waived"]) == len(report["findings"])
    assert json.loads(cli(*named, "--no-waivers").out)["waived"] == []


def test_a_broken_file_of_waivers_beside_a_plan_is_told(waived_plan: str, cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "2005" / "waivers.ttl").write_text("<a> <b> ", "utf-8")
    done = cli("validate", waived_plan, "--rule", "STR-03a")
    assert done.code == 2
    assert "2005/waivers.ttl:1" in done.err
    assert cli("validate", waived_plan, "--rule", "STR-03a", "--no-waivers").code == 0


def test_junit_fails_where_the_exit_code_does(lost_activity: str, cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "mine.ttl").write_text(OWN, "utf-8")
    words = (
        "validate",
        lost_activity,
        "--tier",
        "draft",
        "--shapes",
        "mine.ttl",
        "--format",
        "junit",
        "--lang",
        "en",
    )
    for least, failures, code in (("violation", 1, 1), ("warning", 2, 1), ("never", 0, 0)):
        done = cli(*words, "--fail-on", least)
        root = ET.fromstring(done.out)
        assert (root.get("failures"), done.code) == (str(failures), code)
        assert len(list(root.iter("system-out"))) == 2 - failures
    told = next(case.text or "" for case in root.iter("system-out") if "task is long" in (case.text or ""))
    assert told.startswith("warning")


def test_a_csv_file_has_its_metadata_beside_it_even_without_findings(cli: Cli, tmp_path: Path) -> None:
    done = cli("validate", str(PLAN), "--rule", "STR-03a", "--format", "csv", "-o", "out/found.csv")
    assert done.code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "found.csv",
        "found.csv-metadata.json",
    ]
    said = json.loads((tmp_path / "out" / "found.csv-metadata.json").read_text("utf-8"))
    assert said["url"] == "found.csv"
    assert said["dc:source"][0].startswith(f"{PLAN} sha256:")
    alone = cli("validate", str(PLAN), "--rule", "STR-03a", "--format", "csv")
    assert alone.raw == (tmp_path / "out" / "found.csv").read_bytes()
    assert not list(tmp_path.glob("*metadata*"))
