"""What should be verified by a date: the indicators of the plans, by the bounds of their due periods."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from popgraph.codes import code_of
from popgraph.errors import DataError
from popgraph.labels import labels, short_iri
from popgraph.names import resolve
from popgraph.vocab import PREFIXES, SCHEME

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["DueItem", "DueState", "DueTarget", "due"]

_HEAD = f"PREFIX pop: <{PREFIXES['pop']}>\n"
_PERIODS = _HEAD + (
    "SELECT DISTINCT ?indicator ?period ?wording ?edtf ?earliest ?latest {"
    " ?indicator pop:hasDuePeriod ?period"
    " OPTIONAL { ?period pop:sourceText ?wording } OPTIONAL { ?period pop:edtf ?edtf }"
    " OPTIONAL { ?period pop:earliest ?earliest } OPTIONAL { ?period pop:latest ?latest } }"
)
_TEXTS = _HEAD + (
    "SELECT DISTINCT ?x ?text ?rank { { ?x pop:hasDuePeriod ?d } UNION { ?a pop:hasIndicator/pop:hasDuePeriod ?d ;"
    " pop:partOfActivity? ?x } UNION { ?i pop:hasDuePeriod ?d ; pop:hasTarget ?x }"
    " { ?x pop:statement ?text BIND(0 AS ?rank) } UNION { ?x pop:sourceText ?text BIND(1 AS ?rank) } }"
)
_PLACES = _HEAD + (
    "SELECT DISTINCT ?indicator ?owner ?activity ?objective { ?owner pop:hasIndicator ?indicator ."
    " ?indicator pop:hasDuePeriod ?d . ?owner pop:partOfActivity? ?activity ."
    " OPTIONAL { ?activity pop:servesObjective ?objective }"
    " FILTER NOT EXISTS { ?activity pop:partOfActivity ?above } }"
)
_PARTIES = _HEAD + (
    "SELECT DISTINCT ?indicator ?mention ?ordinal ?party ?wording { ?task pop:hasIndicator ?indicator ;"
    " pop:hasResponsibility ?mention OPTIONAL { ?mention pop:responsibleParty ?party }"
    " OPTIONAL { ?mention pop:ordinal ?ordinal } OPTIONAL { ?mention pop:sourceText ?wording } }"
)
_FIELDS = ("Value", "Min", "Max", "Unit", "Population", "Mode")
_TARGETS = (
    _HEAD
    + f"SELECT DISTINCT ?indicator ?target {' '.join('?' + name for name in _FIELDS)} {{"
    + " ?indicator pop:hasDuePeriod ?d ; pop:hasTarget ?target"
    + "".join(f" OPTIONAL {{ ?target pop:target{name} ?{name} }}" for name in _FIELDS)
    + " }"
)
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})?")
_NUMBER = re.compile(r"([+-]?\d+)\.0+")


class DueState(Enum):
    """How surely something is due on a date, in the order in which it is listed."""

    CERTAIN = "certain"
    """The period has ended: whatever day was meant, it has come."""
    POSSIBLE = "possible"
    """The period has begun, or has no start, and hasn't ended."""
    OPEN = "open"
    """The period has begun and has no end, or no bounds at all: never surely due."""
    FUTURE = "future"
    """The period hasn't begun."""


@dataclass(frozen=True, slots=True)
class DueTarget:
    """What is to be reached, each part as text and empty if there is none.

    Attributes:
        text: The target as printed.
        value: Its figure; for a range, its ends stand in ``minimum`` and ``maximum``.
        minimum: Lower end of a range.
        maximum: Upper end of a range.
        unit: Label of the unit.
        population: Label of what is counted or measured.
        mode: Label of how the figure is to be read.
        figure: Figure or range with unit and population, to be shown.
    """

    text: str
    value: str
    minimum: str
    maximum: str
    unit: str
    population: str
    mode: str
    figure: str


@dataclass(frozen=True, slots=True)
class DueItem:
    """One due period of one indicator.

    Attributes:
        state: How surely it is due.
        indicator: IRI of the indicator.
        code: Its compact code, or its short IRI.
        text: What it says, in the language asked for if it says it so.
        wording: The date as printed, or empty.
        edtf: The date as EDTF, or empty.
        earliest: First day of the period; None for an open start.
        latest: Last day of the period; None for an open end.
        recurrent: Whether it is to be verified each year anew.
        target: What is to be reached, or None.
        responsibles: What the parties to its task are called, in printed order; empty for an indicator of a whole
            activity, for which the document names nobody.
        parties: Their IRIs.
        activity: Compact code of its activity, or empty.
        activity_text: What the activity says.
        objective: Compact code of its objective, or empty.
    """

    state: DueState
    indicator: str
    code: str
    text: str
    wording: str
    edtf: str
    earliest: datetime.date | None
    latest: datetime.date | None
    recurrent: bool
    target: DueTarget | None
    responsibles: tuple[str, ...]
    parties: tuple[str, ...]
    activity: str
    activity_text: str
    objective: str


