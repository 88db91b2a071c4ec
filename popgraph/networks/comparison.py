"""Two networks side by side: who is in both, whose position differs, and how many ties they share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from popgraph.errors import UsageError
from popgraph.networks.actors import Actor
from popgraph.networks.metrics import measure
from popgraph.networks.ranks import rank_correlation, ranks
from popgraph.networks.robustness.assessment import rankable

if TYPE_CHECKING:
    from popgraph.networks.projection import OneMode

__all__ = ["Comparison", "Overlap", "Shift", "compare"]

_DEFAULT = ("degree", "strength", "betweenness")


@dataclass(frozen=True, slots=True)
class Shift:
    """An actor's position by one measure in both networks.

    Attributes:
        actor: The actor, as the first network knows it.
        metric: Id of the measure.
        values: Its values in the first and in the second network; NaN where the measure isn't defined.
        ranks: Its ranks among the actors that both networks have; None where it has no value.
    """

    actor: Actor
    metric: str
    values: tuple[float, float]
    ranks: tuple[int | None, int | None]

    @property
    def climb(self) -> int | None:
        """How many ranks it stands higher in the second network; None where it has no rank."""
        first, second = self.ranks
        return None if first is None or second is None else first - second


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many of some things are in both of two sets.

    Attributes:
        both: Number in both.
        first: Number in the first only.
        second: Number in the second only.
    """

    both: int
    first: int
    second: int

    @property
    def jaccard(self) -> float:
        """The part of all that is in both, from 0 to 1; NaN if there is nothing at all."""
        every = self.both + self.first + self.second
        return self.both / every if every else float("nan")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two networks have in common.

    Attributes:
        actors: How many actors are in both.
        shared: Actors of both, by IRI.
        only_first: Actors of the first only.
        only_second: Actors of the second only.
        ties: How many ties are in both, among all actors.
        shared_ties: The same among the actors of both, which is what isn't decided by who takes part.
        shifts: Position of each shared actor by each measure, the greatest change of rank first.
        correlations: Spearman's rank correlation over the shared actors, by measure; NaN for fewer than three.
        ties_of_both: The ties in both, by the IRIs of their actors, with the weight in each.
    """

    actors: Overlap
    shared: tuple[Actor, ...]
    only_first: tuple[Actor, ...]
    only_second: tuple[Actor, ...]
    ties: Overlap
    shared_ties: Overlap
    shifts: tuple[Shift, ...]
    correlations: Mapping[str, float]
    ties_of_both: Mapping[tuple[str, str], tuple[float, float]]


def compare(first: OneMode, second: OneMode, *, metrics: Sequence[str] = _DEFAULT) -> Comparison:
    """Return what two networks of actors have in common, and how they differ.

    Values are those within each network as it is; ranks are among the shared actors only, so that a network with more
    actors doesn't push all of them down.

    Args:
        first: A network.
        second: Another one, projected in the same way.
        metrics: Ids of measures.

    Raises:
        UsageError: If the networks are projected differently, a measure of actors is unknown or can't be ranked by, or
            one network has no actors.

    >>> import popgraph
    >>> from popgraph.networks import Selection, project, two_mode
    >>> parts = [
    ...     project(two_mode(popgraph.open(), selection=Selection(objectives=(code,)))) for code in ("OE1", "OE2")
    ... ]
    >>> found = compare(*parts)
    >>> found.actors.both == len(found.shared), 0 < found.shared_ties.jaccard < 1
    (True, True)
    """
    import numpy as np

    for network, name in ((first, "first"), (second, "second")):
        if not network.actors:
            raise UsageError(f"The {name} network has no actors", hint="Choose more of the plans")
    if first.projection != second.projection or first.source.weight != second.source.weight:
        raise UsageError(
            "Networks that are weighed differently can't be compared",
            where=f"{first.projection}, {first.source.weight}; {second.projection}, {second.source.weight}",
            hint="Choose the same projection and weight for both",
        )
    asked = rankable(metrics or _DEFAULT)
    mine = {actor.iri: place for place, actor in enumerate(first.actors)}
    theirs = {actor.iri: place for place, actor in enumerate(second.actors)}
    shared = tuple(actor for actor in first.actors if actor.iri in theirs)
    only_first = tuple(actor for actor in first.actors if actor.iri not in theirs)
    only_second = tuple(actor for actor in second.actors if actor.iri not in mine)
    ties = _ties(first), _ties(second)
    names = {actor.iri for actor in shared}
    among = tuple({pair for pair in found if names.issuperset(pair)} for found in ties)
    here = [mine[actor.iri] for actor in shared]
    there = [theirs[actor.iri] for actor in shared]
    measured = measure(first, asked), measure(second, asked)
    shifts: list[Shift] = []
    correlations: dict[str, float] = {}
    for id_ in asked:
        left, right = (np.asarray(measured[0][id_])[here], np.asarray(measured[1][id_])[there])
        placed = ranks(left), ranks(right)
        correlations[id_] = rank_correlation(left, right)
        shifts += [
            Shift(actor, id_, (float(left[n]), float(right[n])), (placed[0][n], placed[1][n]))
            for n, actor in enumerate(shared)
        ]
    order = {id_: place for place, id_ in enumerate(asked)}
    return Comparison(
        actors=Overlap(len(shared), len(only_first), len(only_second)),
        shared=shared,
        only_first=only_first,
        only_second=only_second,
        ties=_overlap(ties[0].keys(), ties[1].keys()),
        shared_ties=_overlap(*among),
        shifts=tuple(
            sorted(shifts, key=lambda shift: (order[shift.metric], -abs(shift.climb or 0), shift.actor.iri))
        ),
        correlations=correlations,
        ties_of_both={
            pair: (ties[0][pair], ties[1][pair]) for pair in sorted(ties[0].keys() & ties[1].keys())
        },
    )


def _ties(network: OneMode) -> dict[tuple[str, str], float]:
    table = network.weights.tocoo()
    found: dict[tuple[str, str], float] = {}
    for i, j, weight in zip(*table.coords, table.data, strict=True):
        left, right = network.actors[i].iri, network.actors[j].iri
        if left < right:
            found[left, right] = float(weight)
    return found


def _overlap(first: Set[tuple[str, str]], second: Set[tuple[str, str]]) -> Overlap:
    return Overlap(len(first & second), len(first - second), len(second - first))
