"""Finding a thing by what people call it, and what is said of it."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from popgraph import elements
from popgraph.embedded import EmbeddedStore
from popgraph.errors import UsageError
from popgraph.labels import label, labels, short_iri
from popgraph.vocab import ID, POP, PREFIXES

PLAN = ID + "pe-cus/pop-cacao/2005/"
LABEL, ALT = NamedNode(PREFIXES["rdfs"] + "label"), NamedNode(PREFIXES["skos"] + "altLabel")
A, B = NamedNode("urn:x:a"), NamedNode("urn:x:b")


def store(*triples: tuple[NamedNode, NamedNode, Literal | NamedNode]) -> EmbeddedStore:
    return EmbeddedStore.of(Quad(*triple, NamedNode("urn:x:g")) for triple in triples)


@pytest.mark.parametrize("text", ["A1", "a1", " A1 "])
def test_a_printed_code_that_stands_several_times_gives_all(text: str, shipped: EmbeddedStore) -> None:
    found = elements.find(shipped, text)
    assert [(item.path.removeprefix("pe-cus/pop-cacao/2005/"), item.kind) for item in found] == [
        ("foda/a1", "enunciado FODA"),
        ("oe1/a1", "actividad planificada"),
        ("oe2/a1", "actividad planificada"),
        ("oe3/a1", "actividad planificada"),
        ("oe4/a1", "actividad planificada"),
    ]


def test_a_wording_that_two_bodies_bear_gives_both(shipped: EmbeddedStore) -> None:
    assert [item.name for item in elements.find(shipped, "para")] == ["PARA", "PRA"]
    with pytest.raises(UsageError) as caught:
        elements.resolve(shipped, "para")
    assert "org/para" in caught.value.hint
    assert "org/pra" in caught.value.hint


def test_a_name_with_quotes_is_a_name_and_no_query() -> None:
    graph = store((A, LABEL, Literal('the "B" \\ } plan')))
    assert elements.resolve(graph, 'the "b" \\ } PLAN') == A.value
    assert elements.find(graph, '" } ?x ?y ?z #') == ()


def test_an_iri_wins_over_a_name() -> None:
    graph = store((A, LABEL, Literal("one")), (B, LABEL, Literal("urn:x:a")))
    assert elements.resolve(graph, "urn:x:a") == A.value
    assert elements.resolve(graph, "<urn:x:a>") == A.value


def test_an_objective_stands_in_the_perx_and_not_in_the_section_that_prints_it(
    shipped: EmbeddedStore,
) -> None:
    objective = elements.show(shipped, "OE1")
    assert [place.name for place in objective.place] == ["PERX Cusco"]
    assert ("figura en la sección", "Objetivos estratégicos") in {(f.name, f.text) for f in objective.facts}


def test_a_finding_stands_in_its_sections(shipped: EmbeddedStore) -> None:
    finding = elements.show(shipped, "dia/a/3", lang="en")
    assert [place.kind for place in finding.place] == ["section"] * 3 + ["product operational plan (POP)"]
    assert next(iter(finding.statements)) == "en"
    assert set(finding.statements) == {"en", "es"}


def test_a_target_stands_in_its_indicator(shipped: EmbeddedStore) -> None:
    target = elements.show(shipped, "oe1/a2/t4/i1/tgt")
    assert [place.name for place in target.place][:4] == ["O1A2T4I1", "O1A2T4", "O1A2", "OE1"]


def test_the_lines_are_those_of_the_document(shipped: EmbeddedStore) -> None:
    task = elements.show(shipped, "O1A2T4")
    assert [(line.number, line.text) for line in task.lines] == [
        (832, "T4 Incorporar tecnologías de punta en el"),
        (833, "procesamiento del cacao. Mejorar la competitividad."),
    ]


def test_mentions_of_a_task_come_in_printed_order(shipped: EmbeddedStore) -> None:
    task = elements.show(shipped, "O1A2T4")
    mentions = [fact.value for fact in task.facts if fact.name == "tiene responsabilidad"]
    assert mentions == [f"O1A2T4R{number}" for number in range(1, 10)]


def test_a_plan_that_holds_itself_ends() -> None:
    part, above = NamedNode(POP + "inSection"), NamedNode(POP + "subsectionOf")
    graph = store((A, part, B), (B, above, A))
    assert [place.iri for place in elements.show(graph, "urn:x:a").place] == [B.value]


class TestLabels:
    def test_the_language_asked_for_wins_then_none_then_another(self) -> None:
        graph = store(
            (A, LABEL, Literal("casa", language="es")),
            (A, LABEL, Literal("house", language="en")),
            (B, LABEL, Literal("haus", language="de")),
            (B, NamedNode(PREFIXES["dcterms"] + "title"), Literal("plain")),
        )
        assert labels(graph, [A.value, B.value], lang="en") == {A.value: "house", B.value: "plain"}
        assert label(graph, A.value) == "casa"

    def test_a_thing_without_a_label_is_called_by_code_or_prefixed_name(self, shipped: EmbeddedStore) -> None:
        assert label(shipped, PLAN + "oe1/a2/t4") == "O1A2T4"
        assert label(shipped, PREFIXES["owl"] + "Class") == "owl:Class"
        assert label(shipped, "urn:x:nothing") == "urn:x:nothing"

    def test_more_than_one_batch_of_them(self, shipped: EmbeddedStore) -> None:
        many = [f"urn:x:{number}" for number in range(900)] + [ID + "org/mincetur"]
        found = labels(shipped, many)
        assert len(found) == 901
        assert found[ID + "org/mincetur"] == "MINCETUR"

    def test_a_graph_without_terms_borrows_the_shipped_ones_and_its_own_label_wins(self) -> None:
        own = NamedNode(ID + "org/mincetur")
        graph = store((own, LABEL, Literal("Comercio Exterior")))
        assert label(graph, own.value) == "Comercio Exterior"
        assert label(graph, POP + "PlannedTask", lang="en") == "planned task"

    def test_a_namespace_is_no_prefix_of_a_longer_path(self) -> None:
        assert short_iri(POP + "PlannedTask") == "pop:PlannedTask"
        assert short_iri(POP) == POP
        assert short_iri(PREFIXES["unit"] + "a/b") == PREFIXES["unit"] + "a/b"
