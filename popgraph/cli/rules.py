"""``popgraph rules``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from popgraph.cli.common import lang_option, output_option, put, put_table

if TYPE_CHECKING:
    from popgraph.rules import Rule

__all__ = ["command"]

_HEADS = {
    "es": ("regla", "gravedad", "nivel", "categoría", "nombre"),
    "en": ("rule", "severity", "tier", "category", "title"),
}
_COLUMNS = ("id", "severity", "tier", "category", "title")
_CAPTION = {
    "es": "{count} reglas, versión {version}. Qué hacer con cada una: popgraph explain REGLA",
    "en": "{count} rules, version {version}. What to do about each: popgraph explain RULE",
}


@click.command("rules", short_help="List the rules.")
@click.option(
    "--tier",
    type=click.Choice(["draft", "published", "linked"]),
    help="Only the rules of this tier. [default: all]",
)
@click.option(
    "--format",
    "fmt",
    type=click.Choice(["table", "csv", "json", "markdown"]),
    default="table",
    show_default=True,
)
@lang_option
@output_option
def command(tier: str | None, fmt: str, lang: str, output: str | None) -> None:
    """List the rules: id, severity, tier, category and title.

    JSON has all that is known of each, in both languages.
    """
    from popgraph.rules import catalogue, version

    found = [rule for rule in catalogue() if tier in (None, rule.tier)]
    if fmt == "json":
        content = {"version": version(), "rules": [_facts(rule) for rule in found]}
        put(json.dumps(content, ensure_ascii=False, indent=2), output)
        return
    if fmt == "csv":
        from popgraph.cells import written

        put(written([_COLUMNS, *(_row(rule, lang) for rule in found)]), output)
        return
    from popgraph.report.table import Table, markdown
    from popgraph.report.words import category_word, severity_word, tier_word

    rows = tuple(
        (
            rule.id,
            severity_word(rule.severity, lang),
            tier_word(rule.tier, lang),
            category_word(rule.category, lang),
            rule.title.get(lang, ""),
        )
        for rule in found
    )
    if fmt == "markdown":
        put(markdown(Table(_HEADS[lang], rows)), output)
        return
    caption = _CAPTION[lang].format(count=len(found), version=version())
    put_table(Table(_HEADS[lang], rows, caption=caption), output)


def _row(rule: Rule, lang: str) -> tuple[str, ...]:
    return (rule.id, rule.severity.value, rule.tier, rule.category, rule.title.get(lang, ""))


def _facts(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "severity": rule.severity.value,
        "tier": rule.tier,
        "category": rule.category,
        "origin": rule.origin.value,
        "kind": rule.kind,
        "since": rule.since,
        "profiles": list(rule.profiles),
        "title": dict(rule.title),
        "message": dict(rule.message),
        "rationale": dict(rule.rationale),
        "guidance": dict(rule.guidance),
        "grounds": dict(rule.grounds),
    }
