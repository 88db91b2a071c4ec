"""The transcription tables read in plain Python, without any RDF."""

from __future__ import annotations

import csv
import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TRANSCRIPTION = ROOT / "data" / "pe-cus" / "pop-cacao" / "2005" / "transcription"
REGISTRY = ROOT / "data" / "registry" / "tables"

BASE = "https://w3id.org/popgraph/"
PLAN = BASE + "id/pe-cus/pop-cacao/2005/"
PERX = BASE + "id/pe-cus/perx/2005/"
INSTITUTION = BASE + "ontology#Institution"
GROUP = BASE + "ontology#ActorGroup"

Row = Mapping[str, str]
Cells = tuple[str, ...]


@cache
def table(name: str) -> tuple[Row, ...]:
    folder = REGISTRY if name in ("wordings", "institutions", "groups") else TRANSCRIPTION
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def iri(reference: str) -> str:
    """Return the IRI of a reference as the tables write it."""
    if reference.startswith("perx:"):
        return PERX + reference.removeprefix("perx:")
    if reference.partition("/")[0] in ("org", "group", "product", "region", "country"):
        return f"{BASE}id/{reference}"
    return PLAN + reference


def parent(path: str) -> str:
    return path.rpartition("/")[0]


def activity_of(task: str) -> str:
    return parent(task)


@cache
def texts(lang: str) -> Mapping[str, str]:
    """Return the normalised text of each element in Spanish, or ours in English."""
    if lang == "en":
        return {row["path"]: row["statement"] for row in table("translations")}
    return {
        row["path"]: row["statement"] or row["source_text"] or row["quote"]
        for name in ("statements", "tasks", "indicators")
        for row in table(name)
    }


def is_group(actor: str) -> bool:
    return actor.startswith("group/")


def tasks() -> list[str]:
    return [row["path"] for row in table("tasks")]


@cache
def mentions() -> tuple[tuple[str, str, str], ...]:
    """Return (task, wording, actor) of each printed mention."""
    actors = {row["wording"]: row["actor"] for row in table("wordings") if row["region"] == "pe-cus"}
    return tuple(
        (parent(row["path"]), row["quote"], actors[row["quote"]]) for row in table("responsibilities")
    )


@cache
def actors_of() -> dict[str, frozenset[str]]:
    """Return the distinct actors of each task."""
    found: dict[str, set[str]] = {task: set() for task in tasks()}
    for task, _, actor in mentions():
        found[task].add(actor)
    return {task: frozenset(actors) for task, actors in found.items()}


@cache
def tasks_of() -> dict[str, frozenset[str]]:
    """Return the distinct tasks of each actor."""
    found: dict[str, set[str]] = defaultdict(set)
    for task, _, actor in mentions():
        found[actor].add(task)
    return {actor: frozenset(its) for actor, its in found.items()}


@dataclass(frozen=True)
class Due:
    """A due period of an indicator; None is an open end."""

    indicator: str
    edtf: str
    earliest: datetime.date | None
    latest: datetime.date | None

    @property
    def cells(self) -> Cells:
        return (self.edtf, day(self.earliest), day(self.latest))


def day(date: datetime.date | None) -> str:
    return date.isoformat() if date else ""


@cache
def due_periods() -> tuple[Due, ...]:
    found = []
    for row in table("indicators"):
        columns = [row[name].split("|") for name in ("due_edtf", "due_earliest", "due_latest")]
        for edtf, earliest, latest in zip(*columns, strict=True):
            if edtf:
                bounds = [datetime.date.fromisoformat(cell) if cell else None for cell in (earliest, latest)]
                found.append(Due(row["path"], edtf, bounds[0], bounds[1]))
    return tuple(found)


def of_task(indicator: str) -> bool:
    return indicator.rpartition("/")[2].startswith("i")


def number(value: Fraction) -> str:
    """Return a fraction rounded to four decimals."""
    rounded = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(
        Decimal("1.0000"), ROUND_HALF_UP
    )
    return f"{rounded.normalize():f}"


def truth(value: bool) -> str:
    return "true" if value else "false"
