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
from popgraph.errors import UsageError
from popgraph.labels import labels, short_iri
from popgraph.names import resolve
from popgraph.numerals import OrderKey, natural_key, whole
from popgraph.vocab import PREFIXES, SCHEME

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["DueItem", "DueState", "DueTarget", "due"]

_POP = PREFIXES["pop"]
_HEAD = f"PREFIX pop: <{PREFIXES['pop']}>\n"
_PERIODS = _HEAD + (
    "SELECT DISTINCT ?indicator ?period ?name ?value { ?indicator pop:hasDuePeriod ?period OPTIONAL {"
    " VALUES ?name { pop:sourceText pop:edtf pop:earliest pop:latest } ?period ?name ?value } }"
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
_TARGETS = _HEAD + (
    "SELECT DISTINCT ?indicator ?target ?name ?value { ?indicator pop:hasDuePeriod ?d ; pop:hasTarget ?target"
    f" OPTIONAL {{ VALUES ?name {{ {' '.join('pop:target' + name for name in _FIELDS)} }} ?target ?name ?value }} }}"
)
_YEARLY = SCHEME + "target-mode/per-year"
_NOTES = {
    "es": {
        "unreadable": "{name} no es una fecha: {texts}",
        "several": "{name} tiene varios valores: {texts}",
        "reversed": "empieza ({first}) después de terminar ({last})",
    },
    "en": {
        "unreadable": "{name} is no date: {texts}",
        "several": "{name} has several values: {texts}",
        "reversed": "it begins ({first}) after its end ({last})",
    },
}
_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})?")
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
    UNCLEAR = "unclear"
    """A bound is no date, or the bounds contradict each other: nothing can be said; see `DueItem.note`."""


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
        wording: The date as printed, or empty; of several wordings all, parted by slashes.
        edtf: The date as EDTF, or empty; the same.
        earliest: First day of the period; None for an open start, or if it can't be read.
        latest: Last day of the period; None for an open end, or if it can't be read.
        recurrent: Whether it is to be verified each year anew.
        targets: What is to be reached, by the path of the target.
        responsibles: What the parties to its task are called, in printed order; empty for an indicator of a whole
            activity, for which the document names nobody.
        parties: Their IRIs.
        activities: Compact codes of its activities; one, unless an indicator is shared.
        activity_texts: What they say.
        objectives: Compact codes of their objectives.
        note: Why it is unclear; empty if it isn't.
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
    targets: tuple[DueTarget, ...]
    responsibles: tuple[str, ...]
    parties: tuple[str, ...]
    activities: tuple[str, ...]
    activity_texts: tuple[str, ...]
    objectives: tuple[str, ...]
    note: str


def due(
    store: Store, *, as_of: datetime.date, institution: str | None = None, lang: str = "es"
) -> tuple[DueItem, ...]:
    """Return every dated indicator with how surely it is due on a day, surest and longest due first.

    An indicator with several periods comes once for each. An institution is responsible where a task names it; the
    members of a group that is named are not. What can't be judged, since a bound is no date or the bounds contradict
    each other, comes last, with a note.

    Args:
        store: The graph.
        as_of: The day.
        institution: Only what this one is responsible for: a name, path or IRI of an institution or group.
        lang: Language of texts, labels and notes.

    Raises:
        UsageError: If the institution means nothing, or several things.

    >>> import popgraph
    >>> first = due(popgraph.open(), as_of=datetime.date(2006, 12, 31))[0]
    >>> first.code, first.state.value, first.latest.isoformat()
    ('O2A1T5I1', 'certain', '2005-08-31')
    """
    if institution is not None and not institution.strip():
        raise UsageError("No institution given", where='""', hint="Write a name, a path or an IRI")
    wanted = resolve(store, institution, lang=lang) if institution else ""
    responsible = _responsible(store)
    targets = _described(store, _TARGETS, "target")
    reached: defaultdict[str, list[tuple[str, Mapping[str, list[str]]]]] = defaultdict(list)
    for (holder, target), facts in sorted(targets.items(), key=lambda item: _place(item[0][1])):
        reached[holder].append((target, facts))
    spots: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in _rows(store, _PLACES):
        spots[row["indicator"]].add((row["activity"], row["objective"]))
    said = _said(store, lang)
    coded = {
        value
        for facts in targets.values()
        for name in ("Unit", "Population", "Mode")
        for value in facts[_POP + "target" + name]
    }
    mentioned = {party for mentions in responsible.values() for party, _ in mentions if party}
    names = labels(store, sorted(coded | mentioned), lang=lang)
    items = []
    for (indicator, period), facts in _described(store, _PERIODS, "period").items():
        mentions = responsible.get(indicator, ())
        if wanted and wanted not in [party for party, _ in mentions]:
            continue
        bounds = _bounds(facts[_POP + "earliest"], facts[_POP + "latest"], lang)
        activities = sorted({activity for activity, _ in spots[indicator]}, key=_place)
        objectives = sorted({objective for _, objective in spots[indicator] if objective}, key=_place)
        items.append(
            (
                period,
                DueItem(
                    state=DueState.UNCLEAR if bounds.note else _state(bounds.earliest, bounds.latest, as_of),
                    indicator=indicator,
                    code=code_of(indicator) or short_iri(indicator),
                    text=said.get(indicator, ""),
                    wording=" / ".join(facts[_POP + "sourceText"]),
                    edtf=" / ".join(facts[_POP + "edtf"]),
                    earliest=bounds.earliest,
                    latest=bounds.latest,
                    recurrent=any(_YEARLY in record[_POP + "targetMode"] for _, record in reached[indicator]),
                    targets=tuple(
                        _target(said.get(target, ""), record, names) for target, record in reached[indicator]
                    ),
                    responsibles=tuple(
                        dict.fromkeys(names.get(party) or wording for party, wording in mentions)
                    ),
                    parties=tuple(dict.fromkeys(party for party, _ in mentions if party)),
                    activities=tuple(code for activity in activities if (code := code_of(activity))),
                    activity_texts=tuple(said[activity] for activity in activities if activity in said),
                    objectives=tuple(code for objective in objectives if (code := code_of(objective))),
                    note=bounds.note,
                ),
            )
        )
    return tuple(item for _, item in sorted(items, key=lambda pair: (*_order(pair[1]), _place(pair[0]))))


