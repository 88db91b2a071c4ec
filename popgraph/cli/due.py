"""``popgraph due``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from popgraph.cli.common import (
    graph_options,
    lang_option,
    open_graph,
    output_option,
    put,
    put_table,
    read_day,
)

if TYPE_CHECKING:
    import datetime

    from popgraph.duedates import DueItem

__all__ = ["command"]

_HEADS = {
    "es": ("estado", "código", "desde", "hasta", "fecha impresa", "indicador", "valor", "responsables"),
    "en": ("state", "code", "from", "to", "printed date", "indicator", "target", "responsible"),
}
_STATES = {
    "es": {
        "certain": "vencido",
        "possible": "posible",
        "open": "abierto",
        "future": "futuro",
        "unclear": "no se sabe",
    },
    "en": {
        "certain": "due",
        "possible": "possibly due",
        "open": "open",
        "future": "future",
        "unclear": "unclear",
    },
}
_YEARLY = {"es": "cada año", "en": "each year"}
_CAPTION = {
    "es": "Al {day}: {certain} vencidos, {possible} posibles, {open} abiertos, {future} futuros{hidden}.\n"
    "vencido: el periodo terminó · posible: ha empezado, o no tiene inicio · abierto: no tiene fin, nunca vence con "
    "certeza\n«cada año»: se verifica de nuevo cada año. El documento asigna responsables a tareas, no al avance de "
    "una actividad.",
    "en": "As of {day}: {certain} due, {possible} possibly due, {open} open, {future} in the future{hidden}.\n"
    "due: the period has ended · possibly due: it has begun, or has no start · open: it has no end and is never surely "
    "due\n“each year”: to be verified each year anew. The document names parties for tasks, not for the progress of "
    "an activity.",
}
_UNCLEAR = {
    "es": "{n} no se pueden juzgar, pues sus límites no son fechas o se contradicen:",
    "en": "{n} can't be judged, since their bounds are no dates or contradict each other:",
}
_HIDDEN = {"es": " (--all los muestra)", "en": " (--all shows them)"}
_COLUMNS = (
    *("state", "indicator", "code", "text", "wording", "edtf", "earliest", "latest", "recurrent"),
    *("target", "value", "minimum", "maximum", "unit", "population", "mode"),
    *("responsibles", "parties", "activity", "activity_text", "objective", "note"),
)


@click.command("due", short_help="List what should be verified by a date, overdue first.")
@graph_options
@click.option("--as-of", metavar="DATE", help="The day, as YYYY-MM-DD. [default: today]")
@click.option(
    "--institution", metavar="X", help="Only what this one is responsible for: a name, a path or an IRI."
)
@click.option("--all", "everything", is_flag=True, help="Also what isn't due yet.")
@click.option(
    "--format", "fmt", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True
)
@lang_option
@output_option
def command(
    data: tuple[str, ...],
    timeout: float,
    user: str | None,
    as_of: str | None,
    institution: str | None,
    everything: bool,
    fmt: str,
    lang: str,
    output: str | None,
) -> None:
    """List what should be verified by DATE: surely due, possibly due, open.

    An indicator is surely due when its period has ended, and possibly due while it runs, or before its end if it has
    no start (“al 2010”). With an open end (“a partir de 2008”) it is never surely due, and listed apart.
    """
    from popgraph.duedates import DueState, due

    day = _today() if as_of is None else read_day(as_of)
    found = due(open_graph(data, timeout, user), as_of=day, institution=institution, lang=lang)
    shown = [item for item in found if everything or item.state is not DueState.FUTURE]
    if fmt == "csv":
        from popgraph.cells import written

        put(written([_COLUMNS, *(_record(item).values() for item in shown)]), output)
        return
    if fmt == "json":
        import json

        content = {"as_of": day.isoformat(), "items": [_record(item) for item in shown]}
        put(json.dumps(content, ensure_ascii=False, indent=2), output)
        return
    from popgraph.report.table import Table

    counts = {state.value: sum(item.state is state for item in found) for state in DueState}
    hidden = _HIDDEN[lang] if counts["future"] and not everything else ""
    caption = _CAPTION[lang].format(day=day.isoformat(), hidden=hidden, **counts)
    unclear = [item for item in shown if item.state is DueState.UNCLEAR]
    if unclear:
        lines = (f"  {item.code}  {item.wording}: {item.note}" for item in unclear)
        caption = "\n".join((caption, _UNCLEAR[lang].format(n=len(unclear)), *lines))
    put_table(Table(_HEADS[lang], tuple(_row(item, lang) for item in shown), caption=caption), output)


def _today() -> datetime.date:
    import datetime

    return datetime.datetime.now().astimezone().date()


def _row(item: DueItem, lang: str) -> tuple[str, ...]:
    return (
        _STATES[lang][item.state.value],
        item.code,
        item.earliest.isoformat() if item.earliest else "…",
        item.latest.isoformat() if item.latest else "…",
        item.wording,
        f"{item.text} ({_YEARLY[lang]})" if item.recurrent else item.text,
        "; ".join(target.figure or target.text for target in item.targets),
        ", ".join(item.responsibles),
    )


def _record(item: DueItem) -> dict[str, object]:
    targets = [
        "; ".join(getattr(target, name) for target in item.targets) if item.targets else None
        for name in ("text", "value", "minimum", "maximum", "unit", "population", "mode")
    ]
    values: tuple[object, ...] = (
        *(item.state.value, item.indicator, item.code, item.text, item.wording, item.edtf),
        *(day.isoformat() if day else None for day in (item.earliest, item.latest)),
        *(item.recurrent, targets[0], *(text or "" for text in targets[1:])),
        *(list(item.responsibles), list(item.parties), "; ".join(item.activities)),
        *("; ".join(item.activity_texts), "; ".join(item.objectives), item.note),
    )
    return dict(zip(_COLUMNS, values, strict=True))
