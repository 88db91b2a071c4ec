"""``popgraph validate``."""

from __future__ import annotations

import click

from popgraph.cli.common import lang_option, open_graph, output_option, put, put_table

__all__ = ["command"]

_HEADS = {
    "es": ("regla", "gravedad", "dónde", "qué pasa"),
    "en": ("rule", "severity", "where", "what is wrong"),
}
_SEVERITY = {"violation": "infracción", "warning": "advertencia", "info": "nota"}
_TIER = {"draft": "borrador"}
_CLEAN = {
    "es": "Sin hallazgos. {rules} reglas del nivel {tier}, {triples} tripletas.",
    "en": "No findings. {rules} rules of the {tier} tier, {triples} triples.",
}
_COUNT = {
    "es": "Hallazgos: {found} (infracciones: {violations}). {rules} reglas del nivel {tier}, {triples} tripletas.",
    "en": "Findings: {found} (violations: {violations}). {rules} rules of the {tier} tier, {triples} triples.",
}


@click.command("validate", short_help="Check a graph against the rules.")
@click.argument("places", nargs=-1)
@click.option("--tier", type=click.Choice(["draft"]), default="draft", show_default=True, help="Which rules.")
@click.option(
    "--fail-on",
    type=click.Choice(["violation", "warning", "info", "never"]),
    default="violation",
    show_default=True,
    help="Exit with 1 if there is a finding this grave.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=60,
    show_default=True,
    help="Seconds an endpoint may take.",
)
@click.option("--user", help="User at the endpoint; the password is POPGRAPH_PASSWORD.")
@lang_option
@output_option
def command(
    places: tuple[str, ...],
    tier: str,
    fail_on: str,
    timeout: float,
    user: str | None,
    lang: str,
    output: str | None,
) -> int:
    """Check PLACES (files, folders, a built store or an endpoint; none: the shipped graph) against the rules."""
    from popgraph.findings import Severity
    from popgraph.labels import short_iri
    from popgraph.report.table import Table
    from popgraph.validation import validate

    report = validate(open_graph(places, timeout, user), tier=tier)
    facts = {
        "rules": len(report.rules),
        "tier": _TIER[tier] if lang == "es" else tier,
        "triples": report.triples,
        "found": len(report.findings),
    }
    facts["violations"] = report.count(Severity.VIOLATION)
    if report.conforms:
        put(_CLEAN[lang].format(**facts), output)
        return 0
    rows = tuple(
        (
            finding.rule,
            _SEVERITY[finding.severity.value] if lang == "es" else finding.severity.value,
            finding.code or short_iri(finding.focus),
            finding.message(lang),
        )
        for finding in report.findings
    )
    put_table(Table(_HEADS[lang], rows, caption=_COUNT[lang].format(**facts)), output)
    return 1 if fail_on != "never" and report.at_least(Severity(fail_on)) else 0
