"""``popgraph diff``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from popgraph.cli.common import lang_option, open_graph, output_option, put

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["command"]


@click.command("diff", short_help="Say what changed between two versions, by meaning.")
@click.argument("a")
@click.argument("b")
@click.option(
    "--repo",
    type=click.Path(),
    default=".",
    show_default=True,
    help="A folder in the repository of the revisions.",
)
@click.option("--no-findings", is_flag=True, help="Don't compare what the rules find.")
@click.option("--tier", metavar="TIER", help="Which rules. [default: those of popgraph validate]")
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
    a: str, b: str, repo: str, no_findings: bool, tier: str | None, fmt: str, lang: str, output: str | None
) -> int:
    """Say what changed from A to B: elements, wordings, dates, targets, responsibilities, findings.

    A and B are files, folders, built stores, endpoints, or places in a revision of git, written REV:PATH (HEAD~1:data),
    the path counted from the top of the repository, or from here if it begins with ./

    Exit codes, as of diff: 0 nothing changed, 1 something did, 2 trouble.
    """
    from popgraph.diffing import diff
    from popgraph.report.changes import render

    found = diff(_open(a, repo), _open(b, repo), lang=lang, findings=not no_findings, tier=tier)
    put(render(found, fmt, lang=lang), output)
    return 0 if found.equal else 1


def _open(place: str, repository: str) -> Store:
    if "://" in place:
        return open_graph((place,), 60, None)
    from popgraph.revisions import open_version

    return open_version(place, repository=repository)
