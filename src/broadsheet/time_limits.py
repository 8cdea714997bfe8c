"""A limit of wall-clock time for a call that has none of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

Result = TypeVar("Result")


def within(seconds: float, call: Callable[[], Result]) -> Result:
    """Return what a call returns. Raises TimeoutError after some seconds, and what the call raises.

    The call has a thread of its own, which goes on after the time is over, but keeps no process alive. A
    time-out of a socket limits neither DNS nor a server that sends one byte a second.
    """
    answer: Future[Result] = Future()

    def run() -> None:
        try:
            answer.set_result(call())
        except Exception as error:  # noqa: BLE001 - raised where the result is waited for
            answer.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return answer.result(seconds)
