"""The shape of the real plan, as numbers, and how they are drawn from.

Measured in the transcription of the cacao plan (`data/pe-cus/pop-cacao/2005/transcription/*.csv`): a list holds one
number for each activity or task of it, so that drawing from a list draws from its distribution.
"""

from __future__ import annotations

from itertools import accumulate
from random import Random
from typing import TypeVar

__all__ = [
    "ACTIVITIES",
    "DUE_WORDINGS",
    "GOALS",
    "GROUPS",
    "INDICATORS",
    "MODES",
    "RESPONSIBILITIES",
    "TASKS",
    "pick",
    "zipf",
]

_T = TypeVar("_T")

ACTIVITIES = ((1, 56), (2, 25), (3, 9), (4, 4), (5, 2), (6, 1), (7, 1), (9, 1), (11, 1))
"""Activities of a plan and their weight. The real plan has 11; most made-up ones are of the size of a municipality's,
so that the mean over plans is about 1,600 triples."""

TASKS = ((2, 4), (3, 3), (4, 3), (5, 1))
"""Tasks of an activity: tasks.csv, but that the one activity of a single task (VER-05) counts as one of two."""

GOALS = ((1, 31), (2, 1), (3, 1))
"""Goals of a task: goals.csv."""

INDICATORS = ((1, 5), (2, 21), (3, 7))
"""Indicators of a task: indicators.csv."""

RESPONSIBILITIES = ((1, 1), (2, 1), (3, 2), (4, 1), (5, 5), (6, 15), (7, 3), (8, 3), (9, 2))
"""Parties responsible for a task: responsibilities.csv."""

MODES = (("event", 48), ("cumulative", 5), ("share", 4), ("area", 4), ("level", 4), ("per-year", 2))
"""Kinds of target: target_mode and target_unit of indicators.csv, without the one increase (HOR-06)."""

DUE_WORDINGS = (
    ("A fines de {}", 26),
    ("A mediados de {}", 12),
    ("Al {}", 8),
    ("A inicios de {}", 6),
    ("A fines del {}", 3),
    ("En el {}", 3),
    ("A inicios del {}", 2),
    ("A finales de {}", 2),
    ("Para fines de {}", 1),
    ("A mediados del {}", 1),
)
"""Wordings of due periods: due_text of indicators.csv, without the three of no end (TMP-06, TMP-11)."""

GROUPS = 0.31
"""How often the second and later parties of a task are drawn from the groups, so that 28 % of all mentions name one:
54 of 191 in responsibilities.csv by wordings.csv."""


def pick(rng: Random, weighted: tuple[tuple[_T, int], ...]) -> _T:
    """Return one of the values, each as often as its weight says.

    >>> pick(Random(1), (("a", 1), ("b", 0)))
    'a'
    """
    left = rng.randrange(sum(weight for _, weight in weighted))
    for value, weight in weighted:
        if left < weight:
            return value
        left -= weight
    raise AssertionError("unreachable: the weights add up")


def zipf(length: int) -> list[float]:
    """Return cumulative weights 1, 1 + 1/2, 1 + 1/2 + 1/3 … for `random.choices`.

    >>> [round(weight, 2) for weight in zipf(3)]
    [1.0, 1.5, 1.83]
    """
    return list(accumulate(1 / rank for rank in range(1, length + 1)))
