"""Why an operator isn't answered: a rule that is still to be written, or a limit of what a graph can show.

A pattern holds for the whole name of an operator; the first that fits counts.
"""

from __future__ import annotations

import re

__all__ = ["LIMITS", "WANTED", "limit", "wanted"]

# Mistakes that leave a value of the right kind, or none.
_PLAIN = r"(drop|retarget|swap|reword|cut|renumber|retag)"

LIMITS: dict[str, str] = {
    r"drop \w+|task and all its parts gone": (
        "What is wholly gone leaves no trace in the graph. Encoding sees it: each character of the document "
        "belongs to a quote."
    ),
    rf"(orphan|second|{_PLAIN[1:]} (Institution|ActorGroup|Region|ExportProduct|Deliverable)(\.\w+)?": (
        "A fact about the world: the document doesn't say it, and the registry has no more to hold it against."
    ),
    rf"{_PLAIN} \w+\.(label|title|source|structure|elaboratedBy)": "A name or description of ours, printed nowhere.",
    rf"{_PLAIN} (ProductOperationalPlan|RegionalExportPlan)\.\w+": (
        "Not every plan has it, and the document says it in prose."
    ),
    rf"(second|{_PLAIN[1:]} \w+\.(about|hasFootnote)": (
        "The layout of the page shows what belongs to what; the graph has no second statement of it."
    ),
    r"group as an institution": "Whether words name one body or a kind of bodies is a reading of the words.",
    r"(drop|cut|reword|retarget|swap) ActorWording\.(denotes|wordingText)": (
        "A responsibility that a stated choice reads isn't held against a wording, nor are words that many have."
    ),
    r"level read as \w+": "Both readings of the words are possible: the choice is an interpretation with its reason.",
    r"(retarget|swap) Target\.targetPopulation": (
        "Of which set is a reading of the text; the graph has no second statement of it."
    ),
    r"orphan \w+": "Not each of its kind is led to by a link: one may lose its last.",
    r"(husk|untype|misfile|twin) (ActorWording|Document|Region|RegionalExportPlan)": (
        "A document, a region or a wording that isn't described here may be described elsewhere."
    ),
    r"[\w-]+ \w+\.(closeMatch|conformsTo|creator|exactMatch|hasMember|hasSource|source|structure|subOrganizationOf)": (
        "A link to what others describe, or another file: that it isn't here says nothing."
    ),
    r"[\w-]+ Interpretation\.\w+": "The reason and the certainty of a judgement, and what else was weighed.",
}
"""What a reader of the graph alone can't know."""

WANTED: dict[str, str] = {
    r"retag \w+\.\w+": "A text in another language than those of its kind.",
    r"\w+ (DataSet|SourcePassage|DuePeriod)\.(hasSourcePassage|prefix|ordinal)": (
        "Several passages of one node, or their order, that the document's lines contradict."
    ),
    r"\w+ StatedFigure\.\w+": "The period and the calculation of a figure against its printed text.",
    r"(drop|reword) (Section|StrategicObjective)\.code": (
        "A section or an objective without its code, or with a word instead, where the quote prints one."
    ),
    r"\w+ Workshop\.\w+": "A workshop without words of its own; one word of a translation exchanged.",
    r"[\w-]+ Observation\.\w+": (
        "An observation that lacks what its structure asks for: the constraints of the Data Cube, which are asked "
        "apart from the rules."
    ),
    r"[\w-]+ \w+\.\w+": "A value that the printed words contradict.",
}
"""What a rule could see: these mutations wait for it."""


def limit(operator: str) -> str:
    """Return why an operator can't be answered, or an empty text."""
    return _first(LIMITS, operator)


def wanted(operator: str) -> str:
    """Return which rule would answer an operator, or an empty text."""
    return "" if limit(operator) else _first(WANTED, operator)


def _first(table: dict[str, str], operator: str) -> str:
    return next((why for pattern, why in table.items() if re.fullmatch(pattern, operator)), "")
