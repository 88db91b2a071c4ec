"""Why two actors are tied: the tasks, the lines of the document and the wordings that make the tie."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from popgraph import names
from popgraph.errors import UsageError
from popgraph.networks.actors import Actor
from popgraph.networks.projection import PROJECTIONS, projected
from popgraph.networks.tasks import fetch_texts
from popgraph.numerals import whole
from popgraph.vocab import PREFIXES

if TYPE_CHECKING:
    from popgraph.networks.twomode import Event, TwoMode
    from popgraph.store import Store

__all__ = ["Explanation", "Mention", "SharedEvent", "explain", "find_actor"]

_QUERY = f"""
PREFIX pop: <{PREFIXES["pop"]}>
SELECT DISTINCT ?task ?mention ?actor ?wording ?first ?last ?quote {{
  %s
  %s
  ?task pop:hasResponsibility ?mention . ?mention pop:responsibleParty ?actor
  OPTIONAL {{ ?mention pop:sourceText ?wording }}
  OPTIONAL {{
    ?mention pop:hasSourcePassage ?passage . ?passage pop:firstLine ?first
    OPTIONAL {{ ?passage pop:lastLine ?last }}
    OPTIONAL {{ ?passage <http://www.w3.org/ns/oa#exact> ?quote }}
  }}
}}"""
# An IRI takes some hundred bytes of a query, and endpoints refuse long ones.
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a task names an actor.

    Attributes:
        iri: IRI of the responsibility.
        task: IRI of the task.
        actor: IRI of the actor.
        wording: The name as printed.
        lines: First and last line of the document; empty if the graph doesn't say.
        quote: What stands there.
    """

    iri: str
    task: str
    actor: str
    wording: str
    lines: tuple[int, ...]
    quote: str


@dataclass(frozen=True, slots=True)
class SharedEvent:
    """An event that the actors share, or that the one actor is tied to.

    Attributes:
        event: The event.
        text: What it says.
        members: How many actors the network has in it.
        weights: The two-mode weight of each actor asked about.
        parts: What it adds to the tie by each projection; for `jaccard`, to the numerator.
        mentions: Where its tasks name the actors, in the order of the document.
    """

    event: Event
    text: str
    members: int
    weights: tuple[int, ...]
    parts: dict[str, float]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What makes a tie, or what one actor is responsible for.

    Attributes:
        actors: The two, or the one.
        events: What they share, in the order of the plans; empty if they aren't tied.
        tie: The weight of the tie by each projection; empty for one actor.
    """

    actors: tuple[Actor, ...]
    events: tuple[SharedEvent, ...]
    tie: dict[str, float]


def explain(store: Store, network: TwoMode, *actors: str, lang: str = "es") -> Explanation:
    """Return the tasks, lines and wordings that tie two actors, or all of one actor.

    Args:
        store: The graph that the network was read from.
        network: The network; what isn't in it isn't told.
        actors: Two actors, or one: names, paths or IRIs.
        lang: Language of the texts.

    Raises:
        UsageError: If a name fits no actor of the network, or several; the message names them.

    >>> import popgraph
    >>> from popgraph.networks import two_mode
    >>> graph = popgraph.open()
    >>> why = explain(graph, two_mode(graph), "CERX", "DIRCETUR")
    >>> len(why.events), why.tie["count"], why.events[0].event.code, why.events[0].mentions[0].lines
    (4, 4.0, 'O2A1T1', (1071, 1071))
    """
    if len(actors) not in (1, 2):
        raise UsageError("One actor or two can be explained", where=", ".join(actors) or "none")
    found = [find_actor(store, network, text, lang=lang) for text in actors]
    if len(found) == 2 and found[0] == found[1]:
        raise UsageError("Both names mean the same actor", where=" = ".join(actors), hint=found[0].iri)
    rows = [network.actors.index(actor) for actor in found]
    weights = network.weights.toarray()[rows] if rows else network.weights.toarray()
    shared = [column for column in range(len(network.events)) if weights[:, column].all()]
    said = fetch_texts(store, lang=lang) if network.kind != "year" else {}
    tasks = [task for column in shared for task in network.events[column].tasks]
    mentions = _mentions(store, [actor.iri for actor in found], list(dict.fromkeys(tasks)))
    return Explanation(
        tuple(found),
        tuple(
            SharedEvent(
                network.events[column],
                said.get(network.events[column].id, ""),
                int((network.weights[:, [column]].toarray() > 0).sum()),
                tuple(int(weight) for weight in weights[:, column]),
                _parts(network, column, rows) if len(rows) == 2 else {},
                tuple(mention for task in network.events[column].tasks for mention in mentions.get(task, ())),
            )
            for column in shared
        ),
        _tie(network, rows) if len(rows) == 2 else {},
    )


def find_actor(store: Store, network: TwoMode, text: str, *, lang: str = "es") -> Actor:
    """Return the one actor of a network that a text means.

    Args:
        store: The graph.
        network: The network.
        text: A name, a wording of the document, a path such as ``org/mincetur``, or an IRI.
        lang: Language of the names in messages.

    Raises:
        UsageError: If it means none, or several; the message names them.
    """
    by_iri = {actor.iri: actor for actor in network.actors}
    meant = names.find(store, text, lang=lang)
    # A wording stands for the actor that it denotes, which is found by itself.
    inside = [by_iri[item.iri] for item in meant if item.iri in by_iri]
    if not inside:
        # The name as a register has it may be longer than what people say: CERX is CERX Cusco.
        asked = text.strip().casefold()
        inside = [
            actor
            for actor in network.actors
            if asked and asked in actor.label.casefold().replace("-", " ").split()
        ]
    if len(inside) == 1:
        return inside[0]
    if inside:
        listed = "\n".join(f"  {actor.path}  {actor.label}" for actor in inside)
        raise UsageError(f"{len(inside)} actors are called so", where=text, hint=f"Choose one:\n{listed}")
    if meant:
        raise UsageError(
            "It isn't an actor of this network",
            where=f"{text} ({', '.join(item.path for item in meant[:4])})",
            hint="popgraph network nodes lists the actors",
        )
    raise UsageError(
        "No actor of the network is called so", where=text or '""', hint="popgraph network nodes lists them"
    )


def _mentions(store: Store, actors: Sequence[str], tasks: Sequence[str]) -> dict[str, tuple[Mention, ...]]:
    """Where tasks name actors, by task."""
    found: defaultdict[str, dict[str, Mention]] = defaultdict(dict)
    named = [iri for iri in tasks if not iri.startswith("_:")]
    batches = [named[start : start + _BATCH] for start in range(0, len(named), _BATCH)]
    wanted, asked = set(tasks), set(actors)
    for batch in (*batches, [iri for iri in tasks if iri.startswith("_:")]):
        rows = store.texts(_QUERY % (_one_of("actor", actors), _one_of("task", batch))) if batch else ()
        for task, mention, actor, wording, first, last, quote in rows:
            if task not in wanted or actor not in asked:
                continue
            lines = (whole(first), whole(last) or whole(first)) if first else ()
            key = f"{mention} {actor} {first}"
            found[task][key] = Mention(mention, task, actor, wording, lines, quote)
    return {task: tuple(sorted(mentions.values(), key=_place)) for task, mentions in found.items()}


def _place(mention: Mention) -> tuple[object, ...]:
    # A blank node is called otherwise each time that the graph is read.
    named = "" if mention.iri.startswith("_:") else mention.iri
    return mention.lines, named, mention.actor, mention.wording


def _one_of(variable: str, things: Sequence[str]) -> str:
    """A pattern that holds if a variable is one of some things; of blank nodes, which have no name, it lets in all."""
    from pyoxigraph import NamedNode

    named = [thing for thing in things if not thing.startswith("_:")]
    if len(named) == len(things):
        return f"VALUES ?{variable} {{ {' '.join(str(NamedNode(iri)) for iri in named)} }}"
    return "" if named else f"FILTER(isBlank(?{variable}))"


def _tie(network: TwoMode, rows: Sequence[int]) -> dict[str, float]:
    i, j = rows
    return {
        projection: float(projected(network.weights, projection).toarray()[i, j])
        for projection in PROJECTIONS
    }


def _parts(network: TwoMode, column: int, rows: Sequence[int]) -> dict[str, float]:
    """What one event adds to the tie of two actors."""
    event = network.weights[:, [column]].toarray().ravel().astype(float)
    left, right = event[rows[0]], event[rows[1]]
    least = float(min(left, right))
    return {
        "count": least,
        "newman": least / float((event > 0).sum() - 1),
        "fractional": float(left * right / event.sum() ** 2),
        "jaccard": least,
    }
