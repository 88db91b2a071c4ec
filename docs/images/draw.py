"""Draw the picture of the README: what the command really prints, as SVG without fonts from elsewhere.

python docs/images/draw.py
"""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

import popgraph
from popgraph.report.answer import to_table
from popgraph.report.table import rich_table

TARGET = Path(__file__).with_name("popgraph.svg")

FORMAT = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">
<style>
  .{unique_id}-matrix {{ font: {char_height}px ui-monospace, "DejaVu Sans Mono", Consolas, monospace;
    line-height: {line_height}px; font-variant-east-asian: full-width }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def _printed(*words: str) -> str:
    command = [sys.executable, "-m", "popgraph", *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main() -> None:
    """Ask, check and draw."""
    console = Console(record=True, width=88, file=io.StringIO(), force_terminal=True)
    store = popgraph.open()
    query = popgraph.find("CQ02")
    answer = popgraph.run(store, query, {"min": "7"})
    assert isinstance(answer, popgraph.Solutions)
    console.print(Text("$ popgraph validate --format summary", style="bold"))
    console.print(Text(_printed("validate", "--format", "summary")))
    console.print(Text("$ popgraph query CQ02 -p min=7", style="bold"))
    console.print(rich_table(to_table(answer, store, title=f"{query.id} · {query.title()}")))
    explained = popgraph.run(
        store, popgraph.find(query.explain), {"a": "org/cerx-cusco", "b": "org/dircetur-cusco"}
    )
    assert isinstance(explained, popgraph.Solutions)
    console.print(Text("$ popgraph query CQ02 --explain -p a=CERX -p b=DIRCETUR", style="bold"))
    console.print(rich_table(to_table(explained, store)))
    svg = console.export_svg(title="popgraph", theme=MONOKAI, code_format=FORMAT, unique_id="popgraph")
    TARGET.write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
