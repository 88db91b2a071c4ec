"""Whatever stands in a file or an argument: an answer or a clear error, never a fault of popgraph."""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from popgraph.cli import main
from popgraph.reading import FORMATS

SETTINGS = settings(max_examples=60, deadline=None, derandomize=True, database=None)
PIECES = (
    "@prefix a: <urn:x:> .",
    "<urn:x:a>", "a:b", " a ", "[", "]", "(", ")", "<<(", ")>>", "{|", "|}", "{", "}", ";", ".",
    ",", '"x"', '"x"@es', '"2005-02-30"^^<http://www.w3.org/2001/XMLSchema#date>', '"""', "_:b", "1", "1e9", "true",
    "\\u0000", "\\uD800", "#", "\n", "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>", "</r:RDF>",
    "<!DOCTYPE r [<!ENTITY a 'b'>]>", "&a;", '{"@context":', '"@id":', '"urn:x:a"', "null", "SELECT", "ASK", "WHERE",
    "?s ?p ?o", "FILTER(", "SERVICE", "VALUES", "\ufeff", "\x00", "\x1b[2J", "ñ",
)  # fmt: skip
WORDS = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
TEXTS = st.one_of(WORDS, st.text(max_size=60))
BYTES = st.one_of(st.binary(max_size=200), WORDS.map(lambda text: text.encode(errors="replace")))


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        (place / "good.ttl").write_text(
            "@prefix pop: <https://w3id.org/popgraph/ontology#> . <urn:x:t> a pop:PlannedTask ; pop:ordinal 1 ."
        )
        yield place


def outcome(*words: str, stdin: bytes = b"") -> tuple[int, str]:
    """The exit code and what was said on standard error."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    given = sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin), "utf-8")
    try:
        with (
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            pytest.raises(SystemExit) as ended,
        ):
            main(list(words))
    finally:
        sys.stdin = given
    assert isinstance(ended.value.code, int)
    return ended.value.code, err.getvalue()


def fair(*words: str, stdin: bytes = b"") -> None:
    code, said = outcome(*words, stdin=stdin)
    assert code in (0, 1, 2), (words, said)
    assert "Traceback" not in said
    assert code != 2 or said.startswith(("Error: ", "Usage: ")), said
    assert "\x1b" not in said


@pytest.mark.parametrize("suffix", [*FORMATS, ".zip", ""])
@SETTINGS
@given(content=BYTES)
def test_any_bytes_as_a_file(suffix: str, content: bytes, folder: Path) -> None:
    file = folder / f"any{suffix}"
    file.write_bytes(content)
    fair("info", "-d", str(file))
    fair("export", "-d", str(file), "--format", "trig")


@settings(SETTINGS, max_examples=15)
@given(content=BYTES)
def test_any_bytes_are_built_or_refused(content: bytes, folder: Path) -> None:
    file = folder / "built.ttl"
    file.write_bytes(content)
    fair("build", str(folder / "store"), str(file), "--force")


@SETTINGS
@given(text=TEXTS)
def test_any_text_as_a_query(text: str, folder: Path) -> None:
    fair("query", "-", "-d", str(folder / "good.ttl"), stdin=text.encode(errors="replace"))
    fair(
        "query", "-", "-d", str(folder / "good.ttl"), stdin=f"SELECT * {{ {text} }}".encode(errors="replace")
    )


@SETTINGS
@given(text=TEXTS)
def test_any_text_as_an_argument(text: str, folder: Path) -> None:
    good = str(folder / "good.ttl")
    fair("show", "-d", good, "--", text)
    fair("query", "-d", good, "--", text)
    fair("query", "CQ02", "-d", good, "-p", f"min={text}")
    fair("query", "CQ08", "-d", good, "-p", f"actor={text}")
    fair("query", "CQ02", "-d", good, "-p", text)
    fair("info", "-d", str(folder / "none") + text)


@SETTINGS
@given(text=TEXTS)
def test_any_text_as_a_day(text: str, folder: Path) -> None:
    fair("due", "-d", str(folder / "good.ttl"), f"--as-of={text}")
