"""What the validation of one unit gave, and its form outside the process: between workers, and in the cache."""

from __future__ import annotations

import datetime
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from popgraph.errors import DataError
from popgraph.findings import DataPlace, DocumentPlace, Finding, Origin, Severity, Waiver
from popgraph.surroundings import shown_path
from popgraph.waivers import WaiverScope

__all__ = ["Outcome", "decode", "encode"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found in one unit.

    Attributes:
        unit: Its name.
        findings: What breaks the rules, before waivers are looked at.
        waivers: The waivers that stand in it.
        graphs: Each graph with the SHA-256 of what was read for it, and how many triples the shapes look at in it.
        beside: A digest of what else was read, and that it depends on: what is shared, or the readings of all plans.
    """

    unit: str
    findings: tuple[Finding, ...]
    waivers: tuple[WaiverScope, ...]
    graphs: tuple[tuple[str, str, int], ...]
    beside: str


def encode(outcome: Outcome, graphs: Mapping[str, str]) -> bytes:
    """Return an outcome as bytes that don't depend on where the files stand.

    Args:
        outcome: What was found.
        graphs: The named graph of each file that was read, by its path as findings show it.
    """
    said = {
        "unit": outcome.unit,
        "graphs": outcome.graphs,
        "beside": outcome.beside,
        "findings": [_finding_out(finding, graphs) for finding in outcome.findings],
        "waivers": [_scope_out(scope) for scope in outcome.waivers],
    }
    return zlib.compress(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def decode(body: bytes, files: Mapping[str, Path]) -> Outcome:
    """Return the outcome that `encode` wrote.

    Raises:
        DataError: If the bytes are something else.
    """
    paths: dict[str, str] = {}
    try:
        said = json.loads(zlib.decompress(body))
        return Outcome(
            unit=str(said["unit"]),
            findings=tuple(_finding_in(item, files, paths) for item in said["findings"]),
            waivers=tuple(_scope_in(item) for item in said["waivers"]),
            graphs=tuple((str(graph), str(digest), int(n)) for graph, digest, n in said["graphs"]),
            beside=str(said["beside"]),
        )
    except (zlib.error, ValueError, LookupError, TypeError) as error:
        raise DataError("Not the outcome of a validation", where=str(error)[:200]) from error


def _finding_out(finding: Finding, graphs: Mapping[str, str]) -> list[Any]:
    place = finding.data
    return [
        finding.rule,
        finding.severity.value,
        finding.focus,
        finding.code,
        finding.path,
        finding.value,
        dict(finding.messages),
        finding.component,
        finding.origin.value,
        dict(finding.labels),
        finding.bindings,
        dict(finding.guidance),
        [graphs[place.file], place.line, place.column] if place and place.file in graphs else None,
        [[where.first, where.last, where.quote] for where in finding.document],
        finding.fingerprint,
        finding.focus_literal,
        finding.value_literal,
    ]


def _finding_in(item: list[Any], files: Mapping[str, Path], paths: dict[str, str]) -> Finding:
    place = None
    if item[12]:
        graph, line, column = item[12]
        if graph not in paths:
            paths[graph] = shown_path(files[graph])
        place = DataPlace(paths[graph], line and int(line), column and int(column))
    return Finding(
        rule=item[0],
        severity=Severity(item[1]),
        focus=item[2],
        code=item[3],
        path=item[4],
        value=item[5],
        messages=MappingProxyType(item[6]),
        component=item[7],
        origin=Origin(item[8]),
        labels=MappingProxyType(item[9]),
        bindings=tuple((str(name), str(text)) for name, text in item[10]),
        guidance=MappingProxyType(item[11]),
        data=place,
        document=tuple(DocumentPlace(int(first), int(last), quote) for first, last, quote in item[13]),
        fingerprint=item[14],
        focus_literal=item[15],
        value_literal=item[16],
    )


def _scope_out(scope: WaiverScope) -> list[Any]:
    waiver = scope.waiver
    return [
        waiver.iri,
        dict(waiver.reason),
        waiver.author,
        waiver.created.isoformat() if waiver.created else None,
        waiver.expires.isoformat() if waiver.expires else None,
        sorted(scope.rules),
        sorted(scope.foci),
        sorted(scope.fingerprints),
        scope.lacking,
    ]


def _scope_in(item: list[Any]) -> WaiverScope:
    iri, reason, author, created, expires, rules, foci, fingerprints, lacking = item
    return WaiverScope(
        Waiver(
            iri=iri,
            reason=MappingProxyType(reason),
            author=author,
            created=datetime.date.fromisoformat(created) if created else None,
            expires=datetime.date.fromisoformat(expires) if expires else None,
        ),
        frozenset(rules),
        frozenset(foci),
        frozenset(fingerprints),
        tuple(lacking),
    )
