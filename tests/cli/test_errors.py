"""Bad input, bad networks and faults: one clear message each, the right exit code, never a traceback."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Cli, environment

ESCAPE = "\x1b]0;owned\x07"


@pytest.fixture
def silent() -> Iterator[str]:
    """An endpoint that takes the question and never answers."""
    held: list[socket.socket] = []
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.1)
        over = threading.Event()

        def hold() -> None:
            while not over.is_set():
                try:
                    held.append(server.accept()[0])
                except TimeoutError:
                    continue

        thread = threading.Thread(target=hold)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/sparql"
        over.set()
        thread.join()
    for connection in held:
        connection.close()


@pytest.fixture
def nobody() -> str:
    """An address where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/sparql"


@pytest.mark.parametrize("verb", [("info", "-d"), ("query", "CQ02", "-d"), ("export", "-d"), ("validate",)])
def test_a_missing_file_is_named(verb: tuple[str, ...], cli: Cli) -> None:
    done = cli(*verb, "nowhere.ttl")
    assert (done.code, done.raw) == (2, b"")
    assert "No such file or folder" in done.err
    assert "where: nowhere.ttl" in done.err


@pytest.mark.parametrize("verb", [("info", "-d"), ("show", "F1", "-d"), ("validate",), ("build", "db")])
def test_broken_turtle_is_told_with_line_and_column(verb: tuple[str, ...], cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "broken.ttl").write_text("@prefix x: <urn:x:> .\nx:a x:b x:c ;\n    x:d ; .\n", "utf-8")
    done = cli(*verb, "broken.ttl")
    assert (done.code, done.raw) == (2, b"")
    assert "Not valid Turtle" in done.err
    assert "broken.ttl:3:9" in done.err
    assert not (tmp_path / "db").exists()


def test_an_undeclared_prefix_is_named(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "broken.ttl").write_text("\nx:a x:b x:c .\n", "utf-8")
    done = cli("info", "-d", "broken.ttl")
    assert done.code == 2
    assert "broken.ttl:2:1" in done.err
    assert "@prefix x: <...> ." in done.err


def test_an_unknown_query_gets_the_nearest_ones(cli: Cli) -> None:
    done = cli("query", "pears")
    assert (done.code, done.raw) == (2, b"")
    assert "No such query" in done.err
    assert "Did you mean pairs" in done.err


def test_a_missing_query_file_is_named(cli: Cli) -> None:
    done = cli("query", "nowhere.rq")
    assert done.code == 2
    assert "can't be read" in done.err
    assert "nowhere.rq" in done.err


def test_a_broken_query_is_told_with_line_and_column(cli: Cli) -> None:
    done = cli("query", "-", stdin="SELECT ?s {\n  ?s ?p }")
    assert done.code == 2
    assert "Not valid SPARQL" in done.err
    assert "line 2, column 10" in done.err


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("mn=3", "It has: groups, min"),
        ("min=three", "min must be a whole number"),
        ("groups=maybe", "groups must be true or false"),
        ("min", "name=value"),
        ("=3", "name=value"),
    ],
)
def test_a_wrong_parameter_is_refused(given: str, said: str, cli: Cli) -> None:
    done = cli("query", "CQ02", "--param", given)
    assert (done.code, done.raw) == (2, b"")
    assert said in done.err


def test_a_parameter_given_twice_is_refused(cli: Cli) -> None:
    done = cli("query", "CQ02", "-p", "min=3", "-p", "min=4")
    assert done.code == 2
    assert "given twice" in done.err


def test_an_actor_that_doesnt_exist_is_refused(cli: Cli) -> None:
    done = cli("query", "CQ08", "-p", "actor=org/mincetr")
    assert done.code == 2
    assert "org/mincetr" in done.err


def test_a_parameter_never_becomes_part_of_the_query(cli: Cli) -> None:
    done = cli("query", "CQ08", "-p", "actor=urn:x:> ?p ?o } #")
    assert done.code == 2
    assert "actor must be an IRI" in done.err


