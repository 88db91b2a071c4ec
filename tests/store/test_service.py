"""A query never leaves the process, however its call to another server is written."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from popgraph.embedded import EmbeddedStore
from popgraph.errors import QueryError


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A local server that notes who calls."""
    calls: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calls.append(self.path)
            self.send_error(500)

        do_POST = do_GET

        def log_message(self, format: str, *args: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/", calls
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { service silent <URL> { ?s ?p ?o } }",
        "SELECT * { SERVICESILENT<URL>{ ?s ?p ?o } }",
        "SELECT * { SERVICE#comment\n<URL> { ?s ?p ?o } }",
        "SELECT * { VALUES ?e { <URL> } SERVICE ?e { ?s ?p ?o } }",
        "PREFIX SERVICEex: <http://a/> PREFIX ex: <URL> SELECT * { SERVICEex:x{ ?s ?p ?o } }",
        "PREFIX ex: <URL> SELECT * { SERVICE ex:x { ?s ?p ?o } }",
        "PREFIX ex: <URL> SELECT * { ?s ?p 1 . SERVICE ex:x { ?s ?p ?o } }",
        "SELECT * { ?s ?p trueSERVICE<URL>{ ?s ?p ?o } }",
        "SELECT * { ?s ?p 1SERVICE<URL>{ ?s ?p ?o } }",
        "ASK { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
        "CONSTRUCT { ?s ?p ?o } WHERE { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
        "SELECT * { BIND('''it's # ''' AS ?a) SERVICE <URL> { ?s ?p ?o } }",
        'SELECT * { BIND("a\\"" AS ?a) SERVICE <URL> { ?s ?p ?o } #" }',
        "SELECT * { FILTER(1<2) SERVICE <URL> { ?s ?p ?o } FILTER(3>2) }",
        "PREFIX ex: <http://a/> SELECT * { ?s ex:it\\'s ?o SERVICE <URL> { ?s ?p 'x' } }",
        "PREFIX ex: <http://a/> SELECT * { ?s ex:a\\#b ?o SERVICE <URL> { ?s ?p ?o } }",
    ],
)
def test_a_call_to_another_server_is_refused(query: str, listener: tuple[str, list[str]]) -> None:
    url, calls = listener
    with pytest.raises(QueryError):
        EmbeddedStore().query(query.replace("URL", url))
    assert calls == []


def test_the_refusal_says_where() -> None:
    with pytest.raises(QueryError, match="SERVICE is refused") as caught:
        EmbeddedStore().query("SELECT *\n{ SERVICE <http://example.org/> { ?s ?p ?o } }")
    assert caught.value.where == "line 2, column 3"


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?s ?p 'SERVICE <http://example.org/> { }' }",
        "ASK { ?s ?p '''a\nSERVICE <http://example.org/> { }''' }",
        "ASK { ?s ?p ?o # SERVICE <http://example.org/> { }\n}",
        "ASK { ?service ?p <http://example.org/SERVICE> }",
        "PREFIX service: <http://example.org/> ASK { service:a service:b 'x'@service }",
        "PREFIX dcat: <http://www.w3.org/ns/dcat#> ASK { ?s a dcat:DataService . ?s ?p ?o }",
    ],
)
def test_the_word_by_itself_is_no_call(query: str) -> None:
    assert EmbeddedStore().ask(query) is False


@pytest.mark.parametrize(
    "query",
    [
        "ASK { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }",
        "ASK " + "{" * 5000 + "}" * 5000,
        "ASK { FILTER(" + "!" * 50000 + "true) }",
        "ASK { ?s " + "<a:a>/" * 50000 + "<a:a> ?o }",
        "ASK { FILTER(" + "true||" * 50000 + "true) }",
    ],
)
def test_a_query_too_deep_for_the_engine_is_an_error_and_no_crash(query: str) -> None:
    with pytest.raises(QueryError, match="too deep"):
        EmbeddedStore().query(query)
