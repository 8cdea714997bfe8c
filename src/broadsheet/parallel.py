"""Work shared out to processes: the same results in the same order, however many there are."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from broadsheet.errors import Problem, PublishError
from broadsheet.interrupts import blocked, leave_to_parent

Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNK = 16
"""Items handed to a process at a time."""

_SIGNALS_APART = 0.2
"""Seconds in which a service manager's signals reach all processes of a run."""

_WORTH_IT = 4 * CHUNK
"""Fewer items are done sooner by the process that has them."""

_work: Callable[[Any], Any]
_items: Sequence[Any]


class WorkerError(PublishError):
    """A process was killed from outside while it worked."""


def processors() -> int:
    """Return how many processes can run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def shared_out(
    work: Callable[[Item], Result], items: Sequence[Item], jobs: int
) -> Generator[Result]:
    """Yield `work(item)` of each item, in their order, worked at by up to `jobs` processes.

    Processes are forked, so that `work` finds all that was read so far, and only results need be
    pickled; where the system cannot fork, or there is little to do, this process does it all.
    Raises what `work` raises, and WorkerError.
    """
    can_fork = "fork" in multiprocessing.get_all_start_methods()
    if jobs == 1 or len(items) < _WORTH_IT or not can_fork:
        yield from map(work, items)
        return
    numbers = range(len(items))
    chunks = [numbers[start : start + CHUNK] for start in range(0, len(items), CHUNK)]
    context = multiprocessing.get_context("fork")
    executor = ProcessPoolExecutor(jobs, context, _begin, (work, items, os.getpid()))
    try:
        with blocked():
            made = executor.map(_work_at, chunks)  # It forks at once.
        for results in made:
            yield from results
    except BrokenProcessPool as error:
        time.sleep(_SIGNALS_APART)  # Where a service is stopped, we are told as well.
        message = "was killed from outside; free some memory, or run with --jobs 1"
        raise WorkerError(Problem("a rendering process", 0, "", message)) from error
    finally:
        executor.shutdown(cancel_futures=True)


def _begin(work: Callable[[Any], Any], items: Sequence[Any], parent: int) -> None:
    """Set up a process: it leaves Ctrl-C to its parent, and does not outlive it."""
    global _work, _items
    _work, _items = work, items
    leave_to_parent()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:  # It was killed before it could be said.
            os._exit(1)


def _work_at(numbers: range) -> list[Any]:
    return [_work(_items[number]) for number in numbers]
