"""Defects of words: statements, passages, figures."""

from __future__ import annotations

import re

from popgraph.generation.defects.bench import Bench, Kind
from popgraph.generation.draft import Activity, Declared, Task, english, spanish, text

__all__ = ["KINDS"]

# Too common to say what something is about.
_EMPTY = frozenset({"ante", "bajo", "desde", "entre", "hacia", "hasta", "para", "según", "sobre", "tras"})


def _without_language(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    path = task.goals[0]
    said = b.words(path)
    b.draft.main.set(path, "pop:statement", text(said))
    return [
        b.found("LNG-01", path, "statement", said),
        b.itself("LNG-02", path),
        b.found("TXT-04", path, "statement", said),
    ]


def _not_in_spanish(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    path = task.goals[0]
    b.draft.main.set(path, "pop:statement", english("To keep what was reached."))
    return [b.itself("LNG-02", path)]


def _without_passage(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    if sum(len(some.goals) for other in b.draft.activities for some in other.tasks) < 8:
        # In a small plan it depends on the other defects whether one alone lacks it (MOD-04).
        return []
    b.draft.main.drop(b.draft.main.first(task.goals[0], "pop:hasSourcePassage")[1:-1])
    b.draft.main.set(task.goals[0], "pop:hasSourcePassage")
    return [b.itself("PRV-01", task.goals[0]), b.found("MOD-04", task.goals[0], "hasSourcePassage")]


def _other_quote(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    path = task.goals[0]
    quote = "Celda ilegible"
    b.draft.main.set(b.draft.main.first(path, "pop:hasSourcePassage")[1:-1], "oa:exact", text(quote))
    return [b.found("PRV-02", path, value=quote)]


def _other_year(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    item = task.indicators[-1]
    said = re.sub(r"\b(\d{4})\b", lambda year: str(int(year[1]) + 10), b.words(item.path), count=1)
    b.draft.main.set(item.path, "pop:statement", spanish(said))
    return [b.found("TXT-02", item.path, "statement", said)]


def _other_words(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    path = task.goals[0]
    said = "Las cumbres nevadas reflejan luz durante el amanecer."
    b.draft.main.set(path, "pop:statement", spanish(said))
    return [b.found("TXT-03", path, "statement", said)]


def _achievement_restates(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    said = f"{activity.topic[:1].upper()}{activity.topic[1:]} {b.draft.product.of}."
    shared = [word for word in re.findall(r"[^\W\d_]{4,}", said) if word not in _EMPTY]
    # Two words of one stem are told as one.
    if not 3 <= len(shared) <= 4 or len({word[:4].casefold() for word in shared}) < len(shared):
        return []
    b.rewrite(f"{activity.path}/logro", said, printed=f"Indicador de logro: {said}")
    return [b.found("VER-09", f"{activity.path}/logro", "sourceText", ", ".join(shared))]


def _promise(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    said = b.words(activity.path).removesuffix(".") + " y la gastronomía andina."
    label = f"ACTIVIDAD # {b.draft.main.first(activity.path, 'pop:ordinal')}: "
    b.rewrite(activity.path, said, printed=label + said)
    return [b.found("VER-10", activity.path, "sourceText", "gastronomía, andina")]


def _other_value(b: Bench, activity: Activity, task: Task) -> list[Declared]:
    value = str(int(float(b.draft.main.first("cifra/1", "pop:figureValue"))) + 1)
    b.draft.main.set("cifra/1", "pop:figureValue", f"{value}.0")
    said = b.draft.main.first("cifra/1", "pop:statement").removesuffix("@es")[1:-1]
    return [
        b.found("STA-05", "cifra/1", "figureValue", value),
        b.found("TXT-02", "cifra/1", "statement", said),
    ]


KINDS = (
    Kind("statement without language", _without_language),
    Kind("statement in another language", _not_in_spanish),
    Kind("element without passage", _without_passage, "task", ("goals",)),
    Kind("quote of something else", _other_quote),
    Kind("statement of another year", _other_year),
    Kind("statement in other words", _other_words),
    Kind("achievement that restates the activity", _achievement_restates, "activity"),
    Kind("promise that nothing takes up", _promise, "activity"),
    Kind("figure other than printed", _other_value, "", ("figure",)),
)
