"""An analysis of a network that can be done again: what was asked, of which data, and what came out."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from os import PathLike
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from popgraph import __version__
from popgraph.errors import DataError, UsageError
from popgraph.networks.digests import digest
from popgraph.networks.metrics import measure, summarize
from popgraph.networks.metrics.catalogue import chosen
from popgraph.networks.projection import OneMode, project
from popgraph.networks.robustness import assess
from popgraph.networks.robustness.assessment import NOT_RANKED
from popgraph.networks.selection import Selection
from popgraph.networks.twomode import two_mode
from popgraph.readings import under

if TYPE_CHECKING:
    from popgraph.networks.robustness import Assessment
    from popgraph.store import Store

__all__ = ["Analysis", "Difference", "Parameters", "Replay", "measures", "read_analysis", "replay"]

_KIND = "popgraph network analysis"
# Sums in another order, as by another processor, differ in the last digits.
_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Parameters:
    """What an analysis asks.

    Attributes:
        events: What actors are tied to; see `popgraph.networks.two_mode`.
        weight: What a tie counts.
        projection: How the ties of actors are weighed.
        selection: Which tasks and actors.
        readings: Names of the alternative readings that hold.
        metrics: Ids of measures of actors; the default ones if empty.
        draws: How many networks of the null model; 0 for none.
        seed: Of these draws.
        top: How many actors of each ranking conclusions are about.
        leave_out: Whether each task is left out in turn.
        alternatives: Whether the other readings of doubtful names are tried.
    """

    events: str = "task"
    weight: str = "task"
    projection: str = "count"
    selection: Selection = field(default_factory=Selection)
    readings: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    draws: int = 1000
    seed: int = 1
    top: int = 5
    leave_out: bool = True
    alternatives: bool = True

    def to_dict(self) -> dict[str, Any]:
        """Return them as values that JSON can hold."""
        return {**asdict(self), "selection": self.selection.to_dict(), "readings": list(self.readings)} | {
            "metrics": list(self.metrics)
        }

    @classmethod
    def from_dict(cls, said: Mapping[str, Any]) -> Parameters:
        """Return what `to_dict` wrote.

        Raises:
            UsageError: If it is something else.
        """
        known = {item.name: item for item in fields(cls)}
        if not said.keys() <= known.keys():
            raise UsageError(
                "Unknown parameters of an analysis", where=", ".join(sorted(said.keys() - known.keys()))
            )
        values: dict[str, Any] = dict(said)
        for name, kind in (
            ("events", str),
            ("weight", str),
            ("projection", str),
            ("draws", int),
            ("seed", int),
            ("top", int),
            ("leave_out", bool),
            ("alternatives", bool),
        ):
            if name in values and type(values[name]) is not kind:
                raise UsageError(f"Not the {name} of an analysis", where=repr(values[name])[:80])
        for name in ("readings", "metrics"):
            given = values.get(name, ())
            if not isinstance(given, list | tuple) or not all(isinstance(item, str) for item in given):
                raise UsageError(f"Not the {name} of an analysis", where=repr(given)[:80])
            values[name] = tuple(given)
        selection = values.get("selection", {})
        if not isinstance(selection, Mapping):
            raise UsageError("Not the selection of an analysis", where=repr(selection)[:80])
        values["selection"] = Selection.from_dict(selection)
        return cls(**values)


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """What an analysis gave.

    Attributes:
        parameters: What was asked.
        network: The network of actors.
        digest: SHA-256 of the two-mode network; see `popgraph.networks.digest`.
        version: Version of popgraph.
        values: Each measure's value for each actor, in the order of the network.
        summary: Measures of the whole network.
        assessment: How sure rankings are; None if nothing of it was asked for, or no measure makes a ranking.
    """

    parameters: Parameters
    network: OneMode
    digest: str
    version: str
    values: Mapping[str, tuple[float, ...]]
    summary: Mapping[str, float]
    assessment: Assessment | None

    def to_json(self) -> str:
        """Return a result file: parameters, seed, hash of the data, version and all numbers."""
        actors = [actor.iri for actor in self.network.actors]
        said = {
            "kind": _KIND,
            "popgraph": self.version,
            "network_sha256": self.digest,
            "parameters": self.parameters.to_dict(),
            "summary": _plain(self.summary),
            "values": {
                id_: dict(zip(actors, map(_finite, column), strict=True))
                for id_, column in self.values.items()
            },
            "assessment": self.assessment.to_dict() if self.assessment else None,
        }
        return json.dumps(said, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


@dataclass(frozen=True, slots=True)
class Difference:
    """A number that came out otherwise.

    Attributes:
        path: Where it stands in the result file.
        before: What the file says.
        now: What came out.
    """

    path: str
    before: object
    now: object


@dataclass(frozen=True, slots=True, eq=False)
class Replay:
    """An analysis done again.

    Attributes:
        analysis: What came out now.
        same_data: Whether the network is the one that the file was made from.
        same_version: Whether popgraph has the version that made the file.
        differences: What came out otherwise, by place.
    """

    analysis: Analysis
    same_data: bool
    same_version: bool
    differences: tuple[Difference, ...]


def measures(
    store: Store,
    parameters: Parameters | None = None,
    *,
    lang: str = "es",
    progress: Callable[[str, int, int], None] | None = None,
) -> Analysis:
    """Return the measures of a network, with how sure each ranking is.

    Args:
        store: The graph.
        parameters: What is asked; the defaults if None.
        lang: Language of the labels.
        progress: Is told what is being done, how much of it, and of how much.

    Raises:
        UsageError: If a parameter isn't one, or nobody is left in the network.
        MissingExtraError: If the extra ``networks`` isn't installed.

    >>> import popgraph
    >>> found = measures(popgraph.open(), Parameters(metrics=("degree",), draws=0, leave_out=False, alternatives=False))
    >>> found.summary["actors"], max(found.values["degree"])
    (46.0, 36.0)
    """
    asked = parameters or Parameters()
    graph = under(store, asked.readings) if asked.readings else store
    two = two_mode(
        graph, events=asked.events, weight=asked.weight, selection=asked.selection, lang=lang
    ).peopled()
    network = project(two, projection=asked.projection)
    ids = tuple(metric.id for metric in chosen("actor", asked.metrics))
    ranked = tuple(id_ for id_ in ids if id_ not in NOT_RANKED)
    assessed = None
    if ranked and (asked.draws or asked.leave_out or asked.alternatives):
        assessed = assess(
            graph,
            network,
            ranked,
            draws=asked.draws,
            seed=asked.seed,
            top=asked.top,
            leave_out=asked.leave_out,
            readings=asked.alternatives,
            lang=lang,
            progress=progress,
        )
    # Last, since what would take too long has been refused by now.
    values = _values(network, ids, assessed)
    return Analysis(
        replace(asked, metrics=ids),
        network,
        digest(two),
        __version__,
        MappingProxyType(values),
        MappingProxyType(summarize(network)),
        assessed,
    )


def read_analysis(path: str | PathLike[str]) -> dict[str, Any]:
    """Return what stands in a result file.

    Raises:
        DataError: If it can't be read, or is none.
    """
    try:
        said = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise DataError(
            "The file can't be read", where=str(path), hint=error.strerror or str(error)
        ) from error
    except (ValueError, RecursionError) as error:
        raise DataError("Not a result file", where=str(path), hint=str(error)[:200]) from error
    if (
        not isinstance(said, dict)
        or said.get("kind") != _KIND
        or not isinstance(said.get("parameters"), dict)
    ):
        raise DataError(
            "Not a result file",
            where=str(path),
            hint="popgraph network measures --format json -o FILE makes one",
        )
    return said


def replay(
    store: Store,
    path: str | PathLike[str],
    *,
    progress: Callable[[str, int, int], None] | None = None,
) -> Replay:
    """Return an analysis done again as a result file says, and what came out otherwise.

    Numbers that differ by less than a billionth are the same.

    Args:
        store: The graph.
        path: The result file.
        progress: Is told what is being done, how much of it, and of how much.

    Raises:
        DataError: If the file can't be read, or is none.
        UsageError: If what it asks can't be asked of the graph.
    """
    before = read_analysis(path)
    again = measures(store, Parameters.from_dict(before["parameters"]), progress=progress)
    now = json.loads(again.to_json())
    numbers = ("summary", "values", "assessment")
    return Replay(
        again,
        before.get("network_sha256") == again.digest,
        before.get("popgraph") == again.version,
        tuple(_differences({n: before.get(n) for n in numbers}, {n: now[n] for n in numbers}, "")),
    )


def _values(
    network: OneMode, ids: Sequence[str], assessed: Assessment | None
) -> dict[str, tuple[float, ...]]:
    """Values of measures: those that an assessment has, and the others measured."""
    made: dict[str, tuple[float, ...]] = {}
    for ranking in assessed.rankings if assessed else ():
        held = {place.actor.iri: place.value for place in ranking.standings}
        having = (held[actor.iri] for actor in network.actors)
        made[ranking.metric] = tuple(math.nan if value is None else value for value in having)
    others = [id_ for id_ in ids if id_ not in made]
    # None would mean all of the usual ones.
    if others:
        made |= {id_: tuple(column.tolist()) for id_, column in measure(network, others).items()}
    return {id_: made[id_] for id_ in ids}


def _differences(before: object, now: object, path: str) -> Iterator[Difference]:
    if isinstance(before, dict) and isinstance(now, dict):
        for key in dict.fromkeys((*before, *now)):
            yield from _differences(before.get(key), now.get(key), f"{path}/{key}")
    elif isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        for place, (left, right) in enumerate(zip(before, now, strict=True)):
            yield from _differences(left, right, f"{path}/{place}")
    elif not _alike(before, now):
        yield Difference(path or "/", before, now)


def _alike(before: object, now: object) -> bool:
    numbers = [item for item in (before, now) if isinstance(item, int | float) and not isinstance(item, bool)]
    if len(numbers) == 2:
        return math.isclose(*numbers, rel_tol=_SAME, abs_tol=_SAME)
    return before == now


def _plain(values: Mapping[str, float]) -> dict[str, float | None]:
    return {id_: _finite(value) for id_, value in values.items()}


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
