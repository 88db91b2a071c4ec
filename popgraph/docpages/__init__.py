"""The reference pages of ``docs/reference/``, written from the ontology, the rules, the questions, the
measures and the data."""

from __future__ import annotations

from popgraph.docpages.pages import DocsReport, Page, docs, render

__all__ = ["DocsReport", "Page", "docs", "render"]
