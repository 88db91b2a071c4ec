"""Which rules may answer when something is changed: those that look at what is changed.

Written from the model: for each property, the rules to which its value matters, and for each class, those to which its
nodes matter. A new finding of another rule is noise.
"""

from __future__ import annotations

__all__ = ["SHAPE_OF_GRAPH", "SUMMARIES", "for_node", "for_value"]

_PASSAGE = "PRV-01 PRV-02 TXT-01"
_WORDING = f"{_PASSAGE} STR-07 LNG-01 LNG-02"
_SENSE = "VER-09 VER-10 HOR-06 TGT-06 TMP-11"
_DUE = (
    "TMP-01 TMP-02 TMP-03 TMP-04 TMP-05 TMP-06 TMP-07 TMP-08 TMP-09 TMP-09s TMP-10 TMP-11 TMP-11r TMP-12 VER-08 EDT-01 "
    "HOR-05 TGT-03 TGT-05"
)
_TARGET = (
    "TGT-01 TGT-02a TGT-02b TGT-02c TGT-03 TGT-04 TGT-05 TGT-06 TGT-07 TGT-07s "
    "HOR-03 HOR-05 HOR-06 TMP-06 TMP-11 TMP-11r"
)
_PARTY = "RSP-01 RSP-01b RSP-02 RSP-03 RSP-04 RSP-05 ACT-01 ACT-03 ACT-06 ACT-07 TMP-11r"
_ACTOR = "ACT-01 ACT-02 ACT-03 ACT-04 ACT-05 ACT-06 ACT-07 ACT-08 RSP-02 RSP-03 RSP-04 RSP-05 TMP-11r LNK-01"
_TASKS = "STR-03a STR-04 STR-05u STR-06 VER-02 VER-05 VER-06"
_MEASURE = "HOR-01 HOR-04 HOR-04c HOR-07 HOR-08 VER-03a VER-03b VER-04"
_PLAN = "STR-01 STR-01b STR-02 STR-03b STR-04 STR-05 GRF-01"
_FIGURE = "STA-02 STA-03 STA-04 TGT-07 TGT-07s"
_TABLE = "STA-01 STA-02 STA-03 STA-04"

