"""A store within the process: in memory, or in a folder that was built before.

>>> from pyoxigraph import Literal, NamedNode, Quad
>>> plan, title = NamedNode("https://example.org/plan"), NamedNode("http://purl.org/dc/terms/title")
>>> store = EmbeddedStore.of([Quad(plan, title, Literal("POP Cacao"), NamedNode("https://example.org/g"))])
>>> store.select("SELECT ?t { ?s ?p ?t }").column("t")[0].value
'POP Cacao'
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pyoxigraph
from pyoxigraph import NamedNode, Quad, QueryBoolean, QueryResultsFormat, QuerySolutions

from popgraph.answers import Answer, Solutions, Term, Triples, Truth
from popgraph.errors import DataError, QueryError
from popgraph.ordering import steady
from popgraph.sparql import bind, form, guard, place, tokens, unbalanced
from popgraph.store import Store, plain_text
from popgraph.vocab import PREFIXES

if TYPE_CHECKING:
    from concurrent.futures import Future

__all__ = ["EmbeddedStore", "check_syntax", "is_store_folder"]

_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)")
# All else that can follow a backslash stands for itself.
_ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


class EmbeddedStore(Store):
    """The graph in this process, by Oxigraph.

    `popgraph.open` and `EmbeddedStore.open` make one; the constructor wraps an Oxigraph store.
    """

    # Whether what named graphs hold stands nowhere else; `popgraph.merged` copies it to the default graph.
    _union = True

    def __init__(self, store: pyoxigraph.Store | None = None, *, location: Path | None = None) -> None:
        self._store: pyoxigraph.Store | None = pyoxigraph.Store() if store is None else store
        self.location = location

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> Self:
        """Return a store in memory that holds the given quads."""
        store = pyoxigraph.Store()
        store.extend(quads)
        return cls(store)

    @classmethod
    def open(cls, folder: str | PathLike[str]) -> Self:
        """Return the store that `popgraph.build` left in a folder, for reading.

        Several processes may hold the same folder open.

        Raises:
            DataError: If there is no store in the folder or it can't be read.
        """
        path = Path(folder)
        if not os.path.exists(path):  # noqa: PTH110
            raise DataError(
                "No such folder", where=str(path), hint="Check the path, or make it: popgraph build"
            )
        if not is_store_folder(path):
            raise DataError(
                "No popgraph store in this folder", where=str(path), hint="Make one with popgraph build"
            )
        try:
            return cls(pyoxigraph.Store.read_only(str(path)), location=path)
        except (OSError, ValueError) as error:
            raise DataError("The store can't be opened", where=str(path), hint=_reason(error)) from error

    @property
    def oxigraph(self) -> pyoxigraph.Store:
        """The Oxigraph store itself.

        Raises:
            DataError: If the store was closed.
        """
        if self._store is None:
            raise DataError("The store is closed", where=str(self.location or "in memory"))
        return self._store

    def query(self, sparql: str, *, bindings: Mapping[str, Term] | None = None, union: bool = True) -> Answer:
        """Return the answer to a query; see `Store.query`.

        ``SERVICE`` is refused: nothing leaves the process.

        Raises:
            QueryError: If the query can't be parsed, with line and column, or is refused.
            DataError: If the files of the store can't be read.
        """
        guard(sparql)
        form(sparql)
        text = bind(sparql, bindings) if bindings else sparql
        try:
            result = self.oxigraph.query(steady(text), use_default_graph_as_union=union)
            if isinstance(result, QuerySolutions):
                names = tuple(variable.value for variable in result.variables)
                return Solutions(names, tuple(map(tuple, result)))
            if isinstance(result, QueryBoolean):
                return Truth(bool(result))
            return Triples(tuple(dict.fromkeys(result)))
        except SyntaxError as error:
            raise _syntax_error(sparql, text, error) from error
        except (OSError, ValueError, RuntimeError) as error:
            raise DataError("The query can't be answered", hint=_reason(error)) from error

    def texts(self, sparql: str) -> Iterator[tuple[str, ...]]:
        """Yield the rows of a SELECT query as plain texts; see `Store.texts`.

        Oxigraph writes them as TSV, which takes a fraction of the time that terms in Python take.

        Raises:
            QueryError: If the query can't be parsed, is refused, or is no SELECT.
            DataError: If the files of the store can't be read.
        """
        return _rows(self._tsv(sparql))

    def texts_of(self, *queries: str) -> tuple[Iterator[tuple[str, ...]], ...]:
        """Return the rows of several SELECT queries as plain texts; see `Store.texts_of`.

        They are answered side by side, on as many processors: Oxigraph doesn't hold Python's lock. It has begun when
        this returns.
        """
        from concurrent.futures import ThreadPoolExecutor

        pool = ThreadPoolExecutor(max_workers=len(queries) or 1)
        waiting = [pool.submit(self._tsv, sparql) for sparql in queries]
        pool.shutdown(wait=False)

        def rows(answer: Future[bytes]) -> Iterator[tuple[str, ...]]:
            yield from _rows(answer.result())

        return tuple(map(rows, waiting))

    def _tsv(self, sparql: str) -> bytes:
        guard(sparql)
        form(sparql)
        try:
            result = self.oxigraph.query(steady(sparql), use_default_graph_as_union=self._union)
            if not isinstance(result, QuerySolutions):
                raise QueryError("Not a SELECT query", where=sparql[:80])
            return result.serialize(format=QueryResultsFormat.TSV) or b""
        except SyntaxError as error:
            raise _syntax_error(sparql, sparql, error) from error
        except (OSError, ValueError, RuntimeError) as error:
            raise DataError("The query can't be answered", hint=_reason(error)) from error

    def graphs(self) -> tuple[str, ...]:
        """Return the IRIs of the named graphs, sorted."""
        return tuple(
            sorted(name.value for name in self.oxigraph.named_graphs() if isinstance(name, NamedNode))
        )

    def quads(self) -> Iterator[Quad]:
        """Yield every triple with the graph that it stands in."""
        yield from self.oxigraph

    def __len__(self) -> int:
        return len(self.oxigraph)

    def close(self) -> None:
        """Give back the memory, or the folder."""
        self._store = None


def is_store_folder(path: Path) -> bool:
    """Return whether a folder holds the files of an on-disk store."""
    # pathlib raises for a folder that may not be looked into; whoever reads it will say so better.
    return os.path.isfile(path / "CURRENT") and os.path.isfile(path / "IDENTITY")  # noqa: PTH113


def check_syntax(sparql: str) -> None:
    """Do nothing if a text is a SPARQL query that the embedded store would take.

    Raises:
        QueryError: With line and column, if it is not.

    >>> check_syntax("ASK { ?s ?p }")
    Traceback (most recent call last):
    popgraph.errors.QueryError: Not valid SPARQL: line 1, column 14. It was understood up to: ASK { ?s ?p }
    """
    guard(sparql)
    form(sparql)
    try:
        pyoxigraph.Store().query(sparql)
    except SyntaxError as error:
        raise _syntax_error(sparql, sparql, error) from error


def _syntax_error(sparql: str, text: str, error: SyntaxError) -> QueryError:
    """The error in the query as its author wrote it; positions are left out if parameters were bound."""
    match = _POSITION.match(str(_written(text, error)))
    if not match or text != sparql:
        return QueryError("Not valid SPARQL", hint=_reason(error) if not match else "")
    line, column, expected = int(match[1]), int(match[2]), match[3]
    missing = _undeclared(sparql) if "Prefix not found" in expected else ""
    if missing:
        namespace = PREFIXES.get(missing, "https://example.org/")
        return QueryError(
            f"Not valid SPARQL, the prefix {missing}: is not declared",
            where=place(sparql, next(t.start for t in tokens(sparql) if t.text.startswith(f"{missing}:"))),
            hint=f"Begin the query with PREFIX {missing}: <{namespace}>",
        )
    said = [part for part in re.split(r"expected (?:one of )?|, ", expected) if part.startswith("The ")]
    lines = sparql.splitlines() or [""]
    before = lines[min(line, len(lines)) - 1][: column - 1]
    hints = [*said, *unbalanced(sparql), f"It was understood up to: {before[-40:].strip() or '(nothing)'}"]
    return QueryError("Not valid SPARQL", where=f"line {line}, column {column}", hint=". ".join(hints))


def _written(text: str, error: SyntaxError) -> SyntaxError:
    """The error in a query as it was before its order was made steady."""
    try:
        pyoxigraph.Store().query(text)
    except SyntaxError as found:
        return found
    return error


def _undeclared(sparql: str) -> str:
    """The first prefix that is used and not declared."""
    cut = tokens(sparql)
    declared = {cut[i + 1].text for i in range(len(cut) - 1) if cut[i].keyword == "PREFIX"}
    used = (f"{t.text.partition(':')[0]}:" for t in cut if t.kind == "word" and ":" in t.text)
    return next((prefix[:-1] for prefix in used if prefix not in declared and prefix != "_:"), "")


def _rows(table: bytes) -> Iterator[tuple[str, ...]]:
    """The rows of TSV as plain texts."""
    # Escapes are rare, and looked for in each cell only where there are any.
    said = _meant if b"\\" in table else _bare
    lines = iter(io.BytesIO(table))
    next(lines)
    for line in lines:
        yield tuple(map(said, line[:-1].decode().split("\t")))


def _bare(cell: str) -> str:
    """What a cell of TSV in which nothing is escaped says: an IRI, a literal's lexical form, or the cell itself."""
    if cell.startswith("<"):
        return cell[1:-1] if cell[1] != "<" else _triple(cell)
    return cell[1 : cell.rindex('"')] if cell.startswith('"') else cell


def _triple(cell: str) -> str:
    """What a cell of TSV with a triple term says; TSV writes numbers and control characters in a way of its own."""
    found = pyoxigraph.parse_query_results(f"?x\n{cell}\n", format=QueryResultsFormat.TSV)
    return plain_text(next(found)[0]) if isinstance(found, QuerySolutions) else cell


def _meant(cell: str) -> str:
    """What any cell of TSV says."""
    text = _bare(cell)
    return _ESCAPED.sub(_unescaped, text) if "\\" in text and cell.startswith('"') else text


def _unescaped(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[1], found[1])


def _reason(error: Exception) -> str:
    return str(error).splitlines()[0][:300] if str(error) else type(error).__name__
