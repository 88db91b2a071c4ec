"""The entry point of the command: it starts reading the shipped graph before anything else is imported."""

from __future__ import annotations

import os
import sys

__all__ = ["main"]

_ASKING = frozenset(("info", "query", "readings", "show"))
_ELSEWHERE = ("-d", "--data", "-h", "--help")


def main() -> None:
    """Run the command line and exit."""
    words = sys.argv[1:]
    # A bare `popgraph query` lists the catalogue and needs no graph.
    asks = bool(words) and words[0] in _ASKING and not (words[0] == "query" and len(words) == 1)
    if asks and not any(word.startswith(_ELSEWHERE) for word in words):
        from popgraph import prefetch

        prefetch.start()
    from popgraph.cli import main as run

    try:
        run()
    except SystemExit as done:
        # The process ends anyway: taking a graph apart triple by triple first would be a tenth of a short run.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(done.code if isinstance(done.code, int) else 0)
