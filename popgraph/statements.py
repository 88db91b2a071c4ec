"""Where a few triples of a large Turtle file stand, found without reading all of it.

Most files, ours among them, begin each statement at the left margin. There the statements of one subject are found by
searching, and only they are read; any other layout, and what isn't found so, is left to `popgraph.locate.index`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property

from popgraph.locate import Index, Place, index, resolve

__all__ = ["Statements"]

_DIRECTIVE = re.compile(
    r"(?:@prefix|prefix)[ \t]+([^\s:]*):[ \t]*<([^>\s]*)>|(?:@base|base)[ \t]+<([^>\s]*)>", re.IGNORECASE
)
_LATER = re.compile(r"^(?:@|prefix\s|base\s)", re.IGNORECASE | re.MULTILINE)
_FIRST = re.compile(r"^[^\s#]\S*", re.MULTILINE)
_MARGIN = re.compile(r"\n(?=[^\s#])")
_UNPLAIN = re.compile(r"[~!$&'()*+,;=/?#@%]")


class Statements:
    """The statements of one text.

    Args:
        text: The Turtle, well-formed or not.
        base: IRI that relative ones are resolved against before the text gives a base of its own.

    >>> text = "@prefix e: <http://e/> .\\n\\ne:a e:p 1 ;\\n    e:q 2 .\\ne:b e:p e:a .\\n"
    >>> Statements(text).exactly("http://e/a", "http://e/q"), Statements(text).exactly("http://e/b")
    (Place(line=4, column=5), Place(line=5, column=1))
    """

    def __init__(self, text: str, *, base: str = "") -> None:
        self._text = text
        self._base = base
        self._read: dict[str, dict[tuple[str, ...], Place]] = {}

    def exactly(self, subject: str, predicate: str = "", value: str = "") -> Place | None:
        """Return where a subject, its property, or the value of that stands; None if it doesn't."""
        if subject not in self._read:
            self._read[subject] = self._blocks(subject)
        key = tuple(part for part in (subject, predicate, value) if part)
        near = self._read[subject]
        return near.get(key) if near else self._whole.exactly(*key)

    @cached_property
    def _whole(self) -> Index:
        return index(self._text, base=self._base)

    @cached_property
    def _header(self) -> tuple[int, str, dict[str, str]] | None:
        """Where the first statement begins, the base, and the prefixes; None for another layout."""
        if '"""' in self._text or "'''" in self._text or "\r" in self._text:
            return None
        start, base, prefixes = 0, self._base, {}
        while start < len(self._text):
            end = self._text.find("\n", start)
            line = self._text[start : end if end >= 0 else None].strip()
            if line and not line.startswith("#"):
                if "\\" in line:
                    return None
                match = _DIRECTIVE.match(line)
                if match is None:
                    break
                if match[3] is not None:
                    base = resolve(base, match[3])
                else:
                    prefixes[match[1]] = resolve(base, match[2])
            if end < 0:
                return None
            start = end + 1
        return None if _LATER.search(self._text, start) else (start, base, prefixes)

    def _blocks(self, subject: str) -> dict[tuple[str, ...], Place]:
        """The places in the statements on a subject that begin at the margin; empty if there are none."""
        found: dict[tuple[str, ...], Place] = {}
        if self._header is None:
            return found
        start, base, prefixes = self._header
        for at in self._starts(start, _forms(subject, base, prefixes)):
            margin = _MARGIN.search(self._text, at)
            block = self._text[at : margin.start() if margin else len(self._text)]
            above = bisect_left(self._lines, at)
            for key, place in index(block, base=base, prefixes=prefixes).places():
                if key[0] == subject:
                    found.setdefault(key, Place(place.line + above, place.column))
        return found

    @cached_property
    def _lines(self) -> list[int]:
        """Where lines end."""
        return [match.start() for match in re.finditer("\n", self._text)]

    @cached_property
    def _margin(self) -> dict[str, list[int]]:
        """Where each word stands that begins a line: found for all at once, since many may be asked for."""
        found: dict[str, list[int]] = {}
        for match in _FIRST.finditer(self._text):
            found.setdefault(match[0], []).append(match.start())
        return found

    def _starts(self, start: int, forms: Iterable[str]) -> list[int]:
        return sorted(
            {
                at
                for form in forms
                for at in self._margin.get(form, ())
                if at >= start and self._begins(at, start)
            }
        )

    def _begins(self, at: int, start: int) -> bool:
        """Whether a statement ends before a place; a comment at the end of a line may hide that it doesn't."""
        while at > start:
            line_start = self._text.rfind("\n", 0, at - 1) + 1
            line = self._text[line_start : at - 1].rstrip()
            if line.lstrip() and not line.lstrip().startswith("#"):
                return line.endswith(".") and " #" not in line and "\t#" not in line
            at = line_start
        return True


def _forms(subject: str, base: str, prefixes: dict[str, str]) -> Iterator[str]:
    """How a subject may be written."""
    yield f"<{subject}>"
    folder = base[: base.rfind("/") + 1]
    if folder.count("/") > 2 and subject.startswith(folder):
        yield f"<{subject[len(folder) :]}>"
    if base and subject.startswith(base):
        yield f"<{subject[len(base) :]}>"
    for prefix, namespace in prefixes.items():
        if namespace and subject.startswith(namespace):
            local = subject[len(namespace) :]
            yield f"{prefix}:{local}"
            if _UNPLAIN.search(local):
                yield f"{prefix}:{_UNPLAIN.sub(lambda match: chr(92) + match[0], local)}"
