"""``popgraph encode``."""

from __future__ import annotations

import click

__all__ = ["command"]


@click.command("encode")
@click.argument("folder", required=False, type=click.Path(file_okay=False))
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a file differs from its tables.")
def command(folder: str | None, check: bool) -> int:
    """Write the Turtle of a plan from its transcription tables.

    FOLDER is data/<region>/<plan>/<edition>; without it, the cacao plan of Cusco.
    """
    from pathlib import Path

    from popgraph import resources
    from popgraph.encoding import encode
    from popgraph.errors import UsageError

    # Absolute, since the region and the plan are read off the folders above.
    place = Path(folder).resolve() if folder else resources.path("data", "pe-cus", "pop-cacao", "2005")
    if not (place / "transcription").is_dir() or len(place.parents) < 4:
        raise UsageError(
            "No plan stands in this folder",
            where=str(place),
            hint="Give data/<region>/<plan>/<edition>, with its folder transcription",
        )
    report = encode(place, check=check)
    for file in report.files:
        click.echo(f"{file.state:<9}  {file.path}")
    coverage = report.coverage
    click.echo(
        f"{coverage.percent:.2f} % of the document's {coverage.total} characters stand in a quote or are furniture "
        f"({coverage.furniture_characters})"
    )
    for gap in coverage.uncovered:
        click.echo(f"  not covered, line {gap.line}, column {gap.column}: {gap.text}")
    return 0 if report.up_to_date and coverage.complete else int(check or not coverage.complete)
