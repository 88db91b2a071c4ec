"""The Turtle writer: what it writes is read back equal by both libraries, and reads well in a diff."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from pathlib import Path

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from popgraph.errors import DataError
from popgraph.turtle import natural_key, serialize
from popgraph.writing import write

BASE = "https://example.org/id/pe-xxx/pop/2005/"
PREFIXES = {
    "ex": "https://example.org/ns#",
    "id": "https://example.org/id/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
XSD = PREFIXES["xsd"]

awkward_paths = st.sampled_from(
    [
        "",
        "oe1/a1/t1",
        "oe1/a10",
        ".",
        "..",
        "../a",
        "a/./b",
        "a/../b",
        "a//b",
        "/a",
        "//a/b",
        "a:b",
        "a/b:c",
        "?q=1",
        "#frag",
        "a?b#c",
        "a.b",
        "a.",
        "-a",
        "_a",
        "%20",
        "ñandú",
        "a,b",
        "a(b)",
        "a'b",
        "1",
        "~x",
        "tail-",
        "a/",
    ]
)
namespaces = st.sampled_from([BASE, PREFIXES["ex"], PREFIXES["id"], "urn:x:", "https://example.org/"])
iris = st.one_of(
    st.builds(
        lambda ns, path: NamedNode(ns + path), namespaces, awkward_paths.filter(lambda path: "#" not in path)
    ),
    st.builds(lambda path: NamedNode(BASE + path), awkward_paths),
)
texts = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=["Cs"], exclude_characters="\x00"),
        st.sampled_from(list("\\\"'\n\r\t\b\f\u2028\ufeff#<>@^. ")),
    ),
    max_size=20,
)
numbers = st.one_of(
    st.builds(lambda n: Literal(str(n), datatype=NamedNode(XSD + "integer")), st.integers()),
    st.builds(
        lambda d: Literal(format(d, "f"), datatype=NamedNode(XSD + "decimal")),
        st.decimals(allow_nan=False, allow_infinity=False, places=3, max_value=10**9, min_value=-(10**9)),
    ),
    st.sampled_from(
        [
            Literal("true", datatype=NamedNode(XSD + "boolean")),
            Literal("1", datatype=NamedNode(XSD + "boolean")),
            Literal("007", datatype=NamedNode(XSD + "integer")),
            Literal("-0", datatype=NamedNode(XSD + "integer")),
            Literal("5", datatype=NamedNode(XSD + "decimal")),
            Literal("1.50", datatype=NamedNode(XSD + "decimal")),
            Literal("2005-02-16", datatype=NamedNode(XSD + "date")),
            Literal("2003", datatype=NamedNode(XSD + "gYear")),
            Literal("x", datatype=NamedNode("https://example.org/ns#own")),
        ]
    ),
)
literals = st.one_of(
    texts.map(Literal),
    st.builds(lambda text, tag: Literal(text, language=tag), texts, st.sampled_from(["es", "en", "es-pe"])),
    numbers,
)
triples = st.builds(Triple, iris, iris, st.one_of(iris, literals))


def read_by_pyoxigraph(text: str) -> set[Triple]:
    return {quad.triple for quad in parse(text, format=RdfFormat.TURTLE)}


def to_rdflib(term: object) -> rdflib.term.Node:
    if isinstance(term, Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        datatype = term.datatype.value
        return rdflib.Literal(
            term.value, datatype=None if datatype == XSD + "string" else rdflib.URIRef(datatype)
        )
    assert isinstance(term, NamedNode)
    return rdflib.URIRef(term.value)


@given(st.lists(triples, max_size=8))
def test_what_is_written_is_read_back_by_pyoxigraph(some: list[Triple]) -> None:
    assert read_by_pyoxigraph(serialize(some, prefixes=PREFIXES, base=BASE)) == set(some)


@given(st.lists(triples, max_size=8))
def test_what_is_written_is_read_back_by_rdflib(some: list[Triple]) -> None:
    graph = rdflib.Graph()
    graph.parse(data=serialize(some, prefixes=PREFIXES, base=BASE), format="turtle")
    assert set(graph) == {(to_rdflib(t.subject), to_rdflib(t.predicate), to_rdflib(t.object)) for t in some}


@given(st.permutations([*range(6)]), st.lists(triples, min_size=6, max_size=6))
def test_the_order_of_the_input_does_not_matter(order: list[int], some: list[Triple]) -> None:
    def text(chosen: Iterable[Triple]) -> str:
        return serialize(chosen, prefixes=PREFIXES, base=BASE)

    assert text(some) == text([some[index] for index in order] + some)


def test_blocks_read_like_a_table_of_contents() -> None:
    def node(path: str) -> NamedNode:
        return NamedNode(BASE + path)

    rdf_type = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    some = [
        Triple(node("t10"), NamedNode(PREFIXES["ex"] + "code"), Literal("T10")),
        Triple(node("t2"), NamedNode(PREFIXES["ex"] + "part"), node("t2/i10")),
        Triple(node("t2"), NamedNode(PREFIXES["ex"] + "part"), node("t2/i9")),
        Triple(node("t2"), NamedNode(PREFIXES["ex"] + "code"), Literal('dijo "sí"\n', language="es")),
        Triple(node("t2"), rdf_type, NamedNode(PREFIXES["ex"] + "Task")),
    ]
    assert serialize(some, prefixes=PREFIXES, base=BASE, header="Made by a test.") == (
        "# Made by a test.\n"
        "\n"
        f"@base <{BASE}> .\n"
        "@prefix ex: <https://example.org/ns#> .\n"
        "\n"
        "<t2> a ex:Task ;\n"
        '    ex:code "dijo \\"sí\\"\\n"@es ;\n'
        "    ex:part\n"
        "        <t2/i9> ,\n"
        "        <t2/i10> .\n"
        "\n"
        '<t10> ex:code "T10" .\n'
    )


def test_another_order_can_be_asked_for() -> None:
    some = [Triple(NamedNode(BASE + path), NamedNode(BASE + "p"), Literal("")) for path in "ab"]
    text = serialize(some, prefixes={}, base=BASE, order=lambda iri: (-ord(iri[-1]),))
    assert text.index("<b>") < text.index("<a>")


def test_a_blank_node_is_refused() -> None:
    with pytest.raises(DataError, match="blank node"):
        serialize([Triple(BlankNode("x"), NamedNode(BASE), Literal(""))], prefixes={})


def test_a_base_without_a_closing_slash_is_refused() -> None:
    with pytest.raises(DataError, match="slash"):
        serialize([], prefixes={}, base="https://example.org/x#")


@given(st.lists(st.text(alphabet="a1290/-", max_size=6), max_size=6))
def test_natural_keys_can_always_be_compared(some: list[str]) -> None:
    keys = sorted(natural_key(text) for text in some)
    assert all(first <= second for first, second in itertools.pairwise(keys))


def test_all_files_are_written_or_none(tmp_path: Path) -> None:
    kept = tmp_path / "kept.ttl"
    kept.write_text("old")
    (tmp_path / "file").write_text("a file where a folder is needed")
    with pytest.raises(DataError, match="Can't write"):
        write({kept: "new", tmp_path / "file" / "b.ttl": "new"})
    assert kept.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "kept.ttl"]
