"""One finding: a place in a graph that breaks a rule, and all that a data steward needs to act on it."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType

__all__ = ["DataPlace", "DocumentPlace", "Finding", "Origin", "Severity", "Waiver", "fingerprint"]


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


class Severity(Enum):
    """How much a finding weighs, after SHACL; `at_least` compares."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"

    def at_least(self, other: Severity) -> bool:
        """Return whether this is as grave as the other, or graver.

        >>> Severity.VIOLATION.at_least(Severity.WARNING), Severity.INFO.at_least(Severity.WARNING)
        (True, False)
        """
        order = list(Severity)
        return order.index(self) <= order.index(other)


class Origin(Enum):
    """Whose fault a finding is: a steward acts differently on each."""

    DOCUMENT = "document"
    """As printed: the plan itself says so."""
    TRANSCRIPTION = "transcription"
    """Ours: the data doesn't say what the document says, or doesn't say it readably."""
    INTERPRETATION = "interpretation"
    """Ours: a judgement, such as a curated link."""
    REGISTRY = "registry"
    """The shared registry of institutions, places and products."""


@dataclass(frozen=True, slots=True)
class DataPlace:
    """A place in a data file.

    Attributes:
        file: Its path.
        line: The line, counted from 1; None if only the file is known.
        column: The column, counted from 1; None without a line.
    """

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Return file, line and column with colons between, or the file alone."""
        return self.file if self.line is None else f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class DocumentPlace:
    """A quote and the lines of the source document that it stands on, counted from 1, inclusive."""

    first: int
    last: int
    quote: str


@dataclass(frozen=True, slots=True)
class Waiver:
    """Why a finding is let stand.

    Attributes:
        iri: IRI of the waiver.
        reason: Why, by language.
        author: Who says so.
        created: Since when.
        expires: Until when; None for good.
    """

    iri: str
    reason: Mapping[str, str] = field(hash=False)
    author: str
    created: datetime.date | None
    expires: datetime.date | None


@dataclass(frozen=True, slots=True)
class Finding:
    """A place that breaks a rule.

    Attributes:
        rule: Id of the rule, such as ``RSP-01b``.
        severity: How much it weighs.
        focus: The node that breaks the rule: an IRI, a literal's text, or ``_:`` with a digest of what is said of a
            blank node.
        code: Compact code of the focus, or empty.
        path: IRI of the property that it concerns, with ``^`` before it if it is read backwards, or empty.
        value: The value that it concerns, or empty; written as the focus is.
        messages: What is wrong, by language.
        component: IRI of the SHACL constraint component, or empty.
        origin: Whose fault it is.
        labels: What the focus is called, by language.
        bindings: What the rule found, by name: what was expected, what stands there.
        guidance: What to do, by language.
        data: Where in the data, or None if it was given without files.
        document: Where in the source document; empty if the focus has no passage.
        fingerprint: Names this finding across runs; see `fingerprint`.
        waiver: Why it is let stand, or None.
        focus_literal: The focus in N-Triples if it is a literal, else empty.
        value_literal: The value in N-Triples if it is a literal or a text that a check made, else empty.
    """

    rule: str
    severity: Severity
    focus: str
    code: str
    path: str
    value: str
    messages: Mapping[str, str] = field(hash=False)
    component: str
    origin: Origin = Origin.TRANSCRIPTION
    labels: Mapping[str, str] = field(default_factory=_nothing, hash=False)
    bindings: tuple[tuple[str, str], ...] = ()
    guidance: Mapping[str, str] = field(default_factory=_nothing, hash=False)
    data: DataPlace | None = None
    document: tuple[DocumentPlace, ...] = ()
    fingerprint: str = ""
    waiver: Waiver | None = None
    focus_literal: str = ""
    value_literal: str = ""

    def message(self, lang: str = "es") -> str:
        """Return the message in a language, else in any."""
        return self.messages.get(lang) or next(iter(self.messages.values()), "")

    def label(self, lang: str = "es") -> str:
        """Return what the focus is called in a language, else in any, else its code or IRI."""
        return self.labels.get(lang) or next(iter(self.labels.values()), "") or self.code or self.focus

    def advice(self, lang: str = "es") -> str:
        """Return what to do in a language, else in any."""
        return self.guidance.get(lang) or next(iter(self.guidance.values()), "")


def fingerprint(
    rule: str,
    focus: str,
    path: str,
    value: str,
    bindings: Iterable[tuple[str, str]] = (),
    *,
    volatile: Iterable[str] = (),
) -> str:
    """Return 16 hexadecimal digits that name a finding.

    They depend on what is found and where in the graph, not on files, lines, order, wording or language, so that they
    survive reordering and unrelated edits. What changes beside the fault is left out: the list of a summary and its
    length (bindings ``list`` and ``count``), since one more element in it is the same finding, and what the rule calls
    volatile.

    Args:
        rule: Id of the rule.
        focus: The node, by a name that is the same in every run.
        path: IRI of the property.
        value: The value.
        bindings: What the rule found, by name.
        volatile: Names of further bindings to leave out; ``value`` for the value.

    >>> fingerprint("VER-01", "urn:a", "", "") == fingerprint("VER-01", "urn:a", "", "")
    True
    """
    left_out = {"list", "count", *volatile}
    parts = [
        rule,
        focus,
        path,
        "" if "value" in left_out else value,
        *(f"{name}={text}" for name, text in sorted(bindings) if name not in left_out),
    ]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
