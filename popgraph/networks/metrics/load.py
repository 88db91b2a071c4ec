"""Load by year: how many indicators each actor has due in each year, for certain and possibly.

`years` gives a `YearLoad`: a row an actor, a column a year from the first to the last that the periods state, and in it

* ``certain``: indicators whose period falls in the year for sure: within it, or by its end (*al 2007*);
* ``counted``: indicators that count for the year, each period in one year only, its last (`Period.year`); this is what
  a two-mode network of years has;
* ``possible``: indicators that may fall due in the year: the certain ones, and those whose period of several years
  touches it; one without an end (*a partir de 2006*) touches every year from its first on.

It is the convention of the question CQ13, ``due-in-year``; everywhere certain ≤ counted ≤ possible.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from popgraph.errors import UsageError
from popgraph.networks.extras import needs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from popgraph.networks.actors import Actor
    from popgraph.networks.tasks import Period, Task
    from popgraph.networks.twomode import TwoMode

__all__ = ["YearLoad", "years"]


@dataclass(frozen=True, slots=True, eq=False)
class YearLoad:
    """How many indicators actors have due in each year; a row an actor, a column a year.

    Attributes:
        actors: The rows.
        years: The columns, without a gap; empty if nothing is dated.
        certain: Indicators that fall due in the year for sure.
        counted: Indicators that count for the year, each period in one year.
        possible: Indicators that may fall due in the year.
        undated: By actor, indicators without a date.
        totals: By the names ``certain``, ``counted`` and ``possible``, indicators of all tasks in each year, each once
            however many actors it has.
    """

    actors: tuple[Actor, ...]
    years: tuple[int, ...]
    certain: NDArray[np.int64]
    counted: NDArray[np.int64]
    possible: NDArray[np.int64]
    undated: NDArray[np.int64]
    totals: dict[str, NDArray[np.int64]]


def years(network: TwoMode, *, tasks: Iterable[Task] | None = None) -> YearLoad:
    """Return the load of each actor by year.

    An actor has the indicators of the tasks that name it, however often they do. An indicator with several periods
    counts in each of their years, once a year.

    Args:
        network: A two-mode network of any events. tasks: Where the due periods are taken from, such as what
        `popgraph.networks.fetch_tasks` gives; the network's own
            tasks if None, which have periods if its events are years or its selection asks for dates.

    Raises:
        UsageError: If the network's own tasks come without periods, and no others are given.
        MissingExtraError: If the extra ``networks`` isn't installed.

    >>> import popgraph
    >>> from popgraph.networks import two_mode
    >>> load = years(two_mode(popgraph.open(), events="year"))
    >>> load.years[0], load.years[-1], load.certain.shape == (46, len(load.years))
    (2005, 2015, True)
    """
    needs("numpy", "scipy")
    import numpy as np

    if tasks is None:
        dated = network.tasks
        if dated and not any(task.periods for task in dated):
            raise UsageError(
                "The tasks of the network come without due periods",
                where=f"a network of {network.kind}",
                hint='Make the network with events="year", or give tasks=fetch_tasks(store)',
            )
    else:
        known = {task.iri: task for task in tasks}
        dated = tuple(known.get(task.iri, task) for task in network.tasks)
    stated = [period for task in dated for period in task.periods if period.year is not None]
    columns = _columns(stated)
    kinds = ("certain", "counted", "possible")
    by_task = {kind: np.zeros((len(dated), len(columns)), dtype=np.int64) for kind in kinds}
    undated = np.zeros(len(dated), dtype=np.int64)
    for row, task in enumerate(dated):
        seen = {period.indicator for period in task.periods if period.year is not None}
        undated[row] = task.indicators - len(seen)
        for kind in kinds:
            due = {
                (period.indicator, column)
                for period in task.periods
                for column, year in enumerate(columns)
                if _due(period, year, kind)
            }
            for _, column in due:
                by_task[kind][row, column] += 1
    named = network.mentions.astype(bool).astype(np.int64)
    tables = {kind: np.asarray(named @ table, dtype=np.int64) for kind, table in by_task.items()}
    return YearLoad(
        network.actors,
        columns,
        tables["certain"],
        tables["counted"],
        tables["possible"],
        np.asarray(named @ undated, dtype=np.int64),
        {kind: table.sum(axis=0) for kind, table in by_task.items()},
    )


def _columns(stated: Iterable[Period]) -> tuple[int, ...]:
    ends = [day.year for period in stated for day in (period.earliest, period.latest) if day is not None]
    return tuple(range(min(ends), max(ends) + 1)) if ends else ()


def _due(period: Period, year: int, kind: str) -> bool:
    if kind == "possible":
        return period.touches(datetime.date(year, 1, 1), datetime.date(year, 12, 31))
    return period.year == year and (kind == "counted" or period.certain)
