"""Strategic plans as linked data: ask the graph, from Python or from the command line.

>>> import popgraph
>>> store = popgraph.open()
>>> answer = popgraph.run(store, popgraph.find("CQ02"))
>>> answer.variables[:2]
('a', 'b')

Names are loaded when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

# Not from typing: that import alone takes as long as all else that the start of the command line needs.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from popgraph.answers import Answer, Solutions, Triples, Truth, same_answer
    from popgraph.catalog import Catalog, CatalogEntry
    from popgraph.diffing import diff
    from popgraph.docpages import docs
    from popgraph.duedates import due
    from popgraph.elements import show
    from popgraph.embedded import EmbeddedStore
    from popgraph.encoding import encode
    from popgraph.errors import (
        DataError,
        EndpointError,
        MissingExtraError,
        PopgraphError,
        QueryError,
        UsageError,
    )
    from popgraph.exporting import export
    from popgraph.generation import Generated, generate
    from popgraph.loading import Built, build, duplicates, open
    from popgraph.overview import info
    from popgraph.queries import Parameter, Query, catalogue, find, run
    from popgraph.reasoning import reason
    from popgraph.remote import Auth, RemoteStore
    from popgraph.store import Store
    from popgraph.validation import validate

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "Auth",
    "Built",
    "Catalog",
    "CatalogEntry",
    "DataError",
    "EmbeddedStore",
    "EndpointError",
    "Generated",
    "MissingExtraError",
    "Parameter",
    "PopgraphError",
    "Query",
    "QueryError",
    "RemoteStore",
    "Solutions",
    "Store",
    "Triples",
    "Truth",
    "UsageError",
    "__version__",
    "build",
    "catalogue",
    "diff",
    "docs",
    "due",
    "duplicates",
    "encode",
    "export",
    "find",
    "generate",
    "info",
    "open",
    "reason",
    "run",
    "same_answer",
    "show",
    "validate",
]

_HOMES = {
    "answers": ("Answer", "Solutions", "Triples", "Truth", "same_answer"),
    "catalog": ("Catalog", "CatalogEntry"),
    "diffing": ("diff",),
    "docpages": ("docs",),
    "duedates": ("due",),
    "elements": ("show",),
    "embedded": ("EmbeddedStore",),
    "encoding": ("encode",),
    "errors": (
        *("DataError", "EndpointError", "MissingExtraError"),
        *("PopgraphError", "QueryError", "UsageError"),
    ),
    "exporting": ("export",),
    "generation": ("Generated", "generate"),
    "loading": ("Built", "build", "duplicates", "open"),
    "overview": ("info",),
    "queries": ("Parameter", "Query", "catalogue", "find", "run"),
    "reasoning": ("reason",),
    "remote": ("Auth", "RemoteStore"),
    "store": ("Store",),
    "validation": ("validate",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
