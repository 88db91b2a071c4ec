"""How an RDF term is shown: by its text alone, or by all that makes it another term."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from popgraph.labels import short_iri

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode

    Value = NamedNode | Literal

__all__ = ["looks", "plainly", "precisely", "tag"]


def plainly(term: Value) -> str:
    """Return the text of a literal, or an IRI."""
    return term.value


def tag(term: Value) -> str:
    """Return the language of a literal, with its direction; empty for anything else.

    >>> from pyoxigraph import Literal
    >>> tag(Literal("mañana", language="es")), tag(Literal("1"))
    ('es', '')
    """
    language = getattr(term, "language", None)
    direction = getattr(term, "direction", None)
    if not language:
        return ""
    return f"{language}--{getattr(direction, 'value', direction)}" if direction else language


def precisely(term: Value) -> str:
    """Return a literal with its language or datatype, what can't be seen in it escaped; or an IRI.

    >>> from pyoxigraph import Literal
    >>> precisely(Literal(1)), precisely(Literal("1 ")), precisely(Literal("sí", language="es"))
    ('1 (xsd:integer)', "'1 ' (xsd:string)", 'sí [es]')
    """
    from pyoxigraph import Literal

    if not isinstance(term, Literal):
        return term.value
    text = term.value if looks(term.value) == term.value else ascii(term.value)
    said = tag(term)
    return f"{text} [{said}]" if said else f"{text} ({short_iri(term.datatype.value)})"


def looks(text: str) -> str:
    """Return what a text looks like: white space and the ways to write a letter make no difference.

    >>> looks(" a\\n b") == looks("a b")
    True
    """
    letters = unicodedata.normalize("NFC", text)
    return " ".join("".join(one for one in letters if one.isprintable() or one.isspace()).split())
