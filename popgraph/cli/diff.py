"""``popgraph diff``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from popgraph.cli.common import endpoint_options, lang_option, open_graph, output_option, put, read_day

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["command"]


@click.command("diff", short_help="Say what changed between two versions, by meaning.")
@click.argument("a")
@click.argument("b")
@click.option(
    "--repo",
    type=click.Path(),
    help="A folder in the repository of the revisions. [default: the current folder]",
)
@click.option("--no-findings", is_flag=True, help="Don't compare what the rules find.")
@click.option("--tier", metavar="TIER", help="Which rules. [default: those of popgraph validate]")
@click.option(
    "--as-of", metavar="DATE", help="The day on which waivers are looked at, as YYYY-MM-DD. [default: today]"
)
@endpoint_options
@click.option(
    "--format",
    "fmt",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
)
@lang_option
@output_option
def command(
    a: str,
    b: str,
    repo: str | None,
    no_findings: bool,
    tier: str | None,
    as_of: str | None,
    timeout: float,
    user: str | None,
    fmt: str,
    lang: str,
    output: str | None,
) -> int:
    """Say what changed from A to B: elements, wordings, dates, targets, responsibilities, findings.

    A and B are files, folders, built stores, endpoints, or places in a revision of git, written REV:PATH (HEAD~1:data),
    the path counted from the top of the repository, or from here if it begins with ./

    Exit codes, as of diff: 0 nothing changed, 1 something did, 2 trouble.
    """
    from popgraph.diffing import diff
    from popgraph.report.changes import render

    day = None if as_of is None else read_day(as_of)
    stores = (_open(place, repo, timeout, user) for place in (a, b))
    found = diff(*stores, lang=lang, findings=not no_findings, tier=tier, as_of=day)
    put(render(found, fmt, lang=lang), output)
    return 0 if found.equal else 1


def _open(place: str, repository: str | None, timeout: float, user: str | None) -> Store:
    if "://" in place:
        return open_graph((place,), timeout, user)
    from popgraph.revisions import open_version

    return open_version(place, repository=repository)