def due(
    store: Store, *, as_of: datetime.date, institution: str | None = None, lang: str = "es"
) -> tuple[DueItem, ...]:
    """Return every dated indicator with how surely it is due on a day, surest and longest due first.

    An indicator with several periods comes once for each. An institution is responsible where a task names it; the
    members of a group that is named are not.

    Args:
        store: The graph.
        as_of: The day.
        institution: Only what this one is responsible for: a name, path or IRI of an institution or group.
        lang: Language of texts and labels.

    Raises:
        UsageError: If the institution means nothing, or several things.
        DataError: If a bound is no date.

    >>> import popgraph
    >>> first = due(popgraph.open(), as_of=datetime.date(2006, 12, 31))[0]
    >>> first.code, first.state.value, first.latest.isoformat()
    ('O2A1T5I1', 'certain', '2005-08-31')
    """
    wanted = resolve(store, institution, lang=lang) if institution else ""
    responsible = _responsible(store)
    periods = [
        row
        for row in _rows(store, _PERIODS)
        if not wanted or wanted in [party for party, _ in responsible.get(row["indicator"], ())]
    ]
    targets = {row["indicator"]: row for row in sorted(_rows(store, _TARGETS), key=lambda row: row["target"])}
    spots = {row["indicator"]: row for row in _rows(store, _PLACES)}
    said = _said(store, lang)
    coded = {row[name] for row in targets.values() for name in ("Unit", "Population", "Mode") if row[name]}
    mentioned = {party for mentions in responsible.values() for party, _ in mentions if party}
    names = labels(store, sorted(coded | mentioned), lang=lang)
    items = []
    for row in periods:
        indicator = row["indicator"]
        code = code_of(indicator) or short_iri(indicator)
        earliest, latest = (_date(row[bound], f"{code} {bound}") for bound in ("earliest", "latest"))
        spot, target = spots.get(indicator, {}), targets.get(indicator)
        mentions = responsible.get(indicator, ())
        items.append(
            DueItem(
                state=_state(earliest, latest, as_of),
                indicator=indicator,
                code=code,
                text=said.get(indicator, ""),
                wording=row["wording"],
                edtf=row["edtf"],
                earliest=earliest,
                latest=latest,
                recurrent=target is not None and target["Mode"] == SCHEME + "target-mode/per-year",
                target=_target(target, said, names) if target else None,
                responsibles=tuple(dict.fromkeys(names.get(party) or wording for party, wording in mentions)),
                parties=tuple(dict.fromkeys(party for party, _ in mentions if party)),
                activity=code_of(spot.get("activity", "")),
                activity_text=said.get(spot.get("activity", ""), ""),
                objective=code_of(spot.get("objective", "")),
            )
        )
    return tuple(sorted(items, key=_order))


def _state(earliest: datetime.date | None, latest: datetime.date | None, day: datetime.date) -> DueState:
    if latest is not None and latest <= day:
        return DueState.CERTAIN
    if earliest is not None and earliest > day:
        return DueState.FUTURE
    return DueState.OPEN if latest is None else DueState.POSSIBLE


def _order(item: DueItem) -> tuple[object, ...]:
    far = datetime.date.max
    natural = [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", item.code)]
    return (
        list(DueState).index(item.state),
        item.latest or far,
        item.earliest or datetime.date.min,
        natural,
        item.indicator,
        item.edtf,
    )


def _target(row: Mapping[str, str], said: Mapping[str, str], names: Mapping[str, str]) -> DueTarget:
    value, least, most = (_NUMBER.sub(r"\1", row[name]) for name in ("Value", "Min", "Max"))
    unit, population, mode = (names.get(row[name], row[name]) for name in ("Unit", "Population", "Mode"))
    figure = value or (f"{least or '…'}–{most or '…'}" if least or most else "")
    # What is counted needs no unit beside it.
    counted = row["Unit"] == PREFIXES["unit"] + "NUM" and population
    shown = " ".join(part for part in (figure, "" if counted else unit, population) if part)
    text = said.get(row["target"], "")
    return DueTarget(text, value, least, most, unit, population, mode, shown if figure else "")


def _responsible(store: Store) -> dict[str, tuple[tuple[str, str], ...]]:
    """For each indicator of a task, the party and wording of each mention, in printed order."""
    found: defaultdict[str, list[tuple[int, str, str, str]]] = defaultdict(list)
    for row in _rows(store, _PARTIES):
        place = int(row["ordinal"]) if row["ordinal"].isdecimal() else 0
        found[row["indicator"]].append((place, row["mention"], row["party"], row["wording"]))
    return {
        indicator: tuple((party, wording) for _, _, party, wording in sorted(mentions))
        for indicator, mentions in found.items()
    }


def _said(store: Store, lang: str) -> dict[str, str]:
    """What indicators, their targets and their activities say: in the language, else in any."""
    from pyoxigraph import Literal

    best: dict[str, tuple[bool, str, str, str]] = {}
    for row in store.select(_TEXTS):
        thing, text = row["x"], row["text"]
        if isinstance(text, Literal):
            iri = getattr(thing, "value", "")
            rank = str(getattr(row["rank"], "value", ""))
            ranked = (text.language != lang, rank, text.language or "", text.value)
            best[iri] = min(best.get(iri, ranked), ranked)
    return {iri: text for iri, (*_, text) in best.items()}


def _date(text: str, where: str) -> datetime.date | None:
    if not text:
        return None
    match = _DATE.fullmatch(text)
    try:
        return datetime.date.fromisoformat(match[1] if match else "")
    except ValueError:
        raise DataError(
            f"The bound of a due period is no date ({text[:40]})",
            where=where,
            hint="Correct it; popgraph validate finds all of its kind",
        ) from None


def _rows(store: Store, query: str) -> Iterable[dict[str, str]]:
    return [
        {name: str(getattr(term, "value", "")) for name, term in row.items()} for row in store.select(query)
    ]
