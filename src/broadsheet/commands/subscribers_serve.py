"""`publish subscribers serve`: the subscription pages, and the mails that they send."""

from __future__ import annotations

import argparse
import os
import socket
from typing import Any, NoReturn

from broadsheet import console
from broadsheet.api import config_of
from broadsheet.errors import Problem, ServeError, needs
from broadsheet.listening import listen

GRACE = 5
"""Seconds that requests have to end after SIGTERM."""

KEEP_ALIVE = 150
"""Seconds that an idle connection stays open: longer than web servers in front keep theirs (nginx 60, Caddy
120). Whoever closes first must not be this server, or a POST may meet a connection that is being closed.
"""

FIRST_SOCKET = 3
"""The file descriptor of the socket that systemd passes on (sd_listen_fds(3))."""


def run(options: argparse.Namespace) -> NoReturn:
    """Serve until interrupted. Raises PublishError, and KeyboardInterrupt at the end."""
    try:
        from broadsheet.subscribe import make_service  # noqa: PLC0415
    except ImportError as error:
        raise missing_extra("publish subscribers serve", error) from error
    config = config_of(options.folder)
    listener = open_listener(options)
    service = make_service(
        config, os.environ, clock=lambda: options.clock().timestamp(), log=console.tell
    )
    console.tell(f"subscription pages of {config.site.title} at {place_of(options)} until Ctrl-C")
    if options.workers > 1:  # Each opens the database by itself.
        service.close()
        os.environ["BROADSHEET_SITE"] = str(config.root)
        serve("broadsheet.subscribe:app", listener, workers=options.workers)
    try:
        serve(service.app, listener)
    finally:
        service.close()


def serve(app: Any, listener: socket.socket, **settings: Any) -> NoReturn:
    """Serve an application at a socket until interrupted."""
    import uvicorn  # noqa: PLC0415 - an extra may be missing

    uvicorn.run(
        app,
        fd=listener.fileno(),
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=GRACE,
        **settings,
    )
    raise KeyboardInterrupt


def open_listener(options: argparse.Namespace) -> socket.socket:
    """Return the socket of systemd if there is one, or open another. Raises ServeError."""
    if _is_activated():
        return socket.socket(fileno=FIRST_SOCKET)
    return listen(options.host, options.port, "publish subscribers")


def place_of(options: argparse.Namespace) -> str:
    """Return where the server can be reached, for a message."""
    if _is_activated():
        return "systemd's socket"
    host = f"[{options.host}]" if ":" in options.host else options.host
    return f"http://{host}:{options.port}/"


def _is_activated() -> bool:
    """Return whether systemd passed a socket on to this process."""
    ours = os.environ.get("LISTEN_PID") == str(os.getpid())
    return ours and os.environ.get("LISTEN_FDS") == "1"


def missing_extra(command: str, error: ImportError) -> ServeError:
    """Return the error to raise if the extra `subscribe` is not installed."""
    return ServeError(Problem(command, 0, "", needs(error.name, "subscribe")))
