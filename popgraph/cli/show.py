"""``popgraph show``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from popgraph.cli.common import graph_options, lang_option, open_graph, put

if TYPE_CHECKING:
    from popgraph.elements import Element, Fact

__all__ = ["command"]

_WORDS = {
    "es": (
        "está en",
        "enunciado",
        "texto fuente",
        "propiedades",
        "lo nombran",
        "pasaje",
        "línea",
        "líneas",
        "más",
    ),
    "en": (
        "stands in",
        "statement",
        "source text",
        "properties",
        "named by",
        "passage",
        "line",
        "lines",
        "more",
    ),
}
_FEW = 12
# Wider than this, lines of prose are hard to read.
_WIDEST = 120


@click.command("show", short_help="Show an element or an actor: its place, facts and lines.")
@click.argument("thing")
@graph_options
@lang_option
@click.option("--all", "everything", is_flag=True, help="Don't cut long lists.")
def command(
    thing: str, data: tuple[str, ...], timeout: float, user: str | None, lang: str, everything: bool
) -> None:
    """Show THING: its place, what the graph says of it, and its lines in the document.

    THING is an IRI, a code (O1A2T4 a task, OE1 an objective, F1 a strength), a path (org/mincetur, dia/a/3) or a
    name (MINCETUR).
    """
    from popgraph.elements import show

    element = show(open_graph(data, timeout, user), thing, lang=lang)
    lines = _lines(element, lang, everything)
    put("\n".join(_wrapped(lines) if sys.stdout.isatty() else lines), None)


def _lines(element: Element, lang: str, everything: bool) -> list[str]:
    from popgraph.report.table import clean

    place, statement, source, facts, parts, passage, line, lines, more = _WORDS[lang]
    names = dict.fromkeys(name for name in (element.code, element.label) if name)
    out = [" · ".join((*names, *element.kinds)), f"  {element.iri}"]
    if element.place:
        out += ["", f"{place}:"]
        out += ["  " + " · ".join(x for x in (up.name, up.kind, up.text) if x) for up in element.place]
    for tag, text in element.statements.items():
        out += ["", f"{statement} [{tag}]:" if tag else f"{statement}:", f"  {text}"]
    if element.source_text and element.source_text != element.statements.get("es"):
        out += ["", f"{source}:", f"  {element.source_text}"]
    for heading, arrow, group in ((facts, "", element.facts), (parts, "← ", element.parts)):
        if group:
            shown = group if everything or len(group) <= _FEW + 1 else group[:_FEW]
            out += ["", f"{heading}:", *(f"  {arrow}{_fact(fact)}" for fact in shown)]
            if len(shown) < len(group):
                out.append(f"  … {len(group) - len(shown)} {more} (--all)")
    for item in element.passages:
        span = f"{line} {item.first}" if item.first == item.last else f"{lines} {item.first}-{item.last}"
        out += ["", f"{passage}, {span}:", f"  «{item.quote}»"]
    if element.lines:
        width = len(str(element.lines[-1].number))
        out += ["", *(f"  {printed.number:>{width}} | {printed.text}" for printed in element.lines)]
    return [clean(text) for text in out]


def _fact(fact: Fact) -> str:
    name = f"{fact.name} [{fact.lang}]" if fact.lang else fact.name
    text = f" · {fact.text}" if fact.text and fact.text != fact.value else ""
    return f"{name}: {fact.value}{text}"


def _wrapped(lines: list[str]) -> list[str]:
    """The lines at the width of the terminal; what is folded hangs below where it began."""
    from shutil import get_terminal_size
    from textwrap import wrap

    width = max(40, min(get_terminal_size().columns, _WIDEST))
    folded: list[str] = []
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()) + 2)
        folded += wrap(
            line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        ) or [""]
    return folded
