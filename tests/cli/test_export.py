"""``popgraph export``: the graph in four formats, read back equal by rdflib."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from rdflib.compare import isomorphic

from popgraph.embedded import EmbeddedStore
from tests.cli.conftest import ROOT, Cli

PLAN = ROOT / "data" / "pe-cus" / "perx" / "2005" / "plan.ttl"
SCHEME = ROOT / "ontology" / "schemes" / "swot.ttl"
# rdflib takes half a minute for the shipped graph in all formats, so most tests export two of its files.
DATA = ("-d", str(PLAN), "-d", str(SCHEME))
LOCAL = "https://w3id.org/popgraph/graph/local/"


def test_turtle_is_the_union_of_the_files(cli: Cli) -> None:
    expected = rdflib.Graph().parse(PLAN).parse(SCHEME)
    done = cli("export", *DATA)
    assert done.code == 0
    assert isomorphic(rdflib.Graph().parse(data=done.raw, format="turtle"), expected)


@pytest.mark.parametrize(("fmt", "reader"), [("trig", "trig"), ("nquads", "nquads"), ("jsonld", "json-ld")])
def test_the_other_formats_keep_the_named_graphs(fmt: str, reader: str, cli: Cli) -> None:
    done = cli("export", *DATA, "--format", fmt)
    assert done.code == 0
    found = rdflib.Dataset().parse(data=done.raw, format=reader)
    graphs = {str(graph.identifier): graph for graph in found.graphs() if len(graph)}
    assert set(graphs) == {LOCAL + "plan", LOCAL + "swot"}
    assert isomorphic(graphs[LOCAL + "plan"], rdflib.Graph().parse(PLAN))
    assert isomorphic(graphs[LOCAL + "swot"], rdflib.Graph().parse(SCHEME))


def test_the_whole_shipped_graph_comes_out(cli: Cli, shipped: EmbeddedStore, tmp_path: Path) -> None:
    done = cli("export", "--format", "nquads", "-o", "all.nq")
    assert (done.code, done.raw) == (0, b"")
    lines = (tmp_path / "all.nq").read_text("utf-8").splitlines()
    assert len(lines) == len(set(lines)) == len(shipped)


def test_the_same_graph_is_the_same_bytes_blank_nodes_included(cli: Cli) -> None:
    first, second = cli("export"), cli("export")
    assert first.code == 0
    # The ontology has blank nodes, in its chains and lists.
    assert b"_:" in first.raw
    assert first.raw == second.raw


def test_turtle_declares_only_the_prefixes_that_it_uses(cli: Cli) -> None:
    text = cli("export", "-d", str(SCHEME)).out
    declared = {line.split()[1] for line in text.splitlines() if line.startswith("@prefix")}
    assert "skos:" in declared
    assert "qb:" not in declared


def test_blank_nodes_of_ones_own_data_are_exported(cli: Cli, tmp_path: Path) -> None:
    text = '@prefix pop: <https://w3id.org/popgraph/ontology#> . <urn:x:t> pop:hasGoal [ pop:statement "a"@es ] .'
    (tmp_path / "own.ttl").write_text(text, "utf-8")
    done = cli("export", "-d", "own.ttl")
    assert isomorphic(rdflib.Graph().parse(data=done.raw), rdflib.Graph().parse(data=text))
