"""``popgraph build``, ``encode`` and ``info``."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.cli.conftest import ROOT, Cli

EDITION = ROOT / "data" / "pe-cus" / "pop-cacao" / "2005"


def test_a_built_store_gives_the_same_answer(cli: Cli, tmp_path: Path) -> None:
    done = cli("build", "db")
    assert done.code == 0
    assert f"{tmp_path / 'db'}: " in done.out
    from_files = cli("query", "CQ02", "--format", "tsv")
    from_store = cli("query", "CQ02", "--format", "tsv", "--data", "db")
    assert (from_store.code, from_store.raw) == (0, from_files.raw)
    refused = cli("build", "db")
    assert refused.code == 2
    assert "--force" in refused.err
    assert cli("build", "db", str(EDITION / "plan.ttl"), "--force").code == 0
    assert "registry" not in cli("info", "--data", "db").out


def test_a_broken_file_leaves_the_store_that_stood_there(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "good.ttl").write_text("<urn:x:a> <urn:x:b> <urn:x:c> .", "utf-8")
    (tmp_path / "bad.ttl").write_text("<urn:x:a> <urn:x:b> .", "utf-8")
    assert cli("build", "db", "good.ttl").code == 0
    assert cli("build", "db", "good.ttl", "bad.ttl", "--force").code == 2
    ask = "ASK { <urn:x:a> <urn:x:b> <urn:x:c> }"
    assert cli("query", "-", "--data", "db", "--format", "csv", stdin=ask).out == "true\n"


def test_a_folder_with_something_else_is_left_alone(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("mine", "utf-8")
    done = cli("build", ".", "--force")
    assert done.code == 2
    assert (tmp_path / "kept.txt").read_text("utf-8") == "mine"


def test_the_shipped_turtle_is_what_its_tables_say(cli: Cli) -> None:
    done = cli("encode", "--check")
    assert (done.code, done.err) == (0, "")
    states = {line.split()[0] for line in done.out.splitlines()[:-1]}
    assert states == {"unchanged"}
    assert done.out.splitlines()[-1].startswith("100.00 % ")


def test_a_correction_in_a_table_is_noticed_and_then_written(cli: Cli, tmp_path: Path) -> None:
    shutil.copytree(EDITION, tmp_path / "data" / "pe-cus" / "pop-cacao" / "2005")
    shutil.copytree(ROOT / "data" / "registry", tmp_path / "data" / "registry")
    shutil.copytree(ROOT / "data" / "pe-cus" / "perx", tmp_path / "data" / "pe-cus" / "perx")
    folder = "data/pe-cus/pop-cacao/2005"
    table = tmp_path / folder / "transcription" / "translations.csv"
    text = table.read_text("utf-8")
    assert "cutting-edge" in text
    table.write_text(text.replace("cutting-edge", "advanced"), "utf-8")
    before = (tmp_path / folder / "translations.ttl").read_text("utf-8")
    noticed = cli("encode", folder, "--check")
    assert noticed.code == 1
    assert "different  " in noticed.out
    assert (tmp_path / folder / "translations.ttl").read_text("utf-8") == before
    assert cli("encode", folder).code == 0
    after = (tmp_path / folder / "translations.ttl").read_text("utf-8")
    assert after == before.replace("cutting-edge", "advanced")
    assert cli("encode", folder, "--check").code == 0


def test_info_counts_classes_graphs_and_regions(cli: Cli) -> None:
    spanish, english = cli("info").out, cli("info", "--lang", "en").out
    words = [line.split() for line in spanish.splitlines()]
    assert ["tarea", "planificada", "pop:PlannedTask", "33"] in words
    assert ["responsabilidad", "pop:Responsibility", "191"] in words
    assert ["Cusco", "2"] in [row[:2] for row in words]
    assert "planned task " in english
    assert "Registry: institutions" in english
