"""``popgraph docs``."""

from __future__ import annotations

import click

__all__ = ["command"]


@click.command("docs")
@click.argument("folder", required=False, type=click.Path(file_okay=False))
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a page differs from its sources.")
def command(folder: str | None, check: bool) -> int:
    """Write the reference pages from the ontology, the rules, the questions, the data and the commands.

    FOLDER is where they go; without it, docs/reference of the checkout.
    """
    from popgraph.docpages import docs

    report = docs(folder, check=check)
    for page in report.pages:
        click.echo(f"{page.state:<9}  {page.path}")
    return 0 if report.up_to_date else 1