# Rules to which the value of a property matters.
_BY_PROPERTY = {
    "about": _FIGURE,
    "actorType": f"{_ACTOR}",
    "addressesFinding": "VER-07 ACT-06",
    "alternativeTo": "",
    "broader": _TABLE,
    "calculation": _FIGURE,
    "certainty": "",
    "citedNotHeld": _PLAN + " PRV-01",
    "code": "STR-05 STR-05u STR-06 DIA-01 VER-07",
    "conformsTo": _PLAN + " DIA-01 DIA-02 STR-06",
    "dataSet": _TABLE,
    "denominator": _FIGURE,
    "denotes": "ACT-01 ACT-02 RSP-01b ACT-03 ACT-08",
    "determinant": "DIA-02 DIA-01",
    "earliest": _DUE,
    "edtf": _DUE,
    "exact": _PASSAGE + " TMP-07 TGT-06",
    "figurePeriod": _FIGURE + " EDT-01 TMP-02",
    "figurePrecision": _FIGURE,
    "figureQualifier": _FIGURE,
    "figureUnit": _FIGURE + " TGT-02a TGT-02b",
    "figureValue": _FIGURE + " TGT-06",
    "firstLine": _PASSAGE,
    "forProduct": "STR-01b TGT-07 TGT-07s",
    "forRegion": "STR-01 ACT-03 ACT-05 TGT-07 TGT-07s",
    "groupIncludes": "RSP-04",
    "hasDuePeriod": f"HOR-02a HOR-02b {_DUE}",
    "hasFootnote": "",
    "hasGoal": "VER-04 HOR-04 HOR-04c HOR-07 HOR-08",
    "hasIndicator": f"{_MEASURE} {_DUE} {_TARGET}",
    "hasResponsibility": _PARTY,
    "hasSource": _PASSAGE + " TXT-01s",
    "hasSourcePassage": _PASSAGE,
    "hasTarget": f"HOR-03 {_TARGET}",
    "heldOn": "TMP-09 TMP-09s",
    "horizonYear": "TMP-03 TMP-12",
    "inRegion": f"ACT-03 ACT-05 {_ACTOR}",
    "inSection": "",
    "interpretedProperty": "",
    "interprets": "",
    "label": "ACT-01 ACT-02 STR-01",
    "lastLine": _PASSAGE,
    "latest": _DUE,
    "leadAgency": "ACT-01 ACT-06",
    "notation": "LNK-02 LNK-03",
    "numerator": _FIGURE,
    "obsValue": _TABLE + " TGT-06 TGT-07",
    "operationalizes": "STR-01b",
    "ordinal": "STR-06",
    "partOfActivity": f"{_TASKS} {_DUE} VER-07",
    "partOfPlan": f"{_PLAN} DIA-01 DIA-02 STR-06 PRV-01 VER-07 {_DUE} {_TARGET} VER-09 VER-10 TGT-07",
    "preparedIn": "TMP-09 TMP-09s",
    "readsAs": "",
    "reason": "LNG-01",
    "refArea": _TABLE,
    "refPeriod": _TABLE,
    "refProduct": _TABLE,
    "reprintOf": "STR-07",
    "responsibilityRole": "RSP-05",
    "responsibleParty": _PARTY + " ACT-04",
    "resultLevel": "VER-08",
    "reviewTest": "",
    "reviews": "",
    "sector": "ACT-01",
    "servesObjective": "STR-03b VER-01 VER-07",
    "source": "STR-01 PRV-01 TXT-01 TXT-01s",
    "sourceText": f"{_WORDING} {_SENSE} {_DUE} TGT-06 RSP-01b HOR-07 HOR-08",
    "statedIn": _FIGURE + " TGT-06",
    "statement": f"{_WORDING} {_SENSE} TMP-07 TGT-06 HOR-03 VER-09 VER-10",
    "statistic": _TABLE,
    "subsectionOf": "",
    "swotQuadrant": "DIA-01",
    "targetMax": _TARGET,
    "targetMin": _TARGET,
    "targetMode": _TARGET,
    "targetPopulation": _TARGET,
    "targetUnit": _TARGET,
    "targetValue": _TARGET,
    "title": "STR-01 VER-10",
    "tradeFlow": _TABLE,
    "tradingParty": _TABLE,
    "type": "",
    "unitMeasure": _TABLE,
    "unitMult": _TABLE,
    "validatedIn": "TMP-09 TMP-09s",
    "wordingText": "RSP-01b ACT-02",
    # Curated links.
    "dependsOn": "VER-06 TMP-05",
    "highlights": "ACT-06",
    "measures": "HOR-04 HOR-07 HOR-08",
    "produces": "VER-08",
    "sameMilestoneAs": "TMP-08 TMP-10",
    "uses": "VER-08",
}

