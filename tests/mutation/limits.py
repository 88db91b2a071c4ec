"""Why an operator isn't answered: a rule that is still to be written, or a limit of what a graph can show.

A pattern holds for the whole name of an operator; the first that fits counts.
"""

from __future__ import annotations

import re

__all__ = ["LIMITS", "WANTED", "limit", "wanted"]

# Mistakes that leave a value of the right kind, or none.
_PLAIN = r"(drop|retarget|swap|reword|cut|renumber|retag)"
_CURATED = r"(dependsOn|uses|produces|sameMilestoneAs|highlights|resultLevel|addressesFinding|measures)"

LIMITS: dict[str, str] = {
    r"drop \w+|task and all its parts gone": (
        "What is wholly gone leaves no trace in the graph. Encoding sees it: each character of the document "
        "belongs to a quote."
    ),
    rf"{_PLAIN} (Institution|ActorGroup|Region|ExportProduct|Deliverable)\.\w+": (
        "A fact about the world: the document doesn't say it, and the registry has no more to hold it against."
    ),
    rf"{_PLAIN} \w+\.(label|title|source|structure|elaboratedBy)": "A name or description of ours, printed nowhere.",
    rf"{_PLAIN} ProductOperationalPlan\.\w+": "Not every plan has it, and the document says it in prose.",
    rf"drop \w+\.{_CURATED}": "What was never curated can't be missed.",
    rf"{_PLAIN} \w+\.(about|hasFootnote|inSection|subsectionOf)": (
        "The layout of the page shows what belongs to what; the graph has no second statement of it."
    ),
    r"group as an institution": "Whether words name one body or a kind of bodies is a reading of the words.",
    r"level read as \w+": "Both readings of the words are possible: the choice is an interpretation with its reason.",
    r"(retarget|swap) (Target\.targetPopulation|DiamondFinding\.determinant)": (
        "Of which set, or under which heading, is a reading of the text; the graph has no second statement of it."
    ),
}
"""What a reader of the graph alone can't know."""

WANTED: dict[str, str] = {
    r"(as-text|dangle|wrong-class) .*": (
        "A link leads to nothing, to a text, or to a node of another class than its property takes: a rule on the "
        "ranges of the ontology and on the code lists."
    ),
    r"as-string .*": "A number, date or truth value without its datatype: a rule on the ranges of the ontology.",
    r"(untype|husk) \w+": "A node without a class, or a link to a node of which nothing is said.",
    r"orphan \w+": "A part that nothing leads to.",
    r"twin \w+": "The same words with the same passage twice.",
    r"(misfile|retype) \w+": "What isn't curated, in a graph of interpretations or of the registry.",
    rf"curated link without a reason|\w+ Interpretation\.\w+|\w+ \w+\.{_CURATED}": (
        "A chosen reading whose triple doesn't stand, an alternative whose triple does, a curated link without its "
        "interpretation."
    ),
    r"task uses what is made later": "A use before the only dates that the producing task has.",
    r"\w+ \w+\.ordinal": "Positions that aren't 1, 2, 3 … within their container.",
    r"\w+ (PlanElement|Workshop)\.statement": "A statement with other words or figures than its source text.",
    r"figure of the translation of .*": "A translation with other figures than the statement.",
    r"\w+ (ActorWording|Responsibility)\.\w+": "A responsibility whose wording denotes another actor.",
    r"\w+ \w+\.(sourceText|label|title|prefix|code|figurePeriod|altLabel)": (
        "A text that is empty, has no language or another one, or hasn't the form that it should."
    ),
    r"group of another region": "A plan that names the group of another region.",
    r"\w+ (Observation|DataSet)\.\w+": (
        "An observation that lacks what its structure asks for, or whose row and column say otherwise: the constraints "
        "of the Data Cube, which are asked apart from the rules."
    ),
    r"\w+ (PlannedTask|PlannedActivity|Indicator|PlanElement)\.\w+|.* under another .*": (
        "A part whose passage or IRI stands under another container than the link says."
    ),
    r"[\w-]+ \w+\.\w+": "A property that a node of this class has exactly once: how many, and of which form.",
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
