"""Both engines say the same of whole graphs and of mistakes; what is proven isn't proven again until it changes.

``pytest --matrix`` proves everything and renews ``proven.json``: whole graphs, every mistake of the mutation suite
alone, about the nodes near it, and the same mistakes many at once, about all nodes. Without it, a rule whose shape has
changed since is asked of the whole graphs, of a sample of the mistakes alone and of all of them at once; if the engines
or the mistakes have changed, all rules are asked of a part of the graphs.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from popgraph.engines.pyshacl import PyshaclEngine
from popgraph.shapes import Shapes, shapes
from tests.engines import matrix, mistakes, proof
from tests.engines.reference import mended
from tests.mutation.suite import EXPECTED

ROOT = Path(__file__).parents[2]
RULES = proof.rules()
# What also runs as soon as the engines have changed, but for the rules that take the reference longest.
CHEAP_GRAPH = "collection"
SLOW = frozenset(["ACT-02", "PRV-02", "VER-08"])
CHEAP_PARTS = frozenset([0, 1])
NOTHING = f"Nothing has changed since this was proven ({proof.COMMAND} proves all again)"
CODE = (
    "The engines or the mistakes have changed: the examples and a part of the matrix run here, "
    f"{proof.COMMAND} proves the rest"
)

Proof = tuple[bool, proof.Record, proof.Record]


@pytest.fixture(scope="session")
def known(request: pytest.FixtureRequest) -> Proof:
    """Whether all is to be proven, what is on record, and what it would be now."""
    return bool(request.config.getoption("--matrix")), proof.Record.read(), proof.current()


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("name", proof.GRAPHS)
def test_the_engines_agree_on_a_whole_graph(name: str, rule: str, known: Proof) -> None:
    if not asked(known, [rule], cheap=name == CHEAP_GRAPH and rule not in SLOW):
        pytest.skip(reason(known))
    one, other = matrix.both(matrix.graph(name), [rule])
    assert one == other


@pytest.mark.parametrize("part", range(proof.PARTS))
def test_the_engines_agree_on_mistakes(part: int, known: Proof) -> None:
    rules = asked(known, RULES, cheap=part in CHEAP_PARTS)
    if not rules:
        pytest.skip(reason(known))
    made = mistakes.suite() if known[0] else mistakes.sample()
    said = 0
    differences = {}
    for mutation in made[part :: proof.PARTS]:
        one, other = matrix.workbench().both(mutation.change, rules)
        if one != other:
            differences[f"{mutation.operator.name}: {mutation.change.what}"] = (one - other, other - one)
        said += len(one)
    assert differences == {}
    assert said or not known[0], "mistakes of which no rule says anything show no equality"


@pytest.mark.parametrize("part", range(proof.TOGETHER))
def test_the_engines_agree_on_many_mistakes_at_once(part: int, known: Proof) -> None:
    rules = asked(known, RULES, cheap=False)
    if not rules:
        pytest.skip(reason(known))
    differences = {}
    for change in mistakes.together()[part :: proof.TOGETHER]:
        one, other = matrix.workbench().everywhere(change, rules)
        if one != other:
            differences[change.what] = (one - other, other - one)
    assert differences == {}


def reason(known: Proof) -> str:
    """Why something isn't asked now."""
    _, before, now = known
    return CODE if (before.engine, before.mistakes) != (now.engine, now.mistakes) else NOTHING


def asked(known: Proof, rules: tuple[str, ...] | list[str], *, cheap: bool) -> list[str]:
    """Which of some rules are to be asked now."""
    full, before, now = known
    if full or (cheap and (before.engine, before.mistakes) != (now.engine, now.mistakes)):
        return list(rules)
    return [rule for rule in rules if before.rules.get(rule) != now.rules[rule]]


def test_every_mistake_of_the_suite_is_held_against_both_engines() -> None:
    made = mistakes.suite()
    held = json.loads(EXPECTED.read_text("utf-8"))["caught"]
    assert len({mutation.operator.name for mutation in made}) >= len(held) * 0.95
    quads = {quad for change in mistakes.together() for quad in change.removed | change.added}
    assert all(mutation.change.removed | mutation.change.added <= quads for mutation in made)
    assert set(mistakes.sample()) <= set(made)


def test_mistakes_made_at_once_are_all_there_and_undone_afterwards() -> None:
    bench = matrix.workbench()
    before = len(bench.data), len(bench.data.rdflib)
    for change in mistakes.together():
        with bench.changed(change) as data:
            added = {quad.triple for quad in change.added}
            assert all(pyoxigraph.Quad(*triple) in data.oxigraph for triple in added)
            assert len(data) == len(data.rdflib)
    assert (len(bench.data), len(bench.data.rdflib)) == before


def test_parsing_queries_once_changes_nothing_that_the_reference_says() -> None:
    rules = [rule for rule in RULES if rule not in SLOW][::10]
    data = matrix.graph("plan")
    plain = PyshaclEngine().run(data, rules, without_queries=False)
    with mended():
        assert PyshaclEngine().run(data, rules, without_queries=False) == plain
    assert plain


def test_the_year_of_what_is_no_date_is_an_error_that_only_rdflib_fails_on() -> None:
    query = """PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
    SELECT ?year { BIND (YEAR("2005-13-45"^^xsd:date) AS ?year) }"""
    answer = pyoxigraph.Store().query(query)
    assert isinstance(answer, pyoxigraph.QuerySolutions)
    assert [row["year"] for row in answer] == [None]
    with pytest.raises(AttributeError):
        len(rdflib.Graph().query(query))
    with mended():
        assert len(rdflib.Graph().query(query)) == 1


