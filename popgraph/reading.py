"""Looking at a file before and after the RDF parser: what it can't survive, and what its errors mean.

The parser keeps what is open on its stack or in memory that grows with the square of the depth; a file that is nested
without end would take the process down. So files of the formats that nest are scanned first, and refused beyond
`NESTING` levels.

>>> FORMATS[".ttl"]
<RdfFormat Turtle>
"""

from __future__ import annotations

import mmap
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import RdfFormat

from popgraph.errors import DataError

__all__ = ["FORMATS", "NESTING", "broken", "check_file", "check_safe", "format_of", "reading", "too_long"]

FORMATS: dict[str, RdfFormat] = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}
# XML elements, JSON objects and lists, or triple terms in one another.
NESTING = 256

_KINDS = {".ttl": "Turtle", ".trig": "TriG", ".nt": "N-Triples", ".nq": "N-Quads", ".jsonld": "JSON-LD"}
_BETWEEN = re.compile(r"line (\d+) (?:column|between columns) (\d+)")
_JSON = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\Z)|[\[\]{}]', re.DOTALL)
_TERMS = re.compile(
    rb'"""(?:[^"\\]++|\\.|"(?!""))*+(?:"""|\Z)' + rb"|'''(?:[^'\\]++|\\.|'(?!''))*+(?:'''|\Z)"
    rb'|"(?:[^"\\\r\n]++|\\.)*+"' + rb"|'(?:[^'\\\r\n]++|\\.)*+'|#[^\r\n]*|<<|>>|<[^<>\s]*>",
    re.DOTALL,
)
# Entities that name a namespace are short, and what they grow to is little beside the file.
_ENTITY = 1000
_GROWTH = 1 << 24


def format_of(path: Path) -> RdfFormat:
    """Return the format that a file's suffix stands for.

    Raises:
        DataError: If it is none that is known.
    """
    try:
        return FORMATS[path.suffix.lower()]
    except KeyError:
        raise DataError(
            "Not a known RDF format", where=str(path), hint=f"Known suffixes: {', '.join(FORMATS)}"
        ) from None


def check_file(path: Path) -> None:
    """Do nothing if a path names a regular file, or a link to one: a pipe or a device could be read without end.

    Raises:
        DataError: If there is none, it is something else, or it can't be looked at.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError as error:
        raise DataError("No such file", where=str(path), hint="Check the path, or the catalogue") from error
    except (OSError, ValueError) as error:
        raise DataError("The file can't be read", where=str(path), hint=str(error)) from error
    if not stat.S_ISREG(mode):
        raise DataError(
            "Not a file", where=str(path), hint="Devices, pipes and folders are no files; save it in one"
        )


def check_safe(path: Path) -> None:
    """Do nothing if a file of a known format can be given to the parser; whether it is valid, the parser tells.

    Raises:
        DataError: If it isn't a regular file, is nested deeper than `NESTING`, or has XML entities that expand to much.
        OSError: If it can't be read.
    """
    check_file(path)
    fmt = format_of(path)
    if fmt == RdfFormat.RDF_XML:
        _check_xml(path, path.read_bytes())
        return
    if path.stat().st_size == 0:
        # There is nothing to map.
        return
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if fmt == RdfFormat.JSON_LD:
            _check_nesting(path, content, _JSON, (b"[", b"{"), (b"]", b"}"))
        elif _has_many(content, b"<<"):
            _check_nesting(path, content, _TERMS, (b"<<",), (b">>",))


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Look at a file before it is parsed within, and say where it is broken if it is.

    Raises:
        DataError: If it can't be read, isn't safe to be parsed, or is broken; with line and column.

    >>> with reading(Path("no-such-file.ttl")):  # doctest: +IGNORE_EXCEPTION_DETAIL
    ...     pass
    Traceback (most recent call last):
    popgraph.errors.DataError: The file can't be read
    """
    try:
        check_safe(path)
        yield
    except SyntaxError as error:
        raise broken(path, error) from error
    except OSError as error:
        raise DataError("The file can't be read", where=str(path), hint=str(error)) from error
    except MemoryError as error:
        raise too_long(path) from error


def broken(path: Path, error: SyntaxError) -> DataError:
    """Return what the parser said of a file as an error with file, line, column and what to do."""
    said = str(error.msg).removeprefix("Parser error at ")
    place = _BETWEEN.search(said)
    where = f"{path}:{place[1]}:{place[2]}" if place else str(path)
    reason = said.partition(": ")[2] if place else said
    if "UTF-8" in reason:
        return DataError("Not UTF-8 text", where=where, hint="Save the file as UTF-8")
    if "\ufeff" in reason:
        return DataError(
            "The file begins with a byte order mark", where=where, hint="Save it as UTF-8 without"
        )
    if "LoadDocumentCallback" in reason:
        return DataError(
            "Its context is on the web, which is not fetched", where=where, hint="Write it inline"
        )
    undeclared = re.match(r"The prefix (\S*): has not been declared", reason)
    hint = f"Declare it: @prefix {undeclared[1]}: <...> ." if undeclared else "Correct the file there"
    kind = _KINDS.get(path.suffix.lower(), "RDF/XML")
    # A file that is no text at all comes back whole.
    return DataError(f"Not valid {kind}, {reason[:300]}", where=where, hint=hint)


def too_long(path: Path) -> DataError:
    """Return the error for a file with a literal or name that is longer than the parser's buffer."""
    return DataError(
        "A single literal or name is longer than 16 MiB",
        where=str(path),
        hint="Put the text in a file of its own and link to it",
    )


def _has_many(content: mmap.mmap, sign: bytes) -> bool:
    """Whether a sign stands there often enough to nest too deeply: without this, plain files needn't be cut up."""
    found = at = 0
    while found <= NESTING:
        at = content.find(sign, at) + 1
        if not at:
            return False
        found += 1
    return True


def _check_nesting(
    path: Path,
    content: mmap.mmap,
    pieces: re.Pattern[bytes],
    opening: tuple[bytes, ...],
    closing: tuple[bytes, ...],
) -> None:
    depth = 0
    for match in pieces.finditer(content):
        piece = match[0]
        depth += (piece in opening) - (piece in closing and depth > 0)
        if depth > NESTING:
            line = content[: match.start()].count(b"\n") + 1
            raise _too_deep(path, line)


def _too_deep(path: Path, line: int) -> DataError:
    return DataError(
        "The file is nested too deeply to be parsed safely",
        where=f"{path}:{line}",
        hint=f"At most {NESTING} levels; give what is inside names of its own",
    )


def _check_xml(path: Path, content: bytes) -> None:
    from xml.parsers import expat

    parser = expat.ParserCreate()
    depth = size = 0

    def opened(_: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > NESTING:
            raise _too_deep(path, parser.CurrentLineNumber)
        grown("".join(attributes.values()))

    def closed(_: str) -> None:
        nonlocal depth
        depth -= 1

    def grown(text: str) -> None:
        nonlocal size
        size += len(text)
        if size > len(content) + _GROWTH:
            raise _expands(path)

    def declared(_: str, parameter: bool, value: str | None, *rest: str | None) -> None:
        if parameter or value is None or "&" in value or len(value) > _ENTITY:
            raise _expands(path)

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = grown
    parser.EntityDeclHandler = declared
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise DataError(
            f"Not valid RDF/XML, {expat.ErrorString(error.code)}",
            where=f"{path}:{error.lineno}:{error.offset + 1}",
            hint="Correct the file there",
        ) from error


def _expands(path: Path) -> DataError:
    return DataError(
        "XML entities that expand further are refused",
        where=str(path),
        hint="Entities may name a namespace; write out all others",
    )
