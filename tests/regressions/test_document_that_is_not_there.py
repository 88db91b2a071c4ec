"""SARIF named ``source.txt`` beside any data, whether it was there or not, and made a host of a Windows drive."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from popgraph.report import sarif
from popgraph.validation import validate

PLAN = Path(__file__).parents[2] / "data" / "pe-cus" / "pop-cacao" / "2005" / "plan.ttl"
OTHER = ("pe-cus/pop-cacao/2005/", "pe-xxx/pop-otro/2005/")


def documents(folder: Path) -> set[str]:
    """The documents that the results on a copy of the plan under another name point to."""
    copy = folder / "plan.ttl"
    copy.write_text(PLAN.read_text("utf-8").replace(*OTHER), "utf-8")
    told = json.loads(sarif.render(validate(copy, rules=["RSP-04", "HOR-04"])))
    related = [place for found in told["runs"][0]["results"] for place in found["relatedLocations"]]
    assert related
    assert all(place["message"]["text"] for place in related)
    return {
        place["physicalLocation"]["artifactLocation"]["uri"]
        for place in related
        if "physicalLocation" in place
    }


def test_a_document_is_named_only_where_it_is(tmp_path: Path) -> None:
    assert documents(tmp_path) == set()
    shutil.copy(PLAN.with_name("source.txt"), tmp_path)
    assert documents(tmp_path) == {(tmp_path / "source.txt").as_uri()}
