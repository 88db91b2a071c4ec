"""What tests share: the shipped graph, a real SPARQL server on loopback, and rdflib's answers as ours."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple
from rdflib.term import Node

import popgraph
from popgraph.answers import Answer, Solutions, Term, Triples, Truth
from popgraph.embedded import EmbeddedStore
from popgraph.sparql import bind

RdflibAnswer = Callable[..., Answer]
Serve = Callable[..., str]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what `make test-all` asks for."""
    parser.addoption(
        "--matrix",
        action="store_true",
        help="hold both engines against each other on everything, however long",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Let the process that hears of all tests keep what they have proven."""
    if config.getoption("--matrix"):
        # Some tests take a minute each: no process is to be given several of them at once.
        config.option.maxschedchunk = 1
    if config.getoption("--matrix") and not hasattr(config, "workerinput"):
        from tests.engines.proof import Renewal, needed

        config.pluginmanager.register(Renewal(needed()))


@pytest.fixture(scope="session")
def shipped() -> EmbeddedStore:
    """The graph that ships with popgraph, in memory."""
    store = popgraph.open()
    assert isinstance(store, EmbeddedStore)
    return store


@pytest.fixture(scope="session")
def serve() -> Iterator[Serve]:
    """Start an Oxigraph server with the quads of a store and return the URL of its query endpoint."""
    running: list[subprocess.Popen[bytes]] = []

    def start(store: EmbeddedStore, *options: str) -> str:
        port = _free_port()
        command = [_oxigraph(), "serve", "--bind", f"127.0.0.1:{port}", *options]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        running.append(process)
        base = f"http://127.0.0.1:{port}"
        _await(base, process)
        quads = store.oxigraph.dump(format=RdfFormat.N_QUADS) or b""
        with urlopen(Request(f"{base}/store", quads, {"Content-Type": "application/n-quads"})) as response:
            assert response.status in (200, 201, 204)
        return f"{base}/query"

    yield start
    for process in running:
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture(scope="session")
def endpoint(serve: Serve, shipped: EmbeddedStore) -> str:
    """URL of a server that holds the shipped graph and whose default graph is empty."""
    return serve(shipped)


@pytest.fixture(scope="session")
def rdflib_answer() -> RdflibAnswer:
    """Put a query to an rdflib graph; the answer comes as popgraph's own."""

    def ask(graph: rdflib.Graph, sparql: str, bindings: Mapping[str, Term] | None = None) -> Answer:
        result = graph.query(bind(sparql, bindings or {}))
        if result.type == "ASK":
            return Truth(bool(result.askAnswer))
        if result.type in ("CONSTRUCT", "DESCRIBE"):
            triples = (tuple(_term(part) for part in triple) for triple in result.graph or ())
            return Triples(tuple(Triple(s, p, o) for s, p, o in triples))  # type: ignore[arg-type]
        names = tuple(str(name) for name in result.vars or ())
        rows = (tuple(row.get(name) for name in result.vars or ()) for row in result.bindings)
        return Solutions(names, tuple(tuple(None if t is None else _term(t) for t in row) for row in rows))

    return ask


def _term(node: Node) -> Term:
    if isinstance(node, rdflib.URIRef):
        return NamedNode(str(node))
    if isinstance(node, rdflib.BNode):
        return BlankNode(str(node))
    assert isinstance(node, rdflib.Literal)
    if node.language:
        return Literal(str(node), language=node.language)
    return Literal(str(node), datatype=NamedNode(str(node.datatype))) if node.datatype else Literal(str(node))


def _oxigraph() -> str:
    beside = Path(sys.executable).parent / "oxigraph"
    found = str(beside) if beside.exists() else shutil.which("oxigraph")
    assert found, "the oxigraph server is a development dependency"
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _await(base: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert process.poll() is None, "the server has ended"
        try:
            with urlopen(f"{base}/query?query=ASK%7B%7D", timeout=1):
                return
        except HTTPError:
            return
        except (URLError, OSError):
            time.sleep(0.05)
    raise AssertionError("the server doesn't answer")
