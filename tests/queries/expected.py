"""The answers to the competency questions, worked out from the transcription tables in plain Python.

No RDF and no query is involved, so that the committed files say what the document says and not what the
queries happen to give. ``python -m tests.queries.expected`` writes ``tests/queries/expected/*.csv`` anew.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from pathlib import Path

from tests.queries.transcription import (
    BASE,
    GROUP,
    INSTITUTION,
    PLAN,
    Cells,
    Row,
    activity_of,
    actors_of,
    day,
    due_periods,
    iri,
    is_group,
    mentions,
    number,
    of_task,
    parent,
    table,
    tasks,
    tasks_of,
    texts,
    truth,
)

__all__ = ["CASES", "FOLDER", "Answer", "Case", "expected"]

FOLDER = Path(__file__).resolve().parent / "expected"


@dataclass(frozen=True)
class Answer:
    """Columns and rows of an expected answer, every cell as text, in the order of the query."""

    columns: Cells
    rows: tuple[Cells, ...]

    def to_csv(self) -> str:
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(self.rows)
        return text.getvalue()


@dataclass(frozen=True)
class Case:
    """A question with the parameters that differ from their defaults."""

    query: str
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        values = [f"{name}-{value.rpartition('/')[2]}" for name, value in self.parameters.items()]
        return ".".join([self.query, *values])

    @property
    def path(self) -> Path:
        return FOLDER / f"{self.name}.csv"


def cross_objective(*, groups: str = "true") -> Answer:
    objectives = {task.partition("/")[0] for task in tasks()}
    rows = [
        (len(its), iri(actor))
        for actor, its in tasks_of().items()
        if {task.partition("/")[0] for task in its} == objectives
        and (groups == "true" or not is_group(actor))
    ]
    rows.sort(key=lambda row: (-row[0], row[1]))
    return Answer(("plan", "actor", "tasks"), tuple((PLAN + "plan", actor, str(n)) for n, actor in rows))


def pairs(*, groups: str = "true", min: str = "1") -> Answer:
    shared: Counter[tuple[str, str]] = Counter()
    for actors in actors_of().values():
        kept = sorted(iri(actor) for actor in actors if groups == "true" or not is_group(actor))
        shared.update(combinations(kept, 2))
    rows = sorted((-count, a, b) for (a, b), count in shared.items() if count >= int(min))
    return Answer(("a", "b", "shared"), tuple((a, b, str(-count)) for count, a, b in rows))


def sole_institution(*, lang: str = "es") -> Answer:
    rows = []
    for task, actors in sorted(actors_of().items()):
        named = [actor for actor in actors if not is_group(actor)]
        if len(named) == 1:
            rows.append((iri(task), texts(lang)[task], iri(named[0]), str(len(actors) - 1)))
    return Answer(("task", "text", "institution", "groups"), tuple(rows))


def fractional_weight() -> Answer:
    weights: dict[str, Fraction] = defaultdict(Fraction)
    for actors in actors_of().values():
        for actor in actors:
            weights[actor] += Fraction(1, len(actors))
    assert sum(weights.values()) == len(tasks())
    rows = [(iri(actor), number(weight), str(len(tasks_of()[actor]))) for actor, weight in weights.items()]
    rows.sort(key=lambda row: (-Decimal(row[1]), row[0]))
    return Answer(("actor", "weight", "tasks"), tuple(rows))


def left_out(*, actor: str = iri("org/gobierno-regional-cusco")) -> Answer:
    without = [task for task, actors in actors_of().items() if actor not in map(iri, actors)]
    row = (PLAN + "plan", actor, str(len(without)), str(len(tasks())))
    return Answer(("plan", "actor", "without", "tasks"), (row,))


def group_share() -> Answer:
    everyone = [actor for _, _, actor in mentions()]
    kinds = Counter(GROUP if is_group(actor) else INSTITUTION for actor in everyone)
    groups = Counter(iri(actor) for actor in everyone if is_group(actor))
    rows = [
        (who, str(count), number(Fraction(count, len(everyone))))
        for counter in (kinds, groups)
        for who, count in sorted(counter.items(), key=lambda item: (-item[1], item[0]))
    ]
    return Answer(("who", "mentions", "share"), tuple(rows))


def bridges() -> Answer:
    institutions: dict[str, set[str]] = defaultdict(set)
    for task, _, actor in mentions():
        if not is_group(actor):
            institutions[activity_of(task)].add(actor)
    rows = []
    for activity, other in combinations(sorted(institutions), 2):
        common = institutions[activity] & institutions[other]
        if len(common) == 1:
            rows.append((iri(common.pop()), iri(activity), iri(other)))
    return Answer(("institution", "activity", "other"), tuple(sorted(rows)))


def calendar(*, actor: str = iri("org/dircetur-cusco"), lang: str = "es") -> Answer:
    its = {task for task, actors in actors_of().items() if actor in map(iri, actors)}
    dues = [due for due in due_periods() if parent(due.indicator) in its]
    dues.sort(key=lambda due: (day(due.latest) or "9999", day(due.earliest), iri(due.indicator), due.edtf))
    return Answer(
        ("actor", "indicator", "edtf", "earliest", "latest", "text"),
        tuple((actor, iri(due.indicator), *due.cells, texts(lang)[due.indicator]) for due in dues),
    )


def fewer_indicators(*, lang: str = "es") -> Answer:
    goals = Counter(parent(row["path"]) for row in table("goals"))
    indicators = Counter(parent(row["path"]) for row in table("indicators") if of_task(row["path"]))
    return Answer(
        ("task", "text", "goals", "indicators"),
        tuple(
            (iri(task), texts(lang)[task], str(goals[task]), str(indicators[task]))
            for task in sorted(tasks())
            if indicators[task] < goals[task]
        ),
    )


def late_progress(*, lang: str = "es") -> Answer:
    never = datetime.date.max
    ends: dict[str, datetime.date] = {}
    for due in due_periods():
        if of_task(due.indicator):
            activity = activity_of(parent(due.indicator))
            ends[activity] = max(ends.get(activity, datetime.date.min), due.latest or never)
    rows = []
    for due in due_periods():
        activity = parent(due.indicator)
        if due.indicator.endswith("/avance") and (due.latest or never) > ends[activity]:
            certain = due.earliest is not None and due.earliest > ends[activity]
            bounds = (day(due.earliest), day(due.latest), day(ends[activity]))
            rows.append(
                (iri(due.indicator), iri(activity), *bounds, truth(certain), texts(lang)[due.indicator])
            )
    columns = ("indicator", "activity", "earliest", "latest", "tasksEnd", "certain", "text")
    return Answer(columns, tuple(sorted(rows)))


def wordings() -> Answer:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for _, wording, actor in mentions():
        counts[iri(actor)][wording] += 1
    rows = [
        (actor, wording, str(count))
        for actor, its in sorted(counts.items())
        if len(its) > 1
        for wording, count in sorted(its.items(), key=lambda item: (-item[1], item[0]))
    ]
    return Answer(("actor", "wording", "mentions"), tuple(rows))


def target_modes() -> Answer:
    every: Counter[str] = Counter()
    quantified: Counter[str] = Counter()
    for row in table("indicators"):
        if of_task(row["path"]):
            mode = f"{BASE}scheme/target-mode/{row['target_mode']}"
            every[mode] += 1
            quantified[mode] += bool(row["target_value"] or row["target_min"] or row["target_max"])
    rows = sorted((-count, mode) for mode, count in every.items())
    return Answer(
        ("mode", "indicators", "quantified"),
        tuple((mode, str(-count), str(quantified[mode])) for count, mode in rows),
    )


def due_in_year(*, year: str = "2007", lang: str = "es") -> Answer:
    found = []
    for due in due_periods():
        first = due.earliest or due.latest
        assert first is not None
        if first.year <= int(year) and (due.latest is None or int(year) <= due.latest.year):
            certain = due.latest is not None and first.year == due.latest.year
            found.append((not certain, day(due.latest) or "9999", day(due.earliest), iri(due.indicator), due))
    found.sort(key=lambda item: (*item[:4], item[4].edtf))
    return Answer(
        ("indicator", "edtf", "earliest", "latest", "certain", "text"),
        tuple(
            (indicator, *due.cells, truth(not doubtful), texts(lang)[due.indicator])
            for doubtful, _, _, indicator, due in found
        ),
    )


_QUOTED = (
    *("sections", "statements", "activities", "tasks", "goals", "indicators", "responsibilities"),
    *("workshops", "figures", "table_labels", "observations"),
)
_ENOUGH = 20


def evidence(*, element: str = "") -> Answer:
    rows: list[Cells] = []
    further: dict[str, list[Row]] = defaultdict(list)
    for row in table("passages"):
        further[row["path"]].append(row)
    for name in _QUOTED:
        for row in table(name):
            passages = [row, *further[row["path"]]]
            printed = " ".join(passage["quote"] for passage in passages)
            texts = {row["path"]: row.get("source_text") or printed}
            if name == "indicators":
                dues = row["due_edtf"].split("|") if row["due_edtf"] else []
                wordings_of_due = row["due_text"].split("|") * (1 if "|" in row["due_text"] else len(dues))
                for index, wording in enumerate(wordings_of_due, start=1):
                    texts[f"{row['path']}/due{index}"] = wording
                if row["target_text"]:
                    texts[f"{row['path']}/tgt"] = row["target_text"]
            for path, text in texts.items():
                for passage in passages:
                    first, _, last = passage["lines"].partition("-")
                    supported = _supports(passage["quote"], text, alone=len(passages) == 1)
                    rows.append((iri(path), first, last or first, passage["quote"], truth(supported)))
    rows.sort(key=lambda row: (row[4], row[0], int(row[1]), int(row[2]), row[3]))
    kept = tuple(row for row in rows if not element or row[0] == element)
    return Answer(("element", "first", "last", "quote", "supported"), kept)


def _supports(quote: str, text: str, *, alone: bool) -> bool:
    if alone or text in quote:
        return text in quote
    # A printed label may stand before the first of several sentences.
    return quote in text or any(text.startswith(quote[at:]) for at in range(len(quote) - _ENOUGH))


def unaddressed(*, lang: str = "es") -> Answer:
    matrix = {row["path"] for row in (*table("activities"), *table("tasks"))}
    addressed = {
        row["object"]
        for row in table("links")
        if row["property"] == "pop:addressesFinding" and matrix & set(row["subject"].split(";"))
    }
    rows = [
        (iri(row["path"]), f"{BASE}scheme/swot/{row['concept']}", texts(lang)[row["path"]])
        for row in table("statements")
        if row["class"] == "SwotStatement"
        and row["concept"] in ("weakness", "threat")
        and row["path"] not in addressed
    ]
    rows.sort(key=lambda row: ("weakness" not in row[1], row[0]))
    return Answer(("finding", "quadrant", "text"), tuple(rows))


def readings(*, lang: str = "es") -> Answer:
    printed = {row["path"]: row["quote"] for row in table("responsibilities")}
    printed |= {
        row["path"]: row.get("source_text") or row["quote"]
        for name in _QUOTED
        for row in table(name)
        if name != "responsibilities"
    }
    roots = {row["alternative_to"] for row in table("interpretations")} - {""}
    found: list[tuple[Cells, Cells]] = []
    for row in table("interpretations"):
        root = row["alternative_to"] or row["path"]
        if root not in roots:
            continue
        chosen = row["path"] == root
        certainty = f"{BASE}scheme/certainty/{row['certainty']}"
        words = sorted({printed[path] for path in row["interprets"].split(";") if path in printed}) or [""]
        for text in words:
            for target in row["reads_as"].split(";"):
                cells = (text, iri(row["path"]), truth(chosen), iri(target) if target else "")
                key = (iri(root), truth(not chosen), iri(row["path"]), text, cells[3])
                found.append((key, (*cells, certainty, row[f"reason_{lang}"])))
    columns = ("words", "interpretation", "chosen", "readsAs", "certainty", "reason")
    return Answer(columns, tuple(cells for _, cells in sorted(found)))


def pair_tasks(*, a: str = "", b: str = "", groups: str = "true") -> Answer:
    first_lines = {row["path"]: int(row["lines"].partition("-")[0]) for row in table("responsibilities")}
    named: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for row, (task, wording, actor) in zip(table("responsibilities"), mentions(), strict=True):
        if groups == "true" or not is_group(actor):
            named[task].append((iri(actor), wording, first_lines[row["path"]]))
    rows = [
        (one[0], other[0], iri(task), one[1], one[2], other[1], other[2])
        for task, its in named.items()
        for one in its
        for other in its
        if one[0] != other[0] and a in ("", one[0]) and b in ("", other[0])
    ]
    rows.sort(key=lambda row: (row[0], row[1], row[2], row[4], row[6]))
    columns = ("a", "b", "task", "wordingA", "lineA", "wordingB", "lineB")
    return Answer(columns, tuple(tuple(map(str, row)) for row in rows))


def waivers(*, lang: str = "es") -> Answer:
    rows = [
        (row["rule"], iri(focus), "", row["created"], row["expires"], row[f"reason_{lang}"])
        for row in table("waivers")
        for focus in row["focus"].split(";")
    ]
    return Answer(("rule", "focus", "fingerprint", "created", "expires", "reason"), tuple(sorted(rows)))


_ANSWERS: Mapping[str, Callable[..., Answer]] = {
    "CQ01": cross_objective,
    "CQ02": pairs,
    "CQ03": sole_institution,
    "CQ04": fractional_weight,
    "CQ05": left_out,
    "CQ06": group_share,
    "CQ07": bridges,
    "CQ08": calendar,
    "CQ09": fewer_indicators,
    "CQ10": late_progress,
    "CQ11": wordings,
    "CQ12": target_modes,
    "CQ13": due_in_year,
    "CQ14": evidence,
    "CQ15": unaddressed,
    "CQ21": readings,
    "CQ22": pair_tasks,
    "CQ23": waivers,
}

CASES: tuple[Case, ...] = (
    *(Case(query) for query in _ANSWERS if query != "CQ22"),  # all pairs at once are no answer to read
    Case("CQ01", {"groups": "false"}),
    Case("CQ02", {"groups": "false"}),
    Case("CQ02", {"groups": "true", "min": "5"}),
    Case("CQ05", {"actor": iri("org/prompex")}),
    Case("CQ05", {"actor": iri("org/bid")}),
    Case("CQ05", {"actor": iri("group/pe-cus/gremios-empresariales")}),
    Case("CQ08", {"actor": iri("org/mincetur")}),
    Case("CQ13", {"year": "2006"}),
    Case("CQ13", {"year": "2012"}),
    Case("CQ14", {"element": iri("valor/responsabilidad")}),
    Case("CQ15", {"lang": "en"}),
    Case("CQ21", {"lang": "en"}),
    Case("CQ22", {"a": iri("org/mincetur"), "b": iri("org/prompex")}),
    Case("CQ22", {"a": iri("org/senasa"), "groups": "false"}),
)


def expected(case: Case) -> Answer:
    """Return the answer to a question, from the tables alone."""
    return _ANSWERS[case.query](**case.parameters)


def write(cases: Iterable[Case]) -> None:
    """Write the expected files anew and remove those of no case."""
    wanted = {case.path: expected(case).to_csv() for case in cases}
    for path in FOLDER.glob("*.csv"):
        if path not in wanted:
            path.unlink()
    for path, text in wanted.items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(CASES)
