"""The pages of preferences, reached by a link that was mailed to the reader's address."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from broadsheet.i18n import Language
from broadsheet.subscribe.form_token import TRAP, form_problem
from broadsheet.subscribe.leaving import Leaving
from broadsheet.subscribe.page import Pages, in_equal_time, in_thread
from broadsheet.subscribe.preferences import Preferences
from broadsheet.subscribers import Subscriber, read_address

BASIS = "chose it on the page of preferences"


class PreferencePages:
    """Answers of the pages of preferences."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._preferences = Preferences(pages.subscribers, pages.settings.farewell)
        self._leaving = Leaving(pages.subscribers, pages.settings.farewell)

    async def ask(self, request: Request) -> Response:
        """Show the form that asks for an address, or mail the link to it. Always the same answer."""
        language = self._pages.language(request)
        if request.method != "POST":
            return self._pages.answer("ask", language, problem="", email="")
        form = await self._pages.form(request)
        email, now = str(form.get("email", ""))[:320], self._pages.clock()
        secret = self._pages.subscribers.secret
        wrong = form_problem(secret, str(form.get("token", "")), str(form.get(TRAP, "")), now)
        if wrong and wrong != "trap":
            again = language.say("once_more")
            return self._pages.answer("ask", language, problem=again, email=email)
        try:
            address = read_address(email)
        except ValueError:
            problem = language.say("address_wrong")
            return self._pages.answer("ask", language, 422, problem=problem, email=email)
        if not wrong:
            await in_equal_time(lambda: self._leaving.mail_preferences_link(address, now))
        return self._pages.message(language, "check_mail", language.say("check_mail_how"))

    async def show(self, request: Request) -> Response:
        """Show a reader's preferences, or save what was chosen."""
        token = request.path_params["token"]
        reader, language = await self._reader(request)
        if reader is None:
            return self._pages.wrong_link(language)
        if request.method != "POST" or not await self._pages.is_pressed(request):
            return self._show(reader, token, language)
        await self._save(request, reader)
        reader, language = await self._reader(request)
        if reader is None:
            return self._pages.wrong_link(language)
        return self._show(reader, token, language, saved=True)

    async def _save(self, request: Request, reader: Subscriber) -> None:
        form = await self._pages.form(request)
        offered = list(self._pages.site.editions)
        chosen = {str(name) for name in form.getlist("edition")} & set(offered)
        tag = str(form.get("language", ""))
        source, now = self._pages.source(BASIS), self._pages.clock()
        await in_thread(lambda: self._preferences.choose(reader.id, chosen, offered, source, now))
        if tag in self._pages.site.tags:
            await in_thread(lambda: self._preferences.set_language(reader.id, tag))

    async def _reader(self, request: Request) -> tuple[Subscriber | None, Language]:
        token, now = request.path_params["token"], self._pages.clock()
        reader = await in_thread(lambda: self._preferences.reader(token, now))
        if reader and reader.language in self._pages.site.tags:
            return reader, self._pages.site.language(reader.language)
        return reader, self._pages.language(request)

    def _show(
        self, reader: Subscriber, token: str, language: Language, *, saved: bool = False
    ) -> Response:
        subscribed = {s.edition for s in reader.subscriptions if s.state == "confirmed"}
        return self._pages.answer(
            "preferences",
            language,
            reader=reader,
            cards=list(self._pages.site.editions.values()),
            subscribed=subscribed,
            languages=[(tag, self._pages.site.language(tag).name) for tag in self._pages.site.tags],
            saved=saved,
            here=f"{self._pages.root}manage/{token}",
        )

    async def change(self, request: Request) -> Response:
        """Take a press on: change address, export, erase."""
        reader, language = await self._reader(request)
        does = {"address": self._move, "export": self._export, "erase": self._erase}
        what = request.path_params["what"]
        if reader is None or what not in does:
            return self._pages.wrong_link(language)
        if not await self._pages.is_pressed(request):
            return self._show(reader, request.path_params["token"], language)
        return await does[what](request, reader, language)

    async def _export(self, _: Request, reader: Subscriber, __: Language) -> Response:
        text = self._preferences.export(reader)
        headers = {"Content-Disposition": 'attachment; filename="subscriber.json"'}
        return Response(text, media_type="application/json", headers=headers)

    async def _erase(self, request: Request, reader: Subscriber, language: Language) -> Response:
        """Delete what is known of a reader, after a second press."""
        if "sure" not in await self._pages.form(request):
            return self._ask_again(request, language)
        now = self._pages.clock()
        await in_thread(lambda: self._preferences.erase(reader, now))
        return self._pages.message(language, "erased", "")

    async def _move(self, request: Request, reader: Subscriber, language: Language) -> Response:
        """Mail a link to the new address, which confirms it."""
        form, now = await self._pages.form(request), self._pages.clock()
        try:
            address = read_address(str(form.get("email", ""))[:320])
        except ValueError:
            return self._pages.message(
                language, "change_address", language.say("address_wrong"), 422
            )

        def work() -> bool:
            if not self._pages.takes_mail(address):
                return False
            self._preferences.ask_for_address(reader.id, address, now)
            return True

        if not await in_equal_time(work):
            return self._pages.message(
                language, "change_address", language.say("address_wrong"), 422
            )
        return self._pages.message(language, "check_mail", language.say("check_mail_how"))

    def _ask_again(self, request: Request, language: Language) -> Response:
        """Show one more button before everything is deleted."""
        return self._pages.answer(
            "button",
            language,
            title=language.say("erase"),
            text=language.say("erase_how"),
            button=language.say("erase"),
            sure=True,
            action=f"{self._pages.root}manage/{request.path_params['token']}/erase",
        )

    async def address(self, request: Request) -> Response:
        """Show the button that confirms a new address, or take the press on it."""
        language, token = self._pages.language(request), request.path_params["token"]
        head = language.say("change_address")
        if request.method != "POST" or not await self._pages.is_pressed(request):
            return self._pages.answer("button", language, title=head, text="", button=head)
        source, now = self._pages.source("confirmed a new address"), self._pages.clock()
        if not await in_thread(lambda: self._preferences.confirm_address(token, source, now)):
            return self._pages.wrong_link(language)
        return self._pages.message(language, "change_address", language.say("address_changed"))
