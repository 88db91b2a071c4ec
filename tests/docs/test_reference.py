"""The generated pages of docs/reference/: up to date, complete, and written as asked."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from popgraph import catalog, queries, rules
from popgraph.cli import VERBS
from popgraph.docpages import docs, render
from popgraph.docpages.markdown import escape
from popgraph.errors import PopgraphError
from popgraph.networks import PROJECTIONS
from popgraph.networks.figures import FIGURES
from popgraph.networks.formats.catalogue import FORMATS
from popgraph.networks.metrics import METRICS
from popgraph.vocab import SHAPES, TERMS

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
RULES = sorted(
    {
        str(quad.subject).strip("<>").removeprefix(SHAPES)
        for entry in catalog.shipped().of_kind("shapes")
        for quad in parse(path=catalog.shipped().path(entry), format=RdfFormat.TURTLE)
        if quad.predicate.value == SHAPES + "tier"
    }
)


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return render()


def test_the_pages_are_what_their_sources_give() -> None:
    stale = [page.path.name for page in docs(check=True).pages if page.state != "unchanged"]
    assert stale == [], "run `popgraph docs`"


def test_the_folder_holds_no_other_page(pages: dict[str, str]) -> None:
    there = (path.relative_to(REFERENCE).as_posix() for path in REFERENCE.rglob("*") if path.is_file())
    assert sorted(there) == sorted(pages)


@pytest.mark.parametrize("name", ["ontologia.md", "ontology.md"])
def test_every_own_term_and_code_list_has_its_place(pages: dict[str, str], name: str) -> None:
    page = pages[name]
    assert [term for term in sorted(TERMS) if f'<a id="{term}"></a>\n\n### pop:{term}\n' not in page] == []
    schemes = [path.stem for path in (ROOT / "ontology" / "schemes").glob("*.ttl")]
    assert [scheme for scheme in schemes if f'<a id="scheme-{scheme}"></a>' not in page] == []


@pytest.mark.parametrize("name", ["ontologia.md", "ontology.md"])
def test_no_term_is_without_text(pages: dict[str, str], name: str) -> None:
    empty = [line for line in pages[name].splitlines() if line.endswith(":") or line.startswith("****")]
    assert empty == []


def test_a_term_says_what_is_known_of_it(pages: dict[str, str]) -> None:
    page = pages["ontology.md"]
    task = page[page.index("### pop:PlannedTask") : page.index("### pop:ProductOperationalPlan")]
    assert "**planned task**" in task
    assert "* Subclass of: [`pop:PlanElement`](#PlanElement)" in task
    assert "* In the data: 33 (`pe-cus/pop-cacao/2005` 33)" in task
    assert "[CQ02](questions.md#CQ02)" in task
    assert "[STR-04](rules.md#STR-04)" in task
    assert "`http://purl.org/net/p-plan#Step` (close)" in task


@pytest.mark.parametrize("name", ["reglas.md", "rules.md"])
def test_every_shipped_rule_has_its_place_in_the_index(pages: dict[str, str], name: str) -> None:
    assert len(RULES) >= 50
    for rule in RULES:
        assert pages[name].count(f'<a id="{rule}"></a>[{rule}](rules/{rule}.md)') == 1


def test_every_rule_has_a_page_with_advice_and_both_graphs(pages: dict[str, str]) -> None:
    assert sorted(name for name in pages if name.startswith("rules/")) == [f"rules/{id_}.md" for id_ in RULES]
    for id_ in RULES:
        page = pages[f"rules/{id_}.md"]
        rule = rules.find(id_)
        for heading in ("**Qué hacer.** ", "**What to do.** ", "* Desde: ", "* Since: ", "* Categoría: "):
            (line,) = [line for line in page.splitlines() if line.startswith(heading)]
            assert line != heading.strip()
        graphs = rules.examples(rule)
        assert graphs or rule.kind == "check"
        for graph in graphs or ():
            assert f"```turtle\n{graph.strip()}\n```" in page


@pytest.mark.parametrize(("name", "lang"), [("preguntas.md", "es"), ("questions.md", "en")])
def test_every_question_has_its_place(pages: dict[str, str], name: str, lang: str) -> None:
    for query in queries.catalogue():
        assert f'<a id="{query.id}"></a>' in pages[name]
        assert f"popgraph query {query.id}\n" in pages[name]
        assert query.title(lang).split("(")[0] in pages[name]
        assert query.text.strip().splitlines()[-1] in pages[name]


def test_every_command_has_its_place_with_each_option(pages: dict[str, str]) -> None:
    commands = {f"## popgraph {verb}": import_module(f"popgraph.cli.{verb}").command for verb in VERBS}
    parts = import_module("popgraph.cli.network").VERBS
    commands |= {
        f"### popgraph network {part}": import_module(f"popgraph.cli.network.{part}").command
        for part in parts
    }
    for heading, command in commands.items():
        section = pages["cli.md"].partition(f"\n{heading}\n")[2].partition("\n## ")[0].partition("\n### ")[0]
        assert f"Usage: {heading.strip('# ')}" in section
        for parameter in command.params:
            for option in (option for option in parameter.opts if option.startswith("--")):
                assert option in section, (heading, option)


@pytest.mark.parametrize(("name", "lang"), [("medidas.md", "es"), ("measures.md", "en")])
def test_every_measure_projection_format_and_figure_has_its_place(
    pages: dict[str, str], name: str, lang: str
) -> None:
    page = pages[name]
    for metric in METRICS.values():
        section = page.partition(f'<a id="measure-{metric.id}"></a>\n\n### `{metric.id}` · ')[2].partition(
            "<a id"
        )[0]
        assert section.startswith(escape(metric.labels[lang]))
        assert escape(metric.about[lang]) in section
        assert f": `{metric.formula}`\n" in section
        assert f": {escape(metric.range)}\n" in section
        assert f": {escape(metric.source)}\n" in section
    for projection in PROJECTIONS.values():
        assert f"### `{projection.id}` · {projection.labels[lang]}" in page
        assert f": `{projection.formula}`\n" in page
    for id_ in (*FORMATS, *FIGURES):
        assert page.count(f"\n| `{id_}` |") == 1


@pytest.mark.parametrize("name", ["datos.md", "datasets.md"])
def test_every_file_of_the_catalogue_is_listed(pages: dict[str, str], name: str) -> None:
    rows = [line for line in pages[name].splitlines() if line.startswith("| [`")]
    assert sorted(row.split("`")[1] for row in rows) == [entry.file for entry in catalog.shipped()]


def test_pages_are_written_once_and_a_stale_one_is_named(tmp_path: Path) -> None:
    assert {page.state for page in docs(tmp_path / "new").pages} == {"written"}
    assert {page.state for page in docs(tmp_path / "new").pages} == {"unchanged"}
    stale = tmp_path / "new" / "rules.md"
    stale.write_text("old", encoding="utf-8")
    report = docs(tmp_path / "new", check=True)
    assert not report.up_to_date
    assert [page.path for page in report.pages if page.state == "different"] == [stale]
    assert stale.read_text(encoding="utf-8") == "old"


def test_a_page_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "rules.md").write_bytes(b"\xff")
    with pytest.raises(PopgraphError) as told:
        docs(tmp_path)
    assert told.value.where.endswith("rules.md")


def test_the_command_exits_with_one_where_a_page_is_missing(tmp_path: Path) -> None:
    def run(*options: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "popgraph", "docs", *options, str(tmp_path)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    missing = run("--check")
    assert (missing.returncode, missing.stderr) == (1, "")
    assert "different" in missing.stdout
    assert list(tmp_path.iterdir()) == []
    assert run().returncode == 0
    assert run("--check").returncode == 0
