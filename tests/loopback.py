"""A server on loopback for tests: any ASGI application, and what it was asked."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field

from broadsheet.listening import listen
from broadsheet.serve.server import make_server


@dataclass
class Loopback:
    """A server that runs: its address, and (method, path, status) of each request."""

    url: str
    asked: list[tuple[str, str, int]] = field(default_factory=list)

    def statuses(self, path: str) -> list[int]:
        return [status for _, asked, status in self.asked if asked == path]


@contextmanager
def serving(app):
    """Serve an ASGI application in a thread."""
    listener = listen("127.0.0.1", 0, "publish serve")
    loopback = Loopback(f"http://127.0.0.1:{listener.getsockname()[1]}/")

    async def noting(scope, receive, send):
        async def note(message):
            if message["type"] == "http.response.start":
                loopback.asked.append((scope["method"], scope["path"], message["status"]))
            await send(message)

        await app(scope, receive, note)

    server = make_server(noting)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield loopback
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
