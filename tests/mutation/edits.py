"""The ways in which a value, a link or a node can be wrong, whatever it says."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from random import Random

from pyoxigraph import Literal, NamedNode, Quad

from popgraph.vocab import GRAPH, PREFIXES
from tests.mutation.board import TYPE, Board, Change, Term, local

__all__ = [
    "LINK_EDITS",
    "LITERAL_EDITS",
    "NODE_EDITS",
    "VALUE_EDITS",
    "Edit",
    "change",
    "replaced",
    "with_object",
]

XSD = PREFIXES["xsd"]
Edit = Callable[[Board, NamedNode, NamedNode, Random], Change | None]
NodeEdit = Callable[[Board, NamedNode, Random], Change | None]


def with_object(quad: Quad, term: Term) -> Quad:
    """The same statement about another value."""
    return Quad(quad.subject, quad.predicate, term, quad.graph_name)


def change(removed: Iterable[Quad], added: Iterable[Quad], what: str) -> Change | None:
    """A change, or None if it would change nothing."""
    gone, new = frozenset(removed), frozenset(added)
    if gone == new or not (gone or new):
        return None
    return Change(gone - new, new - gone, what)


def replaced(quad: Quad, term: Term) -> Change | None:
    """One value in place of another."""
    path = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
    return change(
        [quad], [with_object(quad, term)], f"{_short(path)} {local(quad.predicate)}: {quad.object} → {term}"
    )


def _short(iri: str) -> str:
    return "/".join(iri.split("/")[4:])


def _pick(board: Board, item: NamedNode, prop: NamedNode, rng: Random) -> Quad:
    return rng.choice(sorted(board.out(item, prop), key=str))


def _peers(board: Board, item: NamedNode, prop: NamedNode) -> list[NamedNode]:
    """Other nodes of the same class that carry the property with another value."""
    kinds = [local(quad.object) for quad in board.out(item, TYPE) if isinstance(quad.object, NamedNode)]
    mine = {quad.object for quad in board.out(item, prop)}
    carriers = {other.value: other for kind in kinds for other in board.used[kind].get(prop, ())}
    return [
        other
        for _, other in sorted(carriers.items())
        if other != item and not mine & {quad.object for quad in board.out(other, prop)}
    ]


# Any value


def drop(board: Board, item: NamedNode, prop: NamedNode, rng: Random) -> Change | None:
    quads = board.out(item, prop)
    return change(quads, [], f"{_short(item.value)} without {local(prop)}")


def second(board: Board, item: NamedNode, prop: NamedNode, rng: Random) -> Change | None:
    """Another node's value beside the own one."""
    peers = _peers(board, item, prop)
    if not peers:
        return None
    own = _pick(board, item, prop, rng)
    other = _pick(board, rng.choice(peers), prop, rng)
    return change(
        [], [with_object(own, other.object)], f"{_short(item.value)} {local(prop)} also {other.object}"
    )


def swap(board: Board, item: NamedNode, prop: NamedNode, rng: Random) -> Change | None:
    """Two nodes of one class exchange their values."""
    peers = _peers(board, item, prop)
    if not peers:
        return None
    other = rng.choice(peers)
    mine, theirs = board.out(item, prop), board.out(other, prop)
    added = [Quad(item, prop, q.object, q.graph_name) for q in theirs]
    added += [Quad(other, prop, q.object, q.graph_name) for q in mine]
    return change(
        [*mine, *theirs], added, f"{_short(item.value)} and {_short(other.value)} exchange {local(prop)}"
    )


# Links


def retarget(board: Board, item: NamedNode, prop: NamedNode, rng: Random) -> Change | None:
    """To what another node of the class has."""
    peers = _peers(board, item, prop)
    if not peers:
        return None
    own = _pick(board, item, prop, rng)
    return replaced(own, _pick(board, rng.choice(peers), prop, rng).object)


def dangle(board: Board, item: NamedNode, prop: NamedNode, rng: Random) -> Change | None:
    own = _pick(board, item, prop, rng)
    if not isinstance(own.object, NamedNode):
        return None
    return replaced(own, NamedNode(own.object.value + "-perdido"))