@pytest.mark.parametrize(
    ("comparison", "plainly", "true"),
    [
        ("'200' > 90", True, False),
        ("'2011-08-31' > '2007-12-31'^^xsd:date", True, False),
        ("200 > 90.5", True, True),
        ("'b' > 'a'", True, True),
        ("'2011-08-31'^^xsd:date > '2007-12-31'^^xsd:date", True, True),
        ("'2011-08-31'^^xsd:date < '2007-12-31'^^xsd:date", False, False),
    ],
)
def test_whether_a_text_is_greater_than_a_number_is_an_error_that_only_rdflib_answers(
    comparison: str, plainly: bool, true: bool
) -> None:
    query = f"""PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
    SELECT ?x {{ BIND (1 AS ?x) FILTER ({comparison}) }}"""
    answer = pyoxigraph.Store().query(query)
    assert isinstance(answer, pyoxigraph.QuerySolutions)
    assert bool(list(answer)) is true
    assert bool(len(rdflib.Graph().query(query))) is plainly
    with mended():
        assert bool(len(rdflib.Graph().query(query))) is true


def test_what_needs_proof_is_what_has_changed() -> None:
    now = proof.Record("e", "m", {"A": "1", "B": "2"})
    rules = ["A", "B"]
    assert asked((False, now, now), rules, cheap=True) == []
    assert asked((True, now, now), rules, cheap=False) == rules
    changed = proof.Record("e", "m", {"A": "1", "B": "1"})
    assert asked((False, changed, now), rules, cheap=False) == ["B"]
    added = proof.Record("e", "m", {"A": "1"})
    assert asked((False, added, now), rules, cheap=False) == ["B"]
    for other in (proof.Record("f", "m", now.rules), proof.Record("e", "n", now.rules)):
        assert asked((False, other, now), rules, cheap=False) == []
        assert asked((False, other, now), rules, cheap=True) == rules


SHAPE = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix s: <https://w3id.org/popgraph/shapes#> .
s:X a sh:NodeShape ; sh:targetClass s:C ; sh:message "text"@en ; sh:property [ sh:path s:p ; sh:in ( s:a s:b ) ] ;
  sh:sparql [ sh:select "SELECT $this WHERE { $this s:p ?o }" ] .
"""


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("text", "other text", True),
        ("sh:in ( s:a s:b ) ]", "sh:in ( s:a s:b ) ; sh:name 'name' ]", True),
        ("[ sh:path s:p ;", "_:named . _:named sh:path s:p ;", True),
        ("( s:a s:b )", "( s:a )", False),
        ("s:p ?o", "s:q ?o", False),
        ("targetClass s:C", "targetClass s:D", False),
    ],
)
def test_the_digest_of_a_rule_tells_its_meaning(old: str, new: str, same: bool, tmp_path: Path) -> None:
    def digest(text: str) -> str:
        file = tmp_path / "shapes.ttl"
        file.write_text(text, "utf-8")
        return proof.rule_digest(Shapes([file]), "X")

    changed = SHAPE.replace(old, new)
    if "_:named" in new:
        changed = changed.replace("sh:in ( s:a s:b ) ] ;\n  sh:sparql", "sh:in ( s:a s:b ) . s:X sh:sparql")
    assert changed != SHAPE
    assert (digest(changed) == digest(SHAPE)) is same


def test_rules_have_digests_of_their_own() -> None:
    digests = [proof.rule_digest(shapes(), rule) for rule in RULES]
    assert len(set(digests)) == len(RULES)


@pytest.mark.parametrize("changed", ["engines/setwise.py", "ordering.py", "sparql.py"])
def test_the_digest_of_the_engines_tells_a_change_of_their_code(tmp_path: Path, changed: str) -> None:
    package = tmp_path / "popgraph"
    shutil.copytree(ROOT / "popgraph" / "engines", package / "engines")
    for file in (ROOT / "popgraph").glob("*.py"):
        shutil.copy(file, package)
    before = proof.engine_digest(tmp_path)
    (package / "annotations.py").write_text("A = 2\n", "utf-8")
    assert proof.engine_digest(tmp_path) == before
    (package / changed).write_text("A = 2\n", "utf-8")
    assert proof.engine_digest(tmp_path) != before


def test_the_digest_of_the_mistakes_tells_a_change_of_what_makes_them(tmp_path: Path) -> None:
    package = tmp_path / "tests" / "mutation"
    package.mkdir(parents=True)
    digests: list[str] = []
    for name in ("edits", "edits", "limits"):
        (package / f"{name}.py").write_text(f"A = {len(digests)}\n", "utf-8")
        digests.append(proof.mistakes_digest(tmp_path))
    assert digests[0] != digests[1] == digests[2]


def test_the_record_is_renewed_only_by_a_whole_matrix_that_passes(tmp_path: Path) -> None:
    file = tmp_path / "proven.json"
    needed = ["a", "b"]

    def session(*outcomes: tuple[str, str]) -> proof.Record:
        file.unlink(missing_ok=True)
        renewal = proof.Renewal(needed, file)
        for test, outcome in outcomes:
            renewal.pytest_runtest_logreport(
                pytest.TestReport(
                    nodeid=f"tests/engines/test_matrix.py::{test}",
                    location=("", 0, ""),
                    keywords={},
                    outcome=outcome,  # type: ignore[arg-type]
                    longrepr=None,
                    when="call",
                )
            )
        renewal.pytest_sessionfinish()
        return proof.Record.read(file)

    assert session(("a", "passed"), ("b", "passed")) == proof.current()
    nothing = proof.Record("", "", {})
    assert session(("a", "passed"), ("b", "failed")) == nothing
    assert session(("a", "passed"), ("b", "passed"), ("c", "failed")) == nothing
    assert session(("a", "passed"), ("b", "skipped")) == nothing
    assert session(("a", "passed")) == nothing
