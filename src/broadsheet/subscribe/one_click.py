"""One-click leaving for mail programs (RFC 8058), by a short way: many in one transaction, a small answer.

A provider may post for thousands of readers in a minute. All requests that arrive while a transaction is
being written to the disk share the next one; each is answered after its own was committed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from starlette.types import ASGIApp, Receive, Scope, Send

from broadsheet.subscribe.leaving import Leaving
from broadsheet.subscribe.page import in_thread

PREFIX = "/u/"
BODY = b"List-Unsubscribe=One-Click"
AT_ONCE = 500
"""Requests that share a transaction at most."""

_TEXT = b"You have left.\n"
_START = {
    "type": "http.response.start",
    "status": 200,
    "headers": [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(_TEXT)).encode()),
    ],
}
_BODY = {"type": "http.response.body", "body": _TEXT}

Leave = Callable[[Sequence[tuple[int, int]]], None]
"""Ends the subscriptions of (issue, reader), in one transaction."""


class Batches:
    """Gathers what waits for the database. Belongs to one event loop."""

    def __init__(self, leave: Leave) -> None:
        self._leave = leave
        self._waiting: list[tuple[tuple[int, int], asyncio.Future[None]]] = []
        self._task: asyncio.Task[None] | None = None

    async def add(self, found: tuple[int, int]) -> None:
        """Return when this one is committed. Raises what the database does."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((found, done))
        if self._task is None:
            self._task = asyncio.create_task(self._work())
        await done

    async def _work(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
                await self._settle(batch)
        finally:
            self._task = None

    async def _settle(self, batch: list[tuple[tuple[int, int], asyncio.Future[None]]]) -> None:
        items = [found for found, _ in batch]
        error: Exception | None = None
        try:
            await in_thread(lambda: self._leave(items))
        except Exception as raised:  # noqa: BLE001 - each waiting request gets it
            error = raised
        for _, done in batch:
            if done.done():  # The client went away.
                continue
            if error:
                done.set_exception(error)
            else:
                done.set_result(None)


class OneClick:
    """Middleware that answers what mail programs post; everything else goes on."""

    def __init__(self, app: ASGIApp, leaving: Leaving, leave: Leave) -> None:
        self._app, self._leaving = app, leaving
        self._batches = Batches(leave)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request. The body was read by the guard."""
        if scope["type"] == "http" and scope["method"] == "POST" and scope.get("body") == BODY:
            path = scope["path"]
            found = self._leaving.parse(path[len(PREFIX) :]) if path.startswith(PREFIX) else None
            if found:
                await self._batches.add(found)
                await send(_START)
                await send(_BODY)
                return
        await self._app(scope, receive, send)
