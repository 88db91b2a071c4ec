"""The examples on the page about wordings give what they show."""

from __future__ import annotations

import doctest
from pathlib import Path


def test_examples_of_the_page_on_wordings() -> None:
    page = Path(__file__).parents[2] / "docs/wordings.md"
    results = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert (results.failed, results.attempted) == (0, 5)
