"""A catalogue that names one file in two ways gave it the second of two graphs, and said nothing of the first."""

from __future__ import annotations

from pathlib import Path

import pytest

from popgraph import catalog
from popgraph.errors import DataError

_HEAD = (
    "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n"
    "@prefix dcterms: <http://purl.org/dc/terms/> .\n"
    "@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .\n"
)
_ENTRY = (
    "<urn:x:graph:{n}> sd:graph <urn:x:set:{n}> . <urn:x:set:{n}> dcat:distribution <urn:x:file:{n}> .\n"
    '<urn:x:file:{n}> dcterms:identifier "{file}" .\n'
)


def written(folder: Path, *files: str) -> Path:
    text = "".join(_ENTRY.format(n=number, file=file) for number, file in enumerate(files))
    (folder / "catalog.ttl").write_text(_HEAD + text, "utf-8")
    return folder / "catalog.ttl"


@pytest.mark.parametrize("other", ["./a.ttl", ".//a.ttl", "a.ttl"])
def test_a_file_that_is_named_in_two_ways_has_two_graphs(other: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="gives one file two graphs"):
        catalog.read(written(tmp_path, "a.ttl", other))


def test_a_path_is_told_in_the_one_way(tmp_path: Path) -> None:
    table = catalog.read(written(tmp_path, "./b.ttl", "plans//a.ttl"))
    assert [entry.file for entry in table] == ["b.ttl", "plans/a.ttl"]


@pytest.mark.parametrize("file", ["", ".", "./"])
def test_the_folder_itself_is_no_file(file: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="outside its folder"):
        catalog.read(written(tmp_path, file))
