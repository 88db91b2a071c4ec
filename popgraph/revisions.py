"""Opening a graph as it stood in a revision of a git repository.

``HEAD~1:data`` is the folder ``data`` at that revision, as git itself writes it: the path counts from the top of the
repository, and from the current folder if it begins with ``./``. Git is asked for the files; the work tree, the index
and the configuration are not touched, and nothing is fetched.

A symbolic link is not followed, since it may lead anywhere: one that would be read is refused.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from popgraph import loading
from popgraph.errors import DataError, UsageError
from popgraph.store import Store

__all__ = ["open_version"]

_LISTED = re.compile(rb"(\d+) (\w+) ([0-9a-f]+)\t(.+)", re.DOTALL)
_PLAIN_FILE = {b"100644", b"100755"}
_LINK = b"120000"
# What tells git where a repository is: in a hook it is set, and would go before the folder that is named.
_LOCATION = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX", "GIT_NAMESPACE"),
    *("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH", "GIT_GRAFT_FILE"),
    *("GIT_SHALLOW_FILE", "GIT_REPLACE_REF_BASE", "GIT_IMPLICIT_WORK_TREE", "GIT_INTERNAL_SUPER_PREFIX"),
)
_CATALOGS = ("catalog.ttl", "data/catalog.ttl")


def open_version(place: str, *, repository: str | os.PathLike[str] | None = None) -> Store:
    """Return the graph at a place, which may be one in a revision.

    Args:
        place: A file, a folder, a built store, the URL of an endpoint, or ``REV:PATH``. What exists as a file or
            folder is taken for that.
        repository: Any folder in the repository that a revision is looked up in; None for the current one, or the
            repository that the environment names (``GIT_DIR``), as in a hook.

    Raises:
        UsageError: If git isn't there, the folder is in no repository, or there is no such revision or path.
        DataError: If a file is missing, broken, a symbolic link, or has a name that leads elsewhere.
    """
    revision, colon, path = _split(place)
    if not colon or "://" in place or Path(place).exists():
        try:
            return loading.open(place)
        except DataError as error:
            if colon or Path(place).exists() or Path(place).is_absolute() or Path(place).suffix:
                raise
            hint = f"Check the path; for a revision of git, name what to read in it: {place}:data"
            raise DataError(error.what, where=error.where, hint=hint) from error
    if len(revision) == 1 and path.startswith("\\"):
        raise DataError("No such file or folder", where=place, hint="Check the path")
    return _Repository(repository).open(revision, path)


def _split(place: str) -> tuple[str, str, str]:
    """A place at its first colon outside of braces: ``HEAD^{/fix: it}:data`` has one within."""
    depth = 0
    for index, character in enumerate(place):
        depth += (character == "{") - (character == "}")
        if character == ":" and depth <= 0:
            return place[:index], ":", place[index + 1 :]
    return place.partition(":")


class _Repository:
    """The git repository that a folder is in."""

    def __init__(self, named: str | os.PathLike[str] | None) -> None:
        folder = self.folder = Path("." if named is None else named)
        self._named = named is not None
        if not folder.is_dir():
            raise UsageError("No such folder", where=str(folder), hint="Name a folder of a git repository")
        try:
            self.inside = self._text("rev-parse", "--show-prefix")
        except _GitError as error:
            raise UsageError(
                "Not in a git repository",
                where=str(folder.absolute()),
                hint=f"Go to one, or name it by --repo; git says: {error}",
            ) from error

    def open(self, revision: str, path: str) -> Store:
        place = f"{revision}:{path}"
        try:
            if not revision or revision.startswith("-"):
                raise _GitError("no revision is written so")
            commit = self._text("rev-parse", "--verify", "--end-of-options", revision + "^{commit}")
        except _GitError as error:
            raise UsageError(
                "No such revision",
                where=revision or place,
                hint=f"Write REV:PATH, such as HEAD~1:data; git says: {error}",
            ) from error
        wanted = self._path(path, place)
        try:
            names, links = self._names(commit)
            found = [name for name in names if _below(name, wanted)]
            link = next((name for name in links if _reads(name, wanted)), None)
            if link is not None:
                raise DataError(
                    "A symbolic link in a revision is not followed",
                    where=f"{revision}:{link}",
                    hint="Name the file or folder that it points to",
                )
            if not found:
                raise UsageError(
                    "No such file or folder in the revision",
                    where=place,
                    hint="The path counts from the top of the repository; begin it with ./ to count from here",
                )
            if any(_join(wanted, catalog) in names for catalog in _CATALOGS):
                # A catalogue may name files above its folder.
                found = list(names)
            with tempfile.TemporaryDirectory(prefix="popgraph-") as workshop:
                top = Path(workshop) / "tree"
                rdf = [name for name in found if _suffix(name) in loading.FORMATS or name == wanted]
                for name, content in self._contents([(name, names[name]) for name in rdf]):
                    target = _inside(top, name, revision)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(content)
                if wanted not in names:
                    (top / wanted).mkdir(parents=True, exist_ok=True)
                return _named(top, top / wanted, place, revision)
        except _GitError as error:
            raise DataError("Git can't read the revision", where=place, hint=str(error)) from error
        except OSError as error:
            raise DataError(
                "The files of the revision can't be read", where=place, hint=error.strerror or str(error)
            ) from error

    def _path(self, path: str, place: str) -> str:
        """The path from the top of the repository, without dots."""
        start = self.inside if path.startswith(("./", "../")) or path in (".", "..") else ""
        parts: list[str] = []
        for part in PurePosixPath(start, path).parts:
            if part == "/" or (part == ".." and not parts):
                raise UsageError(
                    "The path leads out of the repository", where=place, hint="Count it from its top"
                )
            if part == "..":
                parts.pop()
            elif part != ".":
                parts.append(part)
        return "/".join(parts)

    def _names(self, commit: str) -> tuple[dict[str, str], list[str]]:
        """Every plain file of a commit, by path, and the paths of its links; submodules are no data."""
        names: dict[str, str] = {}
        links: list[str] = []
        for entry in self._run("ls-tree", "-r", "-z", "--full-tree", commit, "--").split(b"\0"):
            match = _LISTED.fullmatch(entry)
            if match and match[1] in _PLAIN_FILE:
                names[os.fsdecode(match[4])] = match[3].decode()
            elif match and match[1] == _LINK:
                links.append(os.fsdecode(match[4]))
        return names, links

    def _contents(self, blobs: list[tuple[str, str]]) -> Iterable[tuple[str, bytes]]:
        asked = "".join(f"{blob}\n" for _, blob in blobs).encode()
        given = self._run("cat-file", "--batch", given=asked) if blobs else b""
        start = 0
        for name, _ in blobs:
            end = given.index(b"\n", start)
            words = given[start:end].split()
            if len(words) != 3:
                raise _GitError(f"{name} is missing from the repository")
            size = int(words[2])
            yield name, given[end + 1 : end + 1 + size]
            start = end + size + 2

    def _text(self, *words: str) -> str:
        return os.fsdecode(self._run(*words)).removesuffix("\n")

    def _run(self, *words: str, given: bytes = b"") -> bytes:
        # A partial clone would fetch what it lacks, and the refresh of an index would write.
        quiet = {
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_TERMINAL_PROMPT": "0",
            "LC_ALL": "C",
        }
        around = {
            name: value for name, value in os.environ.items() if not (self._named and name in _LOCATION)
        }
        try:
            done = subprocess.run(
                ["git", "--no-pager", "-C", str(self.folder), *words],
                input=given,
                capture_output=True,
                env=around | quiet,
                check=False,
            )
        except (FileNotFoundError, PermissionError) as error:
            raise UsageError(
                "Git isn't there", where="git", hint="Install it, or compare files and folders"
            ) from error
        except ValueError as error:
            raise _GitError("no name holds such a character") from error
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            raise _GitError(said[0][:300] if said else f"exit code {done.returncode}")
        return done.stdout


class _GitError(Exception):
    """What git complained of."""


def _named(top: Path, target: Path, place: str, revision: str) -> Store:
    """The graph, or an error that names the place and not the folder that the files lay in for a moment."""
    try:
        return loading.open(target)
    except DataError as error:
        where = error.where.replace(f"{top}{os.sep}", f"{revision}:") if str(top) in error.where else place
        raise DataError(error.what, where=place if where == str(top) else where, hint=error.hint) from error


def _inside(top: Path, name: str, revision: str) -> Path:
    """Where a file of a revision goes. A tree that was made by hand may hold names that lead elsewhere.

    Raises:
        DataError: If this is one.
    """
    odd = any(part in ("", ".", "..") for part in name.split("/")) or set("\\:\0") & set(name)
    target = top / name
    if odd or not target.resolve().is_relative_to(top.resolve()):
        raise DataError(
            "A file of the revision has a name that can lead elsewhere",
            where=f"{revision}:{name}",
            hint="Rename it: no empty part, no dots alone, no backslash, no colon",
        )
    return target


def _reads(link: str, wanted: str) -> bool:
    """Whether a link stands where a file would be read, or above it."""
    if _below(wanted, link):
        return bool(wanted)
    return _below(link, wanted) and _suffix(link) in loading.FORMATS


def _below(name: str, folder: str) -> bool:
    return not folder or name == folder or name.startswith(folder + "/")


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()
