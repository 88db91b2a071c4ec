"""The examples in the docstrings of the wording modules and on their page give what they show."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

WORDINGS = (
    *("acts", "changes", "clauses", "folding", "nounphrases", "numerals", "periods", "periodwords"),
    *("quantities", "units"),
)
MODULES = ("dates", "targets", *(f"wordings.{name}" for name in WORDINGS))


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    results = doctest.testmod(importlib.import_module(f"popgraph.{name}"))
    assert results.failed == 0


def test_examples_of_the_page_on_wordings() -> None:
    page = Path(__file__).parents[2] / "docs/wordings.md"
    results = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert (results.failed, results.attempted) == (0, 5)
