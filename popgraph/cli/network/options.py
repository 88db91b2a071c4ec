"""What the sub-commands share: which network is meant, and how it is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from popgraph.cli.common import graph_options, lang_option, open_graph, read_day

if TYPE_CHECKING:
    from popgraph.networks import OneMode, Selection, TwoMode
    from popgraph.store import Store

__all__ = [
    "format_option",
    "measure_option",
    "network_options",
    "projection_option",
    "read_network",
    "read_store",
    "read_two_mode",
    "seed_option",
    "selection",
    "selection_options",
    "two_mode_option",
]

_F = TypeVar("_F", bound=Callable[..., Any])

# Named here and not taken from the library, which would be imported to draw a line of help; a test holds them together.
_EVENTS = ("task", "activity", "objective", "year")
_WEIGHTS = ("task", "mention", "goal", "indicator")
_PROJECTIONS = ("count", "newman", "fractional", "jaccard")

projection_option = click.option(
    "--projection",
    type=click.Choice(_PROJECTIONS),
    default="count",
    show_default=True,
    help="What a tie of two actors weighs: shared events; 1/(k-1) of each (Newman); both shares of each; Jaccard.",
)
two_mode_option = click.option(
    "--two-mode", is_flag=True, help="Actors and events as they stand, not projected on actors."
)


def measure_option(text: str) -> Callable[[_F], _F]:
    """Return the option for measures, with what it says of them."""
    return click.option("-m", "--measure", "metrics", multiple=True, metavar="ID", help=text)


def format_option(text: str, *, xlsx: bool = False) -> Callable[[_F], _F]:
    """Return the option for the form of what is put out, text if none is asked for, with what it says of it."""
    formats = ("text", "csv", "xlsx", "json") if xlsx else ("text", "csv", "json")
    return click.option(
        "--format", "fmt", type=click.Choice(formats), default="text", show_default=True, help=text
    )


def seed_option(text: str) -> Callable[[_F], _F]:
    """Return the option for a seed, with what it says of it."""
    return click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help=text)


def selection_options(function: _F) -> _F:
    """Add the options that choose a part of the plans."""
    for name, metavar, text in (
        ("plan", "PLAN", "Tasks of this plan only, such as pe-cus/pop-cacao/2005."),
        ("region", "REGION", "Tasks of plans for this region only, such as pe-cus."),
        ("product", "PRODUCT", "Tasks of plans whose path has this middle part only, such as pop-cacao."),
        ("objective", "CODE", "Tasks under this objective only, such as OE1."),
        ("activity", "CODE", "Tasks of this activity only, such as O1A2."),
        ("type", "TYPE", "Actors of this type only, such as ministry."),
        ("level", "LEVEL", "Actors of this level only, such as regional."),
        ("sector", "SECTOR", "Actors of this sector only, such as public."),
    ):
        function = click.option(
            f"--{name}", f"chosen_{name}", multiple=True, metavar=metavar, help=f"{text} Repeatable."
        )(function)
    for option in (
        click.option("--named", is_flag=True, help="Named institutions only, no generic groups."),
        click.option(
            "--from",
            "chosen_first",
            metavar="DATE",
            help="Tasks with something that may be due on this day or later.",
        ),
        click.option(
            "--to",
            "chosen_last",
            metavar="DATE",
            help="Tasks with something that may be due on this day or earlier.",
        ),
    ):
        function = option(function)
    return function


def network_options(function: _F) -> _F:
    """Add the options that `read_two_mode` takes."""
    for option in (
        click.option(
            "--reading",
            "readings",
            multiple=True,
            metavar="NAME",
            help="Read doubtful names this other way; popgraph readings lists them. Repeatable.",
        ),
        click.option(
            "--weight",
            type=click.Choice(_WEIGHTS),
            default="task",
            show_default=True,
            help="What a tie of an actor to a task counts: 1; each mention; the task's goals; its indicators.",
        ),
        click.option(
            "--events",
            type=click.Choice(_EVENTS),
            default="task",
            show_default=True,
            help="What actors are tied to: tasks, activities, objectives, or years in which something is due.",
        ),
    ):
        function = option(function)
    return graph_options(selection_options(lang_option(function)))


def selection(options: dict[str, Any]) -> Selection:
    """Return the part of the plans that the options choose, and take these options out.

    Raises:
        UsageError: If a day is none.
    """
    from popgraph.networks import Selection

    days = [
        None if text is None else read_day(text)
        for text in (options.pop("chosen_first"), options.pop("chosen_last"))
    ]
    plural = {"activity": "activities"}
    chosen: dict[str, Any] = {
        plural.get(name, f"{name}s"): tuple(options.pop(f"chosen_{name}"))
        for name in ("plan", "region", "product", "objective", "activity", "type", "level", "sector")
    }
    return Selection(**chosen, named=options.pop("named"), first=days[0], last=days[1])


def read_store(options: dict[str, Any]) -> Store:
    """Return the graph that the options name, under the readings that they name.

    Raises:
        PopgraphError: If it can't be opened, or there is no such reading.
    """
    store = open_graph(options.pop("data"), options.pop("timeout"), options.pop("user"))
    readings = options.pop("readings", ())
    if readings:
        from popgraph.readings import under

        return under(store, readings)
    return store


def read_two_mode(store: Store, options: dict[str, Any], *, texts: bool = False) -> TwoMode:
    """Return the two-mode network that the options ask for.

    Raises:
        UsageError: If nobody is left in it.
    """
    from popgraph.networks import two_mode

    return two_mode(
        store,
        events=options["events"],
        weight=options["weight"],
        selection=selection(options),
        texts=texts,
        lang=options["lang"],
    ).peopled()


def read_network(store: Store, options: dict[str, Any], *, texts: bool = False) -> TwoMode | OneMode:
    """Return the network that the options ask for, in one mode or in two."""
    from popgraph.networks import project

    network = read_two_mode(store, options, texts=texts)
    return network if options.get("two_mode") else project(network, projection=options["projection"])
