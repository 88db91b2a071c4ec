"""Checking a graph against the rules: what breaks them, where, whose fault it is, and what to do."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from os import PathLike
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import popgraph
from popgraph import catalog, rules
from popgraph.codes import code_of
from popgraph.embedded import EmbeddedStore, is_store_folder
from popgraph.engine import Data, check_size
from popgraph.engines import engine
from popgraph.errors import DataError, UsageError
from popgraph.findings import Finding, Origin, Severity, fingerprint
from popgraph.loading import SourceFile, beside, load, sources
from popgraph.loading import open as open_places
from popgraph.ownrules import OwnRules
from popgraph.ownrules import read as read_own
from popgraph.results import Result
from popgraph.rules import TIERS, Rule
from popgraph.store import Store
from popgraph.surroundings import Surroundings, shown_path
from popgraph.vocab import GRAPH, POP
from popgraph.waivers import EXPIRED, TOO_BROAD, UNUSED, WaiverScope, apply, read

if TYPE_CHECKING:
    from pyoxigraph import Quad

__all__ = ["TIERS", "SourceHash", "ValidationReport", "validate"]

# The rules don't look at these: they are no plan.
_UNSEEN = (GRAPH + "shapes", GRAPH + "catalog")
_BACKGROUND = ("ontology", "scheme", "registry")
_VARIABLE = re.compile(r"\{[?$](\w+)\}")
# As a tier: none of the shipped rules.
_NO_TIER = "none"
_ABOUT_WAIVERS = (UNUSED, EXPIRED, TOO_BROAD)


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
        tier: Which of the shipped rules were asked for; ``none`` for only a user's own.
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
        return self.catalogue.get(id) or _find(id)

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

    def by_origin(self) -> dict[Origin, int]:
        """Return how many findings are whose fault."""
        return {origin: sum(item.origin is origin for item in self.findings) for origin in Origin}

    def by_rule(self) -> dict[str, int]:
        """Return how many findings each rule has that has any."""
        names = sorted({finding.rule for finding in self.findings})
        return {name: sum(finding.rule == name for finding in self.findings) for name in names}

    def at_least(self, severity: Severity) -> tuple[Finding, ...]:
        """Return the findings that are as grave as the given severity, or graver."""
        return tuple(finding for finding in self.findings if finding.severity.at_least(severity))


def validate(
    data: Store | str | PathLike[str] | Sequence[str | PathLike[str]],
    *,
    tier: str = "published",
    rules: Iterable[str] = (),
    severities: Iterable[Severity] = (),
    origins: Iterable[Origin] = (),
    as_of: datetime.date | None = None,
    engine: str = "setwise",
    background: bool = True,
    files: Sequence[SourceFile] | None = None,
    shapes: Iterable[str | PathLike[str]] = (),
    waivers: bool = True,
) -> ValidationReport:
    """Return what breaks the rules of a tier.

    Args:
        data: The graph: a store, a place or several, as `popgraph.open` takes them.
        tier: ``draft``: what data must meet to be readable; ``published``: what makes a plan complete and logical, too;
            ``linked``: what makes it fit for federation, too; ``none``: nothing but the user's own shapes.
        rules: Ids of the rules to check, of any tier or own; none for all of the tier and all own ones.
        severities: Which findings to report; none for all.
        origins: Which findings to report; none for all.
        as_of: The day on which waivers are looked at; today if None.
        engine: ``setwise``, or ``pyshacl``, the reference.
        background: Add the shipped ontology, code lists and registry where the graph has none of its own, so that a
            plan alone can be checked.
        files: The files that a store was made from, so that findings say their line; not needed for the shipped graph.
        shapes: Files of SHACL shapes of the user's own, which pySHACL runs beside the rules; see `popgraph.ownrules`.
        waivers: Whether waivers count; those in a ``waivers.ttl`` beside a file that is checked do, too.

    Raises:
        UsageError: If there is no such tier, rule or engine.
        DataError: If the data, the rules or the shapes can't be read or evaluated.

    >>> import popgraph
    >>> validate(popgraph.open(), tier="draft").count(Severity.VIOLATION)
    0
    """
    written = tuple(shapes)
    own_rules = read_own(written, taken=[rule.id for rule in _catalogue()]) if written else None
    chosen = _chosen(tier, tuple(rules), own_rules)
    store, files = _opened(data, files)
    check_size(len(store))
    day = as_of or datetime.date.today()
    own = list(store.quads())
    extra, extra_files = _background(store) if background else ([], {})
    nearby = beside(files, "waivers.ttl") if waivers else ()
    noted = _waivers_in(nearby)
    whole = EmbeddedStore.of([*own, *extra])
    around = Surroundings(
        (EmbeddedStore.of([*own, *extra, *noted]) if noted else whole).oxigraph,
        {file.graph: file.path for file in (*files, *nearby)} | extra_files,
    )
    graph = Data(quad.triple for quad in (*own, *extra) if not _graph_of(quad).startswith(_UNSEEN))
    by_id = {rule.id: rule for rule in chosen}
    results = [*_run(engine, graph, chosen), *_check(whole, chosen)]
    found = [
        _finding(result, by_id[result.rule], around)
        for result in results
        if result.rule in by_id and _applies(by_id[result.rule], result.focus, around)
    ]
    found += _own_findings(own_rules, graph, by_id, around)
    standing, waived, wrong = apply(
        found,
        _scopes(around, by_id) if waivers else (),
        as_of=day,
        checked=by_id,
        complete=len(chosen) >= len(_catalogue()),
    )
    # Waivers that nobody named may be for findings on files that nobody named.
    aside = {str(getattr(quad.subject, "value", "")) for quad in noted}
    about = [
        _finding(result, by_id[result.rule], around)
        for result in wrong
        if result.rule in by_id and not (result.rule == UNUSED and result.focus in aside)
    ]
    kept_severities, kept_origins = set(severities), set(origins)

    def kept(findings: Iterable[Finding]) -> tuple[Finding, ...]:
        return _sorted(
            finding
            for finding in findings
            if (not kept_severities or finding.severity in kept_severities)
            and (not kept_origins or finding.origin in kept_origins)
        )

    return ValidationReport(
        findings=kept((*standing, *about)),
        waived=kept(waived),
        rules=tuple(rule.id for rule in chosen),
        triples=len(graph),
        sources=_hashes(files, own),
        rules_version=_version(),
        as_of=day,
        tier=tier,
        catalogue=MappingProxyType(by_id),
        shape_files=_hashes([SourceFile(path, "") for path in own_rules.files], ()) if own_rules else (),
        waiver_files=_hashes(nearby, ()) if nearby else (),
    )


# The parameters of `validate` have the names of these modules.
_catalogue, _find, _version, _engine = rules.catalogue, rules.find, rules.version, engine


def _chosen(tier: str, ids: tuple[str, ...], own: OwnRules | None) -> tuple[Rule, ...]:
    if tier not in (*TIERS, _NO_TIER):
        raise UsageError("No such tier", where=tier, hint=f"One of {', '.join((*TIERS, _NO_TIER))}")
    mine = {rule.id.lower(): rule for rule in (own.rules if own else ())}
    if ids:
        named = {mine.get(id_.strip().lower()) or _find(id_) for id_ in ids}
        return tuple(sorted(named, key=lambda rule: rule.id))
    if tier == _NO_TIER:
        if not mine:
            raise UsageError(
                "Nothing to check: no tier and no shapes", where="--tier none", hint="Add --shapes FILE"
            )
        return tuple(mine.values())
    included = TIERS[: TIERS.index(tier) + 1]
    return (*(rule for rule in _catalogue() if rule.tier in included), *mine.values())


def _opened(
    data: Store | str | PathLike[str] | Sequence[str | PathLike[str]], files: Sequence[SourceFile] | None
) -> tuple[Store, tuple[SourceFile, ...]]:
    if isinstance(data, Store):
        return data, tuple(_shipped_files(data) if files is None else files)
    places: Sequence[str | PathLike[str]] = [data] if isinstance(data, str | PathLike) else data
    if any("://" in str(place) or is_store_folder(Path(place)) for place in places):
        return open_places(*places), tuple(files or ())
    found = sources(*places)
    return load(found), tuple(files or found)


def _shipped_files(store: Store) -> tuple[SourceFile, ...]:
    """The shipped files, if a store in memory holds the graphs of just these."""
    table = catalog.shipped()
    if getattr(store, "location", store) is not None or set(store.graphs()) != {item.graph for item in table}:
        return ()
    return tuple(SourceFile(table.path(item), item.graph) for item in table)


def _background(store: Store) -> tuple[list[Quad], dict[str, Path]]:
    """What the graph lacks of the shipped ontology, code lists and registry, and the files of that."""
    shipped = catalog.shipped()
    present = set(store.graphs())
    missing = [entry for entry in shipped.of_kind(*_BACKGROUND) if entry.graph not in present]
    files = {entry.graph: shipped.path(entry) for entry in missing}
    return list(load([SourceFile(path, graph) for graph, path in files.items()]).quads()), files


def _graph_of(quad: Quad) -> str:
    return str(getattr(quad.graph_name, "value", ""))


def _waivers_in(files: Sequence[SourceFile]) -> list[Quad]:
    """What some files say of waivers, and nothing else."""
    if not files:
        return []
    quads = list(load(files).quads())
    kinds = {quad.subject for quad in quads if str(getattr(quad.object, "value", "")) == POP + "Waiver"}
    return [quad for quad in quads if quad.subject in kinds]


def _scopes(around: Surroundings, by_id: Mapping[str, Rule]) -> Iterator[WaiverScope]:
    """The waivers; one of a user's own rule names the IRI of its shape."""
    ids = {rule.iri: rule.id for rule in by_id.values() if rule.file is not None and rule.iri}
    for scope in read(around):
        yield replace(scope, rules=frozenset(ids.get(name, name) for name in scope.rules))


