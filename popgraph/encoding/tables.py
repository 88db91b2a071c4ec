"""Read the transcription tables (CSV) into rows."""

from __future__ import annotations

import csv
from dataclasses import Field, fields
from pathlib import Path
from typing import Any, TypeVar

from popgraph.encoding.problems import Place, Problems
from popgraph.encoding.rows import Row
from popgraph.errors import DataError

__all__ = ["read_table"]

R = TypeVar("R", bound=Row)


def read_table(
    kind: type[R], path: Path, *, problems: Problems, unique: tuple[str, ...] = ("path",)
) -> tuple[R, ...]:
    """Return the rows of one table; a table that isn't there has none.

    Args:
        kind: The row's class; its fields are the columns.
        path: The CSV file: UTF-8, comma, header line.
        problems: Where cells that can't be read, short rows and repeated keys are noted.
        unique: The fields whose values together name a row; those that the class lacks are left out.

    Raises:
        DataError: The file can't be read, or its columns aren't those of ``kind``.

    >>> from popgraph.encoding.rows import TranslationRow
    >>> read_table(TranslationRow, Path("no-such-file.csv"), problems=Problems())
    ()
    """
    if not path.exists():
        return ()
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError("Can't read the table", where=str(path), hint="It must be a UTF-8 file") from error
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    rows: list[R] = []
    try:
        header = next(reader, [])
        columns = _columns(kind, header, path)
        end = reader.line_num
        for cells in reader:
            where, end = Place(path.name, end + 1), reader.line_num
            if len(cells) != len(header):
                problems.add(where, f"The row has {len(cells)} cells, the header {len(header)}")
                continue
            row = _row(kind, where, dict(zip(header, cells, strict=True)), columns, problems)
            if row is not None:
                rows.append(row)
    except csv.Error as error:
        raise DataError(f"Not CSV ({error})", where=f"{path}:{reader.line_num}") from error
    _find_repeated(rows, [name for name in unique if name in columns], problems)
    return tuple(rows)


def _columns(kind: type[Row], header: list[str], path: Path) -> dict[str, Field[Any]]:
    wanted = {item.name: item for item in fields(kind) if item.name != "where"}
    names = {_column_name(item): item for item in wanted.values()}
    unknown = [name for name in header if name not in names]
    missing = [
        name for name, item in names.items() if name not in header and not item.metadata.get("optional")
    ]
    if unknown or missing or len(set(header)) != len(header):
        raise DataError(
            "; ".join(
                part
                for part in (
                    f"unknown columns: {', '.join(unknown)}" if unknown else "",
                    f"missing columns: {', '.join(missing)}" if missing else "",
                    "a column stands twice" if len(set(header)) != len(header) else "",
                )
                if part
            ),
            where=f"{path}:1",
            hint=f"The columns are {', '.join(names)}",
        )
    return wanted


def _column_name(item: Field[Any]) -> str:
    return str(item.metadata.get("column") or item.name)


def _row(
    kind: type[R],
    where: Place,
    cells: dict[str, str],
    columns: dict[str, Field[Any]],
    problems: Problems,
) -> R | None:
    values: dict[str, Any] = {}
    for name, item in columns.items():
        cell = cells.get(_column_name(item), "").strip()
        try:
            values[name] = item.metadata["parse"](cell)
        except ValueError as error:
            problems.add(where, f"{_column_name(item)} {cell!r} {error}")
    return kind(where=where, **values) if len(values) == len(columns) else None


def _find_repeated(rows: list[R], names: list[str], problems: Problems) -> None:
    first: dict[tuple[Any, ...], Place] = {}
    for row in rows if names else ():
        key = tuple(getattr(row, name) for name in names)
        if key in first:
            shown = ", ".join(str(part) for part in key)
            problems.add(row.where, f"{', '.join(names)} {shown} stands already in line {first[key].line}")
        first.setdefault(key, row.where)
