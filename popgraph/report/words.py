"""The words of a rule's metadata in Spanish and English."""

from __future__ import annotations

from collections.abc import Mapping

from popgraph.findings import Origin, Severity
from popgraph.report.rows import ORIGINS, SEVERITIES

__all__ = ["CATEGORIES", "TIER_NAMES", "category_word", "origin_word", "severity_word", "tier_word"]

TIER_NAMES: Mapping[str, tuple[str, str]] = {
    "draft": ("borrador", "draft"),
    "published": ("publicado", "published"),
    "linked": ("enlazado", "linked"),
}
"""Names of the tiers in Spanish and English."""

CATEGORIES: Mapping[str, tuple[str, str]] = {
    "structure": ("estructura", "structure"),
    "vertical-logic": ("lógica vertical", "vertical logic"),
    "horizontal-logic": ("lógica horizontal", "horizontal logic"),
    "time": ("plazos", "time"),
    "targets": ("valores objetivo", "targets"),
    "responsibility": ("responsables", "responsibility"),
    "actors": ("actores", "actors"),
    "provenance": ("procedencia", "provenance"),
    "language": ("idioma", "language"),
    "diagnosis": ("diagnóstico", "diagnosis"),
    "statistics": ("estadísticas", "statistics"),
    "linking": ("enlaces", "linking"),
}
"""Names of the categories of rules in Spanish and English."""


def severity_word(severity: Severity, lang: str) -> str:
    """Return the name of a severity.

    >>> severity_word(Severity.WARNING, "es")
    'advertencia'
    """
    return SEVERITIES[severity][lang == "en"]


def origin_word(origin: Origin, lang: str) -> str:
    """Return the name of an origin."""
    return ORIGINS[origin][lang == "en"]


def tier_word(tier: str, lang: str) -> str:
    """Return the name of a tier."""
    return TIER_NAMES[tier][lang == "en"]


def category_word(category: str, lang: str) -> str:
    """Return the name of a category of rules; as it is if it has none.

    >>> category_word("time", "es"), category_word("weather", "es")
    ('plazos', 'weather')
    """
    return CATEGORIES.get(category, (category, category))[lang == "en"]
