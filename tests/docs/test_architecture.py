"""docs/architecture.md tells the truth about the code: its layers, its verbs, the patterns of its IRIs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from popgraph.cli import VERBS

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "popgraph"
TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
# The package itself and `python -m` stand above all layers; the page of commands is told from their help.
ABOVE = {"__init__", "__main__"}
EXCEPTIONS = {("docpages", "cli")}


def rows(heading: str) -> list[list[str]]:
    table = TEXT[TEXT.index(heading) :].split("\n\n", 1)[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table]


LAYERS = [re.findall(r"`([a-z]+)/?`", row[1]) for row in rows("| layer |")]
HEIGHT = {module: number for number, modules in enumerate(LAYERS) for module in modules}


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        top = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if top not in ABOVE:
            yield top, path


def imported(path: Path) -> set[str]:
    """The modules of the package that a file imports at run time, wherever in the file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and id(node) not in typing and node.module:
            if node.module == "popgraph":
                found |= {alias.name for alias in node.names}
            elif node.module.startswith("popgraph."):
                found.add(node.module.split(".")[1])
    return {name for name in found if (PACKAGE / name).is_dir() or (PACKAGE / f"{name}.py").is_file()}


def test_each_module_has_one_layer() -> None:
    listed = [module for layer in LAYERS for module in layer]
    assert sorted(listed) == sorted({top for top, _ in modules()})


def test_imports_go_down() -> None:
    upward = {
        f"{path.relative_to(ROOT)} imports {name}"
        for top, path in modules()
        for name in imported(path)
        if HEIGHT.get(name, 99) > HEIGHT.get(top, -1) and (top, name) not in EXCEPTIONS
    }
    assert upward == set()


def test_each_verb_is_listed_with_functions_that_exist() -> None:
    table = {row[0].strip("`"): re.findall(r"`([\w.]+)`", row[1]) for row in rows("| verb |")}
    assert sorted(table) == sorted(VERBS)
    for names in table.values():
        for name in names:
            module, _, function = name.rpartition(".")
            assert callable(getattr(import_module(module), function)), name


@pytest.mark.parametrize("path", [path for _, path in modules()], ids=lambda path: path.name)
def test_a_module_is_no_longer_than_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
