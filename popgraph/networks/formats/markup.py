"""Values as XML holds them."""

from __future__ import annotations

from popgraph.networks.formats.drawing import Value

__all__ = ["UNIT", "escaped", "lexical", "number"]

UNIT = 1000.0
"""How far apart are two places that are 1 apart: nodes, which Gephi draws 10 wide, mustn't cover each other."""

# Beside the markup itself, the white space that parsers would turn into something else.
_ESCAPES = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "\t": "&#9;",
        "\n": "&#10;",
        "\r": "&#13;",
        "\x85": "&#133;",
        "\u2028": "&#8232;",
    }
)


def escaped(text: str) -> str:
    r"""Return text as it can stand between tags and in a quoted attribute.

    >>> escaped(']]> "\n')
    ']]&gt; &quot;&#10;'
    """
    return text.translate(_ESCAPES)


def number(value: float) -> str:
    """Return a number in as few digits as bring it back.

    >>> number(3.0), number(0.1), number(2)
    ('3', '0.1', '2')
    """
    return repr(int(value)) if float(value).is_integer() and abs(value) < 2**53 else repr(float(value))


def lexical(value: Value) -> str:
    """Return a single value as XML Schema writes it, not yet escaped."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number(value)
    return str(value)
