"""The catalogue of questions: ``queries/<theme>/<slug>.rq``, each with a header of comment lines.

::

    # id: CQ13
    # slug: due-in-year
    # question@es: ¿Qué indicadores vencen en el año dado?
    # question@en: Which indicators fall due in the given year?
    # users: stewards
    # param: year xsd:integer 2007 | año | year
    # note@en: How the answer is to be read
    # explain: CQ22

A parameter is a variable of the query: name, type, default (``-`` for none), label in Spanish and English.
The file is SPARQL as it stands; a parameter without a value stays an unbound variable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from popgraph import resources
from popgraph.errors import DataError, QueryError
from popgraph.reading import check_file
from popgraph.sparql import LONGEST, bind

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode

    from popgraph.answers import Answer, Term
    from popgraph.store import Store

__all__ = ["TYPES", "Parameter", "Query", "bind", "catalogue", "find", "parse_value", "read", "run"]

_XSD = "http://www.w3.org/2001/XMLSchema#"
_HEADER = re.compile(r"#\s*(id|slug|users|explain|param|question|note)(?:@([a-z]{2,3}))?\s*:\s*(.*)")
_ID = re.compile(r"([a-z]+)0*(\d+)", re.IGNORECASE)
_ABSOLUTE = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*://|urn:)\S+")
_PATH = re.compile(r"[A-Za-z0-9](?:[\w.~-]|/(?!/))*")

TYPES: Mapping[str, tuple[re.Pattern[str], str, str]] = {
    "xsd:integer": (re.compile(r"[+-]?\d+"), "a whole number", "2007"),
    "xsd:decimal": (re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"), "a number", "0.5"),
    "xsd:boolean": (re.compile(r"true|false|1|0|yes|no|s[ií]", re.IGNORECASE), "true or false", "true"),
    "xsd:date": (re.compile(r"\d{4}-\d{2}-\d{2}"), "a day", "2005-03-15"),
    "xsd:gYear": (re.compile(r"-?\d{4,}"), "a year", "2007"),
    "xsd:string": (re.compile(r".*", re.DOTALL), "text", "cacao"),
    "iri": (re.compile(r".+"), "an IRI, a prefixed name or a path of an id", "org/mincetur"),
}
"""For each type of parameter: the texts it takes, what to call it, an example."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable of a query that the asker may fix.

    Attributes:
        name: Name of the variable, without ``?``.
        type: One of `TYPES`.
        default: Text of the value that is taken if none is given; None if it then stays unbound.
        labels: What to call it, by language.
    """

    name: str
    type: str
    default: str | None = None
    labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)

    def label(self, lang: str = "es") -> str:
        """Return what to call the parameter in a language."""
        return self.labels.get(lang, self.name)


@dataclass(frozen=True, slots=True)
class Query:
    """One question and the SPARQL that answers it.

    Attributes:
        id: Identifier such as ``CQ02``; empty for a query of your own without one.
        slug: Short name, also the name of its file.
        theme: Folder that it stands in.
        question: The question by language.
        users: Who asks it.
        parameters: What can be fixed.
        text: The SPARQL, header included.
        path: Its file; None if it has none.
        note: How to read the answer, by language.
    """

    id: str
    slug: str
    theme: str
    question: Mapping[str, str] = field(hash=False)
    users: str
    parameters: tuple[Parameter, ...]
    text: str
    path: Path | None = None
    note: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    explain: str = ""

    def title(self, lang: str = "es") -> str:
        """Return the question in a language, else in any, else the slug."""
        return self.question.get(lang) or next(iter(self.question.values()), self.slug)

    def parameter(self, name: str) -> Parameter:
        """Return a parameter by its name.

        Raises:
            QueryError: If the query has no such parameter.
        """
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        names = ", ".join(parameter.name for parameter in self.parameters) or "none"
        raise QueryError(f"{self.id or self.slug} has no such parameter", where=name, hint=f"It has: {names}")


def catalogue(folder: Path | None = None) -> tuple[Query, ...]:
    """Return all questions, sorted by id.

    Args:
        folder: Where to look for ``<theme>/<slug>.rq``; the shipped questions if None.

    Raises:
        DataError: If a header is incomplete.

    >>> catalogue()[0].id
    'CQ01'
    """
    queries = [read(path) for path in _files(folder)]
    return tuple(sorted(queries, key=lambda query: (_number(query.id), query.slug)))


def find(name: str, folder: Path | None = None) -> Query:
    """Return one question by its id or slug, without reading the others.

    Raises:
        QueryError: If there is none; those with a similar name are listed.

    >>> find("cq2").slug
    'pairs'
    """
    wanted = name.strip()
    numbered = _ID.fullmatch(wanted) is not None
    for path in _files(folder):
        if path.stem == wanted.lower() or (numbered and _number(_first_id(path)) == _number(wanted)):
            return read(path)
    from difflib import get_close_matches

    names = [known for path in _files(folder) for known in (_first_id(path), path.stem) if known]
    folded = {known.lower(): known for known in names}
    near = [folded[match] for match in get_close_matches(wanted.lower(), folded, n=3, cutoff=0.5)]
    hint = f"Did you mean {', '.join(near)}?" if near else "popgraph query lists them all"
    raise QueryError("No such query", where=name, hint=hint)


def read(path: Path) -> Query:
    """Return the question that a file holds; a header is not needed, but what stands in it must be whole.

    Raises:
        DataError: If the file can't be read or its header isn't understood.
    """
    try:
        if path.exists():
            check_file(path)
        with path.open("rb") as stream:
            raw = stream.read(LONGEST + 1)
        if len(raw) > LONGEST:
            raise DataError("The query is too long", where=str(path), hint=f"At most {LONGEST} bytes")
        text = raw.decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise DataError("Not UTF-8 text", where=str(path), hint="Save the file as UTF-8") from error
    except OSError as error:
        raise DataError("The query can't be read", where=str(path), hint=error.strerror or "") from error
    single: dict[str, str] = {}
    question: dict[str, str] = {}
    note: dict[str, str] = {}
    parameters: list[Parameter] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#"):
            break
        if match := _HEADER.fullmatch(line.strip()):
            key, lang, value = match[1], match[2] or "", match[3].strip()
            if key == "param":
                parameters.append(_parameter(value, where=f"{path}:{number}"))
            elif key in ("question", "note"):
                (question if key == "question" else note)[lang] = value
            else:
                single[key] = value
    slug = single.get("slug", path.stem)
    if slug != path.stem:
        raise DataError("The slug of a query is the name of its file", where=f"{path}: {slug}")
    return Query(
        id=single.get("id", ""),
        slug=slug,
        theme=path.resolve().parent.name,
        question=MappingProxyType(question),
        users=single.get("users", ""),
        parameters=tuple(parameters),
        text=text,
        path=path,
        note=MappingProxyType(note),
        explain=single.get("explain", ""),
    )


def run(store: Store, query: Query, params: Mapping[str, str | Term | None] | None = None) -> Answer:
    """Return the answer of a store to a question.

    Args:
        store: Where to ask.
        query: The question.
        params: Values by parameter, as text or as terms. A parameter that is left out takes its default; one
            that is given as None or as empty text (unless it is a string) stays unbound.

    Raises:
        QueryError: If a parameter is unknown or its value wrong, or the store can't take the query.
        EndpointError: If a remote store fails.
    """
    values: dict[str, str | Term | None] = {item.name: item.default for item in query.parameters}
    values |= {query.parameter(name).name: value for name, value in (params or {}).items()}
    bindings: dict[str, Term] = {}
    for name, value in values.items():
        parameter = query.parameter(name)
        if isinstance(value, str) and (value or parameter.type == "xsd:string"):
            bindings[name] = parse_value(parameter, value)
        elif value is not None and not isinstance(value, str):
            bindings[name] = value
    return store.query(query.text, bindings=bindings)


def parse_value(parameter: Parameter, text: str) -> Literal | NamedNode:
    """Return the RDF term that a text stands for.

    Raises:
        QueryError: If the text isn't of the parameter's type; it names the parameter, the type, an example.

    >>> print(parse_value(Parameter("party", "iri"), "org/mincetur"))
    <https://w3id.org/popgraph/id/org/mincetur>
    """
    from pyoxigraph import Literal, NamedNode

    pattern, called, example = TYPES[parameter.type]
    value = text if parameter.type == "xsd:string" else text.strip()
    wrong = QueryError(
        f"The parameter {parameter.name} must be {called}",
        where=f"{parameter.name}={text}",
        hint=f"For example {parameter.name}={example}",
    )
    if not pattern.fullmatch(value):
        raise wrong
    try:
        if parameter.type == "iri":
            return NamedNode(_iri(value))
        if parameter.type == "xsd:date":
            from datetime import date

            date.fromisoformat(value)
        if parameter.type == "xsd:boolean":
            return Literal(value.lower() in ("true", "1", "yes", "si", "sí"))
        return Literal(value, datatype=NamedNode(_XSD + parameter.type.removeprefix("xsd:")))
    except ValueError as error:
        raise wrong from error


def _iri(text: str) -> str:
    from popgraph.vocab import BASE, ID, PREFIXES

    value = text[1:-1] if text.startswith("<") and text.endswith(">") else text
    if _ABSOLUTE.fullmatch(value):
        return value
    prefix, colon, local = value.partition(":")
    if colon and prefix in PREFIXES:
        return PREFIXES[prefix] + local
    if _PATH.fullmatch(value) and not colon:
        return (BASE if value.startswith(("scheme/", "graph/", "dataset/")) else ID) + value
    raise ValueError(text)


def _parameter(text: str, *, where: str) -> Parameter:
    spec, *labels = (part.strip() for part in text.split("|"))
    words = spec.split(maxsplit=2)
    if len(words) != 3 or len(labels) != 2 or words[1] not in TYPES:
        raise DataError(
            "The parameter isn't understood",
            where=where,
            hint=f"# param: name type default | es | en, the type one of {', '.join(TYPES)}",
        )
    parameter = Parameter(
        words[0],
        words[1],
        None if words[2] == "-" else words[2],
        MappingProxyType(dict(zip(("es", "en"), labels, strict=True))),
    )
    try:
        if parameter.default is not None:
            parse_value(parameter, parameter.default)
    except QueryError as error:
        raise DataError(error.what, where=where, hint=error.hint) from error
    return parameter


def _files(folder: Path | None) -> Iterator[Path]:
    yield from sorted((folder or resources.path("queries")).glob("*/*.rq"))


def _first_id(path: Path) -> str:
    with path.open(encoding="utf-8", errors="replace") as file:
        match = _HEADER.fullmatch(file.readline().strip())
    return match[3] if match and match[1] == "id" else ""


def _number(identifier: str) -> tuple[str, int]:
    match = _ID.fullmatch(identifier)
    return (match[1].upper(), int(match[2])) if match else ("~", 0)
