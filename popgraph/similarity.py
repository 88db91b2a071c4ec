"""How much two texts have in common, within a bound on the work that finding it out may take."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import cached_property

__all__ = ["NEAR", "Comparison", "equal"]

NEAR = 0.9
"""From this ratio of common characters on, two texts are taken for one that was corrected."""

# Comparing texts character by character takes time by the product of their lengths; so many products are allowed to
# one comparison of two graphs, and to one pair. Beyond them the words are counted.
_BUDGET = 20_000_000
_PAIR = 1_000_000
# Of a text that is longer than a whole plan, the beginning is enough.
_LONGEST = 500_000
# More pairs of texts than this aren't compared at all, only looked up.
_PAIRS = 250_000
# Two texts of at least so many words that have less than half of them in common are not nearly the same.
_WORDS = 6


def equal(old: Mapping[str, str], new: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return pairs with the same text, in the order given; each is used once.

    >>> equal({"a": "x", "b": "x"}, {"c": "y", "d": "x"})
    [('a', 'd')]
    """
    waiting: defaultdict[str, list[str]] = defaultdict(list)
    for name, text in reversed(list(new.items())):
        waiting[text].append(name)
    return [(name, waiting[text].pop()) for name, text in old.items() if waiting.get(text)]


class Comparison:
    """Compares texts until its budget is used up, and then their words.

    >>> Comparison().ratio("Contar con 150 ha.", "Contar con 160 ha.", 0.9) > 0.9
    True
    """

    def __init__(self) -> None:
        self._left = _BUDGET
        self._known: dict[str, _Text] = {}

    def ratio(self, old: str, new: str, least: float) -> float:
        """Return how much of two texts is common, from 0 to 1; 0 where that is surely below the least.

        That is the ratio of Python's ``difflib``; of long texts, the share of common words.
        """
        if old == new or least >= 1:
            return float(old == new)
        cost = len(old) * len(new)
        if cost > _PAIR or cost > self._left:
            return self._text(old).common(self._text(new))
        self._left -= cost
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
            return 0.0
        return matcher.ratio()

    def akin(self, old: str, new: str, least: float) -> bool:
        """Return whether two texts have so much in common, in words or in characters."""
        common = self._text(old).common(self._text(new))
        return common >= least or self.ratio(old, new, least) >= least

    def near(self, old: Mapping[str, str], new: Mapping[str, str]) -> list[tuple[str, str]]:
        """Return pairs of nearly the same text (see `NEAR`), the nearest first; each is used once."""
        if len(old) * len(new) > _PAIRS:
            return []
        likely = []
        for name, text in old.items():
            left = self._text(text)
            for other, said in new.items():
                right = self._text(said)
                common = left.common(right)
                if common >= 0.5 or min(left.count, right.count) < _WORDS:
                    likely.append((-common, name, other))
        # What is likely is looked at first, since the budget may not suffice for all.
        close = []
        for _, name, other in sorted(likely):
            ratio = self.ratio(old[name], new[other], NEAR)
            if ratio >= NEAR:
                close.append((-ratio, name, other))
        found: dict[str, str] = {}
        used: set[str] = set()
        for _, name, other in sorted(close):
            if name not in found and other not in used:
                found[name] = other
                used.add(other)
        return list(found.items())

    def _text(self, text: str) -> _Text:
        if text not in self._known:
            self._known[text] = _Text(text)
        return self._known[text]


class _Text:
    """A text by its words."""

    def __init__(self, text: str) -> None:
        words = text[:_LONGEST].split()
        self.count = len(words)
        self._words = words

    @cached_property
    def _set(self) -> frozenset[tuple[str, int]]:
        # The second time that a word stands in a text it is another element, so that sets do for multisets.
        met: Counter[str] = Counter()
        found = []
        for word in self._words:
            met[word] += 1
            found.append((word, met[word]))
        return frozenset(found)

    def common(self, other: _Text) -> float:
        """Return the share of common words, each as often as it stands in both."""
        total = self.count + other.count
        return 2 * len(self._set & other._set) / total if total else 1.0
