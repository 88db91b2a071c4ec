"""What a ranking says, as sentences that can be put to the test, and which of them survive it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from popgraph.networks.actors import Actor
from popgraph.networks.metrics.metric import Metric
from popgraph.networks.robustness.ranking import Standing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Holds = NDArray[np.bool_]

__all__ = ["ALPHA", "Claim", "Conclusion", "Survival", "claims", "survival"]

ALPHA = 0.05
"""What is rarer than this under the null model isn't put down to it."""


@dataclass(frozen=True, slots=True)
class Survival:
    """Whether a conclusion survives a test.

    Attributes:
        survives: Under the null model: whether what it says is rarer than `ALPHA` there, so that the numbers of tasks
            don't explain it. Otherwise: whether it holds in every network that was tried.
        tried: In how many networks.
        held: In how many of them it holds.
        p: Under the null model: how likely what it says is there; None otherwise.
        counter_example: The first network in which it doesn't hold: the code of a task that is left out, or the names
            of readings. Empty if there is none, and under the null model.
    """

    survives: bool
    tried: int
    held: int
    p: float | None
    counter_example: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """What a conclusion says.

    Attributes:
        kind: ``first`` (alone or with others), ``top`` (among the first k), ``before`` (``subject`` before
            ``other``), ``above`` or ``below`` (what the numbers of tasks explain, p < `ALPHA`).
        subject: Of whom.
        other: The one that ``before`` compares with; None otherwise.
    """

    kind: str
    subject: Actor
    other: Actor | None = None


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A conclusion from a ranking, and what it survives; None for a test that wasn't asked for.

    Attributes:
        claim: What it says.
        text: The same in Spanish and English.
        null: Whether something else than the numbers of tasks is needed to explain it.
        leave_out: Whether it holds whichever task is left out.
        readings: Whether it holds under every reading that was tried, alone and together; ``above`` and ``below``
            under each alone.
    """

    claim: Claim
    text: Mapping[str, str]
    null: Survival | None
    leave_out: Survival | None
    readings: Survival | None


def claims(standings: Sequence[Standing], *, top: int) -> tuple[Claim, ...]:
    """Return what a ranking says: of the first, of the first k and their order, and of whom the null model sets apart.

    Args:
        standings: In the order of the ranking.
        top: How many are looked at; those who share the last place are, too.
    """
    ranked = [standing for standing in standings if standing.rank is not None and standing.rank <= top]
    made = [Claim("first", standing.actor) for standing in ranked if standing.rank == 1]
    made += [Claim("top", standing.actor) for standing in ranked]
    for one, other in pairwise(ranked):
        if one.rank != other.rank:
            made.append(Claim("before", one.actor, other.actor))
    made += [Claim("above", s.actor) for s in standings if s.null and s.null.p_high < ALPHA]
    made += [Claim("below", s.actor) for s in standings if s.null and s.null.p_low < ALPHA]
    return tuple(made)


def text_of(claim: Claim, metric: Metric, *, top: int) -> Mapping[str, str]:
    """Return what a claim says in Spanish and English."""
    who, other = claim.subject.label, claim.other.label if claim.other else ""
    es, en = metric.labels["es"], metric.labels["en"]
    texts = {
        "first": (f"{who} ocupa el primer lugar en {es}", f"{who} is first by {en}"),
        "top": (f"{who} está entre los {top} primeros en {es}", f"{who} is among the first {top} by {en}"),
        "before": (f"{who} está antes que {other} en {es}", f"{who} is before {other} by {en}"),
        "above": (
            f"El valor de {who} en {es} es mayor de lo que explica su número de tareas",
            f"The value of {who} in {en} is greater than its number of tasks explains",
        ),
        "below": (
            f"El valor de {who} en {es} es menor de lo que explica su número de tareas",
            f"The value of {who} in {en} is smaller than its number of tasks explains",
        ),
    }
    spanish, english = texts[claim.kind]
    return MappingProxyType({"es": spanish, "en": english})


def holds(claim: Claim, ranks: NDArray[np.int64], columns: Mapping[str, int], *, top: int) -> Holds:
    """Return in which networks a claim of ranks holds.

    Args:
        claim: One of the kinds ``first``, ``top`` and ``before``. An actor who isn't in a network comes after all.
        ranks: Networks × actors; 0 for none.
        columns: The column of each actor, by IRI.
        top: How many are looked at.
    """
    ours = ranks[:, columns[claim.subject.iri]]
    found: Holds
    if claim.other is None:
        found = (ours > 0) & (ours <= (1 if claim.kind == "first" else top))
    else:
        theirs = ranks[:, columns[claim.other.iri]]
        found = (ours > 0) & ((theirs == 0) | (ours < theirs))
    return found


def survival(held: Holds, names: Sequence[tuple[str, ...]]) -> Survival:
    """Return whether something holds in every network, and else the first in which it doesn't."""
    import numpy as np

    against = np.flatnonzero(~held)
    return Survival(
        not len(against),
        len(held),
        int(held.sum()),
        None,
        tuple(names[int(against[0])]) if len(against) else (),
    )


def rarity(held: Holds) -> Survival:
    """Return whether something is rare among the draws of the null model."""
    p = (1 + int(held.sum())) / (1 + len(held))
    return Survival(p < ALPHA, len(held), int(held.sum()), p, ())
