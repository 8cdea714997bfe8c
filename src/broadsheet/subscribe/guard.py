"""Middleware for every request: headers of the answer, and limits of size and time for the body."""

from __future__ import annotations

import asyncio

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY = 256 * 1024
"""Bytes of a request: forms are short, a provider's batch of events is not."""

BODY_SECONDS = 10.0
"""How long a body may take; slower ones hold up nobody."""

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
PUZZLE_POLICY = f"{POLICY}; script-src 'self'"
"""Of a form with a puzzle; no other page may run a script."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
}
"""A link with a token must not reach other servers, caches or search engines."""


_HEADERS = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]


class Guard:
    """Middleware around the whole application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request with these headers, or refuse a body that is too large or slow."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = message["headers"]
                names = {name.lower() for name, _ in given}
                missing = [each for each in _HEADERS if each[0] not in names]
                message = {**message, "headers": [*given, *missing]}
            await send(message)

        try:
            async with asyncio.timeout(BODY_SECONDS):
                scope["body"] = body = await _body(receive)
        except TimeoutError:
            await PlainTextResponse("too slow", 408)(scope, receive, with_headers)
            return
        except _TooLargeError:
            await PlainTextResponse("too large", 413)(scope, receive, with_headers)
            return
        await self._app(scope, _replay(body, receive), with_headers)


class _TooLargeError(Exception):
    """A body is larger than MAX_BODY."""


async def _body(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return bytes(body)
        body += message.get("body", b"")
        if len(body) > MAX_BODY:
            raise _TooLargeError
        if not message.get("more_body"):
            return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that gives a body which was read already, then what comes after it."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
