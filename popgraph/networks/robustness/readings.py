"""The network under every stated reading of doubtful names.

Where the plan leaves open who is meant, the graph holds the reading that was chosen and its alternatives
(`popgraph.readings`): *BID-INDACO* as one actor, as two, or as INDACO alone. Such a reading changes whom a mention
names. The mentions are fetched once; each combination of readings is then a network without asking the store again,
the same that `two_mode` gives for `popgraph.readings.under`. Only readings of who is responsible are looked at.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

from popgraph.networks.actors import Actor, fetch_actors
from popgraph.networks.twomode import TwoMode
from popgraph.readings import Reading, alternatives
from popgraph.vocab import PREFIXES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from popgraph.store import Store

__all__ = ["COMBINATIONS", "Combinations", "Mentions", "combinations", "fetch_mentions"]

COMBINATIONS = 4096
"""How many combinations of readings are tried; all of them if there aren't more."""

_PARTY = PREFIXES["pop"] + "responsibleParty"
# One request, which is asked once; the three scans of `popgraph.networks.incidence` would be no faster here.
_MENTIONS = (
    f"PREFIX pop: <{PREFIXES['pop']}> SELECT DISTINCT ?mention ?task ?actor {{ ?mention pop:responsibleParty ?actor ."
    " ?task pop:hasResponsibility ?mention . ?task a pop:PlannedTask }"
)
_FACTS = (
    "CONSTRUCT {{ ?actor ?property ?value . [] <{0}> ?actor }}"
    " WHERE {{ VALUES ?actor {{ {1} }} ?actor ?property ?value }}"
)


