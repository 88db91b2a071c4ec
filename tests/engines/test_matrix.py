"""Both engines say the same of whole graphs and of mistakes; what is proven isn't proven again until it changes.

``pytest --matrix`` proves everything and renews ``proven.json``. Without it, a rule whose shape has changed since runs
on all graphs; if the engines have changed, all rules run on a part of them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from popgraph.shapes import Shapes, shapes
from tests.engines import matrix, proof

RULES = proof.rules()
# What also runs as soon as the engines have changed, but for the rules that take the reference longest.
CHEAP_GRAPH = "collection"
SLOW = frozenset(["ACT-02", "PRV-02", "VER-08"])
CHEAP_PART = 0
NOTHING = f"Nothing has changed since this was proven ({proof.COMMAND} proves all again)"
ENGINES = f"The engines have changed: the examples and a part of the matrix run here, {proof.COMMAND} proves the rest"

Proof = tuple[bool, proof.Record, proof.Record]


@pytest.fixture(scope="session")
def known(request: pytest.FixtureRequest) -> Proof:
    """Whether all is to be proven, what is on record, and what it would be now."""
    return bool(request.config.getoption("--matrix")), proof.Record.read(), proof.current()


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("name", proof.GRAPHS)
def test_the_engines_agree_on_a_whole_graph(name: str, rule: str, known: Proof) -> None:
    if not asked(known, [rule], cheap=name == CHEAP_GRAPH and rule not in SLOW):
        pytest.skip(ENGINES if known[1].engine != known[2].engine else NOTHING)
    one, other = matrix.both(matrix.graph(name), [rule])
    assert one == other


@pytest.mark.parametrize("part", range(proof.PARTS))
def test_the_engines_agree_on_mistakes(part: int, known: Proof) -> None:
    rules = asked(known, RULES, cheap=part == CHEAP_PART)
    if not rules:
        pytest.skip(ENGINES if known[1].engine != known[2].engine else NOTHING)
    said = 0
    bench = matrix.workbench()
    for mutation in bench.sample[part :: proof.PARTS]:
        one, other = bench.both(mutation, rules)
        assert one == other, mutation.change.what
        said += len(one)
    assert said or len(rules) < len(RULES), "mistakes of which no rule says anything show no equality"


def asked(known: Proof, rules: tuple[str, ...] | list[str], *, cheap: bool) -> list[str]:
    """Which of some rules are to be asked now."""
    full, before, now = known
    if full or (cheap and before.engine != now.engine):
        return list(rules)
    return [rule for rule in rules if before.rules.get(rule) != now.rules[rule]]


def test_what_needs_proof_is_what_has_changed() -> None:
    now = proof.Record("e", {"A": "1", "B": "2"})
    rules = ["A", "B"]
    assert asked((False, now, now), rules, cheap=True) == []
    assert asked((True, now, now), rules, cheap=False) == rules
    changed = proof.Record("e", {"A": "1", "B": "1"})
    assert asked((False, changed, now), rules, cheap=False) == ["B"]
    added = proof.Record("e", {"A": "1"})
    assert asked((False, added, now), rules, cheap=False) == ["B"]
    engine = proof.Record("f", now.rules)
    assert asked((False, engine, now), rules, cheap=False) == []
    assert asked((False, engine, now), rules, cheap=True) == rules


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


def test_the_digest_of_the_engines_tells_a_change_of_their_code(tmp_path: Path) -> None:
    package = tmp_path / "popgraph"
    (package / "engines").mkdir(parents=True)
    for name in ("engine.py", "shapes.py", "engines/setwise.py"):
        (package / name).write_text("A = 1\n", "utf-8")
    before = proof.engine_digest(tmp_path)
    (package / "engines" / "setwise.py").write_text("A = 2\n", "utf-8")
    assert proof.engine_digest(tmp_path) != before


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
    nothing = proof.Record("", {})
    assert session(("a", "passed"), ("b", "failed")) == nothing
    assert session(("a", "passed"), ("b", "passed"), ("c", "failed")) == nothing
    assert session(("a", "passed"), ("b", "skipped")) == nothing
    assert session(("a", "passed")) == nothing
