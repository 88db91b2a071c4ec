"""Engines that evaluate the rules, behind the interface of `popgraph.engine`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from popgraph.errors import UsageError

if TYPE_CHECKING:
    from popgraph.engine import Engine

__all__ = ["ENGINES", "engine"]

ENGINES = ("setwise", "pyshacl")


def engine(name: str) -> Engine:
    """Return an engine by its name, one of `ENGINES`.

    Raises:
        UsageError: If there is none.
    """
    if name == "setwise":
        from popgraph.engines.setwise import SetwiseEngine

        return SetwiseEngine()
    if name == "pyshacl":
        from popgraph.engines.pyshacl import PyshaclEngine

        return PyshaclEngine()
    raise UsageError("No such engine", where=name, hint=f"One of {', '.join(ENGINES)}")
