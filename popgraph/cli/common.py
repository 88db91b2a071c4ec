"""What verbs share: options that say which graph to ask, and how the answer is put out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    import datetime

    from popgraph.report.table import Table
    from popgraph.store import Store

__all__ = [
    "endpoint_options",
    "graph_options",
    "lang_option",
    "open_graph",
    "output_option",
    "put",
    "put_table",
    "read_day",
]

_F = TypeVar("_F", bound=Callable[..., Any])

lang_option = click.option(
    "--lang", type=click.Choice(["es", "en"]), default="es", show_default=True, help="Language of labels."
)
output_option = click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True),
    help="Write to a file, whole or not at all.",
)


def endpoint_options(function: _F) -> _F:
    """Add the options for an endpoint that `open_graph` takes."""
    for option in (
        click.option("--user", help="User at the endpoint; the password is POPGRAPH_PASSWORD."),
        click.option(
            "--timeout",
            type=click.FloatRange(min=0, min_open=True),
            default=60,
            show_default=True,
            help="Seconds an endpoint may take.",
        ),
    ):
        function = option(function)
    return function


def graph_options(function: _F) -> _F:
    """Add the options that `open_graph` takes."""
    return click.option(
        "-d",
        "--data",
        multiple=True,
        metavar="PLACE",
        help="A file or folder of RDF, a built store, or the URL of a SPARQL endpoint. Repeatable.",
    )(endpoint_options(function))


def open_graph(data: tuple[str, ...], timeout: float, user: str | None) -> Store:
    """Return the store that the options name; the shipped graph if they name none.

    A token for the endpoint is taken from POPGRAPH_TOKEN, a password from POPGRAPH_PASSWORD: neither is to stand in
    the list of processes.

    Raises:
        PopgraphError: If it can't be opened.
    """
    if not data:
        from popgraph import prefetch
        from popgraph.embedded import EmbeddedStore

        read = prefetch.take()
        if read is not None:
            return EmbeddedStore(read)
    from popgraph.loading import open as open_places

    if len(data) == 1 and "://" in data[0]:
        from popgraph.remote import Auth, RemoteStore

        token = os.environ.get("POPGRAPH_TOKEN")
        auth = Auth.bearer(token) if token else None
        if user:
            auth = Auth(user, os.environ.get("POPGRAPH_PASSWORD", ""))
        return RemoteStore(data[0], timeout=timeout, auth=auth)
    return open_places(*data)


def read_day(text: str) -> datetime.date:
    """Return a day that is written as YYYY-MM-DD.

    Raises:
        UsageError: If it is none.
    """
    import datetime
    import re

    from popgraph.errors import UsageError

    try:
        # The library also reads weeks and dates without hyphens.
        return datetime.date.fromisoformat(text if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else "")
    except ValueError:
        raise UsageError("Not a date", where=text or '""', hint="Write it as 2006-12-31") from None


def put(content: str | bytes, output: str | None) -> None:
    """Write to a file if one is named, else to standard output."""
    if output and output != "-":
        from pathlib import Path

        from popgraph.writing import write

        if isinstance(content, str) and not content.endswith("\n"):
            content += "\n"
        write({Path(output): content})
    # Not click.echo for bytes: it would append a line end to what must stay as it is.
    elif isinstance(content, bytes):
        sys.stdout.buffer.write(content)
    else:
        click.echo(content, nl=not content.endswith("\n"))


def put_table(table: Table, output: str | None = None) -> None:
    """Draw a table on a terminal, write it as aligned text anywhere else."""
    from popgraph.report.table import clean, plain, rich_table

    if output or not sys.stdout.isatty():
        put(plain(table), output)
        return
    from rich.console import Console
    from rich.text import Text

    # rich would fold a title to the width of its table; Text, since a title may hold what looks like markup.
    console = Console()
    if table.title:
        console.print(Text(clean(table.title), style="bold"))
    console.print(rich_table(table))
    if table.caption:
        console.print(Text(clean(table.caption)))
