"""Measures of actors over a stack of networks, each equal to that of `popgraph.networks.metrics` on every one.

What a measure is, its formula and its source stand there; here it is worked out for many networks at once. Values of
actors who aren't in a network mean nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from popgraph.networks.metrics.category import ATTRIBUTES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from popgraph.networks.robustness.stack import Stack

    Floats = NDArray[np.float64]

__all__ = ["FAST"]

# Steps of power iteration by squaring: 2 to this power of them at most.
_SQUARINGS = 20
# What twice as many steps change by when there is nothing left to do.
_AT_REST = 1e-13
_ROLES = ("coordinator", "itinerant", "gatekeeper", "liaison")


def _two_mode_degree(stack: Stack) -> Floats:
    found: Floats = stack.tied_events.sum(axis=2)
    return found


def _two_mode_strength(stack: Stack) -> Floats:
    found: Floats = stack.events.sum(axis=2)
    return found


def _fractional_load(stack: Stack) -> Floats:
    found: Floats = _over(stack.events, stack.events.sum(axis=1)[:, None, :], 0.0).sum(axis=2)
    return found


def _degree(stack: Stack) -> Floats:
    return stack.degrees


def _strength(stack: Stack) -> Floats:
    found: Floats = stack.weights.sum(axis=2)
    return found


def _betweenness(stack: Stack) -> Floats:
    """Brandes (2001), all sources at once, level by level."""
    import numpy as np

    tied = stack.tied
    paths, levels = _levels(stack)
    depends = np.zeros_like(paths)
    each = np.divide(1.0, paths, out=np.zeros_like(paths), where=paths > 0)
    for place in range(len(levels) - 1, 0, -1):
        share = levels[place] * (1 + depends) * each
        depends += levels[place - 1] * paths * (share @ tied)
    own = np.arange(tied.shape[1])
    depends[:, own, own] = 0.0
    pairs = ((stack.sizes - 1) * (stack.sizes - 2))[:, None]
    return _over(depends.sum(axis=1), pairs, np.nan)


def _closeness(stack: Stack) -> Floats:
    import numpy as np

    _, levels = _levels(stack)
    reached = np.zeros(stack.present.shape)
    total = np.zeros(stack.present.shape)
    for distance, level in enumerate(levels):
        if distance:
            count = level.sum(axis=2)
            reached += count
            total += distance * count
    made = _over(reached, total, 0.0) * _over(reached, stack.sizes[:, None] - 1, np.nan)
    return np.where(stack.sizes[:, None] > 1, made, np.nan)


def _eigenvector(tables: Floats) -> Floats:
    """Power iteration from equal values, as powers of the table plus its greatest row sum on the diagonal."""
    import numpy as np

    size = tables.shape[1]
    made = np.full(tables.shape[:2], np.nan)
    some = np.flatnonzero(tables.any(axis=(1, 2)))
    if not len(some):
        return made
    # So that eigenvalues are above 0 and a bipartite component comes to rest too.
    power = tables[some].copy()
    own = np.arange(size)
    power[:, own, own] += 0.5 * power.sum(axis=2).max(axis=1)[:, None]
    # An actor without ties would keep some of the value that it started with.
    start = tables[some].any(axis=2).astype(float)[:, :, None]
    vector = start / np.linalg.norm(start, axis=1, keepdims=True)
    for _ in range(_SQUARINGS):
        power /= power.max(axis=(1, 2))[:, None, None]
        power = power @ power
        before, vector = vector, power @ start
        vector /= np.linalg.norm(vector, axis=1, keepdims=True)
        if np.abs(vector - before).max() < _AT_REST:
            break
    made[some] = vector[:, :, 0]
    return made


def _core(stack: Stack) -> Floats:
    """Seidman (1983): those with too few ties among the rest go, for one k after the other."""
    import numpy as np

    found = np.zeros(stack.present.shape)
    left = stack.degrees > 0
    k = 1.0
    while left.any():
        while True:
            around = (stack.tied @ left[:, :, None].astype(float))[:, :, 0]
            stay = left & (around >= k)
            if (stay == left).all():
                break
            left = stay
        found[left] = k
        k += 1
    return found


def _clustering(stack: Stack) -> Floats:
    import numpy as np

    shared = stack.shared
    events = stack.tied_events.sum(axis=2)
    either = events[:, :, None] + events[:, None, :] - shared
    overlap = _over(shared, either, 0.0).sum(axis=2)
    return _over(overlap, (shared > 0).sum(axis=2).astype(float), np.nan)


def _constraint(stack: Stack, *, weighted: bool) -> Floats:
    import numpy as np

    table = stack.weights if weighted else stack.tied
    parts = _over(table, table.sum(axis=2, keepdims=True), 0.0)
    local = (parts + parts @ parts) ** 2 * stack.tied
    return np.where(stack.degrees > 0, local.sum(axis=2), np.nan)


def _effective_size(stack: Stack) -> Floats:
    import numpy as np

    closed = ((stack.tied @ stack.tied) * stack.tied).sum(axis=2)
    return np.where(stack.degrees > 0, stack.degrees - _over(closed, stack.degrees, 0.0), np.nan)


def _effective_size_weighted(stack: Stack) -> Floats:
    import numpy as np

    table = stack.weights
    parts = _over(table, table.sum(axis=2, keepdims=True), 0.0)
    marginal = _over(table, table.max(axis=2, keepdims=True), 0.0)
    local = (1 - parts @ marginal.transpose(0, 2, 1)) * stack.tied
    return np.where(stack.degrees > 0, local.sum(axis=2), np.nan)


def _ei(stack: Stack, *, attribute: str) -> Floats:
    import numpy as np

    kinds = _kinds(stack, attribute)
    known = kinds >= 0
    same = (kinds[:, None] == kinds[None, :]) & known[:, None]
    both = known[:, None] & known[None, :]
    total = (stack.tied * both).sum(axis=2)
    inside = (stack.tied * same).sum(axis=2)
    return np.where(known, _over(total - 2 * inside, total, np.nan), np.nan)


def _brokerage(stack: Stack, *, attribute: str, role: str) -> Floats:
    import numpy as np

    kinds = _kinds(stack, attribute)
    known = (kinds >= 0).astype(float)
    ties = stack.tied * known[:, None] * known[None, :]
    around = ties.sum(axis=2)
    total = _pairs(around) - _closed(ties, ties)
    if role != "total":
        coordinator, itinerant, own = (np.zeros_like(total) for _ in range(3))
        for kind in range(int(kinds.max(initial=-1)) + 1):
            members = (kinds == kind).astype(float)
            near = (ties * members).sum(axis=2)
            inside = ties * members[:, None] * members[None, :]
            alike = _pairs(near) - _closed(ties, inside)
            coordinator += alike * members
            itinerant += alike * (1 - members)
            across = ties * (members[:, None] != members[None, :])
            own += (near * (around - near) - _closed(ties, across)) * members
        roles = (coordinator, itinerant, own, total - coordinator - itinerant - own)
        total = dict(zip(_ROLES, roles, strict=True))[role]
    return np.where(kinds >= 0, total, np.nan)


def _objectives(stack: Stack) -> Floats:
    found: Floats = (_spread(stack) > 0).sum(axis=2).astype(float)
    return found


def _participation(stack: Stack) -> Floats:
    import numpy as np

    spread = _spread(stack)
    total = spread.sum(axis=2)
    parts = _over(spread, total[:, :, None], 0.0)
    return np.where(total > 0, 1 - (parts**2).sum(axis=2), np.nan)


def _spread(stack: Stack) -> Floats:
    """Networks × actors × objectives: how many tasks; worked out once a stack."""
    import numpy as np

    kept: Floats | None = vars(stack).get("_spread")
    if kept is not None:
        return kept
    tasks = stack.template.tasks
    places = {
        iri: place for place, iri in enumerate(sorted({iri for task in tasks for iri in task.objectives}))
    }
    table = np.zeros((len(tasks), len(places)))
    for row, task in enumerate(tasks):
        table[row, [places[iri] for iri in task.objectives]] = 1
    made: Floats = stack.named @ table
    vars(stack)["_spread"] = made
    return made


def _levels(stack: Stack) -> tuple[Floats, list[NDArray[np.bool_]]]:
    """How many shortest paths lead from each actor to each, and who is how far from whom; worked out once a stack."""
    import numpy as np

    kept = vars(stack).get("_paths")
    if kept is not None:
        return kept  # type: ignore[no-any-return]
    count, size = stack.present.shape
    start = np.broadcast_to(np.eye(size, dtype=bool), (count, size, size))
    levels = [start]
    paths = start.astype(float)
    seen = start.copy()
    ahead = paths.copy()
    while True:
        ahead = ahead @ stack.tied
        ahead[seen] = 0.0
        level = ahead > 0
        if not level.any():
            break
        levels.append(level)
        paths += ahead
        seen |= level
    vars(stack)["_paths"] = (paths, levels)
    return paths, levels


def _kinds(stack: Stack, attribute: str) -> NDArray[np.int64]:
    """As `popgraph.networks.metrics.category.categories`; only which actors are alike matters."""
    import numpy as np

    words = [str(getattr(actor, attribute)) for actor in stack.template.actors]
    places = {word: place for place, word in enumerate(sorted(set(words) - {""}))}
    return np.array([places.get(word, -1) for word in words], dtype=np.int64)


def _closed(ties: Floats, some: Floats) -> Floats:
    """How many of some symmetrical ties are among the neighbours of each actor."""
    found: Floats = ((ties @ some) * ties).sum(axis=2) / 2
    return found


def _pairs(numbers: Floats) -> Floats:
    return numbers * (numbers - 1) / 2


def _over(above: Floats, below: Floats, otherwise: float) -> Floats:
    """A quotient, and something else where nothing is to divide by."""
    import numpy as np

    one, other = np.broadcast_arrays(above, below)
    made: Floats = np.divide(one, other, out=np.full(one.shape, otherwise), where=other > 0)
    return made


FAST: Mapping[str, Callable[[Stack], Floats]] = MappingProxyType(
    {
        "two-mode-degree": _two_mode_degree,
        "two-mode-strength": _two_mode_strength,
        "fractional-load": _fractional_load,
        "degree": _degree,
        "strength": _strength,
        "betweenness": _betweenness,
        "closeness": _closeness,
        "eigenvector": lambda stack: _eigenvector(stack.tied),
        "eigenvector-weighted": lambda stack: _eigenvector(stack.weights),
        "core": _core,
        "clustering": _clustering,
        "constraint": partial(_constraint, weighted=False),
        "constraint-weighted": partial(_constraint, weighted=True),
        "effective-size": _effective_size,
        "effective-size-weighted": _effective_size_weighted,
        **{f"ei-{attribute}": partial(_ei, attribute=attribute) for attribute in ATTRIBUTES},
        **{
            f"brokerage-{attribute}" + ("" if role == "total" else f"-{role}"): partial(
                _brokerage, attribute=attribute, role=role
            )
            for attribute in ATTRIBUTES
            for role in ("total", *_ROLES)
        },
        "objectives": _objectives,
        "participation": _participation,
    }
)
"""The measures that are worked out for a stack at once, by id; all others are measured network by network."""
