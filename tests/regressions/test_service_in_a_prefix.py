"""What a sheet of shapes declares, or calls a path, is pasted into its queries: it could call a server, unseen."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from popgraph import ownshapes, validate
from popgraph.errors import DataError

HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://e.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
HIDING = "SELECT $this WHERE { $this ?p ?o . FILTER(STR(?o) != ''' AS ?x) } #''') }"
CALL = (
    "http://e.org/> SELECT $this WHERE { $this ?pp ?oo . SERVICE <http://127.0.0.1:%d/> { ?a ?b ?c } BIND('''"
)
DECLARED = 'sh:declare [ sh:prefix "%s" ; sh:namespace "%s"^^xsd:anyURI ]'


class Listener:
    """A server that counts who calls."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.calls: list[bytes] = []
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self.socket.accept()
                with caller:
                    self.calls.append(caller.recv(100))
                    caller.sendall(
                        b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n"
                        b'Content-Length: 44\r\n\r\n{"head":{"vars":[]},"results":{"bindings":[]}}'[:-2]
                    )


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener()
    yield server
    server.socket.close()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    file = tmp_path / "data.ttl"
    file.write_text("<http://e.org/x> a <http://e.org/C> ; <http://e.org/a> 1 .", "utf-8")
    return file


def sheet(folder: Path, text: str, name: str = "shapes.ttl") -> Path:
    file = folder / name
    file.write_text(HEAD + text, "utf-8")
    return file


def shape(query: str, prefixes: str = "ex:o") -> str:
    return f'ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:sparql [ sh:prefixes {prefixes} ; sh:select "{query}" ] .\n'


@pytest.mark.parametrize(
    "text",
    [
        shape(HIDING) + "ex:o " + DECLARED % ("a", CALL) + " .",
        # Of several sheets, one by the import of another, and of an ontology that no query names.
        shape(HIDING, "ex:p, ex:q")
        + f"ex:p {DECLARED % ('b', 'http://e.org/b#')} ; owl:imports ex:o . ex:q {DECLARED % ('a', CALL)} .",
        shape(HIDING, "ex:p") + f"ex:p owl:imports ex:o . ex:o a owl:Ontology ; {DECLARED % ('a', CALL)} .",
        # By the prefix instead of the namespace.
        shape(HIDING)
        + "ex:o "
        + DECLARED % ("a: <urn:x:> " + CALL.partition("> ")[2] + " #", "http://e.org/")
        + " .",
    ],
)
def test_a_declaration_that_holds_a_call_is_refused_and_nobody_is_called(
    text: str, listener: Listener, data: Path, tmp_path: Path
) -> None:
    file = sheet(tmp_path, text.replace("%d", str(listener.port)))
    with pytest.raises(DataError, match="of a declaration is none") as caught:
        validate(data, tier="none", shapes=[file])
    assert caught.value.where.startswith(f"{file}:")
    assert listener.calls == []


@pytest.mark.parametrize(
    "declaration",
    [
        'sh:prefix "a" ; sh:namespace <http://e.org/>',
        'sh:prefix "a" ; sh:namespace "e.org"',
        'sh:prefix "a b" ; sh:namespace "http://e.org/"',
        'sh:prefix "a." ; sh:namespace "http://e.org/"',
        'sh:prefix ex:a ; sh:namespace "http://e.org/"',
        'sh:prefix "a" ; sh:namespace "http://e.org/\\n"',
        'sh:prefix "a" ; sh:namespace "aHR0cDovL2Uub3JnLw=="^^xsd:base64Binary',
    ],
)
def test_a_declaration_that_declares_nothing_is_refused(declaration: str, tmp_path: Path) -> None:
    file = sheet(tmp_path, shape("SELECT $this { $this ?p ?o }") + f"ex:o sh:declare [ {declaration} ] .")
    with pytest.raises(DataError, match="of a declaration is none"):
        ownshapes.load(file)


def path_shape(path: str, query: str) -> str:
    return (
        f"ex:S a sh:PropertyShape ; sh:targetClass ex:C ; sh:path {path} ;"
        f' sh:sparql [ sh:prefixes ex:o ; sh:select """{query}""" ] .\n'
    )


def test_a_path_that_would_end_in_a_comment_is_refused_and_nobody_is_called(
    listener: Listener, data: Path, tmp_path: Path
) -> None:
    call = f"SERVICE <http://127.0.0.1:{listener.port}/> {{}}"
    query = f"SELECT $this WHERE {{ $this $PATH ?o . FILTER(?o != '''\n) ?a ?b ?c . {call}}} #''') }}"
    declared = "ex:o " + DECLARED % ("a", "http://e.org/") + " ."
    whole = sheet(tmp_path, path_shape("[ sh:inversePath <http://e.org/b#c> ]", query) + declared)
    with pytest.raises(DataError, match="can't be written with the prefix"):
        validate(data, tier="none", shapes=[whole])
    # Each half is harmless by itself.
    one = sheet(tmp_path, path_shape("<http://e.org/b#c>", query), "one.ttl")
    other = sheet(tmp_path, declared + "ex:T a sh:NodeShape .", "other.ttl")
    assert len(ownshapes.load(one)) and len(ownshapes.load(other))
    with pytest.raises(DataError, match="can't be written with the prefix"):
        validate(data, tier="none", shapes=[one, other])
    assert listener.calls == []


@pytest.mark.parametrize("text", ["'a $PATH b'", "<http://e.org/($PATH>", "$PATHS"])
def test_a_path_within_a_text_or_name_is_refused(text: str, tmp_path: Path) -> None:
    query = f"SELECT $this WHERE {{ $this $PATH ?o . FILTER(?o != {text}) }}"
    with pytest.raises(DataError, match=r"\$PATH stands where no path can stand"):
        ownshapes.load(
            sheet(tmp_path, path_shape("ex:a", query) + "ex:o " + DECLARED % ("a", "urn:x:") + " .")
        )


def test_honest_declarations_and_paths_still_work(data: Path, tmp_path: Path) -> None:
    file = sheet(
        tmp_path,
        path_shape("ex:a", "SELECT $this ?value WHERE { $this $PATH ?value ; rdf:type e:C } # not the $PATH")
        + f"ex:o a owl:Ontology ; {DECLARED % ('e', 'http://e.org/')}, [ sh:prefix '' ; sh:namespace 'urn:x:' ] .",
    )
    (finding,) = validate(data, tier="none", shapes=[file]).findings
    assert finding.focus == "http://e.org/x"
