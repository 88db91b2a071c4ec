"""A network as the text of a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from popgraph.networks.formats.catalogue import find
from popgraph.networks.projection import OneMode

if TYPE_CHECKING:
    from popgraph.networks.formats.drawing import Column
    from popgraph.networks.twomode import TwoMode

__all__ = ["render"]


def render(
    network: TwoMode | OneMode,
    *,
    fmt: str,
    values: Mapping[str, Column] | None = None,
    positions: Mapping[str, tuple[float, float]] | None = None,
    clusters: Mapping[str, int] | None = None,
    lang: str = "es",
    facts: Mapping[str, str] | None = None,
) -> str:
    """Return a network as the text of a file, to be written as UTF-8.

    The same input gives the same text. Nodes keep their IRI, path and attributes whether they have ties or not. What
    can't stand in XML 1.0 is replaced by U+FFFD; labels stand on one line. A value that is NaN or infinite is missing.

    Args:
        network: In two modes or projected.
        fmt: Id of one of `popgraph.networks.formats.FORMATS`.
        values: Measures by id, each with a value for every actor, in their order.
        positions: Places by IRI of an actor or id of an event, such as `popgraph.networks.figures.layout` finds, from 0
            to 1. GEXF and GraphML have a thousand times as much.
        clusters: Communities in the same way.
        lang: Language of the title and, where a format shows measures by name, of these names.
        facts: What else is said of the network, such as the hash of the data; ``title`` replaces the title.

    Raises:
        UsageError: If there is no such format, it can't hold the network, or a measure doesn't fit its actors.

    >>> import popgraph
    >>> from popgraph.networks import two_mode
    >>> render(two_mode(popgraph.open()), fmt="vosviewer")
    Traceback (most recent call last):
    popgraph.errors.UsageError: VOSviewer JSON can't hold a network of 2 modes: vosviewer. Write its projection, or \
take one of: gexf, graphml, pajek, pajek-project, node-link
    """
    from popgraph.networks.formats import gexf, graphml, nodelink, pajek, vosviewer
    from popgraph.networks.formats.drawing import drawn

    chosen = find(fmt, modes=1 if isinstance(network, OneMode) else 2)
    drawing = drawn(
        network,
        values=values or {},
        positions=positions,
        clusters=clusters,
        lang=lang,
        facts=facts or {},
    )
    writers = {
        "gexf": gexf.as_gexf,
        "graphml": graphml.as_graphml,
        "vosviewer": vosviewer.as_vosviewer,
        "pajek": pajek.as_pajek,
        "pajek-project": pajek.as_project,
        "node-link": nodelink.as_node_link,
    }
    return writers[chosen.id](drawing)
