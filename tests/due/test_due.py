"""What is due, held against the tables that the data were typed into."""

from __future__ import annotations

import csv
import datetime
import itertools
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import popgraph
from popgraph.codes import code_of
from popgraph.duedates import DueState, due
from popgraph.embedded import EmbeddedStore
from popgraph.errors import UsageError
from popgraph.vocab import ID

ROOT = Path(__file__).resolve().parents[2]
TABLES = ROOT / "data" / "pe-cus" / "pop-cacao" / "2005" / "transcription"
REGISTRY = ROOT / "data" / "registry" / "tables"
DAYS = ("2005-08-31", "2006-12-31", "2008-06-30", "2016-01-01")
Line = tuple[str, str, str]


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def expected(day: str, actor: str = "") -> Iterator[Line]:
    """State, path and EDTF of every dated indicator, from the tables alone; ISO days sort as text."""
    denotes = {
        row["wording"]: row["actor"] for row in table(REGISTRY / "wordings.csv") if row["region"] == "pe-cus"
    }
    tasks = {
        row["path"].rpartition("/")[0]
        for row in table(TABLES / "responsibilities.csv")
        if denotes[row["quote"]] == actor
    }
    for row in table(TABLES / "indicators.csv"):
        if not row["due_edtf"] or (actor and row["path"].rpartition("/")[0] not in tasks):
            continue
        columns = (row[f"due_{name}"].split("|") for name in ("edtf", "earliest", "latest"))
        for edtf, earliest, latest in itertools.zip_longest(*columns, fillvalue=""):
            if latest and latest <= day:
                state = "certain"
            elif earliest > day:
                state = "future"
            else:
                state = "possible" if latest else "open"
            yield state, row["path"], edtf


def lines(store: EmbeddedStore, day: str, institution: str | None = None) -> list[Line]:
    plan = ID + "pe-cus/pop-cacao/2005/"
    found = due(store, as_of=datetime.date.fromisoformat(day), institution=institution)
    return [(item.state.value, item.indicator.removeprefix(plan), item.edtf) for item in found]


@pytest.mark.parametrize("day", DAYS)
def test_every_dated_indicator_has_the_state_that_its_bounds_give(shipped: EmbeddedStore, day: str) -> None:
    assert sorted(lines(shipped, day)) == sorted(expected(day))


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("MINCETUR", "org/mincetur"),
        ("org/cerx-cusco", "org/cerx-cusco"),
        (ID + "group/pe-cus/gremios-empresariales", "group/pe-cus/gremios-empresariales"),
    ],
)
def test_an_institution_gets_the_indicators_of_the_tasks_that_name_it(
    shipped: EmbeddedStore, day: str, name: str, actor: str
) -> None:
    wanted = sorted(expected(day, actor))
    assert wanted
    assert sorted(lines(shipped, day, name)) == wanted


def test_how_many_are_due_at_the_end_of_2006_and_in_the_middle_of_2008(shipped: EmbeddedStore) -> None:
    counts = {
        day: [sum(line[0] == state.value for line in lines(shipped, day)) for state in DueState]
        for day in ("2006-12-31", "2008-06-30")
    }
    # certain, possible, open, future, unclear
    assert counts == {"2006-12-31": [28, 11, 1, 41, 0], "2008-06-30": [53, 9, 4, 15, 0]}


def test_the_surest_and_longest_due_come_first(shipped: EmbeddedStore) -> None:
    found = due(shipped, as_of=datetime.date(2008, 6, 30))
    states = [list(DueState).index(item.state) for item in found]
    assert states == sorted(states)
    ends = [item.latest for item in found if item.state is DueState.CERTAIN]
    assert ends == sorted(end for end in ends if end)


def test_a_day_is_due_on_its_last_day_and_not_before(shipped: EmbeddedStore) -> None:
    last = {
        day: {path: state for state, path, _ in lines(shipped, day)} for day in ("2005-08-30", "2005-08-31")
    }
    assert last["2005-08-30"]["oe2/a1/t5/i1"] == "possible"
    assert last["2005-08-31"]["oe2/a1/t5/i1"] == "certain"


def test_an_open_end_is_never_surely_due(shipped: EmbeddedStore) -> None:
    far = {path: state for state, path, _ in lines(shipped, "2999-12-31")}
    openly = {row["path"] for row in table(TABLES / "indicators.csv") if row["due_edtf"].endswith("/..")}
    assert {path for path, state in far.items() if state == "open"} == openly
    assert set(far.values()) == {"certain", "open"}


