"""The one error that popgraph raises on bad input, and its kinds.

Each says what happened, where, and what to do about it; the command line prints these three lines.
"""

from __future__ import annotations

__all__ = [
    "DataError",
    "EndpointError",
    "MissingExtraError",
    "PopgraphError",
    "QueryError",
    "UsageError",
]


class PopgraphError(Exception):
    """Base of every error that popgraph raises on purpose.

    Args:
        what: What happened, one sentence.
        where: File, line, IRI, URL or option that it happened in; empty if there is none.
        hint: What to do about it; empty if nothing can be said.

    >>> error = PopgraphError("No such file", where="plan.ttl", hint="Check the path")
    >>> print(error)
    No such file: plan.ttl. Check the path
    """

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        text = f"{self.what}: {self.where}" if self.where else self.what
        return f"{text}. {self.hint}" if self.hint else text


class DataError(PopgraphError):
    """A file, table or graph that can't be read or doesn't hold what it must."""


class QueryError(PopgraphError):
    """A query that is unknown, not SPARQL, refused, or given a wrong parameter."""


class EndpointError(PopgraphError):
    """A remote SPARQL endpoint that can't be reached, refuses or takes too long."""


class UsageError(PopgraphError):
    """A call or option that can't be carried out as given."""


class MissingExtraError(PopgraphError):
    """An optional dependency that isn't installed."""
