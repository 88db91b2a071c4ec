"""Write a national collection of made-up plans: one file after the other, all or nothing."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from os import PathLike
from pathlib import Path
from typing import TextIO

from popgraph import replacing
from popgraph.errors import DataError, UsageError
from popgraph.generation import actors, listing
from popgraph.generation.defects import inject
from popgraph.generation.draft import Draft, Graph, iri, spanish
from popgraph.generation.plan import MADE_BY, MADE_UP, draw
from popgraph.vocab import ID, SCHEME

__all__ = ["Generated", "generate"]

_MARK = "<!-- popgraph generate -->"
_NOTES = "README.md"
# More than there is room for in any plan.
_MOST_DEFECTS = 100
_MAIN = ("dcterms", "foaf", "oa", "pop", "prov", "rdfs", "unit", "xsd")


@dataclass(frozen=True, slots=True)
class Generated:
    """What `generate` made.

    Attributes:
        folder: Where.
        plans: How many product plans.
        files: How many files of RDF, with the catalogue.
        triples: How many triples are in the files that the catalogue lists.
        defects: How many defects were injected.
        findings: How many findings they cause; each is a row of ``defects.csv``.
    """

    folder: Path
    plans: int
    files: int
    triples: int
    defects: int
    findings: int


def generate(
    folder: str | PathLike[str],
    *,
    plans: int = 1,
    regions: int = 1,
    seed: int = 0,
    defects: float = 0.0,
    progress: Callable[[int, int], None] | None = None,
) -> Generated:
    """Write a collection of made-up plans into a folder; the same arguments give the same bytes.

    Args:
        folder: Where: a new or empty folder, or one that this function made before, which is replaced.
        plans: How many product plans.
        regions: How many of the shipped regions they are of, in turns.
        seed: Another one gives other plans.
        defects: How many defects a plan has on average, at most 100; ``defects.csv`` lists what rule finds each.
        progress: Is told how many plans are written and how many there will be, after each.

    Raises:
        UsageError: If an argument makes no sense, or the folder holds something else.
        DataError: If the folder can't be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     made = generate(Path(place, "one"), seed=7)
    ...     made.plans, made.defects, (made.folder / "catalog.ttl").is_file()
    (1, 0, True)
    """
    chosen = _checked(plans, regions, defects)
    target = Path(folder).absolute()
    _check_place(target)
    try:
        # A link goes on pointing to the place that it stands for.
        place = target.resolve()
        with replacing.workshop(place) as workshop:
            made = _Writer(workshop / "new", chosen, seed, defects).write(plans, progress)
            replacing.put(workshop / "new", place)
    except OSError as error:
        raise _unwritable(target, error) from error
    return Generated(target, plans, made.files + 1, made.triples, made.defects, made.findings)


class _Writer:
    """Writes one collection and counts what it writes."""

    def __init__(self, folder: Path, chosen: tuple[actors.Region, ...], seed: int, rate: float) -> None:
        self._folder = folder
        self._regions = chosen
        self._seed = seed
        self._rate = rate
        self.files = self.triples = self.defects = self.findings = 0

    def write(self, plans: int, progress: Callable[[int, int], None] | None) -> _Writer:
        self._folder.mkdir()
        with (
            _opened(self._folder / "catalog.ttl") as catalogue,
            _opened(self._folder / "defects.csv") as listed,
        ):
            self._catalogue = catalogue
            rows = csv.writer(listed, lineterminator="\n")
            rows.writerow(("plan", "kind", "rule", "focus", "path", "value"))
            catalogue.write(listing.head())
            self._write_registry()
            for number in range(1, plans + 1):
                draft = draw(self._seed, number, self._regions)
                for kind, findings in inject(draft, self._rate, self._seed, self._regions):
                    self.defects += 1
                    self.findings += len(findings)
                    for found in findings:
                        rows.writerow((number, kind, found.rule, found.focus, found.path, found.value))
                self._write_plan(draft)
                if progress is not None:
                    progress(number, plans)
        with _opened(self._folder / _NOTES) as notes:
            notes.write(_notes(plans, len(self._regions), self._seed, self._rate, self))
        return self

    def _write_plan(self, draft: Draft) -> None:
        name = f"POP {draft.product.name}, {draft.region.name} {draft.year} (sintético {draft.number})"
        region = f"region/{draft.region.slug}"
        for space, graph, file, kind, title in (
            (draft.space, draft.main, "plan", "transcription", name),
            (draft.space, draft.links, "interpretation", "interpretation", f"{name}: lecturas"),
            (draft.perx, draft.above, "plan", "transcription", f"{name}: objetivos del PERX"),
        ):
            if graph.nodes:
                names = _MAIN if graph is draft.main else ("dcterms", "pop", "prov", "rdfs")
                blocks = graph.blocks()
                suffix = "" if file == "plan" else f"/{file}"
                self._put(
                    f"{space}/{file}.ttl",
                    f"{space}{suffix}",
                    kind,
                    title,
                    head=listing.prefixes(*names, base=f"{ID}{space}/"),
                    blocks=blocks,
                    region=region,
                )
                self.triples += len(graph)

    def _write_registry(self) -> None:
        head = listing.prefixes("org", "pop", "prov", "rdfs", base=ID)
        everyone = (*actors.institutions(self._regions), *actors.groups(self._regions))
        for name, title, some in (
            ("institutions", "Instituciones", [actor for actor in everyone if actor.path.startswith("org/")]),
            ("groups", "Grupos", [actor for actor in everyone if actor.path.startswith("group/")]),
        ):
            graph = Graph()
            for actor in some:
                _put_actor(graph, actor)
            self.triples += len(graph)
            self._put(
                f"registry/{name}.ttl",
                f"registry/sintetico-{name}",
                "registry",
                f"Registro sintético: {title.lower()}",
                head=head,
                blocks=graph.blocks(),
            )
        graph = Graph()
        for region in self._regions:
            known = actors.roll(region)
            for actor in (*known.institutions, *known.groups):
                path = f"wording/{region.slug}/sintetico-{actor.path.rpartition('/')[2]}"
                graph.put(
                    path,
                    "ActorWording",
                    denotes=f"<{actor.path}>",
                    inRegion=f"<region/{region.slug}>",
                    wordingText=spanish(actor.wording),
                )
        self.triples += len(graph)
        self._put(
            "registry/wordings.ttl",
            "registry/sintetico-wordings",
            "registry",
            "Registro sintético: redacciones",
            head=head,
            blocks=graph.blocks(),
        )

    def _put(
        self,
        file: str,
        graph: str,
        kind: str,
        title: str,
        *,
        head: str,
        blocks: Iterable[str],
        region: str = "",
    ) -> None:
        place = self._folder / file
        place.parent.mkdir(parents=True, exist_ok=True)
        with _opened(place) as stream:
            stream.write(
                "# Made up by popgraph generate; no real plan says this.\n\n" + head + "\n".join(blocks)
            )
        self._catalogue.write(listing.entry(file, graph, kind, title, region))
        self.files += 1

    _catalogue: TextIO


def _put_actor(graph: Graph, actor: actors.Actor) -> None:
    values = {"sector": f"<{SCHEME}sector/{actor.sector}>"}
    if actor.kind:
        values["actorType"] = f"<{SCHEME}actor-type/{actor.kind}>"
    if actor.level:
        values["level"] = f"<{SCHEME}level/{actor.level}>"
    if actor.region:
        values["inRegion"] = f"<region/{actor.region}>"
    graph.put(actor.path, "ActorGroup" if actor.path.startswith("group/") else "Institution", **values)
    if actor.whole:
        graph.add(actor.path, "org:subOrganizationOf", f"<{actor.whole}>")
    graph.add(actor.path, "prov:wasGeneratedBy", iri(MADE_BY))
    graph.add(actor.path, "rdfs:label", spanish(actor.label))
    graph.add(actor.path, "rdfs:comment", *MADE_UP)


def _checked(plans: int, regions: int, defects: float) -> tuple[actors.Region, ...]:
    if plans < 1:
        raise UsageError("A collection has one plan at least", where=f"plans: {plans}")
    if not 0 <= defects < float("inf"):
        raise UsageError("The defects a plan can't be fewer than none", where=f"defects: {defects}")
    if defects > _MOST_DEFECTS:
        raise UsageError(
            "No plan has room for so many defects",
            where=f"defects: {defects}",
            hint=f"From 0 to {_MOST_DEFECTS}",
        )
    known = actors.regions()
    if not 1 <= regions <= len(known):
        raise UsageError(
            "There are no so many regions", where=f"regions: {regions}", hint=f"From 1 to {len(known)}"
        )
    return known[:regions]


def _check_place(target: Path) -> None:
    if target.resolve().name == "data":
        # The paths of a catalogue in a folder of this name begin above it.
        raise UsageError("The folder can't be called 'data'", where=str(target), hint="Give it another name")
    try:
        if not target.exists():
            return
        taken = not target.is_dir() or (any(target.iterdir()) and not _is_ours(target))
    except OSError as error:
        raise _unwritable(target, error) from error
    if taken:
        raise UsageError(
            "The folder holds something else than made-up plans",
            where=str(target),
            hint="Give a new or an empty folder",
        )


def _is_ours(folder: Path) -> bool:
    notes = folder / _NOTES
    return notes.is_file() and notes.read_text(encoding="utf-8", errors="replace").startswith(_MARK)


@contextmanager
def _opened(path: Path) -> Iterator[TextIOWrapper]:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        yield stream


def _notes(plans: int, regions: int, seed: int, rate: float, made: _Writer) -> str:
    return f"""{_MARK}
# Planes sintéticos / Synthetic plans

Todo lo que hay en esta carpeta está inventado por `popgraph generate`; ningún plan real dice esto.
Everything in this folder is made up by `popgraph generate`; no real plan says this.

| | |
|---|---|
| `--plans` | {plans} |
| `--regions` | {regions} |
| `--seed` | {seed} |
| `--defects` | {rate} |
| files | {made.files + 1} |
| triples | {made.triples} |
| defects | {made.defects} |
| findings of the defects | {made.findings} |

`catalog.ttl` dice qué archivo es qué grafo con nombre; `defects.csv`, qué hallazgo causa cada defecto puesto adrede.
`catalog.ttl` says which file is which named graph; `defects.csv` which finding each injected defect causes.
"""


def _unwritable(target: Path, error: OSError) -> DataError:
    return DataError(
        f"Can't write the folder ({error.strerror or error})",
        where=str(target),
        hint="Check that the folder above exists and is yours to write",
    )
