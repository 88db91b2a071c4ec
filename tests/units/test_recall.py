"""What is remembered of a graph that is edited is what is found when nothing is known from before."""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

import popgraph
from popgraph import resources
from popgraph.checks import CHECKS
from popgraph.edited import EditedStore
from popgraph.errors import PopgraphError
from popgraph.evaluation import UNSEEN
from popgraph.footprints import footprint
from popgraph.memory import Memory
from popgraph.merged import MergedStore
from popgraph.recall import Recall
from popgraph.validation import validate
from popgraph.vocab import GRAPH

_TEXT = re.compile(r'"([^"\\\n]{3,})"(?=@|\s|;)')
_LINK = re.compile(r"(pop:\w+)\s+(<[^>\s]+>|[a-z]+:[\w-]+)\s*([;,.])")
_YEAR = re.compile(r"\b(200[5-9])\b")


def edited(text: str, dice: random.Random) -> str:
    """A file with one thing in it changed as a person might: a text, a link, a year, a statement left out."""
    kind = dice.randrange(9)
    if kind == 0:
        match = dice.choice(list(_TEXT.finditer(text)))
        return text[: match.start(1)] + match[1][: len(match[1]) // 2] + text[match.end(1) :]
    if kind == 1:
        one, other = (dice.choice(list(_LINK.finditer(text))) for _ in range(2))
        return text[: one.start(2)] + other[2] + text[one.end(2) :]
    if kind == 2:
        match = dice.choice(list(_YEAR.finditer(text)) or list(_TEXT.finditer(text)))
        return text[: match.start(1)] + "2011" + text[match.end(1) :]
    if kind > 5:
        return edited_block(text, kind, dice)
    lines = text.split("\n")
    inner = [number for number, line in enumerate(lines) if line.startswith(" ")]
    number = dice.choice(inner or range(len(lines)))
    if kind == 3:
        del lines[number]
    elif kind == 4:
        lines[number] = re.sub(r"pop:\w+", "a", lines[number], count=1)
    else:
        lines.insert(number, lines[dice.choice(inner or [number])])
    return "\n".join(lines)


def edited_block(text: str, kind: int, dice: random.Random) -> str:
    """A file without all that it says of a node, with the same said of a new node, or broken off within it."""
    blocks = text.split("\n\n")
    number = dice.randrange(min(4, len(blocks) - 1), len(blocks))
    if kind == 6:
        del blocks[number]
    elif kind == 7:
        blocks.append(re.sub(r"\A<([^>]+)>", rf"<\1-{dice.randrange(99)}>", blocks[number]))
    else:
        blocks[number] = blocks[number][: len(blocks[number]) // 2]
    return "\n\n".join(blocks)


def compared(place: Path, files: list[Path], *, seed: int, times: int) -> int:
    """How many of some edits, each on top of those before, could be read; each gives what a fresh look gives."""
    dice = random.Random(seed)
    memory, read = Memory(), 0
    validate([place], memory=memory)
    for _ in range(times):
        file = dice.choice(files)
        before = file.read_text("utf-8")
        file.write_text(edited(before, dice), "utf-8")
        try:
            fresh = validate([place])
        except PopgraphError as error:
            with pytest.raises(type(error), match=re.escape(str(error))):
                validate([place], memory=memory)
            file.write_text(before, "utf-8")
            continue
        assert validate([place], memory=memory) == fresh
        read += 1
        if dice.random() < 0.3:
            file.write_text(before, "utf-8")
    return read


@pytest.fixture
def cacao(tmp_path: Path) -> Path:
    """A copy of the shipped data."""
    shutil.copytree(resources.root() / "ontology", tmp_path / "ontology")
    return Path(shutil.copytree(resources.root() / "data", tmp_path / "data"))


def test_edits_of_the_shipped_plan_give_what_a_fresh_look_gives(cacao: Path) -> None:
    files = sorted((cacao / "pe-cus" / "pop-cacao" / "2005").glob("*.ttl"))
    assert compared(cacao, [*files, *([files[1]] * 4)], seed=1, times=16) > 8


def test_edits_of_a_collection_give_what_a_fresh_look_gives(private: Path) -> None:
    assert compared(private, sorted(private.rglob("plan.ttl")), seed=2, times=16) > 8


def changed(own: frozenset[Quad], dice: random.Random) -> frozenset[Quad]:
    """Some triples, of which a few, or all of a few nodes, went, and to which a few of theirs came mixed up."""
    listed = sorted(own, key=str)
    some = dice.sample(listed, dice.choice([1, 3, 30]))
    nodes = {quad.subject for quad in some if dice.random() < 0.2}
    gone = {quad for quad in listed if quad.subject in nodes} | set(some[: len(some) // 2])
    others = dice.sample(listed, len(some))
    come = [
        Quad(
            dice.choice(
                [one.subject] * 6 + [BlankNode(f"b{dice.randrange(9)}"), NamedNode("urn:x:stranger")]
            ),
            other.predicate if dice.random() < 0.5 else one.predicate,
            dice.choice([one.object, other.object, Literal(str(dice.randrange(99)))]),
            one.graph_name,
        )
        for one, other in zip(some, others, strict=True)
    ]
    return (own - gone) | frozenset(come)


@pytest.mark.parametrize("graph", ["pe-cus/pop-cacao/2005", "pe-cus/pop-cacao/2005/interpretation"])
def test_functions_find_in_an_edited_store_what_they_find_in_a_new_one(graph: str) -> None:
    dice, name = random.Random(3), GRAPH + graph
    quads = list(popgraph.open().quads())
    own = frozenset(quad for quad in quads if str(quad.graph_name) == f"<{name}>")
    shared = [quad for quad in quads if quad not in own]
    store = EditedStore(shared, {name: own}, but=UNSEEN)
    recall = Recall(store)
    before = own
    for _ in range(12):
        own = before if dice.random() < 0.3 else changed(own, dice)
        recall.forget(store.replace(name, own))
        fresh = MergedStore.of([*shared, *own]).merged(but=UNSEEN)
        for rule, function in CHECKS.items():
            found = recall.checked(rule, function)
            assert set(found) == set(function(fresh)), rule


def test_a_triple_that_another_graph_holds_stays_in_the_union() -> None:
    a, p, one = NamedNode("urn:x:a"), NamedNode("urn:x:p"), Literal("1")
    here = frozenset({Quad(a, p, one, NamedNode("urn:x:g"))})
    there = [Quad(a, p, one, NamedNode("urn:x:h"))]
    store = EditedStore(there, {"urn:x:g": here}, but=("urn:x:no",))

    def values() -> list[str]:
        return [str(value) for value in store.select("SELECT ?o { ?s <urn:x:p> ?o }").column("o")]

    assert values() == ['"1"']
    assert store.replace("urn:x:g", frozenset()) == {"urn:x:p"}
    assert values() == ['"1"']
    two = frozenset({Quad(a, p, Literal("2"), NamedNode("urn:x:g"))})
    store.replace("urn:x:g", two)
    assert sorted(values()) == ['"1"', '"2"']
    assert store.count("urn:x:g") == 1
    assert set(store.quads()) == {*two, *there}


@pytest.mark.parametrize(
    "pattern",
    [
        "?s ?p ?o",
        "?s <urn:x:p> ?o ; ?p ?x",
        "?s <urn:x:p> [ ?p ?o ]",
        "[] ?p ?o",
        "FILTER (1 = 1) ?s ?p 1",
        "OPTIONAL { ?s <urn:x:p>* ?o }",
        "?s <urn:x:p>? ?o",
        "?s <urn:x:q> ?o . ?x (<urn:x:p>|<urn:x:r>)* ?y",
        "?s !<urn:x:p> ?o",
        "?s <urn:x:q> ?o ; !(<urn:x:p>|^<urn:x:p>) ?x",
        "?s <urn:x:q>/!<urn:x:p> ?o",
        "GRAPH ?g {}",
        "(1 2) ?p ?o",
        "?s <urn:x:q> ?o . (1 2) ?p ?o",
        "{ SELECT ?s { ?s ?p ?o } }",
        "FILTER NOT EXISTS { ?s ?p ?o }",
        "_:b ?p ?o",
        "?s ?p true",
        "?s?p?o",
        "<< ?s <urn:x:p> ?o >> <urn:x:q> ?x",
    ],
)
def test_what_any_property_answers_is_told(pattern: str) -> None:
    assert footprint(f"SELECT * {{ {pattern} }}") is None


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s ?o ?x { ?s <urn:x:p> ?o , ?x } ORDER BY ?s ?o",
        "SELECT (COUNT(*) AS ?n) { ?s <urn:x:p> ?o FILTER (?o != ?s && !BOUND(?n)) ?o <urn:x:p> ?s }",
        "SELECT ?s { VALUES (?s ?o) { (1 2) } ?s <urn:x:p>/<urn:x:p>* ?o }",
        "SELECT ?s { ?s <urn:x:p> ?o . ?o (^<urn:x:p>)? ?x }",
        "SELECT ?s { ?s <urn:x:p>* <urn:x:p> . OPTIONAL { ?s <urn:x:p> ?o } ?o <urn:x:p> 'a ?p b' }",
    ],
)
def test_what_only_some_properties_answer_is_told(query: str) -> None:
    assert footprint(query) == frozenset({"urn:x:p"})
