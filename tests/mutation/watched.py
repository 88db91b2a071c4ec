"""A store that is changed in place and remembers what it was asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from pyoxigraph import Quad

from popgraph.checks import keeping
from popgraph.embedded import EmbeddedStore

if TYPE_CHECKING:
    from popgraph.answers import Answer, Term

__all__ = ["WatchedStore", "names"]

_PREFIX = re.compile(r"(?m)^PREFIX .*$")
_ANY_PROPERTY = re.compile(r"(?:^|[.;{])\s*[?$]\w+\s+[?$](\w+)\s", re.MULTILINE)


class WatchedStore(EmbeddedStore):
    """Some quads in memory.

    Attributes:
        asked: The queries since it was last cleared.
        was_read: Whether all quads were read since this was last unset.
    """

    def __init__(self, quads: Iterable[Quad]) -> None:
        super().__init__()
        self._held = dict.fromkeys(quads)
        self.oxigraph.extend(self._held)
        self.asked: set[str] = set()
        self.was_read = False

    def query(self, sparql: str, *, bindings: Mapping[str, Term] | None = None, union: bool = True) -> Answer:
        """Return the answer to a query, and remember the query."""
        self.asked.add(sparql)
        return super().query(sparql, bindings=bindings, union=union)

    def quads(self) -> Iterator[Quad]:
        """Yield every quad."""
        self.was_read = True
        yield from self._held

    def change(self, removed: Iterable[Quad], added: Iterable[Quad]) -> None:
        """Take some quads away and add others; what was kept of the store is read anew."""
        keeping.forget(self)
        for quad in removed:
            self.oxigraph.remove(quad)
            self._held.pop(quad, None)
        for quad in added:
            self.oxigraph.add(quad)
            self._held[quad] = None


def names(query: str) -> frozenset[str] | None:
    """Return the local names in a query, or None if it takes any property."""
    body = _PREFIX.sub("", query)
    for match in _ANY_PROPERTY.finditer(body):
        if not re.search(rf"[?$]{match[1]} IN \(", body):
            return None
    return frozenset(re.findall(r"\w+", body))
