"""``popgraph show``: an element, its place, its lines; codes that mean several things."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Cli


def test_a_task_is_shown_with_its_place_its_mentions_and_its_lines(cli: Cli) -> None:
    done = cli("show", "O1A2T4")
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0] == "O1A2T4 · tarea planificada"
    assert lines[1] == "  https://w3id.org/popgraph/id/pe-cus/pop-cacao/2005/oe1/a2/t4"
    assert "  O1A2 · actividad planificada · Desarrollar productos con mayor valor agregado." in lines
    assert "  POP Cacao, Cusco 2005 · plan operativo por producto (POP)" in lines
    assert "  tiene responsabilidad: O1A2T4R6 · PARA → PRA" in lines
    assert "pasaje, líneas 832-833:" in lines
    assert "  832 | T4 Incorporar tecnologías de punta en el" in lines


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("o1a2t4", "O1A2T4 · tarea planificada"),
        ("OE1", "OE1 · objetivo estratégico"),
        ("F1", "F1 · enunciado FODA"),
        ("O1A2V", "O1A2V · indicador de avance"),
        ("O1A2T4R6", "O1A2T4R6 · responsabilidad"),
        ("dia/a/3", "dia/a/3 · hallazgo del diamante"),
        ("MINCETUR", "MINCETUR · institución"),
        ("ministerio de comercio exterior y turismo", "MINCETUR · institución"),
        ("Gobierno Regional", "Gobierno Regional de Cusco · institución"),
        ("org/mincetur", "MINCETUR · institución"),
        ("https://w3id.org/popgraph/id/org/mincetur", "MINCETUR · institución"),
        ("pop:PlannedTask", "tarea planificada · owl:Class"),
    ],
)
def test_a_thing_is_found_by_what_people_call_it(asked: str, first: str, cli: Cli) -> None:
    done = cli("show", asked)
    assert (done.code, done.out.splitlines()[0]) == (0, first)


def test_a_strength_is_shown_in_english(cli: Cli) -> None:
    lines = cli("show", "F1", "--lang", "en").out.splitlines()
    assert "stands in:" in lines
    assert "  SWOT quadrant: strength" in lines
    assert "statement [en]:" in lines
    assert lines.index("statement [en]:") < lines.index("statement [es]:")
    assert "passage, line 570:" in lines


def test_an_ambiguous_code_lists_its_candidates(cli: Cli) -> None:
    done = cli("show", "A1")
    assert (done.code, done.raw) == (2, b"")
    listed = [line.split()[0] for line in done.err.splitlines()[3:]]
    plan = "pe-cus/pop-cacao/2005/"
    assert listed == [plan + "foda/a1", *(f"{plan}oe{number}/a1" for number in (1, 2, 3, 4))]
    assert "O1A1, actividad planificada" in done.err


def test_each_candidate_can_be_asked_for_as_it_is_listed(cli: Cli) -> None:
    assert cli("show", "pe-cus/pop-cacao/2005/foda/a1").out.startswith("A1 · enunciado FODA\n")


@pytest.mark.parametrize("asked", ["O9A9", "nobody", "org/nobody", "http://[x", "urn:x:y", ""])
def test_what_nothing_is_called_is_refused(asked: str, cli: Cli) -> None:
    done = cli("show", asked)
    assert (done.code, done.raw) == (2, b"")
    assert "Nothing in the graph is called so" in done.err
    assert asked in done.err


def test_a_long_list_is_cut_unless_all_is_asked_for(cli: Cli) -> None:
    cut, whole = cli("show", "MINCETUR").out, cli("show", "MINCETUR", "--all").out
    assert "más (--all)" in cut
    assert "--all" not in whole
    # MINCETUR is named in 13 tasks.
    assert whole.count("← parte responsable:") == 13
