"""What several checks read of one store, read once and kept as long as the store is, or what it was made of."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeVar, cast
from weakref import WeakKeyDictionary

from pyoxigraph import BlankNode, NamedNode, Triple

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from popgraph.store import Store

__all__ = ["Edit", "Keeper", "Pieces", "forget", "kept", "label"]

_T = TypeVar("_T")
_KEPT: WeakKeyDictionary[Store, dict[Hashable, Any]] = WeakKeyDictionary()


class Edit(NamedTuple):
    """What was changed in a store.

    Attributes:
        touched: The nodes of which something is said or no longer said, by the property.
        nodes: All of them.
        quads: All that is said of these nodes now, in named graphs.
    """

    touched: Mapping[str, frozenset[str]]
    nodes: frozenset[str]
    quads: tuple[Quad, ...]


class Pieces(ABC):
    """What was read of each node by itself, so that after an edit only the nodes are read again that it touched."""

    @abstractmethod
    def renew(self, edit: Edit) -> None:
        """Read again what an edit touched."""

    def noted(self, note: Callable[[frozenset[str] | None], None]) -> Self:
        """Return the same for somebody who wants to know which properties are read.

        Args:
            note: Is told the properties; None for any.
        """
        note(None)
        return self


class Keeper(ABC):
    """A store that keeps by itself what is read of it."""

    @abstractmethod
    def keep(self, key: Hashable, make: Callable[[Store], _T]) -> _T:
        """Return what was made of the store under a key, made now if it wasn't yet."""


def kept(store: Store, key: Hashable, make: Callable[[Store], _T]) -> _T:
    """Return what was made of a store under a key, made now if it wasn't yet. Nobody may change it.

    >>> from popgraph.embedded import EmbeddedStore
    >>> store = EmbeddedStore()
    >>> kept(store, "number", lambda store: 1), kept(store, "number", lambda store: 2)
    (1, 1)
    """
    if isinstance(store, Keeper):
        return store.keep(key, make)
    held = _KEPT.setdefault(store, {})
    if key not in held:
        held[key] = make(store)
    return cast("_T", held[key])


def label(node: NamedNode | BlankNode | Triple) -> str:
    """Return what a node is called here: its IRI, or the label of a blank node."""
    return str(node) if isinstance(node, Triple) else node.value


def forget(store: Store) -> None:
    """Let go of what was read of a store: whoever changes one in place says so."""
    _KEPT.pop(store, None)
