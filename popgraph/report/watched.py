"""What one saving changed, as lines for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from popgraph.findings import Finding
from popgraph.report import text
from popgraph.report.table import clean
from popgraph.surroundings import shown_path

if TYPE_CHECKING:
    from popgraph.watching import Change

__all__ = ["render"]

_WORDS = {
    "es": {
        "first": "Se vigila; termina con Ctrl-C.",
        "saved": "{files} ({ms} ms): {new} nuevos, {gone} resueltos",
        "broken": "{files}: no se puede leer. {error}",
    },
    "en": {
        "first": "Watching; end with Ctrl-C.",
        "saved": "{files} ({ms} ms): {new} new, {gone} fixed",
        "broken": "{files}: can't be read. {error}",
    },
}


def render(change: Change, *, lang: str = "es") -> str:
    """Return what is wrong at first, and then each time what is new, what is fixed, and how much there is.

    Args:
        change: What was saved, and what that changed.
        lang: ``es`` or ``en``.
    """
    words = _WORDS[lang]
    files = ", ".join(shown_path(file) for file in change.files)
    if change.report is None:
        return clean(words["broken"].format(files=files, error=change.error))
    if not change.files:
        return "\n".join((text.render(change.report, lang=lang), words["first"]))
    new, gone = len(change.appeared), len(change.gone)
    head = words["saved"].format(files=files, ms=round(change.seconds * 1000), new=new, gone=gone)
    lines = [f"  + {_line(finding, lang)}" for finding in change.appeared]
    lines += [f"  - {_line(finding, lang)}" for finding in change.gone]
    return "\n".join((clean(head), *lines, *text.summary(change.report, lang=lang)[:1]))


def _line(finding: Finding, lang: str) -> str:
    place = finding.data
    where = f"  {place.file}:{place.line}" if place and place.line else ""
    return clean(f"{finding.rule} {finding.code or finding.label(lang)}: {finding.message(lang)}{where}")
