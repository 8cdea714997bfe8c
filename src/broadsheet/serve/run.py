"""The preview server at work: builds at the start and at every change, and serves what is built."""

from __future__ import annotations

import os
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NoReturn

import anyio
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send
from watchfiles import Change, DefaultFilter, awatch

from broadsheet.errors import Problem, ServeError
from broadsheet.serve.connection import PATIENCE, Connection, allow_many
from broadsheet.serve.files import Files
from broadsheet.serve.live import PREFIX, Live

Build = Callable[[], Sequence[Problem]]
"""Builds the site; returns what is at fault, and never raises for faults of the site's."""


def run(root: Path, out: Path, build: Build, listener: socket.socket) -> NoReturn:
    """Serve `out`, and build after each change below `root`. Raises KeyboardInterrupt at the end."""
    allow_many()
    live = Live()
    app = make_app(root, out, build, live)
    make_server(app, at_end=live.close).run(sockets=[listener])
    # uvicorn raises the signal that ended it once more, which asyncio may swallow as it closes.
    raise KeyboardInterrupt


def make_app(root: Path, out: Path, build: Build, live: Live) -> ASGIApp:
    """Make the application: `build` runs at its start and after each change below `root`."""
    root = root.resolve()

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_build_on_change, root, out, build, live)
            yield
            tasks.cancel_scope.cancel()

    files = Files(out, live.decorate)
    own = Starlette(
        routes=[Route(f"{PREFIX}/live.js", live.script), Route(f"{PREFIX}/builds", live.builds)],
        lifespan=lifespan,
    )

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        # Files are found without Starlette's routes, which would cost more than most answers.
        is_own = scope["type"] != "http" or scope["path"].startswith(f"{PREFIX}/")
        await (own if is_own else files)(scope, receive, send)

    return app


async def _build_on_change(root: Path, out: Path, build: Build, live: Live) -> None:
    built = False
    # The first time-out says that the watch is on: no change after the first build is missed.
    changes = awatch(
        root, watch_filter=_Sources(root, out), yield_on_timeout=True, rust_timeout=250
    )
    async for changed in changes:
        if changed or not built:
            live.finished(await anyio.to_thread.run_sync(build))
            built = True


class _Sources(DefaultFilter):
    """Everything below the site's folder but what is built, and what is hidden, as .publish/ is."""

    def __init__(self, root: Path, out: Path) -> None:
        super().__init__()
        self._root = root
        self._out = out.resolve()

    def __call__(self, change: Change, path: str) -> bool:
        place = Path(path)
        is_hidden = any(part.startswith(".") for part in place.relative_to(self._root).parts)
        is_source = not is_hidden and not place.is_relative_to(self._out)
        return is_source and super().__call__(change, path)


def listen(host: str, port: int) -> socket.socket:
    """Open the server's socket; port 0 takes any that is free. Raises ServeError."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else error
        message = f"{host}:{port}: {why}; choose another with --port or --host"
        raise ServeError(Problem("publish serve", 0, "", message)) from error


def make_server(app: ASGIApp, at_end: Callable[[], None] = lambda: None) -> uvicorn.Server:
    """Make the server of an application; `at_end` runs before it waits for open responses."""
    config = uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=PATIENCE,
        timeout_graceful_shutdown=5,
    )
    return _Server(config, at_end)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, at_end: Callable[[], None]) -> None:
        super().__init__(config)
        self._at_end = at_end

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._at_end()
        await super().shutdown(sockets)
