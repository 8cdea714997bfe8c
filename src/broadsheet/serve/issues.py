"""Pages that show the issue of each edition as an e-mail: two widths, dark, without pictures, as text.

An issue is made when somebody looks, once for each build; the page reloads after the next build.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.policy import default as readable
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, urlencode

import anyio
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from broadsheet.errors import Problem, PublishError
from broadsheet.newsletter import IssuePreview
from broadsheet.serve.live import PREFIX, Live
from broadsheet.serve.main_thread import MainThread
from broadsheet.templating import Templates

FOLDER = f"{PREFIX}/issues"
"""Where these pages are."""

WIDTHS = (375, 640)
"""CSS pixels: a phone, and the window of a mail program in which the whole column has room."""

HEADERS = ("From", "To", "Subject", "Date", "List-Unsubscribe")

_DARK = re.compile(r"\(\s*prefers-color-scheme\s*:\s*dark\s*\)")
_ALWAYS, _NEVER = "(min-width: 0)", "(max-width: 0)"

_SAFE = "default-src 'none'; style-src 'unsafe-inline'; img-src {images}"


class Issues(Protocol):
    """What makes the issues that these pages show. Both methods raise PublishError."""

    def editions(self) -> Sequence[str]:
        """Return the names of all editions."""

    def preview(self, edition: str, issue: str) -> IssuePreview:
        """Make an issue of an edition; with `issue` "", the one that is due."""


@dataclass(frozen=True, slots=True)
class Look:
    """How an issue is shown, as the address of the page says."""

    issue: str = ""
    dark: bool = False
    images: bool = True
    style: bool = True

    @classmethod
    def of(cls, query: QueryParams) -> Look:
        """Read it from an address."""
        return cls(
            query.get("issue", ""),
            query.get("dark") == "yes",
            query.get("images") != "no",
            query.get("style") != "no",
        )

    def query(self, **changes: object) -> str:
        """Return it as an address's query, with some changes."""
        look = replace(self, **changes)  # type: ignore[arg-type]
        values = {
            "issue": look.issue,
            "dark": "yes" if look.dark else "",
            "images": "" if look.images else "no",
            "style": "" if look.style else "no",
        }
        return "?" + urlencode({name: value for name, value in values.items() if value})


class IssuePages:
    """The pages; `issues` makes what they show, in the thread `main`, and `live` knows the builds."""

    def __init__(self, issues: Issues, live: Live, main: MainThread, root: Path) -> None:
        self._issues = issues
        self._live = live
        self._main = main
        self._templates = Templates(root)
        self._lock = anyio.Lock()
        self._build = -1
        self._made: dict[tuple[str, str], IssuePreview] = {}

    def routes(self) -> list[Route]:
        """Return the routes of all pages."""
        return [
            Route(FOLDER, self.first),
            Route(f"{FOLDER}/", self.first),
            Route(f"{FOLDER}/{{edition}}/", self.page),
            Route(f"{FOLDER}/{{edition}}/email.html", self.email),
            Route(f"{FOLDER}/{{edition}}/picture/{{number:int}}", self.picture),
        ]

    async def first(self, _: Request) -> Response:
        """Lead to the first edition."""
        try:
            editions = await anyio.to_thread.run_sync(self._issues.editions)
        except PublishError as error:
            return self._respond("", (), Look(), None, error.problems)
        if not editions:
            return Response("No edition is configured; write [digest.weekly].", 404)
        return RedirectResponse(f"{FOLDER}/{quote(editions[0], safe='')}/")

    async def page(self, request: Request) -> Response:
        """Show an issue with all that there is to choose."""
        edition, look = request.path_params["edition"], Look.of(request.query_params)
        editions: Sequence[str] = ()
        try:
            editions = await anyio.to_thread.run_sync(self._issues.editions)
            made = await self._preview(edition, look.issue)
        except PublishError as error:
            return self._respond(edition, editions, look, None, error.problems)
        return self._respond(edition, editions, look, made, made.problems)

    async def email(self, request: Request) -> Response:
        """Send the e-mail's HTML as a mail program would show it; nothing in it can run."""
        edition, look = request.path_params["edition"], Look.of(request.query_params)
        try:
            made = await self._preview(edition, look.issue)
        except PublishError as error:
            return Response(str(error.problems[0]), 404)
        images = "'self' https: http:" if look.images else "'none'"
        headers = {
            "content-security-policy": _SAFE.format(images=images),
            "cache-control": "no-store",
        }
        return Response(shown_as(made, look), headers=headers, media_type="text/html")

    async def picture(self, request: Request) -> Response:
        """Send a picture of an issue, by its place among them; no other file can be asked for."""
        edition, look = request.path_params["edition"], Look.of(request.query_params)
        try:
            made = await self._preview(edition, look.issue)
            found = list(made.pictures.values())[request.path_params["number"]]
        except (PublishError, IndexError):
            return Response("There is no such picture.", 404)
        if isinstance(found, bytes):
            return Response(found, headers={"cache-control": "no-store"})
        if not found.is_file():
            return Response("Its file has gone.", 404)
        return FileResponse(found, headers={"cache-control": "no-store"})

    async def _preview(self, edition: str, issue: str) -> IssuePreview:
        """Return an issue, made once for each build. Raises PublishError."""
        async with self._lock:
            if self._build != self._live.build:
                self._build = self._live.build
                self._made.clear()
            key = (edition, issue)
            if key not in self._made:
                self._made[key] = await self._main.do(self._issues.preview, edition, issue)
            return self._made[key]

    def _respond(
        self,
        edition: str,
        editions: Sequence[str],
        look: Look,
        made: IssuePreview | None,
        problems: Sequence[Problem],
    ) -> Response:
        page = self._templates.render(
            "preview/issue.html",
            edition=edition,
            editions=editions,
            folder=FOLDER,
            look=look,
            made=made,
            headers=_headers(made.message) if made else {},
            size=f"{len(made.html.encode()) / 1000:.1f} KB" if made else "",
            widths=WIDTHS,
            problems=[str(problem) for problem in problems],
        )
        headers = {"cache-control": "no-store"}
        return Response(self._live.decorate(page), headers=headers, media_type="text/html")


def shown_as(made: IssuePreview, look: Look) -> str:
    """Return an e-mail's HTML as it looks in one way, with its pictures from this server."""
    page = _with_pictures(made.html, made.pictures, look)
    if not look.style:
        page = _without_style(page)
    page = _DARK.sub(_ALWAYS if look.dark else _NEVER, page)
    return page.replace("<head>", '<head><base target="_blank">', 1)


def _with_pictures(page: str, pictures: Mapping[str, object], look: Look) -> str:
    for number, url in enumerate(pictures):
        here = html.escape(f"picture/{number}{look.query()}")
        page = page.replace(f' src="{html.escape(url)}"', f' src="{here}"')
    return page


def _without_style(page: str) -> str:
    """Drop style sheets, as some webmail does."""
    kept, *rest = page.split("<style")
    return kept + "".join(part.partition("</style>")[2] for part in rest)


def _headers(message: bytes) -> dict[str, str]:
    found = message_from_bytes(message, policy=readable)
    return {name: str(found[name]) for name in HEADERS if found[name]}
