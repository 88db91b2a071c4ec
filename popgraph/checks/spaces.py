"""The space of a plan: what the IRIs of its parts begin with."""

from __future__ import annotations

from popgraph.vocab import ID

__all__ = ["space"]


def space(iri: str) -> str:
    """Return the region, name and year that the IRIs of one plan begin with; of any other IRI as many steps.

    >>> space("https://w3id.org/popgraph/id/pe-cus/pop-cacao/2005/oe1/a2")
    'pe-cus/pop-cacao/2005'
    >>> space("https://w3id.org/popgraph/id/org/mincetur")
    'org/mincetur'
    """
    return "/".join(iri.removeprefix(ID).split("/")[:3])
