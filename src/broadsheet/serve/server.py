"""Runs the preview server: it builds at the start and after every change, and serves the output."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import anyio
import uvicorn
from starlette.applications import Starlette
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from broadsheet.errors import Problem
from broadsheet.serve.connection import PATIENCE, PatientConnection, allow_many
from broadsheet.serve.files import ServedFiles
from broadsheet.serve.issues import IssuePages, Issues
from broadsheet.serve.live import PREFIX, Live
from broadsheet.serve.main_thread import MainThread
from broadsheet.serve.watch import Sources, changes

Build = Callable[[], Sequence[Problem]]
"""Builds the site and returns its problems; never raises for problems of the site."""

Tell = Callable[[str], None]
"""Prints a message for people."""

LAST_SECONDS = 1
"""How long open responses may take to end when the server does."""

_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class Preview:
    """What is served: `out`, built by `build` after each change below `root`, and issues as e-mails."""

    root: Path
    out: Path
    build: Build
    issues: Issues


def serve(preview: Preview, tell: Tell, listener: socket.socket, host: str) -> NoReturn:
    """Serve a preview until the process is interrupted. Raises KeyboardInterrupt at the end.

    `host` is the name that people may reach the server by, beside those of this machine.
    """
    allow_many()
    live, main = Live(), MainThread()
    app = make_app(preview, live, main, tell)
    guarded = TrustedHostMiddleware(app, allowed_hosts(host), www_redirect=False)
    server = make_server(guarded, at_end=live.close)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    try:
        main.work_while(thread.is_alive)
    finally:
        server.should_exit = True
        thread.join(LAST_SECONDS + 0.5)
    raise KeyboardInterrupt


def allowed_hosts(host: str) -> list[str]:
    """Return the Host headers that are answered: pages elsewhere may not read a preview by DNS.

    An address that stands for all of a machine (0.0.0.0, ::) allows every name.
    """
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return [*_LOOPBACK, host]
    if address.is_unspecified:
        return ["*"]
    return [*_LOOPBACK, f"[{host}]" if address.version == 6 else host]  # noqa: PLR2004 - IPv6


def make_app(preview: Preview, live: Live, main: MainThread, tell: Tell) -> ASGIApp:
    """Return the application: it builds at its start and after each change."""
    sources = Sources(preview.root.resolve(), preview.out)

    async def build() -> None:
        """Build when the sources are watched, and after each change."""
        async with aclosing(changes(sources, tell)) as changed:
            async for _ in changed:
                live.finished(await main.do(preview.build))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(build)
            yield
            tasks.cancel_scope.cancel()

    files = ServedFiles(preview.out, live.decorate)
    issues = IssuePages(preview.issues, live, main, preview.root)
    routes = [Route(f"{PREFIX}/live.js", live.script), Route(f"{PREFIX}/builds", live.builds)]
    own = Starlette(routes=[*routes, *issues.routes()], lifespan=lifespan)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        # Files are found without Starlette's routes, which would cost more than most answers.
        is_own = scope["type"] != "http" or scope["path"].startswith(f"{PREFIX}/")
        await (own if is_own else files)(scope, receive, send)

    return app


def make_server(app: ASGIApp, at_end: Callable[[], None] = lambda: None) -> uvicorn.Server:
    """Return the server of an application; `at_end` runs before it waits for open responses."""
    config = uvicorn.Config(
        app,
        http=PatientConnection,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=PATIENCE,
        timeout_graceful_shutdown=LAST_SECONDS,
    )
    return _Server(config, at_end)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, at_end: Callable[[], None]) -> None:
        super().__init__(config)
        self._at_end = at_end

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._at_end()
        await super().shutdown(sockets)
