"""Text as Markdown that GitHub shows as it is meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from popgraph.vocab import TERMS

__all__ = ["anchored", "code", "escape", "fence", "fold", "link", "number", "prose", "table"]

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~$&#]")
_TERM = re.compile(r"\bpop:(\w+)")


def escape(text: str) -> str:
    """Return a text, on one line, in which nothing is taken for Markdown or HTML.

    >>> print(escape("2 * 3 < 7 | US$ 5"))
    2 \\* 3 \\< 7 \\| US\\$ 5
    """
    return _SPECIAL.sub(lambda match: "\\" + match[0], re.sub(r"\s+", " ", text))


def code(text: str) -> str:
    """Return a text as code, also for a cell of a table.

    >>> print(code("a|b"), code("it`s"))
    `a\\|b` ``it`s``
    """
    marks = "`"
    while marks in text:
        marks += "`"
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{marks}{pad}{text}{pad}{marks}".replace("|", "\\|")


def link(text: str, target: str) -> str:
    """Return a link; ``text`` is Markdown already.

    >>> print(link("a file", "a (b).md"))
    [a file](a%20%28b%29.md)
    """
    return f"[{text}]({target.replace(' ', '%20').replace('(', '%28').replace(')', '%29')})"


def prose(text: str, target: Callable[[str], str]) -> str:
    """Return a text in which each own term (``pop:Plan``) is linked to where ``target`` says.

    >>> print(prose("It is a pop:Plan, not a pop:Thing.", lambda name: f"#{name}"))
    It is a [`pop:Plan`](#Plan), not a pop:Thing.
    """
    pieces: list[str] = []
    end = 0
    for match in _TERM.finditer(text):
        if match[1] in TERMS:
            pieces += (escape(text[end : match.start()]), link(code(match[0]), target(match[1])))
            end = match.end()
    return "".join([*pieces, escape(text[end:])])


def anchored(level: int, title: str, anchor: str) -> str:
    """Return a heading that ``#anchor`` leads to, whatever its title is in the language of the page.

    >>> print(anchored(3, "Plan", "Plan"))
    <a id="Plan"></a>
    <BLANKLINE>
    ### Plan
    """
    return f'<a id="{anchor}"></a>\n\n{"#" * level} {title}'


def table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, right: frozenset[int] = frozenset()
) -> str:
    """Return a table; its cells are Markdown already.

    Args:
        columns: Headings.
        rows: Cells, row by row.
        right: Indexes of columns of numbers.

    >>> print(table(("a", "n"), [("x", "1")], right=frozenset({1})))
    | a | n |
    | --- | ---: |
    | x | 1 |
    """
    rule = ["---:" if index in right else "---" for index in range(len(columns))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (columns, rule, *rows))


def fence(text: str, language: str) -> str:
    """Return a text as a block of code."""
    marks = "```"
    while marks in text:
        marks += "`"
    return f"{marks}{language}\n{text.strip()}\n{marks}"


def fold(summary: str, content: str) -> str:
    """Return content that is shown when its summary is clicked."""
    return f"<details>\n<summary>{escape(summary)}</summary>\n\n{content}\n\n</details>"


def number(value: int, lang: str) -> str:
    """Return a number as its language writes it: thousands are parted by a space that doesn't break, or a comma.

    >>> number(9760, "en"), number(21251, "es"), number(9760, "es")
    ('9,760', '21\\xa0251', '9760')
    """
    if lang == "en":
        return f"{value:,}"
    return str(value) if value < 10_000 else f"{value:,}".replace(",", "\xa0")
