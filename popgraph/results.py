"""One raw result: what a shape or a check reports before labels, places and messages are added."""

from __future__ import annotations

from dataclasses import dataclass

from popgraph.findings import Severity

__all__ = ["Result"]


@dataclass(frozen=True, slots=True)
class Result:
    """What one rule reports about one node.

    Attributes:
        rule: Id of the rule, such as ``TMP-03``.
        focus: The node that breaks the rule: an IRI, or a blank node's or literal's text.
        path: IRI of the property that it concerns, with ``^`` before it if it is read backwards, or empty.
        value: The value that it concerns, or empty: an IRI, or a blank node's or literal's text.
        component: IRI of the SHACL constraint component, or empty for a check.
        severity: How much it weighs, or None for what the rule's metadata say.
        bindings: What the rule found, by name, for its message.
        focus_literal: The focus in N-Triples if it is a literal, else empty.
        value_literal: The value in N-Triples if it is a literal, else empty; a check may leave it to `evaluation`.

    >>> Result("TMP-03", "urn:a", value="2012").value
    '2012'
    """

    rule: str
    focus: str
    path: str = ""
    value: str = ""
    component: str = ""
    severity: Severity | None = None
    bindings: tuple[tuple[str, str], ...] = ()
    focus_literal: str = ""
    value_literal: str = ""
