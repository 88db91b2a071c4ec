"""Where the folders that ship with popgraph are: ``ontology/``, ``data/`` and ``queries/``.

In a checkout or an editable install they stand at the root of the repository, in a wheel under
``popgraph/_resources/``. The same relative path names the same file in both.

>>> path("data", "catalog.ttl").name
'catalog.ttl'
"""

from __future__ import annotations

from pathlib import Path

from popgraph.errors import DataError

__all__ = ["path", "root"]

_PACKAGE = Path(__file__).resolve().parent


def root() -> Path:
    """Return the folder that holds ``ontology/``, ``data/`` and ``queries/``.

    Raises:
        DataError: If the package was installed without them.
    """
    for folder in (_PACKAGE / "_resources", _PACKAGE.parent):
        if (folder / "data" / "catalog.ttl").is_file():
            return folder
    raise DataError(
        "This installation of popgraph carries no data",
        where=str(_PACKAGE / "_resources"),
        hint="Reinstall popgraph from its wheel, or run it from a checkout",
    )


def path(*parts: str) -> Path:
    """Return the path of a shipped file or folder, given its parts below `root`.

    Raises:
        DataError: If there is no such file or folder.
    """
    found = root().joinpath(*parts)
    if not found.exists():
        raise DataError("No such shipped file", where=str(found), hint="Reinstall popgraph")
    return found
