"""The remote store against a real SPARQL server, and against servers that fail in each way."""

from __future__ import annotations

import base64
import hashlib
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from pyoxigraph import NamedNode

import popgraph
from popgraph.embedded import EmbeddedStore
from popgraph.errors import EndpointError, QueryError, UsageError
from popgraph.remote import Auth, RemoteStore

Serve = Callable[..., str]

RESULT = b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"1"}}]}}'
JSON = "application/sparql-results+json"
QUERY = "SELECT ?n { ?s ?p ?n }"


@dataclass
class Exchange:
    """One request as a server saw it."""

    headers: dict[str, str]
    form: dict[str, list[str]]


@dataclass
class Answering:
    """What a small server says, in turn; the last of it again and again."""

    replies: list[tuple[int, dict[str, str], bytes]]
    seen: list[Exchange] = field(default_factory=list)
    check: Callable[[Exchange], tuple[int, dict[str, str], bytes] | None] | None = None


@contextmanager
def answering(*replies: tuple[int, dict[str, str], bytes], **more: object) -> Iterator[tuple[str, Answering]]:
    """Serve the replies on loopback; gives the URL and what came in."""
    state = Answering(list(replies), **more)  # type: ignore[arg-type]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            exchange = Exchange(dict(self.headers), parse_qs(self.rfile.read(length).decode()))
            state.seen.append(exchange)
            refusal = state.check(exchange) if state.check else None
            reply = refusal or state.replies[min(len(state.seen), len(state.replies)) - 1]
            code, headers, body = reply
            self.send_response(code)
            for name, value in ({"Content-Length": str(len(body))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/sparql", state
    finally:
        server.shutdown()
        server.server_close()


OK = (200, {"Content-Type": JSON}, RESULT)


def remote(url: str, **options: object) -> RemoteStore:
    """A store that asks nothing but the query, and retries at once."""
    return RemoteStore(url, **({"union": False, "backoff": 0.0, "timeout": 10.0} | options))  # type: ignore[arg-type]


# Against a real server


def test_every_question_has_the_same_answer_in_both_homes(shipped: EmbeddedStore, endpoint: str) -> None:
    store = popgraph.open(endpoint)
    assert isinstance(store, RemoteStore)
    for question in popgraph.catalogue():
        here, there = popgraph.run(shipped, question), popgraph.run(store, question)
        assert popgraph.same_answer(here, there), question.id


def test_graphs_triples_and_their_number_are_the_same(shipped: EmbeddedStore, endpoint: str) -> None:
    store = RemoteStore(endpoint)
    assert store.graphs() == shipped.graphs()
    assert len(store) == len(shipped)


def test_a_graph_comes_back_as_it_went(shipped: EmbeddedStore, endpoint: str) -> None:
    query = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <https://w3id.org/popgraph/graph/shapes> { ?s ?p ?o } }"
    assert popgraph.same_answer(RemoteStore(endpoint).query(query), shipped.query(query))
    described = "DESCRIBE <https://w3id.org/popgraph/id/org/mincetur>"
    assert popgraph.same_answer(RemoteStore(endpoint).query(described), shipped.query(described))


def test_a_remote_store_is_copied_to_rdflib_graph_by_graph(tmp_path: Path, serve: Serve) -> None:
    (tmp_path / "a.trig").write_text(
        '<http://e/g> { <http://e/a> <http://e/p> "01"^^<http://www.w3.org/2001/XMLSchema#integer> }'
        '<http://e/h> { <http://e/a> <http://e/p> "años"@es }',
        encoding="utf-8",
    )
    store = popgraph.open(tmp_path)
    assert isinstance(store, EmbeddedStore)
    there = RemoteStore(serve(store)).to_rdflib()
    assert set(there.quads()) == set(store.to_rdflib().quads())
    assert len(set(there.quads())) == 2


def test_the_union_is_asked_for_unless_told_otherwise(
    endpoint: str, serve: Serve, shipped: EmbeddedStore
) -> None:
    question = "ASK { ?s a <https://w3id.org/popgraph/ontology#PlannedTask> }"
    assert RemoteStore(endpoint).ask(question)
    assert not RemoteStore(endpoint, union=False).ask(question)
    assert RemoteStore(serve(shipped, "--union-default-graph"), union=False).ask(question)


def test_values_are_bound_remotely_too(endpoint: str) -> None:
    mincetur = NamedNode("https://w3id.org/popgraph/id/org/mincetur")
    answer = RemoteStore(endpoint).select("SELECT DISTINCT ?who { ?who ?p ?o }", bindings={"who": mincetur})
    assert answer.rows == ((mincetur,),)


def test_a_syntax_error_says_line_and_column_as_at_home(endpoint: str) -> None:
    with pytest.raises(QueryError, match="line 2, column"):
        RemoteStore(endpoint).query("SELECT ?s\nWHERE { ?s ?p }")


def test_an_update_is_never_sent() -> None:
    with answering(OK) as (url, state):
        for update in ("DROP ALL", "INSERT DATA { <a:a> <a:b> 1 }", "#SELECT\nDELETE WHERE { ?s ?p ?o }"):
            with pytest.raises(QueryError, match="Not a SPARQL query"):
                remote(url).query(update)
        assert state.seen == []


def test_a_real_server_without_the_page_is_no_endpoint(endpoint: str) -> None:
    with pytest.raises(EndpointError, match="no endpoint at this address"):
        remote(endpoint.replace("/query", "/none")).query(QUERY)


# Failures


def test_nobody_listening_is_one_clear_error() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}/query"
    with pytest.raises(EndpointError, match="can't be reached") as caught:
        remote(url).query(QUERY)
    assert caught.value.where == url
    assert "refused" in caught.value.what
    assert caught.value.hint.startswith("Check the address")


@pytest.mark.parametrize("header", [b"", b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"])
def test_a_silent_or_a_dripping_server_is_given_up(header: bytes) -> None:
    given_up = threading.Event()

    def drip(server: socket.socket) -> None:
        connection, _ = server.accept()
        connection.recv(65536)
        with connection:
            while not given_up.wait(0.02):
                try:
                    connection.sendall(header or b"")
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=drip, args=(server,), daemon=True).start()
        try:
            with pytest.raises(EndpointError, match=r"took more than 0.3 s"):
                remote(f"http://127.0.0.1:{server.getsockname()[1]}/", timeout=0.3, retries=5).query(QUERY)
        finally:
            given_up.set()


@pytest.mark.parametrize("code", [429, 502, 503, 504])
def test_an_overloaded_server_is_asked_again(code: int) -> None:
    with answering((code, {}, b"busy"), (code, {}, b"busy"), OK) as (url, state):
        assert len(remote(url).select(QUERY)) == 1
        assert len(state.seen) == 3


def test_retries_have_an_end() -> None:
    with answering((503, {}, b"busy")) as (url, state):
        with pytest.raises(EndpointError, match="HTTP 503"):
            remote(url, retries=2).query(QUERY)
        assert len(state.seen) == 3


@pytest.mark.parametrize(
    ("code", "headers", "said"),
    [
        (400, {}, "out of memory"),
        (401, {}, "refuses access"),
        (403, {}, "refuses access"),
        (404, {}, "no endpoint"),
        (500, {}, "out of memory"),
        (302, {"Location": "http://127.0.0.1:9/other"}, "has moved"),
    ],
)
def test_a_refusal_is_not_tried_again(code: int, headers: dict[str, str], said: str) -> None:
    with answering((code, headers, b"out of memory")) as (url, state):
        with pytest.raises(EndpointError, match=said) as caught:
            remote(url).query(QUERY)
        assert f"HTTP {code}" in caught.value.where
        assert len(state.seen) == 1


@pytest.mark.parametrize(
    "reply",
    [
        (200, {"Content-Type": "text/html"}, b"<html>Welcome</html>"),
        (200, {"Content-Type": JSON}, b"Welcome"),
        (200, {"Content-Type": JSON}, RESULT[:-20]),
        (200, {"Content-Type": JSON}, b""),
    ],
)
def test_what_is_no_result_is_said_to_be_none(reply: tuple[int, dict[str, str], bytes]) -> None:
    with answering(reply) as (url, _), pytest.raises(EndpointError, match="isn't SPARQL results"):
        remote(url).query(QUERY)


def test_a_graph_cut_off_half_way_is_no_answer() -> None:
    whole = b"<http://e/a> <http://e/p> 1 .\n"
    with (
        answering((200, {"Content-Type": "text/turtle", "Content-Length": "9999"}, whole)) as (url, _),
        pytest.raises(EndpointError),
    ):
        remote(url, retries=0).query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")


def test_an_answer_too_large_is_refused() -> None:
    with answering(OK) as (url, _), pytest.raises(EndpointError, match="too large"):
        remote(url, max_bytes=50).query(QUERY)


def test_results_in_xml_are_read_too() -> None:
    xml = popgraph.Solutions(("n",), ((NamedNode("http://e/a"),),)).serialize("xml").encode()
    with answering((200, {"Content-Type": "application/sparql-results+xml"}, xml)) as (url, _):
        assert remote(url).select(QUERY).rows == ((NamedNode("http://e/a"),),)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/", "http://", "example.org/sparql"])
def test_only_web_addresses_are_endpoints(url: str) -> None:
    with pytest.raises(UsageError, match="Not the address"):
        RemoteStore(url)


# Authentication


def test_basic_and_bearer_credentials_are_sent() -> None:
    with answering(OK) as (url, state):
        remote(url, auth=Auth("ana", "clave:ñ")).query(QUERY)
        remote(url.replace("//", "//ana:clave%3A%C3%B1@")).query(QUERY)
        remote(url, auth=Auth.bearer("token")).query(QUERY)
    expected = "Basic " + base64.b64encode("ana:clave:ñ".encode()).decode()
    sent = [exchange.headers.get("Authorization") for exchange in state.seen]
    assert sent == [expected, expected, "Bearer token"]


def test_digest_answers_the_challenge_and_stays_with_its_store() -> None:
    def md5(text: str) -> str:
        return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

    def check(exchange: Exchange) -> tuple[int, dict[str, str], bytes] | None:
        given = dict(re.findall(r'(\w+)="?([^",]+)"?', exchange.headers.get("Authorization", "")))
        a1, a2 = md5("ana:graphs:clave"), md5(f"POST:{given.get('uri')}")
        if given.get("response") == md5(f"{a1}:n0nce:{a2}"):
            return None
        return 401, {"WWW-Authenticate": 'Digest realm="graphs", nonce="n0nce", algorithm=MD5'}, b""

    with answering(OK, check=check) as (url, _):
        assert len(remote(url, auth=Auth("ana", "clave", "digest")).select(QUERY)) == 1
        for auth in (None, Auth("ana", "wrong", "digest")):
            with pytest.raises(EndpointError, match="refuses access"):
                remote(url, auth=auth).query(QUERY)


def test_credentials_never_show(capsys: pytest.CaptureFixture[str]) -> None:
    store = RemoteStore("http://ana:clave@127.0.0.1:9/sparql", retries=0, union=False)
    with pytest.raises(EndpointError) as caught:
        store.query(QUERY)
    assert "clave" not in f"{caught.value} {store.url} {Auth('ana', 'clave')!r}"
    assert "clave" not in capsys.readouterr().err


def test_a_redirect_takes_neither_query_nor_credentials_along() -> None:
    with answering(OK) as (there, state), answering((307, {"Location": there}, b"")) as (url, _):
        with pytest.raises(EndpointError, match="has moved"):
            remote(url, auth=Auth("ana", "clave")).query(QUERY)
        assert state.seen == []
