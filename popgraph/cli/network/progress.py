"""How far an analysis is, on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from popgraph.cli.progress import shown

__all__ = ["told"]

_WHAT = {"es": "análisis", "en": "analysis"}


@contextmanager
def told(lang: str) -> Iterator[Callable[[str, int, int], None] | None]:
    """Give what shows on a terminal how far an analysis is; None where errors go elsewhere."""
    with shown(_WHAT[lang]) as bar:
        if bar is None:
            yield None
            return
        show = bar
        yield lambda _what, done, total: show(done, total)
