"""Files that are no good: one clear error or finding for each verb, in bounded time and memory, without a network."""

from __future__ import annotations

import http.server
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bad_input.conftest import Bounded

READERS = (("validate",), ("info", "-d"), ("show", "O1A2T4", "-d"), ("query", "CQ02", "-d"), ("export", "-d"))
VERBS = (*READERS, ("build", "made"), ("diff", "good.ttl"), ("due", "--as-of", "2006-01-01", "-d"))
GOOD = b"<urn:x:a> <urn:x:p> 1 .\n"
RDF = (
    b'<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:x:">'
    b'<r:Description r:about="urn:x:a"><e:p>%s</e:p></r:Description></r:RDF>'
)
ENTITIES = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
LAUGHS = b'<!DOCTYPE r [<!ENTITY l0 "ja">' + ENTITIES + b"]>" + RDF % b"&l9;"
QUADRATIC = b'<!DOCTYPE r [<!ENTITY a "' + b"x" * 900 + b'">]>' + RDF % (b"&a;" * 100_000)
OUTSIDE = b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + RDF % b"&a;"


def refused(bounded: Bounded, verb: tuple[str, ...], place: str | Path, *said: str) -> None:
    """The verb ends with 2, says what is wrong and where, and leaves nothing behind."""
    done = bounded(*verb, place)
    assert (done.code, done.out) == (2, ""), (verb, done)
    for text in said:
        assert text in done.err, (verb, done.err)
    assert "where:" in done.err
    assert not Path("made").exists()


