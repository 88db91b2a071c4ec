"""Text made easy to match, with the way back to what is printed.

Spanish plans print accents, dashes, quotes and spaces in many ways, and a wording must be handed back as it is
printed. So patterns run over a folded copy that remembers where each of its characters stood.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Folded", "fold"]

_SAME = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u2018\u2019\u201b\u2032\u00b4`", "'"),
    }
)


@dataclass(frozen=True)
class Folded:
    """A folded copy of a text.

    Attributes:
        original: The text as given.
        text: The copy: lower case, without accents, any run of spaces as ' ', any dash as '-', any apostrophe as "'".
        offsets: For each character of the copy, and for its end, the index in ``original``.
    """

    original: str
    text: str
    offsets: tuple[int, ...]

    def printed(self, start: int, end: int) -> str:
        """Return the original characters behind ``text[start:end]``.

        >>> folded = fold("A PARTIR DEL Año 2008.")
        >>> folded.text[13:21], folded.printed(13, 21)
        ('ano 2008', 'Año 2008')
        """
        return self.original[self.offsets[start] : self.offsets[end]]


@lru_cache(maxsize=4096)
def fold(text: str) -> Folded:
    """Return ``text`` folded: a copy to match patterns on, and the way back.

    >>> fold("Setiembre – Año 2006").text
    'setiembre - ano 2006'
    """
    characters: list[str] = []
    offsets: list[int] = []
    for index, character in enumerate(text):
        folded = _folded(character)
        if not folded or (folded == " " and characters and characters[-1] == " "):
            continue
        characters.append(folded)
        offsets.append(index)
    return Folded(original=text, text="".join(characters), offsets=(*offsets, len(text)))


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    """A character without its accents, in lower case; nothing for a mark that only changes the one before."""
    if unicodedata.combining(character):
        return ""
    base = unicodedata.normalize("NFD", character)[0]
    return " " if base.isspace() else base.translate(_SAME).lower()[0]
