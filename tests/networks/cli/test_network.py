"""The command line on networks, as a user runs it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from click.testing import CliRunner, Result
from pyoxigraph import Literal, NamedNode, Quad

import popgraph
from popgraph import networks
from popgraph.cli import cli, main
from popgraph.cli.network import VERBS, options, plot
from popgraph.cli.network import export as export_verb
from popgraph.embedded import EmbeddedStore
from popgraph.networks.figures import FIGURES
from popgraph.networks.formats import FORMATS
from popgraph.networks.metrics import METRICS
from popgraph.vocab import PREFIXES

Run = Callable[..., Result]
POP = PREFIXES["pop"]
HOSTILE = '=HYPERLINK("http://x.org")<script>alert(1)</script>]]>\u202e\x07'


@pytest.fixture
def run() -> Run:
    """Run `popgraph network …` and return what it printed."""

    def invoke(*words: str) -> Result:
        result = CliRunner().invoke(cli, ["network", *words])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A file in which an actor has a hostile name, another none, and one is alone."""

    def node(name: str) -> NamedNode:
        return NamedNode(f"https://example.org/{name}")

    kind = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    label = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    quads = [Quad(node("a"), label, Literal(HOSTILE))]
    for task, named in {"t1": "ab", "t2": "abc", "t3": "d", "t4": ""}.items():
        quads.append(Quad(node(task), kind, NamedNode(POP + "PlannedTask")))
        for actor in named:
            quads.append(Quad(node(task), NamedNode(POP + "hasResponsibility"), node(f"{task}/{actor}")))
            quads.append(Quad(node(f"{task}/{actor}"), NamedNode(POP + "responsibleParty"), node(actor)))
    file = tmp_path / "hostile.nt"
    with file.open("wb") as stream:
        from pyoxigraph import RdfFormat, serialize

        serialize([quad.triple for quad in quads], stream, RdfFormat.N_TRIPLES)
    return file


def texts_of(svg: str) -> str:
    """What a figure says."""
    return " ".join(" ".join(ElementTree.fromstring(svg.encode()).itertext()).split())


def test_choices_are_those_of_the_library() -> None:
    assert options._EVENTS == networks.EVENTS
    assert options._WEIGHTS == networks.WEIGHTS
    assert tuple(networks.PROJECTIONS) == options._PROJECTIONS
    assert tuple(FIGURES) == plot._FIGURES
    assert tuple(FORMATS) == export_verb._FORMATS
    assert dict(export_verb._SUFFIXES) == {item.suffix: item.id for item in FORMATS.values()}


def test_each_verb_is_a_function_of_the_library() -> None:
    assert all(callable(getattr(networks, verb)) for verb in VERBS)


def test_nodes_in_spanish_and_english(run: Run) -> None:
    spanish, english = run("nodes", "--named").output, run("nodes", "--named", "--lang", "en").output
    assert "27 actores" in spanish
    assert "ministerio" in spanish
    assert "27 actors" in english
    assert "ministry" in english


def test_a_table_of_nodes_has_measures_and_isolates(run: Run, hostile: Path) -> None:
    rows = list(
        csv.DictReader(
            io.StringIO(run("nodes", "-d", str(hostile), "-m", "degree", "--format", "csv").output)
        )
    )
    assert [row["degree"] for row in rows] == ["2.0", "2.0", "2.0", "0.0"]
    assert rows[0]["label"].startswith("'=HYPERLINK")
    assert "\x07" not in rows[0]["label"]


def test_events_have_measures_of_their_own(run: Run) -> None:
    words = ("nodes", "--two-mode", "-m", "degree", "-m", "event-named", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(run(*words).output)))
    assert all(bool(row["degree"]) == (row["mode"] == "actor") for row in rows)
    named = {row["id"]: row["event-named"] for row in rows if row["mode"] == "task"}
    # Six are named for O2A1T1, and all are institutions but one guild (lines 1070 to 1075).
    assert named["https://w3id.org/popgraph/id/pe-cus/pop-cacao/2005/oe2/a1/t1"] == "5.0"
    assert main_code(["network", "nodes", "-m", "event-named"]) == 2


