"""How many values of a property the nodes of a class have, and of how many nodes they are a value."""

from __future__ import annotations

from typing import NamedTuple

from popgraph.vocab import POP, PREFIXES

__all__ = ["CALCULATED", "COUNTS", "MANY", "Count"]

_OA, _QB = PREFIXES["oa"], PREFIXES["qb"]

MANY = 10**9
"""No limit."""


_PLACES = ("inColumn", "inRow", "refProduct", "sourceText", "statistic", "tradeFlow", "tradingParty")
_CELL = (
    *(PREFIXES["sdmx-dimension"] + name for name in ("refArea", "refPeriod")),
    *(PREFIXES["sdmx-attribute"] + name for name in ("unitMeasure", "unitMult")),
)


class Count(NamedTuple):
    """How often the nodes of a class have a property, or are its value where it begins with ^; | joins several."""

    kind: str
    prop: str
    low: int = 1
    high: int = 1


COUNTS = (
    # A finding stands in one cell of the matrix, or under one heading of the diamond.
    Count("SwotStatement", POP + "swotQuadrant"),
    Count("DiamondFinding", POP + "determinant"),
    # A figure is one number, in one unit, as exact as it is printed, in one statement.
    *(Count("StatedFigure", POP + name) for name in ("figureValue", "figureUnit", "figurePrecision")),
    *(Count("StatedFigure", POP + name) for name in ("figureQualifier", "statedIn")),
    Count("StatedFigure", POP + "calculation", 0),
    Count("StatedFigure", POP + "figurePeriod", 0),
    *(Count("Target", POP + name, 0) for name in ("targetUnit", "targetPopulation", "targetMode")),
    *(Count("Target", POP + name, 0) for name in ("targetValue", "targetMin", "targetMax")),
    # An element is printed once, under one heading, in one place; what is printed again is a reprint.
    *(Count("PlanElement", POP + name, 0) for name in ("sourceText", "ordinal", "inSection", "code")),
    *(Count("DuePeriod", POP + name, 0) for name in ("sourceText", "earliest", "latest")),
    Count("Responsibility", POP + "sourceText", 0),
    Count("Section", POP + "subsectionOf", 0),
    # A question asks one test of one activity; a reprint repeats one element.
    *(Count("ReviewQuestion", POP + name) for name in ("reviewTest", "reviews")),
    Count("StatementReprint", POP + "reprintOf"),
    # A passage is one run of lines of one document.
    *(Count("SourcePassage", POP + name) for name in ("firstLine", "lastLine")),
    *(Count("SourcePassage", _OA + name) for name in ("exact", "hasSource")),
    Count("Workshop", POP + "heldOn", 1, MANY),
    Count("Vision", POP + "horizonYear"),
    # The layout of 2017 prints roles, that of 2005 none: at most one.
    Count("Responsibility", POP + "responsibilityRole", 0),
    Count("Indicator", POP + "resultLevel", 0),
    *(Count("ActorWording", POP + name) for name in ("inRegion", "wordingText")),
    # An actor has one seat and is of one kind.
    *(Count("Actor", POP + name, 0) for name in ("actorType", "inRegion", "level", "sector")),
    # An interpretation says of what it is one, of which property, and why.
    *(Count("Interpretation", POP + name) for name in ("interpretedProperty", "certainty")),
    *(Count("Interpretation", POP + name, 1, MANY) for name in ("interprets", "reason")),
    # A cell of a table has one value and one place.
    *(Count("Observation", POP + name, 0) for name in _PLACES),
    *(Count("Observation", iri, 0) for iri in _CELL),
    Count("Observation", _QB + "dataSet"),
    Count("Observation", PREFIXES["sdmx-measure"] + "obsValue"),
    # What a task or indicator has belongs to it alone; a period may be shared.
    Count("Indicator", "^" + POP + "hasIndicator"),
    Count("Goal", "^" + POP + "hasGoal"),
    Count("Target", "^" + POP + "hasTarget"),
    Count("Responsibility", "^" + POP + "hasResponsibility"),
    Count("DuePeriod", "^" + POP + "hasDuePeriod", 1, MANY),
    # What nothing leads to is in no answer.
    Count("SourcePassage", "^" + POP + "hasSourcePassage", 1, MANY),
    Count("Footnote", "^" + POP + "hasFootnote", 1, MANY),
    Count("Deliverable", f"^{POP}produces|^{POP}uses", 1, MANY),
    Count("Workshop", f"^{POP}preparedIn|^{POP}validatedIn", 1, MANY),
)
"""What holds for the nodes of a class, whatever the plan."""

# What is calculated is calculated from something.
CALCULATED = Count("StatedFigure", POP + "numerator", 1, MANY)
"""What holds for a stated figure that has a calculation."""
