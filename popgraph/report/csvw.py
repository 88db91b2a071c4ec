"""What a CSV of findings can't say itself, beside it as CSV on the Web: columns, datatypes, where it comes from.

W3C, Metadata Vocabulary for Tabular Data: a reader looks for ``findings.csv-metadata.json`` beside ``findings.csv``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from popgraph.report.csv import RUN
from popgraph.report.rows import COLUMNS, digest
from popgraph.vocab import SHAPES_IRI

if TYPE_CHECKING:
    from popgraph.validation import ValidationReport

__all__ = ["SUFFIX", "render"]

SUFFIX = "-metadata.json"
"""What the name of a CSV file gets to be that of its metadata."""

_INTEGERS = frozenset({"line", "column", "first line of the document", "last line of the document"})
_TITLES = {"es": "Validación: hallazgos", "en": "Validation: findings"}


def render(report: ValidationReport, name: str, *, lang: str = "es") -> str:
    """Return the metadata of a CSV file as JSON.

    Args:
        report: What was found.
        name: Name of the CSV file, without its folder.
        lang: Language of its headings and texts.
    """
    content: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": lang}],
        "url": quote(name),
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ",", "lineTerminators": ["\r\n"]},
        "dc:title": {"@value": _TITLES[lang], "@language": lang},
        "dc:creator": f"{report.tool} {report.tool_version}",
        "dc:conformsTo": {"@id": SHAPES_IRI},
        "dc:hasVersion": report.rules_version,
        "dc:date": {"@value": report.as_of.isoformat(), "@type": "xsd:date"},
        "dc:identifier": f"sha256:{digest(report.sources)}",
        "dc:source": [
            f"{file} sha256:{sha256}".strip()
            for file, sha256 in (*report.sources, *report.waiver_files, *report.shape_files)
        ],
        "tableSchema": {
            "columns": [
                *(_column(column.es, column.en) for column in COLUMNS),
                *(_column(es, en) for es, en in zip(RUN["es"], RUN["en"], strict=True)),
            ]
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _column(es: str, en: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": en.replace(" ", "_").replace("-", "_"),
        "titles": {"es": es, "en": en},
        "datatype": {"base": "string"},
    }
    if en in _INTEGERS:
        described["datatype"] = {"base": "integer", "minimum": 1}
    elif en == "waived until":
        described["datatype"] = {"base": "date", "format": "yyyy-MM-dd"}
    return described
