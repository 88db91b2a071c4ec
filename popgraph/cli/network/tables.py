"""How tables of networks are put out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from popgraph.cli.common import put, put_table

if TYPE_CHECKING:
    from popgraph.networks import Listing, OneMode, TwoMode
    from popgraph.store import Store

__all__ = ["put_listing"]


def put_listing(
    listing: Listing,
    fmt: str,
    output: str | None,
    *,
    lang: str,
    network: TwoMode | OneMode,
    store: Store,
) -> None:
    """Put a table out in a format, with what network it is of."""
    from popgraph.report import listing as report

    if fmt == "text":
        from popgraph.networks.actors import fetch_words

        words = fetch_words(store, network.actors, lang=lang)
        put_table(report.table(listing, network, lang=lang, words=words), output)
    else:
        put(report.render(listing, network, fmt=fmt, lang=lang), output)
