"""The pages to leave: one press, at once; then undo, everything else, or a link to the preferences."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from broadsheet.i18n import Language
from broadsheet.subscribe.leaving import LeaveLink, Leaving
from broadsheet.subscribe.page import Pages, in_equal_time, in_thread

BASIS = "pressed the button to leave"


class LeavePages:
    """Answers of the pages to leave. They never redirect (RFC 8058, section 3.1)."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self.leaving = Leaving(pages.subscribers, pages.settings.farewell)

    def leave_all(self, links: Sequence[tuple[int, int]]) -> None:
        """End the subscriptions of many (issue, reader)."""
        self.leaving.leave_all(links, self._pages.source(BASIS), self._pages.clock())

    async def leave(self, request: Request) -> Response:
        """Show the button to leave, or take the press on it, or a mail program's one-click POST."""
        token = request.path_params["token"]
        link = await in_thread(lambda: self.leaving.read(token))
        language = self._pages.language(request, link.edition if link else "")
        if link is None:
            return self._pages.wrong_link(language)
        title = self._title(link, language)
        if request.method != "POST" or not await self._counts(request):
            head = language.say("leave_title", title=title)
            button = language.say("unsubscribe")
            return self._pages.answer("button", language, title=head, text="", button=button)
        await in_thread(lambda: self._leave(link))
        return await self._left(link, token, language)

    async def _counts(self, request: Request) -> bool:
        """Return whether a POST unsubscribes: a mail program's does, a form's if a person pressed it."""
        return "token" not in await self._pages.form(request) or await self._pages.is_pressed(
            request
        )

    def _leave(self, link: LeaveLink, *, everything: bool = False) -> None:
        source = self._pages.source(BASIS)
        self.leaving.leave(link, source, self._pages.clock(), everything=everything)

    async def _left(self, link: LeaveLink, token: str, language: Language) -> Response:
        others = await in_thread(lambda: self.leaving.others(link))
        title = self._title(link, language)
        stays = self._pages.site.titles(others, language) if others else ""
        return self._pages.answer(
            "left",
            language,
            title=language.say("left_title", title=title),
            text=language.say("left"),
            stays=language.say("stay_with", names=stays) if stays else "",
            here=f"{self._pages.root}u/{token}",
        )

    async def after(self, request: Request) -> Response:
        """Answer the buttons of the page that follows: undo, all, link."""
        token, what = request.path_params["token"], request.path_params["what"]
        link = await in_thread(lambda: self.leaving.read(token))
        language = self._pages.language(request, link.edition if link else "")
        if link is None or what not in {"undo", "all", "link"}:
            return self._pages.wrong_link(language)
        if not await self._pages.is_pressed(request):
            return await self._left(link, token, language)
        if what == "all":
            await in_thread(lambda: self._leave(link, everything=True))
            return await self._left(link, token, language)
        if what == "link":
            now = self._pages.clock()
            await in_equal_time(lambda: self.leaving.mail_link_to_reader(link, now))
            return self._pages.message(language, "check_mail", language.say("check_mail_how"))
        source, now = self._pages.source("took leaving back"), self._pages.clock()
        if not await in_thread(lambda: self.leaving.undo(link, source, now)):
            return self._pages.wrong_link(language)
        title = self._title(link, language)
        return self._pages.message(language, "confirmed_title", language.say("undone", title=title))

    def _title(self, link: LeaveLink, language: Language) -> str:
        return self._pages.site.titles([link.edition], language)
