"""What a program connects to instead of a server, so that tests can cut the network in between."""

from __future__ import annotations

import contextlib
import socket
import threading


class Proxy:
    """While `open` is cleared, it swallows everything and says nothing, as a cut network does."""

    def __init__(self, port: int) -> None:
        self.open = threading.Event()
        self.open.set()
        self._target = port
        self._sockets: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=100)
        self.port = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self._sockets.append(client)
                self.open.wait()
                server = socket.create_connection(("127.0.0.1", self._target), 5)
                server.settimeout(None)  # What is connected may be idle for long.
                self._sockets.append(server)
                for pair in ((client, server), (server, client)):
                    thread = threading.Thread(target=self._pass_on, args=pair, daemon=True)
                    self._threads.append(thread)
                    thread.start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while part := source.recv(65536):
                self.open.wait()
                target.sendall(part)
            target.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """End everything."""
        self.open.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for each in self._sockets:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(10)
        for each in self._sockets:
            each.close()
