"""``popgraph cache``."""

from __future__ import annotations

import click

__all__ = ["command"]


@click.command("cache", short_help="Show or clear what validations keep.")
@click.argument("what", type=click.Choice(["info", "clear"]), default="info")
def command(what: str) -> int:
    """Show how much is kept of earlier validations (info), or forget it all (clear).

    It stands in POPGRAPH_CACHE if that is set, else in the user's folder for such things.
    """
    from popgraph.cache import Cache

    cache = Cache()
    size = cache.clear() if what == "clear" else cache.size()
    verb = "Cleared" if what == "clear" else "Kept"
    click.echo(
        f"{verb}: {size.entries} outcomes, {size.bytes} bytes, {size.file or 'no folder to keep them in'}"
    )
    return 0
