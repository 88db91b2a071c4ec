"""The networks that a ranking is put to the test with, and what the measures are there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from popgraph.networks.robustness.conclusions import ALPHA
from popgraph.networks.robustness.nullmodel import Draws, draw
from popgraph.networks.robustness.ranking import tails
from popgraph.networks.robustness.readings import Mentions
from popgraph.networks.robustness.stack import Stack, each, evaluate, pile
from popgraph.networks.robustness.ties import TieTally, TieTest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from popgraph.networks.projection import OneMode
    from popgraph.networks.twomode import TwoMode

    Floats = NDArray[np.float64]
    Holds = NDArray[np.bool_]
    Tell = Callable[[int], None]

__all__ = ["Observed", "Trial", "left_out", "null_trial", "read_as", "retested", "set_apart"]


class Observed:
    """What was measured, with a column for everybody whom some reading names.

    Attributes:
        frame: The two-mode network with those actors.
        network: The projected network that was measured.
        ids: Which measures.
        values: By id, a value an actor of the frame; NaN for those who aren't in the network.
        columns: Where the network's actors are in the frame.
    """

    def __init__(
        self, frame: TwoMode, network: OneMode, ids: Sequence[str], values: Mapping[str, Floats]
    ) -> None:
        import numpy as np

        places = {actor.iri: place for place, actor in enumerate(frame.actors)}
        self.frame = frame
        self.network = network
        self.ids = tuple(ids)
        self.columns = np.array([places[actor.iri] for actor in network.actors], dtype=np.int64)
        self.values = {id_: self.framed(values[id_]) for id_ in self.ids}

    def framed(self, values: Floats) -> Floats:
        """Return values of the network's actors, along the last axis, in the columns of the frame."""
        import numpy as np

        made = np.full((*values.shape[:-1], len(self.frame.actors)), np.nan)
        made[..., self.columns] = values
        return made

    def mentions(self) -> NDArray[np.int64]:
        """Return how often tasks name the actors of the frame."""
        import numpy as np

        made = np.zeros((len(self.frame.actors), len(self.frame.tasks)), dtype=np.int64)
        made[self.columns] = self.network.source.mentions.toarray()
        return made


@dataclass(slots=True)
class Trial:
    """Networks in which something was changed.

    Attributes:
        names: What was changed in each: nothing is said of draws.
        values: By id, networks × actors of the frame.
        present: Networks × actors: who is in which.
        tables: Gives the mentions of some of them.
        beyond: By id, whether a value is still greater, and whether it is still smaller, than the null model of each
            network explains: two tables of networks × actors; only where that was asked for.
    """

    names: tuple[tuple[str, ...], ...]
    values: Mapping[str, Floats]
    present: NDArray[np.bool_]
    tables: Callable[[slice], NDArray[np.int64]]
    beyond: dict[str, tuple[Holds, Holds]] = field(default_factory=dict)


def null_trial(observed: Observed, drawn: Draws, tell: Tell) -> tuple[Trial, tuple[TieTest, ...]]:
    """Return the measures of the draws, and the test of each tie."""
    import numpy as np

    network = observed.network
    found = {id_: np.full((len(drawn), len(network.actors)), np.nan) for id_ in observed.ids}
    tally = TieTally(network.shared.toarray().astype(np.float64))
    every = len(drawn)
    for some in pile(network.source, every):
        stack = Stack(network.source, network.projection, drawn.tables(some.start, some.stop))
        for id_, table in evaluate(stack, observed.ids).items():
            found[id_][some] = table
        tally.add(stack.shared)
        tell(some.stop)
    present = np.zeros((len(drawn), len(observed.frame.actors)), dtype=bool)
    present[:, observed.columns] = True
    values = {id_: observed.framed(table) for id_, table in found.items()}
    trial = Trial(((),) * len(drawn), values, present, lambda some: drawn.tables(some.start, some.stop))
    return trial, tally.tests(network.actors)


