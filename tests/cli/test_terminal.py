"""On a real terminal: tables are drawn, prose is folded, and nothing of the data steers it."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import sys
import termios
from pathlib import Path

from tests.cli.conftest import environment

_STYLE = re.compile(r"\x1b\[[0-9;]*m")


def on_a_terminal(*words: str, columns: int = 60) -> tuple[int, str]:
    """Exit code, and what a command writes to a terminal of a width."""
    pid, terminal = pty.fork()
    if pid == 0:  # pragma: no cover - the child
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        settings = {**environment(), "TERM": "xterm"}
        settings.pop("COLUMNS")
        os.execve(sys.executable, [sys.executable, "-m", "popgraph", *words], settings)
    said = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # the child has closed its end
            break
        if not piece:
            break
        said += piece
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), said.decode()


def test_a_table_is_drawn_below_its_whole_title() -> None:
    code, text = on_a_terminal("query", "CQ02", "-p", "min=12")
    plain = _STYLE.sub("", text)
    assert code == 0
    assert plain.startswith("CQ02 · ¿Qué pares de actores comparten más tareas?\r\n")
    assert "────" in plain
    assert "CERX Cusco" in plain


def test_nothing_is_wider_than_the_terminal() -> None:
    for words in (("show", "O1A2T4"), ("query", "CQ15"), ("readings",)):
        _, text = on_a_terminal(*words)
        for line in _STYLE.sub("", text).split("\r\n"):
            assert len(line) <= 60, (words, line)


def test_markup_and_control_characters_are_shown_and_not_obeyed(tmp_path: Path) -> None:
    question, data = tmp_path / "own.rq", tmp_path / "evil.ttl"
    question.write_text(
        "# id: X1\n# slug: own\n# question@es: ¿[red]qué[/red]?\x1b[2J\nSELECT ?a { ?a <urn:x:p> ?x }",
        "utf-8",
    )
    data.write_text(
        '<urn:x:a> <urn:x:p> 1 ; <http://www.w3.org/2000/01/rdf-schema#label> "[blink]a[/blink]\\u001B[2J" .',
        "utf-8",
    )
    code, text = on_a_terminal("query", str(question), "-d", str(data))
    assert code == 0
    assert "\x1b[2J" not in text
    assert "¿[red]qué[/red]?" in text
    assert "[blink]a[/blink]" in text
