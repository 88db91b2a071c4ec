"""``popgraph query``: the answers that a user gets, in every format, from every place a question comes from."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
import rdflib
from rdflib.query import Result

from tests.cli.conftest import ROOT, Cli

PLAN = ROOT / "data" / "pe-cus" / "pop-cacao" / "2005" / "plan.ttl"
ORG = "https://w3id.org/popgraph/id/org/"
# Counted by hand in the document: the pairs that share nine tasks or more.
NINE = {
    (ORG + "cerx-cusco", ORG + "gobierno-regional-cusco", "12"),
    (ORG + "dircetur-cusco", ORG + "prompex", "9"),
    (ORG + "mincetur", ORG + "prompex", "9"),
}
TASKS = "PREFIX pop: <https://w3id.org/popgraph/ontology#> SELECT (COUNT(*) AS ?n) { ?t a pop:PlannedTask }"
OWN = """\
# question@es: ¿Qué tareas nombran a un actor?
# question@en: Which tasks name an actor?
# param: who iri org/mincetur | actor | actor
PREFIX pop: <https://w3id.org/popgraph/ontology#>
SELECT (COUNT(DISTINCT ?task) AS ?tasks) { ?task pop:hasResponsibility/pop:responsibleParty ?who }
"""


@pytest.mark.parametrize("fmt", ["json", "xml", "tsv", "csv"])
def test_a_w3c_format_is_read_back_by_rdflib(fmt: str, cli: Cli) -> None:
    done = cli("query", "CQ02", "--param", "min=9", "--format", fmt)
    assert done.code == 0
    answer = Result.parse(io.BytesIO(done.raw), format=fmt)
    assert [str(name) for name in answer.vars or ()] == ["a", "b", "shared"]
    assert {tuple(str(term) for term in row.asdict().values()) for row in answer} == NINE  # type: ignore[union-attr]


def test_a_table_shows_names_and_not_iris(cli: Cli) -> None:
    done = cli("query", "pairs", "-p", "min=9")
    assert done.out.splitlines() == [
        "CQ02 · ¿Qué pares de actores comparten más tareas?",
        "",
        "a               b                           shared",
        "CERX Cusco      Gobierno Regional de Cusco      12",
        "DIRCETUR Cusco  PROMPEX                          9",
        "MINCETUR        PROMPEX                          9",
    ]


def test_markdown_is_a_table_with_a_heading(cli: Cli) -> None:
    done = cli("query", "CQ02", "-p", "min=12", "--format", "markdown", "--lang", "en")
    assert done.out.splitlines() == [
        "## CQ02 · Which pairs of actors share most tasks?",
        "",
        "| a | b | shared |",
        "|---|---|--:|",
        "| CERX Cusco | Cusco Regional Government | 12 |",
    ]


def test_groups_can_be_left_out(cli: Cli) -> None:
    every = cli("query", "CQ02", "--format", "csv").out
    named = cli("query", "CQ02", "-p", "groups=false", "--format", "csv").out
    assert "/id/group/" in every
    assert "/id/group/" not in named


def test_explain_names_the_tasks_and_lines_of_a_pair(cli: Cli) -> None:
    done = cli("query", "CQ02", "--explain", "-p", "a=CERX", "-p", "b=org/dircetur-cusco", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    found = {(row["task"].partition("/2005/")[2], row["lineA"], row["lineB"]) for row in rows}
    # Looked up in the document by eye.
    assert found == {
        ("oe2/a1/t1", "1071", "1072"),
        ("oe2/a1/t2", "1090", "1091"),
        ("oe2/a2/t1", "1193", "1194"),
        ("oe4/a1/t1", "1407", "1405"),
    }


def test_an_actor_is_given_by_name_by_path_or_by_iri(cli: Cli) -> None:
    answers = {
        cli("query", "CQ08", "-p", f"actor={who}", "--format", "csv").out
        for who in ("MINCETUR", "org/mincetur", ORG + "mincetur", f"<{ORG}mincetur>")
    }
    assert len(answers) == 1
    assert len(answers.pop().splitlines()) > 5


def test_an_element_is_given_by_its_code(cli: Cli) -> None:
    done = cli("query", "CQ14", "-p", "element=O1A2T4", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(done.out))
    assert (row["first"], row["last"]) == ("832", "833")


def test_the_text_of_elements_follows_the_language(cli: Cli) -> None:
    assert "Malas vías de acceso" in cli("query", "CQ15").out
    english = cli("query", "CQ15", "--lang", "en").out
    assert "Malas" not in english
    assert "weakness" in english


def test_without_a_question_the_catalogue_is_listed(cli: Cli) -> None:
    spanish, english = cli("query").out, cli("query", "--lang", "en").out
    assert "CQ02  pairs " in spanish
    assert "¿Qué pares de actores comparten más tareas?" in spanish
    assert "Which pairs of actors share most tasks?" in english
    assert "actor=org/gobierno-regional-cusco" in english
    rows = list(csv.DictReader(io.StringIO(cli("query", "--format", "csv").out)))
    assert [row["id"] for row in rows][:15] == [f"CQ{number:02}" for number in range(1, 16)]


def test_a_question_comes_from_a_file(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "own.rq").write_text(OWN, "utf-8")
    assert cli("query", "own.rq", "--format", "csv").out.split() == ["tasks", "13"]
    assert cli("query", "own.rq", "-p", "who=DIGESA", "--format", "csv").out.split() == ["tasks", "1"]


def test_a_question_comes_from_standard_input(cli: Cli) -> None:
    assert cli("query", "-", "--format", "csv", stdin=TASKS).out.split() == ["n", "33"]


def test_a_file_called_like_a_question_doesnt_stand_in_its_way(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "pairs").write_text(TASKS, "utf-8")
    (tmp_path / "mine").write_text(TASKS, "utf-8")
    assert cli("query", "pairs", "--format", "csv").out.startswith("a,b,shared")
    assert cli("query", "mine", "--format", "csv").out.split() == ["n", "33"]


def test_the_answer_to_ask_is_a_word_of_the_language(cli: Cli) -> None:
    assert cli("query", "-", stdin="ASK { ?s ?p ?o }").out == "sí\n"
    assert cli("query", "-", "--lang", "en", stdin="ASK { ?s <urn:x:p> ?o }").out == "no\n"
    json = cli("query", "-", "--format", "json", stdin="ASK { ?s ?p ?o }")
    assert Result.parse(io.BytesIO(json.raw), format="json").askAnswer is True


@pytest.mark.parametrize(("fmt", "reader"), [("table", "turtle"), ("json", "json-ld"), ("xml", "xml")])
def test_a_constructed_graph_is_read_back_by_rdflib(fmt: str, reader: str, cli: Cli) -> None:
    construct = "CONSTRUCT { ?t a <urn:x:Task> } { ?t a <https://w3id.org/popgraph/ontology#PlannedTask> }"
    done = cli("query", "-", "--format", fmt, stdin=construct)
    graph = rdflib.Graph().parse(data=done.raw, format=reader)
    assert len(graph) == 33
    assert set(graph.objects()) == {rdflib.URIRef("urn:x:Task")}


def test_a_constructed_graph_has_no_rows(cli: Cli) -> None:
    done = cli("query", "-", "--format", "csv", stdin="CONSTRUCT WHERE { ?s ?p ?o }")
    assert (done.code, done.raw) == (2, b"")
    assert "A graph has no rows" in done.err


def test_an_output_file_holds_what_would_have_been_printed(cli: Cli, tmp_path: Path) -> None:
    printed = cli("query", "CQ02", "--format", "csv")
    done = cli("query", "CQ02", "--format", "csv", "-o", "answers/pairs.csv")
    assert (done.code, done.raw) == (0, b"")
    assert (tmp_path / "answers" / "pairs.csv").read_bytes().splitlines() == printed.raw.splitlines()
    assert cli("query", "CQ02", "--format", "csv", "-o", "-").raw == printed.raw


def test_a_failure_leaves_the_output_file_as_it_was(cli: Cli, tmp_path: Path) -> None:
    kept = tmp_path / "pairs.csv"
    kept.write_text("what stood there", "utf-8")
    assert cli("query", "CQ02", "-p", "min=many", "-o", "pairs.csv").code == 2
    assert cli("query", "-", "-o", "pairs.csv", stdin="SELECT * { ?s ?p }").code == 2
    assert kept.read_text("utf-8") == "what stood there"
    assert sorted(tmp_path.iterdir()) == [kept]


def test_an_output_that_cant_be_written_is_one_message(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    done = cli("query", "CQ02", "-o", "file/pairs.csv")
    assert done.code == 2
    assert "Can't write the file" in done.err
    assert "file/pairs.csv" in done.err


def test_service_is_refused(cli: Cli) -> None:
    done = cli("query", "-", stdin="SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    assert done.code == 2
    assert "SERVICE is refused" in done.err
    assert "line 1, column 12" in done.err


def test_other_data_can_be_asked(cli: Cli) -> None:
    done = cli("query", "-", "-d", str(PLAN), "--format", "csv", stdin=TASKS)
    assert done.out.split() == ["n", "33"]


class TestReading:
    """Asking under an alternative reading: PARA as a body of its own, not as a misprint of PRA."""

    def tasks(self, cli: Cli, actor: str, *reading: str) -> str:
        done = cli("query", "own.rq", "-p", f"who=org/{actor}", *reading, "--format", "csv")
        assert done.code == 0, done.err
        return done.out.split()[1]

    def test_it_moves_the_mention_to_the_other_actor(self, cli: Cli, tmp_path: Path) -> None:
        (tmp_path / "own.rq").write_text(OWN, "utf-8")
        assert (self.tasks(cli, "pra"), self.tasks(cli, "para")) == ("2", "0")
        under = ("--reading", "para/2")
        assert (self.tasks(cli, "pra", *under), self.tasks(cli, "para", *under)) == ("1", "1")
        assert self.tasks(cli, "mincetur", *under) == "13"

    def test_the_readings_are_listed_by_the_name_to_ask_by(self, cli: Cli) -> None:
        lines = [line.split() for line in cli("readings").out.splitlines()]
        assert ["para/2", "O1A2T4R6", "PRA", "PARA"] in lines
        assert ["bid-indaco/2", "O1A2T2R1,", "O1A2T4R9", "BID-INDACO", "BID", "+", "INDACO"] in lines

    def test_an_unknown_one_is_refused_with_those_that_there_are(self, cli: Cli) -> None:
        done = cli("query", "CQ02", "--reading", "para/9")
        assert done.code == 2
        assert "para/9" in done.err
        assert "para/2" in done.err
