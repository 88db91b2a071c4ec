"""From raw results to findings: rules are run on one graph, and what they report is named, placed and explained."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from popgraph.codes import code_of
from popgraph.engine import Data
from popgraph.engines import engine as find_engine
from popgraph.errors import DataError
from popgraph.findings import Finding, fingerprint
from popgraph.recall import Recall
from popgraph.results import Result
from popgraph.rules import Rule
from popgraph.store import Store
from popgraph.surroundings import Surroundings
from popgraph.verdict import SourceHash
from popgraph.vocab import GRAPH
from popgraph.waivers import EXPIRED, INCOMPLETE, TOO_BROAD, UNUSED, WaiverScope

__all__ = ["ABOUT_WAIVERS", "UNSEEN", "Checked", "evaluate", "finding", "key"]

UNSEEN = (GRAPH + "shapes", GRAPH + "catalog")
"""What the IRIs of graphs begin with that the shapes don't look at: they are no plan."""

ABOUT_WAIVERS = (UNUSED, EXPIRED, TOO_BROAD, INCOMPLETE)
"""Rules that are answered by looking at waivers and findings together."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in some graphs, before waivers are applied.

    Attributes:
        findings: What breaks the rules, each once.
        scopes: The waivers.
        aside: IRIs of waivers that stand in files that nobody named.
        about: Makes the finding of a result about a waiver.
        triples: How many triples were looked at.
        sources: What was read, with its SHA-256.
        waiver_files: Files of waivers that nobody named.
    """

    findings: tuple[Finding, ...]
    scopes: tuple[WaiverScope, ...]
    aside: frozenset[str]
    about: Callable[[Result, Rule], Finding]
    triples: int
    sources: tuple[SourceHash, ...]
    waiver_files: tuple[SourceHash, ...] = ()


# The labels that blank nodes get when they are read.
_LABEL = re.compile(r"[nN]?[0-9a-f]{24,32}(?:b[0-9]+)?")
_VARIABLE = re.compile(r"\{[?$](\w+)\}")


def evaluate(
    whole: Store,
    graph: Data,
    chosen: Sequence[Rule],
    *,
    engine: str,
    around: Surroundings,
    recall: Recall | None = None,
) -> list[Result]:
    """Return what breaks the shipped rules among some rules, but those about waivers.

    Args:
        whole: The named graphs, for checks.
        graph: What of them the shapes look at.
        chosen: The rules.
        engine: What evaluates the shapes; see `popgraph.engines.ENGINES`.
        around: The same named graphs.
        recall: What was found in them before they were changed, as far as that can't have changed.

    Raises:
        DataError: If a rule can't be evaluated.
    """
    shipped = [rule for rule in chosen if rule.file is None]

    def run(some: Sequence[Rule]) -> Sequence[Result]:
        return find_engine(engine).evaluate(graph, some)

    shaped = recall.shaped(shipped, run) if recall else run(shipped)
    results = [*shaped, *_checked(whole, shipped, around, recall)]
    by_id = {rule.id: rule for rule in shipped}
    return [
        result
        for result in results
        if result.rule in by_id and _applies(by_id[result.rule], result.focus, around)
    ]


def finding(result: Result, rule: Rule, around: Surroundings) -> Finding:
    """Return a result with all that a data steward needs to act on it."""
    bound = {"this": result.focus, "path": result.path, "value": result.value, **dict(result.bindings)}
    # Labels of blank nodes are new each time that a file is read.
    focus = result.focus if result.focus_literal else around.stable(result.focus)
    value = result.value if result.value_literal else around.stable(result.value)
    bindings = tuple(
        (name, around.stable(text) if _LABEL.fullmatch(text) else text) for name, text in result.bindings
    )
    return Finding(
        rule=result.rule,
        severity=result.severity or rule.severity,
        focus=focus,
        code=code_of(result.focus),
        path=result.path,
        value=value,
        messages={lang: _filled(text, bound, lang, around) for lang, text in rule.message.items()},
        component=result.component,
        origin=around.origin(result.focus) or rule.origin,
        labels=around.labels(result.focus),
        bindings=bindings,
        guidance={lang: _filled(text, bound, lang, around) for lang, text in rule.guidance.items()},
        data=around.data(result.focus, result.path, result.value),
        document=around.document(result.focus),
        fingerprint=fingerprint(result.rule, focus, result.path, value, bindings, volatile=rule.volatile),
        focus_literal=result.focus_literal,
        value_literal=result.value_literal,
    )


def key(result: Result) -> tuple[str, str, str, str, tuple[tuple[str, str], ...]]:
    """Return what makes a result this one and no other, but for a literal's language and datatype."""
    return result.rule, result.focus, result.path, result.value, result.bindings


def _checked(
    whole: Store, chosen: Iterable[Rule], around: Surroundings, recall: Recall | None
) -> list[Result]:
    """What the rules find that are functions."""
    wanted = [rule.id for rule in chosen if rule.kind == "check" and rule.id not in ABOUT_WAIVERS]
    if not wanted:
        return []
    from popgraph.checks import CHECKS

    missing = [id_ for id_ in wanted if id_ not in CHECKS]
    if missing:
        raise DataError("A rule has no function", where=", ".join(missing), hint="Reinstall popgraph")
    found = (
        result
        for id_ in wanted
        for result in (recall.checked(id_, CHECKS[id_]) if recall else CHECKS[id_](whole))
    )
    return [
        replace(result, value_literal=around.literal(result.focus, result.path, result.value))
        if result.value and not result.value_literal
        else result
        for result in found
    ]


def _applies(rule: Rule, focus: str, around: Surroundings) -> bool:
    """Whether a rule is for the plan that a node is a part of; what is part of no plan can't be told from others."""
    profiles = around.profiles(focus) if rule.profiles else None
    return profiles is None or not profiles.isdisjoint(rule.profiles)


def _filled(message: str, bound: Mapping[str, str], lang: str, around: Surroundings) -> str:
    return _VARIABLE.sub(
        lambda match: around.shown(bound[match[1]], lang) if match[1] in bound else match[0], message
    )