def test_an_item_says_all_that_is_needed_to_verify_it(shipped: EmbeddedStore) -> None:
    found = {item.code: item for item in due(shipped, as_of=datetime.date(2006, 12, 31))}
    item = found["O1A2T1I2"]
    assert item.state is DueState.POSSIBLE
    assert (item.earliest, item.latest) == (None, datetime.date(2010, 12, 31))
    assert item.wording == "Al 2010"
    assert item.text == "Al 2010 entre 150 y 200 has. son certificadas."
    (target,) = item.targets
    assert (target.minimum, target.maximum, target.value) == ("150", "200", "")
    assert target.figure.startswith("150–200 hectárea")
    assert item.responsibles == ("SENASA", "Certificadoras", "Gremios empresariales")
    assert (item.activities, item.objectives) == (("O1A2",), ("OE1",))
    assert item.activity_texts == ("Desarrollar productos con mayor valor agregado.",)


def test_yearly_targets_are_recurrent_and_no_others(shipped: EmbeddedStore) -> None:
    yearly = {row["path"] for row in table(TABLES / "indicators.csv") if row["target_mode"] == "per-year"}
    found = due(shipped, as_of=datetime.date(2006, 12, 31))
    assert {item.indicator.rpartition("2005/")[2] for item in found if item.recurrent} == yearly


def test_the_progress_of_an_activity_has_nobody(shipped: EmbeddedStore) -> None:
    found = due(shipped, as_of=datetime.date(2006, 12, 31))
    assert {bool(item.responsibles) for item in found if item.code.endswith("V")} == {False}
    assert all(item.responsibles for item in found if not item.code.endswith("V"))


def test_texts_are_english_if_asked_for(shipped: EmbeddedStore) -> None:
    found = {item.code: item for item in due(shipped, as_of=datetime.date(2006, 12, 31), lang="en")}
    assert "certified" in found["O1A2T1I1"].text
    (target,) = found["O1A2T1I1"].targets
    assert "hectare" in target.unit


def test_an_unknown_institution_is_refused(shipped: EmbeddedStore) -> None:
    with pytest.raises(UsageError, match="Nothing in the graph"):
        due(shipped, as_of=datetime.date(2006, 12, 31), institution="Ministerio de la Luna")


def test_an_institution_without_a_name_is_refused(shipped: EmbeddedStore) -> None:
    for name in ("", "  "):
        with pytest.raises(UsageError, match="No institution given"):
            due(shipped, as_of=datetime.date(2006, 12, 31), institution=name)


def test_a_graph_without_plans_has_nothing_due() -> None:
    assert due(EmbeddedStore(), as_of=datetime.date(2006, 12, 31)) == ()


def test_the_library_names_it() -> None:
    assert popgraph.due is due


def run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "popgraph", "due", *words]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=ROOT)


def test_the_command_lists_what_is_due_and_counts_the_rest() -> None:
    done = run("--as-of", "2006-12-31", "--institution", "MINCETUR", "--lang", "en")
    assert done.returncode == 0
    rows = done.stdout.splitlines()
    wanted = [line for line in expected("2006-12-31", "org/mincetur") if line[0] != "future"]
    codes = {code_of(f"{ID}pe-cus/pop-cacao/2005/{path}") for _, path, _ in wanted}
    shown = [row for row in rows if any(f" {code} " in row for code in codes)]
    assert len(shown) == len(wanted)
    future = len(list(expected("2006-12-31", "org/mincetur"))) - len(wanted)
    assert f"{future} in the future (--all shows them)" in done.stdout
    assert "never surely due" in done.stdout


def test_csv_and_json_hold_the_same() -> None:
    words = ("--as-of", "2008-06-30", "--all")
    records = json.loads(run(*words, "--format", "json").stdout)
    rows = list(csv.DictReader(run(*words, "--format", "csv").stdout.splitlines()))
    assert records["as_of"] == "2008-06-30"
    assert len(rows) == len(records["items"]) == len(list(expected("2008-06-30")))
    for row, item in zip(rows, records["items"], strict=True):
        assert list(row) == list(item)
        assert (row["code"], row["state"], row["edtf"]) == (item["code"], item["state"], item["edtf"])
        assert row["latest"] == (item["latest"] or "")
        assert row["responsibles"] == "; ".join(item["responsibles"])


@pytest.mark.parametrize("text", ["", "2005-02-30", "20061231", "2006-W01-1", "mañana", "2006"])
def test_what_is_no_day_is_refused(text: str) -> None:
    done = run("--as-of", text)
    assert done.returncode == 2
    assert "Not a date" in done.stderr
    assert "Traceback" not in done.stderr
