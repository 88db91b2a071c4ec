"""What earlier validations left: used where nothing changed, never trusted, never in the way."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import subprocess
import sys
import threading
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from popgraph import cache as caching
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


def file_of(cache: Cache) -> Path:
    assert cache.file is not None
    return cache.file


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
    _damage(file_of(cache), change)
    assert keys(validate(private, cache=Cache(tmp_path / "cache"))) == expected
    total = cache.size().entries
    assert kept(private, tmp_path / "cache") == total


def test_an_entry_with_a_right_sum_and_a_wrong_body_is_worked_out_again(
    private: Path, tmp_path: Path
) -> None:
    cache = Cache(tmp_path / "cache")
    expected = keys(validate(private, cache=cache))
    connection = sqlite3.connect(file_of(cache))
    names = [row[0] for row in connection.execute("SELECT key FROM outcome")]
    connection.close()
    cache.put((name, b"{}") for name in names)
    assert keys(validate(private, cache=cache)) == expected


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + bytes(5000)])
def test_a_file_that_is_no_database_is_made_anew(content: bytes, private: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    file_of(cache).parent.mkdir()
    file_of(cache).write_bytes(content)
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
    assert size.file is not None
    assert size.file.parent == tmp_path / "own"
    assert Cache().clear().entries == size.entries
    assert Cache().size().entries == 0
    assert os.listdir(tmp_path / "own") == []  # noqa: PTH208


def test_two_threads_may_use_it_at_once(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put([("first", b"0")])
    wrong: list[BaseException] = []

    def use(name: str) -> None:
        try:
            for number in range(50):
                cache.put([(f"{name}{number}", b"x")])
                assert cache.get([f"{name}{number}", "first"]) == {f"{name}{number}": b"x", "first": b"0"}
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=use, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert cache.size().entries == 101


def test_it_is_of_use_again_once_a_lock_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caching, "_PATIENCE", 0.01)
    cache = Cache(tmp_path)
    other = sqlite3.connect(file_of(cache), isolation_level=None)
    other.execute("CREATE TABLE something (value)")
    other.execute("BEGIN EXCLUSIVE")
    cache.put([("a", b"x")])
    assert cache.get(["a"]) == {}
    other.execute("COMMIT")
    other.close()
    cache.put([("a", b"x")])
    assert cache.get(["a"]) == {"a": b"x"}


def test_what_was_not_used_for_longest_goes_when_there_is_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    largest = 2**20
    monkeypatch.setattr(caching, "_LARGEST", largest)
    cache = Cache(tmp_path)
    body = os.urandom(10_000)
    for number in range(60):
        cache.put([(f"old{number}", body)])
    cache.touch(["old0", "old1"])
    sizes = []
    for number in range(80):
        cache.put([(f"new{number}", body)])
        cache.touch(["old0", "old1"])
        cache.close()
        sizes.append(cache.size().bytes)
    assert max(sizes) <= largest
    # What it isn't too large for is kept.
    assert min(sizes[40:]) > largest // 2
    assert set(cache.get(["old0", "old1", "old2", "old59", "new0", "new79"])) == {"old0", "old1", "new79"}


def test_the_file_shrinks_to_what_it_may_have(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(tmp_path)
    cache.put((f"old{number}", bytes(10_000)) for number in range(200))
    cache.close()
    assert file_of(cache).stat().st_size > 2 * 2**20
    monkeypatch.setattr(caching, "_LARGEST", 2**20)
    cache.put([("new", b"x")])
    cache.close()
    assert file_of(cache).stat().st_size <= 2**20
    assert cache.get(["new"]) == {"new": b"x"}


def test_an_outcome_that_takes_half_of_the_room_does_not_drive_out_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caching, "_LARGEST", 2**20)
    cache = Cache(tmp_path)
    cache.put([("small", b"x")])
    cache.put([("large", bytes(2**20))])
    assert cache.get(["small", "large"]) == {"small": b"x"}


def test_the_size_is_that_of_all_its_files(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put([("a", os.urandom(100_000))])
    # While it is open most of it stands in the log.
    assert cache.size().bytes > 100_000
    cache.close()
    assert cache.size().bytes == file_of(cache).stat().st_size


@pytest.mark.skipif(os.name == "nt", reason="there is a folder of the user's own always")
def test_a_user_without_a_home_keeps_nothing(private: Path) -> None:
    environment = {name: text for name, text in os.environ.items() if not name.startswith(("HOME", "XDG_"))}
    environment.pop("POPGRAPH_CACHE", None)
    code = (
        "import pwd\n"
        "def unknown(user): raise KeyError(user)\n"
        "pwd.getpwuid = unknown\n"
        "from popgraph.start import main\n"
        "main()"
    )
    for verb, returned in (("cache", 0), ("validate", 1)):
        done = subprocess.run(
            [sys.executable, "-c", code, verb, *([str(private)] if verb == "validate" else [])],
            capture_output=True,
            text=True,
            check=False,
            env=environment,
            cwd=Path(__file__).parents[2],
        )
        assert (done.returncode, done.stderr) == (returned, "")


def test_a_folder_may_be_named_from_the_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("POPGRAPH_CACHE", "~/own")
    assert caching.folder() == tmp_path / "own"


def _put_in_each(folder: Path, name: str, ready: Barrier) -> None:
    for number in range(40):
        ready.wait(60)
        cache = Cache(folder / str(number))
        cache.put([(name, b"x")])
        cache.close()


def test_two_processes_that_make_the_file_at_once_both_keep_theirs(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(2)
    both = [context.Process(target=_put_in_each, args=(tmp_path, name, ready)) for name in "ab"]
    for process in both:
        process.start()
    for process in both:
        process.join()
    assert [process.exitcode for process in both] == [0, 0]
    assert {Cache(tmp_path / str(number)).size().entries for number in range(40)} == {2}
