"""Work that the server hands to the main thread: whatever reads the site's articles and templates.

Only in the main thread do limits of time and memory hold (`attempt.py`), and can a signal end a build.
"""

from __future__ import annotations

import asyncio
import queue
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Any, ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

_MOMENT = 0.2
"""Seconds between looks at whether the server has ended."""


class MainThread:
    """Does one piece of work at a time, in the order in which they come."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[tuple[Future[Any], Callable[[], Any]]] = (
            queue.SimpleQueue()
        )

    async def do(
        self, work: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result:
        """Return what the work returns, or raise what it raises, once the main thread has done it."""
        future: Future[Result] = Future()
        self._waiting.put((future, partial(work, *args, **kwargs)))
        return await asyncio.wrap_future(future)

    def work_while(self, is_needed: Callable[[], bool]) -> None:
        """Do what comes, in this thread. Raises KeyboardInterrupt if a signal comes."""
        while is_needed():
            try:
                future, work = self._waiting.get(timeout=_MOMENT)
            except queue.Empty:
                continue
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(work())
            except Exception as error:  # noqa: BLE001 - whoever asked gets it
                future.set_exception(error)
