"""What a validation found: its report, from which every format is drawn."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

import popgraph
from popgraph.findings import Finding, Severity
from popgraph.rules import Rule, find

__all__ = ["SourceHash", "ValidationReport"]


class SourceHash(NamedTuple):
    """A file that was checked, and the SHA-256 of its bytes; for a store without files, that of its N-Quads."""

    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """What a validation found.

    Attributes:
        findings: By severity, rule, focus.
        waived: Findings that are let stand, each with its waiver.
        rules: Ids of the rules that were checked.
        triples: How many triples were looked at.
        sources: The data that were checked.
        tool: What made the report.
        tool_version: Its version.
        rules_version: Version of the rules.
        as_of: The day on which waivers were looked at.
        tier: Which of the shipped rules were asked for; ``none`` for only a user's own, empty if rules were asked for
            by name.
        catalogue: The rules that were checked, by id.
        shape_files: The user's files of shapes.
        waiver_files: Files of waivers that were read beside the data.
    """

    findings: tuple[Finding, ...]
    waived: tuple[Finding, ...] = ()
    rules: tuple[str, ...] = ()
    triples: int = 0
    sources: tuple[SourceHash, ...] = ()
    tool: str = "popgraph"
    tool_version: str = popgraph.__version__
    rules_version: str = ""
    as_of: datetime.date = datetime.date.min
    tier: str = "published"
    catalogue: Mapping[str, Rule] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    shape_files: tuple[SourceHash, ...] = ()
    waiver_files: tuple[SourceHash, ...] = ()

    @property
    def conforms(self) -> bool:
        """Whether there is no finding at all but waived ones."""
        return not self.findings

    def rule(self, id: str) -> Rule:
        """Return a rule by its id, a user's own or a shipped one.

        Raises:
            UsageError: If there is none.
        """
        return self.catalogue.get(id) or find(id)

    @property
    def own(self) -> tuple[Rule, ...]:
        """The user's own rules that were checked, sorted by id."""
        return tuple(rule for _, rule in sorted(self.catalogue.items()) if rule.file is not None)

    def count(self, severity: Severity) -> int:
        """Return how many findings have a severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def by_severity(self) -> dict[Severity, int]:
        """Return how many findings have each severity, gravest first."""
        return {severity: self.count(severity) for severity in Severity}

    def by_rule(self) -> dict[str, int]:
        """Return how many findings each rule has that has any."""
        names = sorted({finding.rule for finding in self.findings})
        return {name: sum(finding.rule == name for finding in self.findings) for name in names}

    def at_least(self, severity: Severity) -> tuple[Finding, ...]:
        """Return the findings that are as grave as the given severity, or graver."""
        return tuple(finding for finding in self.findings if finding.severity.at_least(severity))
