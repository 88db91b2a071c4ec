"""The matrix of a made-up plan: activities, tasks, goals, indicators with due periods and targets, responsibilities."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from random import Random

from popgraph.dates import parse_due
from popgraph.generation import shape, words
from popgraph.generation.actors import Actor, Roll, roll
from popgraph.generation.draft import Activity, Draft, Indicator, Task, iri, spanish, text
from popgraph.targets import parse_target
from popgraph.vocab import SCHEME

__all__ = ["add_due", "add_matrix", "add_responsibility", "add_target", "due_of", "sizes_of"]

Sizes = list[list[tuple[int, int]]]

_MANY = 6
_PARTY_WEIGHTS = {length: shape.zipf(length) for length in range(1, 65)}


def add_matrix(draft: Draft, rng: Random, sizes: Sizes) -> None:
    """Draw and put the matrix, given what `sizes_of` drew."""
    draft.head("Matriz de actividades")
    due = _dues(draft, rng, _indicators(sizes))
    known = roll(draft.region)
    objectives = sorted(rng.randrange(1, len(words.OBJECTIVES) + 1) for _ in sizes)
    numbers: dict[int, int] = {}
    for objective, tasks in zip(objectives, sizes, strict=True):
        if objective not in numbers:
            _reprint(draft, rng, objective, len(numbers) + 1)
        numbers[objective] = numbers.get(objective, 0) + 1
        topic = rng.choice(words.TOPICS)
        path = f"oe{objective}/a{numbers[objective]}"
        activity = Activity(path, objective, topic)
        _say_activity(draft, rng, activity, numbers[objective])
        for ordinal, (goals, indicators) in enumerate(tasks, start=1):
            task = Task(f"{path}/t{ordinal}")
            _say_task(draft, rng, task, ordinal=ordinal, goals=goals, dues=list(islice(due, indicators)))
            _name_parties(draft, rng, task, known)
            activity.tasks.append(task)
        _say_progress(draft, rng, activity)
        draft.activities.append(activity)
        draft.main.nodes[path]["pop:hasIndicator"] = [f"<{path}/avance>", f"<{path}/logro>"]
        for ordinal, (test, question) in enumerate(words.REVIEWS, start=1):
            draft.say(
                f"{path}/revision/{test}",
                "ReviewQuestion",
                question,
                inSection=draft.section,
                ordinal=str(ordinal),
                reviewTest=f"<{SCHEME}review-test/{test}>",
                reviews=f"<{path}>",
            )


@lru_cache(maxsize=4096)
def due_of(wording: str) -> tuple[tuple[str, str, str], ...]:
    """Return EDTF, first day and last day of what a wording says, as `popgraph.dates` reads it.

    >>> due_of("Al 2010")
    (('../2010', '', '2010-12-31'),)
    """
    return tuple(
        (
            due.edtf,
            due.earliest.isoformat() if due.earliest else "",
            due.latest.isoformat() if due.latest else "",
        )
        for due in parse_due(wording)
    )


def add_due(draft: Draft, path: str, wording: str) -> tuple[str, str]:
    """Put the due period of an indicator; return its EDTF and its last day."""
    ((edtf, earliest, latest),) = due_of(wording)
    node = {"a": ["pop:DuePeriod"]}
    if earliest:
        node["pop:earliest"] = [f'"{earliest}"^^xsd:date']
    node["pop:edtf"] = [text(edtf)]
    node["pop:hasSourcePassage"] = draft.main.nodes[path]["pop:hasSourcePassage"]
    if latest:
        node["pop:latest"] = [f'"{latest}"^^xsd:date']
    node["pop:sourceText"] = [spanish(wording)]
    draft.main.nodes[f"{path}/due1"] = node
    draft.main.nodes[path]["pop:hasDuePeriod"] = [f"<{path}/due1>"]
    return edtf, latest


def add_target(draft: Draft, path: str, clause: str, population: str = "") -> None:
    """Put the target of an indicator: what `popgraph.targets` reads, an event where there is no population."""
    node = {
        "a": ["pop:Target"],
        "pop:hasSourcePassage": draft.main.nodes[path]["pop:hasSourcePassage"],
        "pop:partOfPlan": ["<plan>"],
        "pop:sourceText": [spanish(clause)],
        "pop:statement": [spanish(clause)],
    }
    mode = "event"
    if population:
        mode, unit, value = _read_target(clause)
        node["pop:targetPopulation"] = [f"<{SCHEME}population/{population}>"]
        node["pop:targetUnit"] = [unit]
        node["pop:targetValue"] = [value]
    node["pop:targetMode"] = [f"<{SCHEME}target-mode/{mode}>"]
    draft.main.nodes[f"{path}/tgt"] = node
    draft.main.nodes[path]["pop:hasTarget"] = [f"<{path}/tgt>"]


def add_responsibility(draft: Draft, task: Task, actor: Actor, role: str = "unspecified") -> str:
    """Put one more mention of an actor among those responsible for a task; return its path."""
    ordinal = len(task.responsibilities) + 1
    path = f"{task.path}/r{ordinal}"
    draft.main.put(
        path,
        "Responsibility",
        hasSourcePassage=draft.quote(path, actor.wording),
        ordinal=str(ordinal),
        responsibilityRole=f"<{SCHEME}role/{role}>",
        responsibleParty=iri(actor.path),
        sourceText=spanish(actor.wording),
    )
    draft.main.add(task.path, "pop:hasResponsibility", f"<{path}>")
    task.responsibilities.append(path)
    task.parties.append(actor)
    return path


@lru_cache(maxsize=1024)
def _read_target(clause: str) -> tuple[str, str, str]:
    read = parse_target(clause)
    assert read is not None and read.value is not None and read.unit is not None, clause
    return read.mode, read.unit, f"{read.value}.0"


def sizes_of(draft: Draft, rng: Random) -> Sizes:
    """Return how many goals and indicators each task of each activity shall have, and set the horizon accordingly."""
    sizes = []
    for _ in range(shape.pick(rng, shape.ACTIVITIES)):
        tasks = []
        for _ in range(shape.pick(rng, shape.TASKS)):
            goals, indicators = shape.pick(rng, shape.GOALS), shape.pick(rng, shape.INDICATORS)
            # Fewer indicators than goals is a finding (HOR-04c).
            tasks.append((goals, max(goals, indicators)))
        sizes.append(tasks)
    # As many years as three indicators a year fill; the real plan's horizon is in its eleventh year.
    draft.horizon = draft.year + min(11, max(2, _indicators(sizes) // 3)) - 1
    return sizes


def _indicators(sizes: Sizes) -> int:
    return sum(indicators for tasks in sizes for _, indicators in tasks)


def _dues(draft: Draft, rng: Random, number: int) -> Iterator[str]:
    """That many wordings of due periods that leave no year up to the horizon empty (TMP-12)."""
    years = list(range(draft.year, draft.horizon + 1))
    years += [rng.choice(years) for _ in range(number - len(years))]
    rng.shuffle(years)
    for year in years:
        wording = shape.pick(rng, shape.DUE_WORDINGS)
        if year == draft.year:
            # The plan is validated in spring: what falls due before the autumn is hardly planned (TMP-09s).
            wording = "A fines de {}"
        yield wording.format(year)


def _reprint(draft: Draft, rng: Random, number: int, ordinal: int) -> None:
    """Put an objective of the regional plan, and print it above the first activity that serves it."""
    said = rng.choice(words.OBJECTIVES[number - 1])
    path = f"oe{number}"
    draft.above.put(
        path,
        "StrategicObjective",
        code=text(f"OE{number}"),
        ordinal=str(ordinal),
        partOfPlan="<plan>",
        sourceText=spanish(said),
        statement=spanish(said),
    )
    draft.say(
        f"{path}/v1",
        "StatementReprint",
        said,
        inSection=draft.section,
        ordinal="1",
        reprintOf=iri(f"{draft.perx}/{path}"),
    )


def _say_activity(draft: Draft, rng: Random, activity: Activity, ordinal: int) -> None:
    title = f"{rng.choice(words.TITLES)} {activity.topic} {draft.product.of}."
    path = activity.path
    draft.say(
        path,
        "PlannedActivity",
        title,
        exact=f"ACTIVIDAD # {ordinal}: {title}",
        code=text(f"A{ordinal}"),
        ordinal=str(ordinal),
        servesObjective=iri(f"{draft.perx}/oe{activity.objective}"),
    )
    achieved = rng.choice(words.ACHIEVEMENTS)
    draft.say(
        f"{path}/logro",
        "AchievementIndicator",
        achieved,
        exact=f"Indicador de logro: {achieved}",
        ordinal="1",
    )


def _say_task(draft: Draft, rng: Random, task: Task, *, ordinal: int, goals: int, dues: list[str]) -> None:
    path = task.path
    wording, _, event = rng.choice(words.ACTIONS)
    thing, subject = rng.choice(words.DELIVERABLES), rng.choice(words.SUBJECTS)
    said = wording.format(d=thing, s=subject) + "."
    draft.say(
        path,
        "PlannedTask",
        said,
        exact=f"T{ordinal} {said}",
        code=text(f"T{ordinal}"),
        ordinal=str(ordinal),
        partOfActivity=f"<{path.rpartition('/')[0]}>",
    )
    for number in range(1, goals + 1):
        goal = rng.choice(words.ACTIONS)[1].format(d=thing, s=subject) + "."
        draft.say(f"{path}/m{number}", "Goal", goal, ordinal=str(number))
        task.goals.append(f"{path}/m{number}")
    draft.main.add(path, "pop:hasGoal", *(f"<{goal}>" for goal in task.goals))
    clause, population = event.format(d=thing, s=subject), ""
    taken: set[str] = set()
    for number, wording in enumerate(dues, start=1):
        mode = shape.pick(rng, shape.MODES)
        if mode == "event":
            if number > 1:
                other = rng.choice(words.SUBJECTS)
                clause = rng.choice(words.ACTIONS)[2].format(d=thing, s=other)
            population = ""
        else:
            # Two figures of one kind must not go back (TGT-03): one of a kind is enough.
            measure = rng.choice(words.MEASURES[mode])
            if measure.population in taken:
                others = [item for item in words.MEASURES[mode] if item.population not in taken]
                measure = others[0] if others else measure
            if measure.population in taken:
                mode, population = "event", ""
                clause = event.format(d=thing, s=subject)
            else:
                taken.add(measure.population)
                clause, population = measure.words.format(rng.choice(measure.figures)), measure.population
        task.indicators.append(
            _say_indicator(draft, f"{path}/i{number}", wording, clause, population=population, mode=mode)
        )
    draft.main.add(path, "pop:hasIndicator", *(f"<{item.path}>" for item in task.indicators))


def _say_indicator(
    draft: Draft, path: str, wording: str, clause: str, *, population: str, mode: str
) -> Indicator:
    draft.say(path, "TaskIndicator", f"{wording} {clause}.", ordinal=path.rpartition("/i")[2])
    edtf, latest = add_due(draft, path, wording)
    add_target(draft, path, clause, population)
    return Indicator(path, mode, latest, edtf)


def _say_progress(draft: Draft, rng: Random, activity: Activity) -> None:
    """Put the progress indicator, due with the last indicator of the tasks at the latest (TMP-04)."""
    last = max((item for task in activity.tasks for item in task.indicators), key=lambda item: item.latest)
    year = int(last.latest[:4])
    wordings = [f"A mediados de {year}", f"A inicios de {year}"] if year > draft.year else []
    wordings = [wording for wording in wordings if due_of(wording)[0][2] <= last.latest]
    own = draft.main.first(f"{last.path}/due1", "pop:sourceText").removesuffix("@es").strip('"')
    wording = rng.choice([own, *wordings])
    clause = (
        f"{rng.choice(words.ACTS)} {rng.choice(words.DELIVERABLES)} para {activity.topic} {draft.product.of}"
    )
    path = f"{activity.path}/avance"
    said = f"{wording} {clause}."
    draft.say(path, "ProgressIndicator", said, exact=f"Indicador de avance: {said}", ordinal="1")
    add_due(draft, path, wording)
    add_target(draft, path, clause)


def _name_parties(draft: Draft, rng: Random, task: Task, known: Roll) -> None:
    """Name those responsible: an institution at least, nobody twice, no whole with its part; six have a lead."""
    number = shape.pick(rng, shape.RESPONSIBILITIES)
    chosen: list[Actor] = []
    for _ in range(4 * number):
        if len(chosen) == number:
            break
        some = known.groups if chosen and rng.random() < shape.GROUPS else known.institutions
        (actor,) = rng.choices(some, cum_weights=_PARTY_WEIGHTS[len(some)])
        related = {actor.path, actor.whole} - {""}
        if actor in chosen or any(other.path in related or other.whole == actor.path for other in chosen):
            continue
        chosen.append(actor)
    for ordinal, actor in enumerate(chosen):
        lead = len(chosen) >= _MANY and ordinal == 0
        add_responsibility(draft, task, actor, "lead" if lead else "unspecified")
