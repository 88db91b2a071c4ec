"""Find a quote in the lines of the document.

White space and bullets of the document are folded to one space before the quote is looked for, so that a
sentence is found across its line breaks; each folded character remembers where it stood.
"""

from __future__ import annotations

from dataclasses import dataclass

from popgraph.encoding.rows import LineRange
from popgraph.errors import DataError
from popgraph.wordings.quotes import BULLET, fold

__all__ = ["Passage", "Source"]

_PREFIX_LENGTH = 32
_SHOWN = 240


@dataclass(frozen=True)
class Passage:
    """A quote at its place.

    ``start`` and ``end`` count characters of the document. ``prefix`` is the folded text before the quote,
    empty unless the quote stands more than once on its lines (and then too if the range begins with it).
    """

    lines: LineRange
    exact: str
    prefix: str
    start: int
    end: int


class Source:
    """The text of a document, by characters and by lines.

    >>> source = Source("T1  Crear\\nun fondo. Meta\\n", name="source.txt")
    >>> source.locate("T1 Crear un fondo.", LineRange(1, 2)).exact
    'T1 Crear un fondo.'
    """

    def __init__(self, text: str, *, name: str) -> None:
        self.text = text
        self.name = name
        # Not splitlines(): a form feed or a line separator must not shift the count that an editor shows.
        self.lines: tuple[str, ...] = tuple(text.split("\n"))
        starts = [0]
        for line in self.lines:
            starts.append(starts[-1] + len(line) + 1)
        self._starts = starts

    def locate(self, quote: str, lines: LineRange, occurrence: int = 1) -> Passage:
        """Return the passage of ``quote``.

        Every occurrence counts, also one within a longer word or figure (``17`` in ``117``), as it does for a
        reader of ``oa:exact``.

        Raises:
            DataError: The lines aren't in the document, the quote isn't there (so often), or the range isn't
                tight.
        """
        wanted = fold(quote)
        if lines.last > len(self.lines):
            raise DataError(f"{self.name} has {len(self.lines)} lines", where=f"lines {lines}")
        if not wanted:
            raise DataError("The quote holds nothing but white space and bullets", where=f"lines {lines}")
        folded, offsets = self._fold_lines(lines)
        found = _positions(folded, wanted)
        if len(found) < occurrence:
            raise self._not_found(wanted, lines, len(found), occurrence)
        position = found[occurrence - 1]
        start, end = offsets[position], offsets[position + len(wanted) - 1] + 1
        tight = LineRange(self.line_of(start), self.line_of(end - 1))
        if tight != lines:
            raise DataError(
                f"The quote stands on lines {tight}, the row says {lines}",
                where=f"{self.name}:{tight.first}",
                hint=f"Write {tight} in lines",
            )
        return Passage(lines, wanted, _prefix(folded, wanted, position), start, end)

    def line_of(self, offset: int) -> int:
        """Return the line of a character, counted from 1."""
        low, high = 0, len(self.lines) - 1
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self._starts[middle] <= offset else (low, middle - 1)
        return low + 1

    def column_of(self, offset: int) -> int:
        """Return the place of a character within its line, counted from 1."""
        return offset - self._starts[self.line_of(offset) - 1] + 1

    def _fold_lines(self, lines: LineRange) -> tuple[str, list[int]]:
        characters: list[str] = []
        offsets: list[int] = []
        pending = False
        for offset in range(self._starts[lines.first - 1], self._starts[lines.last] - 1):
            character = self.text[offset]
            if character.isspace() or character == BULLET:
                pending = bool(characters)
                continue
            if pending:
                characters.append(" ")
                offsets.append(offset - 1)
                pending = False
            characters.append(character)
            offsets.append(offset)
        return "".join(characters), offsets

    def _not_found(self, wanted: str, lines: LineRange, found: int, occurrence: int) -> DataError:
        shown = fold("\n".join(self.lines[lines.first - 1 : lines.last]))
        shown = shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…"
        if found:
            what = f"The quote {wanted!r} stands there {found} times, not {occurrence}"
        else:
            elsewhere = self._elsewhere(wanted)
            what = f"The quote {wanted!r} isn't there" + (f" (but on lines {elsewhere})" if elsewhere else "")
        return DataError(what, where=f"{self.name}:{lines}", hint=f"There stands: {shown}")

    def _elsewhere(self, wanted: str) -> str:
        folded, offsets = self._fold_lines(LineRange(1, len(self.lines)))
        ranges = [
            LineRange(self.line_of(offsets[at]), self.line_of(offsets[at + len(wanted) - 1]))
            for at in _positions(folded, wanted)[:3]
        ]
        return ", ".join(str(item) for item in ranges)


def _positions(text: str, wanted: str) -> list[int]:
    found: list[int] = []
    at = text.find(wanted)
    while at >= 0:
        found.append(at)
        at = text.find(wanted, at + 1)
    return found


def _prefix(text: str, wanted: str, position: int) -> str:
    if len(_positions(text, wanted)) == 1:
        return ""
    length = min(position, _PREFIX_LENGTH)
    while text.find(text[position - length : position] + wanted) != position - length:
        length += 1
    while 0 < length < position and text[position - length - 1] != " ":
        length += 1
    return text[position - length : position]
