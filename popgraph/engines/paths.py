"""SHACL property paths, followed from many nodes at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from popgraph.engines.relations import Relation, Relations, Term

__all__ = ["Alternative", "Inverse", "Path", "Property", "Repeated", "Sequence", "Values", "read_path"]

Values = Mapping[Term, Iterable[Term]]


@dataclass(frozen=True, slots=True)
class Property:
    """One property, forwards.

    >>> Property(NamedNode("urn:p")).iri
    'urn:p'
    """

    predicate: NamedNode

    @property
    def iri(self) -> str:
        """What a result gives as its path."""
        return self.predicate.value

    def steps(self, relations: Relations, *, back: bool = False) -> Callable[[Term], Iterable[Term]]:
        """Return a function that says where a step from a node leads, each place once; a step back if asked so."""
        relation: Relation = relations.to(self.predicate) if back else relations.of(self.predicate)
        return lambda node: relation.get(node, ())


@dataclass(frozen=True, slots=True)
class Inverse:
    """A path, backwards."""

    path: Path
    iri = ""

    def steps(self, relations: Relations, *, back: bool = False) -> Callable[[Term], Iterable[Term]]:
        """See `Property.steps`."""
        return self.path.steps(relations, back=not back)


@dataclass(frozen=True, slots=True)
class Sequence:
    """Paths one after the other."""

    parts: tuple[Path, ...]
    iri = ""

    def steps(self, relations: Relations, *, back: bool = False) -> Callable[[Term], Iterable[Term]]:
        """See `Property.steps`."""
        parts = [part.steps(relations, back=back) for part in (self.parts[::-1] if back else self.parts)]

        def lead(node: Term) -> Iterable[Term]:
            reached: Iterable[Term] = (node,)
            for part in parts:
                reached = {value for item in reached for value in part(item)}
            return reached

        return lead


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of several paths."""

    parts: tuple[Path, ...]
    iri = ""

    def steps(self, relations: Relations, *, back: bool = False) -> Callable[[Term], Iterable[Term]]:
        """See `Property.steps`."""
        parts = [part.steps(relations, back=back) for part in self.parts]
        return lambda node: {value for part in parts for value in part(node)}


@dataclass(frozen=True, slots=True)
class Repeated:
    """A path none, one or several times.

    Attributes:
        path: What is repeated.
        least: 0 or 1 times at least.
        endless: Whether more than once.
    """

    path: Path
    least: int
    endless: bool
    iri = ""

    def steps(self, relations: Relations, *, back: bool = False) -> Callable[[Term], Iterable[Term]]:
        """See `Property.steps`."""
        step = self.path.steps(relations, back=back)

        def lead(node: Term) -> Iterable[Term]:
            reached: set[Term] = set() if self.least else {node}
            waiting = [node]
            while waiting:
                for value in step(waiting.pop()):
                    if value not in reached:
                        reached.add(value)
                        if self.endless:
                            waiting.append(value)
            return reached

        return lead


Path = Property | Inverse | Sequence | Alternative | Repeated


def read_path(
    node: Term,
    values: Callable[[Term, str], list[Term]],
    items: Callable[[Term], list[Term] | None],
    *,
    depth: int = 0,
) -> Path | None:
    """Return the path that a node of a shapes graph describes, or None if it describes none.

    Args:
        node: The value of ``sh:path``.
        values: Gives a node's values for a name of SHACL.
        items: Gives the members of a list, or None if the node is no list.
        depth: How deep the node stands in a path; a path that contains itself is none.
    """
    if isinstance(node, NamedNode):
        return Property(node)
    if depth > 50:
        return None

    def parts(list_: Term) -> tuple[Path, ...]:
        read = [read_path(item, values, items, depth=depth + 1) for item in items(list_) or ()]
        return tuple(item for item in read if item is not None) if None not in read else ()

    ways = values(node, "alternativePath")
    if items(node) is not None:  # a list is a sequence, whatever else is said of it
        steps = parts(node)
        return Sequence(steps) if len(steps) > 1 else None
    if ways:
        steps = parts(ways[0])
        return Alternative(steps) if len(steps) > 1 else None
    found: Path | None = None
    for inner in values(node, "inversePath"):
        path = read_path(inner, values, items, depth=depth + 1)
        found = None if path is None else Inverse(path)
    for name, least, endless in _REPEATED:
        for inner in values(node, name):
            path = read_path(inner, values, items, depth=depth + 1)
            found = None if path is None else Repeated(path, least, endless)
    return found


_REPEATED = (("zeroOrMorePath", 0, True), ("oneOrMorePath", 1, True), ("zeroOrOnePath", 0, False))
