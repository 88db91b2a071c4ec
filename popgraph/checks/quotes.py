"""Checks of quotes against the stored text of the document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from popgraph import resources
from popgraph.checks.rows import rows, whole
from popgraph.codes import part_of
from popgraph.errors import PopgraphError
from popgraph.results import Result
from popgraph.wordings.quotes import fold

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["standing", "unread"]

_OA = "http://www.w3.org/ns/oa#"
_PASSAGES = """
SELECT DISTINCT ?passage ?quote ?first ?last ?document WHERE {
  ?passage oa:exact ?quote ; pop:firstLine ?first ; pop:lastLine ?last ; oa:hasSource ?document .
} ORDER BY ?passage"""


def standing(store: Store) -> Iterator[Result]:
    """Yield TXT-01: a quote that doesn't begin on its first line and end on its last in the stored text.

    Documents that popgraph doesn't ship are left out; see `unread`.
    """
    for row in rows(store, _PASSAGES):
        text = _lines(row["document"])
        if text is not None and not _stands(text, row["quote"], whole(row["first"]), whole(row["last"])):
            yield Result(
                "TXT-01",
                row["passage"],
                _OA + "exact",
                row["quote"],
                bindings=(("lines", f"{row['first']}-{row['last']}"),),
            )


def unread(store: Store) -> Iterator[Result]:
    """Yield TXT-01s: a document whose text isn't at hand, and how many quotes of it go unchecked."""
    counted = Counter(row["document"] for row in rows(store, _PASSAGES) if _lines(row["document"]) is None)
    for document, number in sorted(counted.items()):
        yield Result("TXT-01s", document, _OA + "hasSource", str(number))


def _stands(text: tuple[str, ...], quote: str, first: int, last: int) -> bool:
    if not 1 <= first <= last <= len(text):
        return False
    lines = [fold(line) for line in text[first - 1 : last]]
    joined, wanted = fold(" ".join(lines)), fold(quote)
    start = joined.find(wanted)
    while wanted and start >= 0:
        if start < len(lines[0]) and start + len(wanted) > len(joined) - len(lines[-1]):
            return True
        start = joined.find(wanted, start + 1)
    return False


@lru_cache(maxsize=8)
def _lines(document: str) -> tuple[str, ...] | None:
    part = part_of(document)
    if not part:
        return None
    try:
        text = resources.path("data", *part[0].split("/"), "source.txt").read_text(encoding="utf-8")
    except (PopgraphError, OSError, UnicodeDecodeError):
        return None
    return tuple(text.split("\n"))
