"""What the HTML report shows of a validation: findings in four groupings, what to do first, and the plan's lines."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from popgraph import resources
from popgraph.codes import part_of
from popgraph.errors import PopgraphError
from popgraph.findings import Finding, Origin, Severity
from popgraph.report.matrix import Activity, Matrix, Span, natural

if TYPE_CHECKING:
    from popgraph.rules import Rule

__all__ = ["Entry", "Group", "Numbered", "Page", "Texts", "anchor", "document", "page"]

Texts = Mapping[str, str]

_ORDER = list(Severity)
_SEVERITIES: Mapping[Severity, Texts] = {
    Severity.VIOLATION: {"es": "Infracciones", "en": "Violations"},
    Severity.WARNING: {"es": "Advertencias", "en": "Warnings"},
    Severity.INFO: {"es": "Notas", "en": "Notes"},
}
_WHOLE = {
    "es": "De una actividad entera o de fuera de la matriz",
    "en": "Of a whole activity, or outside the matrix",
}
_OUTSIDE: Mapping[str, Texts] = {
    "dia": {"es": "Diagnóstico", "en": "Diagnosis"},
    "foda": {"es": "FODA", "en": "SWOT"},
    "cifra": {"es": "Cifras en la prosa", "en": "Figures in the prose"},
    "stats": {"es": "Estadísticas", "en": "Statistics"},
    "interpretacion": {"es": "Interpretaciones", "en": "Interpretations"},
    "oe": {"es": "Objetivos", "en": "Objectives"},
    "plan": {"es": "El plan y su documento", "en": "The plan and its document"},
    "registry": {
        "es": "Registro: instituciones, lugares, productos",
        "en": "Registry: institutions, places, products",
    },
}


@dataclass(frozen=True, slots=True)
class Quote:
    """Lines that a finding cites; `anchor` is where the page shows them, or empty."""

    first: int
    last: int
    quote: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding on the page.

    Attributes:
        finding: The finding.
        anchor: Where its card is.
        place: Code of the element, or what else it is called.
        labels: What the element is called, by language; empty if that is its code.
        cell: Anchor of the element in the matrix, or empty.
        quotes: The lines that it cites.
        advice: What to do where that is not what its rule says.
    """

    finding: Finding
    anchor: str
    place: str
    labels: Texts = field(hash=False)
    cell: str
    quotes: tuple[Quote, ...]
    advice: Texts = field(hash=False)


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that belong together, the gravest first; `rule` only where they are grouped by rule."""

    anchor: str
    title: Texts = field(hash=False)
    entries: tuple[Entry, ...]
    rule: Rule | None = None
    code: str = ""

    @property
    def severity(self) -> Severity:
        """The gravest among them."""
        return min((entry.finding.severity for entry in self.entries), key=_ORDER.index)

    @property
    def advice(self) -> Texts:
        """What to do, as the rule or the first finding says."""
        return self.rule.guidance if self.rule is not None else self.entries[0].finding.guidance

    def counts(self) -> tuple[tuple[Severity, int], ...]:
        """Return how many there are of each severity that occurs."""
        found = [entry.finding.severity for entry in self.entries]
        return tuple((severity, found.count(severity)) for severity in Severity if severity in found)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line of the document with the cells that begin on it and the findings that cite it from there."""

    number: int
    anchor: str
    text: str
    cells: tuple[tuple[str, str], ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """All that the page shows of the findings, by anchors that link them.

    Attributes:
        rules: By rule.
        activities: By activity, what stands outside the matrix last.
        institutions: By institution, what concerns no single one last.
        severities: By severity.
        origins: For each origin, how many findings there are of each severity.
        waived: What is let stand.
        marks: The findings at each cell, by its IRI.
        beside: The lines of each activity, by its IRI.
        others: Cited lines that stand beside no activity, in runs.
        shown: Anchor of each line that the page shows, by document and number.
    """

    rules: tuple[Group, ...]
    activities: tuple[Group, ...]
    institutions: tuple[Group, ...]
    severities: tuple[Group, ...]
    origins: tuple[tuple[Origin, tuple[int, ...]], ...]
    waived: tuple[Entry, ...]
    marks: Mapping[str, tuple[Entry, ...]] = field(hash=False)
    beside: Mapping[str, tuple[Numbered, ...]] = field(hash=False)
    others: tuple[tuple[Numbered, ...], ...]
    shown: Mapping[tuple[str, int], str] = field(hash=False)


def anchor(kind: str, text: str) -> str:
    """Return a name within the page that holds nothing of the text itself.

    >>> anchor("m", "<b>")
    'm-507ca5a274'
    """
    return f"{kind}-{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:10]}"


def document(source: str) -> tuple[str, ...]:
    """Return the lines of a source document, given its IRI; none for a document that popgraph doesn't ship."""
    part = part_of(source)
    if part is None:
        return ()
    try:
        text = resources.path("data", *part[0].split("/"), "source.txt").read_text(encoding="utf-8")
    except (PopgraphError, OSError):
        return ()
    return tuple(text.split("\n"))


def page(
    findings: Iterable[Finding], waived: Iterable[Finding], matrix: Matrix, rules: Mapping[str, Rule]
) -> Page:
    """Return what the page shows.

    Args:
        findings: What counts.
        waived: What is let stand.
        matrix: The plan's matrix; one without objectives if there is none to show.
        rules: What is known of the rules, by id.
    """
    return _Maker(matrix, rules).page(sorted(findings, key=_rank), sorted(waived, key=_rank))


def _rank(finding: Finding) -> tuple[object, ...]:
    return (
        _ORDER.index(finding.severity),
        natural(finding.code or "~" + finding.focus),
        finding.rule,
        finding.path,
        finding.value,
    )


class _Maker:
    """The matrix and its lines, and the findings as they are placed in them."""

    def __init__(self, matrix: Matrix, rules: Mapping[str, Rule]) -> None:
        self.matrix, self.rules = matrix, rules
        self.taken: set[str] = set()
        self.activity: dict[str, Activity] = {}
        self.parties: dict[str, tuple[str, ...]] = {}
        self.called: dict[str, Texts] = {}
        self.spans: dict[str, tuple[Span, ...]] = {}
        self.codes: dict[str, str] = {}
        for objective in matrix.objectives:
            for cell in (*((objective.head,) if objective.head else ()), *objective.reprints):
                self.spans[cell.iri], self.codes[cell.iri] = cell.spans, cell.code
        for activity in matrix.activities():
            for cell in activity.cells():
                self.activity.setdefault(cell.iri, activity)
                self.spans[cell.iri], self.codes[cell.iri] = cell.spans, cell.code
            for task in activity.tasks:
                named = {cell.party: cell.called for cell in task.responsibles if cell.party}
                self.called.update(named)
                for cell in task.cells():
                    self.parties[cell.iri] = (cell.party,) if cell.party else tuple(named)
        # One source is what a plan has; a page of several plans keeps their lines apart.
        sources = sorted({span.source for spans in self.spans.values() for span in spans})
        self.texts = {source: document(source) for source in sources}
        self.number = {source: index for index, source in enumerate(sources, 1)}

    def page(self, findings: list[Finding], waived: list[Finding]) -> Page:
        shown = self._shown([*findings, *waived])
        entries = [self._entry(finding, shown) for finding in findings]
        quiet = tuple(self._entry(finding, shown) for finding in waived)
        marks: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            if entry.cell:
                marks[self._owner(entry.finding.focus)].append(entry)
        beside, others = self._lines(shown, entries)
        return Page(
            rules=self._grouped(entries, self._by_rule),
            activities=tuple(sorted(self._grouped(entries, self._by_activity), key=_outside_last)),
            institutions=tuple(sorted(self._grouped(entries, self._by_institution), key=_outside_last)),
            severities=self._grouped(entries, self._by_severity),
            origins=tuple(
                (
                    origin,
                    tuple(
                        sum(item.origin is origin and item.severity is severity for item in findings)
                        for severity in Severity
                    ),
                )
                for origin in Origin
            ),
            waived=quiet,
            marks={iri: tuple(found) for iri, found in marks.items()},
            beside=beside,
            others=others,
            shown={(source, line): f"L{self.number[source]}-{line}" for source, line in shown},
        )

    def _owner(self, focus: str) -> str:
        return self.matrix.owners.get(focus, focus)

    def _entry(self, finding: Finding, shown: Mapping[tuple[str, int], str]) -> Entry:
        name = re.sub(r"[^0-9a-z]", "", finding.fingerprint.lower()) or anchor("x", repr(finding))[2:]
        while name in self.taken:
            name += "x"
        self.taken.add(name)
        place = finding.code or self.codes.get(finding.focus) or finding.focus
        rule = self.rules.get(finding.rule)
        owner = self._owner(finding.focus)
        return Entry(
            finding=finding,
            anchor=f"f-{name}",
            place=place,
            labels={lang: text for lang, text in finding.labels.items() if text and text != place},
            cell=anchor("m", owner) if owner in self.spans else "",
            quotes=tuple(
                Quote(item.first, item.last, item.quote, self._line_anchor(finding, item.first, shown))
                for item in finding.document
            ),
            advice={} if rule is not None and finding.guidance == rule.guidance else finding.guidance,
        )

    def _source(self, finding: Finding) -> str:
        spans = self.spans.get(self._owner(finding.focus), ())
        if spans:
            return spans[0].source
        plan = part_of(finding.focus)
        same = [source for source in self.texts if plan and (part_of(source) or ("",))[0] == plan[0]]
        return next(iter(same), next(iter(self.texts), "") if len(self.texts) == 1 else "")

    def _line_anchor(self, finding: Finding, line: int, shown: Mapping[tuple[str, int], str]) -> str:
        source = self._source(finding)
        return f"L{self.number[source]}-{line}" if (source, line) in shown else ""

    def _shown(self, findings: list[Finding]) -> dict[tuple[str, int], str]:
        """Each line that the page shows, with the activity whose lines it stands in, or empty."""
        shown: dict[tuple[str, int], str] = {}
        for activity in self.matrix.activities():
            spans = [span for cell in activity.cells() for span in cell.spans]
            for source in {span.source for span in spans}:
                own = [span for span in spans if span.source == source]
                first, last = min(span.first for span in own), max(span.last for span in own)
                for line in self._filled(source, first, last):
                    shown.setdefault((source, line), activity.head.iri if activity.head else "")
        for finding in findings:
            source = self._source(finding)
            for item in finding.document:
                for line in self._filled(source, item.first, item.last):
                    shown.setdefault((source, line), "")
        return shown

    def _filled(self, source: str, first: int, last: int) -> list[int]:
        lines = self.texts.get(source, ())
        return [n for n in range(max(first, 1), min(last, len(lines)) + 1) if lines[n - 1].strip()]

    def _lines(
        self, shown: Mapping[tuple[str, int], str], entries: list[Entry]
    ) -> tuple[dict[str, tuple[Numbered, ...]], tuple[tuple[Numbered, ...], ...]]:
        cells: dict[tuple[str, int], list[tuple[str, str]]] = defaultdict(list)
        for iri, spans in self.spans.items():
            for span in spans:
                cells[span.source, span.first].append((self.codes[iri], anchor("m", iri)))
        cited: dict[tuple[str, int], list[Entry]] = defaultdict(list)
        for entry in entries:
            for first in dict.fromkeys(item.first for item in entry.quotes):
                cited[self._source(entry.finding), first].append(entry)
        beside: dict[str, list[Numbered]] = defaultdict(list)
        others: list[list[Numbered]] = []
        before = ("", 0)
        for source, number in sorted(shown):
            at = (source, number)
            line = Numbered(
                number=number,
                anchor=f"L{self.number[source]}-{number}",
                text=self.texts[source][number - 1].strip(),
                cells=tuple(cells.get(at, ())),
                entries=tuple(cited.get(at, ())),
            )
            if shown[at]:
                beside[shown[at]].append(line)
            elif others and before[0] == source and number - before[1] <= 2:
                others[-1].append(line)
                before = at
            else:
                others.append([line])
                before = at
        return {iri: tuple(lines) for iri, lines in beside.items()}, tuple(map(tuple, others))

    def _grouped(
        self, entries: list[Entry], keys: Callable[[Finding], Iterable[tuple[str, Texts]]]
    ) -> tuple[Group, ...]:
        """The groups, those with the gravest and most findings first."""
        found: dict[str, list[Entry]] = defaultdict(list)
        titles: dict[str, Texts] = {}
        for entry in entries:
            for key, title in keys(entry.finding):
                found[key].append(entry)
                titles.setdefault(key, title)
        kind = keys.__name__.rpartition("_")[2]
        groups = [
            Group(anchor(f"g-{kind}", key), titles[key], tuple(items), self.rules.get(key), key)
            for key, items in found.items()
        ]
        return tuple(sorted(groups, key=_gravest))

    def _by_rule(self, finding: Finding) -> Iterable[tuple[str, Texts]]:
        rule = self.rules.get(finding.rule)
        yield finding.rule, rule.title if rule is not None else finding.messages

    def _by_severity(self, finding: Finding) -> Iterable[tuple[str, Texts]]:
        yield finding.severity.value, _SEVERITIES[finding.severity]

    def _by_activity(self, finding: Finding) -> Iterable[tuple[str, Texts]]:
        activity = self.activity.get(self._owner(finding.focus))
        if activity is not None and activity.head is not None:
            yield activity.head.code, activity.head.texts
            return
        part = part_of(finding.focus)
        inside = re.match(r"(?:src/)?oe([0-9]+)[/-]a([0-9]+)(?![0-9])", part[1]) if part else None
        if inside:
            yield f"O{inside[1]}A{inside[2]}", {}
        else:
            key = re.split(r"[^a-z]", part[1].removeprefix("src/"), maxsplit=1)[0] if part else "registry"
            yield "~" + key, _OUTSIDE.get(key, _OUTSIDE["plan"])

    def _by_institution(self, finding: Finding) -> Iterable[tuple[str, Texts]]:
        owner = self._owner(finding.focus)
        parties = (owner,) if owner in self.called else self.parties.get(owner, ())
        for party in parties:
            yield party, self.called[party]
        if not parties and re.search(r"/id/(?:org|group)/", owner):
            yield owner, finding.labels or {"es": owner}
        elif not parties:
            yield "~", _WHOLE


def _gravest(group: Group) -> tuple[object, ...]:
    counts = dict(group.counts())
    return (*(-counts.get(severity, 0) for severity in Severity), natural(group.code))


def _outside_last(group: Group) -> bool:
    return group.code.startswith("~")
