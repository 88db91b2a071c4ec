"""Checks that compare wordings: what an indicator repeats, what a title promises."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from popgraph.checks.rows import rows
from popgraph.results import Result
from popgraph.vocab import POP
from popgraph.wordings.folding import fold

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["FEWEST", "REPEATED", "promises", "restated", "stems"]

REPEATED = 0.5
"""Share of an indicator's content words in its activity from which on it only repeats it."""

FEWEST = 3
"""How many words it takes, so that the name of the product and its market don't suffice."""

_WORD = re.compile(r"[a-z]{4,}")
_LONGEST = 6
_EMPTY = frozenset(
    _WORD.findall(
        "para como esta este estas estos desde hasta entre sobre sera seran sido sean cada otro otra otros otras todo"
        " toda todos todas ante bajo cabe contra durante mediante segun tras traves cual cuales quien cuyo cuya donde"
        " cuando mayor mayores mejor mejores mismo misma hacia unos unas ellos ellas tiene tienen haya"
    )
)
# What any plan does with a thing; the promise is the thing.
_VERBS = _WORD.findall(
    "fomentar desarrollar mejorar fortalecer promover promocionar impulsar crear consolidar implementar incrementar"
    " lograr realizar elaborar establecer contribuir difundir posicionar generar garantizar ofrecer gestionar"
)
_TITLES = """
SELECT DISTINCT ?activity ?title WHERE { ?activity a pop:PlannedActivity ; pop:sourceText ?title }
ORDER BY ?activity"""
_ACHIEVEMENTS = """
SELECT DISTINCT ?activity ?title ?indicator ?text WHERE {
  ?activity a pop:PlannedActivity ; pop:sourceText ?title ; pop:hasIndicator ?indicator .
  ?indicator a pop:AchievementIndicator ; pop:sourceText ?text .
} ORDER BY ?activity ?indicator"""
_TEXTS = """
SELECT ?activity ?text WHERE {
  {
    ?task pop:partOfActivity ?activity ; (pop:hasGoal|pop:hasIndicator)?/pop:sourceText ?text .
  } UNION {
    ?activity a pop:PlannedActivity ; pop:hasIndicator ?indicator .
    ?indicator pop:sourceText ?text .
    FILTER NOT EXISTS { ?indicator a pop:AchievementIndicator }
  }
}"""


@lru_cache(maxsize=4096)
def stems(text: str) -> Mapping[str, str]:
    """Return the content words of a Spanish text by stem: no accents, no plural, no last vowel, six letters at most.

    >>> sorted(stems("Mejorar la calidad de los cacaos nuevos"))
    ['cacao', 'calida', 'mejora', 'nuev']
    """
    folded = fold(text)
    found: dict[str, str] = {}
    for match in _WORD.finditer(folded.text):
        if match[0] not in _EMPTY:
            found.setdefault(_stem(match[0]), folded.printed(*match.span()))
    return MappingProxyType(found)


def restated(store: Store) -> Iterator[Result]:
    """Yield VER-09: an achievement indicator that takes its content words from its activity's title.

    That is so if `REPEATED` or more of them, and at least `FEWEST`, stand there.
    """
    for row in rows(store, _ACHIEVEMENTS):
        said = stems(row["text"])
        shared = [word for stem, word in said.items() if stem in stems(row["title"])]
        if len(shared) >= FEWEST and len(shared) / len(said) >= REPEATED:
            yield Result(
                "VER-09",
                row["indicator"],
                POP + "sourceText",
                ", ".join(shared),
                bindings=(("shared", str(len(shared))), ("total", str(len(said)))),
            )


def promises(store: Store) -> Iterator[Result]:
    """Yield VER-10: an activity with tasks whose title has content words that no task, goal or indicator takes up.

    Its achievement indicator doesn't count, for it states the whole; nor do the verbs that any plan uses.
    """
    taken: dict[str, set[str]] = defaultdict(set)
    for row in rows(store, _TEXTS):
        taken[row["activity"]] |= set(stems(row["text"]))
    empty = {_stem(verb) for verb in _VERBS}
    for row in rows(store, _TITLES):
        if row["activity"] not in taken:
            continue
        missing = [
            word
            for stem, word in stems(row["title"]).items()
            if stem not in taken[row["activity"]] and stem not in empty
        ]
        if missing:
            yield Result("VER-10", row["activity"], POP + "sourceText", ", ".join(missing))


def _stem(word: str) -> str:
    if len(word) > 4 and word.endswith("es") and word[-3] not in "aeiou":
        word = word[:-2]
    elif word.endswith("s"):
        word = word[:-1]
    if len(word) > 4 and word[-1] in "aeo" and word[-2] not in "aeiou":
        word = word[:-1]
    return word[:_LONGEST]
