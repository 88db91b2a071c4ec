"""Which characters of the document the tables account for."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from popgraph.encoding.passages import Passage, Source
from popgraph.encoding.problems import Place
from popgraph.wordings.quotes import BULLET

__all__ = ["Claim", "Coverage", "Furniture", "Overlap", "Uncovered", "measure"]


@dataclass(frozen=True)
class Claim:
    """A passage that a row claims; ``furniture`` holds the reasons (es, en) if it is no content."""

    where: Place
    passage: Passage
    furniture: tuple[str, str] | None = None


@dataclass(frozen=True)
class Furniture:
    """Characters that are no content, and why."""

    line: int
    text: str
    characters: int
    reason_es: str
    reason_en: str


@dataclass(frozen=True)
class Uncovered:
    """A run of characters within one line that no row claims; line and column count from 1."""

    line: int
    column: int
    text: str


@dataclass(frozen=True)
class Overlap:
    """Two passages that overlap, neither within the other."""

    first: Claim
    second: Claim


@dataclass(frozen=True)
class Coverage:
    """How many non-blank characters the document has, and who claims them."""

    total: int
    covered: int
    furniture_characters: int
    furniture: tuple[Furniture, ...]
    uncovered: tuple[Uncovered, ...]
    overlaps: tuple[Overlap, ...]

    @property
    def complete(self) -> bool:
        """Whether every non-blank character is content or furniture."""
        return not self.uncovered

    @property
    def percent(self) -> float:
        """The share of characters claimed, as content or as furniture.

        >>> Coverage(200, 150, 40, (), (), ()).percent
        95.0
        """
        return 100 * (self.covered + self.furniture_characters) / self.total if self.total else 100.0


def measure(source: Source, claims: Iterable[Claim]) -> Coverage:
    """Return the coverage of ``source`` by ``claims``.

    A bullet belongs to the passage that it opens. A character that is claimed as content and as furniture
    counts as content.

    >>> from popgraph.encoding.rows import LineRange
    >>> source = Source("• Uno dos", name="source.txt")
    >>> claim = Claim(Place("x.csv", 2), source.locate("Uno", LineRange(1, 1)))
    >>> coverage = measure(source, [claim])
    >>> coverage.covered, coverage.uncovered
    (4, (Uncovered(line=1, column=7, text='dos'),))
    """
    text = source.text
    content = bytearray(len(text))
    furniture = bytearray(len(text))
    everything = sorted(claims, key=lambda claim: (claim.passage.start, -claim.passage.end, claim.where))
    for claim in everything:
        start, end = _with_bullets(text, claim.passage.start), claim.passage.end
        (furniture if claim.furniture else content)[start:end] = b"\x01" * (end - start)
    blank = bytes(character.isspace() for character in text)
    return Coverage(
        total=blank.count(0),
        covered=sum(1 for mine, empty in zip(content, blank, strict=True) if mine and not empty),
        furniture_characters=sum(
            1
            for mine, other, empty in zip(furniture, content, blank, strict=True)
            if mine and not other and not empty
        ),
        furniture=tuple(_furniture(claim) for claim in everything if claim.furniture),
        uncovered=tuple(_uncovered(source, content, furniture, blank)),
        overlaps=tuple(_overlaps(everything)),
    )


def _with_bullets(text: str, start: int) -> int:
    at = start
    while at > 0 and (text[at - 1].isspace() or text[at - 1] == BULLET):
        at -= 1
        if text[at] == BULLET:
            start = at
    return start


def _furniture(claim: Claim) -> Furniture:
    assert claim.furniture is not None
    exact = claim.passage.exact
    characters = len(exact) - exact.count(" ")
    return Furniture(claim.passage.lines.first, exact, characters, *claim.furniture)


def _uncovered(source: Source, content: bytearray, furniture: bytearray, blank: bytes) -> Iterable[Uncovered]:
    offset = 0
    for number, line in enumerate(source.lines, start=1):
        # Blanks join the run before them, so that one unclaimed sentence is one run.
        claimed = (
            None if blank[at] else bool(content[at] or furniture[at])
            for at in range(offset, offset + len(line))
        )
        last = True
        states: list[bool] = []
        for state in claimed:
            last = last if state is None else state
            states.append(last)
        at = 0
        for is_claimed, group in itertools.groupby(states):
            length = len(list(group))
            run = line[at : at + length].rstrip()
            if not is_claimed and run:
                yield Uncovered(number, at + 1, run)
            at += length
        offset += len(line) + 1


def _overlaps(claims: list[Claim]) -> Iterable[Overlap]:
    open_claims: list[Claim] = []
    for claim in claims:
        while open_claims and open_claims[-1].passage.end <= claim.passage.start:
            open_claims.pop()
        if open_claims and open_claims[-1].passage.end < claim.passage.end:
            yield Overlap(open_claims[-1], claim)
        open_claims.append(claim)
