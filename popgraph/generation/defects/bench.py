"""Where defects are made: a plan before it is written, and what kinds of them need to know of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

from popgraph.generation.actors import Actor, Region
from popgraph.generation.draft import Activity, Declared, Draft, Indicator, Task, iri, spanish, text
from popgraph.generation.matrix import add_due, add_target
from popgraph.vocab import POP

__all__ = ["Bench", "Kind", "Make"]


@dataclass
class Bench:
    """A plan to put defects into.

    Attributes:
        draft: The plan.
        rng: Draws what is left open.
        regions: The regions of the collection.
    """

    draft: Draft
    rng: Random
    regions: tuple[Region, ...]

    def found(self, rule: str, path: str, prop: str = "", value: str = "") -> Declared:
        """Return a finding at a part of the plan, given its path, about a property of ours."""
        return Declared(rule, self.draft.iri(path), POP + prop if prop else "", value)

    def itself(self, rule: str, path: str) -> Declared:
        """Return a finding of a rule that reports the node itself as value."""
        return self.found(rule, path, value=self.draft.iri(path))

    def rewrite(self, path: str, words: str, *, printed: str = "") -> None:
        """Let an element and its passage say something else."""
        main = self.draft.main
        source = main.first(path, "pop:hasSourcePassage")[1:-1]
        main.set(source, "oa:exact", text(printed or words))
        main.set(path, "pop:sourceText", spanish(words))
        main.set(path, "pop:statement", spanish(words))

    def reset(self, path: str, due: str, clause: str, population: str = "") -> None:
        """Let an indicator say another due period and target, well read."""
        said = f"{due} {clause}."
        label = "Indicador de avance: " if path.endswith("/avance") else ""
        self.rewrite(path, said, printed=label + said)
        add_due(self.draft, path, due)
        add_target(self.draft, path, clause, population)

    def words(self, path: str) -> str:
        """Return the printed words of an element."""
        return self.draft.main.first(path, "pop:sourceText").removesuffix("@es")[1:-1]

    def due(self, path: str) -> str:
        """Return the printed words of an indicator's due period."""
        return self.words(f"{path}/due1")

    def clause(self, path: str) -> str:
        """Return the printed words of an indicator's target."""
        return self.words(f"{path}/tgt")

    def figure(self, indicator: Indicator) -> str:
        """Return the figure of a target as Turtle writes it, or an empty text."""
        return "".join(self.draft.main.nodes[f"{indicator.path}/tgt"].get("pop:targetValue", []))

    def spare(self, activity: Activity) -> Iterator[tuple[Task, Indicator]]:
        """Yield the indicators whose due period may change: others hold their year, and the end of the activity.

        None of an activity in which one task depends on another.
        """
        if any(self.draft.links.nodes.get(task.path, {}).get("pop:dependsOn") for task in activity.tasks):
            return
        years = [self._year(path) for path in self.draft.main.nodes if path.endswith("/due1")]
        every = [item for task in activity.tasks for item in task.indicators]
        last = max(item.latest for item in every)
        ends = sum(item.latest == last for item in every)
        for task in activity.tasks:
            for item in task.indicators:
                held = years.count(int(item.latest[:4])) > 1
                if held and (item.latest < last or ends > 1) and len(task.indicators) > 1:
                    yield task, item

    @property
    def measured(self) -> bool:
        """Whether it is said which indicator measures which goal."""
        return any("pop:measures" in node for node in self.draft.links.nodes.values())

    def drop(self, *paths: str) -> None:
        """Take elements away, with their passages, due periods and targets."""
        for path in paths:
            source = self.draft.main.first(path, "pop:hasSourcePassage")[1:-1]
            self.draft.main.drop(path, source, f"{path}/due1", f"{path}/tgt")

    def keep_parties(self, task: Task, number: int) -> None:
        """Take all who are responsible for a task away but the first ones."""
        self.drop(*task.responsibilities[number:])
        del task.responsibilities[number:], task.parties[number:]
        self.draft.main.set(
            task.path, "pop:hasResponsibility", *(f"<{path}>" for path in task.responsibilities)
        )

    def name(self, path: str, actor: Actor) -> None:
        """Let a responsibility name another actor."""
        main = self.draft.main
        main.set(path, "pop:responsibleParty", iri(actor.path))
        main.set(path, "pop:sourceText", spanish(actor.wording))
        main.set(main.first(path, "pop:hasSourcePassage")[1:-1], "oa:exact", text(actor.wording))

    def _year(self, path: str) -> int:
        node = self.draft.main.nodes[path]
        return int((node.get("pop:latest") or node["pop:earliest"])[0][1:5])


Make = Callable[[Bench, Activity, Task], list[Declared]]


@dataclass(frozen=True)
class Kind:
    """A kind of defect.

    Attributes:
        name: What is wrong.
        make: Edits the plan and returns what rules then find; nothing if there is no room for it.
        scope: What it needs for itself: a ``task``, an ``activity``, or what `slots` name.
        slots: Parts of the plan that it needs for itself.
    """

    name: str
    make: Make
    scope: str = "task"
    slots: tuple[str, ...] = field(default=())
