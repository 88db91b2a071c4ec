"""Do the printed tables add up? The document's own differences are kept as printed, and named here.

Plain Python over the transcription, no RDF. What is expected was worked out by hand from the document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal

import pytest

Table = Callable[[str], list[dict[str, str]]]
Columns = dict[tuple[str, str, str], dict[str, Decimal]]

# By how many units of the last printed digit a printed total exceeds the sum of its rows. The world table has
# two totals, of the world (m) and of Peru (p); a column that isn't named adds up exactly.
DIFFERENCES = {
    ("exportaciones-por-presentacion", "", "2000"): -1,
    ("exportaciones-por-presentacion", "", "2001"): -1,
    ("exportaciones-por-presentacion", "", "2003"): -1,
    ("exportaciones-por-presentacion", "", "2004"): 2,
    ("demanda-mundial-y-exportacion-peruana", "p", "2000"): -1,
    ("demanda-mundial-y-exportacion-peruana", "p", "2001"): 1,
    ("importadores-de-grano", "", "2001"): 1,
    ("importadores-de-grano", "", "2002"): 1,
    ("importadores-de-grano", "", "2003"): -1,
    ("importadores-de-pasta-desgrasada", "", "porcentaje"): 1,
    ("exportadores-de-manteca", "", "porcentaje"): -1,
}
WITH_TOTALS = {
    "exportaciones-por-presentacion": 5,
    "demanda-mundial-y-exportacion-peruana": 10,
    "importadores-de-grano": 5,
    "importadores-de-manteca": 2,
    "importadores-de-pasta-desgrasada": 2,
    "exportadores-de-manteca": 2,
    "exportadores-de-pasta-desgrasada": 2,
}
LAST_DIGIT = {
    "demanda-mundial-y-exportacion-peruana": "0.01",
    "importadores-de-grano": "0.01",
}
# Printed shares that the printed values don't give when rounded: 4,163 of 18,710 is 22.25 %, printed 22.2.
OTHER_SHARES = {("demanda-mundial-y-exportacion-peruana", "demas-chocolates-m"): ("22.2", "22.3")}


def parts(path: str) -> tuple[str, str, str]:
    _, name, row, column = path.split("/")
    return name, row, column


@pytest.fixture(scope="module")
def values(table: Table) -> dict[tuple[str, str, str], Decimal]:
    """The value of each observation by table, row and column."""
    return {parts(row["path"]): Decimal(row["value"]) for row in table("observations")}


@pytest.fixture(scope="module")
def columns(values: dict[tuple[str, str, str], Decimal]) -> Columns:
    """The rows of each column that has a printed total, by table, group and column."""
    found: Columns = defaultdict(dict)
    for (name, row, column), value in values.items():
        group = row.rpartition("-")[2] if row.endswith(("-m", "-p")) else ""
        found[name, group, column][row] = value
    return {key: rows for key, rows in found.items() if total(key) in rows}


def total(key: tuple[str, str, str]) -> str:
    return f"total-{key[1]}" if key[1] else "total"


def unit(key: tuple[str, str, str]) -> Decimal:
    return Decimal("0.1" if key[2] == "porcentaje" else LAST_DIGIT.get(key[0], "1"))


def test_the_columns_with_a_printed_total_are_these(columns: Columns) -> None:
    assert {name: sum(key[0] == name for key in columns) for name, _, _ in columns} == WITH_TOTALS


def test_totals_differ_from_their_rows_where_the_document_does(columns: Columns) -> None:
    differences = {}
    for key, rows in columns.items():
        printed = rows[total(key)]
        summed = sum((value for row, value in rows.items() if row != total(key)), Decimal(0))
        if printed != summed:
            differences[key] = int((printed - summed) / unit(key))
    assert differences == DIFFERENCES


def test_every_difference_can_come_of_rounding(columns: Columns) -> None:
    for key, difference in DIFFERENCES.items():
        # Each row, and the total, is off by half a unit at most.
        assert abs(difference) <= len(columns[key]) / 2, key


def test_printed_shares_are_those_of_the_printed_values(
    values: dict[tuple[str, str, str], Decimal],
) -> None:
    other = {}
    shares = 0
    for (name, row, column), share in values.items():
        whole = values.get((name, "total", "2003")) or values.get((name, "total-m", "2003"))
        if column != "porcentaje" or whole is None:
            continue
        shares += 1
        worked_out = 100 * values[name, row, "2003"] / whole
        if abs(worked_out - share) > Decimal("0.05"):
            other[name, row] = (str(share), f"{worked_out:.1f}")
    assert shares == 7 + 7 * 4
    assert other == OTHER_SHARES


def test_cuscos_share_of_the_bean_exports(values: dict[tuple[str, str, str], Decimal]) -> None:
    name = "exportadores-de-grano-cusco"
    assert values[name, "cocla", "2004"] == values[name, "total-cusco", "2004"]
    share = 100 * values[name, "total-cusco", "2004"] / values[name, "total-nacional", "2004"]
    assert round(share) == values[name, "porcentaje-cusco", "2004"] == 4


def test_the_world_tables_agree_but_for_one_figure(values: dict[tuple[str, str, str], Decimal]) -> None:
    world = "demanda-mundial-y-exportacion-peruana"
    for year in ("1999", "2000", "2001", "2002", "2003"):
        assert values["importadores-de-grano", "total", year] == values[world, "grano-m", year]
    assert (
        values["importadores-de-pasta-desgrasada", "total", "2003"]
        == values[world, "pasta-desgrasada-m", "2003"]
    )
    # Line 485 prints 1,946 million for the imports of butter in 2003, line 318 prints 1,945.
    assert values["importadores-de-manteca", "total", "2003"] == 1946
    assert values[world, "manteca-m", "2003"] == 1945


def test_perus_exports_agree_in_thousands_and_in_millions(
    values: dict[tuple[str, str, str], Decimal],
) -> None:
    thousands, millions = "exportaciones-por-presentacion", "demanda-mundial-y-exportacion-peruana"
    rows = {row for name, row, _ in values if name == thousands}
    compared = 0
    for row in rows:
        for year in ("2000", "2001", "2002", "2003"):
            if (millions, f"{row}-p", year) in values:
                difference = values[thousands, row, year] / 1000 - values[millions, f"{row}-p", year]
                # Half a unit of either column: 0.005 and 0.0005.
                assert abs(difference) <= Decimal("0.0055"), (row, year)
                compared += 1
    assert compared == 8 * 4