@dataclass(frozen=True, slots=True, eq=False)
class Mentions:
    """Whom the tasks of a network name, mention by mention, and how else that can be read.

    Attributes:
        network: Like the network that was given, with a row for everybody whom some reading names: its mentions are
            those of the chosen readings.
        readings: The alternatives that concern its tasks, by name.
        fixed: Actors × tasks: how often a task names an actor, without the mentions that are in doubt.
        doubtful: Of each mention in doubt, the column of its task and the IRIs of whom it names.
    """

    network: TwoMode
    readings: tuple[Reading, ...]
    fixed: NDArray[np.int64]
    doubtful: tuple[tuple[str, int, tuple[str, ...]], ...]

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """The names of the alternatives that exclude each other."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for reading, name in zip(self.readings, self._names, strict=True):
            found[reading.chosen].append(name)
        return tuple(tuple(names) for _, names in sorted(found.items()))

    @property
    def _names(self) -> tuple[str, ...]:
        """What the alternatives are called: their names, or their IRIs where plans have several of one name."""
        counts = Counter(reading.name for reading in self.readings)
        return tuple(reading.name if counts[reading.name] == 1 else reading.iri for reading in self.readings)

    def tables(self, choices: Sequence[tuple[str, ...]]) -> NDArray[np.int64]:
        """Return whom tasks name under some combinations of readings.

        Args:
            choices: Of each combination, the names of the alternatives that hold.

        Returns:
            Combinations × actors of `network` × tasks: how often a task names an actor.
        """
        import numpy as np

        rows = {actor.iri: row for row, actor in enumerate(self.network.actors)}
        made = np.repeat(self.fixed[None], len(choices), axis=0)
        places = {reading.iri: place for place, reading in enumerate(self.readings)}
        places |= dict(zip(self._names, range(len(places)), strict=True))
        held = np.zeros((len(choices), len(self.readings)), dtype=bool)
        for row, names in enumerate(choices):
            held[row, [places[name] for name in names]] = True
        for mention, column, named in self.doubtful:
            here = [place for place, reading in enumerate(self.readings) if mention in reading.things]
            kinds, which = np.unique(held[:, here], axis=0, return_inverse=True)
            for kind, flags in enumerate(kinds):
                readings = [self.readings[place] for place, flag in zip(here, flags, strict=True) if flag]
                whom = [rows[iri] for iri in _named(named, readings) if iri in rows]
                made[np.flatnonzero(which.ravel() == kind)[:, None], whom, column] += 1
        return made

    def under(self, names: Iterable[str]) -> TwoMode:
        """Return the network under some alternatives, the same as asked for from the graph in which they hold.

        >>> import popgraph
        >>> from popgraph.networks import two_mode
        >>> store = popgraph.open()
        >>> read = fetch_mentions(store, two_mode(store)).under(["para/2"])
        >>> [actor.label for actor in read.actors if actor.path == "org/para"]
        ['PARA']
        """
        import numpy as np
        from scipy.sparse import csr_array

        table = self.tables([tuple(names)])[0]
        rows = np.flatnonzero(table.any(axis=1))
        actors = [self.network.actors[row] for row in rows]
        return self.network.rewired(csr_array(table[rows]), actors=actors)


@dataclass(frozen=True, slots=True)
class Combinations:
    """The combinations of readings that are tried.

    Attributes:
        names: Of each, the alternatives that hold; everything else is read as chosen.
        total: How many there are.
    """

    names: tuple[tuple[str, ...], ...]
    total: int


def fetch_mentions(store: Store, network: TwoMode, *, lang: str = "es") -> Mentions:
    """Return whom the tasks of a network name, mention by mention, and how else that can be read.

    Args:
        store: The graph that the network is of.
        network: The network.
        lang: Language of the labels of actors whom only an alternative names.

    Raises:
        EndpointError: If a remote store can't answer.
    """
    import numpy as np

    columns = {task.iri: column for column, task in enumerate(network.tasks)}
    cells = [
        (mention, columns[task], actor) for mention, task, actor in store.texts(_MENTIONS) if task in columns
    ]
    of: dict[str, set[int]] = defaultdict(set)
    whom: dict[str, set[str]] = defaultdict(set)
    for mention, column, actor in cells:
        of[mention].add(column)
        whom[mention].add(actor)
    readings = tuple(
        reading
        for reading in (alternatives(store) if cells else ())
        if reading.property == _PARTY
        and any(whom[thing] & set(reading.old) for thing in reading.things if thing in of)
    )
    doubted = {thing for reading in readings for thing in reading.things if thing in of}
    known = {actor.iri: actor for actor in network.actors}
    new = {iri for reading in readings for iri in reading.new} - known.keys()
    # An actor whom the selection leaves out is among those too, and is left out again.
    known |= {actor.iri: actor for actor in _others(store, new, network, lang=lang)}
    actors = tuple(known[iri] for iri in sorted(known))
    rows = {actor.iri: row for row, actor in enumerate(actors)}
    fixed = np.zeros((len(actors), len(network.tasks)), dtype=np.int64)
    for mention, column, actor in cells:
        if mention not in doubted and actor in rows:
            fixed[rows[actor], column] += 1
    doubtful = tuple(
        (mention, column, tuple(sorted(whom[mention]))) for mention in sorted(doubted) for column in sorted(of[mention])
    )  # fmt: skip
    found = Mentions(replace(network, actors=actors), readings, fixed, doubtful)
    from scipy.sparse import csr_array

    chosen = found.network.rewired(csr_array(found.tables([()])[0]), actors=actors)
    return replace(found, network=chosen)


def combinations(groups: Sequence[tuple[str, ...]], *, seed: int, most: int = COMBINATIONS) -> Combinations:
    """Return every combination of readings, or a sample of different ones if there are too many.

    Args:
        groups: The names of alternatives that exclude each other; each group has the chosen reading besides.
        seed: Of numpy's default generator, for the sample.
        most: How many are wanted at most.

    >>> combinations([("a/2",), ("b/2", "b/3")], seed=1).total
    6
    """
    import numpy as np

    total = math.prod(len(group) + 1 for group in groups)
    options = [("", *group) for group in groups]
    if total <= most:
        picked = list(product(*options))
    else:
        rng = np.random.default_rng(seed)
        found: dict[tuple[int, ...], None] = {}
        while len(found) < most:
            more = rng.integers(0, [len(option) for option in options], size=(most, len(options)))
            found |= dict.fromkeys(map(tuple, more.tolist()))
        picked = [
            tuple(option[place] for option, place in zip(options, places, strict=True))
            for places in list(found)[:most]
        ]
    return Combinations(tuple(tuple(name for name in names if name) for names in picked), total)


def _named(chosen: Sequence[str], readings: Sequence[Reading]) -> list[str]:
    """Whom a mention names under some readings."""
    swaps = {old: reading.new for reading in readings for old in reading.old}
    return sorted({iri for named in chosen for iri in swaps.get(named, (named,))})


def _others(store: Store, iris: Iterable[str], network: TwoMode, *, lang: str) -> tuple[Actor, ...]:
    """Actors whom no mention names as the graph stands, as far as the selection wants them."""
    from pyoxigraph import Quad

    from popgraph.embedded import EmbeddedStore

    wanted = sorted(iris)
    if not wanted:
        return ()
    # What is known of actors is asked through their mentions, which these haven't: in a small graph they get one.
    facts = store.construct(_FACTS.format(_PARTY, " ".join(f"<{iri}>" for iri in wanted)))
    small = EmbeddedStore.of(Quad(*triple) for triple in facts.triples)
    return network.selection.of_actors(fetch_actors(small, wanted, lang=lang))
