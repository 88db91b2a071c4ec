"""``popgraph validate``."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from popgraph.cli.common import lang_option, open_graph, output_option, put, put_table
from popgraph.errors import UsageError

if TYPE_CHECKING:
    from popgraph.validation import ValidationReport

__all__ = ["command"]

_FORMATS = ("text", "summary", "json", "csv", "xlsx", "sarif", "junit", "github", "html", "turtle")
_SEVERITIES = ("violation", "warning", "info")


@click.command("validate", short_help="Check a graph against the rules.")
@click.argument("places", nargs=-1)
@click.option(
    "--tier",
    type=click.Choice(["draft", "published", "linked", "none"]),
    default="published",
    show_default=True,
    help="Which rules: readable data; a complete and logical plan, too; fit for federation, too; "
    "none but your own --shapes.",
)
@click.option(
    "--shapes",
    multiple=True,
    type=click.Path(),
    metavar="FILE",
    help="Check your own SHACL shapes in this file, too. Repeatable.",
)
@click.option(
    "--rule",
    "rules",
    multiple=True,
    metavar="ID",
    help="Check this rule only, of whatever tier or of your own. Repeatable.",
)
@click.option(
    "--severity",
    "severities",
    multiple=True,
    type=click.Choice(_SEVERITIES),
    help="Tell findings of this severity only. Repeatable.",
)
@click.option(
    "--origin",
    "origins",
    multiple=True,
    type=click.Choice(["document", "transcription", "interpretation", "registry"]),
    help="Tell findings of this origin only. Repeatable.",
)
@click.option(
    "--fail-on",
    type=click.Choice([*_SEVERITIES, "never"]),
    default="violation",
    show_default=True,
    help="Exit with 1 if there is a finding this grave that isn't waived.",
)
@click.option(
    "--no-waivers",
    is_flag=True,
    help="Tell what is waived like any other finding.  [default: waivers count, also those in a waivers.ttl beside "
    "a file]",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day on which waivers are looked at.  [default: today]",
)
@click.option(
    "--engine",
    type=click.Choice(["setwise", "pyshacl"]),
    default="setwise",
    show_default=True,
    help="What evaluates the rules.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes that check plans side by side.  [default: one a processor]",
)
@click.option("--no-cache", is_flag=True, help="Check all anew, and keep nothing for the next time.")
@click.option(
    "--watch", is_flag=True, help="Check again whenever a file is saved, and tell what that changed."
)
@click.option(
    "--format",
    "fmt",
    type=click.Choice(_FORMATS),
    default="text",
    show_default=True,
    help="Form of the report.",
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
    shapes: tuple[str, ...],
    rules: tuple[str, ...],
    severities: tuple[str, ...],
    origins: tuple[str, ...],
    fail_on: str,
    no_waivers: bool,
    as_of: datetime.datetime | None,
    engine: str,
    jobs: int | None,
    no_cache: bool,
    watch: bool,
    fmt: str,
    timeout: float,
    user: str | None,
    lang: str,
    output: str | None,
) -> int:
    """Check PLACES (files, folders, a built store or an endpoint; none: the shipped graph) against the rules."""
    from popgraph.cache import Cache
    from popgraph.cli.progress import shown
    from popgraph.findings import Origin, Severity
    from popgraph.validation import validate
    from popgraph.workers import cores

    options: dict[str, Any] = {
        "tier": tier,
        "rules": rules,
        "severities": [Severity(severity) for severity in severities],
        "origins": [Origin(origin) for origin in origins],
        "as_of": as_of.date() if as_of else None,
        "engine": engine,
        "shapes": shapes,
        "waivers": not no_waivers,
        "jobs": jobs or cores(),
        "cache": None if no_cache else Cache(),
    }
    if watch:
        if fmt != "text" or output:
            raise UsageError(
                "What is watched is told on the terminal only", where="--watch", hint="Without --format or -o"
            )
        return _watch(places, lang, options)
    remote = any("://" in place for place in places)
    store = open_graph(places, timeout, user) if remote else None
    with shown("planes") as progress:
        report = validate(store or places, progress=progress, **options)
    least = None if fail_on == "never" else Severity(fail_on)
    extra: dict[str, Mapping[str, object]] = {"junit": {"fail_on": least}}
    if fmt == "html":
        extra["html"] = {"store": store or open_graph(places, timeout, user)}
    if fmt == "csv" and output and output != "-":
        _put_csv(report, lang, output)
    else:
        _put(report, fmt, lang, output, extra.get(fmt, {}))
    return 1 if least and report.at_least(least) else 0


def _watch(places: tuple[str, ...], lang: str, options: dict[str, Any]) -> int:
    """Tell what is wrong, and after each saving what that changed, until the user ends it."""
    from popgraph.report import watched
    from popgraph.watching import watch

    try:
        for change in watch(places, **options):
            click.echo(watched.render(change, lang=lang))
    except KeyboardInterrupt:
        pass
    return 0


def _put_csv(report: ValidationReport, lang: str, output: str) -> None:
    """Write the table, and beside it its metadata; both or none."""
    from pathlib import Path

    from popgraph.report import csv, csvw
    from popgraph.writing import write

    file = Path(output)
    content: dict[Path, str | bytes] = {file: csv.render(report, lang=lang)}
    if not file.exists() or file.is_file():
        metadata = csvw.render(report, file.name, lang=lang)
        content[file.with_name(file.name + csvw.SUFFIX)] = metadata
    write(content)


def _put(
    report: ValidationReport, fmt: str, lang: str, output: str | None, extra: Mapping[str, object]
) -> None:
    import sys
    from importlib import import_module

    if fmt == "summary":
        from popgraph.report import text

        put("\n".join(text.summary(report, lang=lang)), output)
        return
    if fmt == "text":
        from popgraph.report import text

        if report.conforms or output or not sys.stdout.isatty():
            put(text.render(report, lang=lang), output)
            return
        put_table(text.table(report, lang=lang))
        put("\n".join((*text.advice(report, lang=lang), *text.summary(report, lang=lang))), None)
        return
    name = f"popgraph.report.{fmt}"
    try:
        renderer = import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise UsageError("This installation of popgraph has no such format", where=fmt) from error
    put(renderer.render(report, lang=lang, **extra), output)
