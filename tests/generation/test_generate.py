from __future__ import annotations

import csv
import tracemalloc
from pathlib import Path
from random import Random

import pytest
from pyoxigraph import RdfFormat, parse

import popgraph
from popgraph.catalog import read
from popgraph.checks import CHECKS
from popgraph.embedded import EmbeddedStore
from popgraph.errors import UsageError
from popgraph.generation import listing
from popgraph.generation.actors import regions
from popgraph.generation.defects import KINDS, inject
from popgraph.generation.defects.bench import Bench, Kind
from popgraph.generation.draft import Activity, Declared, Draft
from popgraph.generation.plan import MADE_BY, draw
from popgraph.targets import parse_target
from popgraph.vocab import ID

# The documents don't exist, so that their quotes can't be checked: one note a plan.
UNREAD = "TXT-01s"

Found = set[tuple[str, str, str, str]]


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def found(folder: Path) -> Found:
    report = popgraph.validate(folder)
    return {(item.rule, item.focus, item.path, item.value) for item in report.findings if item.rule != UNREAD}


def listed(folder: Path) -> Found:
    with (folder / "defects.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {(row["rule"], row["focus"], row["path"], row["value"]) for row in rows}


def kind(name: str) -> Kind:
    (chosen,) = (kind for kind in KINDS if kind.name == name)
    return chosen


def store(draft: Draft) -> EmbeddedStore:
    head = listing.prefixes(
        "dcterms", "foaf", "oa", "pop", "prov", "rdfs", "unit", "xsd", base=f"{ID}{draft.space}/"
    )
    return EmbeddedStore.of(parse(head + "".join(draft.main.blocks()), format=RdfFormat.TURTLE))


def put(kind: Kind, draft: Draft, activity: Activity) -> Found:
    bench = Bench(draft, Random(1), regions())
    return {key(item) for item in kind.make(bench, activity, activity.tasks[0])}


def key(item: Declared) -> tuple[str, str, str, str]:
    return item.rule, item.focus, item.path, item.value


def answers(draft: Draft, *rules: str) -> Found:
    told = store(draft)
    return {(item.rule, item.focus, item.path, item.value) for rule in rules for item in CHECKS[rule](told)}


def test_same_arguments_give_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        popgraph.generate(tmp_path / name, plans=6, regions=3, seed=4, defects=2)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_another_seed_gives_other_plans(tmp_path: Path) -> None:
    popgraph.generate(tmp_path / "one", plans=2, seed=1)
    popgraph.generate(tmp_path / "two", plans=2, seed=2)
    assert not set(contents(tmp_path / "one")).issuperset(
        name for name in contents(tmp_path / "two") if name.startswith("pe-")
    )


def test_a_plan_does_not_depend_on_how_many_there_are(tmp_path: Path) -> None:
    popgraph.generate(tmp_path / "few", plans=3, regions=2, seed=9, defects=1.5)
    popgraph.generate(tmp_path / "many", plans=12, regions=2, seed=9, defects=1.5)
    few, many = contents(tmp_path / "few"), contents(tmp_path / "many")
    plans = [name for name in few if name.startswith("pe-")]
    assert len(plans) >= 6
    assert all(few[name] == many[name] for name in plans)


def test_everything_says_that_it_is_made_up(tmp_path: Path) -> None:
    made = popgraph.generate(tmp_path / "new", plans=8, regions=2, seed=3)
    generated = "http://www.w3.org/ns/prov#wasGeneratedBy"
    catalogue = list(parse(path=made.folder / "catalog.ttl", format=RdfFormat.TURTLE))
    marked = {str(quad.subject) for quad in catalogue if quad.predicate.value == generated}
    table = read(made.folder / "catalog.ttl")
    assert {f"<{entry.dataset}>" for entry in table} == marked
    assert all("sintético" in entry.title() for entry in table)
    plans = [entry for entry in table if entry.kind == "transcription"]
    assert len(plans) == 16
    for entry in plans:
        quads = list(parse(path=table.path(entry), format=RdfFormat.TURTLE))
        plan = f"<{entry.graph.replace('/graph/', '/id/')}/plan>"
        said = {
            (quad.predicate.value, getattr(quad.object, "value", ""))
            for quad in quads
            if str(quad.subject) == plan
        }
        assert (generated, MADE_BY) in said
        assert any(name.endswith("#comment") and "no real plan says this" in text for name, text in said)
    assert "no real plan says this" in (made.folder / "README.md").read_text(encoding="utf-8")
    assert "/sintetico-" in plans[0].graph


def test_no_made_up_thing_has_the_iri_of_a_real_one(tmp_path: Path) -> None:
    made = popgraph.generate(tmp_path / "new", plans=10, regions=25, seed=8)
    shipped = {str(quad.subject) for quad in popgraph.open().quads()}
    own = {
        str(quad.subject)
        for path in made.folder.rglob("*.ttl")
        for quad in parse(path=path, format=RdfFormat.TURTLE)
    }
    assert len(own) > 4000
    assert not own & shipped


def test_sizes_are_those_of_a_nation(tmp_path: Path) -> None:
    drafts = [draw(1, number, regions()) for number in range(1, 401)]
    sizes = sorted(len(draft.main) + len(draft.links) + len(draft.above) for draft in drafts)
    assert 1400 < sum(sizes) / len(sizes) < 1800
    assert sizes[len(sizes) // 2] < 1400
    assert sizes[-1] > 5000
    parties = [
        party.path
        for draft in drafts
        for activity in draft.activities
        for task in activity.tasks
        for party in task.parties
    ]
    assert 0.25 < sum(path.startswith("group/") for path in parties) / len(parties) < 0.32


def test_events_are_read_as_events() -> None:
    drafts = [draw(2, number, regions()) for number in range(1, 40)]
    clauses = {
        node["pop:sourceText"][0].removesuffix("@es").strip('"')
        for draft in drafts
        for node in draft.main.nodes.values()
        if "pop:targetMode" in node and node["pop:targetMode"][0].endswith("/event>")
    }
    assert len(clauses) > 300
    read_as = {clause: parse_target(clause) for clause in clauses}
    assert not [clause for clause, target in read_as.items() if target is not None and target.mode != "event"]


@pytest.mark.parametrize("seed", [1, 2])
def test_plans_without_defects_have_no_findings(tmp_path: Path, seed: int) -> None:
    made = popgraph.generate(tmp_path / "new", plans=12, regions=4, seed=seed)
    assert (made.defects, made.findings) == (0, 0)
    assert found(made.folder) == set()


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_validation_finds_just_what_is_listed(tmp_path: Path, seed: int) -> None:
    made = popgraph.generate(tmp_path / "new", plans=12, regions=3, seed=seed, defects=4)
    assert made.defects > 30
    assert made.findings == len(listed(made.folder))
    assert found(made.folder) == listed(made.folder)


def test_an_achievement_restates_just_the_words_that_say_something() -> None:
    restates = kind("achievement that restates the activity")
    topics = set()
    for number in range(1, 120):
        for at in range(len(draw(7, number, regions()).activities)):
            draft = draw(7, number, regions())
            activity = draft.activities[at]
            if activity.topic in topics:
                continue
            declared = put(restates, draft, activity)
            if declared:
                topics.add(activity.topic)
                assert answers(draft, "VER-09") == declared
    assert "el cultivo bajo sombra" in topics
    assert len(topics) > 20


def test_a_title_that_promises_more_is_printed_with_its_code() -> None:
    promise = kind("promise that nothing takes up")
    titles = 0
    for number in range(1, 200):
        draft = draw(7, number, regions())
        if len(draft.activities) > 5:
            declared = put(promise, draft, draft.activities[-1])
            assert answers(draft, "VER-10", "STR-13") == declared
            titles += 1
    assert titles > 5


def test_defects_are_of_many_rules() -> None:
    declared: dict[str, set[str]] = {}
    for kind in KINDS:
        for number in range(1, 400):
            put = inject(draw(5, number, regions()), 3.0, 5, regions(), (kind,))
            if put:
                declared[kind.name] = {item.rule for _, items in put for item in items}
                break
    assert declared.keys() == {kind.name for kind in KINDS}
    assert len(set.union(*declared.values())) >= 50


def test_the_page_lists_every_kind_of_defect_with_its_rules() -> None:
    page = (Path(__file__).parents[2] / "docs" / "generation.md").read_text(encoding="utf-8")
    listed_kinds = [line.split(" | ")[0].removeprefix("| ") for line in page.splitlines() if "| `" in line]
    assert [name for name in listed_kinds if "`" not in name] == [kind.name for kind in KINDS]


def test_the_rate_is_the_mean_over_plans() -> None:
    numbers = [len(inject(draw(6, number, regions()), 0.5, 6, regions())) for number in range(1, 601)]
    assert 0.42 < sum(numbers) / len(numbers) < 0.58


def test_memory_does_not_grow_with_plans(tmp_path: Path) -> None:
    def peak(plans: int) -> int:
        tracemalloc.start()
        popgraph.generate(tmp_path / str(plans), plans=plans, regions=2, seed=24, defects=1)
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    # The peak is that of the largest plan, which is one of the first ten with this seed.
    popgraph.generate(tmp_path / "warm", plans=40, regions=2, seed=24, defects=1)
    assert peak(40) < 1.5 * peak(10)


def test_progress_is_told_plan_by_plan(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    popgraph.generate(tmp_path / "new", plans=3, progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_an_interrupt_leaves_nothing_and_keeps_what_was_there(tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        popgraph.generate(tmp_path / "new", plans=3, progress=stop)
    assert list(tmp_path.iterdir()) == []
    popgraph.generate(tmp_path / "new", plans=1, seed=1)
    before = contents(tmp_path / "new")
    with pytest.raises(KeyboardInterrupt):
        popgraph.generate(tmp_path / "new", plans=3, progress=stop)
    assert contents(tmp_path / "new") == before
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_a_collection_is_replaced_as_a_whole(tmp_path: Path) -> None:
    popgraph.generate(tmp_path / "new", plans=3, seed=1)
    popgraph.generate(tmp_path / "new", plans=1, seed=2)
    popgraph.generate(tmp_path / "fresh", plans=1, seed=2)
    assert contents(tmp_path / "new") == contents(tmp_path / "fresh")


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(UsageError, match="something else"):
        popgraph.generate(tmp_path / "mine")
    assert contents(tmp_path / "mine") == {"letter.txt": b"dear"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"plans": 0}, "one plan at least"),
        ({"regions": 0}, "so many regions"),
        ({"regions": 26}, "so many regions"),
        ({"defects": -0.1}, "fewer than none"),
        ({"defects": float("nan")}, "fewer than none"),
        ({"defects": 100.5}, "room for so many"),
        ({"defects": 1e8}, "room for so many"),
    ],
)
def test_arguments_that_make_no_sense(tmp_path: Path, arguments: dict[str, float], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        popgraph.generate(tmp_path / "new", **arguments)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []
