"""What the sectors of actors are called, as the shipped code list says."""

from __future__ import annotations

from collections.abc import Iterable

from popgraph.networks.figures.words import clean
from popgraph.vocab import SCHEME

__all__ = ["sector_names"]


def sector_names(sectors: Iterable[str], *, lang: str) -> dict[str, str]:
    """Return the name of each sector; of several in one (``private+public``) all, and of none an empty text.

    >>> sector_names(["public", "mixed+made-up", ""], lang="en")
    {'public': 'public', 'mixed+made-up': 'mixed + made-up', '': ''}
    """
    from popgraph.embedded import EmbeddedStore
    from popgraph.labels import labels, short_iri

    wanted = list(sectors)
    codes = sorted({code for sector in wanted for code in sector.split("+") if code})
    named = {code: code for code in codes}
    iris = {f"{SCHEME}sector/{code}": code for code in codes if code.replace("-", "").isalnum()}
    for iri, label in labels(EmbeddedStore(), iris, lang=lang).items():
        if label != short_iri(iri):
            named[iris[iri]] = label
    return {sector: clean(" + ".join(named[code] for code in sector.split("+") if code)) for sector in wanted}
