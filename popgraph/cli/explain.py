"""``popgraph explain``."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import click

from popgraph.cli.common import lang_option, output_option, put

if TYPE_CHECKING:
    from popgraph.rules import Rule

__all__ = ["command"]

_HEADS = {
    "es": ("Qué señala", "Por qué importa", "Qué hacer", "En qué se apoya"),
    "en": ("What it reports", "Why it matters", "What to do", "Grounds"),
}
_FACTS = {
    "es": "gravedad {severity} · nivel {tier} · {category} · origen: {origin} · desde {since} · {kind}",
    "en": "severity {severity} · tier {tier} · {category} · origin: {origin} · since {since} · {kind}",
}
_KINDS = {
    "es": {"shape": "forma SHACL", "check": "comprobación del programa"},
    "en": {"shape": "SHACL shape", "check": "check of the program"},
}
_PROFILES = {"es": "solo para el formato de plan: ", "en": "only for the plan layout: "}
_EXAMPLES = {
    "es": ("Un ejemplo que la incumple", "Un ejemplo que la cumple"),
    "en": ("An example that breaks it", "An example that keeps it"),
}
# Wider than this, lines of prose are hard to read.
_WIDTH = 100


@click.command("explain", short_help="Explain a rule: what, why, what to do, examples.")
@click.argument("rule")
@lang_option
@output_option
def command(rule: str, lang: str, output: str | None) -> None:
    """Explain RULE, such as VER-07: what it reports, why it matters, what to do, what it rests on, with examples."""
    from popgraph.rules import examples, find

    found = find(rule)
    lines = _lines(found, lang)
    graphs = examples(found)
    if graphs:
        for title, graph in zip(_EXAMPLES[lang], graphs, strict=True):
            lines += ["", f"{title}:", "", *(f"    {line}".rstrip() for line in graph.strip().splitlines())]
    if not output and sys.stdout.isatty():
        from popgraph.report.table import clean

        lines = [clean(line) for line in lines]
    put("\n".join(lines), output)


def _lines(rule: Rule, lang: str) -> list[str]:
    from textwrap import wrap

    from popgraph.report.words import category_word, origin_word, severity_word, tier_word

    facts = _FACTS[lang].format(
        severity=severity_word(rule.severity, lang),
        tier=tier_word(rule.tier, lang),
        category=category_word(rule.category, lang),
        origin=origin_word(rule.origin, lang),
        since=rule.since,
        kind=_KINDS[lang][rule.kind],
    )
    out = [f"{rule.id} · {rule.title.get(lang, '')}", facts]
    if rule.profiles:
        out.append(_PROFILES[lang] + ", ".join(iri.rpartition("/")[2] for iri in rule.profiles))
    texts = (rule.message, rule.rationale, rule.guidance, rule.grounds)
    for title, text in zip(_HEADS[lang], texts, strict=True):
        # What a finding fills in stands in a message as {?name}.
        shown = re.sub(r"\{[?$]\w+\}", "…", text.get(lang, ""))
        body = wrap(shown, _WIDTH - 2, break_long_words=False, break_on_hyphens=False)
        out += ["", f"{title}:", *(f"  {line}" for line in body)]
    return out
