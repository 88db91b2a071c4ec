"""A network as tables: its nodes, its ties, its measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from popgraph.networks.extras import needs
from popgraph.networks.projection import OneMode
from popgraph.networks.twomode import TwoMode

if TYPE_CHECKING:
    import numpy as np
    import pandas
    import polars
    from numpy.typing import NDArray

__all__ = ["Column", "Listing", "edges", "metric_columns", "nodes"]

Value: TypeAlias = str | int | float | bool | None
"""What a cell holds; None for what isn't known or not defined."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        id: Its name in files and data frames, the same in every language.
        labels: Its heading in Spanish and English.
        digits: How many decimals people are shown; None for what is no such number.
    """

    id: str
    labels: Mapping[str, str]
    digits: int | None = None

    @classmethod
    def headed(cls, id_: str, es: str, en: str, digits: int | None = None) -> Column:
        """Return a column of these headings in Spanish and English."""
        return cls(id_, MappingProxyType({"es": es, "en": en}), digits)


@dataclass(frozen=True, slots=True)
class Listing:
    """A table of plain values.

    Attributes:
        columns: Its columns.
        rows: Its rows, each with a value a column.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]

    def to_pandas(self) -> pandas.DataFrame:
        """Return a pandas data frame whose columns are called by their ids.

        Raises:
            MissingExtraError: If pandas isn't installed.
        """
        needs("pandas")
        import pandas

        return pandas.DataFrame(list(self.rows), columns=[column.id for column in self.columns])

    def to_polars(self) -> polars.DataFrame:
        """Return a polars data frame whose columns are called by their ids.

        Raises:
            MissingExtraError: If polars isn't installed.
        """
        needs("polars")
        import polars

        names = [column.id for column in self.columns]
        return polars.DataFrame(list(self.rows), schema=names, orient="row", infer_schema_length=None)


_ACTOR = (
    Column.headed("id", "id", "id"),
    Column.headed("label", "actor", "actor"),
    Column.headed("mode", "modo", "mode"),
    Column.headed("named", "institución nombrada", "named institution"),
    Column.headed("types", "tipo", "type"),
    Column.headed("levels", "nivel", "level"),
    Column.headed("sectors", "sector", "sector"),
    Column.headed("regions", "región", "region"),
    Column.headed("events", "eventos", "events", 0),
)
_TIE = (
    Column.headed("source", "id de un actor", "id of one actor"),
    Column.headed("target", "id del otro", "id of the other"),
    Column.headed("source_label", "un actor", "one actor"),
    Column.headed("target_label", "el otro", "the other"),
    Column.headed("weight", "peso", "weight", 4),
    Column.headed("shared", "eventos compartidos", "shared events", 0),
    Column.headed("events", "cuáles", "which"),
)
_TWO_MODE_TIE = (
    Column.headed("source", "id del actor", "id of the actor"),
    Column.headed("target", "id del evento", "id of the event"),
    Column.headed("source_label", "actor", "actor"),
    Column.headed("target_label", "evento", "event"),
    Column.headed("weight", "peso", "weight", 0),
)


def nodes(
    network: TwoMode | OneMode,
    *,
    values: Mapping[str, NDArray[np.float64]] | None = None,
    event_values: Mapping[str, NDArray[np.float64]] | None = None,
    columns: Sequence[Column] = (),
) -> Listing:
    """Return a row a node: actors, and in a two-mode network the events after them.

    Args:
        network: The network; its isolates are listed, too.
        values: More columns of actors, such as measures, by id; NaN becomes None.
        event_values: The same of events, which only a two-mode network has.
        columns: Their headings, by the same ids; where one is missing its id stands for it.

    >>> import popgraph
    >>> from popgraph.networks import two_mode
    >>> table = nodes(two_mode(popgraph.open()))
    >>> len(table.rows), table.columns[1].id
    (79, 'label')
    """
    import numpy as np

    two = network.source if isinstance(network, OneMode) else network
    degrees = np.diff(two.weights.indptr)
    more, theirs = dict(values or {}), dict(event_values or {})
    heads = {column.id: column for column in columns}
    rows: list[tuple[Value, ...]] = [
        (
            *(actor.path, actor.label, "actor", actor.named),
            *(";".join(having) for having in (actor.types, actor.levels, actor.sectors, actor.regions)),
            int(degrees[place]),
            *(_number(column[place]) for column in more.values()),
            *(None for _ in theirs),
        )
        for place, actor in enumerate(network.actors)
    ]
    if isinstance(network, TwoMode):
        sizes = np.bincount(two.weights.indices, minlength=len(two.events))
        rows += [
            (
                *(event.id, f"{event.code} {event.text}".strip(), two.kind, None, None, None, None, None),
                int(sizes[place]),
                *(None for _ in more),
                *(_number(column[place]) for column in theirs.values()),
            )
            for place, event in enumerate(two.events)
        ]
    made = tuple(heads.get(id_, Column.headed(id_, id_, id_, 4)) for id_ in (*more, *theirs))
    return Listing((*_ACTOR, *made), tuple(rows))


def edges(
    network: TwoMode | OneMode, *, values: Mapping[tuple[str, str], Mapping[str, float]] | None = None
) -> Listing:
    """Return a row a tie, the strongest first.

    Args:
        network: The network.
        values: More of ties of actors, by the IRIs of both in the order of the network: columns by id.

    >>> import popgraph
    >>> from popgraph.networks import project, two_mode
    >>> table = edges(project(two_mode(popgraph.open())))
    >>> table.rows[0][2:6]
    ('CERX Cusco', 'Gobierno Regional de Cusco', 12.0, 12)
    """
    table = network.weights.tocoo()
    triples = sorted(
        zip(table.coords[0].tolist(), table.coords[1].tolist(), table.data.tolist(), strict=True),
        key=lambda item: (-item[2], item[0], item[1]),
    )
    if isinstance(network, TwoMode):
        return Listing(
            _TWO_MODE_TIE,
            tuple(
                (
                    *(network.actors[i].path, network.events[k].id),
                    *(network.actors[i].label, network.events[k].code, weight),
                )
                for i, k, weight in triples
            ),
        )
    two = network.source
    tied = [set(two.weights.indices[start:end].tolist()) for start, end in _spans(two.weights.indptr)]
    more = list(dict.fromkeys(id_ for found in (values or {}).values() for id_ in found))
    rows: list[tuple[Value, ...]] = []
    for i, j, weight in triples:
        if i < j:
            left, right = network.actors[i], network.actors[j]
            shared = sorted(tied[i] & tied[j])
            found = (values or {}).get((left.iri, right.iri), {})
            rows.append(
                (
                    *(left.path, right.path, left.label, right.label, float(weight), len(shared)),
                    ";".join(two.events[k].code for k in shared),
                    *(found.get(id_) for id_ in more),
                )
            )
    return Listing((*_TIE, *(Column.headed(id_, id_, id_, 4) for id_ in more)), tuple(rows))


def metric_columns(ids: Iterable[str]) -> tuple[Column, ...]:
    """Return the columns of some measures.

    >>> metric_columns(["degree"])[0].id
    'degree'
    """
    from popgraph.networks.metrics import METRICS

    return tuple(Column(id_, METRICS[id_].labels, METRICS[id_].digits) for id_ in ids)


def _spans(starts: Sequence[int]) -> list[tuple[int, int]]:
    return [(int(starts[place]), int(starts[place + 1])) for place in range(len(starts) - 1)]


def _number(value: float) -> float | None:
    return None if value != value else float(value)  # noqa: PLR0124 - NaN differs from itself
