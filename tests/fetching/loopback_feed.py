"""A server of feeds on loopback: it answers as told, and notes what it was asked."""

from __future__ import annotations

import socketserver
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Reply:
    body: bytes = b""
    status: int = 200
    headers: dict = field(default_factory=dict)
    stream: object = None
    """A function that writes the body itself."""


class FeedServer:
    def __init__(self, port):
        self.url = f"http://127.0.0.1:{port}"
        self.replies = {}
        self.asked = []

    def reply(self, path, body=b"", status=200, stream=None, **headers):
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        self.replies[path] = Reply(body, status, names, stream)
        return self.url + path


@contextmanager
def feed_server():
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            server.asked.append((self.path, dict(self.headers)))
            reply = server.replies.get(self.path, Reply(status=404))
            etag = reply.headers.get("etag")
            fresh = etag and self.headers.get("if-none-match") == etag
            self.send_response(304 if fresh else reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if fresh or reply.stream:
                self.send_header("connection", "close")
                self.end_headers()
                if reply.stream and not fresh:
                    try:
                        reply.stream(self.wfile.write)
                    except OSError:  # Who asked has heard enough.
                        pass
                self.close_connection = True
                return
            if "content-length" not in reply.headers:
                self.send_header("content-length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *args):
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request, client_address):
            pass

        def server_bind(self):  # Without asking DNS for a name of its own.
            socketserver.TCPServer.server_bind(self)
            self.server_name, self.server_port = self.server_address[:2]

    httpd = Server(("127.0.0.1", 0), Handler)
    server = FeedServer(httpd.server_address[1])
    thread = threading.Thread(
        target=httpd.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
    )
    thread.start()
    try:
        yield server
    finally:
        httpd.shutdown()
        thread.join()
        httpd.server_close()
