"""Shares work out to processes; the results and their order do not depend on the number of processes.

This is our own code, since concurrent.futures was measured and lost: when a worker is killed while it
answers, as by a system that is out of memory, its ProcessPoolExecutor waits for the rest of the answer
for ever, and a build under cron with it.

Processes are forked. Where that is not possible (Windows) or not safe (macOS: its system libraries
may crash in a forked process), this process does all the work.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import socket
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from broadsheet.errors import Problem, PublishError
from broadsheet.interrupts import blocked, leave_to_parent

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNK = 16
"""Items handed to a process at a time."""

AHEAD = 2
"""Chunks that a process has at a time, so that it need not wait for the next."""

_SIGNALS_APART = 0.2
"""Seconds in which a service manager's signals reach all processes of a run."""

_WORTH_IT = 4 * CHUNK
"""Fewer items are done sooner by the process that has them."""


def process_name() -> str:
    """Return a name that no other process uses, on any machine."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


class WorkerError(PublishError):
    """A process could not be started, or was killed from outside while it worked."""


@dataclass(frozen=True, slots=True)
class _Worker:
    """A process, the pipe to it, and the chunks it has, oldest first.

    No other process has that pipe, so that it ends if the process is killed in the middle of an answer.
    """

    process: BaseProcess
    pipe: Connection
    chunks: deque[int] = field(default_factory=deque)

    def hand_next(self, todo: Iterator[tuple[int, range]]) -> None:
        """Send the next chunk, if there is one."""
        for number, numbers in islice(todo, 1):
            self.pipe.send(numbers)
            self.chunks.append(number)

    def take(self) -> tuple[int, Any]:
        """Wait for the next answer: the number of a chunk, and its results or what was raised."""
        answer = self.pipe.recv()
        return self.chunks.popleft(), answer


def shared_out(
    work: Callable[[Item], Result], items: Sequence[Item], jobs: int
) -> Generator[Result]:
    """Yield `work(item)` of each item, in their order, from up to `jobs` processes.

    They are forked, so that `work` finds all that was read so far, and only results are pickled. If
    the system cannot fork, or there is little to do, this process does it all. Raises what `work`
    raises, and WorkerError.
    """
    can_fork = hasattr(os, "fork") and sys.platform != "darwin"
    if jobs == 1 or len(items) < _WORTH_IT or not can_fork:
        yield from map(work, items)
        return
    numbers = range(len(items))
    chunks = [numbers[start : start + CHUNK] for start in range(0, len(items), CHUNK)]

    def work_at(numbers: range) -> list[Result]:
        return [work(items[number]) for number in numbers]

    with _crew(work_at, min(jobs, len(chunks))) as crew:
        yield from _in_order(chunks, crew)


@contextlib.contextmanager
def _crew(work_at: Callable[[range], Any], size: int) -> Iterator[Sequence[_Worker]]:
    """Start processes that answer ranges with what `work_at` makes of them; all end with this block."""
    crew: list[_Worker] = []
    try:
        with blocked():
            crew.extend(_started(work_at) for _ in range(size))
        yield crew
    finally:
        for worker in crew:
            worker.process.kill()
        for worker in crew:
            worker.process.join()
            worker.pipe.close()


def _started(work_at: Callable[[range], Any]) -> _Worker:
    """Fork a process. Raises WorkerError."""
    import multiprocessing  # noqa: PLC0415 - an idle run does not need it

    ours, theirs = multiprocessing.Pipe()
    context = multiprocessing.get_context("fork")
    arguments = (work_at, ours, theirs, os.getpid())
    process = context.Process(target=_answer, args=arguments, daemon=True)
    try:
        process.start()
    except OSError as error:
        message = f"cannot be started: {error.strerror}; run with --jobs 1"
        raise WorkerError(Problem("a rendering process", 0, "", message)) from error
    finally:
        theirs.close()
    return _Worker(process, ours)


def _in_order(chunks: Sequence[range], crew: Sequence[_Worker]) -> Iterator[Any]:
    """Send out the chunks, and yield the results of each in their order. Raises WorkerError."""
    from multiprocessing.connection import wait  # noqa: PLC0415 - an idle run does not need it

    todo = iter(enumerate(chunks))
    pipes = [worker.pipe for worker in crew]
    answers: dict[int, Any] = {}
    with _all_alive():
        for worker in (*crew,) * AHEAD:
            worker.hand_next(todo)
    for number in range(len(chunks)):
        with _all_alive():
            while number not in answers:
                ready = wait(pipes)
                for worker in crew:
                    if worker.pipe in ready:
                        done, answers[done] = worker.take()
                        worker.hand_next(todo)
        answer = answers.pop(number)
        if isinstance(answer, Exception):
            raise answer
        yield from answer


@contextlib.contextmanager
def _all_alive() -> Iterator[None]:
    """Raise WorkerError if a process turns out to be gone."""
    try:
        yield
    except (EOFError, ConnectionError) as error:
        time.sleep(_SIGNALS_APART)  # If a service is being stopped, we get a signal as well.
        message = "was killed from outside; free some memory, or run with --jobs 1"
        raise WorkerError(Problem("a rendering process", 0, "", message)) from error


def _answer(
    work_at: Callable[[range], Any], parents_end: Connection, pipe: Connection, parent: int
) -> None:
    """Run as a worker: it leaves Ctrl-C to its parent, and ends when the parent does."""
    parents_end.close()
    leave_to_parent()
    _end_with(parent)
    with contextlib.suppress(EOFError, ConnectionError):  # The parent is gone.
        while True:
            pipe.send(_result_or_error(work_at, pipe.recv()))


def _end_with(parent: int) -> None:
    """Let Linux kill this process when its parent ends; elsewhere it ends when their pipe does."""
    import ctypes  # noqa: PLC0415 - an idle run does not need it

    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:  # It was killed before the call.
            os._exit(1)


def _result_or_error(work_at: Callable[[range], Any], numbers: range) -> Any:
    try:
        return work_at(numbers)
    except Exception as error:  # noqa: BLE001 - the parent raises it
        error.add_note(traceback.format_exc())
        return error
