"""A connection of the preview server: uvicorn's, with limits on the head of a request.

uvicorn has none of these limits: it waits for ever for a head that never ends, and keeps all of it.
"""

from __future__ import annotations

import asyncio
import contextlib
from urllib.parse import urlsplit

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

PATIENCE = 5
"""Seconds that the head of a request may take, and the pause before the next request."""

MAX_HEAD = 65_536
"""How many bytes the address and the headers may have together."""


class PatientConnection(HttpToolsProtocol):
    """uvicorn's protocol, but it hangs up if a request does not come, does not end, or is huge."""

    _head = 0
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request, for PATIENCE seconds."""
        super().connection_made(transport)
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the timer."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Receive a part of a request, or all of it."""
        super().data_received(data)
        if self._deadline:  # The head does not end in it.
            self._head += len(data)
            if self._head > MAX_HEAD and not self.transport.is_closing():
                self.send_400_response("The head of that request is too large.")

    def on_message_begin(self) -> None:
        """Start the timer and the count for the head of the next request."""
        super().on_message_begin()
        if not self._deadline:
            self._expect_head()

    def on_headers_complete(self) -> None:
        """Answer a request. uvicorn answers what is raised with 400."""
        self._stop_waiting()
        if len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > MAX_HEAD:
            raise ValueError("The head of a request is too large")
        self._settle_host()
        super().on_headers_complete()

    def _settle_host(self) -> None:
        """Leave one Host, that of the address if it has one (RFC 9112, sections 3.2 and 3.2.2)."""
        hosts = [header for header in self.headers if header[0] == b"host"]
        if len(hosts) > 1:
            raise ValueError("A request names more than one host")
        address = urlsplit(self.url)
        if address.scheme:
            others = (header for header in self.headers if header not in hosts)
            self.headers[:] = [*others, (b"host", address.netloc)]

    def _expect_head(self) -> None:
        self._head = 0
        self._deadline = self.loop.call_later(PATIENCE, self.timeout_keep_alive_handler)

    def _stop_waiting(self) -> None:
        if self._deadline:
            self._deadline.cancel()
        self._deadline = None


def allow_many() -> None:
    """Raise the limit of open connections of this process to what the system allows."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - Unix has it

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
