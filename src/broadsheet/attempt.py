"""Bounds the work on one file: whatever goes wrong becomes an error that names it, and time is limited."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from types import FrameType, TracebackType
from typing import NoReturn

from broadsheet.errors import (
    ArticleError,
    ContentError,
    Problem,
    Problems,
    PublishError,
    TemplateError,
    UnreadableError,
)
from broadsheet.interrupts import is_interrupt

SECONDS = 20
"""CPU seconds for one article; one of 200 KB takes under five."""

MEGABYTES = 400
"""Memory that rendering one template may add to what the process has already."""


class TooLongError(Exception):
    """Work on one file took more than its share of time."""


_TOO_MUCH = (TooLongError, MemoryError, RecursionError)


def attempt(path: str, verb: str) -> AbstractContextManager[None]:
    """Raise ArticleError, which names `path`, for whatever the work raises or if it takes too long.

    `verb` says what the work is: "read" or "converted". Errors for people and of parsers pass unchanged,
    except that of a template which takes too much time or memory.
    """
    return _Attempt(path, verb)


class _Attempt(AbstractContextManager[None]):
    """A class: each article has four attempts, and generators would take three times as long."""

    def __init__(self, path: str, verb: str) -> None:
        self._path = path
        self._verb = verb
        self._limit = _Limit(SECONDS)

    def __enter__(self) -> None:
        self._limit.__enter__()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._limit.__exit__(kind, error, trace)
        if isinstance(error, TemplateError) and isinstance(error.__cause__, _TOO_MUCH):
            # The article's content may be the cause, so the others can go on without it.
            message = f"cannot be {self._verb}: {error}"
            raise ArticleError(Problem(self._path, 0, "", message)) from error
        if error is None or isinstance(error, (PublishError, UnreadableError, KeyboardInterrupt)):
            return
        if is_interrupt(error):
            raise KeyboardInterrupt from error
        # A library may raise anything, and one file must not stop the others.
        if isinstance(error, Exception) or _is_panic(error):
            raise ArticleError(unforeseen(error, self._path, self._verb)) from error


@contextlib.contextmanager
def tried(path: str, problems: Problems) -> Iterator[None]:
    """Add an error that the work on a file raises to `problems`, and go on."""
    try:
        with attempt(path, "read"):
            yield
    except ContentError as error:
        problems.extend(error.problems)


def unforeseen(error: BaseException, path: str, verb: str = "read") -> Problem:
    """Return the problem of a file for which there is no better message."""
    return Problem(path, 0, "", f"cannot be {verb}: {reason(error)}; simplify it, or exclude it")


def reason(error: BaseException) -> str:
    """Return what an error of a library means, as part of a message."""
    if isinstance(error, TooLongError):
        return f"it takes more than {SECONDS} seconds"
    if isinstance(error, RecursionError):
        return "something in it is nested too deeply"
    if isinstance(error, MemoryError):
        return "it needs more memory than there is, or than one article or template may have"
    said = " ".join(str(error).split()).encode(errors="backslashreplace").decode()[:200]
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def _is_panic(error: BaseException) -> bool:
    """Return whether this is a panic of a package in Rust, which is a BaseException but no Exception.

    Each package has a class of its own, which cannot be imported: https://pyo3.rs.
    """
    return type(error).__name__ == "PanicException"


class _Limit(AbstractContextManager[None]):
    """Raises TooLongError if Python code runs for longer; on Windows there is no limit.

    The timer goes on, in case a library swallows the first error.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._outer: tuple[float, float] | None = None

    def __enter__(self) -> None:
        is_main = threading.current_thread() is threading.main_thread()  # No other gets signals.
        if is_main and hasattr(signal, "setitimer"):
            _handle_timer()
            self._outer = signal.setitimer(signal.ITIMER_VIRTUAL, self._seconds, 1)

    def __exit__(self, *_: object) -> None:
        if self._outer is not None:  # One limit may lie within another.
            signal.setitimer(signal.ITIMER_VIRTUAL, *self._outer)


@cache  # It takes longer than all else here, and each article has several limits.
def _handle_timer() -> None:
    """Set the handler of the timer; it stays, since nothing calls it while no timer is set."""
    signal.signal(signal.SIGVTALRM, _stop)


@contextlib.contextmanager
def bounded() -> Iterator[None]:
    """Raise TooLongError or MemoryError if Python code takes too much, as a site's own template may.

    Within an `attempt` the time is the attempt's. Only Linux limits memory. Code in Rust must not run
    here: it ends the process if it gets no memory.
    """
    if (
        threading.current_thread() is not threading.main_thread()
    ):  # Limits are of the whole process.
        yield
        return
    has_timer = hasattr(signal, "getitimer")
    is_limited = has_timer and signal.getitimer(signal.ITIMER_VIRTUAL)[0] > 0
    with contextlib.nullcontext() if is_limited else _Limit(SECONDS), _limited_memory():
        yield


@contextlib.contextmanager
def _limited_memory() -> Iterator[None]:
    try:
        import resource  # noqa: PLC0415 - Windows has none

        pages = int(Path("/proc/self/statm").read_text().split()[5])
    except (ImportError, OSError):
        yield
        return
    most = pages * resource.getpagesize() + MEGABYTES * 1_000_000
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if soft != resource.RLIM_INFINITY:  # The system or the user has set a lower limit already.
        yield
        return
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    del number, frame
    raise TooLongError
