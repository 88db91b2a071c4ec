"""One graph checked as a whole: what no file or catalogue divides into plans, what comes from elsewhere, own shapes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pyoxigraph import Quad

from popgraph.embedded import EmbeddedStore
from popgraph.engine import Data, check_size
from popgraph.evaluation import UNSEEN, Checked, evaluate, finding
from popgraph.findings import Finding
from popgraph.loading import SourceFile, beside, load
from popgraph.merged import MergedStore
from popgraph.ownrules import OwnRules
from popgraph.rules import Rule
from popgraph.store import Store
from popgraph.surroundings import Surroundings, shown_path
from popgraph.verdict import SourceHash
from popgraph.vocab import POP
from popgraph.waivers import WaiverScope, read

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Noted", "check", "hashes"]


def check(
    store: Store,
    files: Sequence[SourceFile],
    chosen: Sequence[Rule],
    *,
    engine: str,
    background: Sequence[SourceFile],
    own: OwnRules | None,
    waivers: bool,
) -> Checked:
    """Return what is wrong in a graph.

    Args:
        store: The graph.
        files: The files that it was made from, if it was.
        chosen: The rules.
        engine: What evaluates shapes.
        background: Files to be read beside it.
        own: The user's own rules.
        waivers: Whether waivers count, those in files beside the given ones, too.

    Raises:
        DataError: If something can't be read or evaluated.
    """
    check_size(len(store), engine)
    said = list(store.quads())
    whole = MergedStore.of((*said, *load(background).quads()))
    whole.merged(but=UNSEEN)
    nearby = beside(files, "waivers.ttl") if waivers else ()
    noted = Noted.of(nearby)
    places = {file.graph: file.path for file in (*files, *nearby, *background)}
    around = Surroundings(
        EmbeddedStore.of((*whole.quads(), *noted.quads)).oxigraph if noted.quads else whole.oxigraph, places
    )
    graph = Data.of(whole.oxigraph)
    by_id = {rule.id: rule for rule in chosen}
    results = evaluate(whole, graph, chosen, engine=engine, around=around)
    found = [finding(result, by_id[result.rule], around) for result in results]
    found += _own_findings(own, graph, by_id, around)
    return Checked(
        findings=tuple(found),
        scopes=tuple(_scopes(around, by_id)) if waivers else (),
        aside=noted.iris,
        about=lambda result, rule: finding(result, rule, around),
        triples=len(graph),
        sources=hashes(file.path for file in files) if files else (_digest(said),),
        waiver_files=hashes(file.path for file in nearby),
    )


@dataclass(frozen=True)
class Noted:
    """The waivers in files that nobody named; nothing else in them is looked at.

    Attributes:
        quads: What is said of the waivers.
        iris: Their IRIs.
        around: What stands around them.
    """

    quads: tuple[Quad, ...]
    iris: frozenset[str]
    around: Surroundings

    @classmethod
    def of(cls, files: Sequence[SourceFile]) -> Noted:
        """Return the waivers of some files."""
        said = list(load(files).quads()) if files else []
        kinds = {quad.subject for quad in said if str(getattr(quad.object, "value", "")) == POP + "Waiver"}
        quads = tuple(quad for quad in said if quad.subject in kinds)
        names = frozenset(str(getattr(node, "value", "")) for node in kinds)
        return cls(
            quads,
            names,
            Surroundings(EmbeddedStore.of(quads).oxigraph, {file.graph: file.path for file in files}),
        )

    @property
    def scopes(self) -> tuple[WaiverScope, ...]:
        """What they are for."""
        return read(self.around)


def hashes(files: Iterable[Path]) -> tuple[SourceHash, ...]:
    """Return files as reports show them, sorted, each with the SHA-256 of its bytes."""
    return tuple(
        SourceHash(shown_path(file), hashlib.sha256(file.read_bytes()).hexdigest())
        for file in sorted(files, key=str)
    )


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
            found.append(finding(result, replace(rule, message=texts or rule.message), around))
    return found


def _digest(quads: Iterable[Quad]) -> SourceHash:
    lines = "".join(f"{line} .\n" for line in sorted(map(str, quads)))
    return SourceHash("", hashlib.sha256(lines.encode()).hexdigest())
