"""Numbers as Spanish plans print them, in digits and in words.

=============================  ==========================================================
printed                        read as
=============================  ==========================================================
``1,500`` ``1.500`` ``4 000``  1500, 1500, 4000: one separator and three digits are thousands
``0,500`` ``0.125``            0.5, 0.125: thousands don't start with 0
``2,5`` ``3.75``               2.5, 3.75
``1,234.50`` ``1.234,50``      1234.5, 1234.5
``2'500,000``                  2500000
``10 mil`` ``2,5 millones``    10000, 2500000
``5 mil 500``                  5500
``treinta y dos`` ``cien``     32, 100
``una docena`` ``un centenar`` 12, 100; also par, decena, veintena, millar, medio millón
``3 docenas``                  36
``un`` ``una`` ``uno``         nothing: articles. ``un millón`` is a number
``primer`` ``2do`` ``3°``      nothing: ordinals
``miles de`` ``cientos de``    nothing: no figure
``2.1.3`` ``14001:2004``       nothing: codes
=============================  ==========================================================
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from popgraph.wordings.folding import fold

__all__ = ["Numeral", "find_numerals", "parse_number"]


@dataclass(frozen=True)
class Numeral:
    """A number found in a folded text.

    Attributes:
        start: Where it starts.
        end: Where it ends.
        value: The number.
        coefficient: The number without its multiplier: 10 in '10 mil'.
        bare_year: Whether it is four digits that may as well be a year.
    """

    start: int
    end: int
    value: Decimal
    coefficient: Decimal
    bare_year: bool = False

    @property
    def scale(self) -> Decimal:
        """The multiplier, 1 if there is none."""
        return self.value / self.coefficient if self.coefficient else Decimal(1)


_DIGITS = re.compile(
    r"""(?<![0-9a-z_.,:/'])(?<![a-z0-9]-)(?:
        [0-9]{1,3}'[0-9]{3}(?:[',.][0-9]{3})*(?:[.,][0-9]{1,2})?
      | [0-9]{1,3}(?:[ ][0-9]{3})+(?:[.,][0-9]{1,2})?
      | [1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?
      | [1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]{1,2})?
      | [0-9]{1,15}(?:[.,][0-9]{1,9})?
    )(?![0-9_]|[.,:/'][0-9]|-[a-z]|[°º])""",
    re.VERBOSE,
)
# After a hyphen a number is the end of a range only if the range starts with a number of its own.
_AFTER_RANGE = re.compile(r"(?<![0-9a-z_.,:/'-])[0-9][0-9.,]*\s?%?-$")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_ORDINAL = re.compile(r"\.?(?:er|ero|era|do|da|ro|ra|to|ta|mo|ma|vo|va|no|na)\b")

_WORD = re.compile(r"[a-z]+")
_UNITS = _WORD.findall(
    "cero un dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete "
    "dieciocho diecinueve veinte veintiun veintidos veintitres veinticuatro veinticinco veintiseis veintisiete "
    "veintiocho veintinueve"
)
_TENS = _WORD.findall("treinta cuarenta cincuenta sesenta setenta ochenta noventa")
_HUNDREDS = _WORD.findall(
    "doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"
)
_WORDS: dict[str, int] = {
    **{word: number for number, word in enumerate(_UNITS)},
    **{"uno": 1, "una": 1, "veintiuno": 21, "veintiuna": 21, "cien": 100, "ciento": 100},
    **{word: 10 * number for number, word in enumerate(_TENS, start=3)},
    **{word: 100 * number for number, word in enumerate(_HUNDREDS, start=2)},
    **{word[:-2] + "as": 100 * number for number, word in enumerate(_HUNDREDS, start=2)},
}
_ARTICLES = {"un", "uno", "una"}
_COLLECTIVES = {
    **{"par": 2, "pares": 2, "decena": 10, "docena": 12, "veintena": 20, "treintena": 30},
    **{
        "cincuentena": 50,
        "centena": 100,
        "centenar": 100,
        "centenares": 100,
        "millar": 1000,
        "millares": 1000,
    },
    **{"decenas": 10, "docenas": 12, "veintenas": 20, "centenas": 100},
}
_SCALES = {"mil": 10**3, "millon": 10**6, "millones": 10**6, "mill": 10**6, "mm": 10**6}
_SCALE = re.compile(
    r"\s+(mil)\s+(millones)\b|\s*(?:\b|(?<=[0-9]))(mil|millon|millones|mill|mm)\b(?!\s+de\s+millones)"
)
_NEXT_WORD = re.compile(r"\s+(?:(y)\s+)?([a-z]+)\b")
_COLLECTIVE = re.compile(rf"\s+({'|'.join(_COLLECTIVES)})\b")
_HALF = re.compile(r"(media\s+docena|medio\s+centenar|medio\s+millar|medio\s+millon)\b")
_HALVES = {"docena": 6, "centenar": 50, "millar": 500, "millon": 500_000}
_REMAINDER = re.compile(r"\s+([0-9]{3})(?![0-9.,:/]|\s*[a-z]?[0-9])")


def parse_number(text: str) -> Decimal | None:
    """Return the number that ``text`` consists of, or nothing.

    >>> parse_number("10 mil"), parse_number("2,5 millones"), parse_number("una docena")
    (Decimal('10000'), Decimal('2500000'), Decimal('12'))
    >>> parse_number("una") is None
    True
    """
    folded = fold(text.strip())
    found = find_numerals(folded.text)
    if len(found) == 1 and (found[0].start, found[0].end) == (0, len(folded.text)):
        return found[0].value
    return None


def find_numerals(text: str) -> tuple[Numeral, ...]:
    """Return the numbers in a folded text (see `popgraph.wordings.folding`), in their order.

    >>> [str(n.value) for n in find_numerals("entre 1,500 y 2 mil productores")]
    ['1500', '2000']
    """
    found: list[Numeral] = []
    position = 0
    while position < len(text):
        numeral = _in_digits(text, position) or _in_words(text, position)
        if numeral:
            found.append(numeral)
            position = numeral.end
        else:
            position = _next_start(text, position)
    return tuple(found)


def _next_start(text: str, position: int) -> int:
    step = re.compile(r"[0-9]+|[a-z_]+|.", re.DOTALL).match(text, position)
    return step.end() if step else position + 1


def _in_digits(text: str, position: int) -> Numeral | None:
    match = _DIGITS.match(text, position)
    if not match:
        match = _second_of_range(text, position)
    if not match or _ORDINAL.match(text, match.end()):
        return None
    printed = match[0]
    value = _decimal(printed)
    year = bool(_YEAR.fullmatch(printed))
    return _scaled(text, position, match.end(), value, year=year)


def _second_of_range(text: str, position: int) -> re.Match[str] | None:
    if (
        position == 0
        or text[position - 1] != "-"
        or not _AFTER_RANGE.search(text, max(0, position - 16), position)
    ):
        return None
    return re.compile(
        r"[0-9]{1,15}(?:[.,][0-9]{1,9})?(?![0-9a-z_]|[.,:/'-][0-9a-z])|[0-9]{1,15}(?=[a-z]+\b)"
    ).match(text, position)


def _decimal(printed: str) -> Decimal:
    plain = printed.replace(" ", "").replace("'", "")
    marks = [mark for mark in plain if mark in ".,"]
    if "'" in printed and marks and re.search(r"[.,][0-9]{3}$", plain):
        return Decimal(re.sub(r"[.,]", "", plain))
    if not marks:
        return Decimal(plain)
    thousands = re.fullmatch(r"[1-9][0-9]{0,2}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*", plain)
    if thousands and " " not in printed:
        return Decimal(re.sub(r"[.,]", "", plain))
    whole, _, fraction = plain.rpartition(marks[-1])
    return Decimal(re.sub(r"[.,]", "", whole) + "." + fraction)


def _scaled(text: str, start: int, end: int, coefficient: Decimal, *, year: bool = False) -> Numeral:
    value = coefficient
    collective = _COLLECTIVE.match(text, end)
    if collective:
        return Numeral(start, collective.end(), value * _COLLECTIVES[collective[1]], coefficient)
    scale = _SCALE.match(text, end)
    if not scale:
        return Numeral(start, end, value, coefficient, year)
    if scale[1]:
        return Numeral(start, scale.end(), value * 10**9, coefficient)
    value *= _SCALES[scale[3]]
    end = scale.end()
    remainder = _REMAINDER.match(text, end)
    if remainder:
        thousand = scale[3] != "mil" and re.compile(r"\s+mil\b").match(text, remainder.end())
        if thousand:
            return Numeral(start, thousand.end(), value + 1000 * int(remainder[1]), coefficient)
        if scale[3] == "mil":
            return Numeral(start, remainder.end(), value + int(remainder[1]), coefficient)
    plain = value.to_integral_value()
    return Numeral(start, end, plain if plain == value else value, coefficient)


def _in_words(text: str, position: int) -> Numeral | None:
    if position and (text[position - 1].isalnum() or text[position - 1] in "_-'"):
        return None
    half = _HALF.match(text, position)
    if half:
        return Numeral(position, half.end(), Decimal(_HALVES[half[1].split()[1]]), Decimal(1))
    first = _WORD.match(text, position)
    if not first or (first[0] not in _WORDS and first[0] != "mil"):
        return None
    total, group, end = 0, 0, position
    word: str | None = first[0]
    following = first.end()
    coefficient = 0
    while word is not None:
        if word == "mil":
            coefficient = coefficient or max(group, 1)
            total, group = total + max(group, 1) * 1000, 0
        elif word in ("millon", "millones"):
            coefficient = coefficient or total + group
            total, group = (total + group) * 10**6, 0
        else:
            group += _WORDS[word]
        end = following
        word, following = _word_after(text, end, group=group, total=total)
    value = total + group
    collective = _COLLECTIVE.match(text, end)
    if collective:
        return Numeral(
            position, collective.end(), Decimal(value * _COLLECTIVES[collective[1]]), Decimal(value)
        )
    if first[0] in _ARTICLES and value == 1:
        return None
    return Numeral(position, end, Decimal(value), Decimal(coefficient or value))


def _word_after(text: str, end: int, *, group: int, total: int) -> tuple[str | None, int]:
    """Return the next word of a number in words and its end; None if the number is complete."""
    match = _NEXT_WORD.match(text, end)
    if not match:
        return None, end
    word, joined = match[2], bool(match[1])
    if word == "mil":
        fits = not joined and total % 10**6 == 0 and group < 1000
    elif word in ("millon", "millones"):
        fits = not joined and 0 < total + group < 10**6
    elif word not in _WORDS:
        fits = False
    elif joined:
        fits = group % 10 == 0 and group % 100 >= 30 and 0 < _WORDS[word] < 10
    else:
        room = 1000 if group == 0 and total else 100 if group and group % 100 == 0 else 0
        fits = 0 < _WORDS[word] < room and word not in {"uno", "una"}
    return (word, match.end()) if fits else (None, end)
