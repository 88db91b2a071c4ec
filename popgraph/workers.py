"""Checking batches in several processes, one a core, in bounded memory.

A worker is sent the names of files and sends back outcomes as bytes; graphs never travel.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from popgraph.batches import Batch, Evaluator
from popgraph.errors import DataError, PopgraphError
from popgraph.interrupts import held_back
from popgraph.outcomes import encode
from popgraph.surroundings import shown_path
from popgraph.units import Unit

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

__all__ = ["MOST", "cores", "outcomes"]

MOST = 6
"""So many, with what each holds, stay below one GiB."""

_evaluator: Evaluator | None = None


def cores() -> int:
    """Return how many processes check plans unless told otherwise: one a processor, at most `MOST`."""
    try:
        found = len(os.sched_getaffinity(0))
    except AttributeError:  # pragma: no cover - not on every system
        found = os.cpu_count() or 1
    return min(found, MOST)


def outcomes(batches: Iterable[Batch], evaluator: Evaluator, *, jobs: int) -> Iterator[tuple[str, bytes]]:
    """Yield the name of each unit with its encoded outcome, as they are done.

    Args:
        batches: What is to be checked.
        evaluator: What checks them; each process gets one like it.
        jobs: How many processes may work at once; with 1, or a single batch, it is done in this one.

    Raises:
        DataError: If a file can't be read, a rule can't be evaluated, or a worker was ended from outside.
    """
    waiting = iter(batches)
    first = [batch for _, batch in zip(range(2), waiting, strict=False)]
    if jobs < 2 or len(first) < 2:
        for batch in (*first, *waiting):
            yield from _encoded(evaluator, batch)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    like = (evaluator.shared, evaluator.chosen, evaluator.engine)
    with ProcessPoolExecutor(
        jobs, mp_context=get_context("spawn"), initializer=_start, initargs=like
    ) as pool:
        try:
            yield from _drain(pool, chain(first, waiting), jobs)
        except BaseException:
            # What is being done is done to its end, within a second or two; nothing more is begun.
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _drain(pool: ProcessPoolExecutor, waiting: Iterator[Batch], jobs: int) -> Iterator[tuple[str, bytes]]:
    from concurrent.futures import FIRST_COMPLETED, wait
    from concurrent.futures.process import BrokenProcessPool

    running: set[Future[list[tuple[str, bytes]] | PopgraphError]] = set()
    try:
        while True:
            # As many wait as work, so that no worker is idle and no batch is made too early.
            while len(running) < 2 * jobs and (batch := next(waiting, None)) is not None:
                with held_back():
                    running.add(pool.submit(_work, batch))
            if not running:
                return
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                result = future.result()
                if isinstance(result, PopgraphError):
                    raise result
                yield from result
    except BrokenProcessPool as error:
        raise DataError(
            "A process that checked plans was ended from outside",
            where=f"{jobs} processes",
            hint="There was too little memory (--jobs 1 takes less), or a script asked for several processes outside "
            'of if __name__ == "__main__"',
        ) from error


def _end_with_parent() -> None:
    """End this process when the one that gives it work is gone, since nobody else would."""
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _encoded(evaluator: Evaluator, batch: Batch) -> Iterator[tuple[str, bytes]]:
    here = Path.cwd()
    graphs = {shown_path(path, here=here): graph for graph, path in evaluator.files(batch).items()}
    for outcome in evaluator.outcomes(batch):
        yield outcome.unit, encode(outcome, graphs)


def _start(shared: Unit, chosen: tuple[str, ...], engine: str) -> None:
    global _evaluator  # noqa: PLW0603 - one process, one evaluator
    # Ctrl-C reaches all processes of a terminal; the one that gave the work says what becomes of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _evaluator = Evaluator(shared, chosen, engine=engine)


def _work(batch: Batch) -> list[tuple[str, bytes]] | PopgraphError:
    assert _evaluator is not None
    try:
        return list(_encoded(_evaluator, batch))
    except PopgraphError as error:
        # An error raised here would come with the traceback of this process.
        return error
