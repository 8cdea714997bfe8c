"""The pages as an ASGI application. GET shows, POST changes; no cookie, no script, no third party.

    /                       a form for all editions        POST /subscribe   asks to join
    /EDITION                a form for one
    /confirm/EDITIONS/T     a button                       POST confirms
    /not-me/EDITIONS/T      a button                       POST ends it
    /u/T                    a button (List-Unsubscribe)    POST leaves, at once; /undo, /all, /link
    /manage                 asks for an address            POST mails a link
    /manage/T               the preferences                POST saves; /address, /export, /erase
    /address/T              a button                       POST changes the address
    /hooks/PROVIDER                                        POST takes a provider's events
    /health                 "ok", if the database answers

Scanners open every link, and some press buttons that scripts can press: so nothing is changed by GET, and
the token in an issue can only end what is undone by one press.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from broadsheet.subscribe.guard import Guard
from broadsheet.subscribe.hooks import Hooks
from broadsheet.subscribe.join_pages import JoinPages
from broadsheet.subscribe.leave_pages import LeavePages
from broadsheet.subscribe.one_click import OneClick
from broadsheet.subscribe.page import Pages
from broadsheet.subscribe.preference_pages import PreferencePages

Work = Callable[[], Coroutine[None, None, None]]
"""Runs beside the server until it is cancelled: delivers mails, tidies."""


def make_app(pages: Pages, hooks: Hooks, *, work: Work | None = None) -> ASGIApp:
    """Make the application. `work` runs while the server does."""
    join, leave, preferences = JoinPages(pages), LeavePages(pages), PreferencePages(pages)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        import anyio  # noqa: PLC0415 - comes with Starlette

        async with anyio.create_task_group() as tasks:
            if work:
                tasks.start_soon(work)
            yield
            tasks.cancel_scope.cancel()

    async def health(_: Request) -> Response:
        with pages.subscribers.database.read() as session:
            session.rows("SELECT 1")
        return PlainTextResponse("ok")

    routes = [
        Route("/", join.form),
        Route("/subscribe", join.ask, methods=["POST"]),
        Route("/confirm/{editions}/{token}", join.confirm, methods=["GET", "POST"]),
        Route("/not-me/{editions}/{token}", join.not_me, methods=["GET", "POST"]),
        Route("/u/{token}", leave.leave, methods=["GET", "POST"]),
        Route("/u/{token}/{what:str}", leave.after, methods=["POST"]),
        Route("/manage", preferences.ask, methods=["GET", "POST"]),
        Route("/manage/{token}", preferences.show, methods=["GET", "POST"]),
        Route("/manage/{token}/{what:str}", preferences.change, methods=["POST"]),
        Route("/address/{token}", preferences.address, methods=["GET", "POST"]),
        Route("/hooks/{provider}", hooks.take, methods=["POST"]),
        Route("/health", health),
        Route("/style.css", pages.style),
        Route("/puzzle.js", pages.script),
        Route("/{edition}", join.form),
    ]
    return Guard(
        OneClick(Starlette(routes=routes, lifespan=lifespan), leave.leaving, leave.leave_all)
    )
