"""A network as what other programs open: a file with its measures and layout, or a figure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from popgraph import __version__
from popgraph.networks.digests import digest
from popgraph.networks.figures import draw, positions
from popgraph.networks.formats import render
from popgraph.networks.metrics import measure
from popgraph.networks.projection import OneMode, project

if TYPE_CHECKING:
    from popgraph.networks.twomode import TwoMode

__all__ = ["export", "plot"]

plot = draw
"""Return a figure of a network; see `popgraph.networks.figures.draw`."""

_COMMUNITY = "community"


def export(
    network: TwoMode | OneMode,
    *,
    fmt: str,
    metrics: Sequence[str] = (),
    projection: str = "count",
    layout: bool = True,
    seed: int = 1,
    lang: str = "es",
) -> str:
    """Return a network as the text of a file with its attributes, measures, communities and layout.

    Args:
        network: In two modes or projected.
        fmt: One of `popgraph.networks.formats.FORMATS`.
        metrics: Ids of measures of actors; the default ones if none. Of a two-mode network those of its projection.
        projection: How a two-mode network is projected for them.
        layout: Whether nodes have a place.
        seed: Of the layout and the communities.
        lang: Language of the words of the file's own.

    Raises:
        UsageError: If there is no such format or measure, or the format can't hold the network.
        MissingExtraError: If the extra ``networks`` isn't installed.

    >>> import popgraph
    >>> from popgraph.networks import project, two_mode
    >>> export(project(two_mode(popgraph.open())), fmt="gexf")[:5]
    '<?xml'
    """
    from popgraph.networks.formats.catalogue import find

    # Before anything is worked out that such a file can't hold.
    find(fmt, modes=1 if isinstance(network, OneMode) else 2)
    one = network if isinstance(network, OneMode) else project(network, projection=projection)
    two = one.source
    values = measure(one, metrics)
    clusters = {}
    if _COMMUNITY in values:
        found = values.pop(_COMMUNITY)
        clusters = {
            actor.iri: int(number)
            for actor, number in zip(one.actors, found, strict=True)
            if not math.isnan(number)
        }
    facts = {"digest": digest(two), "popgraph": __version__, "seed": str(seed), "projection": one.projection}
    return render(
        network,
        fmt=fmt,
        values={id_: column.tolist() for id_, column in values.items()},
        positions=positions(network, seed=seed) if layout else None,
        clusters=clusters or None,
        lang=lang,
        facts=facts,
    )
