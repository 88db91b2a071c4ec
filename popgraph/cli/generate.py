"""``popgraph generate``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

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
    help="Defects a plan, on average.",
)
@click.option(
    "-o", "--output", "folder", required=True, type=click.Path(), metavar="DIR", help="A new or empty folder."
)
def command(plans: int, regions: int, seed: int, defects: float, folder: str) -> None:
    """Write made-up plans of the shape of the real one, to try tools on a whole nation's plans.

    All of it is marked as synthetic. The same options give the same bytes. defects.csv lists what each injected
    defect makes `popgraph validate` find. A collection that stands in DIR is replaced.
    """
    from popgraph.generation import generate

    with _shown() as progress:
        made = generate(folder, plans=plans, regions=regions, seed=seed, defects=defects, progress=progress)
    click.echo(
        f"{made.folder}: {made.plans} synthetic plans, {made.triples} triples in {made.files} files,"
        f" {made.defects} defects"
    )


@contextmanager
def _shown() -> Iterator[Callable[[int, int], None] | None]:
    """Give what shows progress on a terminal, nothing anywhere else."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("plans", total=None)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield show
