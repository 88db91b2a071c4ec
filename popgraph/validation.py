"""Checking a graph against the rules: what breaks them, where, whose fault it is, and what to do."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from popgraph import catalog, graphwise, rules, unitwise
from popgraph.embedded import EmbeddedStore, is_store_folder
from popgraph.errors import UsageError
from popgraph.evaluation import Checked
from popgraph.findings import Finding, Origin, Severity
from popgraph.loading import SourceFile, beside, load, sources
from popgraph.loading import open as open_places
from popgraph.ownrules import OwnRules
from popgraph.ownrules import read as read_own
from popgraph.rules import TIERS, Rule
from popgraph.store import Store
from popgraph.units import partition
from popgraph.verdict import SourceHash, ValidationReport
from popgraph.waivers import UNUSED, apply

if TYPE_CHECKING:
    from popgraph.cache import Cache
    from popgraph.memory import Memory
    from popgraph.unitwise import Progress

__all__ = ["TIERS", "SourceHash", "ValidationReport", "validate"]

_BACKGROUND = ("ontology", "scheme", "registry")
_DEFAULT_TIERS = ("draft", "published")
# As a tier: none of the shipped rules.
_NO_TIER = "none"

_Place = str | PathLike[str]


def validate(
    data: Store | _Place | Sequence[_Place] = (),
    *,
    tier: str = "published",
    rules: Iterable[str] = (),
    severities: Iterable[Severity] = (),
    origins: Iterable[Origin] = (),
    as_of: datetime.date | None = None,
    engine: str = "setwise",
    background: bool = True,
    files: Sequence[SourceFile] | None = None,
    shapes: Sequence[_Place] = (),
    waivers: bool = True,
    jobs: int = 1,
    cache: Cache | None = None,
    progress: Progress | None = None,
    memory: Memory | None = None,
) -> ValidationReport:
    """Return what breaks the rules of a tier.

    Files whose catalogue tells which plan they belong to, and stores that were built from such, are checked plan by
    plan, each with what it cites and what all share; anything else is checked as one graph. Both give the same.

    Args:
        data: The graph: a store, a place or several, as `popgraph.open` takes them; none for the shipped graph.
        tier: ``draft``: what data must meet to be readable; ``published``: what makes a plan complete and logical, too;
            ``linked``: what makes it fit for federation, too; ``none``: only the rules of `shapes`.
        rules: Ids of the rules to check, of any tier; none for all of the tier.
        severities: Which findings to report; none for all.
        origins: Which findings to report; none for all.
        as_of: The day on which waivers are looked at; today if None.
        engine: ``setwise``, or ``pyshacl``, the reference.
        background: Add the shipped ontology, code lists and registry where the graph has none of its own, so that a
            plan alone can be checked.
        files: The files that a store was made from, so that findings say their line; not needed for the shipped graph.
        shapes: Files of SHACL shapes of the user's own, which pySHACL runs beside the rules; see `popgraph.ownrules`.
        waivers: Whether waivers count; those in a ``waivers.ttl`` beside a file that is checked do, too.
        jobs: How many processes may work at once on plans. A script that asks for more than one must be importable
            (``if __name__ == "__main__"``), as for any use of processes.
        cache: Where outcomes of earlier validations are kept; not at all if None.
        progress: Is told how many plans are done, and of how many.
        memory: What an earlier call in this process left; see `popgraph.watching`.

    Raises:
        UsageError: If there is no such tier, rule or engine.
        DataError: If the data, the rules or the shapes can't be read or evaluated.

    >>> validate(tier="draft").count(Severity.VIOLATION)
    0
    """
    written = tuple(shapes)
    ids = tuple(rules)
    own = read_own(written, taken=[rule.id for rule in _catalogue()]) if written else None
    chosen = _chosen(tier, ids, own)
    found = _files(data, memory)
    units = partition(found) if own is None else ()
    # Without a plan there is nothing to divide.
    if len(units) > 1:
        extra = _missing((file.graph for file in found), memory) if background else ()
        nearby = beside([file for unit in units for file in unit.files], "waivers.ttl") if waivers else ()
        checked = unitwise.check(
            units,
            chosen,
            engine=engine,
            background=extra,
            waivers=waivers,
            jobs=jobs,
            cache=cache,
            progress=progress,
            memory=memory,
            nearby=nearby,
        )
    else:
        store, known = _opened(data, files, found)
        extra = _missing(store.graphs(), memory) if background else ()
        checked = graphwise.check(
            store, known, chosen, engine=engine, background=extra, own=own, waivers=waivers
        )
    return _report(
        checked,
        chosen,
        tier="" if ids else tier,
        day=as_of or datetime.date.today(),
        severities=frozenset(severities),
        origins=frozenset(origins),
        own=own,
    )


# The parameters of `validate` have the names of these modules.
_catalogue, _find, _version = rules.catalogue, rules.find, rules.version


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


def _files(data: Store | _Place | Sequence[_Place], memory: Memory | None) -> tuple[SourceFile, ...]:
    """The files of some places, or a built store as the file of each of its graphs; none of anything else."""
    places = _places(data)
    if places is None or any("://" in str(place) for place in places):
        return ()
    folders = [Path(place) for place in places if is_store_folder(Path(place))]
    if folders and len(places) > 1:
        return ()
    if folders:
        with EmbeddedStore.open(folders[0]) as store:
            return tuple(SourceFile(folders[0], graph) for graph in store.graphs())
    return memory.sources(places) if memory else sources(*places)


def _places(data: Store | _Place | Sequence[_Place]) -> tuple[_Place, ...] | None:
    if isinstance(data, Store):
        return None
    return (data,) if isinstance(data, str | PathLike) else tuple(data)


def _opened(
    data: Store | _Place | Sequence[_Place],
    files: Sequence[SourceFile] | None,
    found: tuple[SourceFile, ...],
) -> tuple[Store, tuple[SourceFile, ...]]:
    places = _places(data)
    if isinstance(data, Store) or places is None:
        assert isinstance(data, Store)
        return data, tuple(_shipped_files(data) if files is None else files)
    if any("://" in str(place) or is_store_folder(Path(place)) for place in places):
        return open_places(*places), tuple(files or ())
    return load(found), tuple(files or found)


def _shipped_files(store: Store) -> tuple[SourceFile, ...]:
    """The shipped files, if a store in memory holds the graphs of just these."""
    table = catalog.shipped()
    if getattr(store, "location", store) is not None or set(store.graphs()) != {item.graph for item in table}:
        return ()
    return tuple(SourceFile(table.path(item), item.graph) for item in table)


def _missing(graphs: Iterable[str], memory: Memory | None = None) -> tuple[SourceFile, ...]:
    """What some graphs lack of the shipped ontology, code lists and registry."""
    shipped = memory.shipped() if memory else catalog.shipped()
    present = set(graphs)
    return tuple(
        SourceFile(shipped.path(entry), entry.graph)
        for entry in shipped.of_kind(*_BACKGROUND)
        if entry.graph not in present
    )


def _report(
    checked: Checked,
    chosen: Sequence[Rule],
    *,
    tier: str,
    day: datetime.date,
    severities: frozenset[Severity],
    origins: frozenset[Origin],
    own: OwnRules | None,
) -> ValidationReport:
    by_id: Mapping[str, Rule] = MappingProxyType({rule.id: rule for rule in chosen})
    standing, waived, wrong = apply(
        checked.findings,
        checked.scopes,
        as_of=day,
        checked=by_id,
        known=[rule.id for rule in _catalogue()],
        # A finding of another tier or of own shapes is waived with its rule's name.
        complete=all(rule.id in by_id for rule in _catalogue() if rule.tier in _DEFAULT_TIERS),
    )
    # Waivers that nobody named may be for findings on files that nobody named.
    about = [
        checked.about(result, by_id[result.rule])
        for result in wrong
        if result.rule in by_id and not (result.rule == UNUSED and result.focus in checked.aside)
    ]

    def kept(findings: Iterable[Finding]) -> tuple[Finding, ...]:
        return _sorted(
            finding
            for finding in findings
            if (not severities or finding.severity in severities)
            and (not origins or finding.origin in origins)
        )

    return ValidationReport(
        findings=kept((*standing, *about)),
        waived=kept(waived),
        rules=tuple(rule.id for rule in chosen),
        triples=checked.triples,
        sources=checked.sources,
        rules_version=_version(),
        as_of=day,
        tier=tier,
        catalogue=by_id,
        shape_files=graphwise.hashes(own.files) if own else (),
        waiver_files=checked.waiver_files,
    )


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    order = list(Severity)
    return tuple(
        sorted(
            findings,
            key=lambda f: (
                *(order.index(f.severity), f.rule, f.focus, f.path, f.value, f.bindings),
                *(f.component, f.focus_literal, f.value_literal, str(f.data)),
            ),
        )
    )
