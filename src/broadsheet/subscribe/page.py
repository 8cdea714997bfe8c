"""What all pages share: the site, the readers, the visitor's language, and how a page is rendered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

import anyio.to_thread
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from broadsheet.config import records
from broadsheet.i18n import Language
from broadsheet.subscribe.domains import MailDomains
from broadsheet.subscribe.form_token import PRESS, TRAP, is_pressed, make_form_token
from broadsheet.subscribe.site import SubscribeSite
from broadsheet.subscribers import EmailAddress, Evidence, Subscribers

Result = TypeVar("Result")

MOST_FIELDS = 200
ANSWER_SECONDS = 0.3
"""Every answer about an address takes this many seconds, so that time does not reveal if it is known."""

_CACHED = {"Cache-Control": "max-age=3600"}

WORDS_VERSION = "1"
"""The version of the forms' words, stored with each consent. Raise it when their meaning changes."""


@dataclass(frozen=True, slots=True)
class Pages:
    """What a page is made with; `clock` gives Unix time."""

    site: SubscribeSite
    subscribers: Subscribers
    clock: Callable[[], float]
    domains: MailDomains | None = None
    """What knows which domains take mail; None for no such test."""

    @property
    def settings(self) -> records.SubscribeConfig:
        """Return `[subscribe]` of the site."""
        return self.site.config.subscribe

    def takes_mail(self, address: EmailAddress) -> bool:
        """Return whether DNS says that an address can receive mail; waits for DNS."""
        domain = address.canonical.rpartition("@")[2]
        return self.domains is None or self.domains.take_mail(domain)

    def language(self, request: Request, edition: str = "") -> Language:
        """Return the language to answer in: as the form or address says, the edition, else the browser."""
        asked = request.query_params.get("lang", "")
        card = self.site.editions.get(edition)
        for tag in (asked, card.language if card else "", *_accepted(request)):
            if tag in self.site.tags or tag.partition("-")[0] in self.site.tags:
                return self.site.language(tag)
        return self.site.language(self.site.config.site.language)

    def source(self, basis: str) -> Evidence:
        """Return the source of a consent: where it was given, and the version of the words."""
        return Evidence("form", basis, self.site.url, f"{basis}, version {WORDS_VERSION}")

    @property
    def root(self) -> str:
        """Return the path under which the pages are reached, ending in a slash."""
        return urlsplit(self.site.url).path or "/"

    def token(self) -> str:
        """Return the token of a form that is shown now."""
        return make_form_token(self.subscribers.secret, self.clock())

    async def form(self, request: Request) -> FormData:
        """Return a request's form. Nobody sends files, or so many fields: that is answered with 400."""
        return await request.form(max_files=0, max_fields=MOST_FIELDS)

    async def is_pressed(self, request: Request) -> bool:
        """Return whether a person pressed a button of a page (see form_token)."""
        return is_pressed(self.subscribers.secret, await self.form(request), self.clock())

    def answer(
        self, name: str, language: Language, status: int = 200, **values: object
    ) -> HTMLResponse:
        """Render a page from templates/subscribe/."""
        shown: Mapping[str, object] = {
            "site": self.site.config.site,
            "root": self.root,
            "language": language,
            "say": language.say,
            "trap": TRAP,
            "press": PRESS,
            "form_token": self.token(),
            **values,
        }
        text = self.site.templates.text(f"subscribe/{name}.html", **shown)
        return HTMLResponse(text, status, headers={"Content-Language": language.tag})

    def message(self, language: Language, head: str, text: str, status: int = 200) -> Response:
        """Answer with a few words below a title, by its key."""
        return self.answer("message", language, status, title=language.say(head), text=text)

    def wrong_link(self, language: Language) -> Response:
        """Answer that a link is wrong, or too old."""
        return self.message(language, "link_wrong", language.say("link_wrong_how"), 404)

    async def script(self, _: Request) -> Response:
        """Answer with the script that solves puzzles."""
        text = self.site.templates.text("subscribe/puzzle.js")
        return Response(text, media_type="text/javascript", headers=_CACHED)

    async def style(self, _: Request) -> Response:
        """Answer with the style sheet: the one of the site's pages."""
        names = ("broadsheet.css", "subscribe/style.css")
        text = "".join(self.site.templates.text(name) for name in names)
        return Response(text, media_type="text/css", headers=_CACHED)


async def in_thread(work: Callable[[], Result]) -> Result:
    """Run what waits for the database in a thread."""
    return await anyio.to_thread.run_sync(work)


async def in_equal_time(work: Callable[[], Result]) -> Result:
    """Run work in a thread; the answer takes ANSWER_SECONDS, or longer if the work does."""
    loop = asyncio.get_running_loop()
    end = loop.time() + ANSWER_SECONDS
    try:
        return await in_thread(work)
    finally:
        await asyncio.sleep(max(0.0, end - loop.time()))


def client_of(request: Request) -> str:
    """Return the visitor's IP address. Behind a proxy, the server reads X-Forwarded-For (see docs)."""
    return request.client.host if request.client else ""


def _accepted(request: Request) -> list[str]:
    """Return the tags of Accept-Language in order of preference (RFC 9110, section 12.5.4)."""
    header = request.headers.get("accept-language", "")[:200]
    weighted = []
    for place, part in enumerate(header.split(",")):
        tag, _, quality = part.strip().partition(";q=")
        try:
            weighted.append((-float(quality or 1), place, tag.strip()))
        except ValueError:
            continue
    return [tag for _, _, tag in sorted(weighted) if tag]
