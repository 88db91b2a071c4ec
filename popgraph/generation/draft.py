"""A made-up plan before it is written: nodes that a defect may still change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from popgraph.generation.actors import Actor, Region
from popgraph.generation.words import Product
from popgraph.vocab import ID

__all__ = ["Activity", "Declared", "Draft", "Graph", "Indicator", "Task", "english", "iri", "spanish", "text"]

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def text(value: str) -> str:
    r"""Return a string as Turtle writes it.

    >>> text('a "b"')
    '"a \\"b\\""'
    """
    return f'"{value.translate(_ESCAPES)}"'


def spanish(value: str) -> str:
    """Return a Spanish text as Turtle writes it."""
    return f'"{value.translate(_ESCAPES)}"@es'


def english(value: str) -> str:
    """Return an English text as Turtle writes it."""
    return f'"{value.translate(_ESCAPES)}"@en'


def iri(path: str) -> str:
    """Return a reference, given its path below ``id/`` or an absolute IRI."""
    return f"<{path}>" if ":" in path else f"<{ID}{path}>"


class Graph:
    """The triples of one file by subject and predicate, in the order in which they were put, as Turtle writes them.

    Subjects are paths below the base of the plan.
    """

    def __init__(self) -> None:
        self.nodes: dict[str, dict[str, list[str]]] = {}

    def put(self, path: str, kind: str, **values: str | list[str]) -> None:
        """Put a node of a class of ours with properties of ours."""
        node: dict[str, list[str]] = {"a": [f"pop:{kind}"]}
        for name, value in values.items():
            node[f"pop:{name}"] = value if isinstance(value, list) else [value]
        self.nodes[path] = node

    def add(self, path: str, predicate: str, *values: str) -> None:
        """Add values of a property to a node, which is made if there is none."""
        self.nodes.setdefault(path, {}).setdefault(predicate, []).extend(values)

    def set(self, path: str, predicate: str, *values: str) -> None:
        """Put values in place of those that a node has; none takes the property away."""
        node = self.nodes.setdefault(path, {})
        if values:
            node[predicate] = list(values)
        else:
            node.pop(predicate, None)

    def take(self, path: str, predicate: str, value: str) -> None:
        """Take one value away, and the property with its last one."""
        kept = [item for item in self.nodes[path][predicate] if item != value]
        self.set(path, predicate, *kept)

    def drop(self, *paths: str) -> None:
        """Take nodes away."""
        for path in paths:
            self.nodes.pop(path, None)

    def first(self, path: str, predicate: str) -> str:
        """Return the first value of a property as Turtle writes it."""
        return self.nodes[path][predicate][0]

    def __len__(self) -> int:
        return sum(len(values) for node in self.nodes.values() for values in node.values())

    def blocks(self) -> Iterator[str]:
        """Yield each node as a block of Turtle."""
        for path, node in self.nodes.items():
            said = " ;\n    ".join(
                f"{verb} {values[0] if len(values) == 1 else ' , '.join(values)}"
                for verb, values in node.items()
            )
            yield f"<{path}> {said} .\n"


@dataclass(slots=True)
class Indicator:
    """An indicator of a task: its path, the kind of its target, and the last day of its due period."""

    path: str
    mode: str
    latest: str
    edtf: str


@dataclass(slots=True)
class Task:
    """A task: its path, its goals and responsibilities by path, its indicators, and whom it names."""

    path: str
    goals: list[str] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    responsibilities: list[str] = field(default_factory=list)
    parties: list[Actor] = field(default_factory=list)


@dataclass(slots=True)
class Activity:
    """An activity: its path, the number of its objective, what its title is about, and its tasks."""

    path: str
    objective: int
    topic: str
    tasks: list[Task] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Declared:
    """A finding that a defect causes.

    Attributes:
        rule: Id of the rule.
        focus: IRI of the node that breaks it.
        path: IRI of the property, or empty.
        value: The value, or empty.
    """

    rule: str
    focus: str
    path: str = ""
    value: str = ""


class Draft:
    """A plan that is being made up.

    Attributes:
        number: Which one of the collection, from 1 on.
        space: Region, slug and year, which its IRIs begin with.
        perx: The same of the regional plan that it operationalises.
        region: Where.
        product: Of what.
        year: In which it is made.
        horizon: Last year of its vision.
        main: What its document says.
        links: What is read into it.
        above: The regional plan, which is cited.
        activities: Its structure, for defects to choose from.
        findings: Paths of weaknesses and threats.
        section: The section that is being written, as a reference.
    """

    def __init__(self, number: int, region: Region, product: Product, year: int) -> None:
        self.number = number
        self.region = region
        self.product = product
        self.year = year
        self.horizon = year
        self.space = f"{region.slug}/sintetico-{product.slug}-{number}/{year}"
        self.perx = f"{region.slug}/sintetico-perx-{number}/{year}"
        self.main = Graph()
        self.links = Graph()
        self.above = Graph()
        self.activities: list[Activity] = []
        self.findings: list[str] = []
        self.section = ""
        self._sections = 0
        self._line = 1

    def iri(self, path: str) -> str:
        """Return the IRI of a part, given its path."""
        return f"{ID}{self.space}/{path}"

    def quote(self, path: str, words: str, *, exact: str = "") -> str:
        """Put the passage that a part was read from, on the next lines of the document; return a reference to it."""
        printed = exact or words
        source = f"src/{path.replace('/', '-')}"
        first = self._line
        last = first + len(printed) // 90
        self._line = last + 2
        self.main.nodes[source] = {
            "a": ["pop:SourcePassage"],
            "oa:exact": [text(printed)],
            "oa:hasSource": ["<fuente>"],
            "pop:firstLine": [str(first)],
            "pop:lastLine": [str(last)],
        }
        return f"<{source}>"

    def say(self, path: str, kind: str, words: str, *, exact: str = "", **values: str | list[str]) -> None:
        """Put an element of the plan with its words and the passage that prints them."""
        said = spanish(words)
        self.main.put(
            path, kind, hasSourcePassage=self.quote(path, words, exact=exact), partOfPlan="<plan>", **values
        )
        self.main.nodes[path]["pop:sourceText"] = [said]
        self.main.nodes[path]["pop:statement"] = [said]

    def head(self, title: str) -> None:
        """Begin the next section."""
        self._sections += 1
        number = str(self._sections)
        self.say(
            f"seccion/{number}",
            "Section",
            title,
            exact=f"{number}. {title}",
            code=text(number),
            ordinal=number,
        )
        self.section = f"<seccion/{number}>"

    @property
    def lines(self) -> int:
        """How many lines the document has so far."""
        return self._line - 1
