"""Signals that end a run: each raises KeyboardInterrupt, except in code that must not be interrupted."""

from __future__ import annotations

import _thread
import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from types import FrameType
from typing import Any, NoReturn

INTERRUPTS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
"""Ctrl-C; what service managers and shutdowns send; the end of the terminal (not on Windows)."""

_A_MOMENT = 0.02


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Make each of the signals raise KeyboardInterrupt within the block, as Ctrl-C always does.

    A signal that is ignored stays ignored: `nohup` ignores SIGHUP. If one comes where Python drops
    exceptions (in a destructor, or a callback of importlib's), it is sent again a moment later.
    """
    last = signal.SIGINT
    again: list[threading.Timer] = []
    usual = sys.unraisablehook

    def interrupt(number: int, _: FrameType | None) -> NoReturn:
        nonlocal last
        last = signal.Signals(number)
        raise KeyboardInterrupt

    def ignored(found: sys.UnraisableHookArgs) -> None:
        if not issubclass(found.exc_type, KeyboardInterrupt):
            usual(found)
            return
        again.append(threading.Timer(_A_MOMENT, _send, (last,)))
        again[-1].start()

    with _handled(dict.fromkeys(INTERRUPTS, interrupt)):
        sys.unraisablehook = ignored
        try:
            yield
        except Exception as error:
            if is_interrupt(error):
                raise KeyboardInterrupt from error
            raise
        finally:
            sys.unraisablehook = usual
            for timer in again:
                timer.cancel()


def is_interrupt(error: BaseException) -> bool:
    """Return whether an error stands for an interrupt.

    Python 3.11 raises RuntimeError where one comes within `__set_name__`, as while modules load; its
    `__cause__` is the KeyboardInterrupt (https://github.com/python/cpython/issues/77757).
    """
    seen: BaseException | None = error
    while seen is not None and not isinstance(seen, KeyboardInterrupt):
        seen = seen.__cause__
    return seen is not None


def _send(number: int) -> None:
    """Send this process a signal; on Windows, `os.kill` would end it at once."""
    if os.name == "nt":
        _thread.interrupt_main(signal.Signals(number))
    else:
        os.kill(os.getpid(), number)


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Delay signals within the block. Raises KeyboardInterrupt at the end if there was one."""
    held: list[int] = []

    def hold(number: int, _: FrameType | None) -> None:
        held.append(number)

    with _handled(dict.fromkeys(INTERRUPTS, hold)):
        yield
    if held:
        raise KeyboardInterrupt


@contextlib.contextmanager
def noticed() -> Iterator[Callable[[], bool]]:
    """Record signals within the block instead of raising; yields a function that returns whether one came.

    Raises KeyboardInterrupt at the end if there was.
    """
    held: list[int] = []
    with _handled(dict.fromkeys(INTERRUPTS, lambda number, _: held.append(number))):
        yield lambda: bool(held)
    if held:
        raise KeyboardInterrupt


@contextlib.contextmanager
def blocked() -> Iterator[None]:
    """Block the signals within the block, so that processes forked there can set their own handlers."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, INTERRUPTS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def _handled(handlers: Mapping[int, Any]) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():  # It never sees a signal.
        yield
        return
    before = {
        number: signal.signal(number, handler)
        for number, handler in handlers.items()
        if signal.getsignal(number) not in {signal.SIG_IGN, None}
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def leave_to_parent() -> None:
    """Make a process that was forked while signals were `blocked` leave them to its parent.

    SIGTERM ends it, since its parent sends that.
    """
    for number in INTERRUPTS:
        signal.signal(number, signal.SIG_DFL if number == signal.SIGTERM else signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, INTERRUPTS)
