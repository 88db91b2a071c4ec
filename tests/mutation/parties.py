"""Mistakes in who is responsible, and in who is who."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from pyoxigraph import Literal, NamedNode, Quad

from popgraph.vocab import PREFIXES
from tests.mutation.board import TYPE, Board, Change, node
from tests.mutation.common import Make, operator, own
from tests.mutation.edits import change, with_object
from tests.mutation.operators import Operator

__all__ = ["actors"]

_PARTY = "RSP-01 RSP-01b RSP-02 RSP-03 RSP-04 RSP-05 ACT-01 ACT-03 ACT-05 ACT-06 ACT-07"


def _party(actor: Callable[[Board, NamedNode, Random], NamedNode | None]) -> Make:
    def make(board: Board, item: NamedNode, rng: Random) -> Change | None:
        quad = board.one(item, "responsibleParty")
        other = actor(board, item, rng)
        if quad is None or other is None:
            return None
        return change(
            [quad], [with_object(quad, other)], f"{item.value[-30:]}: {other.value.rsplit('/', 1)[-1]}"
        )

    return make


def _colleague(board: Board, item: NamedNode, rng: Random) -> NamedNode | None:
    """Another party of the same task."""
    task = next((q.subject for q in board.into(item, own("hasResponsibility"))), None)
    others = board.out(task, own("hasResponsibility")) if isinstance(task, NamedNode) else []
    parties = [
        board.one(q.object, "responsibleParty")
        for q in others
        if isinstance(q.object, NamedNode) and q.object != item
    ]
    found = sorted(q.object.value for q in parties if q and isinstance(q.object, NamedNode))
    return NamedNode(rng.choice(found)) if found else None


def _other_government(board: Board, item: NamedNode, rng: Random) -> Change | None:
    """The regional government of Amazonas, which the registry then has, in place of the party."""
    quad, here = board.one(item, "responsibleParty"), node("org/gobierno-regional-cusco")
    other = node("org/gobierno-regional-amazonas")
    if quad is None:
        return None
    added = [
        Quad(other, q.predicate, q.object, q.graph_name)
        for q in board.out(here)
        if q.predicate != own("inRegion")
    ]
    region = board.out(here, own("inRegion"))[0]
    added += [
        Quad(other, region.predicate, node("region/pe-ama"), region.graph_name),
        with_object(quad, other),
    ]
    return change([quad], added, f"{item.value[-30:]}: the government of Amazonas")


def _without_institutions(board: Board, item: NamedNode, rng: Random) -> Change | None:
    institutions = set(board.classes["Institution"])
    gone: list[Quad] = []
    left = 0
    for link in board.out(item, own("hasResponsibility")):
        assert isinstance(link.object, NamedNode)
        party = board.one(link.object, "responsibleParty")
        if party and party.object in institutions:
            gone += [link, *board.out(link.object)]
        else:
            left += 1
    return change(gone, [], f"{item.value[-20:]} without its institutions") if left else None


def _typed(name: str, *, also: bool) -> Make:
    def make(board: Board, item: NamedNode, rng: Random) -> Change | None:
        types = board.out(item, TYPE)
        return change(
            [] if also else types, [with_object(types[0], own(name))], f"{item.value[-30:]} as {name}"
        )

    return make


def _moved_abroad(board: Board, item: NamedNode, rng: Random) -> Change | None:
    quad = board.one(item, "inRegion")
    return (
        change([quad], [with_object(quad, node("region/pe-ama"))], f"{item.value[-30:]} in Amazonas")
        if quad
        else None
    )


def _nearly_the_same(board: Board, item: NamedNode, rng: Random) -> Change | None:
    """The actor once more, its name in the plural."""
    other = NamedNode(item.value + "s")
    added = []
    for quad in board.out(item):
        value = quad.object
        if isinstance(value, Literal) and quad.predicate.value.endswith("#label"):
            value = Literal(value.value + "s", language=value.language)
        added.append(Quad(other, quad.predicate, value, quad.graph_name))
    return change([], added, f"{item.value[-30:]} twice, in the plural")


def _same_as(board: Board, item: NamedNode, rng: Random) -> Change | None:
    other = rng.choice([actor for actor in board.classes["Institution"] if actor != item])
    graph = board.out(item, TYPE)[0].graph_name
    return change(
        [],
        [Quad(item, NamedNode(PREFIXES["owl"] + "sameAs"), other, graph)],
        f"{item.value[-30:]} sameAs {other.value[-30:]}",
    )


def actors() -> Iterator[Operator]:
    """Yield the operators on responsibilities and actors."""
    party = ["responsibleParty"]
    yield operator("same actor twice in a task", "Responsibility", party, _PARTY, _party(_colleague))
    yield operator(
        "government of another region", "Responsibility", party, f"{_PARTY} ACT-02", _other_government
    )
    yield operator(
        "no institution left in a task",
        "PlannedTask",
        ["hasResponsibility"],
        f"{_PARTY} TMP-11r",
        _without_institutions,
    )
    actor = "ACT-01 ACT-02 ACT-03 ACT-04 ACT-05 ACT-06 ACT-07 ACT-08 RSP-02 RSP-03 RSP-04 RSP-05 TMP-11r"
    yield operator(
        "institution as a group", "Institution", ["actorType"], actor, _typed("ActorGroup", also=False)
    )
    yield operator(
        "group as an institution", "ActorGroup", ["actorType"], actor, _typed("Institution", also=False)
    )
    yield operator(
        "institution also a group", "Institution", ["actorType"], actor, _typed("ActorGroup", also=True)
    )
    yield operator("group of another region", "ActorGroup", ["inRegion"], actor, _moved_abroad)
    yield operator("actor twice, in the plural", "Institution", ["actorType"], actor, _nearly_the_same)
    yield operator("institution sameAs another", "Institution", ["actorType"], "LNK-01", _same_as)