# Rules to which it matters that a node of a class is there, is one, and is of this class.
_BY_CLASS = {
    "AchievementIndicator": f"VER-03a VER-09 HOR-06 {_DUE} {_TARGET}",
    "ActorGroup": f"{_ACTOR} {_PARTY}",
    "ActorWording": "ACT-08",
    "ContextStatement": _SENSE,
    "DataSet": _TABLE,
    "Deliverable": "VER-08",
    "DiamondFinding": "DIA-02 VER-07 ACT-06 " + _SENSE,
    "Document": "STR-01 TXT-01 TXT-01s PRV-01",
    "DuePeriod": f"HOR-02a HOR-02b {_DUE}",
    "ExportProduct": f"LNK-03 STR-01b {_TABLE}",
    "Footnote": "",
    "Goal": "VER-04 HOR-04 HOR-04c HOR-07 HOR-08 VER-10",
    "Institution": f"{_ACTOR} {_PARTY}",
    "Interpretation": "",
    "Observation": _TABLE,
    "PlannedActivity": f"STR-05 VER-01 VER-02 VER-03a VER-03b VER-05 VER-07 VER-08 VER-09 VER-10 {_TASKS}",
    "PlannedTask": f"{_TASKS} {_MEASURE} {_PARTY} {_DUE} STR-05 VER-07 VER-08 VER-10",
    "ProductOperationalPlan": f"{_PLAN} DIA-02 TMP-03 TMP-09 TMP-09s TMP-12 TGT-07 TGT-07s",
    "ProgressIndicator": f"VER-03b TMP-04 TMP-08 {_DUE} {_TARGET}",
    "Region": "LNK-02 STR-01",
    "RegionalExportPlan": f"{_PLAN} STR-01b PRV-01",
    "Responsibility": f"{_PARTY}",
    "ReviewQuestion": "",
    "Section": "",
    "SharedValue": "",
    "SourcePassage": _PASSAGE,
    "StatedFigure": _FIGURE,
    "StatementReprint": "STR-07",
    "StrategicObjective": "STR-03b VER-01 STR-05 STR-07 VER-10",
    "SwotStatement": "DIA-01 VER-07 STR-05 STR-06",
    "TableLabel": _TABLE,
    "Target": _TARGET,
    "TaskIndicator": f"{_MEASURE} {_DUE} {_TARGET}",
    "Vision": "TMP-03 TMP-12 VER-10",
    "Workshop": "TMP-09 TMP-09s",
}

# Classes of PlanElement: each of their nodes has a plan, a text and a passage.
_ELEMENTS = frozenset(
    [
        "AchievementIndicator",
        "ContextStatement",
        "DiamondFinding",
        "Footnote",
        "Goal",
        "PlannedActivity",
        "PlannedTask",
        "ProgressIndicator",
        "ReviewQuestion",
        "Section",
        "SharedValue",
        "StatedFigure",
        "StatementReprint",
        "StrategicObjective",
        "SwotStatement",
        "TableLabel",
        "Target",
        "TaskIndicator",
        "Vision",
    ]
)

# One finding a plan with a list in it: it changes when anything in the list does, so that it is neither an answer
# to what isn't declared nor noise.
SUMMARIES = frozenset({"ACT-04", "HOR-08", "RSP-05", "TMP-12", "VER-07"})


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A value of the wrong kind, a link to nothing, a node in the wrong graph: whatever the property.
SHAPE_OF_GRAPH = _set(
    "GRF-01 MOD-01 MOD-02 MOD-03 MOD-04 INT-01 INT-02 RSP-06 STA-05 STA-06 STR-08 STR-09 STR-10 STR-11 "
    "TXT-02 TXT-03 TXT-04 TXT-05 "
    "ACT-09 INT-03 LNK-04 MOD-05 STA-07 STR-12 STR-13 TMP-13 TXT-06 TXT-07"
)


def for_value(class_name: str, prop: str, edit: str) -> frozenset[str]:
    """Return the rules that may answer when a value of a property of a class is changed."""
    rules = _set(_BY_PROPERTY.get(prop, "")) | SHAPE_OF_GRAPH
    if edit in ("drop", "retarget", "swap", "dangle", "wrong-class", "as-text", "second"):
        rules |= _set(_BY_CLASS.get(class_name, ""))
    return rules


def for_node(class_name: str, edit: str) -> frozenset[str]:
    """Return the rules that may answer when a node of a class is taken away, doubled, filed or typed wrongly."""
    rules = _set(_BY_CLASS.get(class_name, "")) | SHAPE_OF_GRAPH
    if class_name in _ELEMENTS:
        rules |= _set(f"STR-02 {_WORDING} STR-05 STR-07 {_SENSE}")
    if edit == "retype":
        rules |= _set(" ".join(_BY_CLASS.values())) | _set(f"STR-02 {_WORDING} STR-05")
    return rules
