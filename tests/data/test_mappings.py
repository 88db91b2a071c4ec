"""Links to the identifiers of others are those of the reference tables, and no more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from popgraph.embedded import EmbeddedStore
from popgraph.encoding.problems import Problems
from popgraph.encoding.registry import encode_registry
from popgraph.vocab import ID, PREFIXES

Table = Callable[[str], list[dict[str, str]]]

SKOS = PREFIXES["skos"]
INIA = ID + "org/inia"
COLUMNS = {
    "wikidata": "http://www.wikidata.org/entity/{}",
    "ror": "https://ror.org/{}",
    "geonames": "https://sws.geonames.org/{}/",
}
FOLDERS = {"institutions": "org", "regions": "region", "countries": "country"}


def matches(shipped: EmbeddedStore, kind: str) -> set[tuple[str, str]]:
    return {
        (quad.subject.value, quad.object.value)
        for quad in shipped.quads()
        if quad.predicate.value == SKOS + kind
        and isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, NamedNode)
        and quad.subject.value.startswith(ID)
    }


def test_matches_are_those_of_the_tables(shipped: EmbeddedStore, table: Table) -> None:
    expected: dict[str, set[tuple[str, str]]] = {"exactMatch": set(), "closeMatch": set()}
    for name, folder in FOLDERS.items():
        for row in table(f"registry/{name}"):
            for column, iri in COLUMNS.items():
                if row.get(column):
                    kind = f"{row.get('match') or 'exact'}Match"
                    expected[kind].add((f"{ID}{folder}/{row['slug']}", iri.format(row[column])))
    assert len(expected["exactMatch"]) > 90
    assert {kind: matches(shipped, kind) for kind in expected} == expected


def test_a_body_founded_later_under_the_name_is_a_close_match_only(shipped: EmbeddedStore) -> None:
    assert {other for own, other in matches(shipped, "closeMatch") if own == INIA} == {
        "https://ror.org/004qcrr52",
        "http://www.wikidata.org/entity/Q29438518",
    }
    assert INIA not in {own for own, _ in matches(shipped, "exactMatch")}


def test_two_resources_share_no_identifier(shipped: EmbeddedStore) -> None:
    pairs = matches(shipped, "exactMatch") | matches(shipped, "closeMatch")
    assert len({other for _, other in pairs}) == len(pairs)


HEADER = (
    "slug,label_es,label_en,official_name,name_certainty,actor_type,level,sector,region,part_of,members,"
    "identifier,wikidata,ror,match,source,note_es,note_en\n"
)


@pytest.mark.parametrize(
    ("match", "notes", "problem"),
    [
        ("same", "Nota.,Note.", "Unknown match 'same'"),
        ("close", ",", "A match that is not exact needs its reason"),
    ],
)
def test_a_match_is_exact_or_close_with_a_reason(
    tmp_path: Path, match: str, notes: str, problem: str
) -> None:
    row = f"museo,Museo,Museum,,,,,public,,,,,Q1,,{match},A page,{notes}\n"
    (tmp_path / "institutions.csv").write_text(HEADER + row, encoding="utf-8")
    problems = Problems()
    encode_registry(tmp_path, problems=problems)
    (found,) = problems.found()
    assert problem in str(found)
    assert "institutions.csv" in str(found)