def left_out(observed: Observed, tasks: Sequence[int], tell: Tell) -> Trial:
    """Return the measures with one task left out at a time; who is named by no other isn't in that network."""
    import numpy as np

    base = observed.mentions()

    def tables(some: slice) -> NDArray[np.int64]:
        gone = np.array(tasks[some], dtype=np.int64)
        made = np.repeat(base[None], len(gone), axis=0)
        made[np.arange(len(gone)), :, gone] = 0
        return made

    names = tuple((observed.frame.tasks[task].code,) for task in tasks)
    return _trial(observed, names, tables, tell)


def read_as(observed: Observed, doubtful: Mentions, choices: Sequence[tuple[str, ...]], tell: Tell) -> Trial:
    """Return the measures under combinations of readings."""
    return _trial(observed, tuple(choices), lambda some: doubtful.tables(choices[some]), tell)


def set_apart(values: Floats, draws: Floats) -> Holds:
    """Return which values are greater or smaller than the draws explain, p < `ALPHA` on either side."""
    high, low = tails(values, draws)
    found: Holds = (high < ALPHA) | (low < ALPHA)
    return found


def retested(
    observed: Observed,
    trial: Trial,
    ids: Sequence[str],
    *,
    again: int,
    seed: int,
    tell: Callable[[str, int, int], None],
) -> None:
    """Put each network of a trial against a null model of its own, and keep with the trial what is still set apart.

    A value is still set apart unless so many draws reach it that p is above `ALPHA` beyond doubt: more than 99 in a
    hundred samples of as many draws would have if p were `ALPHA`. With 99 draws that is a p above 0.12, with 999 one
    above 0.068.

    Args:
        observed: What was measured.
        trial: The trial.
        ids: Which of the measures.
        again: How many draws for each of its networks.
        seed: Of the draws.
        tell: Called with what is being done, how much of it is done and how much there is.
    """
    import numpy as np
    from scipy.sparse import csr_array
    from scipy.stats import binom

    count = len(trial.names)
    most = (1 + float(binom.ppf(0.99, again, ALPHA))) / (1 + again)
    trial.beyond = {
        id_: (
            np.zeros((count, len(observed.frame.actors)), dtype=bool),
            np.zeros((count, len(observed.frame.actors)), dtype=bool),
        )
        for id_ in ids
    }
    for some in _few(observed.frame, count, again):
        starts = [csr_array(table) for table in trial.tables(some)]
        drawn = draw(starts, draws=again, seed=seed)

        def tables(part: slice, made: Draws = drawn) -> NDArray[np.int64]:
            return made.tables(part.start, part.stop)

        found = each(observed.frame, observed.network.projection, count=len(drawn), tables=tables, ids=ids)
        for id_, table in found.items():
            for place in range(some.start, some.stop):
                first = (place - some.start) * again
                both = tails(trial.values[id_][place], table[first : first + again])
                for held, p in zip(trial.beyond[id_], both, strict=True):
                    held[place] = p <= most
        tell("again", some.stop, count)


def _few(frame: TwoMode, count: int, again: int) -> Iterable[slice]:
    """Networks whose draws are made at once."""
    at_once = max(1, 32_000_000 // max(1, again * len(frame.actors) * len(frame.tasks)))
    for start in range(0, count, at_once):
        yield slice(start, min(start + at_once, count))


def _trial(
    observed: Observed,
    names: tuple[tuple[str, ...], ...],
    tables: Callable[[slice], NDArray[np.int64]],
    tell: Tell,
) -> Trial:
    import numpy as np

    present = np.zeros((len(names), len(observed.frame.actors)), dtype=bool)

    def noted(some: slice) -> NDArray[np.int64]:
        made = tables(some)
        present[some] = made.any(axis=2)
        return made

    values = each(
        observed.frame,
        observed.network.projection,
        count=len(names),
        tables=noted,
        ids=observed.ids,
        tell=tell,
    )
    return Trial(names, values, present, tables)
