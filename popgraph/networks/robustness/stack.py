"""Many networks of the same actors and tasks at once: one dense table behind the other.

Networks of a plan are small, and a null model asks for a thousand of them. As stacks of dense tables they are
projected and measured by a few products of numpy instead of a thousand calls of networkx.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from popgraph.errors import UsageError
from popgraph.networks.metrics import measure
from popgraph.networks.projection import project
from popgraph.networks.robustness.measures import FAST

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from popgraph.networks.projection import OneMode
    from popgraph.networks.twomode import TwoMode

    Floats = NDArray[np.float64]

__all__ = ["EFFORT", "Stack", "check_effort", "each", "evaluate", "pile"]

EFFORT = 6e10
"""What `check_effort` lets pass: about ten minutes on one core."""

# A call of networkx for a network of n actors and m ties is about as dear as this many n m of the stack's steps.
_SLOWNESS = 200.0
# Bytes that one table of a pile may take: what a processor keeps at hand. Some thirty tables are held at once.
_BYTES = 1_000_000


@dataclass(frozen=True, eq=False)
class Stack:
    """Networks that differ in whom tasks name.

    Attributes:
        template: The network that they are like; its actors are the rows.
        projection: How ties are weighed.
        mentions: Networks × actors × tasks: how often a task names an actor. Who is named by no task isn't in that
            network, as in `popgraph.networks.two_mode`.
    """

    template: TwoMode
    projection: str
    mentions: NDArray[np.int64]

    @cached_property
    def present(self) -> NDArray[np.bool_]:
        """Networks × actors: who is in the network."""
        import numpy as np

        found: NDArray[np.bool_] = np.any(self.mentions, axis=2)
        return found

    @cached_property
    def sizes(self) -> Floats:
        """How many actors each network has."""
        import numpy as np

        found: Floats = self.present.sum(axis=1).astype(np.float64)
        return found

    @cached_property
    def named(self) -> Floats:
        """Networks × actors × tasks: 1 where a task names an actor."""
        import numpy as np

        return (self.mentions > 0).astype(np.float64)

    @cached_property
    def events(self) -> Floats:
        """Networks × actors × events: the two-mode weights."""
        import numpy as np

        base = self.mentions.astype(np.float64) if self.template.weight == "mention" else self.named
        if self.template.kind == "task" and self.template.weight in ("task", "mention"):
            return base
        made: Floats = base @ self.template.shares.toarray().astype(np.float64)
        return made

    @cached_property
    def tied_events(self) -> Floats:
        """1 where an actor is tied to an event."""
        import numpy as np

        return (self.events > 0).astype(np.float64)

    @cached_property
    def shared(self) -> Floats:
        """Networks × actors × actors: how many events two share; 0 on the diagonal."""
        return _hollow(self.tied_events @ self.tied_events.transpose(0, 2, 1))

    @cached_property
    def weights(self) -> Floats:
        """Networks × actors × actors: the ties, as `popgraph.networks.project` weighs them."""
        import numpy as np

        events = self.events
        if self.projection == "fractional":
            parts = events * _inverse(events.sum(axis=1))[:, None, :]
            return _hollow(parts @ parts.transpose(0, 2, 1))
        if self.projection == "newman":
            return self._minima(_inverse(self.tied_events.sum(axis=1) - 1)[:, None, :])
        common = self._minima(None)
        if self.projection == "jaccard":
            totals = events.sum(axis=2)
            greater = totals[:, :, None] + totals[:, None, :] - common
            common = np.divide(common, greater, out=np.zeros_like(common), where=greater > 0)
        return common

    @cached_property
    def tied(self) -> Floats:
        """1 where two actors are tied."""
        import numpy as np

        return (self.weights > 0).astype(np.float64)

    @cached_property
    def degrees(self) -> Floats:
        """Networks × actors: how many others each is tied to."""
        found: Floats = self.tied.sum(axis=2)
        return found

    def network(self, place: int) -> tuple[OneMode, NDArray[np.int64]]:
        """Return one of the networks as others have it, and which rows its actors are."""
        import numpy as np
        from scipy.sparse import csr_array

        rows = np.flatnonzero(self.present[place])
        actors = [self.template.actors[row] for row in rows]
        made = self.template.rewired(csr_array(self.mentions[place][rows]), actors=actors)
        return project(made, projection=self.projection), rows

    def _minima(self, factors: Floats | None) -> Floats:
        """Σ_k factor_k min(w_ik, w_jk), a product for each level that a weight reaches."""
        import numpy as np

        levels = np.unique(self.events[self.events > 0])
        total = np.zeros((*self.present.shape, self.present.shape[1]))
        below = 0.0
        for level in levels:
            reached = (self.events >= level).astype(np.float64)
            left = reached if factors is None else reached * factors
            total += (left @ reached.transpose(0, 2, 1)) * (level - below)
            below = level
        return _hollow(total)


def pile(template: TwoMode, count: int) -> Iterable[slice]:
    """Yield which of some networks are worked on at once, which bounds the memory.

    It stays below 100 MB up to about 400 actors. Larger networks are worked on alone and take some 250 bytes for each
    pair of actors: 500 MB for 1,400.
    """
    actors = max(1, len(template.actors))
    at_once = max(1, _BYTES // (8 * actors * max(actors, len(template.events), len(template.tasks))))
    for start in range(0, count, at_once):
        yield slice(start, min(start + at_once, count))


def evaluate(stack: Stack, ids: Sequence[str]) -> dict[str, Floats]:
    """Return measures of actors in each network of a stack, as `popgraph.networks.metrics.measure` gives them.

    Measures that have no way of their own for stacks are taken of one network after the other, which is slow.

    Returns:
        By id, networks × actors; NaN where a measure isn't defined, or the actor isn't in the network.
    """
    import numpy as np

    found: dict[str, Floats] = {}
    for id_ in ids:
        if id_ in FAST:
            values = FAST[id_](stack)
            found[id_] = np.where(stack.present, values, np.nan)
    slow = [id_ for id_ in ids if id_ not in FAST]
    if slow:
        for id_ in slow:
            found[id_] = np.full(stack.present.shape, np.nan)
        for place in range(len(stack.mentions)):
            network, rows = stack.network(place)
            for id_, values in measure(network, slow).items():
                found[id_][place, rows] = values
    return {id_: found[id_] for id_ in ids}


def check_effort(network: OneMode, ids: Iterable[str], *, networks: int, steps: int) -> None:
    """Do nothing if some work can be done in reasonable time.

    Args:
        network: A network like those to be measured.
        ids: Which measures.
        networks: How many networks there are to be measured.
        steps: How many steps all chains of the null model make.

    Raises:
        UsageError: If it would take more than about ten minutes.
    """
    actors = len(network.actors)
    every = tuple(ids)
    slow = [id_ for id_ in every if id_ not in FAST]
    effort = networks * float(actors) ** 2 * max(actors, len(network.source.events))
    effort += steps * 10.0
    effort += networks * len(slow) * _SLOWNESS * actors * max(1, network.ties)
    if effort > EFFORT:
        aside = f"; {', '.join(slow)} are measured one network at a time" if slow else ""
        raise UsageError(
            "This would take too long",
            where=f"{actors} actors, {network.ties} ties, {networks} networks to measure{aside}",
            hint=f"About {effort / EFFORT:.0f} times too much: ask for fewer draws, for fewer measures, not to leave "
            "tasks out, or for a part of the plans (a plan, a region, named institutions only)",
        )


def each(
    template: TwoMode,
    projection: str,
    *,
    count: int,
    tables: Callable[[slice], NDArray[np.int64]],
    ids: Sequence[str],
    tell: Callable[[int], None] | None = None,
) -> dict[str, Floats]:
    """Return measures of many networks, a pile at a time.

    Args:
        template: What they are like.
        projection: How ties are weighed.
        count: How many networks.
        tables: Gives the mentions of some of them.
        ids: Which measures.
        tell: Called with how many are done.
    """
    import numpy as np

    found = {id_: np.full((count, len(template.actors)), np.nan) for id_ in ids}
    for some in pile(template, count):
        for id_, values in evaluate(Stack(template, projection, tables(some)), ids).items():
            found[id_][some] = values
        if tell:
            tell(some.stop)
    return found


def _hollow(tables: Floats) -> Floats:
    import numpy as np

    places = np.arange(tables.shape[1])
    tables[:, places, places] = 0.0
    return tables


def _inverse(values: Floats) -> Floats:
    """1 / x, and 0 where x is 0 or less."""
    import numpy as np

    return np.divide(1.0, values, out=np.zeros_like(values), where=values > 0)
