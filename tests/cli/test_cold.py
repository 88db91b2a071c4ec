"""What a cold process loads: each verb only what it needs, since the everyday call is one question to one plan."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.cli.conftest import ROOT, environment

HEAVY = ("rdflib", "pyshacl", "rich", "SPARQLWrapper", "owlready2", "edtf", "jpype", "requests")


def loaded(*words: str) -> list[str]:
    """Which heavy packages a command has loaded when it ends."""
    code = (
        f"import sys; sys.argv = ['popgraph', *{words!r}]\n"
        "from popgraph.start import main\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        f"print(*(name for name in {HEAVY!r} if name in sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env=environment(),
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr.split()


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("query",),
        ("query", "CQ02"),
        ("query", "CQ02", "--format", "json"),
        ("query", "CQ01", "--reading", "para/2"),
        ("show", "O1A2T4"),
        ("info",),
        ("readings",),
        ("export", "--format", "nquads"),
        ("encode", "--check"),
    ],
    ids=" ".join,
)
def test_a_verb_on_a_pipe_loads_nothing_heavy(words: tuple[str, ...]) -> None:
    assert loaded(*words) == []


def test_the_library_loads_nothing_until_it_is_used() -> None:
    code = (
        f"import sys, popgraph; print(*(name for name in ('pyoxigraph', *{HEAVY!r}) if name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment(), check=True
    )
    assert done.stdout.split() == []