def _own_findings(
    own: OwnRules | None, graph: Data, by_id: Mapping[str, Rule], around: Surroundings
) -> list[Finding]:
    """What breaks the user's own rules; a shape says more of a finding than its rule does."""
    if own is None or not any(rule.id in by_id for rule in own.rules):
        return []
    found = []
    for result, texts in own.evaluate(graph):
        if result.rule in by_id:
            rule = by_id[result.rule]
            found.append(_finding(result, replace(rule, message=texts or rule.message), around))
    return found


def _run(name: str, graph: Data, chosen: Sequence[Rule]) -> tuple[Result, ...]:
    return _engine(name).evaluate(graph, [rule for rule in chosen if rule.file is None])


def _check(whole: Store, chosen: Sequence[Rule]) -> list[Result]:
    """What the rules find that are functions."""
    wanted = [rule.id for rule in chosen if rule.kind == "check" and rule.id not in _ABOUT_WAIVERS]
    if not wanted:
        return []
    from popgraph.checks import CHECKS

    missing = [id_ for id_ in wanted if id_ not in CHECKS]
    if missing:
        raise DataError("A rule has no function", where=", ".join(missing), hint="Reinstall popgraph")
    return [result for id_ in wanted for result in CHECKS[id_](whole)]


def _applies(rule: Rule, focus: str, around: Surroundings) -> bool:
    """Whether a rule is for the plan that a node is a part of; what is part of no plan can't be told from others."""
    profiles = around.profiles(focus) if rule.profiles else None
    return profiles is None or not profiles.isdisjoint(rule.profiles)


