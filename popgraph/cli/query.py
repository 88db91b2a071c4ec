"""``popgraph query``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from popgraph.cli.common import graph_options, lang_option, open_graph, output_option, put, put_table

if TYPE_CHECKING:
    from popgraph.queries import Query
    from popgraph.store import Store

__all__ = ["command"]

_HEADS = {"es": ("id", "nombre", "pregunta", "parámetros"), "en": ("id", "name", "question", "parameters")}
# Paths below the base that are not below id/.
_OUTSIDE = ("scheme/", "graph/", "dataset/")


@click.command("query", short_help="Ask a question of the catalogue, of a file or of standard input.")
@click.argument("name", required=False)
@graph_options
@click.option("-p", "--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter. Repeatable.")
@click.option(
    "--format",
    "fmt",
    type=click.Choice(["table", "csv", "tsv", "json", "xml", "markdown"]),
    default="table",
    show_default=True,
    help="Tables and Markdown show labels, the others IRIs.",
)
@click.option("--explain", is_flag=True, help="Show what the answer rests on: the tasks and lines.")
@click.option(
    "--reading", "readings", multiple=True, metavar="NAME", help="Ask under an alternative reading."
)
@lang_option
@output_option
def command(
    name: str | None,
    data: tuple[str, ...],
    timeout: float,
    user: str | None,
    params: tuple[str, ...],
    fmt: str,
    explain: bool,
    readings: tuple[str, ...],
    lang: str,
    output: str | None,
) -> None:
    """Ask a question: NAME is an id or name of the catalogue, a file, or - for standard input.

    Without NAME, list the catalogue.

    \b
    popgraph query CQ02 -p min=6 -p groups=false
    popgraph query pairs --explain -p a=CERX -p b=DIRCETUR
    popgraph query CQ01 --reading para/2 --format csv -o answer.csv
    """
    from popgraph import queries
    from popgraph.answers import Solutions
    from popgraph.errors import UsageError

    if name is None:
        if params or explain or readings:
            raise UsageError("No question given", hint="Name one; popgraph query lists them")
        _list(fmt, lang, output)
        return
    query = _read(name)
    if explain:
        if not query.explain:
            raise UsageError("This question has no explanation", where=query.id or name)
        query = queries.find(query.explain)
    store = open_graph(data, timeout, user)
    if readings:
        from popgraph.readings import under

        store = under(store, readings)
    answer = queries.run(store, query, _values(query, params, store, lang))
    title = f"{query.id} · {query.title(lang)}" if query.id else ""
    if fmt == "table" and isinstance(answer, Solutions):
        from popgraph.report.answer import to_table

        put_table(to_table(answer, store, lang=lang, title=title), output)
        return
    if fmt == "csv" and isinstance(answer, Solutions):
        from popgraph.cells import written

        # As W3C's, but that no text becomes a formula.
        rows = ([_cell(term) for term in row] for row in answer.rows)
        put(written([answer.variables, *rows], end="\r\n"), output)
        return
    from popgraph.report.answer import render

    put(render(answer, store, fmt, lang=lang, title=title), output)


def _cell(term: object) -> str:
    from pyoxigraph import Literal, NamedNode

    if term is None:
        return ""
    return term.value if isinstance(term, Literal | NamedNode) else str(term)


def _list(fmt: str, lang: str, output: str | None) -> None:
    from popgraph import queries
    from popgraph.report.table import Table, markdown
    from popgraph.vocab import ID

    rows = tuple(
        (
            query.id,
            query.slug,
            query.title(lang),
            ", ".join(f"{p.name}={(p.default or '').removeprefix(ID)}" for p in query.parameters),
        )
        for query in queries.catalogue()
    )
    table = Table(_HEADS[lang], rows)
    if fmt == "markdown":
        put(markdown(table), output)
    elif fmt == "table":
        put_table(table, output)
    else:
        from pyoxigraph import Literal

        from popgraph.answers import Solutions

        cells = tuple(tuple(Literal(cell) for cell in row) for row in rows)
        put(Solutions(("id", "name", "question", "parameters"), cells).serialize(fmt), output)


def _read(name: str) -> Query:
    from pathlib import Path
    from types import MappingProxyType

    from popgraph import queries
    from popgraph.errors import QueryError
    from popgraph.sparql import LONGEST

    if name == "-":
        try:
            # No more than what shows that it is too long: standard input may have no end.
            text = sys.stdin.buffer.read(LONGEST + 1).decode()
        except UnicodeDecodeError as error:
            raise QueryError("Not UTF-8 text", where="standard input") from error
        return queries.Query("", "standard input", "", MappingProxyType({}), "", (), text)
    path = Path(name)
    if path.suffix in (".rq", ".sparql"):
        return queries.read(path)
    try:
        # The catalogue goes first: a file that happens to be called pairs doesn't change what pairs means.
        return queries.find(name)
    except QueryError:
        if path.is_file():
            return queries.read(path)
        raise


def _values(query: Query, params: tuple[str, ...], store: Store, lang: str) -> dict[str, str]:
    from popgraph.errors import UsageError

    values: dict[str, str] = {}
    for item in params:
        key, equals, value = item.partition("=")
        if not equals or not key:
            raise UsageError("Not a parameter", where=item, hint="Write it as name=value")
        if key in values:
            raise UsageError("A parameter is given twice", where=key)
        values[key] = value
    for parameter in query.parameters:
        value = values.get(parameter.name, "")
        if parameter.name == "lang":
            values.setdefault("lang", lang)
        # What show takes is taken here too; IRIs, prefixed names and paths that say where they start are left alone.
        elif parameter.type == "iri" and value and not (":" in value or value.startswith(_OUTSIDE)):
            from popgraph.names import resolve

            values[parameter.name] = resolve(store, value, lang=lang)
    return values
