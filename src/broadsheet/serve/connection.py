"""A connection of the preview server: uvicorn's, with limits on the head of a request.

uvicorn itself would wait for ever for a head that never comes or never ends, and keep any length of it.
"""

from __future__ import annotations

import asyncio
import contextlib

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

PATIENCE = 5
"""Seconds within which the head of a request is to be there, and the next request to begin."""

MAX_HEAD = 65_536
"""Bytes of an address and headers together."""


class Connection(HttpToolsProtocol):
    """uvicorn's protocol, which hangs up on those that send no request, half of one, or a huge one."""

    _head = 0
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take in a part of a request, or the whole of it."""
        super().data_received(data)
        if self._deadline:  # The head does not end in it.
            self._head += len(data)
            if self._head > MAX_HEAD and not self.transport.is_closing():
                self.send_400_response("The head of that request is too large.")

    def on_message_begin(self) -> None:
        """Note that a request begins: its head has a limit of its own."""
        super().on_message_begin()
        if not self._deadline:
            self._expect_head()

    def on_headers_complete(self) -> None:
        """Answer a request. What is raised is answered with 400 by uvicorn."""
        self._stop_waiting()
        if len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > MAX_HEAD:
            raise ValueError("The head of a request is too large")
        super().on_headers_complete()

    def _expect_head(self) -> None:
        self._head = 0
        self._deadline = self.loop.call_later(PATIENCE, self.timeout_keep_alive_handler)

    def _stop_waiting(self) -> None:
        if self._deadline:
            self._deadline.cancel()
        self._deadline = None


def allow_many() -> None:
    """Let this process hold as many connections at a time as the system lets it."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - Unix has it

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
