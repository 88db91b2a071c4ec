"""Files are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from popgraph.errors import DataError
from popgraph.writing import write


def test_text_and_bytes_go_to_new_folders(tmp_path: Path) -> None:
    write({tmp_path / "a" / "b.txt": "ñ", tmp_path / "c.bin": b"\x00\r\n"})
    assert (tmp_path / "a" / "b.txt").read_bytes() == "ñ".encode()
    assert (tmp_path / "c.bin").read_bytes() == b"\x00\r\n"


def test_if_one_cant_be_written_none_is_and_nothing_is_left_behind(tmp_path: Path) -> None:
    kept, blocked = tmp_path / "kept.txt", tmp_path / "file"
    kept.write_text("before", "utf-8")
    blocked.write_text("", "utf-8")
    with pytest.raises(DataError) as caught:
        write({kept: "after", blocked / "below.txt": "x"})
    assert caught.value.where == str(blocked / "below.txt")
    assert kept.read_text("utf-8") == "before"
    assert sorted(tmp_path.iterdir()) == [blocked, kept]


def test_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    script = tmp_path / "run"
    script.write_text("old", "utf-8")
    script.chmod(0o750)
    write({script: "new"})
    assert script.stat().st_mode & 0o777 == 0o750


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    real.write_text("old", "utf-8")
    link.symlink_to(real)
    write({link: "new"})
    assert link.is_symlink()
    assert real.read_text("utf-8") == "new"


def test_a_device_stays_a_device() -> None:
    null = Path("/dev/null")
    assert null.is_char_device()
    write({null: "gone"})
    assert null.is_char_device()


def test_a_folder_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(DataError, match="Can't write"):
        write({tmp_path / "folder": "x"})
    assert list((tmp_path / "folder").iterdir()) == []
