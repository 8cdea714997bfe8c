"""Where monitoring asks a worker: `/health` and `/metrics` (OpenMetrics, by prometheus_client)."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from broadsheet.errors import Problem, ServeError, UsageError, needs
from broadsheet.workers.board import Board

_TEXT = "text/plain; charset=utf-8"


def endpoint_address(text: str) -> tuple[str, int]:
    """Read `PORT` or `HOST:PORT`; only this machine may ask where no host is named.

    Raises UsageError.
    """
    host, _, port = text.rpartition(":")
    if not port.isdecimal() or not 0 < int(port) < 65536:  # noqa: PLR2004 - ports
        message = f'"{text}" is no port; write e.g. 9187, or 0.0.0.0:9187'
        raise UsageError("--metrics", message, "send")
    return host.strip("[]") or "127.0.0.1", int(port)


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that has hung up; socketserver prints a traceback."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class Endpoint:
    """A small HTTP server in a thread of its own."""

    def __init__(self, address: tuple[str, int], board: Board) -> None:
        """Listen. Raises ServeError if the port is taken, or prometheus_client is missing."""
        render = _renderer(board)

        class Handler(BaseHTTPRequestHandler):
            wbufsize = -1  # Head and body leave together.

            def do_GET(self) -> None:
                if self.path == "/health":
                    ill = board.ill()
                    self._answer(503 if ill else 200, _TEXT, f"{ill or 'ok'}\n".encode())
                elif self.path == "/metrics":
                    self._answer(200, *render())
                else:
                    self._answer(404, _TEXT, b"/health or /metrics\n")

            def _answer(self, status: int, kind: str, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing: a worker's output is for people."""

        try:
            self._server = _Server(address, Handler)
        except OSError as error:
            place = f"{address[0]}:{address[1]}"
            message = f"cannot listen there: {error.strerror}; choose another port"
            raise ServeError(Problem(place, 0, "", message)) from error
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self._server.server_address[1])

    def close(self) -> None:
        """End it."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Renderer:
    """Makes the metrics from the board each time they are asked for."""

    def __init__(self, board: Board) -> None:
        from prometheus_client import CollectorRegistry  # noqa: PLC0415 - an extra

        self._board = board
        self._registry = CollectorRegistry()
        self._registry.register(self)  # type: ignore[arg-type]

    def __call__(self) -> tuple[str, bytes]:
        from prometheus_client.openmetrics import exposition  # noqa: PLC0415 - an extra

        return exposition.CONTENT_TYPE_LATEST, exposition.generate_latest(self._registry)  # type: ignore[no-untyped-call,unused-ignore]

    def collect(self) -> Iterator[object]:
        """Yield the metrics, as prometheus_client asks a collector."""
        from prometheus_client import core  # noqa: PLC0415 - an extra

        board = self._board
        deliveries = core.CounterMetricFamily(
            "broadsheet_deliveries",
            "Tries of this worker to hand a message over.",
            labels=["outcome"],
        )
        for outcome, count in sorted(board.tally.items()):
            deliveries.add_metric([outcome.value], count)
        yield deliveries
        left = core.GaugeMetricFamily(
            "broadsheet_issue_left", "Deliveries that an open issue has left.", labels=["issue"]
        )
        for issue, count in sorted(board.left.items()):
            left.add_metric([issue], count)
        yield left
        yield core.GaugeMetricFamily(
            "broadsheet_connections", "Connections to the relay.", board.connections
        )
        yield core.GaugeMetricFamily("broadsheet_workers", "Workers of the site.", board.workers)
        yield core.GaugeMetricFamily(
            "broadsheet_healthy", "1 if nothing is wrong.", 0 if board.ill() else 1
        )


def _renderer(board: Board) -> _Renderer:
    try:
        return _Renderer(board)
    except ImportError as error:
        raise ServeError(Problem("--metrics", 0, "", needs(error.name, "workers"))) from error
