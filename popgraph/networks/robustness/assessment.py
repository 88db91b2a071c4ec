"""How sure the ranks of a network are: against chance, without any one task, and under every reading."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING

from popgraph.errors import UsageError
from popgraph.networks.metrics import METRICS, measure
from popgraph.networks.metrics.catalogue import chosen
from popgraph.networks.ranks import rank_rows
from popgraph.networks.robustness.conclusions import (
    ALPHA,
    Claim,
    Conclusion,
    Survival,
    claims,
    holds,
    rarity,
    survival,
    text_of,
)
from popgraph.networks.robustness.nullmodel import draw, steps_of
from popgraph.networks.robustness.ranking import (
    LOWEST_FIRST,
    NullPlace,
    Spread,
    Standing,
    null_places,
    spreads,
)
from popgraph.networks.robustness.readings import combinations, fetch_mentions
from popgraph.networks.robustness.stack import check_effort
from popgraph.networks.robustness.ties import TieTest
from popgraph.networks.robustness.trials import (
    Observed,
    Trial,
    left_out,
    null_trial,
    read_as,
    retested,
    set_apart,
)

if TYPE_CHECKING:
    from popgraph.networks.projection import OneMode
    from popgraph.store import Store

__all__ = ["NOT_RANKED", "Assessment", "Ranking", "assess", "rankable"]

NOT_RANKED = frozenset({"community"})
"""Measures that make no ranking: a community's number isn't more or less of anything."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a measure makes of the actors.

    Attributes:
        metric: Id of the measure.
        lowest_first: Whether the least value is first.
        standings: The actors, first ones first; those without a rank at the end.
        conclusions: What the ranking says, and what of it survives.
    """

    metric: str
    lowest_first: bool
    standings: tuple[Standing, ...]
    conclusions: tuple[Conclusion, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """How sure the ranks of a network are.

    Attributes:
        draws: How many draws of the null model.
        seed: Of all that is drawn.
        steps: How many steps the chain of each draw made.
        accepted: Share of them that exchanged something; None without draws.
        again: How many draws ``above`` and ``below`` were tested with once more for each task left out and each
            reading; 0 if they weren't.
        top: How many of the first are looked at.
        tasks: How many tasks were left out, one at a time.
        readings: Names of the alternative readings.
        combinations: How many combinations of readings there are, the chosen ones included.
        combined: How many of them were tried.
        rankings: One for each measure.
        ties: Each tie under the same draws, the most surprising first.
    """

    draws: int
    seed: int
    steps: int
    accepted: float | None
    again: int
    top: int
    tasks: int
    readings: tuple[str, ...]
    combinations: int
    combined: int
    rankings: tuple[Ranking, ...]
    ties: tuple[TieTest, ...]

    def ranking(self, metric: str) -> Ranking:
        """Return the ranking by a measure.

        Raises:
            UsageError: If there is none.
        """
        for ranking in self.rankings:
            if ranking.metric == metric:
                return ranking
        raise UsageError(
            "No ranking by this measure", where=metric, hint=", ".join(item.metric for item in self.rankings)
        )

    def to_dict(self) -> dict[str, object]:
        """Return everything as values that JSON can hold; an actor is its IRI, numbers have ten digits."""
        found = _plain(self)
        assert isinstance(found, dict)
        return found


def assess(
    store: Store,
    network: OneMode,
    ids: Iterable[str] = (),
    *,
    draws: int = 1000,
    seed: int = 1,
    top: int = 5,
    readings: bool = True,
    leave_out: bool = True,
    again: int | None = None,
    lang: str = "es",
    progress: Callable[[str, int, int], None] | None = None,
) -> Assessment:
    """Return how sure the ranks of a network are.

    Args:
        store: The graph that the network is of.
        network: A projected network.
        ids: Measures of actors; the default ones that can be ranked if none.
        draws: How many draws of the null model; 0 for none. See `popgraph.networks.robustness.nullmodel`.
        seed: Of the null model and of the sample of combinations of readings.
        top: Of how many of the first conclusions are drawn.
        readings: Whether to try each alternative reading of doubtful names, alone and in combinations: all, or a sample
            if there are more than 4,096.
        leave_out: Whether to leave out one task at a time.
        again: How many draws tell whether a value is still greater or smaller than explained without a task or under a
            reading; 0 for not to. 99 if None, or 0 where that would take too long. So few can't tell a p of 0.04
            from one of 0.06: what counts against a conclusion is a p that is greater than 0.05 beyond doubt, see
            `popgraph.networks.robustness.trials.retested`.
        lang: Language of the labels of actors whom only an alternative reading names.
        progress: Called with what is being done, how much of it is done and how much there is.

    Raises:
        UsageError: If there are fewer than two actors, no such measure, a number that can't be, or too much to do.
        EndpointError: If a remote store can't answer.

    >>> import popgraph
    >>> from popgraph.networks import project, two_mode
    >>> store = popgraph.open()
    >>> found = assess(store, project(two_mode(store)), ["strength"], draws=200, again=0)
    >>> found.rankings[0].conclusions[0].text["en"]
    'CERX Cusco is first by strength'
    """
    metrics = rankable(ids)
    for name, number, least in (
        ("draws", draws, 0),
        ("top", top, 1),
        ("again", again or 0, 0),
        ("seed", seed, 0),
    ):
        if number < least:
            raise UsageError("Too small a number", where=f"{name}: {number}", hint=f"It is {least} or more")
    if len(network.actors) < 2:
        raise UsageError(
            "Nothing to rank",
            where=f"actors in the network: {len(network.actors)}",
            hint="Choose a part of the plans in which there are two at least",
        )

    source = network.source
    doubtful = fetch_mentions(store, source, lang=lang) if readings else None
    combined = combinations(doubtful.groups if doubtful else (), seed=seed)
    alone = tuple((name,) for group in (doubtful.groups if doubtful else ()) for name in group)
    without = [task for task, count in enumerate(source.mentions.sum(axis=0)) if count] if leave_out else []
    tests = len(without) + len(alone)
    plain = draws + tests + (len(combined.names) if doubtful else 0)
    steps = steps_of(int(source.mentions.nnz))
    check_effort(network, metrics, networks=plain, steps=draws * steps)
    if again is None:
        again = 99 if draws else 0
        try:
            check_effort(network, metrics, networks=plain + 99 * tests, steps=(draws + 99 * tests) * steps)
        except UsageError:
            again = 0
    check_effort(network, metrics, networks=plain + again * tests, steps=(draws + again * tests) * steps)

    tell = progress or (lambda _what, _done, _total: None)
    frame = doubtful.network if doubtful else source
    observed = Observed(frame, network, metrics, measure(network, metrics))
    drawn = None
    null = None
    ties: tuple[TieTest, ...] = ()
    if draws:
        drawn = draw(
            [source.mentions], draws=draws, seed=seed, progress=lambda done, total: tell("draws", done, total)
        )
        null, ties = null_trial(observed, drawn, lambda done: tell("null", done, draws))
    taken = (
        left_out(observed, without, lambda done: tell("leave-out", done, len(without))) if leave_out else None
    )
    single = joint = None
    if doubtful:
        single = read_as(observed, doubtful, alone, lambda done: tell("readings", done, len(alone)))
        joint = read_as(
            observed, doubtful, combined.names, lambda done: tell("combinations", done, len(combined.names))
        )
    if again and draws:
        assert null is not None
        apart = [id_ for id_ in metrics if set_apart(observed.values[id_], null.values[id_]).any()]
        for trial in (taken, single):
            if trial and apart:
                retested(observed, trial, apart, again=again, seed=seed, tell=tell)
    trials = _Trials(null, taken, single, joint)
    return Assessment(
        draws,
        seed,
        steps if drawn else 0,
        drawn.accepted if drawn else None,
        again if draws else 0,
        top,
        len(without),
        tuple(name for (name,) in alone),
        combined.total,
        len(combined.names) if doubtful else 0,
        tuple(_ranking(observed, id_, trials, top) for id_ in metrics),
        ties,
    )


@dataclass(frozen=True, slots=True)
class _Trials:
    null: Trial | None
    leave_out: Trial | None
    alone: Trial | None
    together: Trial | None


def rankable(ids: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the measures of actors that are asked for, each once; the default ones that make a ranking if none is.

    Raises:
        UsageError: If there is no such measure of actors, or it makes no ranking.

    >>> rankable(["degree", "strength", "degree"])
    ('degree', 'strength')
    """
    asked = tuple(ids)
    found = tuple(metric.id for metric in chosen("actor", asked))
    unranked = [id_ for id_ in found if id_ in NOT_RANKED]
    if asked and unranked:
        raise UsageError("This measure makes no ranking", where=", ".join(unranked), hint="Leave it out")
    return tuple(id_ for id_ in found if id_ not in NOT_RANKED)


