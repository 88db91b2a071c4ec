"""One finding: a place in a graph that breaks a rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

__all__ = ["Finding", "Severity"]


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


@dataclass(frozen=True, slots=True)
class Finding:
    """A place that breaks a rule.

    Attributes:
        rule: Id of the rule, such as ``RSP-01b``.
        severity: How much it weighs.
        focus: The node that breaks the rule: an IRI, or a blank node's or literal's text.
        code: Compact code of the focus, or empty.
        path: IRI of the property that it concerns, or empty.
        value: The value that it concerns, or empty.
        messages: What is wrong, by language.
        component: IRI of the SHACL constraint component, or empty.
    """

    rule: str
    severity: Severity
    focus: str
    code: str
    path: str
    value: str
    messages: Mapping[str, str]
    component: str

    def message(self, lang: str = "es") -> str:
        """Return the message in a language, else in any."""
        return self.messages.get(lang) or next(iter(self.messages.values()), "")
