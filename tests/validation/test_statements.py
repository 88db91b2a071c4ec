"""Places found by reading a few statements are those found by reading the whole file."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from popgraph.locate import index
from popgraph.statements import Statements

ROOT = Path(__file__).parents[2]
FILES = [*sorted((ROOT / "data").rglob("*.ttl")), *sorted((ROOT / "ontology").rglob("*.ttl"))]
HEAD = "@prefix e: <http://e/> .\n@base <http://b/> .\n"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_the_shipped_files(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    places = [item for item in index(text, base="http://b/").places() if not item[0][0].startswith("_:")]
    near = Statements(text, base="http://b/")
    for key, place in random.Random(file.name).sample(places, min(len(places), 400)):
        assert near.exactly(*key) == place, key


@pytest.mark.parametrize(
    "text",
    [
        "e:a e:p 1 .\ne:b e:p 2 . e:a e:q 3 .\n",
        "e:b e:p 2 ;\ne:a 3 .\ne:a e:q 4 .\n",
        "e:b e:p 2 ; # e:x .\ne:a 3 .\ne:a e:q 4 .\n",
        'e:b e:p """\ne:a e:p 1 .\n""" .\n\ne:a e:q 4 .\n',
        "e:b e:p [\n  e:q e:a ] .\n# e:c e:p\n\n# e:d\ne:a\n  e:q\n  4 .\n",
        "e:b e:p 1 .\n@prefix e: <http://f/> .\ne:a e:p 2 .\n<http://e/a> e:q 3 .\n",
        "PREFIX f: <http://e/>\nf:a e:p 1 .\n",
        "<a> e:p 1 .\n<http://e/a> e:p 1 .",
        "e:a\\/b e:p 1 .\ne:a e:p 1 .",
        "e:a e:p 1 .\r\ne:b e:p 1 .\r\n",
        "",
        "e:a",
    ],
)
def test_odd_layouts(text: str) -> None:
    # Of a subject with statements in two layouts, those at the margin are enough.
    whole, near = index(HEAD + text), Statements(HEAD + text)
    lines = (HEAD + text).splitlines()
    for key, place in whole.places():
        found = near.exactly(*key)
        if found is None:
            assert len(key) > 1
            assert near.exactly(key[0]) is not None
        elif found != place:
            assert lines[found.line - 1][found.column - 1] == lines[place.line - 1][place.column - 1]
    assert near.exactly("http://e/nowhere") is None


@given(st.text(alphabet="ab:e<>.;,[]()\"'\\#@^ \n", max_size=80), st.booleans())
def test_any_text_is_taken(text: str, headed: bool) -> None:
    whole = HEAD * headed + text
    near = Statements(whole)
    for subject in ("http://e/a", "http://b/a", "a", "http://e/"):
        place = near.exactly(subject)
        assert (place is None) == (index(whole).exactly(subject) is None)
