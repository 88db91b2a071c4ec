"""Checking tables of figures against the integrity constraints of the RDF Data Cube Vocabulary.

Each constraint is a query in ``ontology/integrity/``, written for popgraph after its definition in the W3C
Recommendation; where that only asks whether something is wrong, these say what. A row is a breach: ``?focus``
breaks the constraint, ``?about`` is the component, value or resource that it concerns.

A cube must be written in full: each observation with its type, data set, dimensions and attributes (the
Recommendation calls that normalised, and makes it so by IC-0). IC-20 and IC-21 are about hierarchical code
lists, which popgraph has no vocabulary for. IC-7 to IC-10 and IC-18 find nothing where there are no slices,
IC-15 to IC-17 where there is no measure dimension.

>>> [constraint.id for constraint in constraints()][:3]
['IC-1', 'IC-2', 'IC-3']
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from popgraph import resources
from popgraph.errors import DataError

if TYPE_CHECKING:
    from popgraph.answers import Term
    from popgraph.store import Store

__all__ = ["CubeConstraint", "CubeFinding", "check", "constraints"]

_HEADER = re.compile(r"#\s*(id|source|title@(?:es|en))\s*:\s*(.+)")
_NEEDED = ("id", "source", "title@es", "title@en")


@dataclass(frozen=True, slots=True)
class CubeConstraint:
    """One integrity constraint and the query that finds what breaks it.

    Attributes:
        id: Its name in the Recommendation, such as ``IC-12``.
        titles: What it demands, by language.
        source: Where the Recommendation defines it.
        text: The query, header included.
        path: Its file.
    """

    id: str
    titles: Mapping[str, str] = field(hash=False)
    source: str
    text: str
    path: Path

    def title(self, lang: str = "es") -> str:
        """Return what it demands in a language, else in any."""
        return self.titles.get(lang) or next(iter(self.titles.values()))


@dataclass(frozen=True, slots=True)
class CubeFinding:
    """A place in a cube that breaks an integrity constraint.

    Attributes:
        constraint: The constraint.
        focus: What breaks it: IRI of an observation, data set, structure, dimension or slice.
        about: IRI or text of what it concerns, such as the dimension that has no value; empty if that is all of it.
    """

    constraint: CubeConstraint
    focus: str
    about: str = ""


def constraints(folder: Path | None = None) -> tuple[CubeConstraint, ...]:
    """Return the integrity constraints, in the order of their numbers.

    Args:
        folder: Holds them as ``*.rq``; the shipped ones if None.

    Raises:
        DataError: If a file can't be read or its header is incomplete.
    """
    place = resources.path("ontology", "integrity") if folder is None else folder
    return tuple(_read(path) for path in sorted(place.glob("*.rq")))


def check(store: Store) -> tuple[CubeFinding, ...]:
    """Return what breaks the integrity constraints, by constraint, then focus; nothing if the cube is sound.

    The graph needs the code lists and the ranges of the dimensions too: open the ontology with your tables.

    Args:
        store: The graph.

    Raises:
        DataError: If the constraints can't be read.
        EndpointError: If a remote store can't be reached, refuses or takes too long.

    >>> import popgraph
    >>> check(popgraph.open())
    ()
    """
    return tuple(
        CubeFinding(constraint, _text(row[0]), _text(row[1]) if len(row) > 1 else "")
        for constraint in constraints()
        for row in store.select(constraint.text).rows
    )


def _text(term: Term | None) -> str:
    return "" if term is None else str(getattr(term, "value", term))


def _read(path: Path) -> CubeConstraint:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(
            "Can't read the constraint", where=str(path), hint="It must be a UTF-8 file"
        ) from error
    header = {m[1]: m[2].strip() for line in text.splitlines() if (m := _HEADER.fullmatch(line))}
    missing = [name for name in _NEEDED if name not in header]
    if missing:
        raise DataError(
            f"The header of the constraint has no {', '.join(missing)}",
            where=str(path),
            hint=f"Begin the file with a line such as # {missing[0]}: …",
        )
    titles = MappingProxyType({lang: header[f"title@{lang}"] for lang in ("es", "en")})
    return CubeConstraint(header["id"], titles, header["source"], text, path)
