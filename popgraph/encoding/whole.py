"""From the transcription tables of a plan to its Turtle files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from pyoxigraph import NamedNode, Triple

from popgraph import turtle
from popgraph.encoding import interpretation, matrix, plan, statistics, waivers
from popgraph.encoding.context import Context
from popgraph.encoding.coverage import Coverage, measure
from popgraph.encoding.graph import Graph
from popgraph.encoding.names import Names
from popgraph.encoding.passages import Source
from popgraph.encoding.problems import Place, Problems
from popgraph.encoding.registry import Registry, encode_registry
from popgraph.encoding.rows import (
    ActivityRow,
    DeliverableRow,
    FigureRow,
    FurnitureRow,
    GoalRow,
    IndicatorRow,
    InterpretationRow,
    LinkRow,
    ObservationRow,
    PassageRow,
    PlanRow,
    ResponsibilityRow,
    Row,
    SectionRow,
    StatementRow,
    TableLabelRow,
    TableRow,
    TaskRow,
    TranslationRow,
    WaiverRow,
    WorkshopRow,
)
from popgraph.encoding.tables import read_table
from popgraph.errors import DataError
from popgraph.vocab import ID, PREFIXES
from popgraph.writing import write

__all__ = ["EncodeReport", "EncodedFile", "State", "encode"]

State = Literal["unchanged", "written", "different"]

_RDF_TYPE = PREFIXES["rdf"] + "type"
_HEADER = """\
Written by `popgraph encode` from {tables}.
Correct a table and encode again; changes made here are lost."""
_TABLES = {
    "plan": PlanRow,
    "sections": SectionRow,
    "statements": StatementRow,
    "passages": PassageRow,
    "activities": ActivityRow,
    "tasks": TaskRow,
    "goals": GoalRow,
    "indicators": IndicatorRow,
    "responsibilities": ResponsibilityRow,
    "workshops": WorkshopRow,
    "figures": FigureRow,
    "tables": TableRow,
    "table_labels": TableLabelRow,
    "observations": ObservationRow,
    "deliverables": DeliverableRow,
    "interpretations": InterpretationRow,
    "links": LinkRow,
    "translations": TranslationRow,
    "waivers": WaiverRow,
    "furniture": FurnitureRow,
}
_GRAPHS = ("plan", "perx", "statistics", "interpretation", "translations", "waivers")
_UNIQUE: dict[type[Row], tuple[str, ...]] = {
    PlanRow: ("subject", "predicate", "object_"),
    PassageRow: (),
    LinkRow: ("subject", "property_", "object_"),
    WaiverRow: ("rule", "focus"),
    FurnitureRow: ("lines", "quote", "occurrence"),
}

# Named in the data, described in the catalogue.
_DESCRIBED_ELSEWHERE = ("agent/popgraph",)

R = TypeVar("R", bound=Row)


@dataclass(frozen=True)
class EncodedFile:
    """A Turtle file and what became of it: ``different`` only if nothing was to be written."""

    path: Path
    state: State


@dataclass(frozen=True)
class EncodeReport:
    """The files of a plan and how much of its document they account for."""

    files: tuple[EncodedFile, ...]
    coverage: Coverage

    @property
    def up_to_date(self) -> bool:
        """Whether the files are what the tables give (after writing they are)."""
        return all(file.state != "different" for file in self.files)


def encode(folder: Path, *, check: bool = False) -> EncodeReport:
    """Write the Turtle files of one plan, and of the registry, from their tables: all or none.

    Args:
        folder: A plan's folder, ``…/<region>/<plan>/<edition>``, with ``source.txt`` and ``transcription/``;
            the tables of the registry stand in ``…/registry/tables``.
        check: Write nothing; the report then names the files that differ.

    Returns:
        The files, and the coverage of the document.

    Raises:
        DataError: A table or the source can't be read, or rows are wrong; the message names every row.
    """
    folder = Path(folder).resolve()
    texts, coverage = _encode_texts(folder)
    states: dict[Path, State] = {
        path: "unchanged" if _read(path) == text else "different" if check else "written"
        for path, text in texts.items()
    }
    write({path: texts[path] for path, state in states.items() if state == "written"})
    return EncodeReport(
        files=tuple(EncodedFile(path, state) for path, state in states.items()), coverage=coverage
    )


def _encode_texts(folder: Path) -> tuple[dict[Path, str], Coverage]:
    root = folder.parents[2]
    names = Names(region=folder.parent.parent.name, plan=folder.parent.name, edition=folder.name)
    tables = _Tables(folder / "transcription")
    registry = encode_registry(root / "registry" / "tables", problems=tables.problems)
    source = Source(_read_source(folder / "source.txt"), name="source.txt")
    context = Context(names, source, tables.problems, further=tables.read(PassageRow))
    graphs = _build(context, tables, registry)
    coverage = measure(source, context.claims)
    for overlap in coverage.overlaps:
        tables.problems.add(
            overlap.second.where,
            f"The quote {overlap.second.passage.exact!r} overlaps that of {overlap.first.where}, "
            "neither within the other",
        )
    everything = [*graphs.values(), *registry.graphs.values()]
    _check_whole(everything, tables.problems)
    interpretation.check_readings(context, tables.read(InterpretationRow), everything)
    tables.problems.stop_if_any(str(folder.relative_to(root.parent)))

    header = _HEADER.format(tables=f"{names.region}/{names.plan}/{names.edition}/transcription/*.csv")
    files = {
        folder / "plan.ttl": _text(graphs["plan"], names.base, header),
        folder / "statistics.ttl": _text(graphs["statistics"], names.base, header),
        folder / "interpretation.ttl": _text(graphs["interpretation"], names.base, header),
        folder / "translations.ttl": _text(graphs["translations"], names.base, header),
    }
    if graphs["waivers"].triples:
        files[folder / "waivers.ttl"] = _text(graphs["waivers"], names.base, header)
    if graphs["perx"].triples:
        path = root / names.region / "perx" / names.edition / "plan.ttl"
        files[path] = _text(graphs["perx"], names.perx, header)
    for name, graph in registry.graphs.items():
        header = _HEADER.format(tables=f"registry/tables/{name}.csv")
        files[root / "registry" / f"{name}.ttl"] = _text(graph, ID, header)
    return files, coverage


class _Tables:
    """The tables of a folder, each read once."""

    def __init__(self, folder: Path) -> None:
        self.problems = Problems()
        self._folder = folder
        self._read: dict[type[Row], tuple[Row, ...]] = {}
        if not (folder / "plan.csv").is_file():
            raise DataError(
                "No such table", where=str(folder / "plan.csv"), hint="Give the folder of one plan's edition"
            )
        unknown = sorted(path.name for path in folder.glob("*.csv") if path.stem not in _TABLES)
        if unknown:
            raise DataError(
                f"Unknown tables {', '.join(unknown)}",
                where=str(folder),
                hint=f"The tables are {', '.join(_TABLES)}",
            )

    def read(self, kind: type[R]) -> tuple[R, ...]:
        """Return the rows of the table whose rows are of ``kind``."""
        if kind not in self._read:
            name = next(name for name, row in _TABLES.items() if row is kind)
            self._read[kind] = read_table(
                kind,
                self._folder / f"{name}.csv",
                problems=self.problems,
                unique=_UNIQUE.get(kind, ("path",)),
            )
        return tuple(row for row in self._read[kind] if isinstance(row, kind))


def _build(context: Context, tables: _Tables, registry: Registry) -> dict[str, Graph]:
    graphs = {name: Graph() for name in _GRAPHS}
    main, perx, cube, ours = (graphs[name] for name in ("plan", "perx", "statistics", "interpretation"))
    plan.add_plan(context, main, perx, tables.read(PlanRow))
    plan.add_sections(context, main, tables.read(SectionRow))
    plan.add_statements(context, main, perx, tables.read(StatementRow))
    matrix.add_activities(context, main, tables.read(ActivityRow))
    matrix.add_tasks(context, main, tables.read(TaskRow))
    matrix.add_goals(context, main, tables.read(GoalRow))
    matrix.add_indicators(context, main, tables.read(IndicatorRow))
    matrix.add_responsibilities(context, main, tables.read(ResponsibilityRow), registry.actors)
    plan.add_workshops(context, main, tables.read(WorkshopRow))
    plan.add_figures(context, main, tables.read(FigureRow))
    if tables.read(TableRow):
        statistics.add_structure(context, cube, Place("tables.csv", 1))
    statistics.add_tables(context, cube, tables.read(TableRow))
    statistics.add_labels(context, cube, tables.read(TableLabelRow))
    statistics.add_observations(context, cube, tables.read(ObservationRow))
    interpretation.add_deliverables(context, ours, tables.read(DeliverableRow))
    interpretation.add_interpretations(context, ours, tables.read(InterpretationRow))
    interpretation.add_links(context, ours, tables.read(LinkRow))
    interpretation.add_translations(context, graphs["translations"], tables.read(TranslationRow))
    waivers.add_waivers(context, graphs["waivers"], tables.read(WaiverRow))
    context.furniture(tables.read(FurnitureRow))
    context.finish()
    return graphs


def _check_whole(graphs: Iterable[Graph], problems: Problems) -> None:
    """Note what only shows when all graphs are seen: dangling links, bare subjects, triples in two graphs."""
    everything = [(triple, where) for graph in graphs for triple, where in graph.triples.items()]
    described = {_iri(triple.subject) for triple, _ in everything if _iri(triple.predicate) == _RDF_TYPE}
    described |= {ID + path for path in _DESCRIBED_ELSEWHERE}
    held: dict[Triple, Place] = {}
    for triple, where in everything:
        for iri in (_iri(triple.subject), _iri(triple.object)):
            if iri.startswith(ID) and iri not in described:
                problems.add(where, f"No row describes {iri}", hint="Add one, or correct the reference")
        if triple in held:
            problems.add(where, f"The triple stands in the graph of {held[triple]} too: {triple}")
        held[triple] = where


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""


def _text(graph: Graph, base: str, header: str) -> str:
    return turtle.serialize(graph.triples, prefixes=PREFIXES, base=base, header=header)


def _read(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _read_source(path: Path) -> str:
    text = _read(path)
    if text is None:
        raise DataError(
            "Can't read the document", where=str(path), hint="It must be a UTF-8 file beside transcription/"
        )
    return text
