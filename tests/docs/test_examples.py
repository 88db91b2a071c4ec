"""What the pages tell people to type is understood."""

from __future__ import annotations

import doctest
import re
import shlex
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from popgraph.cli import VERBS, cli

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
_BLOCK = re.compile(r"^```(?:sh|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands() -> list[tuple[str, str]]:
    found = []
    for page in sorted(PAGES):
        for block in _BLOCK.findall(page.read_text(encoding="utf-8")):
            for line in block.splitlines():
                words = line.removeprefix("$ ").split(" | ")[-1].strip()
                if words.startswith("popgraph "):
                    found.append((str(page.relative_to(ROOT)), words.partition(" < ")[0]))
    return found


@pytest.mark.parametrize(("page", "line"), commands())
def test_each_command_is_one(page: str, line: str) -> None:
    verb, *words = shlex.split(line, comments=True)[1:]
    assert verb in VERBS
    command: click.Command = import_module(f"popgraph.cli.{verb}").command
    if isinstance(command, click.Group) and words:
        part, *words = words
        inner = command.get_command(click.Context(command), part)
        assert inner is not None, part
        command = inner
    existing = [parameter for parameter in command.params if not isinstance(parameter, click.Argument)]
    options = {option for parameter in existing for option in parameter.opts}
    assert {word for word in words if re.match(r"--?[a-z]", word)} <= options
    if verb == "query" and words and not words[0].startswith("-") and not words[0].endswith(".rq"):
        from popgraph import queries

        query = queries.find(words[0])
        asked = queries.find(query.explain) if "--explain" in words else query
        given = {word.partition("=")[0] for mark, word in pairwise(words) if mark == "-p"}
        assert given <= {parameter.name for parameter in asked.parameters}


def test_the_python_of_the_page_on_questions_runs() -> None:
    result = doctest.testfile(str(ROOT / "docs" / "queries.md"), module_relative=False)
    assert result.attempted > 8
    assert result.failed == 0


@pytest.mark.parametrize("name", ["networks.md", "redes.md"])
def test_the_commands_of_the_pages_on_networks_do_what_they_say(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = [line for page, line in commands() if page == f"docs/{name}" and "://" not in line]
    assert len(lines) > 10
    for line in lines:
        words = shlex.split(line, comments=True)[1:]
        if words[:2] == ["network", "measures"]:
            # The last one counts; few draws take little time.
            words += ["--draws", "10"]
        result = CliRunner().invoke(cli, words, standalone_mode=False)
        assert result.exception is None, (line, result.exception)
        assert not result.return_value, line
        if "-o" in words:
            assert Path(words[words.index("-o") + 1]).stat().st_size > 100, line
        else:
            assert result.output.strip() or words[0] == "build", line


def test_the_python_of_the_page_on_networks_runs() -> None:
    result = doctest.testfile(str(ROOT / "docs" / "networks.md"), module_relative=False)
    assert result.attempted > 12
    assert result.failed == 0


def test_the_query_of_the_page_on_questions_runs(tmp_path: Path) -> None:
    import popgraph
    from popgraph import queries
    from popgraph.answers import Solutions

    text = (ROOT / "docs" / "queries.md").read_text(encoding="utf-8")
    sparql = text.partition("```sparql\n")[2].partition("```")[0]
    path = tmp_path / "tasks-with-word.rq"
    path.write_text(sparql, encoding="utf-8")
    answer = queries.run(popgraph.open(), queries.read(path), {"word": "ferias"})
    assert isinstance(answer, Solutions)
    assert [getattr(task, "value", "").rpartition("2005/")[2] for task in answer.column("task")] == [
        "oe2/a1/t2"
    ]


def test_the_example_of_a_correction_is_what_the_encoder_makes_of_it(tmp_path: Path) -> None:
    import shutil

    from popgraph.encoding import encode

    shutil.copytree(ROOT / "data", tmp_path / "data")
    folder = tmp_path / "data" / "pe-cus" / "pop-cacao" / "2005"
    diff = (ROOT / "docs" / "corrections.md").read_text(encoding="utf-8").partition("```diff\n")[2]
    old_turtle, new_turtle, old_row, new_row = re.findall(
        r"^[-+](?![-+])(.*)$", diff.partition("```")[0], re.M
    )[0:4]
    table = folder / "transcription" / "table_labels.csv"
    before = table.read_text(encoding="utf-8")
    assert f"{old_row}\n" in before
    table.write_text(before.replace(f"{old_row}\n", f"{new_row}\n"), encoding="utf-8")
    turtle = (folder / "statistics.ttl").read_text(encoding="utf-8")
    report = encode(folder)
    assert [file.path.name for file in report.files if file.state == "written"] == ["statistics.ttl"]
    assert (folder / "statistics.ttl").read_text(encoding="utf-8") == turtle.replace(old_turtle, new_turtle)
