"""Problems of the tables, gathered so that a person can mend them all in one go."""

from __future__ import annotations

from dataclasses import dataclass

from popgraph.errors import DataError

__all__ = ["Place", "Problem", "Problems"]


@dataclass(frozen=True, order=True)
class Place:
    """A row of a table: file name and line, counted from 1 with the header.

    >>> print(Place("tasks.csv", 7))
    tasks.csv:7
    """

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong in one row, and what to do about it."""

    where: Place
    what: str
    hint: str = ""

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}"
        return f"{text}. {self.hint}" if self.hint else text


class Problems:
    """The problems found so far.

    >>> problems = Problems()
    >>> problems.add(Place("tasks.csv", 7), "No such activity", hint="Add it to activities.csv")
    >>> [str(problem) for problem in problems.found()]
    ['tasks.csv:7: No such activity. Add it to activities.csv']
    """

    def __init__(self) -> None:
        self._found: set[Problem] = set()

    def add(self, where: Place, what: str, *, hint: str = "") -> None:
        """Remember one problem."""
        self._found.add(Problem(where, what, hint))

    def found(self) -> tuple[Problem, ...]:
        """Return the problems, by file and line."""
        return tuple(sorted(self._found))

    def stop_if_any(self, folder: str) -> None:
        """Raise one error that names every problem.

        Raises:
            DataError: At least one problem was found.
        """
        found = self.found()
        if len(found) == 1:
            raise DataError(found[0].what, where=f"{folder}: {found[0].where}", hint=found[0].hint)
        if found:
            lines = "\n".join(f"  {problem}" for problem in found)
            raise DataError(
                f"{len(found)} problems in the tables",
                where=folder,
                hint=f"Correct these rows:\n{lines}",
            )
