"""Every element is told in Spanish and in English, each once, and the English stands apart as ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from pyoxigraph import Literal

from popgraph.embedded import EmbeddedStore
from popgraph.vocab import GRAPH, PREFIXES

Table = Callable[[str], list[dict[str, str]]]

# The wording of a mention, the words of a due period and a printed figure are the document's alone.
VERBATIM_ONLY = {"Responsibility", "DuePeriod", "Observation"}
PREFIX = f"PREFIX pop: <{PREFIXES['pop']}>\nPREFIX rdfs: <{PREFIXES['rdfs']}>\n"


@pytest.fixture(scope="module")
def statements(shipped: EmbeddedStore) -> Counter[tuple[str, str, str]]:
    """How often each (element, language, graph) has a statement."""
    answer = shipped.select(f"{PREFIX}SELECT ?s ?text ?g {{ GRAPH ?g {{ ?s pop:statement ?text }} }}")
    found: Counter[tuple[str, str, str]] = Counter()
    for subject, text, graph in answer.rows:
        assert isinstance(text, Literal)
        assert text.value.strip() == text.value != ""
        found[getattr(subject, "value", ""), text.language or "", getattr(graph, "value", "")] += 1
    return found


def test_every_element_with_a_text_is_stated(
    shipped: EmbeddedStore, statements: Counter[tuple[str, str, str]]
) -> None:
    answer = shipped.select(f"{PREFIX}SELECT ?s ?class {{ ?s pop:sourceText ?text ; a ?class }}")
    elements = {
        subject.value  # type: ignore[union-attr]
        for subject, kind in answer.rows
        if getattr(kind, "value", "").replace("#", "/").rpartition("/")[2] not in VERBATIM_ONLY
    }
    assert len(elements) > 500
    for language in ("es", "en"):
        assert sorted(elements - {subject for subject, lang, _ in statements if lang == language}) == []


def test_an_element_is_stated_once_a_language(statements: Counter[tuple[str, str, str]]) -> None:
    a_language = Counter((subject, language) for subject, language, _ in statements.elements())
    assert [key for key, times in a_language.items() if times > 1] == []
    spanish = {subject for subject, language in a_language if language == "es"}
    assert {subject for subject, language in a_language if language == "en"} == spanish
    assert {language for _, language in a_language} == {"es", "en"}


def test_english_statements_stand_in_the_graph_of_translations(
    statements: Counter[tuple[str, str, str]], table: Table
) -> None:
    translations = GRAPH + "pe-cus/pop-cacao/2005/translations"
    assert {graph for _, language, graph in statements if language == "en"} == {translations}
    assert {language for _, language, graph in statements if graph == translations} == {"en"}
    assert sum(graph == translations for _, _, graph in statements) == len(table("translations"))


def test_what_the_registry_and_the_tables_name_has_both_languages(shipped: EmbeddedStore) -> None:
    answer = shipped.select(
        f"""{PREFIX}PREFIX dcterms: <{PREFIXES["dcterms"]}> PREFIX qb: <{PREFIXES["qb"]}>
        SELECT ?s ?label {{
          VALUES ?class {{ pop:Institution pop:ActorGroup pop:Region dcterms:Location pop:ExportProduct
                           pop:Workshop qb:DataSet qb:DataStructureDefinition }}
          ?s a ?class . OPTIONAL {{ ?s rdfs:label ?label }}
        }}"""
    )
    languages: dict[str, list[str]] = {}
    for subject, label in answer.rows:
        languages.setdefault(getattr(subject, "value", ""), []).append(getattr(label, "language", "") or "")
    assert len(languages) > 120
    assert {subject: found for subject, found in languages.items() if sorted(found) != ["en", "es"]} == {}


def test_the_reason_of_every_reading_has_both_languages(shipped: EmbeddedStore) -> None:
    answer = shipped.select(f"{PREFIX}SELECT ?s ?reason {{ ?s a pop:Interpretation ; pop:reason ?reason }}")
    found = Counter((subject, getattr(reason, "language", "")) for subject, reason in answer.rows)
    readings = set(answer.column("s"))
    assert found == {(reading, language): 1 for reading in readings for language in ("es", "en")}
