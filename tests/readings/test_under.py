"""Alternative readings: each changes what it says it changes, and nothing else."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, Quad

from popgraph.embedded import EmbeddedStore
from popgraph.errors import UsageError
from popgraph.readings import Reading, alternatives, under
from popgraph.vocab import GRAPH, ID, POP

PLAN = ID + "pe-cus/pop-cacao/2005/"
PARTY = NamedNode(POP + "responsibleParty")
HOME = NamedNode(GRAPH + "pe-cus/pop-cacao/2005")


def mention(path: str, actor: str) -> Quad:
    return Quad(NamedNode(PLAN + path), PARTY, NamedNode(ID + actor), HOME)


def changes(before: EmbeddedStore, after: EmbeddedStore) -> tuple[set[Quad], set[Quad]]:
    """What has gone and what has come."""
    old, new = set(before.quads()), set(after.quads())
    return old - new, new - old


def by_name(store: EmbeddedStore, name: str) -> Reading:
    (found,) = [reading for reading in alternatives(store) if reading.name == name]
    return found


def test_a_misprint_read_as_a_body_of_its_own(shipped: EmbeddedStore) -> None:
    size = len(shipped)
    gone, come = changes(shipped, under(shipped, ["para/2"]))
    assert gone == {mention("oe1/a2/t4/r6", "org/pra")}
    assert come == {mention("oe1/a2/t4/r6", "org/para")}
    assert len(shipped) == size


def test_one_party_read_as_two_in_both_of_its_mentions(shipped: EmbeddedStore) -> None:
    gone, come = changes(shipped, under(shipped, ["bid-indaco/2"]))
    mentions = ("oe1/a2/t2/r1", "oe1/a2/t4/r9")
    assert gone == {mention(path, "org/bid-indaco") for path in mentions}
    assert come == {mention(path, actor) for path in mentions for actor in ("org/bid", "org/indaco")}


def test_readings_of_different_words_hold_together(shipped: EmbeddedStore) -> None:
    para, bid = (changes(shipped, under(shipped, [name])) for name in ("para/2", "bid-indaco/3"))
    both = changes(shipped, under(shipped, ["para/2", "bid-indaco/3"]))
    assert both == (para[0] | bid[0], para[1] | bid[1])


def test_no_reading_leaves_the_graph_as_it_is(shipped: EmbeddedStore) -> None:
    assert changes(shipped, under(shipped, [])) == (set(), set())


def test_every_alternative_can_be_asked_under_and_changes_something(shipped: EmbeddedStore) -> None:
    found = alternatives(shipped)
    assert len({reading.name for reading in found}) == len(found) >= 10
    for reading in found:
        after = under(shipped, [reading.iri])
        gone, come = changes(shipped, after)
        assert gone | come
        assert {getattr(quad.subject, "value", "") for quad in gone | come} <= set(reading.things)
        for thing in reading.things:
            values = after.select(f"SELECT ?v {{ <{thing}> <{reading.property}> ?v }}").column("v")
            assert {getattr(value, "value", "") for value in values} == set(reading.new)


def test_a_reading_says_what_it_is_about(shipped: EmbeddedStore) -> None:
    reading = by_name(shipped, "para/2")
    assert reading.chosen == PLAN + "interpretacion/para"
    assert reading.property == PARTY.value
    assert (reading.things, reading.old, reading.new) == (
        (PLAN + "oe1/a2/t4/r6",),
        (ID + "org/pra",),
        (ID + "org/para",),
    )


def test_two_readings_of_the_same_words_are_refused(shipped: EmbeddedStore) -> None:
    with pytest.raises(UsageError, match="same words") as caught:
        under(shipped, ["bid-indaco/2", "bid-indaco/3"])
    assert caught.value.where == "bid-indaco/2, bid-indaco/3"


def test_the_chosen_reading_is_no_alternative(shipped: EmbeddedStore) -> None:
    with pytest.raises(UsageError, match="No such alternative reading"):
        under(shipped, ["para"])


def test_a_graph_without_interpretations_has_no_alternatives() -> None:
    assert alternatives(EmbeddedStore()) == ()