def test_a_spreadsheet_takes_no_name_for_a_formula(run: Run, hostile: Path, tmp_path: Path) -> None:
    target = tmp_path / "nodes.xlsx"
    assert run("nodes", "-d", str(hostile), "--format", "xlsx", "-o", str(target)).exit_code == 0
    sheet = openpyxl.load_workbook(target).worksheets[0]
    assert sheet["B2"].data_type == "s"
    assert str(sheet["B2"].value).startswith("=HYPERLINK")
    again = tmp_path / "again.xlsx"
    run("nodes", "-d", str(hostile), "--format", "xlsx", "-o", str(again))
    assert again.read_bytes() == target.read_bytes()


def test_edges_name_what_is_shared(run: Run) -> None:
    rows = json.loads(run("edges", "--named", "--format", "json").output)["rows"]
    first = rows[0]
    assert (first["source_label"], first["target_label"], first["shared"]) == (
        "CERX Cusco",
        "Gobierno Regional de Cusco",
        12,
    )
    assert len(first["events"].split(";")) == 12


def test_a_tie_is_explained_by_lines_of_the_document(run: Run) -> None:
    output = run("explain", "CERX", "DIRCETUR").output
    for said in ("O2A1T1", "1071", "1072", "DIRCETUR", "Newman, 1/(k−1): 0.85"):
        assert said in output
    rows = json.loads(run("explain", "CERX", "DIRCETUR", "--format", "json").output)
    assert rows["tie"]["count"] == 4
    source = (Path(__file__).resolve().parents[3] / "data/pe-cus/pop-cacao/2005").glob("*.txt")
    lines = next(source).read_text(encoding="utf-8").splitlines()
    for row in rows["rows"]:
        assert row["quote"] in "\n".join(lines[row["first_line"] - 1 : row["last_line"]])


def test_two_who_share_nothing_are_told_so(run: Run) -> None:
    assert "No comparten nada" in run("explain", "ADEX", "SENASA").output


@pytest.mark.parametrize("fmt", ["csv", "json"])
def test_measures_as_files(run: Run, fmt: str) -> None:
    words = ("measures", "-m", "degree", "--draws", "50", "--no-readings", "--format", fmt)
    assert run(*words).output == run(*words).output


def test_measures_say_how_sure_they_are(run: Run) -> None:
    output = run("measures", "-m", "strength", "--draws", "200", "--top", "2").output
    for said in (
        "modelo nulo (95 %)",
        "CERX Cusco ocupa el primer lugar en fuerza",
        "no sin",
        "200 sorteos",
        "q =",
    ):
        assert said in output


