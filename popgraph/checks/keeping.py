"""What several checks read of one store, read once and kept as long as the store is."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any, TypeVar, cast
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["forget", "kept"]

_T = TypeVar("_T")
_KEPT: WeakKeyDictionary[Store, dict[Hashable, Any]] = WeakKeyDictionary()


def kept(store: Store, key: Hashable, make: Callable[[], _T]) -> _T:
    """Return what was made for a store under a key, made now if it wasn't yet. Nobody may change it.

    >>> from popgraph.embedded import EmbeddedStore
    >>> store = EmbeddedStore()
    >>> kept(store, "number", lambda: 1), kept(store, "number", lambda: 2)
    (1, 1)
    """
    held = _KEPT.setdefault(store, {})
    if key not in held:
        held[key] = make()
    return cast("_T", held[key])


def forget(store: Store) -> None:
    """Let go of what was read of a store: whoever changes one in place says so."""
    _KEPT.pop(store, None)
