"""A quote is found at its lines, and a reader of the data finds it there again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from popgraph.encoding.passages import Passage, Source
from popgraph.encoding.rows import LineRange
from popgraph.errors import DataError
from popgraph.wordings.quotes import fold

texts = st.text(alphabet="ab •\n\t", min_size=1, max_size=40)


def find_again(source: Source, passage: Passage) -> int:
    """Return where the folded quote begins on its folded lines, as a reader without offsets finds it."""
    folded = fold("\n".join(source.lines[passage.lines.first - 1 : passage.lines.last]))
    at = folded.find(passage.prefix + passage.exact)
    assert at >= 0
    return at + len(passage.prefix)


@given(texts, st.data())
def test_any_piece_of_any_text_is_found_at_its_place(text: str, data: st.DataObject) -> None:
    solid = [at for at, character in enumerate(text) if character not in " •\n\t"]
    if not solid:
        return
    start = data.draw(st.sampled_from(solid))
    end = data.draw(st.sampled_from([at for at in solid if at >= start])) + 1
    source = Source(text, name="source.txt")
    lines = LineRange(source.line_of(start), source.line_of(end - 1))
    before = fold("\n".join(source.lines[: lines.last]))
    assert text[start] not in " •\n\t"
    for occurrence in range(1, len(before) + 1):
        try:
            passage = source.locate(text[start:end], lines, occurrence)
        except DataError as error:
            # Another occurrence on these lines need not begin and end on the first and the last of them.
            assert "The quote stands on lines" in error.what
            continue
        assert fold(text[passage.start : passage.end]) == passage.exact == fold(text[start:end])
        assert find_again(source, passage) == _folded_place(source, passage)
        if passage.start == start:
            return
    raise AssertionError("the piece itself was never found")


def _folded_place(source: Source, passage: Passage) -> int:
    line_start = passage.start - (source.column_of(passage.start) - 1)
    before = fold(source.text[line_start : passage.start] + "x")
    return len(before) - 1


def test_white_space_and_bullets_between_words_do_not_matter() -> None:
    source = Source("uno\n\n• dos  tres\n", name="source.txt")
    passage = source.locate("dos tres", LineRange(3, 3))
    assert (passage.start, passage.end, passage.prefix) == (7, 16, "")
    assert source.locate("uno dos", LineRange(1, 3)).exact == "uno dos"


def test_lines_count_as_an_editor_counts_them() -> None:
    source = Source("a\x0cb\u2028c\r\nd\n", name="source.txt")
    assert source.locate("d", LineRange(2, 2)).start == 7
    assert source.column_of(7) == 1


def test_the_second_occurrence_has_a_prefix_that_tells_it_apart() -> None:
    source = Source("Otros 557 30.2% Otros 57 23.3%", name="source.txt")
    passage = source.locate("57", LineRange(1, 1), 2)
    assert passage.start == 22
    assert passage.prefix == "Otros 557 30.2% Otros "


def test_a_prefix_is_as_long_as_it_must_be() -> None:
    row = "uno dos tres cuatro cinco seis siete ocho 9 "
    source = Source(row * 3, name="source.txt")
    passage = source.locate("9", LineRange(1, 1), 2)
    assert find_again(source, passage) == passage.start
    assert len(passage.prefix) > 32


@pytest.mark.parametrize(
    ("quote", "lines", "occurrence", "message"),
    [
        ("dos", LineRange(1, 2), 1, "The quote stands on lines 2, the row says 1-2"),
        ("tres", LineRange(1, 2), 1, "The quote 'tres' isn't there (but on lines 3)"),
        ("seis", LineRange(1, 2), 1, "The quote 'seis' isn't there"),
        ("dos", LineRange(2, 2), 2, "The quote 'dos' stands there 1 times, not 2"),
        ("dos", LineRange(2, 9), 1, "source.txt has 4 lines"),
        (" • ", LineRange(1, 1), 1, "The quote holds nothing but white space and bullets"),
    ],
)
def test_a_wrong_place_is_explained(quote: str, lines: LineRange, occurrence: int, message: str) -> None:
    source = Source("uno\ndos\ntres\n", name="source.txt")
    with pytest.raises(DataError) as caught:
        source.locate(quote, lines, occurrence)
    assert caught.value.what == message


def test_the_message_shows_what_stands_there() -> None:
    with pytest.raises(DataError, match="There stands: Hay 40 colmenas"):
        Source("Hay 40 colmenas", name="source.txt").locate("50", LineRange(1, 1))