@dataclass(frozen=True, slots=True)
class _Bounds:
    earliest: datetime.date | None
    latest: datetime.date | None
    note: str


def _bounds(earliest: list[str], latest: list[str], lang: str) -> _Bounds:
    """The bounds of a period; with a note, and without the bound itself, where one can't be read."""
    days: list[datetime.date | None] = []
    notes = []
    for name, texts in (("earliest", earliest), ("latest", latest)):
        read = {_date(text) for text in texts}
        days.append(next(iter(read)) if len(read) == 1 else None)
        shown = ", ".join(text[:40] or '""' for text in texts)
        if None in read:
            notes.append(_NOTES[lang]["unreadable"].format(name=name, texts=shown))
        elif len(read) > 1:
            notes.append(_NOTES[lang]["several"].format(name=name, texts=shown))
    if days[0] is not None and days[1] is not None and days[0] > days[1]:
        notes.append(_NOTES[lang]["reversed"].format(first=days[0], last=days[1]))
    return _Bounds(days[0], days[1], "; ".join(notes))


def _state(earliest: datetime.date | None, latest: datetime.date | None, day: datetime.date) -> DueState:
    if latest is not None and latest <= day:
        return DueState.CERTAIN
    if earliest is not None and earliest > day:
        return DueState.FUTURE
    return DueState.OPEN if latest is None else DueState.POSSIBLE


def _place(iri: str) -> tuple[OrderKey, str]:
    return natural_key(iri), iri


def _order(item: DueItem) -> tuple[object, ...]:
    far = datetime.date.max
    return (
        list(DueState).index(item.state),
        item.latest or far,
        item.earliest or datetime.date.min,
        natural_key(item.code),
        item.indicator,
        item.edtf,
    )


def _target(text: str, facts: Mapping[str, list[str]], names: Mapping[str, str]) -> DueTarget:
    value, least, most = (
        " / ".join(_NUMBER.sub(r"\1", found) for found in facts[_POP + "target" + name])
        for name in ("Value", "Min", "Max")
    )
    unit, population, mode = (
        " / ".join(names.get(found, found) for found in facts[_POP + "target" + name])
        for name in ("Unit", "Population", "Mode")
    )
    figure = value or (f"{least or '…'}–{most or '…'}" if least or most else "")
    # What is counted needs no unit beside it.
    counted = facts[_POP + "targetUnit"] == [PREFIXES["unit"] + "NUM"] and population
    shown = " ".join(part for part in (figure, "" if counted else unit, population) if part)
    return DueTarget(text, value, least, most, unit, population, mode, shown if figure else "")


def _described(store: Store, query: str, thing: str) -> dict[tuple[str, str], defaultdict[str, list[str]]]:
    """For each indicator and one of its things, the values of each property, each once and in order."""
    found: dict[tuple[str, str], defaultdict[str, list[str]]] = {}
    for row in sorted(_rows(store, query), key=lambda row: _place(row["value"])):
        facts = found.setdefault((row["indicator"], row[thing]), defaultdict(list))
        if row["name"] and row["value"] not in facts[row["name"]]:
            facts[row["name"]].append(row["value"])
    return found


def _responsible(store: Store) -> dict[str, tuple[tuple[str, str], ...]]:
    """For each indicator of a task, the party and wording of each mention, in printed order."""
    found: defaultdict[str, list[tuple[int, str, str, str]]] = defaultdict(list)
    for row in _rows(store, _PARTIES):
        place = whole(row["ordinal"])
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


def _date(text: str) -> datetime.date | None:
    match = _DATE.fullmatch(text)
    try:
        return datetime.date.fromisoformat(match[1] if match else "")
    except ValueError:
        return None


def _rows(store: Store, query: str) -> Iterable[dict[str, str]]:
    return [
        {name: str(getattr(term, "value", "")) for name, term in row.items()} for row in store.select(query)
    ]