@pytest.mark.parametrize("words", [("frob",), ("query", "--frob"), ("query", "--format", "pdf"), ("show",)])
def test_wrong_usage_is_2(words: tuple[str, ...], cli: Cli) -> None:
    done = cli(*words)
    assert (done.code, done.raw) == (2, b"")
    assert done.err.startswith("Usage: popgraph")


def test_an_unreachable_endpoint_is_one_message(nobody: str, cli: Cli) -> None:
    done = cli("query", "CQ02", "-d", nobody)
    assert (done.code, done.raw) == (2, b"")
    assert "can't be reached" in done.err
    assert nobody in done.err


def test_a_slow_endpoint_is_given_up(silent: str, cli: Cli) -> None:
    done = cli("query", "CQ02", "-d", silent, "--timeout", "0.3")
    assert (done.code, done.raw) == (2, b"")
    assert "0.3" in done.err
    assert silent in done.err


def test_an_endpoint_and_a_file_cant_be_joined(nobody: str, cli: Cli) -> None:
    done = cli("info", "-d", nobody, "-d", "plan.ttl")
    assert done.code == 2
    assert "can't be joined" in done.err


def test_a_folder_without_tables_cant_be_encoded(cli: Cli) -> None:
    done = cli("encode", ".")
    assert done.code == 2
    assert "No plan stands in this folder" in done.err


def test_a_reader_that_goes_away_is_no_error() -> None:
    export = subprocess.Popen(
        [sys.executable, "-m", "popgraph", "export", "--format", "nquads"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert export.stdout is not None
    assert export.stderr is not None
    assert export.stdout.readline().startswith(b"<https://w3id.org/popgraph/")
    export.stdout.close()
    assert export.stderr.read() == b""
    export.stderr.close()
    assert export.wait(60) == 0


def test_a_full_disk_is_one_message() -> None:
    full = Path("/dev/full")
    assert full.exists(), "this test needs /dev/full"
    with full.open("wb") as output:
        done = subprocess.run(
            [sys.executable, "-m", "popgraph", "query"],
            stdout=output,
            stderr=subprocess.PIPE,
            env=environment(),
            timeout=60,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.decode().startswith("Error: The output can't be written")


def test_a_fault_of_popgraph_is_3_without_a_traceback(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from popgraph import overview\n"
        "def fail(*args, **options): raise ZeroDivisionError('by accident')\n"
        "overview.info = fail\n"
        "from popgraph.cli import main\n"
        "main(['info'])\n"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(), timeout=60, check=False)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("popgraph failed: ZeroDivisionError: by accident\n")
    assert "Traceback" not in done.stderr
    debug = environment({"POPGRAPH_DEBUG": "1"})
    told = subprocess.run(command, capture_output=True, text=True, env=debug, timeout=60, check=False)
    assert "Traceback" in told.stderr


def test_control_characters_in_data_dont_reach_the_terminal(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "evil.ttl").write_text(
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix pop: <https://w3id.org/popgraph/ontology#> ."
        '<urn:x:a> a pop:Institution ; rdfs:label "\\u001B]0;owned\\u0007[bold]A[/bold]" , "twin" .'
        '<urn:x:b> a pop:Institution ; rdfs:label "twin\\u001B[2J" , "twin" .',
        "utf-8",
    )
    query = "SELECT ?a ?l { ?a a <https://w3id.org/popgraph/ontology#Institution> ; ?p ?l }"
    for words in (
        ("query", "-"),
        ("query", "-", "--format", "markdown"),
        ("show", "urn:x:a"),
        ("show", "twin"),
        ("info",),
    ):
        done = cli(*words, "-d", "evil.ttl", stdin=query)
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", done.out + done.err), words
    assert "[bold]A[/bold]" in cli("show", "urn:x:a", "-d", "evil.ttl").out


def test_control_characters_in_an_argument_dont_come_back(cli: Cli) -> None:
    done = cli("show", f"O1A2T4{ESCAPE}")
    assert done.code == 2
    assert "\x1b" not in done.err
