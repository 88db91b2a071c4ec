"""``popgraph generate``."""

from __future__ import annotations

import click

__all__ = ["command"]


@click.command("generate", short_help="Write a collection of made-up plans, with listed defects.")
@click.option("--plans", type=int, default=1, show_default=True, help="How many product plans.")
@click.option("--regions", type=int, default=1, show_default=True, help="How many regions they are of.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another one gives other plans.")
@click.option(
    "--defects",
    type=float,
    default=0.0,
    show_default=True,
    metavar="RATE",
    help="Defects a plan, on average; at most 100.",
)
@click.option(
    "-o", "--output", "folder", required=True, type=click.Path(), metavar="DIR", help="A new or empty folder."
)
def command(plans: int, regions: int, seed: int, defects: float, folder: str) -> None:
    """Write made-up plans of the shape of the real one, to try tools on a whole nation's plans.

    All of it is marked as synthetic. The same options give the same bytes. defects.csv lists what each injected
    defect makes `popgraph validate` find. A collection that stands in DIR is replaced.
    """
    from popgraph.cli.progress import shown
    from popgraph.generation import generate

    with shown("plans") as progress:
        made = generate(folder, plans=plans, regions=regions, seed=seed, defects=defects, progress=progress)
    click.echo(
        f"{made.folder}: {made.plans} synthetic plans, {made.triples} triples in {made.files} files,"
        f" {made.defects} defects"
    )
