"""The pages to join: a form, "check your mail", a button to confirm, a button for "not me"."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from broadsheet.i18n import Language
from broadsheet.subscribe.form_token import TRAP, form_problem
from broadsheet.subscribe.guard import PUZZLE_POLICY
from broadsheet.subscribe.page import Pages, client_of, in_equal_time, in_thread
from broadsheet.subscribe.puzzle import FIELD, is_solved, make_puzzle
from broadsheet.subscribe.signup import Signup, SignupRequest, TooManyError
from broadsheet.subscribers import EmailAddress, read_address

BASIS = "asked for it with a form, and confirmed by a press on a button in a page"


class JoinPages:
    """Answers of the pages to join."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._signup = Signup(pages.subscribers, pages.settings.mails_per_hour)

    async def form(self, request: Request) -> Response:
        """Show the form of one edition, or of all."""
        edition = request.path_params.get("edition", "")
        if edition and edition not in self._pages.site.editions:
            return self._pages.wrong_link(self._pages.language(request))
        return self._form(request, [edition] if edition else list(self._pages.site.editions))

    def _form(
        self, request: Request, editions: Sequence[str], status: int = 200, **values: object
    ) -> Response:
        language = self._pages.language(request, editions[0] if len(editions) == 1 else "")
        site, token = self._pages.site, self._pages.token()
        offered = list(site.editions) if len(editions) > 1 else editions
        title = (
            site.titles(list(editions), language) if len(editions) == 1 else site.config.site.title
        )
        shown = {
            "title": title,
            "cards": [site.editions[name] for name in offered],
            "chosen": list(editions),
            "problem": "",
            "notice": "",
            "email": "",
            "form_token": token,
            "puzzle": "",
            **values,
        }
        if not self._pages.settings.proof_of_work:
            return self._pages.answer("join", language, status, **shown)
        shown["puzzle"] = make_puzzle(self._pages.subscribers.secret, token)
        answer = self._pages.answer("join", language, status, **shown)
        answer.headers["Content-Security-Policy"] = PUZZLE_POLICY
        return answer

    async def ask(self, request: Request) -> Response:
        """Take a filled form. The answer does not show whether the address is known.

        A form of a static page has no token. It is shown once more, filled in, for a press on the button.
        """
        form = await self._pages.form(request)
        known = self._pages.site.editions
        editions = [str(name) for name in form.getlist("edition") if name in known] or list(known)
        email, token = str(form.get("email", ""))[:320], str(form.get("token", ""))
        language = self._pages.language(request, editions[0] if len(editions) == 1 else "")
        once_more = language.say("once_more")
        if not token:
            return self._form(request, editions, notice=once_more, email=email)
        if not self._is_ours(request):
            return self._form(request, editions, 403, problem=once_more)
        secret, now = self._pages.subscribers.secret, self._pages.clock()
        problem = form_problem(secret, token, str(form.get(TRAP, "")), now)
        if problem == "trap":  # Programs are not told what gave them away.
            return self._checked(language)
        solution = str(form.get(FIELD, ""))
        if problem or not await in_thread(lambda: self._is_solved(token, solution)):
            return self._form(request, editions, problem=once_more, email=email)
        try:
            address = read_address(email)
        except ValueError:
            return self._no_address(request, editions, email, language)
        return await self._request(request, address, editions, token)

    def _is_solved(self, token: str, solution: str) -> bool:
        if not self._pages.settings.proof_of_work:
            return True
        return is_solved(self._pages.subscribers.secret, token, solution)

    def _no_address(
        self, request: Request, editions: Sequence[str], email: str, language: Language
    ) -> Response:
        wrong = language.say("address_wrong")
        return self._form(request, editions, 422, problem=wrong, email=email)

    async def _request(
        self, request: Request, address: EmailAddress, editions: Sequence[str], token: str
    ) -> Response:
        language = self._pages.language(request, editions[0] if len(editions) == 1 else "")
        source, puzzle = self._pages.source(BASIS), self._pages.settings.proof_of_work
        asked = SignupRequest(
            address, editions, language.tag, source, client_of(request), token if puzzle else ""
        )
        now = self._pages.clock()

        def work() -> bool:
            if not self._pages.takes_mail(address):
                return False
            self._signup.request(asked, now)
            return True

        try:
            if not await in_equal_time(work):
                return self._no_address(request, editions, address.address, language)
        except TooManyError:
            return self._form(request, editions, 429, problem=language.say("too_many"))
        return self._checked(language)

    def _is_ours(self, request: Request) -> bool:
        """Return whether a form was sent from a page of ours.

        Since our pages have the policy `no-referrer`, browsers name their origin "null" (Fetch, section
        3.2); Sec-Fetch-Site says then whether it is ours. Old browsers send neither, or "null" alone.
        """
        origin = request.headers.get("origin", "null")
        if origin != "null":
            return origin in self._pages.site.origins
        return request.headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}

    def _checked(self, language: Language) -> Response:
        return self._pages.answer(
            "message",
            language,
            title=language.say("check_mail"),
            text=language.say("check_mail_how"),
        )

    async def confirm(self, request: Request) -> Response:
        """Show the button to confirm, or take the press on it."""
        editions, token = request.path_params["editions"], request.path_params["token"]
        language = self._pages.language(request, editions)
        title = self._pages.site.titles(editions.split(","), language)
        if request.method != "POST" or not await self._pages.is_pressed(request):
            head = language.say("confirm_title")
            return self._pages.answer(
                "button", language, title=head, text=title, button=language.say("confirm")
            )
        source, now = self._pages.source(BASIS), self._pages.clock()
        if not await in_thread(lambda: self._signup.confirm(token, editions, source, now)):
            return self._pages.wrong_link(language)
        known = self._pages.site.editions
        return self._pages.answer(
            "message",
            language,
            title=language.say("confirmed_title"),
            text=language.say("confirmed", title=title),
            cards=[known[name] for name in editions.split(",") if name in known],
        )

    async def not_me(self, request: Request) -> Response:
        """Show the button for "I did not ask for this", or take the press on it."""
        editions, token = request.path_params["editions"], request.path_params["token"]
        language = self._pages.language(request, editions)
        head = language.say("not_me")
        if request.method != "POST" or not await self._pages.is_pressed(request):
            title = self._pages.site.titles(editions.split(","), language)
            return self._pages.answer("button", language, title=head, text=title, button=head)
        source, now = self._pages.source("did not ask for it"), self._pages.clock()
        if not await in_thread(lambda: self._signup.not_me(token, editions, source, now)):
            return self._pages.wrong_link(language)
        return self._pages.answer("message", language, title=head, text=language.say("not_me_done"))
