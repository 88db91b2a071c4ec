"""The notebooks run in a fresh kernel, and what stands in docs/ is what comes out of them."""

from __future__ import annotations

import doctest
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from docs.notebooks import render

MISSING = [
    name
    for name in ("jupytext", "nbclient", "ipykernel", "pandas", "matplotlib", "networkx", "scipy")
    if find_spec(name) is None
]
needs_jupyter = pytest.mark.skipif(
    bool(MISSING), reason=f"running notebooks needs {', '.join(MISSING)}: install requirements-dev.lock"
)
HEADER = "---\njupyter:\n  kernelspec:\n    display_name: Python 3\n    language: python\n    name: python3\n---\n\n"


def notebook(folder: Path, code: str) -> Path:
    path = folder / "made-up.md"
    path.write_text(f"{HEADER}```python\n{code}\n```\n", encoding="utf-8")
    return path


def names(paths: tuple[Path, ...]) -> list[str]:
    return [path.stem for path in paths]


def test_there_are_two_notebooks() -> None:
    assert names(render.NOTEBOOKS) == ["from-sparql-to-a-figure", "quien-carga-con-el-plan"]


@needs_jupyter
@pytest.mark.parametrize("path", render.NOTEBOOKS, ids=names(render.NOTEBOOKS))
def test_a_notebook_runs_and_gives_what_stands_in_docs(path: Path) -> None:
    files = render.rendered(path)
    assert [file.name for file in render.stale(files)] == [], "run python docs/notebooks/render.py"
    page = files[render.RESULTS / path.name].decode()
    figures = re.findall(r"!\[[^\]]+\]\(([^)]+\.svg)\)", page)
    assert figures
    assert sorted(figures) == sorted(file.name for file in files if file.suffix == ".svg")
    # Paths and addresses in memory would be others the next time.
    assert not re.search(r"/tmp/|0x[0-9a-f]{6}", page)


def test_the_results_have_no_file_of_a_notebook_that_is_gone() -> None:
    there = {
        file.stem.removesuffix(f"-{number}") for file in render.RESULTS.iterdir() for number in range(10)
    }
    assert {name for name in there if not re.search(r"-\d$", name)} == set(names(render.NOTEBOOKS))


@needs_jupyter
def test_a_cell_that_fails_is_an_error(tmp_path: Path) -> None:
    from nbclient.exceptions import CellExecutionError

    with pytest.raises(CellExecutionError, match="AssertionError"):
        render.run(notebook(tmp_path, "assert 1 + 1 == 3"))


@needs_jupyter
def test_what_leaves_its_folder_is_an_error(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("kept", encoding="utf-8")
    tries = {
        f"open({str(outside)!r}, 'w')": "may not write",
        f"import os; os.open({str(outside)!r}, os.O_RDWR)": "may not write",
        f"import os; os.remove({str(outside)!r})": "may not change",
        f"import os; os.rename({str(outside)!r}, 'here')": "may not change",
        f"import os; os.mkdir({str(outside)!r} + '-new')": "may not change",
        "import socket; socket.create_connection(('127.0.0.1', 9))": "may not reach out",
        "import socket; socket.getaddrinfo('localhost', 80)": "may not reach out",
        "import subprocess; subprocess.run(['true'])": "may not reach out",
    }
    cells = [f'```python tags=["raises-exception"]\n{code}\n```\n' for code in tries]
    path = tmp_path / "made-up.md"
    path.write_text(HEADER + "\n".join(cells), encoding="utf-8")
    errors = [cell.outputs[0] for cell in render.run(path).cells]
    assert [
        (error.ename, said in error.evalue) for error, said in zip(errors, tries.values(), strict=True)
    ] == [("PermissionError", True)] * len(tries)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["made-up.md", "outside.txt"]
    assert outside.read_text(encoding="utf-8") == "kept"


@needs_jupyter
def test_a_notebook_may_write_where_it_runs(tmp_path: Path) -> None:
    code = "import tempfile\nfrom pathlib import Path\nwith tempfile.TemporaryDirectory() as place:\n"
    made = render.run(notebook(tmp_path, code + "    print(Path(place, 'a').write_text('abc'))"))
    assert made.cells[0].outputs[0].text == "3\n"


def test_a_result_that_differs_or_lacks_is_named(tmp_path: Path) -> None:
    same, other, missing = (tmp_path / name for name in ("same", "other", "missing"))
    same.write_bytes(b"1")
    other.write_bytes(b"1")
    assert list(render.stale({same: b"1", other: b"2", missing: b"3"})) == [other, missing]


def test_the_examples_in_the_docstrings_hold() -> None:
    result = doctest.testmod(render)
    assert result.attempted > 0
    assert result.failed == 0
