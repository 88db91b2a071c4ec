"""Namespaces and prefixes that every part of popgraph shares.

All own IRIs stand under one base; the terms themselves are described in ``ontology/pop.ttl``.

>>> POP + "PlannedTask"
'https://w3id.org/popgraph/ontology#PlannedTask'
>>> PREFIXES["pop"] == POP
True
>>> "PlannedTask" in TERMS
True
"""

from __future__ import annotations

__all__ = [
    "ALIGNMENTS_IRI",
    "BASE",
    "DATASET",
    "EXTERNALS_IRI",
    "GRAPH",
    "ID",
    "ONTOLOGY_IRI",
    "POP",
    "PREFIXES",
    "SCHEME",
    "SHAPES",
    "SHAPES_IRI",
    "TERMS",
]

BASE = "https://w3id.org/popgraph/"

ONTOLOGY_IRI = BASE + "ontology"
ALIGNMENTS_IRI = BASE + "alignments"
EXTERNALS_IRI = BASE + "externals"
SHAPES_IRI = BASE + "shapes"

POP = BASE + "ontology#"
SHAPES = BASE + "shapes#"
ID = BASE + "id/"
SCHEME = BASE + "scheme/"
GRAPH = BASE + "graph/"
DATASET = BASE + "dataset/"

PREFIXES: dict[str, str] = {
    "pop": POP,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "org": "http://www.w3.org/ns/org#",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "qb": "http://purl.org/linked-data/cube#",
    "sdmx-dimension": "http://purl.org/linked-data/sdmx/2009/dimension#",
    "sdmx-measure": "http://purl.org/linked-data/sdmx/2009/measure#",
    "sdmx-attribute": "http://purl.org/linked-data/sdmx/2009/attribute#",
    "unit": "http://qudt.org/vocab/unit/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "void": "http://rdfs.org/ns/void#",
    "time": "http://www.w3.org/2006/time#",
    "sh": "http://www.w3.org/ns/shacl#",
    "vann": "http://purl.org/vocab/vann/",
    "sssom": "https://w3id.org/sssom/",
}

TERMS: frozenset[str] = frozenset(
    [
        "AchievementIndicator",
        "Actor",
        "ActorGroup",
        "ActorWording",
        "ContextStatement",
        "Deliverable",
        "DiamondFinding",
        "DuePeriod",
        "ExportProduct",
        "Footnote",
        "Goal",
        "Indicator",
        "Institution",
        "Interpretation",
        "Plan",
        "PlanElement",
        "PlannedActivity",
        "PlannedTask",
        "ProductOperationalPlan",
        "ProgressIndicator",
        "Region",
        "RegionalExportPlan",
        "Responsibility",
        "ReviewQuestion",
        "Section",
        "SharedValue",
        "SourcePassage",
        "StatedFigure",
        "StatementReprint",
        "StrategicObjective",
        "SwotStatement",
        "TableLabel",
        "Target",
        "TaskIndicator",
        "Vision",
        "Waiver",
        "Workshop",
        "about",
        "actorType",
        "addressesFinding",
        "alternativeTo",
        "calculation",
        "certainty",
        "citedNotHeld",
        "code",
        "contributesTo",
        "denominator",
        "denotes",
        "dependsOn",
        "determinant",
        "earliest",
        "edtf",
        "elaboratedBy",
        "expires",
        "figurePeriod",
        "figurePrecision",
        "figureQualifier",
        "figureUnit",
        "figureValue",
        "firstLine",
        "forProduct",
        "forRegion",
        "groupIncludes",
        "hasDuePeriod",
        "hasFootnote",
        "hasGoal",
        "hasIndicator",
        "hasResponsibility",
        "hasResponsibleParty",
        "hasSourcePassage",
        "hasTarget",
        "heldOn",
        "highlights",
        "horizonYear",
        "inColumn",
        "inRegion",
        "inRow",
        "inSection",
        "interpretedProperty",
        "interprets",
        "lastLine",
        "latest",
        "leadAgency",
        "level",
        "measures",
        "numerator",
        "operationalizes",
        "ordinal",
        "partOfActivity",
        "partOfPlan",
        "preparedIn",
        "produces",
        "readsAs",
        "reason",
        "refProduct",
        "reprintOf",
        "responsibilityRole",
        "responsibleParty",
        "resultLevel",
        "reviewTest",
        "reviews",
        "sameMilestoneAs",
        "sector",
        "servesObjective",
        "sourceText",
        "statedIn",
        "statement",
        "statistic",
        "subsectionOf",
        "swotQuadrant",
        "targetMax",
        "targetMin",
        "targetMode",
        "targetPopulation",
        "targetUnit",
        "targetValue",
        "tradeFlow",
        "tradingParty",
        "uses",
        "validatedIn",
        "waivesFingerprint",
        "waivesFocus",
        "waivesRule",
        "wordingText",
    ]
)
"""Local names of every own class and property, as ``ontology/pop.ttl`` declares them."""
