"""Where each actor stands by a measure, and how much of that is left when what it rests on changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from popgraph.networks.actors import Actor
from popgraph.networks.ranks import SAME

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ranks = NDArray[np.int64]

__all__ = [
    "LOWEST_FIRST",
    "NullPlace",
    "Spread",
    "Standing",
    "adjusted",
    "null_places",
    "spreads",
]

LOWEST_FIRST = frozenset({"constraint", "constraint-weighted"})
"""The measures whose least value is first: little constraint is what gives room to act. All others: the greatest."""


@dataclass(frozen=True, slots=True)
class NullPlace:
    """Where an observed value lies among those of the null model; None where these have no such thing.

    Attributes:
        mean: Of the draws.
        sd: Standard deviation of the draws, with n − 1.
        low: 2.5 % of the draws are below.
        high: 2.5 % of the draws are above.
        z: (value − mean) / sd; None if all draws are the same.
        p_high: (1 + draws with this value or a greater one) / (1 + draws).
        p_low: The same for a smaller one.
        q_high: ``p_high`` adjusted for all actors by Benjamini and Hochberg (1995).
        q_low: ``p_low`` adjusted in the same way.
    """

    mean: float
    sd: float
    low: float
    high: float
    z: float | None
    p_high: float
    p_low: float
    q_high: float
    q_low: float


@dataclass(frozen=True, slots=True)
class Spread:
    """How far an actor's value and rank go when something changes.

    Attributes:
        tried: In how many networks.
        absent: In how many of them the actor isn't.
        lowest: Its least value; None if it never has one.
        highest: Its greatest value.
        best: Its best rank.
        worst: Its worst rank.
        moved_by: What moves it most: the code of a task, or names of readings. What changes the rank most, of these
            what changes the value most; empty if nothing changes either.
        moved_to: Its rank there; None if it has none there.
    """

    tried: int
    absent: int
    lowest: float | None
    highest: float | None
    best: int | None
    worst: int | None
    moved_by: tuple[str, ...]
    moved_to: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an actor stands.

    Attributes:
        actor: The actor.
        value: Its value; None where the measure isn't defined, or only an alternative reading names it.
        rank: 1 is first; equal values share the best rank. None without a value.
        null: Where the value lies among those of the null model; None if that wasn't asked for or can't be told.
        leave_out: With one task left out at a time.
        alone: Under each alternative reading alone.
        together: Under combinations of readings.
    """

    actor: Actor
    value: float | None
    rank: int | None
    null: NullPlace | None
    leave_out: Spread | None
    alone: Spread | None
    together: Spread | None


def adjusted(p: Floats) -> Floats:
    """Return p-values adjusted for their number; NaN stays and doesn't count.

    Source: Benjamini & Hochberg, Controlling the false discovery rate, Journal of the Royal Statistical Society B 57
    (1995).

    >>> import numpy as np
    >>> adjusted(np.array([0.01, 0.04, 0.03])).round(3).tolist()
    [0.03, 0.04, 0.04]
    """
    import numpy as np

    known = np.flatnonzero(~np.isnan(p))
    made = np.full(len(p), np.nan)
    order = known[np.argsort(p[known], kind="stable")]
    scaled = p[order] * len(order) / np.arange(1, len(order) + 1)
    made[order] = np.minimum.accumulate(scaled[::-1])[::-1].clip(max=1.0)
    return made


def tails(values: Floats, draws: Floats) -> tuple[Floats, Floats]:
    """Return how likely a value as great, and one as small, is: (1 + such draws) / (1 + draws); NaN without draws.

    Args:
        values: A value an actor.
        draws: Draws × actors; those that are NaN don't count.
    """
    import numpy as np

    known = (~np.isnan(draws)).sum(axis=0)
    close = SAME * np.maximum(1.0, np.abs(values))
    above = (draws >= values - close).sum(axis=0)
    below = (draws <= values + close).sum(axis=0)
    told = (known > 0) & ~np.isnan(values)
    return tuple(np.where(told, (1 + count) / (1 + known), np.nan) for count in (above, below))  # type: ignore[return-value]


def null_places(values: Floats, draws: Floats) -> list[NullPlace | None]:
    """Return where each actor's value lies among those of the draws; None where either is undefined."""
    import numpy as np

    high, low = tails(values, draws)
    q_high, q_low = adjusted(high), adjusted(low)
    made: list[NullPlace | None] = []
    for place, value in enumerate(values):
        column = draws[:, place]
        column = column[~np.isnan(column)]
        if np.isnan(high[place]) or len(column) < 2:
            made.append(None)
            continue
        mean, sd = float(column.mean()), float(column.std(ddof=1))
        sd = 0.0 if sd <= SAME * max(1.0, abs(mean)) else sd
        lower, upper = (float(bound) for bound in np.quantile(column, (0.025, 0.975)))
        made.append(
            NullPlace(
                mean,
                sd,
                lower,
                upper,
                (float(value) - mean) / sd if sd else None,
                float(high[place]),
                float(low[place]),
                float(q_high[place]),
                float(q_low[place]),
            )
        )
    return made


def spreads(
    value: Floats,
    rank: Ranks,
    *,
    values_there: Floats,
    ranks_there: Ranks,
    present: NDArray[np.bool_],
    names: Sequence[tuple[str, ...]],
) -> list[Spread]:
    """Return how far each actor goes.

    Args:
        value: Its observed value, or NaN.
        rank: Its observed rank, or 0.
        values_there: Networks × actors.
        ranks_there: The same for ranks.
        present: Who is in which network.
        names: What was changed in each network.
    """
    import numpy as np

    values, ranks = values_there, ranks_there

    made = []
    last = ranks.max(initial=0) + 1
    for place in range(len(value)):
        have = np.flatnonzero(~np.isnan(values[:, place]))
        ours, theirs = values[have, place], ranks[have, place]
        # Who drops out of the ranking goes further than to any rank.
        moved = np.abs(np.where(ranks[:, place] > 0, ranks[:, place], last) - (rank[place] or last))
        far = np.nan_to_num(np.abs(values[:, place] - value[place]), nan=0.0)
        far[far <= SAME * max(1.0, float(np.nan_to_num(np.abs(value[place]))))] = 0.0
        # Of two that do the same the first; so that rounding tells none apart, compared as they are shown.
        order = np.lexsort((np.arange(len(far)), -far.round(9), -moved))
        most = int(order[0]) if len(order) else -1
        still = most < 0 or (moved[most] == 0 and far[most] == 0.0)
        made.append(
            Spread(
                len(values),
                int((~present[:, place]).sum()),
                float(ours.min()) if len(have) else None,
                float(ours.max()) if len(have) else None,
                int(theirs.min()) if len(have) else None,
                int(theirs.max()) if len(have) else None,
                () if still else tuple(names[most]),
                None if still else int(ranks[most, place]) or None,
            )
        )
    return made
