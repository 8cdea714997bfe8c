"""Open the socket of a server."""

from __future__ import annotations

import os
import socket

from broadsheet.errors import Problem, ServeError

BACKLOG = 2048


def listen(host: str, port: int, command: str) -> socket.socket:
    """Open the socket of the server that `command` starts; port 0 takes any that is free.

    Its connections inherit TCP_NODELAY. uvicorn writes head and body of an answer separately, and without
    this option the kernel holds the body back until the client acknowledges the head, 40 ms later. asyncio
    sets it only on sockets that name their protocol, which accepted ones do not.

    Raises ServeError.
    """
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else error
        message = f"{host}:{port}: {why}; choose another with --port or --host"
        raise ServeError(Problem(command, 0, "", message)) from error
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener
