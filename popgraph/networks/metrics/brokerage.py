"""Gould and Fernandez's brokerage: who stands between whom, by sector or by level.

An actor i brokers a pair a, b if it is tied to both and these are not tied to each other. Ties of a projected network
have no direction, so each such pair counts once, and the role follows from who is in the same category:

* coordinator: all three;
* itinerant (consultant): a and b, not i;
* gatekeeper, which without direction is the same as representative: i and one of the two;
* liaison: no two of them.

A program that takes the network as directed both ways (UCINET, sna for R) counts each pair twice: there coordinator,
itinerant and liaison are twice as great, and gatekeeper and representative each equal to the gatekeeper here. Only
actors with a category take part, as brokers and as brokered; several categories at once are one of their own. Weights
don't count.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from popgraph.networks.metrics.category import ATTRIBUTES, categories, categorised
from popgraph.networks.metrics.metric import Metric, Subject, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

__all__ = ["BROKERAGE", "ROLES", "brokerage", "roles"]

ROLES = ("coordinator", "itinerant", "gatekeeper", "liaison")
"""The roles that differ without direction; representative is gatekeeper."""


def roles(subject: Subject, *, attribute: str) -> dict[str, NDArray[np.float64]]:
    """Return how many pairs each actor brokers in each role, and as ``total`` in any.

    Gould & Fernandez, Structures of mediation (1989). Range: 0 to (n−1)(n−2)/2; NaN for an actor without a category.
    """
    import numpy as np

    kinds = categories(subject, attribute)
    ties = categorised(subject, kinds)
    count = int(kinds.max(initial=-1)) + 1
    members = np.zeros((subject.size, count))
    known = np.flatnonzero(kinds >= 0)
    members[known, kinds[known]] = 1
    # Neighbours of each actor by category, and how many ties are among them.
    around = np.asarray(ties @ members, dtype=np.float64).reshape(subject.size, count)
    total = _pairs(around.sum(axis=1)) - _closed(ties, ties)
    alike = np.zeros((subject.size, count))
    own = np.zeros(subject.size)
    for kind in range(count):
        inside = _between(ties, members[:, kind], members[:, kind])
        alike[:, kind] = _pairs(around[:, kind]) - _closed(ties, inside)
        out = _between(ties, members[:, kind], 1 - members[:, kind])
        mixed = around[:, kind] * (around.sum(axis=1) - around[:, kind]) - _closed(ties, out + out.T)
        own += members[:, kind] * mixed
    coordinator = (alike * members).sum(axis=1)
    itinerant = alike.sum(axis=1) - coordinator
    found = {
        "coordinator": coordinator,
        "itinerant": itinerant,
        "gatekeeper": own,
        "liaison": total - coordinator - itinerant - own,
        "total": total,
    }
    for values in found.values():
        values[kinds < 0] = np.nan
    return found


def brokerage(subject: Subject, *, attribute: str, role: str) -> NDArray[np.float64]:
    """Number of pairs that an actor brokers in a role; see `roles`.

    Gould & Fernandez, Structures of mediation: a formal approach to brokerage in transaction networks (1989): pairs a <
    b, both tied to i and not to each other, in the role that their categories and i's make. Range: 0 to
    (n−1)(n−2)/2; NaN for an actor without a category.
    """
    return _once(subject, attribute)[role]


def _once(subject: Subject, attribute: str) -> dict[str, NDArray[np.float64]]:
    return subject.once(_WORK[attribute], attribute)


_WORK = {attribute: partial(roles, attribute=attribute) for attribute in ATTRIBUTES}


def _pairs(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    return numbers * (numbers - 1) / 2


def _between(ties: csr_array, rows: NDArray[np.float64], columns: NDArray[np.float64]) -> csr_array:
    from scipy.sparse import diags_array

    made = (diags_array(rows) @ ties @ diags_array(columns)).tocsr()
    made.eliminate_zeros()
    return made


def _closed(ties: csr_array, some: csr_array) -> NDArray[np.float64]:
    """How many of some symmetrical ties are among the neighbours of each actor."""
    import numpy as np

    around = (ties @ some).multiply(ties)
    return np.asarray(around.sum(axis=1), dtype=np.float64).ravel() / 2


_SOURCE = (
    "Gould & Fernandez, Structures of mediation: a formal approach to brokerage in transaction networks, Sociological "
    "Methodology 19 (1989)"
)
_NAMES = {
    "total": (
        ("corretaje por {0}", "Pares de actores sin vínculo entre sí a los que une, en cualquier papel"),
        ("brokerage by {1}", "Pairs of actors not tied to each other that it joins, in any role"),
        "pairs a<b: a_ia = a_ib = 1, a_ab = 0",
    ),
    "coordinator": (
        ("coordinador por {0}", "Une a dos de su mismo {0}"),
        ("coordinator by {1}", "Joins two of its own {1}"),
        "… with c_a = c_i = c_b",
    ),
    "itinerant": (
        ("itinerante por {0}", "Une a dos de un mismo {0}, que no es el suyo (consultor)"),
        ("itinerant by {1}", "Joins two of one {1}, which isn't its own (consultant)"),
        "… with c_a = c_b ≠ c_i",
    ),
    "gatekeeper": (
        (
            "portero o representante por {0}",
            "Une a uno de su {0} con uno de otro; sin dirección ambos papeles son el mismo",
        ),
        (
            "gatekeeper or representative by {1}",
            "Joins one of its own {1} to one of another; without direction both roles are the same",
        ),
        "… with c_i equal to one of c_a ≠ c_b",
    ),
    "liaison": (
        ("enlace por {0}", "Une a dos de distinto {0}, ninguno del suyo"),
        ("liaison by {1}", "Joins two of different {1}s, neither its own"),
        "… with c_a, c_b, c_i all different",
    ),
}
_ASIDE = (
    ". Cada par cuenta una vez; quien no tiene {0} no toma parte.",
    ". Each pair counts once; those without a {1} take no part.",
)


def _metrics() -> tuple[Metric, ...]:
    made = []
    for attribute, words in ATTRIBUTES.items():
        for role, (es, en, formula) in _NAMES.items():
            made.append(
                metric(
                    f"brokerage-{attribute}" + ("" if role == "total" else f"-{role}"),
                    partial(brokerage, attribute=attribute, role=role),
                    es=(es[0].format(*words), (es[1] + _ASIDE[0]).format(*words)),
                    en=(en[0].format(*words), (en[1] + _ASIDE[1]).format(*words)),
                    formula=formula,
                    source=_SOURCE,
                    range_=f"0 to (n−1)(n−2)/2; NaN for an actor without a {attribute}",
                    digits=0,
                    default=attribute == "sector" and role == "total",
                )
            )
    return tuple(made)


BROKERAGE = _metrics()
"""Measures of brokerage."""
