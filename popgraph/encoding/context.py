"""What every builder of a plan needs: names, source, problems, and the passages of each element."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from popgraph.encoding.coverage import Claim
from popgraph.encoding.graph import Graph, Node
from popgraph.encoding.names import Names
from popgraph.encoding.passages import Passage, Source
from popgraph.encoding.problems import Place, Problems
from popgraph.encoding.rows import FurnitureRow, PassageRow, QuotedRow
from popgraph.errors import DataError
from popgraph.wordings.quotes import fold

__all__ = ["Context"]


class Context:
    """Names, source and problems of one plan, and what its elements have claimed so far."""

    def __init__(
        self, names: Names, source: Source, problems: Problems, *, further: Iterable[PassageRow] = ()
    ) -> None:
        self.names = names
        self.source = source
        self.problems = problems
        self.claims: list[Claim] = []
        self._further: dict[str, list[PassageRow]] = defaultdict(list)
        for row in further:
            self._further[row.path].append(row)
        self._declared: dict[str, Place] = {}
        self._ordinals: Counter[tuple[str, ...]] = Counter()

    def iri(self, reference: str, where: Place) -> str | None:
        """Return a reference's IRI; None, and a problem noted, if it is none. Empty is no reference."""
        if not reference:
            return None
        try:
            return self.names.iri(reference)
        except DataError as error:
            self.problems.add(where, error.what, hint=error.hint)
            return None

    def iris(self, references: Iterable[str], where: Place) -> list[str | None]:
        """Return the IRI of each reference."""
        return [self.iri(reference, where) for reference in references]

    def concept(self, scheme: str, code: str, where: Place) -> str | None:
        """Return the IRI of a code; codes that are references already (with : or /) are taken as such."""
        if not code:
            return None
        return self.iri(code if ":" in code or "/" in code else f"scheme:{scheme}/{code}", where)

    def declare(self, graph: Graph, path: str, where: Place, kind: str) -> Node | None:
        """Begin the resource at ``path``; None, and a problem noted, if another row describes it already."""
        iri = self.iri(path, where)
        if iri is None:
            return None
        if iri in self._declared:
            self.problems.add(where, f"{path} is described already in {self._declared[iri]}")
            return None
        self._declared[iri] = where
        return graph.node(iri, where).is_a(kind)

    def ordinal(self, node: Node, path: str, kind: str) -> None:
        """Number the element among those of its kind in the same folder of the path."""
        key = (path.rpartition("/")[0], kind)
        self._ordinals[key] += 1
        node.integer("pop:ordinal", self._ordinals[key])

    def passages(self, node: Node, graph: Graph, row: QuotedRow, path: str) -> tuple[Passage, ...]:
        """Write the passages of an element into ``graph``, link them, and return those that were found."""
        found = []
        rows: list[QuotedRow] = [row, *self._further.pop(path, [])]
        for number, each in enumerate(rows, start=1):
            passage = self._claim(each)
            if passage is None:
                continue
            found.append(passage)
            iri = self.names.passage(path, number)
            if iri in self._declared:
                self.problems.add(each.where, f"The passage {iri} is that of {self._declared[iri]} too")
            self._declared[iri] = each.where
            node.link("pop:hasSourcePassage", iri)
            target = graph.node(iri, each.where).is_a("pop:SourcePassage")
            target.link("oa:hasSource", self.names.iri("fuente"))
            target.integer("pop:firstLine", passage.lines.first).integer("pop:lastLine", passage.lines.last)
            target.string("oa:exact", passage.exact).string("oa:prefix", passage.prefix)
            if len(rows) > 1:
                target.integer("pop:ordinal", number)
        return tuple(found)

    def texts(
        self, node: Node, passages: tuple[Passage, ...], where: Place, *, source_text: str, statement: str
    ) -> None:
        """Write the verbatim and the normalised text; note a problem if the former isn't in the quotes."""
        quoted = " ".join(passage.exact for passage in passages)
        verbatim = source_text or quoted
        if passages and fold(verbatim) not in quoted:
            self.problems.add(
                where,
                f"source_text {verbatim!r} isn't verbatim in the quote",
                hint=f"The quote is {quoted!r}",
            )
        node.text("pop:sourceText", verbatim, "es")
        node.text("pop:statement", statement or verbatim, "es")

    def furniture(self, rows: Iterable[FurnitureRow]) -> None:
        """Claim characters that are no content."""
        for row in rows:
            self._claim(row, (row.reason_es, row.reason_en))

    def finish(self) -> None:
        """Note a problem for each further passage whose element doesn't exist."""
        for path, rows in self._further.items():
            for row in rows:
                self.problems.add(row.where, f"No quoted element {path}", hint="Correct the path")

    def _claim(self, row: QuotedRow, reasons: tuple[str, str] | None = None) -> Passage | None:
        try:
            passage = self.source.locate(row.quote, row.lines, row.occurrence)
        except DataError as error:
            self.problems.add(row.where, f"{error.what} ({error.where})", hint=error.hint)
            return None
        self.claims.append(Claim(row.where, passage, reasons))
        return passage
