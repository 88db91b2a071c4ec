"""What the engines are given: a made-up collection, the same as one graph, the shapes, and what is to be found."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, parse, serialize

from popgraph import catalog, generate, rules
from popgraph.loading import sources
from popgraph.shapes import shapes
from popgraph.vocab import PREFIXES

__all__ = ["NO_DOCUMENT", "REGIONS", "TIERS", "Key", "Material", "make", "shape_rules", "write_shapes"]

Key = tuple[str, str, str, str]
"""A finding: rule, focus, path, value."""

TIERS = ("draft", "published")
NO_DOCUMENT = "TXT-01s"
"""Found once a plan, for the document of a made-up plan doesn't exist."""

REGIONS = 25
_BACKGROUND = ("ontology", "scheme", "registry")
_FEWEST_DEFECTS = 4


@dataclass(frozen=True, slots=True)
class Material:
    """A collection.

    Attributes:
        plans: How many plans.
        folder: Where it stands, file by file.
        graph: The same as one file, with the ontology, the code lists and the shipped registry.
        shapes: The shapes, for engines that know no more than SHACL.
        files: All that the collection and its background consist of.
        triples: How many triples are in these.
        expected: What is to be found, but `NO_DOCUMENT`.
    """

    plans: int
    folder: Path
    graph: Path
    shapes: Path
    files: tuple[Path, ...]
    triples: int
    expected: frozenset[Key]

    def expected_of(self, ids: Iterable[str]) -> frozenset[Key]:
        """Return what some rules are to find."""
        chosen = set(ids)
        return frozenset(key for key in self.expected if key[0] in chosen)


def make(place: Path, sheet: Path, *, plans: int, seed: int, defects: float) -> Material:
    """Write a collection below a folder, and return what it is.

    Args:
        place: The folder.
        sheet: The file of `write_shapes`.
        plans: How many plans.
        seed: Another one gives other plans.
        defects: Defects a plan on average; small collections get more, so that there is something to be found.
    """
    regions = min(REGIONS, plans)
    rate = max(defects, _FEWEST_DEFECTS / plans)
    made = generate(place / f"plans-{plans}", plans=plans, regions=regions, seed=seed, defects=rate)
    own = sources(made.folder)
    table = catalog.shipped()
    given = {file.graph for file in own}
    files = (
        *(file.path for file in own),
        *(table.path(entry) for entry in table.of_kind(*_BACKGROUND) if entry.graph not in given),
    )
    graph = place / f"plans-{plans}.ttl"
    counted = _Counted(files)
    with graph.open("wb") as stream:
        serialize(counted, stream, RdfFormat.TURTLE, prefixes=PREFIXES)
    with (made.folder / "defects.csv").open(encoding="utf-8", newline="") as listed:
        expected = frozenset(
            (row["rule"], row["focus"], row["path"], row["value"]) for row in csv.DictReader(listed)
        )
    return Material(plans, made.folder, graph, sheet, files, counted.triples, expected)


def shape_rules() -> tuple[str, ...]:
    """Return the ids of the rules of the two tiers that are SHACL shapes.

    >>> "VER-01" in shape_rules(), "TXT-01s" in shape_rules()
    (True, False)
    """
    return tuple(rule.id for rule in rules.catalogue() if rule.kind == "shape" and rule.tier in TIERS)


def write_shapes(file: Path, ids: Iterable[str]) -> Path:
    """Write some rules as one graph of shapes, and return the file."""
    shapes().graph(ids).serialize(file, format="turtle")
    return file


class _Counted:
    """The triples of some files, read one after the other."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._files = files
        self.triples = 0

    def __iter__(self) -> Iterator[Triple]:
        for file in self._files:
            for quad in parse(path=file, format=RdfFormat.TURTLE, rename_blank_nodes=True):
                self.triples += 1
                yield quad.triple
