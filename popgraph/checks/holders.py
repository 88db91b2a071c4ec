"""Holders: what the numbered parts of a document are counted within."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from popgraph.checks.facts import Facts
from popgraph.vocab import POP

__all__ = ["Held", "holders"]


class Held(NamedTuple):
    """A part, what holds it, and a class of the part, which keeps two kinds of parts apart."""

    node: str
    holder: str
    kind: str


def holders(
    facts: Facts, *, down: Iterable[str], up: Iterable[str], listed: Collection[str]
) -> Iterator[Held]:
    """Yield what holds which part, once for each class of the part.

    Args:
        facts: What a store says.
        down: Properties of ours that lead from a holder to its parts.
        up: Those that lead from a part to its holder.
        listed: Classes of ours whose members the plan itself holds.
    """
    kinds, misnamed = facts.kinds, facts.misnamed
    pairs = {
        (part, node) for name in down for node, parts in facts.links(POP + name).items() for part in parts
    }
    pairs |= {(fact.node, fact.text) for name in up for fact in facts.values(POP + name)}
    for node, holder in pairs:
        yield from (Held(node, holder, kind) for kind in kinds.get(node, ()))
    wanted = {POP + name for name in listed}
    for node, holder in {(fact.node, fact.text) for fact in facts.values(POP + "partOfPlan")}:
        for kind in wanted.intersection(kinds.get(node, ())):
            if (node, kind) not in misnamed:
                yield Held(node, holder, kind)
