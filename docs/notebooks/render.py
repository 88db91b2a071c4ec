"""Run the notebooks and write what comes out of them to ``docs/notebooks/results/``.

    python docs/notebooks/render.py [--check]

Each runs in a fresh kernel, in a temporary folder. The kernel may write nowhere else and reach no other machine: what
tries to is an error.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from popgraph.writing import write

if TYPE_CHECKING:
    from nbformat import NotebookNode

HOME = Path(__file__).resolve().parent
RESULTS = HOME / "results"
NOTEBOOKS = tuple(
    sorted(path for path in HOME.glob("*.md") if path.read_text(encoding="utf-8").startswith("---\n"))
)

_NOTICE = (
    "<!-- {name} as it runs: written by docs/notebooks/render.py. Correct the notebook and run it again. -->"
)
_CODE = {"es": "Código", "en": "Code"}
_SPANISH = ("quien-carga-con-el-plan",)
_TIMEOUT = 300
# An audit hook can't be taken off again. The kernel's own channels are sockets that others connect to.
_FENCE = """
def _fence():
    import os, sys
    home = os.path.realpath(os.getcwd())
    writes = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

    def inside(path):
        path = os.path.realpath(os.fsdecode(path))
        return path == os.devnull or path == home or path.startswith(home + os.sep)

    def hook(event, arguments):
        if event == "open" and not isinstance(arguments[0], int):
            path, mode, flags = arguments
            if (set(mode or "") & set("wax+") or (flags or 0) & writes) and not inside(path):
                raise PermissionError(f"a notebook may not write {path!r}")
        elif event in ("os.mkdir", "os.remove", "os.rmdir", "os.rename", "os.symlink", "os.link", "os.truncate"):
            for path in arguments[:2] if event in ("os.rename", "os.symlink", "os.link") else arguments[:1]:
                if not isinstance(path, int) and not inside(path):
                    raise PermissionError(f"a notebook may not change {path!r}")
        elif event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "subprocess.Popen", "os.system"):
            raise PermissionError(f"a notebook may not reach out: {event}")

    sys.addaudithook(hook)

_fence()
del _fence
"""


def run(path: Path) -> NotebookNode:
    """Return a notebook with its outputs.

    Raises:
        nbclient.exceptions.CellExecutionError: If a cell fails.
    """
    import jupytext
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient

    notebook: NotebookNode = jupytext.read(path)
    notebook.cells.insert(0, jupytext.reads(f"```python\n{_FENCE}```\n", fmt="md").cells[0])
    with tempfile.TemporaryDirectory() as folder:
        # Files instead of ports: nothing of it can be reached from outside.
        place = Path(folder, "kernel")
        kernel = AsyncKernelManager(
            kernel_name="python3", transport="ipc", ip=str(place), connection_file=f"{place}.json"
        )
        spec = kernel.kernel_spec
        assert spec is not None
        # One that somebody has installed under the same name may be another Python.
        spec.argv[0] = sys.executable
        client = NotebookClient(
            notebook, km=kernel, timeout=_TIMEOUT, resources={"metadata": {"path": folder}}
        )
        # Else one that is given is left running.
        client.owns_km = True
        client.execute(env=_environment(folder))
    notebook.cells.pop(0)
    return notebook


def rendered(path: Path) -> dict[Path, bytes]:
    """Return the page and the figures that a notebook gives, by where they belong."""
    notebook = run(path)
    lang = "es" if path.stem in _SPANISH else "en"
    files: dict[Path, bytes] = {}
    parts = [_NOTICE.format(name=path.name)]
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            parts.append(cell.source.replace("](../", "](../../"))
            continue
        code = f"```python\n{cell.source}\n```"
        hidden = "hide-input" in cell.metadata.get("tags", ())
        parts.append(f"<details><summary>{_CODE[lang]}</summary>\n\n{code}\n\n</details>" if hidden else code)
        for output in cell.outputs:
            if output.output_type == "stream":
                parts.append(_fenced(output.text))
                continue
            data: Mapping[str, str] = output.data
            if "image/svg+xml" in data:
                name = f"{path.stem}-{len(files) + 1}.svg"
                files[RESULTS / name] = f"{data['image/svg+xml'].strip()}\n".encode()
                parts.append(f"![{_title(data['image/svg+xml'])}]({name})")
            elif "text/markdown" in data:
                parts.append(data["text/markdown"])
            elif "<table" in data.get("text/html", ""):
                parts.append(table(data["text/html"]))
            else:
                parts.append(_fenced(data["text/plain"]))
    files[RESULTS / path.name] = ("\n\n".join(parts) + "\n").encode()
    return files


def table(html: str) -> str:
    """Return a data frame, as pandas writes it in HTML, as a table of Markdown.

    >>> print(table("<table><thead><tr><th></th><th>a</th></tr></thead><tr><th>b</th><td>1|2</td></tr></table>"))
    |  | a |
    | --- | --- |
    | b | 1\\|2 |
    """
    reader = _Rows()
    reader.feed(html)
    head, *rest = reader.rows
    # The name of the index stands in a row of its own, which has nothing else.
    if rest and rest[0] and rest[0][0] and not any(rest[0][1:]):
        head = [rest.pop(0)[0], *head[1:]]
    elif [row[0] for row in rest] == [str(number) for number in range(len(rest))]:
        head, rest = head[1:], [row[1:] for row in rest]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rest))


class _Rows(HTMLParser):
    """The cells of a table, row by row."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self._open = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            text = " ".join(data.split())
            for sign in "\\|<*_`[":
                text = text.replace(sign, f"\\{sign}")
            self.rows[-1][-1] += text


def _fenced(text: str) -> str:
    return f"```text\n{text.rstrip()}\n```"


def _title(svg: str) -> str:
    for tag in ("title", "dc:title"):
        if found := svg.partition(f"<{tag}>")[2].partition(f"</{tag}>")[0]:
            return found.replace("[", "(").replace("]", ")")
    return ""


def _environment(folder: str) -> dict[str, str]:
    """The kernel's: everything that libraries keep goes to the folder, and the checkout is what is imported."""
    jupyter = ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")
    places = dict.fromkeys(
        ("HOME", "TMPDIR", "MPLCONFIGDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", *jupyter), folder
    )
    root = os.pathsep.join(filter(None, (str(HOME.parents[1]), os.environ.get("PYTHONPATH"))))
    return {**os.environ, **places, "PYTHONPATH": root, "PYTHONDONTWRITEBYTECODE": "1"}


def stale(files: Mapping[Path, bytes]) -> Iterator[Path]:
    """Give the files that aren't there, or hold something else."""
    for path, content in files.items():
        if not path.is_file() or path.read_bytes() != content:
            yield path


def main(arguments: list[str] | None = None) -> int:
    """Render every notebook; with ``--check`` write nothing, and return 1 if a result differs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--check", action="store_true", help="Write nothing; exit with 1 if a result differs."
    )
    options = parser.parse_args(arguments)
    files: dict[Path, bytes] = {}
    for path in NOTEBOOKS:
        files |= rendered(path)
    changed: list[Any] = list(stale(files))
    if not options.check:
        write({path: files[path] for path in changed})
    for path in files:
        state = "unchanged" if path not in changed else "different" if options.check else "written"
        print(f"{state:<9}  {path.relative_to(HOME.parents[1])}")
    return 1 if options.check and changed else 0


if __name__ == "__main__":
    sys.exit(main())
