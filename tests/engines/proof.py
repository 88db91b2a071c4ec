"""What is known of the equality of both engines: for which rules, and which engines, the whole matrix last passed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from popgraph.rules import catalogue
from popgraph.shapes import Shapes, shapes

__all__ = [
    "COMMAND",
    "GRAPHS",
    "PARTS",
    "PROVEN",
    "TOGETHER",
    "Record",
    "Renewal",
    "current",
    "engine_digest",
    "mistakes_digest",
    "needed",
    "rule_digest",
    "rules",
]

GRAPHS = ("plan", "collection")
"""The whole graphs of the matrix."""
PARTS = 16
"""Into how many tests the mistakes are parted that are made alone."""
TOGETHER = 8
"""Into how many those are that stand many in one graph."""
PROVEN = Path(__file__).with_name("proven.json")
COMMAND = "make test-all"
ROOT = Path(__file__).parents[2]
_MODULE = "tests/engines/test_matrix.py"
# Modules that engines stand on and that can change what they find.
_BENEATH = ("engine", "ordering", "results", "shapes", "sparql")
_LIBRARIES = ("pyoxigraph", "pyshacl", "rdflib")
# Modules of the mutation suite that make no mistakes, but judge them.
_JUDGES = ("__init__", "__main__", "checker", "limits", "test_mutations", "watched")


@dataclass(frozen=True)
class Record:
    """Digests.

    Attributes:
        engine: Of the code of both engines and the libraries that they stand on.
        mistakes: Of the code that makes the mistakes of the mutation suite.
        rules: Of each rule's shape, by id.
    """

    engine: str
    mistakes: str
    rules: Mapping[str, str]

    @classmethod
    def read(cls, file: Path = PROVEN) -> Record:
        """Return what a file records; nothing if there is none."""
        if not file.is_file():
            return cls("", "", {})
        held = json.loads(file.read_text("utf-8"))
        return cls(held["engine"], held.get("mistakes", ""), held["rules"])

    def write(self, file: Path = PROVEN) -> None:
        """Keep it in a file."""
        held = {
            "engine": self.engine,
            "mistakes": self.mistakes,
            "rules": dict(sorted(self.rules.items())),
        }
        file.write_text(json.dumps(held, indent=1) + "\n", "utf-8")


def rules() -> tuple[str, ...]:
    """Return the ids of the rules that engines evaluate."""
    return tuple(rule.id for rule in catalogue() if rule.kind == "shape")


def needed() -> set[str]:
    """Return the tests that make up the matrix, as pytest calls them."""
    whole = {f"test_the_engines_agree_on_a_whole_graph[{name}-{rule}]" for name in GRAPHS for rule in rules()}
    alone = {f"test_the_engines_agree_on_mistakes[{part}]" for part in range(PARTS)}
    return whole | alone | {f"test_the_engines_agree_on_many_mistakes_at_once[{n}]" for n in range(TOGETHER)}


def current() -> Record:
    """Return the digests of the rules, mistakes and engines as they are."""
    return Record(engine_digest(), mistakes_digest(), {rule: rule_digest(shapes(), rule) for rule in rules()})


def engine_digest(root: Path = ROOT) -> str:
    """Return a digest of the code of both engines and the versions of the libraries that they stand on."""
    package = root / "popgraph"
    files = [*(package / f"{name}.py" for name in _BENEATH), *sorted((package / "engines").glob("*.py"))]
    parts = [f"{file.name}\n{file.read_text('utf-8')}" for file in files]
    return _digest([*parts, *(f"{name} {version(name)}" for name in _LIBRARIES)])


def mistakes_digest(root: Path = ROOT) -> str:
    """Return a digest of the code that makes the mistakes of the mutation suite."""
    files = sorted((root / "tests" / "mutation").glob("*.py"))
    return _digest(f"{file.name}\n{file.read_text('utf-8')}" for file in files if file.stem not in _JUDGES)


def rule_digest(sheet: Shapes, rule: str) -> str:
    """Return a digest of the shape of a rule with all that it refers to; how blank nodes are called plays no part.

    Texts for readers play none either.
    """
    from rdflib import RDF, SH, Graph
    from rdflib.compare import to_canonical_graph

    told = Graph()
    for subject, predicate, value in sheet.graph([rule]):
        evaluated = str(predicate).startswith((str(SH), str(RDF))) or str(predicate).endswith("#subClassOf")
        if evaluated and predicate not in (SH.message, SH.name, SH.description):
            told.add((subject, predicate, value))
    return _digest(sorted(to_canonical_graph(told).serialize(format="nt").splitlines()))


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


class Renewal:
    """Part of pytest that renews the record once the whole matrix has passed, in however many processes."""

    def __init__(self, needed: Iterable[str], file: Path = PROVEN) -> None:
        self._needed = frozenset(needed)
        self._file = file
        self._passed: set[str] = set()
        self._failed = False

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Note how a test went."""
        self._failed |= report.outcome == "failed"
        if report.when == "call" and report.outcome == "passed" and _MODULE in report.nodeid:
            self._passed.add(report.nodeid.partition("::")[2])

    def pytest_sessionfinish(self) -> None:
        """Write the record if nothing failed and no part of the matrix was left out."""
        if not self._failed and self._needed <= self._passed:
            current().write(self._file)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say whether the record was renewed."""
        missing = len(self._needed - self._passed)
        said = "not renewed: a test failed" if self._failed else f"not renewed: {missing} tests were left out"
        terminalreporter.write_line(
            f"{self._file.name}: {'renewed' if not missing and not self._failed else said}"
        )