def wrong_class(board: Board, item: NamedNode, prop: NamedNode, rng: Random) -> Change | None:
    own = _pick(board, item, prop, rng)
    if not isinstance(own.object, NamedNode):
        return None
    kinds = {quad.object for quad in board.out(own.object, TYPE)}
    names = [name for name in board.classes if NamedNode(PREFIXES["pop"] + name) not in kinds]
    return replaced(own, rng.choice(board.classes[rng.choice(names)]))


def as_text(board: Board, item: NamedNode, prop: NamedNode, rng: Random) -> Change | None:
    """A name where a link belongs."""
    own = _pick(board, item, prop, rng)
    return replaced(own, Literal(local(own.object))) if isinstance(own.object, NamedNode) else None


# Literals


def _literal(
    board: Board, item: NamedNode, prop: NamedNode, rng: Random, kinds: tuple[str, ...]
) -> Quad | None:
    quad = _pick(board, item, prop, rng)
    if isinstance(quad.object, Literal) and quad.object.datatype.value.removeprefix(XSD) in kinds:
        return quad
    return None


_TEXT = ("string", PREFIXES["rdf"] + "langString")
_NUMBER = ("decimal", "integer", "double")


def _texts(
    board: Board, item: NamedNode, prop: NamedNode, rng: Random, make: Callable[[str], str]
) -> Change | None:
    quad = _literal(board, item, prop, rng, _TEXT)
    if quad is None or not isinstance(quad.object, Literal):
        return None
    text = make(quad.object.value)
    language = quad.object.language
    return replaced(quad, Literal(text, language=language) if language else Literal(text))


def reword(board: Board, item: NamedNode, prop: NamedNode, rng: Random) -> Change | None:
    """Another word in one place."""

    def make(text: str) -> str:
        words = re.findall(r"\w{4,}", text) or [text]
        return text.replace(rng.choice(words), rng.choice(["madera", "aeropuerto", "textiles"]), 1)

    return _texts(board, item, prop, rng, make)


