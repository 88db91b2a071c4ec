"""Defects of how a plan is built: its parts, codes and order."""

from __future__ import annotations

from popgraph.generation.defects.bench import Bench, Kind
from popgraph.generation.draft import Activity, Declared, Task, iri, spanish, text
from popgraph.vocab import ID, POP

__all__ = ["KINDS"]


def _no_indicator(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    if b.measured:
        return []
    spare = [item for _, item in b.spare(activity)]
    for some in activity.tasks:
        years = {item.latest[:4] for item in some.indicators}
        others = [item for other in activity.tasks if other is not some for item in other.indicators]
        last = max(item.latest for item in [*others, *some.indicators])
        if len(years) < len(some.indicators) or any(item not in spare for item in some.indicators):
            continue
        if max((item.latest for item in others), default="") < last:
            continue
        b.draft.main.set(some.path, "pop:hasIndicator")
        b.drop(*(item.path for item in some.indicators))
        return [b.found("HOR-01", some.path, "hasIndicator")]
    return []


def _no_goal(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    if b.measured:
        return []
    b.draft.main.set(task.path, "pop:hasGoal")
    b.drop(*task.goals)
    return [b.found("VER-04", task.path, "hasGoal")]


def _one_more_goal(b: Bench, task: Task) -> str:
    """Put a goal into the cell of the last one."""
    path, last = f"{task.path}/m{len(task.goals) + 1}", task.goals[-1]
    said = f"Sostener por {len(task.goals) * 'y por '}siempre lo alcanzado."
    passage = b.draft.main.first(last, "pop:hasSourcePassage")
    printed = b.draft.main.first(passage[1:-1], "oa:exact")[1:-1]
    b.draft.main.set(passage[1:-1], "oa:exact", text(f"{printed} {said}"))
    b.draft.main.put(
        path,
        "Goal",
        hasSourcePassage=passage,
        ordinal=str(len(task.goals) + 1),
        partOfPlan="<plan>",
        sourceText=spanish(said),
        statement=spanish(said),
    )
    b.draft.main.add(task.path, "pop:hasGoal", f"<{path}>")
    task.goals.append(path)
    return path


def _more_goals_than_indicators(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    if b.measured:
        return []
    while len(task.goals) <= len(task.indicators):
        _one_more_goal(b, task)
    return [b.itself("HOR-04c", task.path)]


def _unmeasured_goal(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    if not b.measured:
        return []
    more = []
    while len(task.goals) <= len(task.indicators):
        path = _one_more_goal(b, task)
        more.append(b.found("HOR-07", path, value=b.words(path)))
    return [b.itself("HOR-04", task.path), *more] if more else []


def _no_achievement(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    path = f"{activity.path}/logro"
    b.draft.main.take(activity.path, "pop:hasIndicator", f"<{path}>")
    b.drop(path)
    return [b.found("VER-03a", activity.path, "hasIndicator")]


def _task_outside(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    task = activity.tasks[-1]
    rest = [item.latest for other in activity.tasks[:-1] for item in other.indicators]
    if len(activity.tasks) < 3 or max(rest) < max(item.latest for item in task.indicators):
        return []
    b.draft.main.set(task.path, "pop:partOfActivity")
    return [b.found("STR-03a", task.path, "partOfActivity")]


def _no_objective(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    same = [other for other in b.draft.activities if other.objective == activity.objective]
    if len(same) < 2 or same[-1] is not activity:
        return []
    b.draft.main.set(activity.path, "pop:servesObjective")
    return [b.itself("STR-03b", activity.path)]


def _strange_code(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    path = activity.tasks[-1].path
    number = b.draft.main.first(path, "pop:code").strip('"').removeprefix("T")
    b.draft.main.set(path, "pop:code", text(f"Tarea {number}"))
    return [b.itself("STR-05", path)]


def _same_code(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    before, last = activity.tasks[-2].path, activity.tasks[-1].path
    _print_code(b, last, b.draft.main.first(before, "pop:code"))
    return [
        b.found("STR-05u", last, value=b.draft.iri(before)),
        b.found("STR-05u", before, value=b.draft.iri(last)),
    ]


def _skipped_code(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    _print_code(b, activity.tasks[-1].path, text(f"T{len(activity.tasks) + 1}"))
    return [b.itself("STR-06", activity.path)]


def _print_code(b: Bench, path: str, code: str) -> None:
    """Give an element another code, in its quote, too: it is the document that numbers so."""
    main = b.draft.main
    source, old = main.first(path, "pop:hasSourcePassage")[1:-1], main.first(path, "pop:code")
    quote = main.first(source, "oa:exact")
    main.set(source, "oa:exact", quote.replace(f'"{old[1:-1]} ', f'"{code[1:-1]} ', 1))
    main.set(path, "pop:code", code)


def _skipped_position(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    number = len(activity.tasks)
    b.draft.main.set(activity.tasks[-1].path, "pop:ordinal", str(number + 1))
    positions = ", ".join(map(str, [*range(1, number), number + 1]))
    return [b.found("STR-08", activity.path, "ordinal", positions)]


def _without_title(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    b.draft.main.set("plan", "dcterms:title")
    return [b.itself("STR-01", "plan")]


def _without_plan(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    path = "texto/99"
    b.draft.say(path, "ContextStatement", "Véase el glosario.", inSection=b.draft.section, ordinal="99")
    b.draft.main.set(path, "pop:partOfPlan")
    return [b.found("STR-02", path, "partOfPlan")]


def _two_products(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    b.draft.main.add("plan", "pop:forProduct", iri("product/cacao-bloque"))
    return [b.itself("STR-01b", "plan")]


def _reprint_reworded(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    path = f"oe{activity.objective}/v1"
    said = b.words(path).removesuffix(".") + ", con equidad."
    b.rewrite(path, said)
    return [b.found("STR-07", path, value=said)]


def _idle_objective(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    above = b.draft.above
    ordinal = sum(path.startswith("oe") for path in above.nodes) + 1
    said = "Articular a la región con sus vecinas."
    above.put(
        "oe9",
        "StrategicObjective",
        code=text("OE9"),
        ordinal=str(ordinal),
        partOfPlan="<plan>",
        sourceText=spanish(said),
        statement=spanish(said),
    )
    return [Declared("VER-01", f"{ID}{b.draft.perx}/oe9", f"^{POP}servesObjective")]


def _wrong_quadrant(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    if not b.draft.findings:
        return []
    # The last one printed, as if it were one more of the weaknesses: so no order and no count changes.
    weaknesses = sum(path.startswith("foda/d") for path in b.draft.main.nodes)
    code = f"D{weaknesses + 1}"
    b.draft.main.set(b.draft.findings[-1], "pop:code", text(code))
    return [b.found("DIA-01", b.draft.findings[-1], value=code)]


def _silent_determinant(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    letter = b.rng.choice("abcd")
    b.drop(*[path for path in b.draft.main.nodes if path.startswith(f"dia/{letter}/")])
    return [b.itself("DIA-02", "plan")]


def _passage_without_end(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    source = f"src/{task.goals[0].replace('/', '-')}"
    b.draft.main.set(source, "pop:lastLine")
    return [b.found("MOD-02", source, "lastLine")]


def _unknown_term(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    path = task.indicators[-1].path
    b.draft.main.add(path, "pop:plazo", text("pronto"))
    return [b.found("MOD-03", path, "plazo")]


KINDS = (
    Kind("task without indicator", _no_indicator, "activity", ("dues",)),
    Kind("task without goal", _no_goal, "task", ("goals",)),
    Kind("more goals than indicators", _more_goals_than_indicators),
    Kind("goal that nothing measures", _unmeasured_goal),
    Kind("activity without achievement indicator", _no_achievement, "activity"),
    Kind("task in no activity", _task_outside, "activity", ("dues",)),
    Kind("activity under no objective", _no_objective, "activity"),
    Kind("strange code", _strange_code, "activity"),
    Kind("code twice", _same_code, "activity"),
    Kind("code skipped", _skipped_code, "activity"),
    Kind("position skipped", _skipped_position, "activity"),
    Kind("plan without title", _without_title, "", ("plan",)),
    Kind("plan of two products", _two_products, "", ("plan",)),
    Kind("element in no plan", _without_plan, "", ("notes",)),
    Kind("reprint in other words", _reprint_reworded, "", ("perx",)),
    Kind("objective without activity", _idle_objective, "", ("perx",)),
    Kind("code of another quadrant", _wrong_quadrant, "", ("foda",)),
    Kind("silent determinant", _silent_determinant, "", ("diamond",)),
    Kind("passage without last line", _passage_without_end),
    Kind("unknown term", _unknown_term),
)
