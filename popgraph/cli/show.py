"""``popgraph show``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from popgraph.cli.common import graph_options, lang_option, open_graph, put

if TYPE_CHECKING:
    from popgraph.elements import Element, Fact

__all__ = ["command"]

_WORDS = {
    "es": ("está en", "enunciado", "texto fuente", "propiedades", "lo nombran", "pasaje", "líneas"),
    "en": ("stands in", "statement", "source text", "properties", "named by", "passage", "lines"),
}
_FEW = 12


@click.command("show")
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
    put("\n".join(_lines(element, lang, everything)), None)


def _lines(element: Element, lang: str, everything: bool) -> list[str]:
    place, statement, source, facts, parts, passage, lines = _WORDS[lang]
    name = element.code if element.code in ("", element.label) else f"{element.code} · "
    out = [
        f"{name if name.endswith('· ') else ''}{element.label} ({', '.join(element.kinds)})",
        f"  <{element.iri}>",
    ]
    if element.place:
        out.append(f"  {place}: " + " < ".join(f"{item.name} ({item.kind})" for item in element.place))
    for tag, text in element.statements.items():
        out += ["", f"{statement} [{tag}]:", f"  {text}"]
    if element.source_text and element.source_text != element.statements.get("es"):
        out += ["", f"{source}:", f"  {element.source_text}"]
    for heading, group in ((facts, element.facts), (parts, element.parts)):
        if group:
            shown = group if everything else group[:_FEW]
            out += ["", f"{heading}:", *(_fact(fact) for fact in shown)]
            if len(shown) < len(group):
                out.append(f"  … {len(group) - len(shown)} (--all)")
    for item in element.passages:
        span = str(item.first) if item.first == item.last else f"{item.first}-{item.last}"
        out += ["", f"{passage}, {lines} {span}:", f"  «{item.quote}»"]
    if element.lines:
        width = len(str(element.lines[-1].number))
        out += ["", *(f"  {line.number:>{width}} | {line.text}" for line in element.lines)]
    return ["".join(char for char in line if char.isprintable()) for line in out]


def _fact(fact: Fact) -> str:
    text = f" · {fact.text}" if fact.text and fact.text != fact.value else ""
    return f"  {fact.name}: {fact.value}{text}"
