"""A hub on loopback: it checks what it is told by fetching the topic, as real hubs do."""

from __future__ import annotations

import hashlib
import threading
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs


@dataclass
class LoopbackHub:
    """What it was told, and (topic, digest of what it found there) where that was new to it."""

    url: str = ""
    told: list[str] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)
    distributed: list[str] = field(default_factory=list)
    usual: int = 204
    """The answer where none is given; 204 where it verifies what it is told, 202 where it does not."""
    answers: list = field(default_factory=list)
    """How to answer next: a status, headers for a redirect, or what to do with the handler."""


@contextmanager
def loopback_hub():
    hub = LoopbackHub()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            form = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
            assert self.headers["content-type"] == "application/x-www-form-urlencoded"
            assert form["hub.mode"] == ["publish"]
            (topic,) = form["hub.url"]
            hub.told.append(topic)
            answer = hub.answers.pop(0) if hub.answers else hub.usual
            if callable(answer):
                answer(self)
                return
            status, headers = answer if isinstance(answer, tuple) else (answer, {})
            if status == 204:
                self.verify(topic)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        def verify(self, topic):
            with urllib.request.urlopen(topic) as response:
                content = response.read()
                assert hub.url in content.decode()  # It names this hub, as it must.
            found = hashlib.sha256(content).hexdigest()
            if hub.known.get(topic) != found:
                hub.known[topic] = found
                hub.distributed.append(topic)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        hub.url = f"http://127.0.0.1:{server.server_port}/hub"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield hub
        server.shutdown()
        thread.join()
