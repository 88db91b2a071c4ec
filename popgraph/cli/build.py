"""``popgraph build``."""

from __future__ import annotations

import click

__all__ = ["command"]


@click.command("build", short_help="Build a store in a folder, to be opened without parsing.")
@click.argument("folder", type=click.Path(file_okay=False))
@click.argument("places", nargs=-1)
@click.option("--force", is_flag=True, help="Replace a store that stands there.")
def command(folder: str, places: tuple[str, ...], force: bool) -> int:
    """Build a store in FOLDER from PLACES (files or folders of RDF; none: the shipped graph).

    The store takes its place when it is complete: either all is loaded, or nothing changes, also if it is interrupted
    or killed.
    """
    from pathlib import Path

    from popgraph.cli.progress import shown
    from popgraph.embedded import is_store_folder
    from popgraph.errors import UsageError
    from popgraph.loading import build

    if is_store_folder(Path(folder)) and not force:
        raise UsageError("A store stands there already", where=folder, hint="Give --force to replace it")
    try:
        with shown("files") as progress:
            built = build(folder, *places, progress=progress)
    except KeyboardInterrupt:
        click.echo("Interrupted; nothing was written.", err=True)
        return 130
    click.echo(
        f"{built.folder}: {built.triples} triples in {built.graphs} named graphs from {len(built.files)} files"
    )
    return 0