def _finding(result: Result, rule: Rule, around: Surroundings) -> Finding:
    bound = {"this": result.focus, "path": result.path, "value": result.value, **dict(result.bindings)}
    return Finding(
        rule=result.rule,
        severity=result.severity or rule.severity,
        focus=result.focus,
        code=code_of(result.focus),
        path=result.path,
        value=result.value,
        messages={lang: _filled(text, bound, lang, around) for lang, text in rule.message.items()},
        component=result.component,
        origin=around.origin(result.focus) or rule.origin,
        labels=around.labels(result.focus),
        bindings=result.bindings,
        guidance={lang: _filled(text, bound, lang, around) for lang, text in rule.guidance.items()},
        data=around.data(result.focus, result.path, result.value),
        document=around.document(result.focus),
        fingerprint=fingerprint(*_key(result)),
        focus_literal=result.focus_literal,
        value_literal=result.value_literal,
    )


def _key(result: Result) -> tuple[str, str, str, str, tuple[tuple[str, str], ...]]:
    return result.rule, result.focus, result.path, result.value, result.bindings


def _filled(message: str, bound: Mapping[str, str], lang: str, around: Surroundings) -> str:
    return _VARIABLE.sub(
        lambda match: around.shown(bound[match[1]], lang) if match[1] in bound else match[0], message
    )


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    order = list(Severity)
    return tuple(
        sorted(
            findings,
            key=lambda f: (order.index(f.severity), f.rule, f.focus, f.path, f.value, f.bindings),
        )
    )


def _hashes(files: Sequence[SourceFile], quads: Iterable[Quad]) -> tuple[SourceHash, ...]:
    if files:
        return tuple(
            SourceHash(shown_path(file.path), hashlib.sha256(file.path.read_bytes()).hexdigest())
            for file in sorted(files, key=lambda file: str(file.path))
        )
    lines = "".join(f"{line} .\n" for line in sorted(map(str, quads)))
    return (SourceHash("", hashlib.sha256(lines.encode()).hexdigest()),)
