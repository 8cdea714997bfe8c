"""The owner's page: the growth of the list and the results of issues, with plots.

It shows addresses, so it is for the owner alone: the command listens on this machine, and a web server in
front has to ask for a password. Nothing can be changed here.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from broadsheet.subscribe.guard import Guard
from broadsheet.subscribe.page import in_thread
from broadsheet.subscribe.plots import (
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    plot_issues,
    plot_reasons,
    plot_sizes,
)
from broadsheet.subscribers import statistics
from broadsheet.templating import Templates

_DAY = 86400


@dataclass(frozen=True, slots=True)
class OwnerPage:
    """Answers with the page; `read` reads the statistics, `clock` gives Unix time."""

    title: str
    templates: Templates
    read: Callable[[], statistics.Statistics]
    clock: Callable[[], float]

    async def show(self, request: Request) -> Response:
        """Show everything on one page."""
        if not _is_asked_by_name(request):
            return PlainTextResponse("unknown host", 421)
        found = await in_thread(self.read)
        today = int(self.clock()) // _DAY
        text = self.templates.text(
            "owner/report.html",
            title=self.title,
            found=found,
            sizes=plot_sizes(found, today),
            deliveries=plot_issues(found.issues),
            reasons=plot_reasons(found.issues),
            periods=[(days, today - days + 1) for days in (7, 30, 365)],
            day_of=lambda at: datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d"),
            frame={"width": WIDTH, "height": HEIGHT, "left": LEFT, "right": RIGHT, "top": TOP},
        )
        return HTMLResponse(text)

    async def style(self, _: Request) -> Response:
        """Answer with the style sheet."""
        names = ("broadsheet.css", "owner/style.css")
        text = "".join(self.templates.text(name) for name in names)
        return Response(text, media_type="text/css")


def _is_asked_by_name(request: Request) -> bool:
    """Return whether a request comes by https, through a proxy, or names this machine.

    A page of somebody else's can have its name resolve to 127.0.0.1, and then read what lies there, with
    any header but the `Sec-` ones: browsers send those themselves, and to https or this machine only
    (Fetch Metadata, section 2).
    """
    if "sec-fetch-site" in request.headers:
        return True
    host = request.url.hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost"
    return True


def make_owner_app(page: OwnerPage) -> ASGIApp:
    """Make the application."""
    return Guard(Starlette(routes=[Route("/", page.show), Route("/style.css", page.style)]))
