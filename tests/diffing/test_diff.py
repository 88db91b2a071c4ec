"""Each kind of change, made in the tables of the real plan (or in its graph) and told by meaning."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

import popgraph
from popgraph.diffing import ChangeKind, PlanDiff, diff
from popgraph.embedded import EmbeddedStore
from popgraph.report.changes import render
from popgraph.store import Store
from popgraph.vocab import ID, POP

if TYPE_CHECKING:
    from tests.diffing.conftest import Copy

PLAN = ID + "pe-cus/pop-cacao/2005/"


def told(found: PlanDiff, *kinds: ChangeKind) -> list[tuple[str, ...]]:
    """Kind, code, what changed (the aspect, or the property's short name), old values, new values."""
    return [
        (
            item.kind.value,
            item.code,
            item.aspect or item.property.rpartition("#")[2],
            "; ".join(item.before),
            "; ".join(item.after),
        )
        for item in found.changes
        if not kinds or item.kind in kinds
    ]


def updated(store: Store, update: str) -> EmbeddedStore:
    """A copy of a graph, changed by SPARQL; paths are relative to the plan's."""
    changed = pyoxigraph.Store()
    changed.extend(store.quads())
    count = {str(quad) for quad in changed}
    changed.update(f"BASE <{PLAN}> PREFIX pop: <{POP}> {update}")
    assert {str(quad) for quad in changed} != count, "the change changes nothing"
    return EmbeddedStore(changed)


def renumbered(store: Store, names: dict[str, str], *, gone: str = "") -> EmbeddedStore:
    """A copy in which elements, with all below them, are called otherwise, and what is below ``gone`` is not."""

    def call(term: object) -> object:
        if isinstance(term, NamedNode):
            for old, new in names.items():
                if term.value == PLAN + old or term.value.startswith(f"{PLAN}{old}/"):
                    return NamedNode(PLAN + new + term.value[len(PLAN + old) :])
        return term

    def below(term: object) -> bool:
        path = getattr(term, "value", "")
        return bool(gone) and (path == PLAN + gone or path.startswith(f"{PLAN}{gone}/"))

    return EmbeddedStore.of(
        Quad(call(quad.subject), quad.predicate, call(quad.object), quad.graph_name)  # type: ignore[arg-type]
        for quad in store.quads()
        if not below(quad.subject) and not below(quad.object)
    )


def test_the_same_tables_give_no_change(copy: Copy, before: Store) -> None:
    found = copy.since(before)
    assert found.equal
    assert found.changes == ()
    assert found.findings is None


def test_graphs_order_and_names_of_blank_nodes_make_no_difference(before: Store) -> None:
    quads = list(before.quads())
    knot = [
        Quad(NamedNode("urn:x:a"), NamedNode("urn:x:p"), BlankNode("one")),
        Quad(BlankNode("one"), NamedNode("urn:x:p"), BlankNode("two")),
        Quad(BlankNode("two"), NamedNode("urn:x:q"), Literal("said")),
        Quad(BlankNode("two"), NamedNode("urn:x:r"), BlankNode("one")),
    ]
    names = {BlankNode("one"): BlankNode("z"), BlankNode("two"): BlankNode("a")}
    other = [
        Quad(
            names.get(quad.subject, quad.subject) if isinstance(quad.subject, BlankNode) else quad.subject,
            quad.predicate,
            names.get(quad.object, quad.object) if isinstance(quad.object, BlankNode) else quad.object,
            NamedNode("urn:x:g"),
        )
        for quad in reversed([*quads, *knot])
    ]
    assert diff(EmbeddedStore.of([*quads, *knot]), EmbeddedStore.of(other), findings=False).equal


def test_what_a_blank_node_says_is_compared() -> None:
    def list_of(*items: str) -> EmbeddedStore:
        store = pyoxigraph.Store()
        members = " ".join(f'"{item}"' for item in items)
        store.load(f"<urn:x:a> <urn:x:p> ({members}) .".encode(), format=pyoxigraph.RdfFormat.TURTLE)
        return EmbeddedStore(store)

    many = [str(number) for number in range(3000)]
    assert diff(list_of(*many), list_of(*many), findings=False).equal
    found = diff(list_of(*many), list_of(*many[:-1], "other"), findings=False)
    assert [(item.iri, item.kind.value) for item in found.changes] == [("urn:x:a", "other")]


def test_a_statement_is_reworded(copy: Copy, before: Store) -> None:
    copy.set("goals", "oe1/a2/t1/m1", statement="Tener hectáreas certificadas.")
    assert told(copy.since(before)) == [
        (
            "reworded",
            "O1A2T1M1",
            "statement",
            "Contar con hectáreas certificadas. [es]",
            "Tener hectáreas certificadas. [es]",
        )
    ]


def test_a_date_is_changed(copy: Copy, before: Store) -> None:
    copy.set(
        "indicators", "oe1/a2/t2/i2", due_edtf="2007-38", due_earliest="2007-05-01", due_latest="2007-08-31"
    )
    assert told(copy.since(before)) == [
        (
            "dates",
            "O1A2T2I2",
            "hasDuePeriod",
            "A fines del 2007 · 2007-39: 2007-09-01 – 2007-12-31",
            "A fines del 2007 · 2007-38: 2007-05-01 – 2007-08-31",
        )
    ]


def test_one_of_three_dates_is_taken_out(before: Store) -> None:
    found = diff(
        before,
        updated(before, "DELETE WHERE { GRAPH ?g { <oe2/a2/t3/i1> pop:hasDuePeriod <oe2/a2/t3/i1/due2> } }"),
        findings=False,
    )
    dates = told(found, ChangeKind.DATES)
    assert [(row[1], row[4]) for row in dates] == [("O2A2T3I1", "")]
    assert "2007-39: 2007-09-01 – 2007-12-31" in dates[0][3]


def test_a_target_is_changed_property_by_property(copy: Copy, before: Store) -> None:
    copy.set("indicators", "oe1/a2/t1/i2", target_min="120", target_unit="unit:NUM")
    rows = told(copy.since(before))
    assert [row[:3] for row in rows] == [
        ("targets", "O1A2T1I2", "targetMin"),
        ("targets", "O1A2T1I2", "targetUnit"),
    ]
    assert [float(value) for value in rows[0][3:]] == [150, 120]
    assert rows[1][3:] == ("hectárea", "unidad contada")


def test_a_target_comes(before: Store) -> None:
    bare = updated(before, "DELETE WHERE { GRAPH ?g { <oe1/a2/t1/i1> pop:hasTarget ?t . ?t ?p ?o } }")
    rows = told(diff(bare, before, findings=False), ChangeKind.TARGETS)
    assert [(row[1], row[2], row[3]) for row in rows] == [("O1A2T1I1", "hasTarget", "")]
    assert "150 ha. certificadas" in rows[0][4]


def test_a_responsible_in_the_midst_is_taken_out(copy: Copy, before: Store) -> None:
    def without(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        kept = [row for row in rows if row["path"] != "oe1/a3/t2/r4"]
        new = {"oe1/a3/t2/r5": "oe1/a3/t2/r4", "oe1/a3/t2/r6": "oe1/a3/t2/r5"}
        return [row | {"path": new.get(row["path"], row["path"])} for row in kept]

    copy.edit("responsibilities", without)
    found = copy.since(before)
    assert told(found, ChangeKind.RESPONSIBILITIES) == [
        ("responsibilities", "O1A3T2", "removed", "INIA [es] · INIA", "")
    ]
    assert {item.kind for item in found.changes} == {ChangeKind.RESPONSIBILITIES, ChangeKind.PASSAGES}


def test_responsibles_stand_in_another_order(copy: Copy, before: Store) -> None:
    def swapped(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        first, second = (row for row in rows if row["path"] in ("oe1/a3/t2/r1", "oe1/a3/t2/r2"))
        cells = {
            one["path"]: other | {"path": one["path"]} for one, other in ((first, second), (second, first))
        }
        return [cells.get(row["path"], row) for row in rows]

    copy.edit("responsibilities", swapped)
    ((kind, code, aspect, old, new),) = told(copy.since(before))
    assert (kind, code, aspect) == ("responsibilities", "O1A3T2", "reordered")
    assert old.startswith("MINCETUR [es]; MINAG [es]; CERX [es]")
    assert new.startswith("MINAG [es]; MINCETUR [es]; CERX [es]")


def test_a_wording_is_read_as_another_actor(copy: Copy, before: Store) -> None:
    copy.edit(
        "registry/wordings",
        lambda rows: [
            row | {"actor": "org/minag"} if (row["region"], row["wording"]) == ("pe-cus", "SENASA") else row
            for row in rows
        ],
    )
    found = copy.since(before)
    rows = told(found, ChangeKind.RESPONSIBILITIES)
    assert rows
    assert {(row[2], row[3], row[4]) for row in rows} == {
        ("re-read", "SENASA [es] · SENASA", "SENASA [es] · MINAG")
    }
    with (copy.plan / "transcription" / "responsibilities.csv").open(encoding="utf-8") as stream:
        assert len(rows) == sum(line.split(",")[2] == "SENASA" for line in stream)
    # The wording itself says so too.
    others = [item for item in found.changes if item.kind is ChangeKind.OTHER]
    assert [(item.property, item.before, item.after) for item in others] == [
        (POP + "denotes", ("SENASA",), ("MINAG",))
    ]


def test_a_goal_is_moved_to_another_task(before: Store) -> None:
    found = diff(
        before,
        updated(
            before,
            "DELETE { GRAPH ?g { <oe1/a2/t1> pop:hasGoal ?m } } INSERT { GRAPH ?g { <oe1/a2/t2> pop:hasGoal ?m } }"
            " WHERE { GRAPH ?g { <oe1/a2/t1> pop:hasGoal ?m } }",
        ),
        findings=False,
    )
    assert told(found) == [("moved", "O1A2T1M1", "hasGoal", "O1A2T1", "O1A2T2")]


@pytest.mark.parametrize(
    ("path", "name", "new", "code"),
    [
        ("oe1/a2/t1", "partOfActivity", "oe1/a3", "O1A2T1"),
        ("oe1/a2", "servesObjective", "../../perx/2005/oe2", "O1A2"),
        ("foda/f1", "inSection", "seccion/2-1", "F1"),
    ],
)
def test_an_element_is_moved(before: Store, path: str, name: str, new: str, code: str) -> None:
    other = updated(
        before,
        f"DELETE {{ GRAPH ?g {{ <{path}> pop:{name} ?o }} }} INSERT {{ GRAPH ?g {{ <{path}> pop:{name} <{new}> }} }}"
        f" WHERE {{ GRAPH ?g {{ <{path}> pop:{name} ?o }} }}",
    )
    found = diff(before, other, findings=False)
    assert [row[:3] for row in told(found)] == [("moved", code, name)]
    assert len(found.changes[0].before) == len(found.changes[0].after) == 1


def test_a_task_with_all_that_stands_in_it_is_taken_out(before: Store) -> None:
    last = renumbered(before, {}, gone="oe1/a3/t4")
    rows = told(
        diff(before, last, findings=False), ChangeKind.REMOVED, ChangeKind.RENUMBERED, ChangeKind.REWORDED
    )
    assert {row[:2] for row in rows} == {("removed", f"O1A3T4{part}") for part in ("", "M1", "I1")}
    back = told(diff(last, before, findings=False), ChangeKind.ADDED)
    assert {row[:2] for row in back} == {("added", f"O1A3T4{part}") for part in ("", "M1", "I1")}


def test_tasks_that_move_up_are_renumbered_and_not_reworded(before: Store) -> None:
    shifted = renumbered(before, {"oe1/a3/t3": "oe1/a3/t2", "oe1/a3/t4": "oe1/a3/t3"}, gone="oe1/a3/t2")
    found = diff(before, shifted, findings=False)
    tasks = [row for row in told(found, ChangeKind.RENUMBERED) if "I" not in row[1] and "M" not in row[1]]
    assert [(row[3], row[4]) for row in tasks] == [("O1A3T3", "O1A3T2"), ("O1A3T4", "O1A3T3")]
    parts = {(row[3], row[4]) for row in told(found, ChangeKind.RENUMBERED)} - {row[3:] for row in tasks}
    assert ("O1A3T3I2", "O1A3T2I2") in parts
    assert {row[1] for row in told(found, ChangeKind.REMOVED)} == {
        "O1A3T2",
        "O1A3T2M1",
        "O1A3T2I1",
        "O1A3T2I2",
    }
    kinds = {ChangeKind.REWORDED, ChangeKind.DATES, ChangeKind.TARGETS, ChangeKind.ADDED, ChangeKind.MOVED}
    assert told(found, *kinds, ChangeKind.RESPONSIBILITIES) == []


def test_a_renumbered_task_may_have_a_slip_corrected(before: Store) -> None:
    other = renumbered(before, {"oe1/a3/t4": "oe1/a3/t5"})
    other = updated(
        other,
        "DELETE { GRAPH ?g { <oe1/a3/t5> pop:sourceText ?o } } INSERT { GRAPH ?g { <oe1/a3/t5> pop:sourceText"
        ' "Promover la creación de una Junta Nacional del Cacao"@es } }'
        " WHERE { GRAPH ?g { <oe1/a3/t5> pop:sourceText ?o } }",
    )
    rows = told(diff(before, other, findings=False), ChangeKind.RENUMBERED, ChangeKind.REWORDED)
    assert ("renumbered", "O1A3T5", "", "O1A3T4", "O1A3T5") in rows
    assert [row[1:3] for row in rows if row[0] == "reworded"] == [("O1A3T5", "sourceText")]


def test_another_text_under_another_code_is_another_task(before: Store) -> None:
    other = renumbered(before, {"oe1/a3/t4": "oe1/a3/t5"})
    other = updated(
        other,
        "DELETE { GRAPH ?g { <oe1/a3/t5> ?p ?o } } INSERT { GRAPH ?g { <oe1/a3/t5> ?p"
        ' "Sembrar café en las alturas."@es } } WHERE { VALUES ?p { pop:sourceText pop:statement }'
        " GRAPH ?g { <oe1/a3/t5> ?p ?o } }",
    )
    found = diff(before, other, findings=False)
    assert not told(found, ChangeKind.RENUMBERED)
    assert "O1A3T4" in {row[1] for row in told(found, ChangeKind.REMOVED)}
    assert "O1A3T5" in {row[1] for row in told(found, ChangeKind.ADDED)}


def test_parents_in_a_circle_are_no_hindrance() -> None:
    def circle(*pairs: str) -> EmbeddedStore:
        part = NamedNode(POP + "partOfActivity")
        return EmbeddedStore.of(
            Quad(NamedNode(f"urn:x:{pair[0]}"), part, NamedNode(f"urn:x:{pair[1]}")) for pair in pairs
        )

    found = diff(circle("ab", "ba"), circle("ab", "bb"), findings=False)
    assert [(item.kind, item.iri) for item in found.changes] == [(ChangeKind.MOVED, "urn:x:b")]


def test_a_quote_stands_on_another_line(before: Store) -> None:
    other = updated(
        before,
        "DELETE { GRAPH ?g { ?s pop:lastLine ?o } } INSERT { GRAPH ?g { ?s pop:lastLine 771 } }"
        " WHERE { GRAPH ?g { <oe1/a2/t1> pop:hasSourcePassage ?s . ?s pop:lastLine ?o } }",
    )
    rows = told(diff(before, other, findings=False))
    assert [row[:3] for row in rows] == [("passages", "O1A2T1", "hasSourcePassage")]
    assert rows[0][3].startswith("769-770 · ")
    assert rows[0][4].startswith("769-771 · ")


def test_any_other_property_is_told_as_such(before: Store) -> None:
    other = updated(
        before,
        "DELETE { GRAPH ?g { <oe1/a2/t1> pop:code ?o } } INSERT { GRAPH ?g { <oe1/a2/t1> pop:code 'T9' } }"
        " WHERE { GRAPH ?g { <oe1/a2/t1> pop:code ?o } }",
    )
    assert told(diff(before, other, findings=False)) == [("other", "O1A2T1", "code", "T1", "T9")]


def test_backwards_is_the_mirror_image(copy: Copy, before: Store) -> None:
    copy.set("indicators", "oe1/a2/t1/i2", target_min="120")
    copy.set("goals", "oe1/a2/t1/m1", statement="Tener hectáreas certificadas.")
    other = copy.open()
    there, back = diff(before, other, findings=False), diff(other, before, findings=False)
    assert [(*row[:3], row[4], row[3]) for row in told(there)] == told(back)


def test_findings_are_new_fixed_and_unchanged(before: Store) -> None:
    gone = updated(before, "DELETE WHERE { GRAPH ?g { <oe1/a2/t1> pop:partOfActivity ?o } }")
    there = diff(before, gone, tier="draft").findings
    back = diff(gone, before, tier="draft").findings
    assert there is not None and back is not None
    assert PLAN + "oe1/a2/t1" in {finding.focus for finding in there.new}
    assert there.fixed == ()
    assert {finding.fingerprint for finding in back.fixed} == {finding.fingerprint for finding in there.new}
    assert len(back.unchanged) == len(there.unchanged)
    same = diff(gone, gone, tier="draft")
    assert same.equal
    assert same.findings is not None
    assert {finding.focus for finding in same.findings.unchanged} >= {PLAN + "oe1/a2/t1"}


def test_a_renumbered_task_keeps_its_findings(before: Store) -> None:
    bare = updated(before, "DELETE WHERE { GRAPH ?g { <oe1/a3/t4> pop:partOfActivity ?o ; pop:ordinal ?n } }")
    other = renumbered(bare, {"oe1/a3/t4": "oe1/a3/t5"})
    found = diff(bare, other, tier="draft")
    assert found.findings is not None
    assert PLAN + "oe1/a3/t5" in {finding.focus for finding in found.findings.unchanged}
    assert (found.findings.new, found.findings.fixed) == ((), ())


def test_the_library_names_it() -> None:
    assert popgraph.diff is diff


@pytest.mark.parametrize(("lang", "word"), [("es", "Valores objetivo"), ("en", "Targets")])
def test_text_markdown_and_json_tell_the_same(copy: Copy, before: Store, lang: str, word: str) -> None:
    copy.set("indicators", "oe1/a2/t1/i2", target_min="120")
    found = diff(before, copy.open(), lang=lang, findings=False)
    text, page = render(found, lang=lang), render(found, "markdown", lang=lang)
    assert f"\n{word}: 1\n" in text
    assert f"\n## {word}: 1\n" in page
    (line,) = (line for line in text.splitlines() if "O1A2T1I2" in line)
    assert "150" in line and line.endswith("→ 120")
    record = json.loads(render(found, "json", lang=lang))
    assert record["equal"] is False
    assert [(item["kind"], item["code"], item["after"]) for item in record["changes"]] == [
        ("targets", "O1A2T1I2", ["120"])
    ]
    assert record["findings"] is None


def test_what_a_text_holds_is_no_markup() -> None:
    def saying(text: str) -> EmbeddedStore:
        return EmbeddedStore.of([Quad(NamedNode("urn:x:a"), NamedNode(POP + "statement"), Literal(text))])

    found = diff(saying("a"), saying("<script> [x](y) \x1b[2J *b*"), findings=False)
    page, text = render(found, "markdown"), render(found)
    assert "<script>" not in page
    assert "\\[x\\](y)" in page and "\\*b\\*" in page
    assert "\x1b" not in page + text
