"""Where in a Turtle file a triple stands: the parsers at hand keep no places, so this reads the text once more.

It only looks for places and takes any text: what it doesn't understand it passes over.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from popgraph.findings import DataPlace

__all__ = ["Index", "Place", "index", "locate", "resolve"]

TURTLE = frozenset({".ttl", ".nt"})

_U = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_NAME = r"(?:[\w\-:%\u00b7\u0300-\u036f\u203f\u2040]|\\[_~.\-!$&'()*+,;=/?\#@%])"
# Nothing is tried again (`*+`): a literal of some megabytes would take a hundred times its size.
_TOKEN = re.compile(
    rf"""
      (?P<space>\s+|\#[^\r\n]*)
    | (?P<iri><(?:[^\x00-\x20<>"{{}}|^`\\]++|{_U})*+>)
    | (?P<string>\"\"\"(?:[^"\\]++|\\.|"(?!""))*+\"\"\" | '''(?:[^'\\]++|\\.|'(?!''))*+'''
              | "(?:[^"\\\r\n]++|\\.)*+" | '(?:[^'\\\r\n]++|\\.)*+')
    | (?P<at>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<type>\^\^)
    | (?P<number>[+-]?(?:\d*\.\d+(?:[eE][+-]?\d+)?|\d+(?:\.\d*)?[eE][+-]?\d+|\d+)(?![\w:]))
    | (?P<name>(?:{_NAME})++(?:\.++(?:{_NAME})++)*+)
    | (?P<punct>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(rf"({_U})|\\(.)", re.DOTALL)
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_IRI_PARTS = re.compile(r"(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(\?[^#]*)?(#.*)?", re.DOTALL)
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


class Place(NamedTuple):
    """Line and column, both counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Index:
    """The first place of each subject, of each of its properties, and of each value, in one text."""

    _places: dict[tuple[str, ...], Place] = field(default_factory=dict)

    def place(self, subject: str, predicate: str = "", value: str = "") -> Place | None:
        """Return where a triple stands: as near as is known, at its value, its property or its subject.

        Args:
            subject: IRI, or label of a blank node with ``_:``.
            predicate: IRI, or empty.
            value: IRI or text of the value, or empty.

        Returns:
            The place; None if the subject doesn't stand there.
        """
        for key in ((subject, predicate, value), (subject, predicate), (subject,)):
            found = self.exactly(*key) if all(key) else None
            if found is not None:
                return found
        return None

    def exactly(self, *key: str) -> Place | None:
        """Return where a subject, its property, or the value of that stands; None if it doesn't."""
        return self._places.get(key)

    def places(self) -> Iterator[tuple[tuple[str, ...], Place]]:
        """Yield subject, property and value, the last one or two of them or not, each with its place."""
        yield from self._places.items()

    @property
    def subjects(self) -> tuple[str, ...]:
        """What is described, in the order of the text."""
        return tuple(key[0] for key in self._places if len(key) == 1)


def index(text: str, *, base: str = "", prefixes: Mapping[str, str] | None = None) -> Index:
    """Return where everything stands in a Turtle text.

    Args:
        text: The Turtle, well-formed or not.
        base: IRI that relative ones are resolved against before the text gives a base of its own.
        prefixes: What prefixes stand for before the text declares any.

    >>> found = index("@prefix e: <http://e/> .\\n\\ne:a e:p 1 ;\\n    e:q [ e:r 'x' ] .")
    >>> found.place("http://e/a"), found.place("http://e/a", "http://e/q")
    (Place(line=3, column=1), Place(line=4, column=5))
    """
    reader = _Reader(text, base, prefixes or {})
    reader.read()
    return Index(reader.places)


def locate(path: Path, subject: str, predicate: str = "", value: str = "", *, base: str = "") -> DataPlace:
    """Return where a triple stands in a file: no line if the file is no Turtle or doesn't hold the subject."""
    place = None
    if path.suffix.lower() in TURTLE:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            text = ""
        place = index(text, base=base).place(subject, predicate, value)
    return DataPlace(str(path), *(place or (None, None)))


def resolve(base: str, iri: str) -> str:
    """Return an IRI resolved against a base, after RFC 3986.

    >>> resolve("http://e/a/b", "../c#d"), resolve("http://e/a/b", ""), resolve("urn:x:y", "#z")
    ('http://e/c#d', 'http://e/a/b', 'urn:x:y#z')
    """
    scheme, authority, path, query, fragment = _split(iri)
    if scheme or not base:
        return iri
    own_scheme, own_authority, own_path, own_query, _ = _split(base)
    if authority is None:
        authority = own_authority
        if not path:
            path = own_path
            query = query if query is not None else own_query
        elif not path.startswith("/"):
            above = own_path[: own_path.rfind("/") + 1]
            path = _undotted((above or ("/" if own_authority is not None else "")) + path)
        else:
            path = _undotted(path)
    else:
        path = _undotted(path)
    start = f"{own_scheme}:" if own_scheme else ""
    place = f"//{authority}" if authority is not None else ""
    return f"{start}{place}{path}{query or ''}{fragment or ''}"


def _split(iri: str) -> tuple[str | None, str | None, str, str | None, str | None]:
    match = _IRI_PARTS.fullmatch(iri)
    assert match  # every text fits
    return match[1], match[2], match[3], match[4], match[5]


def _undotted(path: str) -> str:
    kept: list[str] = []
    parts = path.split("/")
    for part in parts:
        if part == ".." and len(kept) > 1:
            kept.pop()
        elif part not in (".", ".."):
            kept.append(part)
    if parts[-1] in (".", ".."):
        kept.append("")
    return "/".join(kept)


@dataclass(slots=True)
class _Frame:
    """What is open: the text itself, a blank node's square bracket, or a list's round one."""

    opened: str = ""
    subject: str = ""
    predicate: str = ""
    due: str = "subject"


class _Reader:
    def __init__(self, text: str, base: str, prefixes: Mapping[str, str]) -> None:
        self.places: dict[tuple[str, ...], Place] = {}
        self._text = text
        self._base = base
        self._prefixes = dict(prefixes)
        self._frames = [_Frame()]
        self._blank = 0
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]

    def read(self) -> None:
        tokens = self._tokens()
        for kind, text, start in tokens:
            if kind == "type":
                next(tokens, None)
            elif kind == "at" and text not in ("@prefix", "@base"):
                continue
            elif kind == "at" or (kind == "name" and text.upper() in ("PREFIX", "BASE")):
                self._declare(text.lstrip("@").upper(), tokens)
            elif kind == "punct":
                self._punctuation(text, start)
            else:
                self._term(self._key(kind, text), start)

    def _tokens(self) -> Iterator[tuple[str, str, int]]:
        for match in _TOKEN.finditer(self._text):
            if match.lastgroup != "space":
                yield str(match.lastgroup), match.group(), match.start()

    def _declare(self, word: str, tokens: Iterator[tuple[str, str, int]]) -> None:
        name = next(tokens, ("", "", 0))[1] if word == "PREFIX" else ""
        kind, text, _ = next(tokens, ("", "", 0))
        if kind != "iri":
            return
        iri = self._key(kind, text)
        if word == "BASE":
            self._base = iri
        else:
            self._prefixes[name.removesuffix(":")] = iri

    def _punctuation(self, sign: str, start: int) -> None:
        frame = self._frames[-1]
        if sign == "[":
            self._blank += 1
            # No label of a blank node may hold a space.
            node = f"_: {self._blank}"
            self._term(node, start)
            self._frames.append(_Frame("[", node, due="predicate"))
        elif sign == "(":
            self._blank += 1
            self._term(f"_: {self._blank}", start)
            self._frames.append(_Frame("(", due="item"))
        elif sign in "])" and len(self._frames) > 1:
            self._frames.pop()
        elif sign == ";" and frame.opened != "(":
            frame.due = "predicate"
        elif sign == "." and frame.opened == "":
            self._frames[-1] = _Frame()

    def _term(self, key: str, start: int) -> None:
        frame = self._frames[-1]
        if frame.due == "subject":
            frame.subject = key
            frame.due = "predicate"
            self._note((key,), start)
        elif frame.due == "predicate":
            frame.predicate = _TYPE if self._text.startswith("a", start) and key == "a" else key
            frame.due = "object"
            self._note((frame.subject, frame.predicate), start)
        elif frame.due == "object":
            self._note((frame.subject, frame.predicate, key), start)

    def _note(self, key: tuple[str, ...], start: int) -> None:
        if key not in self.places:
            line = bisect_right(self._lines, start)
            self.places[key] = Place(line, start - self._lines[line - 1] + 1)

    def _key(self, kind: str, text: str) -> str:
        if kind == "iri":
            return resolve(self._base, _unescaped(text[1:-1]))
        if kind == "string":
            quotes = 3 if text[:3] in ('"""', "'''") and len(text) > 5 else 1
            return _unescaped(text[quotes:-quotes])
        if kind == "name" and ":" in text and not text.startswith("_:"):
            prefix, _, local = text.partition(":")
            if prefix in self._prefixes:
                return self._prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)
        return text


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text

    def one(match: re.Match[str]) -> str:
        if not match[1]:
            return _ESCAPED.get(match[2], match[2])
        code = int(match[1][2:], 16)
        return chr(code) if code < 0x110000 else match[1]

    return _ESCAPE.sub(one, text)
