"""diff took a tier that there isn't, and neither a day nor what an endpoint needs."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from popgraph.cli import main


@pytest.fixture
def file(tmp_path: Path) -> str:
    (tmp_path / "a.ttl").write_text("<urn:x:a> <urn:x:p> 1 .", "utf-8")
    return str(tmp_path / "a.ttl")


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What the command complains of."""
    with pytest.raises(SystemExit) as ended:
        main(["diff", *words])
    assert ended.value.code == 2
    return capsys.readouterr().err


@pytest.mark.parametrize("more", [(), ("--no-findings",)])
@pytest.mark.parametrize("tier", ["nosuch", "", "none"])
def test_a_tier_that_there_isnt_is_refused(
    tier: str, more: tuple[str, ...], file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "No such tier" in said(capsys, file, file, "--tier", tier, *more)


@pytest.mark.parametrize("day", ["2005-02-30", "", "2006"])
def test_a_day_that_isnt_is_refused(day: str, file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Not a date" in said(capsys, file, file, "--as-of", day)


def test_an_endpoint_may_take_as_long_as_is_said(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        place = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        words = (place, file, "--timeout", "0.2", "--user", "ana", "--no-findings")
        assert "0.2" in said(capsys, *words)
