"""What a network would look like if only how many tasks each actor has, and how many actors each task, were given.

The null model takes every table of actors × tasks with the observed margins, and no other, as equally likely: the fixed
degree sequence model. A table is drawn by a Markov chain that starts from the observed one. Each step picks two of the
ties, actor i at task s and actor j at task t, with equal chances and independently (the same tie twice is one of the
choices), and exchanges the tasks if neither i–t nor j–s is a tie already; otherwise the table stays as it is, and *that
counts as a step*. The chain is symmetric, reaches every table by exchanges (Ryser 1957) and, since it may stay, isn't
periodic: its only stationary distribution is the uniform one. A chain that doesn't count the steps that failed would
prefer tables with many possible exchanges.

Each draw is a chain of its own, so that draws are independent; each makes a stated number of steps, twenty a tie if
nothing else is asked for. Drawn is whether a task names an actor. *How often* it does isn't: these counts stay with
the actor, so that one who is named twice by some task is named twice by one of those drawn. Every actor's mentions are
kept, then; a task's are where each names its actors once, as in the cacao plan.

The margins are those of the network at hand: where a selection leaves actors out, a task has as many actors as are
left.

Sources: Ryser, Combinatorial properties of matrices of zeros and ones, Canadian Journal of Mathematics 9 (1957); Rao,
Jana & Bandyopadhyay, A Markov chain Monte Carlo method for generating random (0,1)-matrices with given marginals,
Sankhyā A 58 (1996); Carstens, Proof of uniform sampling of binary matrices with fixed row sums and column sums for the
fast Curveball algorithm, Physical Review E 91, 042812 (2015); Neal, The backbone of bipartite projections, Social
Networks 39 (2014).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

__all__ = ["STEPS_A_TIE", "Draws", "draw", "steps_of"]

STEPS_A_TIE = 20
"""How many steps a chain makes for each tie of the observed table."""

# Bytes that the tables of the chains that run at once may take.
_BYTES = 128_000_000
# Steps whose random numbers are drawn at once.
_BLOCK = 256


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """Tables with the margins of an observed one, or of several.

    Attributes:
        shape: Number of actors and of tasks.
        actors: A row a draw, a column a tie: the actor's place. It is the same in all draws of one observed table.
        tasks: The task's place, in the same way.
        counts: How often the task names the actor, in the same way; 0 where a draw has fewer ties.
        steps: How many steps the longest chain made.
        accepted: Share of the steps that exchanged something; NaN if there were none.
    """

    shape: tuple[int, int]
    actors: NDArray[np.int64]
    tasks: NDArray[np.int64]
    counts: NDArray[np.int64]
    steps: int
    accepted: float

    def __len__(self) -> int:
        return len(self.tasks)

    def tables(self, first: int = 0, last: int | None = None) -> NDArray[np.int64]:
        """Return some draws, from the first to before the last, as one table of draws × actors × tasks."""
        import numpy as np

        some = slice(first, last)
        tasks = self.tasks[some]
        made = np.zeros((len(tasks), *self.shape), dtype=np.int64)
        rows = np.broadcast_to(np.arange(len(tasks))[:, None], tasks.shape)
        np.add.at(made, (rows, self.actors[some], tasks), self.counts[some])
        return made


def steps_of(ties: int) -> int:
    """Return how many steps a chain makes if nothing else is asked for."""
    return STEPS_A_TIE * ties


def draw(
    observed: Sequence[csr_array],
    *,
    draws: int,
    seed: int,
    steps: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Draws:
    """Return tables drawn at random among all that have the margins of an observed one.

    Args:
        observed: Tables of actors × tasks of one shape: how often a task names an actor. Mostly one.
        draws: How many draws of each; those of the first come first.
        seed: Of numpy's default generator; the same one gives the same draws.
        steps: How many steps each chain makes; `STEPS_A_TIE` for each tie if None.
        progress: Called now and then with the steps made and the steps to make.

    >>> import numpy as np
    >>> from scipy.sparse import csr_array
    >>> found = draw([csr_array(np.eye(3, dtype=int))], draws=4, seed=1)
    >>> bool((found.tables().sum(axis=2) == 1).all())
    True
    """
    import numpy as np

    tables = [table.tocoo() for table in observed]
    sizes = np.repeat([table.nnz for table in tables], draws)
    width = max((table.nnz for table in tables), default=0)
    shape = (tables[0].shape[0], tables[0].shape[1]) if tables else (0, 0)
    columns = [
        np.repeat(np.stack([_wide(part, width) for part in parts]), draws, axis=0)
        if parts
        else np.zeros((0, width), dtype=np.int64)
        for parts in (
            [table.coords[0] for table in tables],
            [table.coords[1] for table in tables],
            [table.data for table in tables],
        )
    ]
    actors, tasks, counts = columns
    rng = np.random.default_rng(seed)
    many = steps_of(width) if steps is None else steps
    at_once = max(1, _BYTES // max(1, shape[0] * shape[1]))
    moved, done, total = 0, 0, many * -(-len(tasks) // at_once)
    for start in range(0, len(tasks), at_once):
        some = slice(start, start + at_once)

        def tell(made: int, before: int = done) -> None:
            if progress:
                progress(before + made, total)

        if width:
            moved += _shuffle(
                actors[some], tasks[some], sizes[some], shape=shape, steps=many, rng=rng, tell=tell
            )
        done += many
    tried = many * len(tasks)
    return Draws(shape, actors, tasks, counts, many, moved / tried if tried else float("nan"))


def _wide(values: NDArray[np.int64], width: int) -> NDArray[np.int64]:
    """With zeros behind; these are no ties."""
    import numpy as np

    made = np.zeros(width, dtype=np.int64)
    made[: len(values)] = values
    return made


def _shuffle(
    actors: NDArray[np.int64],
    tasks: NDArray[np.int64],
    sizes: NDArray[np.int64],
    *,
    shape: tuple[int, int],
    steps: int,
    rng: np.random.Generator,
    tell: Callable[[int], None],
) -> int:
    """Let chains run side by side, and return how many exchanges they made; ``tasks`` becomes what they end in."""
    import numpy as np

    chains, width = tasks.shape
    height, breadth = shape
    base = np.arange(chains) * (height * breadth)
    held = np.zeros(chains * height * breadth, dtype=bool)
    real = np.arange(width)[None, :] < sizes[:, None]
    held[(base[:, None] + actors * breadth + tasks)[real]] = True
    flat = tasks.reshape(-1)
    cells = (base[:, None] + actors * breadth).reshape(-1)
    first = np.arange(chains) * width
    moved = 0
    # In a table without ties place 0 is picked, which is none: it counts nothing.
    high = np.maximum(sizes, 1)
    for start in range(0, steps, _BLOCK):
        count = min(_BLOCK, steps - start)
        picked = (rng.random((2, count, chains)) * high).astype(np.int64) + first
        rows = cells[picked]
        for left, right, left_row, right_row in zip(*picked, *rows, strict=True):
            s, t = flat[left], flat[right]
            crossed, other = left_row + t, right_row + s
            able = np.flatnonzero(~(held[crossed] | held[other]))
            # Where both are one tie, or one actor or task, what would come of it is held already.
            held[(left_row + s)[able]] = False
            held[(right_row + t)[able]] = False
            held[crossed[able]] = True
            held[other[able]] = True
            flat[left[able]] = t[able]
            flat[right[able]] = s[able]
            moved += len(able)
        tell(start + count)
    return moved
