"""The libraries that networks need, which a plain installation doesn't have."""

from __future__ import annotations

from importlib.util import find_spec

from popgraph.errors import MissingExtraError

__all__ = ["needs"]

# Which extra of popgraph brings a library.
_EXTRAS = {
    "networkx": "networks",
    "numpy": "networks",
    "scipy": "networks",
    "matplotlib": "figures",
    "igraph": "igraph",
    "pandas": "pandas",
    "polars": "polars",
    "xlsxwriter": "xlsx",
}


def needs(*modules: str) -> None:
    """Do nothing if some libraries are installed.

    Args:
        modules: What they are imported as.

    Raises:
        MissingExtraError: If one isn't; it says which extra of popgraph brings it.

    >>> needs("json")
    """
    missing = [module for module in modules if find_spec(module) is None]
    if missing:
        extras = ",".join(dict.fromkeys(_EXTRAS.get(module, module) for module in missing))
        raise MissingExtraError(
            f"{' and '.join(missing)} can't be imported",
            where=f"extra {extras}",
            hint=f"Install it: pip install 'popgraph[{extras}]'",
        )