def _ranking(observed: Observed, id_: str, trials: _Trials, top: int) -> Ranking:
    import numpy as np

    lowest = id_ in LOWEST_FIRST
    values = observed.values[id_]
    ranks = rank_rows(values[None], lowest_first=lowest)[0]
    changed = {
        name: rank_rows(trial.values[id_], lowest_first=lowest)
        for name in ("null", "leave_out", "alone", "together")
        if (trial := getattr(trials, name)) is not None
    }
    actors = observed.frame.actors
    null: Sequence[NullPlace | None] = (
        null_places(values, trials.null.values[id_]) if trials.null else [None] * len(actors)
    )
    moves: dict[str, Sequence[Spread | None]] = {}
    for name in ("leave_out", "alone", "together"):
        trial = getattr(trials, name)
        moves[name] = (
            spreads(
                values,
                ranks,
                values_there=trial.values[id_],
                ranks_there=changed[name],
                present=trial.present,
                names=trial.names,
            )
            if trial
            else [None] * len(actors)
        )
    order = np.lexsort((np.arange(len(actors)), np.where(ranks > 0, ranks, len(actors) + 1)))
    standings = tuple(
        Standing(
            actors[place],
            None if np.isnan(values[place]) else float(values[place]),
            int(ranks[place]) or None,
            null[place],
            moves["leave_out"][place],
            moves["alone"][place],
            moves["together"][place],
        )
        for place in order.tolist()
    )
    columns = {actor.iri: place for place, actor in enumerate(actors)}

    def tested(claim: Claim, names: Sequence[str]) -> Survival | None:
        some = [(trial, name) for name in names if (trial := getattr(trials, name)) is not None]
        if claim.kind in ("above", "below"):
            some = [(trial, name) for trial, name in some if id_ in trial.beyond]
        if not some:
            return None
        held = []
        for trial, name in some:
            if claim.kind in ("above", "below"):
                held.append(trial.beyond[id_][claim.kind == "below"][:, columns[claim.subject.iri]])
            else:
                held.append(holds(claim, changed[name], columns, top=top))
        return survival(np.concatenate(held), [given for trial, _ in some for given in trial.names])

    def rare(claim: Claim) -> Survival | None:
        if trials.null is None:
            return None
        if claim.kind not in ("above", "below"):
            return rarity(holds(claim, changed["null"], columns, top=top))
        place = null[columns[claim.subject.iri]]
        assert place is not None
        p = place.p_low if claim.kind == "below" else place.p_high
        count = len(changed["null"])
        return Survival(p < ALPHA, count, round(p * (1 + count)) - 1, p, ())

    return Ranking(
        id_,
        lowest,
        standings,
        tuple(
            Conclusion(
                claim,
                text_of(claim, METRICS[id_], top=top),
                rare(claim),
                tested(claim, ("leave_out",)),
                tested(claim, ("alone", "together")),
            )
            for claim in claims(standings, top=top)
        ),
    )


def _plain(value: object) -> object:
    from popgraph.networks.actors import Actor

    if isinstance(value, Actor):
        return value.iri
    if is_dataclass(value):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return float(f"{value:.10g}")
    return value
