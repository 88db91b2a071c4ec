"""``popgraph network compare``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from popgraph.cli.common import output_option, put
from popgraph.cli.network.options import (
    format_option,
    measure_option,
    network_options,
    projection_option,
    read_store,
    selection,
)
from popgraph.errors import UsageError

if TYPE_CHECKING:
    import datetime

    from popgraph.networks import Selection

__all__ = ["command"]

_KEYS = ("plan", "region", "product", "objective", "activity", "type", "level", "sector", "period")


@click.command("compare", short_help="Compare the networks of two plans, products, regions, periods.")
@click.argument("first")
@click.argument("second")
@network_options
@projection_option
@measure_option("Compare positions by this measure. Repeatable.")
@click.option(
    "--top", type=click.IntRange(min=1), default=10, show_default=True, help="Rows to show of each table."
)
@format_option("Form of the comparison; CSV has the positions of the shared actors.")
@output_option
def command(
    first: str, second: str, metrics: tuple[str, ...], top: int, fmt: str, output: str | None, **options: Any
) -> None:
    """Compare two parts of the plans, FIRST and SECOND, each written KEY=VALUE.

    KEY is plan, region, product, objective, activity, type, level, sector or period; a period is two days or years,
    such as period=2005..2006. The options choose from both.
    """
    from popgraph.networks import compare, project, two_mode
    from popgraph.report import comparison

    store = read_store(options)
    common = selection(options)
    networks = [
        project(
            two_mode(
                store,
                events=options["events"],
                weight=options["weight"],
                selection=_narrowed(common, part),
                lang=options["lang"],
            ).peopled(),
            projection=options["projection"],
        )
        for part in (first, second)
    ]
    found = compare(*networks, metrics=metrics) if metrics else compare(*networks)
    if fmt == "text":
        put(comparison.text(found, (first, second), lang=options["lang"], top=top), output)
    else:
        put(comparison.render(found, (first, second), fmt=fmt), output)


def _narrowed(common: Selection, part: str) -> Selection:
    """A selection with one more condition.

    Raises:
        UsageError: If the condition is none, or the selection has one of its kind already.
    """
    key, equals, value = (text.strip() for text in part.partition("="))
    if not equals or key not in _KEYS or not value:
        raise UsageError(
            "Not a part of the plans",
            where=part,
            hint=f"Write KEY=VALUE, such as objective=OE1; KEY is one of {', '.join(_KEYS)}",
        )
    if key == "period":
        if common.dated:
            raise _twice(part)
        first, last = _period(value)
        return replace(common, first=first, last=last)
    field = "activities" if key == "activity" else f"{key}s"
    if getattr(common, field):
        raise _twice(part)
    chosen: dict[str, Any] = {field: (value,)}
    return replace(common, **chosen)


def _twice(part: str) -> UsageError:
    return UsageError(
        "What is compared is chosen by an option, too",
        where=part,
        hint="Leave out the option, or compare by something else",
    )


def _period(text: str) -> tuple[datetime.date, datetime.date]:
    """The first and last day of what is written as two days or years, or one year."""
    from popgraph.cli.common import read_day

    begin, dots, end = text.partition("..")
    end = end if dots else begin
    return (
        read_day(f"{begin}-01-01" if len(begin) == 4 else begin),
        read_day(f"{end}-12-31" if len(end) == 4 else end),
    )
