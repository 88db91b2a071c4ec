"""Answers to queries as tables with labels, in the W3C formats, or as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from popgraph.answers import RESULT_FORMATS, Answer, Solutions, Triples, Truth
from popgraph.errors import UsageError
from popgraph.exporting import to_turtle
from popgraph.labels import labels
from popgraph.report.table import Table, markdown, numeric_columns, plain

if TYPE_CHECKING:
    from popgraph.answers import Term
    from popgraph.store import Store

__all__ = ["FORMATS", "render", "to_table"]

FORMATS = ("table", *RESULT_FORMATS, "markdown")

_WORDS = {"es": ("sí", "no"), "en": ("yes", "no")}


def to_table(answer: Solutions, store: Store, *, lang: str = "es", title: str = "") -> Table:
    """Return the rows of an answer as a table in which IRIs are shown by their labels.

    Args:
        answer: The rows.
        store: Where labels are looked up.
        lang: Language of the labels.
        title: Heading of the table.
    """
    from pyoxigraph import Literal, NamedNode

    names = labels(
        store, (term.value for row in answer.rows for term in row if isinstance(term, NamedNode)), lang=lang
    )

    def shown(term: Term | None) -> str:
        if term is None:
            return ""
        if isinstance(term, NamedNode):
            return names[term.value]
        if isinstance(term, Literal) and term.datatype.value.endswith("#boolean"):
            return _WORDS[lang][term.value not in ("true", "1")]
        return term.value if isinstance(term, Literal) else str(term)

    rows = tuple(tuple(shown(term) for term in row) for row in answer.rows)
    return Table(answer.variables, rows, title=title, right=numeric_columns(rows, len(answer.variables)))


def render(answer: Answer, store: Store, fmt: str = "table", *, lang: str = "es", title: str = "") -> str:
    """Return an answer in a format.

    Args:
        answer: The answer.
        store: Where labels are looked up, for tables.
        fmt: ``table`` or ``markdown`` (with labels), or ``csv``, ``tsv``, ``json``, ``xml`` after W3C; for the
            triples of CONSTRUCT, ``table`` is Turtle and ``json``, ``xml`` are JSON-LD and RDF/XML.
        lang: Language of the labels.
        title: Heading, for tables.

    Raises:
        UsageError: If the format doesn't exist or doesn't fit the answer.
    """
    if fmt not in FORMATS:
        raise UsageError("No such format", where=fmt, hint=f"One of {', '.join(FORMATS)}")
    if isinstance(answer, Triples):
        if fmt == "table":
            return to_turtle(answer)
        graph = {"json": "jsonld", "xml": "rdfxml"}.get(fmt)
        if graph is None:
            raise UsageError("A graph has no rows", where=fmt, hint="Use --format table, json or xml")
        return answer.serialize(graph)
    if fmt in RESULT_FORMATS:
        return answer.serialize(fmt)
    if isinstance(answer, Truth):
        return _WORDS[lang][not answer.value]
    table = to_table(answer, store, lang=lang, title=title)
    return markdown(table) if fmt == "markdown" else plain(table)
