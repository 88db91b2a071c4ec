"""What earlier validations left: used where nothing changed, never trusted, never in the way."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
from pathlib import Path

import pytest

from popgraph.cache import Cache
from popgraph.validation import validate
from tests.units.conftest import keys


def kept(place: Path, cache: Path) -> int:
    """How many units the cache had before anything was worked out."""
    told: list[int] = []
    validate(place, cache=Cache(cache), progress=lambda done, total: told.append(done))
    return told[0]


def test_what_did_not_change_is_not_worked_out_again(private: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = validate(private, cache=Cache(cache))
    told: list[tuple[int, int]] = []
    second = validate(private, cache=Cache(cache), progress=lambda *now: told.append(now))
    assert told == [(told[0][1], told[0][1])]
    assert keys(second) == keys(first) == keys(validate(private))


def test_an_edited_plan_alone_is_worked_out_again(private: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    before = validate(private, cache=Cache(cache))
    total = kept(private, cache)
    plan = next(path for path in sorted(private.rglob("plan.ttl")) if "sintetico" in str(path))
    plan.write_text(plan.read_text("utf-8").replace("pop:partOfActivity", "pop:noSuchThing", 1), "utf-8")
    assert kept(private, cache) == total - 1
    after = validate(private, cache=Cache(cache))
    assert keys(after) == keys(validate(private))
    assert keys(after) != keys(before)


def test_a_change_of_what_all_share_is_a_change_of_all(private: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    validate(private, cache=Cache(cache))
    registry = private / "registry" / "institutions.ttl"
    registry.write_text(registry.read_text("utf-8") + "\n# Another comment.\n", "utf-8")
    assert kept(private, cache) == 0


def test_other_rules_are_another_result(private: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    validate(private, cache=Cache(cache))
    told: list[int] = []
    validate(private, tier="draft", cache=Cache(cache), progress=lambda done, total: told.append(done))
    assert told[0] == 0


def test_files_elsewhere_with_the_same_content_are_found_with_their_own_places(
    collection: Path, private: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    validate(collection, cache=Cache(cache))
    assert kept(private, cache) > 0
    assert keys(validate(private, cache=Cache(cache))) == keys(validate(private))


def _damage(file: Path, change: str) -> None:
    connection = sqlite3.connect(file)
    with connection:
        connection.execute(change)
    connection.close()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE outcome SET body = x'00'",
        "UPDATE outcome SET body = 'text', sum = 'text'",
        "UPDATE outcome SET body = (SELECT body FROM outcome ORDER BY key LIMIT 1)",
        "UPDATE outcome SET sum = ''",
    ],
)
def test_a_damaged_entry_is_worked_out_again(change: str, private: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    expected = keys(validate(private, cache=cache))
    cache.close()
    _damage(cache.file, change)
    assert keys(validate(private, cache=Cache(tmp_path / "cache"))) == expected
    total = cache.size().entries
    assert kept(private, tmp_path / "cache") == total


def test_an_entry_with_a_right_sum_and_a_wrong_body_is_worked_out_again(
    private: Path, tmp_path: Path
) -> None:
    cache = Cache(tmp_path / "cache")
    expected = keys(validate(private, cache=cache))
    connection = sqlite3.connect(cache.file)
    names = [row[0] for row in connection.execute("SELECT key FROM outcome")]
    connection.close()
    cache.put((name, b"{}") for name in names)
    assert keys(validate(private, cache=cache)) == expected


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + bytes(5000)])
def test_a_file_that_is_no_database_is_made_anew(content: bytes, private: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    cache.file.parent.mkdir()
    cache.file.write_bytes(content)
    expected = keys(validate(private))
    assert keys(validate(private, cache=cache)) == expected
    assert kept(private, tmp_path / "cache") > 0


def test_a_cache_that_cannot_be_written_is_no_obstacle(private: Path, tmp_path: Path) -> None:
    taken = tmp_path / "file"
    taken.write_text("x")
    assert keys(validate(private, cache=Cache(taken / "cache"))) == keys(validate(private))


def _one(place: Path, cache: Path, found: Path) -> None:
    found.write_text(str(len(validate(place, cache=Cache(cache)).findings)))


def test_two_processes_may_use_it_at_once(private: Path, tmp_path: Path) -> None:
    expected = str(len(validate(private).findings))
    context = multiprocessing.get_context("spawn")
    answers = [tmp_path / name for name in "ab"]
    both = [context.Process(target=_one, args=(private, tmp_path / "cache", answer)) for answer in answers]
    for process in both:
        process.start()
    for process in both:
        process.join()
    assert [answer.read_text() for answer in answers] == [expected, expected]
    assert kept(private, tmp_path / "cache") > 0


def test_it_can_be_cleared(private: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POPGRAPH_CACHE", str(tmp_path / "own"))
    validate(private, cache=Cache())
    size = Cache().size()
    assert size.entries == 7
    assert size.file.parent == tmp_path / "own"
    assert Cache().clear().entries == size.entries
    assert Cache().size().entries == 0
    assert os.listdir(tmp_path / "own") == []  # noqa: PTH208
