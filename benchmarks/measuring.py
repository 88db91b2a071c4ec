"""One cold process, measured: wall time, and the memory of it and of all that it starts."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Measured", "environment", "measure", "memory"]

_PAGE = os.sysconf("SC_PAGE_SIZE")
_LAST_LINES = 12


@dataclass(frozen=True, slots=True)
class Measured:
    """What a process took.

    Attributes:
        seconds: Wall time from its start to its end.
        peak: The most bytes that it and all its descendants held at one time.
        status: ``ok``, ``failed``, ``slow`` (stopped at the time limit) or ``large`` (stopped at the memory limit).
        said: The end of what it wrote to standard error.
    """

    seconds: float
    peak: int
    status: str
    said: str


def measure(
    command: Sequence[str],
    *,
    folder: Path,
    output: Path | None = None,
    variables: Mapping[str, str] | None = None,
    seconds: float = 600,
    most: int | None = None,
    good: Sequence[int] = (0,),
) -> Measured:
    """Run a command and return what it took.

    The peak is the largest sum, over samples of ``/proc``, of the resident memory of the process and its descendants;
    pages that several of them share are counted once for each. Where the operating system's own figure for the
    largest single process is more, as for those too short for a sample, that is it.

    Args:
        command: The program and its arguments.
        folder: Its working folder.
        output: The file that its standard output goes to; nowhere if None.
        variables: What its environment has beside this one's.
        seconds: It is stopped after these.
        most: It is stopped when it holds more bytes.
        good: The exit codes that mean that it has done its work.

    >>> import sys
    >>> measure([sys.executable, "-c", "bytearray(50_000_000)"], folder=Path()).peak > 50_000_000
    True
    """
    with tempfile.TemporaryFile() as errors, _written(output) as sink:
        # The kernel's figure for a child isn't below what this process held when it started it.
        floor = _kilobytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=errors,
            env={**environment(), **(variables or {})},
            start_new_session=True,
        )
        try:
            peak, status, code, largest, end = _watched(process.pid, start, seconds, most)
        except BaseException:
            _end(process.pid)
            os.waitpid(process.pid, 0)
            raise
        process.returncode = code
        errors.seek(0)
        lines = errors.read().decode(errors="replace").strip().splitlines()
    if status == "ok" and code not in good:
        status = "failed"
    return Measured(
        seconds=end - start,
        peak=max(peak, largest if largest > floor else 0),
        status=status,
        said="\n".join(lines[-_LAST_LINES:]),
    )


def environment() -> dict[str, str]:
    """Return the variables that processes to be measured are given: those of this one.

    Python may keep what it compiles, as it does for who has installed a program, whatever this process was told.
    """
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def memory(pid: int) -> int:
    """Return the bytes that a process and its descendants hold; 0 where there is no ``/proc``."""
    held, waiting = 0, [pid]
    while waiting:
        current = Path("/proc", str(waiting.pop()))
        # A process may end while it is looked at.
        with contextlib.suppress(OSError, ValueError, IndexError):
            held += int((current / "statm").read_text().split()[1]) * _PAGE
            for task in (current / "task").iterdir():
                waiting.extend(int(word) for word in (task / "children").read_text().split())
    return held


def _watched(pid: int, start: float, seconds: float, most: int | None) -> tuple[int, str, int, int, float]:
    """The peak, the status, the exit code, the largest single process and the time of the end."""
    peak, status = 0, "ok"
    while True:
        ended, code, used = os.wait4(pid, os.WNOHANG)
        now = time.perf_counter()
        if ended:
            return peak, status, os.waitstatus_to_exitcode(code), _kilobytes(used.ru_maxrss), now
        peak = max(peak, memory(pid))
        if status == "ok" and now - start > seconds:
            status = "slow"
        elif status == "ok" and most is not None and peak > most:
            status = "large"
        if status != "ok":
            _end(pid)
        time.sleep(0.002 if now - start < 1 else 0.05)


def _end(pid: int) -> None:
    """End a process that was started here with all that is of its session."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def _kilobytes(figure: int) -> int:
    return figure if os.uname().sysname == "Darwin" else figure * 1024


@contextlib.contextmanager
def _written(output: Path | None) -> Iterator[int]:
    if output is None:
        yield subprocess.DEVNULL
        return
    with output.open("wb") as stream:
        yield stream.fileno()
