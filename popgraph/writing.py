"""Writing files whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from popgraph.errors import DataError

__all__ = ["write"]


def write(files: Mapping[Path, str | bytes]) -> None:
    """Write all of ``files`` (path to content; text as UTF-8), or none if one of them can't be written.

    Each content goes to a temporary file beside its place first; then all are moved.

    Raises:
        DataError: A folder can't be made or a file can't be written.

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write({Path(folder, "new", "a.ttl"): "# nothing"})
    ...     print(Path(folder, "new", "a.ttl").read_text())
    # nothing
    """
    waiting: list[tuple[Path, Path]] = []
    target = Path()
    try:
        for target, content in files.items():
            raw = content.encode() if isinstance(content, str) else content
            if target.exists() and not target.is_file():
                # A device or a pipe takes what it is given; put a file in its place and it would be gone.
                target.write_bytes(raw)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            # Behind a symbolic link, the file that it points to is replaced and the link stays.
            place = target.resolve()
            handle, name = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
            waiting.append((Path(name), place))
            with os.fdopen(handle, "wb") as stream:
                stream.write(raw)
            mode = place.stat().st_mode & 0o777 if place.exists() else 0o644
            Path(name).chmod(mode)
        for temporary, place in waiting:
            target = place
            temporary.replace(place)
    except OSError as error:
        raise DataError(
            f"Can't write the file ({error.strerror})",
            where=str(target),
            hint="Check that the folder exists and is yours to write",
        ) from error
    finally:
        for temporary, _ in waiting:
            temporary.unlink(missing_ok=True)
