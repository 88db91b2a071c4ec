"""Compact codes for parts of a plan, and the IRIs that they stand for.

The plan prints a code within its container (`T4` within an activity); a compact code says the whole place.

| code | part | IRI below the plan's |
|---|---|---|
| `OE1` | objective | `oe1` (of the PERX) |
| `O1A2` | activity | `oe1/a2` |
| `O1A2T4` | task | `oe1/a2/t4` |
| `O1A2T4M1`, `O1A2T4I2`, `O1A2T4R3` | goal, indicator, responsibility | `oe1/a2/t4/m1` … |
| `O1A2L`, `O1A2V` | achievement and progress indicator (*logro*, *avance*) | `oe1/a2/logro`, `oe1/a2/avance` |
| `F1` `D1` `O1` `A1` | SWOT statement | `foda/f1` … |
"""

from __future__ import annotations

import re

from popgraph.vocab import ID

__all__ = ["code_of", "part_of", "path_of"]

_PART = re.compile(re.escape(ID) + r"([a-z]{2}-[a-z]{3}/[a-z0-9-]+/\d{4})/(.+)")
_PATH = re.compile(
    r"oe(?P<o>\d+)(?:/a(?P<a>\d+)(?:/(?P<own>logro|avance)|/t(?P<t>\d+)(?:/(?P<kind>[mir])(?P<n>\d+))?)?)?"
)
_CODE = re.compile(
    r"O(?P<o>\d+)A(?P<a>\d+)(?:(?P<own>[LV])|T(?P<t>\d+)(?:(?P<kind>[MIR])(?P<n>\d+))?)?", re.IGNORECASE
)
_SWOT = re.compile(r"foda/([fdoa]\d+)")
_OWN = {"logro": "L", "avance": "V"}


def part_of(iri: str) -> tuple[str, str] | None:
    """Return a part's plan and its path below it; None if the IRI is no part of a plan.

    >>> part_of("https://w3id.org/popgraph/id/pe-cus/pop-cacao/2005/oe1/a2")
    ('pe-cus/pop-cacao/2005', 'oe1/a2')
    """
    match = _PART.fullmatch(iri)
    return (match[1], match[2]) if match else None


def code_of(iri: str) -> str:
    """Return the compact code of a part of a plan, its path if it has no code; empty for a plan or anything else.

    >>> code_of("https://w3id.org/popgraph/id/pe-cus/pop-cacao/2005/oe1/a2/t4/i1")
    'O1A2T4I1'
    >>> code_of("https://w3id.org/popgraph/id/pe-cus/pop-cacao/2005/dia/a/3")
    'dia/a/3'
    >>> code_of("https://w3id.org/popgraph/id/org/mincetur")
    ''
    """
    part = part_of(iri)
    if part is None or part[1] == "plan":
        return ""
    path = part[1]
    swot = _SWOT.fullmatch(path)
    if swot:
        return swot[1].upper()
    match = _PATH.fullmatch(path)
    if not match:
        return path
    if match["a"] is None:
        return f"OE{match['o']}"
    code = f"O{match['o']}A{match['a']}" + _OWN.get(match["own"] or "", "")
    if match["t"]:
        code += f"T{match['t']}"
    if match["kind"]:
        code += f"{match['kind'].upper()}{match['n']}"
    return code


def path_of(code: str) -> str:
    """Return the path below its plan that a compact code stands for; empty if it is none.

    The codes of objectives and SWOT statements are printed ones and stand in the data; they are not read here.

    >>> path_of("O1A2T4"), path_of("o1a2v"), path_of("F1")
    ('oe1/a2/t4', 'oe1/a2/avance', '')
    """
    match = _CODE.fullmatch(code.strip())
    if not match:
        return ""
    path = f"oe{match['o']}/a{match['a']}"
    if match["own"]:
        path += "/logro" if match["own"].upper() == "L" else "/avance"
    if match["t"]:
        path += f"/t{match['t']}"
    if match["kind"]:
        path += f"/{match['kind'].lower()}{match['n']}"
    return path