TERMS = b"<<( <urn:x:a> <urn:x:p> " * 10**5
BROKEN: dict[str, tuple[str, bytes, tuple[str, ...]]] = {
    "no Turtle": ("a.ttl", b"Plan Operativo,2005\n", ("Not valid Turtle", "a.ttl:1:")),
    "Latin-1": ("a.ttl", '<urn:x:a> <urn:x:p>\n "Año" .'.encode("latin-1"), ("Not UTF-8 text", "a.ttl:2:")),
    "UTF-16": ("a.ttl", GOOD.decode().encode("utf-16"), ("Not UTF-8 text", "a.ttl:1:")),
    "zip": ("a.ttl", b"PK\x03\x04\x14\x00\x00\x00\x08\x00" + bytes(range(256)), ("Not", "a.ttl")),
    "zip by its name": ("a.zip", b"PK\x03\x04", ("Not a known RDF format", "a.zip")),
    "billion laughs": ("a.rdf", LAUGHS, ("XML entities that expand further are refused", "a.rdf")),
    "quadratic blowup": ("a.rdf", QUADRATIC, ("a.rdf",)),
    "entity from a file": ("a.rdf", OUTSIDE, ("XML entities", "a.rdf")),
    "cut XML": ("a.owl", RDF[:90], ("Not valid RDF/XML", "a.owl:1:")),
    "deep XML": ("a.rdf", RDF % (b"<e:p>" * 100_000), ("nested too deeply", "a.rdf:1")),
    "deep JSON": (
        "a.jsonld",
        b'{"urn:x:p":' * 10_000 + b"1" + b"}" * 10_000,
        ("nested too deeply", "a.jsonld:1"),
    ),
    "deep lists": (
        "a.jsonld",
        b'{"urn:x:p":\n' + b'{"@list":[' * 10_000,
        ("nested too deeply", "a.jsonld:2"),
    ),
    "deep triple terms": (
        "a.ttl",
        b"<urn:x:a> <urn:x:p> " + TERMS,
        ("too deeply", "a.ttl:1"),
    ),
    "triple terms in a line": (
        "a.nt",
        b"<urn:x:a> <urn:x:p> " + TERMS,
        ("too deeply", "a.nt:1"),
    ),
    "triple terms in a graph": (
        "a.trig",
        b"<urn:x:a> <urn:x:p> " + b"<<" * 10**5,
        ("too deeply", "a.trig:1"),
    ),
    "cut": ("a.ttl", b'<urn:x:a> <urn:x:p> """never ends', ("Not valid Turtle", "a.ttl:1:")),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_with_its_place(name: str, bounded: Bounded, tmp_path: Path) -> None:
    file, content, said = BROKEN[name]
    (tmp_path / file).write_bytes(content)
    for verb in (("validate",), ("build", "made")):
        refused(bounded, verb, file, *said)
    assert [path.name for path in tmp_path.iterdir()] == [file]


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_refuses_a_broken_file(verb: tuple[str, ...], bounded: Bounded, tmp_path: Path) -> None:
    (tmp_path / "good.ttl").write_bytes(GOOD)
    (tmp_path / "a.ttl").write_bytes(b"no Turtle")
    refused(bounded, verb, "a.ttl", "Not valid Turtle", "a.ttl:1:")


@pytest.mark.parametrize("suffix", ["ttl", "rdf", "jsonld"])
def test_a_literal_of_100_mb_is_read_or_refused(suffix: str, bounded: Bounded, tmp_path: Path) -> None:
    long = b"x" * 100_000_000
    text = {"rdf": RDF % long, "jsonld": b'{"@id":"urn:x:a","urn:x:p":"' + long + b'"}'}
    (tmp_path / f"a.{suffix}").write_bytes(text.get(suffix, b'<urn:x:a> <urn:x:p> "' + long + b'" .'))
    if suffix == "rdf":
        assert "1 tripletas" in bounded("info", "-d", "a.rdf").out
        return
    for verb in (("validate",), ("build", "made")):
        refused(bounded, verb, f"a.{suffix}", "longer than 16 MiB", f"a.{suffix}")
    assert not (tmp_path / "made").exists()


def test_a_million_blank_nodes_stay_within_bounds(bounded: Bounded, tmp_path: Path) -> None:
    with (tmp_path / "a.nt").open("w") as out:
        out.writelines(f'_:b{number} <urn:x:p> "1" .\n' for number in range(1_000_000))
    assert "1000000 tripletas" in bounded("info", "-d", "a.nt").out
    done = bounded("export", "-d", "a.nt", "-o", "out.ttl")
    assert (done.code, "100000 blank nodes" in done.err) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["a.nt"]
    assert bounded("validate", "a.nt", "-o", "out.txt").code == 0
    done = bounded("validate", "a.nt", "-o", "other.txt", "--engine", "pyshacl")
    assert (done.code, "Too many triples" in done.err) == (2, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.nt", "out.txt"]


@pytest.mark.parametrize(
    "pairs",
    [
        [(a, b) for a in range(12) for b in range(12) if a != b],
        [(n, n + 1) for n in range(10_000)],
        [(n, (n + 1) % 2_000) for n in range(2_000)],
    ],
    ids=["each to each", "chain", "ring"],
)
def test_blank_nodes_that_look_alike_dont_stop_an_export(
    pairs: list[tuple[int, int]], bounded: Bounded, tmp_path: Path
) -> None:
    (tmp_path / "a.nt").write_text("".join(f"_:b{a} <urn:x:p> _:b{b} .\n" for a, b in pairs))
    (tmp_path / "out.nq").write_text("before")
    done = bounded("export", "-d", "a.nt", "--format", "nquads", "-o", "out.nq")
    assert (done.code, "look alike" in done.err) == (2, True)
    assert (tmp_path / "out.nq").read_text() == "before"


@pytest.mark.parametrize("bracket", ["[]", "()"])
def test_blank_nodes_nested_10000_deep_are_read(bracket: str, bounded: Bounded, tmp_path: Path) -> None:
    opening = "[ <urn:x:p> " if bracket == "[]" else "( "
    text = "<urn:x:a> <urn:x:p> " + opening * 10_000 + "1 " + bracket[1] * 10_000 + " ."
    (tmp_path / "a.ttl").write_text(text)
    assert bounded("info", "-d", "a.ttl").code == 0
    assert bounded("build", "made", "a.ttl").code == 0
    assert bounded("validate", "a.ttl", "--tier", "draft").code in (0, 1)


def test_rdf_1_2_is_read_but_not_checked(bounded: Bounded, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<urn:x:a> <urn:x:p> <<( <urn:x:a> <urn:x:b> <urn:x:c> )>> .")
    assert bounded("info", "-d", "a.ttl").code == 0
    assert "<<(" in bounded("export", "-d", "a.ttl").out
    done = bounded("validate", "a.ttl")
    assert (done.code, "triple terms" in done.err) == (2, True)


def test_graphs_in_a_file_are_checked_too(bounded: Bounded, tmp_path: Path) -> None:
    text = "<https://w3id.org/popgraph/ontology#DuePeriod>"
    (tmp_path / "a.trig").write_text(f"<urn:x:g> {{ <urn:x:d> a {text} }}")
    (tmp_path / "a.nq").write_text(
        f"<urn:x:d> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> {text} <urn:x:g> .\n"
    )
    for file in ("a.trig", "a.nq"):
        done = bounded("validate", file, "--tier", "draft")
        assert (done.code, "TMP-01" in done.out) == (1, True)


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine, and what it was asked for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_POST = do_GET

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", asked
        server.shutdown()
        thread.join()


def test_nothing_that_a_file_names_is_fetched(
    bounded: Bounded, tmp_path: Path, listener: tuple[str, list[str]]
) -> None:
    url, asked = listener
    owl = "http://www.w3.org/2002/07/owl#"
    (tmp_path / "remote.jsonld").write_text(f'{{"@context": "{url}context", "name": "a"}}')
    (tmp_path / "import.jsonld").write_text(f'{{"@context": {{"@import": "{url}context"}}, "urn:x:p": 1}}')
    (tmp_path / "owl.ttl").write_text(f"<urn:x:o> a <{owl}Ontology> ; <{owl}imports> <{url}other.ttl> .")
    (tmp_path / "dtd.rdf").write_bytes(f'<!DOCTYPE r SYSTEM "{url}r.dtd">'.encode() + RDF % b"1")
    for file in ("remote.jsonld", "import.jsonld"):
        for verb in (("validate",), ("info", "-d"), ("build", "made")):
            refused(bounded, verb, file, "on the web, which is not fetched", file)
    for file in ("owl.ttl", "dtd.rdf"):
        for words in (("validate", "--tier", "draft", file), ("info", "-d", file)):
            assert bounded(*words).code in (0, 1)
    assert asked == []


def test_the_watch_over_the_network_works(bounded: Bounded, listener: tuple[str, list[str]]) -> None:
    with pytest.raises(AssertionError, match="NETWORK"):
        bounded("info", "-d", listener[0])


def test_an_empty_file_and_an_empty_folder(bounded: Bounded, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for verb in (("validate",), ("info", "-d"), ("build", "made")):
        refused(bounded, verb, "folder", "No RDF in this folder", "folder")
    (tmp_path / "empty.ttl").write_bytes(b"")
    assert bounded("validate", "empty.ttl", "--tier", "draft").code in (0, 1)
    (tmp_path / "empty.rdf").write_bytes(b"")
    refused(bounded, ("info", "-d"), "empty.rdf", "Not valid RDF/XML", "empty.rdf")


def test_pipes_and_devices_are_no_files(bounded: Bounded, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ttl")
    (tmp_path / "zero.ttl").symlink_to("/dev/zero")
    (tmp_path / "zero.rq").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.rq")
    for verb in (("validate",), ("build", "made")):
        for place in ("pipe.ttl", "zero.ttl", "."):
            refused(bounded, verb, place, "Not a file", "where:")
    for query in ("pipe.rq", "zero.rq"):
        refused(bounded, ("query",), query, "Not a file", query)


def test_links_in_circles_and_into_nothing(bounded: Bounded, tmp_path: Path) -> None:
    (tmp_path / "loop.ttl").symlink_to("loop.ttl")
    refused(bounded, ("info", "-d"), "loop.ttl", "can't be read", "loop.ttl")
    (tmp_path / "loop.ttl").unlink()
    (tmp_path / "plan.ttl").write_bytes(GOOD)
    (tmp_path / "circle").symlink_to(".")
    assert "1 tripletas" in bounded("info", "-d", ".").out
    (tmp_path / "lost.ttl").symlink_to("nowhere.ttl")
    refused(bounded, ("info", "-d"), ".", "No such file", "lost.ttl")


def test_names_with_line_ends_and_control_characters(bounded: Bounded, tmp_path: Path) -> None:
    names = ("a\nb.ttl", "a\x1b[2Jb.ttl", "-a.ttl", "a b'\"$(c).ttl")
    for name in names:
        (tmp_path / name).write_bytes(GOOD)
    assert "4 tripletas en 4 grafos" in bounded("info", "-d", ".").out
    (tmp_path / names[1]).write_bytes(b"no Turtle")
    done = bounded("info", "-d", ".")
    assert (done.code, "\x1b" in done.err) == (2, False)
    os.close(os.open(os.fsencode(tmp_path) + b"/\xff.ttl", os.O_CREAT | os.O_WRONLY))
    (tmp_path / names[1]).unlink()
    assert bounded("info", "-d", ".").code in (0, 2)
    refused(bounded, ("info", "-d"), "x" * 5000 + ".ttl", "can't be read")


def test_a_catalogue_that_names_what_cant_be_is_refused(bounded: Bounded, tmp_path: Path) -> None:
    head = "<urn:x:g> <http://www.w3.org/ns/sparql-service-description#graph> <urn:x:d> ."
    head += "<urn:x:d> <http://www.w3.org/ns/dcat#distribution> <urn:x:f> ."
    os.mkfifo(tmp_path / "pipe.ttl")
    for name, said in (("a\\u0000.ttl", "can't be read"), ("pipe.ttl", "Not a file"), ("a.zip", "a.zip")):
        (tmp_path / "catalog.ttl").write_text(
            f'{head} <urn:x:f> <http://purl.org/dc/terms/identifier> "{name}" .'
        )
        refused(bounded, ("info", "-d"), ".", said)


def test_what_may_not_be_read_is_named(bounded: Bounded, tmp_path: Path) -> None:
    (tmp_path / "shut").mkdir()
    (tmp_path / "shut" / "a.ttl").write_bytes(GOOD)
    (tmp_path / "open" / "inner").mkdir(parents=True)
    (tmp_path / "open" / "a.ttl").write_bytes(GOOD)
    (tmp_path / "a.ttl").write_bytes(GOOD)
    for path in ("shut", "open/inner", "a.ttl"):
        (tmp_path / path).chmod(0)
    try:
        for words, place in (
            (("info", "-d", "shut"), "shut"),
            (("info", "-d", "shut/a.ttl"), "shut/a.ttl"),
            (("validate", "a.ttl"), "a.ttl"),
            # To leave out what can't be looked into would be to answer for a part of the plan.
            (("info", "-d", "open"), "open/inner"),
            (("build", "shut/made"), "shut"),
            (("export", "-d", "open/a.ttl", "-o", "shut/out.ttl"), "shut/out.ttl"),
        ):
            done = bounded(*words, humble=True)
            assert (done.code, done.out) == (2, ""), (words, done)
            assert f"where: {place}" in done.err or f"/{place}" in done.err, (words, done.err)
            assert "ermission denied" in done.err, (words, done.err)
    finally:
        for path in ("shut", "open/inner", "a.ttl"):
            (tmp_path / path).chmod(0o755)
    assert [path.name for path in (tmp_path / "shut").iterdir()] == ["a.ttl"]


def test_a_broken_build_leaves_the_store_that_stood_there(bounded: Bounded, tmp_path: Path) -> None:
    (tmp_path / "good.ttl").write_bytes(GOOD)
    (tmp_path / "long.ttl").write_bytes(b'<urn:x:a> <urn:x:p> "' + b"x" * 20_000_000 + b'" .')
    assert bounded("build", "store", "good.ttl").code == 0
    assert bounded("build", "store", "good.ttl", "long.ttl", "--force").code == 2
    assert "1 tripletas" in bounded("info", "-d", "store").out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["good.ttl", "long.ttl", "store"]
