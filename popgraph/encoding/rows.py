"""The rows of the transcription tables, one class a table.

A field is a column of the same name. Its metadata says how the cell is read (``parse``), what the column is
called where Python forbids its name (``column``) and whether it may be missing (``optional``).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from popgraph.encoding.problems import Place

__all__ = [
    "ActivityRow",
    "DeliverableRow",
    "FigureRow",
    "FurnitureRow",
    "GoalRow",
    "IndicatorRow",
    "InterpretationRow",
    "LineRange",
    "LinkRow",
    "ObservationRow",
    "PassageRow",
    "PlanRow",
    "QuotedRow",
    "ResponsibilityRow",
    "Row",
    "SectionRow",
    "StatementRow",
    "TableLabelRow",
    "TableRow",
    "TaskRow",
    "TranslationRow",
    "WaiverRow",
    "WorkshopRow",
    "cell",
    "required",
    "several",
]


@dataclass(frozen=True)
class LineRange:
    """Lines of the document, counted from 1, both ends included."""

    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"


def several(cell: str) -> tuple[str, ...]:
    """Return the parts of a cell that holds several values.

    >>> several("org/bid; org/indaco")
    ('org/bid', 'org/indaco')
    """
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _by_bar(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|")) if cell else ()


def _lines(cell: str) -> LineRange:
    match = re.fullmatch(r"([1-9][0-9]*)(?:-([1-9][0-9]*))?", cell)
    if not match:
        raise ValueError("is not a line or a range of lines like 12-14")
    first, last = int(match[1]), int(match[2] or match[1])
    if last < first or (match[2] and last == first):
        raise ValueError("is not a range from a smaller to a greater line")
    return LineRange(first, last)


def _occurrence(cell: str) -> int:
    if not cell:
        return 1
    if not re.fullmatch(r"[1-9][0-9]*", cell):
        raise ValueError("is not a whole number from 1 on")
    return int(cell)


def _integer(cell: str) -> int:
    if not re.fullmatch(r"-?[0-9]+", cell):
        raise ValueError("is not a whole number")
    return int(cell)


def _number(cell: str) -> Decimal:
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", cell):
        raise ValueError("is not a number like 1250 or 30.5 (point for decimals, no thousands mark)")
    return Decimal(cell)


def _number_or_none(cell: str) -> Decimal | None:
    return _number(cell) if cell else None


def _date(cell: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(cell)
    except ValueError:
        raise ValueError("is not a date like 2005-02-16") from None


def _date_or_none(cell: str) -> datetime.date | None:
    return _date(cell) if cell else None


def _days(cell: str) -> tuple[datetime.date, ...]:
    return tuple(_date(part) for part in several(cell))


def _bounds(cell: str) -> tuple[datetime.date | None, ...]:
    return tuple(_date(part) if part else None for part in _by_bar(cell))


def required(cell: str) -> str:
    """Return a cell that must not be empty.

    Raises:
        ValueError: It is empty.
    """
    if not cell:
        raise ValueError("is empty")
    return cell


def cell(
    parse: Callable[[str], object] = str, *, name: str | None = None, optional: bool = False
) -> dict[str, object]:
    """Return the metadata of a column.

    Args:
        parse: Reads the cell, stripped; raises ValueError with the end of a sentence that begins with
            the cell.
        name: The column's name where it differs from the field's.
        optional: Whether a table may lack the column; the cell then counts as empty.
    """
    return {"parse": parse, "column": name, "optional": optional}


@dataclass(frozen=True)
class Row:
    """A row and where it stands."""

    where: Place


@dataclass(frozen=True)
class QuotedRow(Row):
    """A row that quotes the document."""

    lines: LineRange = field(metadata=cell(_lines))
    quote: str = field(metadata=cell(required))
    occurrence: int = field(metadata=cell(_occurrence))


@dataclass(frozen=True)
class PathRow(Row):
    """A row that describes the resource at ``path``."""

    path: str = field(metadata=cell(required))


@dataclass(frozen=True)
class PassageRow(QuotedRow, PathRow):
    """``passages.csv``: a further sentence of an element."""


@dataclass(frozen=True)
class TextRow(QuotedRow, PathRow):
    """An element with its verbatim and its normalised text."""

    code: str = field(metadata=cell())
    source_text: str = field(metadata=cell())
    statement: str = field(metadata=cell())


@dataclass(frozen=True)
class SectionRow(TextRow):
    """``sections.csv``: a heading."""

    subsection_of: str = field(metadata=cell())
    footnotes: tuple[str, ...] = field(metadata=cell(several, optional=True))


@dataclass(frozen=True)
class StatementRow(TextRow):
    """``statements.csv``: an element outside the matrix."""

    kind: str = field(metadata=cell(required, name="class"))
    concept: str = field(metadata=cell())
    label: str = field(metadata=cell())
    section: str = field(metadata=cell())
    footnotes: tuple[str, ...] = field(metadata=cell(several))
    refers_to: str = field(metadata=cell())


@dataclass(frozen=True)
class ActivityRow(TextRow):
    """``activities.csv``."""

    objective: str = field(metadata=cell(required))


@dataclass(frozen=True)
class TaskRow(TextRow):
    """``tasks.csv``."""


@dataclass(frozen=True)
class GoalRow(TextRow):
    """``goals.csv``."""


@dataclass(frozen=True)
class IndicatorRow(QuotedRow, PathRow):
    """``indicators.csv``: an indicator with its due periods and its target."""

    source_text: str = field(metadata=cell())
    statement: str = field(metadata=cell())
    due_text: tuple[str, ...] = field(metadata=cell(_by_bar))
    due_edtf: tuple[str, ...] = field(metadata=cell(_by_bar))
    due_earliest: tuple[datetime.date | None, ...] = field(metadata=cell(_bounds))
    due_latest: tuple[datetime.date | None, ...] = field(metadata=cell(_bounds))
    target_text: str = field(metadata=cell())
    target_value: Decimal | None = field(metadata=cell(_number_or_none))
    target_min: Decimal | None = field(metadata=cell(_number_or_none))
    target_max: Decimal | None = field(metadata=cell(_number_or_none))
    target_unit: str = field(metadata=cell())
    target_population: str = field(metadata=cell())
    target_mode: str = field(metadata=cell())


@dataclass(frozen=True)
class ResponsibilityRow(QuotedRow, PathRow):
    """``responsibilities.csv``: the quote is the wording."""


@dataclass(frozen=True)
class WorkshopRow(QuotedRow, PathRow):
    """``workshops.csv``."""

    role: tuple[str, ...] = field(metadata=cell(several))
    label_es: str = field(metadata=cell(required))
    label_en: str = field(metadata=cell(required))
    dates: tuple[datetime.date, ...] = field(metadata=cell(_days))
    statement: str = field(metadata=cell())


@dataclass(frozen=True)
class FigureRow(QuotedRow, PathRow):
    """``figures.csv``: a figure stated in prose."""

    stated_in: str = field(metadata=cell(required))
    statement: str = field(metadata=cell())
    value: Decimal = field(metadata=cell(_number))
    precision: Decimal | None = field(metadata=cell(_number_or_none))
    unit: str = field(metadata=cell())
    qualifier: str = field(metadata=cell())
    period: str = field(metadata=cell())
    about: tuple[str, ...] = field(metadata=cell(several))
    calculation: str = field(metadata=cell())
    numerator: tuple[str, ...] = field(metadata=cell(several))
    denominator: tuple[str, ...] = field(metadata=cell(several))


@dataclass(frozen=True)
class TableRow(PathRow):
    """``tables.csv``: a printed table of figures."""

    label_es: str = field(metadata=cell(required))
    label_en: str = field(metadata=cell(required))
    elaborated_by: tuple[str, ...] = field(metadata=cell(several))


@dataclass(frozen=True)
class TableLabelRow(QuotedRow, PathRow):
    """``table_labels.csv``: title, unit, source, legend, head, row or column label."""

    kind: str = field(metadata=cell(required))
    statement: str = field(metadata=cell())
    table: tuple[str, ...] = field(metadata=cell(several))


@dataclass(frozen=True)
class ObservationRow(QuotedRow, PathRow):
    """``observations.csv``: one printed figure of a table."""

    table: str = field(metadata=cell(required))
    row: str = field(metadata=cell(required))
    column_: str = field(metadata=cell(name="column"))
    value: Decimal = field(metadata=cell(_number))
    product: str = field(metadata=cell(required))
    area: str = field(metadata=cell(required))
    flow: str = field(metadata=cell(required))
    party: str = field(metadata=cell(required))
    statistic: str = field(metadata=cell(required))
    period: str = field(metadata=cell(required))
    unit: str = field(metadata=cell(required))
    multiplier: int = field(metadata=cell(_integer))


@dataclass(frozen=True)
class InterpretationRow(PathRow):
    """``interpretations.csv``: a reading that is a judgement."""

    interprets: tuple[str, ...] = field(metadata=cell(several))
    property_: str = field(metadata=cell(name="property"))
    reads_as: tuple[str, ...] = field(metadata=cell(several))
    alternative_to: str = field(metadata=cell())
    certainty: str = field(metadata=cell(required))
    reason_es: str = field(metadata=cell(required))
    reason_en: str = field(metadata=cell(required))


@dataclass(frozen=True)
class LinkRow(Row):
    """``links.csv``: a curated triple, or several that share their reason."""

    subject: tuple[str, ...] = field(metadata=cell(several))
    property_: str = field(metadata=cell(required, name="property"))
    object_: str = field(metadata=cell(required, name="object"))
    certainty: str = field(metadata=cell(required))
    reason_es: str = field(metadata=cell(required))
    reason_en: str = field(metadata=cell(required))


@dataclass(frozen=True)
class WaiverRow(Row):
    """``waivers.csv``: findings that are let stand, by rule and element; elements may share their reason."""

    rule: str = field(metadata=cell(required))
    focus: tuple[str, ...] = field(metadata=cell(several))
    reason_es: str = field(metadata=cell(required))
    reason_en: str = field(metadata=cell(required))
    created: datetime.date = field(metadata=cell(_date))
    expires: datetime.date | None = field(metadata=cell(_date_or_none, optional=True))


@dataclass(frozen=True)
class DeliverableRow(PathRow):
    """``deliverables.csv``: what tasks produce and use."""

    label_es: str = field(metadata=cell(required))
    label_en: str = field(metadata=cell(required))


@dataclass(frozen=True)
class TranslationRow(PathRow):
    """``translations.csv``: an element's statement in English."""

    statement: str = field(metadata=cell(required))


@dataclass(frozen=True)
class PlanRow(Row):
    """``plan.csv``: a triple on the plan, the PERX or the document."""

    subject: str = field(metadata=cell(required))
    predicate: str = field(metadata=cell(required))
    object_: str = field(metadata=cell(required, name="object"))


@dataclass(frozen=True)
class FurnitureRow(QuotedRow):
    """``furniture.csv``: characters that are no content."""

    reason_es: str = field(metadata=cell(required))
    reason_en: str = field(metadata=cell(required))
