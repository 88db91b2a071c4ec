"""Numbers in digits and words are read as a Peruvian plan means them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from popgraph.wordings.folding import fold
from popgraph.wordings.numerals import find_numerals, parse_number


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("7", "7"),
        ("02", "2"),
        ("1,500", "1500"),
        ("1.500", "1500"),
        ("4 000", "4000"),
        ("4\u00a0000", "4000"),
        ("1,234,567", "1234567"),
        ("1.234,50", "1234.5"),
        ("1,234.50", "1234.5"),
        ("2'500,000", "2500000"),
        ("2'500,000.00", "2500000"),
        ("0.500", "0.5"),
        ("2,5", "2.5"),
        ("3.75", "3.75"),
        ("10 mil", "10000"),
        ("5 mil 500", "5500"),
        ("2,5 millones", "2500000"),
        ("3 mil millones", "3000000000"),
        ("2.5 MM", "2500000"),
        ("dos", "2"),
        ("veintiún", "21"),
        ("veinticinco", "25"),
        ("treinta y dos", "32"),
        ("cien", "100"),
        ("ciento veinticinco mil", "125000"),
        ("dos mil quinientas", "2500"),
        ("un millón doscientos mil", "1200000"),
        ("medio millón", "500000"),
        ("una docena", "12"),
        ("media docena", "6"),
        ("3 docenas", "36"),
        ("un par", "2"),
        ("un centenar", "100"),
    ],
)
def test_a_number(printed: str, value: str) -> None:
    assert parse_number(printed) == Decimal(value)


@pytest.mark.parametrize(
    "printed",
    ["", "una", "uno", "primer", "1er", "2do", "3°", "miles", "cientos", "2.1.3", "H1", "A-1", "31/12/2007"],
)
def test_no_number(printed: str) -> None:
    assert parse_number(printed) is None


def test_numbers_in_a_text_stand_where_they_are_printed() -> None:
    folded = fold("De 10 a 15 empresas; treinta y dos ferias y 2008-MINCETUR")
    found = [(folded.printed(n.start, n.end), n.value) for n in find_numerals(folded.text)]
    assert found == [("10", Decimal(10)), ("15", Decimal(15)), ("treinta y dos", Decimal(32))]