def cut(board: Board, item: NamedNode, prop: NamedNode, rng: Random) -> Change | None:
    """The second half is missing."""
    return _texts(board, item, prop, rng, lambda text: text[: len(text) // 2].rstrip())


def blank(board: Board, item: NamedNode, prop: NamedNode, rng: Random) -> Change | None:
    return _texts(board, item, prop, rng, lambda text: "")


def renumber(board: Board, item: NamedNode, prop: NamedNode, rng: Random) -> Change | None:
    """Another figure in the text."""

    def make(text: str) -> str:
        figures = re.findall(r"\d+", text)
        return text.replace(rng.choice(figures), str(rng.randint(11, 2999)), 1) if figures else text

    return _texts(board, item, prop, rng, make)


def untag(board: Board, item: NamedNode, prop: NamedNode, rng: Random) -> Change | None:
    quad = _pick(board, item, prop, rng)
    if not isinstance(quad.object, Literal) or not quad.object.language:
        return None
    return replaced(quad, Literal(quad.object.value))


def retag(board: Board, item: NamedNode, prop: NamedNode, rng: Random) -> Change | None:
    quad = _pick(board, item, prop, rng)
    if not isinstance(quad.object, Literal) or not quad.object.language:
        return None
    return replaced(quad, Literal(quad.object.value, language="en" if quad.object.language == "es" else "es"))


def _numbers(
    board: Board, item: NamedNode, prop: NamedNode, rng: Random, make: Callable[[Decimal], Decimal]
) -> Change | None:
    quad = _literal(board, item, prop, rng, _NUMBER)
    if quad is None or not isinstance(quad.object, Literal):
        return None
    number = make(Decimal(quad.object.value))
    return replaced(quad, Literal(str(number), datatype=quad.object.datatype))


def tenfold(board: Board, item: NamedNode, prop: NamedNode, rng: Random) -> Change | None:
    return _numbers(board, item, prop, rng, lambda number: number * 10)


def negate(board: Board, item: NamedNode, prop: NamedNode, rng: Random) -> Change | None:
    return _numbers(board, item, prop, rng, lambda number: -number)


def bump(board: Board, item: NamedNode, prop: NamedNode, rng: Random) -> Change | None:
    """One more."""
    return _numbers(board, item, prop, rng, lambda number: number + 1)


def year_later(board: Board, item: NamedNode, prop: NamedNode, rng: Random) -> Change | None:
    quad = _literal(board, item, prop, rng, ("date",))
    if quad is None or not isinstance(quad.object, Literal):
        return None
    day = datetime.date.fromisoformat(quad.object.value)
    return replaced(quad, Literal(str(day + datetime.timedelta(days=365)), datatype=quad.object.datatype))


def no_such_day(board: Board, item: NamedNode, prop: NamedNode, rng: Random) -> Change | None:
    quad = _literal(board, item, prop, rng, ("date",))
    if quad is None or not isinstance(quad.object, Literal):
        return None
    return replaced(quad, Literal(quad.object.value[:4] + "-02-30", datatype=quad.object.datatype))


def as_string(board: Board, item: NamedNode, prop: NamedNode, rng: Random) -> Change | None:
    """A number or a date without its datatype."""
    quad = _literal(board, item, prop, rng, (*_NUMBER, "date", "boolean", "gYear"))
    return replaced(quad, Literal(quad.object.value)) if quad and isinstance(quad.object, Literal) else None


# Nodes


def drop_node(board: Board, item: NamedNode, rng: Random) -> Change | None:
    """With all that leads to it and from it."""
    return change([*board.out(item), *board.into(item)], [], f"no {_short(item.value)}")


def orphan(board: Board, item: NamedNode, rng: Random) -> Change | None:
    """Nothing leads to it any more."""
    return change(board.into(item), [], f"nothing leads to {_short(item.value)}")


def husk(board: Board, item: NamedNode, rng: Random) -> Change | None:
    """What is said of it is lost; the links to it stay."""
    return change(board.out(item), [], f"{_short(item.value)} is only mentioned")


def twin(board: Board, item: NamedNode, rng: Random) -> Change | None:
    """The same once more under another name."""
    other = NamedNode(item.value + "-bis")
    added = [Quad(other, q.predicate, q.object, q.graph_name) for q in board.out(item)]
    added += [with_object(q, other) for q in board.into(item)]
    return change([], added, f"{_short(item.value)} twice")


def untype(board: Board, item: NamedNode, rng: Random) -> Change | None:
    return change(board.out(item, TYPE), [], f"{_short(item.value)} without class")


def retype(board: Board, item: NamedNode, rng: Random) -> Change | None:
    own = board.out(item, TYPE)
    kinds = {quad.object for quad in own}
    names = [
        NamedNode(PREFIXES["pop"] + name) for name in _OWN if NamedNode(PREFIXES["pop"] + name) not in kinds
    ]
    other = rng.choice(names)
    return (
        change(own, [with_object(own[0], other)], f"{_short(item.value)} as {local(other)}") if own else None
    )


def misfile(board: Board, item: NamedNode, rng: Random) -> Change | None:
    """All that is said of it stands in another graph."""
    own = board.out(item)
    here = {q.graph_name.value for q in own if isinstance(q.graph_name, NamedNode)}
    home = GRAPH + "pe-cus/pop-cacao/2005"
    others = [home, home + "/interpretation", GRAPH + "registry/institutions", GRAPH + "pe-cus/perx/2005"]
    graph = NamedNode(rng.choice([name for name in others if name not in here]))
    added = [Quad(q.subject, q.predicate, q.object, graph) for q in own]
    return change(own, added, f"{_short(item.value)} in {_short(graph.value)}")


_OWN = (
    "PlannedTask",
    "PlannedActivity",
    "Goal",
    "TaskIndicator",
    "SwotStatement",
    "Responsibility",
    "DuePeriod",
)

VALUE_EDITS: dict[str, Edit] = {"drop": drop, "second": second, "swap": swap}
LINK_EDITS: dict[str, Edit] = {
    "retarget": retarget,
    "dangle": dangle,
    "wrong-class": wrong_class,
    "as-text": as_text,
}
LITERAL_EDITS: dict[str, Edit] = {
    "reword": reword, "cut": cut, "blank": blank, "renumber": renumber, "untag": untag, "retag": retag,
    "tenfold": tenfold, "negate": negate, "bump": bump, "year-later": year_later, "no-such-day": no_such_day,
    "as-string": as_string,
}  # fmt: skip
NODE_EDITS: dict[str, NodeEdit] = {
    "drop": drop_node, "orphan": orphan, "husk": husk, "twin": twin, "untype": untype, "retype": retype,
    "misfile": misfile,
}  # fmt: skip