def test_one_is_not_told_as_several(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "few.ttl"
    file.write_text(
        f"@prefix pop: <{POP}> . @prefix ex: <https://example.org/> ."
        " ex:t a pop:PlannedTask ; pop:hasResponsibility [ pop:responsibleParty ex:a, ex:b ] .",
        encoding="utf-8",
    )

    def told(*words: str, lang: str = "es") -> str:
        return run(*words, "-d", str(file), "--lang", lang).output

    assert "2 actores, 1 lazo;" in told("edges")
    assert "2 actors, 1 tie;" in told("edges", lang="en")
    assert "2 actores, 1 tarea, 2 lazos" in told("nodes", "--two-mode")
    assert "2 actors, 1 task, 2 ties" in told("nodes", "--two-mode", lang="en")
    actors = ("https://example.org/a", "https://example.org/b")
    assert ": 1 evento\n" in told("explain", *actors)
    assert ": 1 event\n" in told("explain", *actors, lang="en")
    assert "2 actores, 1 vínculo." in texts_of(told("plot", "network", "--format", "svg"))
    assert "2 actors, 1 tie." in texts_of(told("plot", "network", "--format", "svg", lang="en"))
    most = told("plot", "two-mode", "--format", "svg", "--top", "1", lang="en")
    assert "1 actor, 1 task, 1 tie. The one with the greatest load, of 2." in texts_of(most)
    sure = told("measures", "-m", "degree", "--draws", "1")
    assert "Modelo nulo: un sorteo con" in sure
    assert "al quitar la única tarea." in sure


def test_measures_say_whether_all_combinations_of_readings_were_tried(run: Run) -> None:
    words = ("measures", "-m", "degree", "--draws", "0", "--no-leave-out", "--seed", "7")
    assert "en 4096 de sus 82944 combinaciones, sorteadas con la semilla 7." in run(*words).output
    few = run(*words, "--objective", "OE1", "--lang", "en").output
    assert "alone and in 864 of their 864 combinations." in few


def test_the_list_of_measures_has_formulas_and_sources(run: Run) -> None:
    output = run("measures", "--list").output
    assert "betweenness" in output
    assert "Freeman" in output
    rows = list(csv.DictReader(io.StringIO(run("measures", "--list", "--format", "csv").output)))
    assert [row["id"] for row in rows] == list(METRICS)
    said = json.loads(run("measures", "--list", "--format", "json", "--lang", "en").output)["measures"]
    assert said[0] | {"label": "events", "scope": "actor", "default": True} == said[0]
    assert [row["formula"].lstrip("'") for row in rows] == [row["formula"] for row in said]


def test_an_analysis_comes_out_the_same_again(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "result.json"
    words = ("--named", "--objective", "OE1", "--to", "2007-12-31", "-m", "betweenness", "--draws", "60")
    assert run("measures", *words, "--format", "json", "-o", str(file)).exit_code == 0
    again = run("replay", str(file))
    assert again.exit_code == 0
    assert "Los mismos números" in again.output
    said = json.loads(file.read_text())
    assert said["parameters"]["seed"] == 1
    assert len(said["network_sha256"]) == 64
    file.write_text(json.dumps(said | {"summary": said["summary"] | {"actors": 1}}))
    assert "Un número sale distinto:" in run("replay", str(file)).output
    said["values"]["betweenness"] = dict.fromkeys(said["values"]["betweenness"], 0.5)
    file.write_text(json.dumps(said))
    changed = run("replay", str(file))
    assert main_code(["network", "replay", str(file)]) == 1
    assert "/values/betweenness" in changed.output


def test_other_data_are_noticed(run: Run, tmp_path: Path, hostile: Path) -> None:
    file = tmp_path / "result.json"
    run("measures", "-m", "degree", "--draws", "0", "--no-readings", "--format", "json", "-o", str(file))
    output = run("replay", str(file), "-d", str(hostile)).output
    assert "los datos son otros" in output


def test_a_comparison_of_parts(run: Run) -> None:
    said = json.loads(run("compare", "objective=OE1", "objective=OE2", "--named", "--format", "json").output)
    assert said["actors"] == {"both": 8, "first": 15, "second": 2, "jaccard": 0.32}
    assert said["shared_ties"]["both"] == len(said["ties_of_both"])
    text = run("compare", "period=2005..2006", "period=2008..2010", "--lang", "en").output
    assert "ties among the actors of both" in text


@pytest.mark.parametrize("fmt", list(FORMATS))
@pytest.mark.parametrize("two_mode", [False, True])
def test_a_hostile_network_is_written_in_every_format(
    run: Run, hostile: Path, tmp_path: Path, fmt: str, two_mode: bool
) -> None:
    target = tmp_path / f"network{FORMATS[fmt].suffix}"
    extra = ["--two-mode"] if two_mode else []
    words = ("export", "-d", str(hostile), "-o", str(target), *extra)
    if (2 if two_mode else 1) in FORMATS[fmt].modes:
        assert run(*words).exit_code == 0
        assert "\x07" not in target.read_text(encoding="utf-8")
    else:
        assert main_code(["network", *words]) == 2
        assert not target.exists()


@pytest.mark.parametrize("figure", list(FIGURES))
def test_figures_are_drawn(run: Run, tmp_path: Path, figure: str) -> None:
    target = tmp_path / "figure.svg"
    assert run("plot", figure, "--objective", "OE3", "-o", str(target)).exit_code == 0
    assert target.read_text(encoding="utf-8").lstrip().startswith("<?xml")


def main_code(words: list[str]) -> int:
    with pytest.raises(SystemExit) as caught:
        main(words)
    return int(str(caught.value.code))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nodes", "--objective", "OE9"), "OE1"),
        (("nodes", "--sector", "academia", "--objective", "OE3"), "No actor is left"),
        (("measures", "--objective", "OE3", "--sector", "mixed"), "Nothing to rank"),
        (("measures", "-m", "nonsense"), "betweenness"),
        (("measures", "--list", "--format", "xlsx", "-o", "list.xlsx"), "text, csv, json"),
        (("explain", "nadie"), "network nodes"),
        (("explain", "CERX", "CERX"), "same actor"),
        (("explain", "Cooperación"), "Choose one"),
        (("explain", "O1A1T1"), "isn't an actor"),
        (("export", "-o", "x.foo"), "--format"),
        (("export", "--two-mode", "-o", "x.vosviewer.json"), "projection"),
        (("plot", "network", "-o", "x.pdf"), ".svg"),
        (("plot", "network", "--size", "nonsense", "-o", "x.svg"), "betweenness"),
        (("plot", "network", "--sector", "mixed", "-o", "x.svg"), "two"),
        (("compare", "OE1", "objective=OE2"), "KEY=VALUE"),
        (("compare", "period=2008..2006", "period=2005"), "begins after"),
        (("replay", "nowhere.json"), "can't be read"),
        (("nodes", "--from", "ayer"), "2006-12-31"),
        (("nodes", "--reading", "nonsense"), "bid-indaco/2"),
        (("nodes", "-d", "nowhere"), "nowhere"),
    ],
)
def test_bad_input_is_told_and_leaves_no_file(
    words: tuple[str, ...],
    said: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main_code(["network", *words]) == 2
    captured = capsys.readouterr()
    assert said in captured.err
    assert captured.out == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{}",
        '{"kind": "popgraph network analysis"}',
        '{"kind": "popgraph network analysis", "parameters": {"draws": "many"}}',
        '{"kind": "popgraph network analysis", "parameters": {"selection": {"objectives": 5}}}',
        '{"kind": "popgraph network analysis", "parameters": {"metrics": ["nonsense"]}}',
        '{"kind": "popgraph network analysis", "parameters": {"events": ["task"]}}',
        '{"kind": "popgraph network analysis", "parameters": {"draws": -1}}',
        '{"kind": "popgraph network analysis", "parameters": {"nonsense": 1}}',
        "[" * 100_000,
    ],
)
def test_a_broken_result_file_is_told(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "result.json"
    file.write_text(text)
    assert main_code(["network", "replay", str(file)]) == 2
    assert "Error" in capsys.readouterr().err


def test_an_endpoint_is_as_good_as_a_file(run: Run, endpoint: str) -> None:
    words = ("edges", "--named", "--format", "csv")
    assert run(*words, "-d", endpoint).output == run(*words).output


def test_frames_hold_the_same_table(shipped: EmbeddedStore) -> None:
    table = networks.edges(networks.project(networks.two_mode(shipped)))
    assert table.to_pandas().to_dict("records") == table.to_polars().to_dicts()


def test_without_the_extra_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from popgraph.networks import extras

    monkeypatch.setattr(extras, "find_spec", lambda name: None)
    with pytest.raises(popgraph.MissingExtraError, match=r"popgraph\[networks\]"):
        networks.two_mode(popgraph.open())
