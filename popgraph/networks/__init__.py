"""Networks of institutions: who is responsible for what, with whom, and how sure that is.

>>> import popgraph
>>> from popgraph import networks
>>> cacao = networks.project(networks.two_mode(popgraph.open()))
>>> cacao.projection, len(cacao.actors) == len(cacao.source.actors)
('count', True)

Names are loaded when they are first used.
"""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from popgraph.networks.actors import Actor, fetch_actors
    from popgraph.networks.analysis import Analysis, Parameters, Replay, measures, replay
    from popgraph.networks.comparison import Comparison, compare
    from popgraph.networks.digests import digest
    from popgraph.networks.explanation import Explanation, explain
    from popgraph.networks.files import export, plot
    from popgraph.networks.incidence import Incidence, co_responsibility, fetch_incidence
    from popgraph.networks.listing import Column, Listing, edges, nodes
    from popgraph.networks.projection import PROJECTIONS, OneMode, Projection, project
    from popgraph.networks.selection import Selection
    from popgraph.networks.tasks import Period, Task, fetch_tasks
    from popgraph.networks.twomode import EVENTS, WEIGHTS, Event, TwoMode, two_mode

__all__ = [
    "EVENTS",
    "PROJECTIONS",
    "WEIGHTS",
    "Actor",
    "Analysis",
    "Column",
    "Comparison",
    "Event",
    "Explanation",
    "Incidence",
    "Listing",
    "OneMode",
    "Parameters",
    "Period",
    "Projection",
    "Replay",
    "Selection",
    "Task",
    "TwoMode",
    "co_responsibility",
    "compare",
    "digest",
    "edges",
    "explain",
    "export",
    "fetch_actors",
    "fetch_incidence",
    "fetch_tasks",
    "measures",
    "nodes",
    "plot",
    "project",
    "replay",
    "two_mode",
]

_HOMES = {
    "actors": ("Actor", "fetch_actors"),
    "analysis": ("Analysis", "Parameters", "Replay", "measures", "replay"),
    "comparison": ("Comparison", "compare"),
    "digests": ("digest",),
    "explanation": ("Explanation", "explain"),
    "files": ("export", "plot"),
    "incidence": ("Incidence", "co_responsibility", "fetch_incidence"),
    "listing": ("Column", "Listing", "edges", "nodes"),
    "projection": ("PROJECTIONS", "OneMode", "Projection", "project"),
    "selection": ("Selection",),
    "tasks": ("Period", "Task", "fetch_tasks"),
    "twomode": ("EVENTS", "WEIGHTS", "Event", "TwoMode", "two_mode"),
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
