"""Puts the server of the subscription pages together, from publish.toml and the environment."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import anyio
import anyio.to_thread
from starlette.types import ASGIApp

from broadsheet.bounces import Intake, webhooks
from broadsheet.config import Config
from broadsheet.dns_queries import Dns, DnsError
from broadsheet.errors import ConfigError, Problem, PublishError
from broadsheet.parallel import process_name
from broadsheet.sending import Route
from broadsheet.subscribe.application import Work, make_app
from broadsheet.subscribe.domains import SECONDS, MailDomains
from broadsheet.subscribe.farewell import queue_farewells
from broadsheet.subscribe.hooks import Hooks, secrets_in
from broadsheet.subscribe.mails import MailWriter
from broadsheet.subscribe.outbox import Outbox
from broadsheet.subscribe.page import Pages
from broadsheet.subscribe.postman import Postman
from broadsheet.subscribe.preferences import Preferences
from broadsheet.subscribe.signup import Signup
from broadsheet.subscribe.site import SubscribeSite
from broadsheet.subscribers import open_subscribers

PAUSE = 1.0
"""Seconds between two looks at the outbox."""

TIDY_EVERY = 600
FETCH_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Service:
    """The application; `deliver` sends the mails that wait, which it does by itself while it serves."""

    app: ASGIApp
    deliver: Callable[[], int]
    close: Callable[[], None]


def make_service(
    config: Config,
    environment: Mapping[str, str],
    *,
    clock: Callable[[], float],
    log: Callable[[str], None],
    dns: Dns | None = None,
) -> Service:
    """Open the readers and make the application.

    `clock` gives Unix time; `log` takes a line about what went wrong; `dns` replaces the system's. Raises
    ConfigError if `[send]` has no `url` or `relay`, DatabaseError, UnavailableError.
    """
    _check(config)
    subscribers, _ = open_subscribers(config.root, config.send.database, environment)
    settings, site, preferences = config.subscribe, SubscribeSite(config), Preferences(subscribers)
    signup = Signup(subscribers, settings.mails_per_hour)
    route = Route.of_site(config, environment)
    writer = MailWriter(site, signup, preferences, route.keys)
    outbox = Outbox(subscribers.database)
    postman = Postman(outbox, writer, route.relay, route.bounce, process_name(), clock)
    known = webhooks.providers(_fetch)
    hooks = Hooks(
        known,
        secrets_in(environment, known),
        Intake(
            subscribers.database, subscribers.secret, queue_farewells if settings.farewell else None
        ),
        clock,
        log,
    )
    domains = _domains(dns, clock, log) if settings.check_domains else None
    work = _work(postman, Tidying(signup, clock, log, remind=settings.reminder), log)
    app = make_app(Pages(site, subscribers, clock, domains), hooks, work=work)
    return Service(app, postman.deliver, subscribers.database.close)


def _check(config: Config) -> None:
    problems = []
    if not config.send.url:
        message = 'is missing; write e.g. url = "https://letters.example.org/"'
        problems.append(Problem("publish.toml", 0, "send.url", message))
    if not config.digest:
        message = "there is no edition to subscribe to; write [digest.weekly]"
        problems.append(Problem("publish.toml", 0, "digest", message))
    if problems:
        raise ConfigError(*problems)


def _fetch(url: str) -> bytes:
    """Return what lies at an https address of Amazon's, which the caller has checked."""
    with urllib.request.urlopen(url, timeout=FETCH_SECONDS) as answer:  # noqa: S310 - https only
        return bytes(answer.read(1 << 20))


def _domains(
    dns: Dns | None, clock: Callable[[], float], log: Callable[[str], None]
) -> MailDomains | None:
    try:
        return MailDomains(dns or Dns(seconds=SECONDS), clock)
    except DnsError as error:
        log(f"addresses are not looked up in DNS: {error}")
        return None


@dataclass(slots=True)
class Tidying:
    """The work of every ten minutes: reminders, old requests, and a log line if mails wait."""

    signup: Signup
    clock: Callable[[], float]
    log: Callable[[str], None]
    remind: bool = True
    done: float = 0.0

    def run(self) -> None:
        """Do the work, if ten minutes have passed."""
        now = self.clock()
        if now - self.done < TIDY_EVERY:
            return
        self.done = now
        self.signup.tidy(now, remind=self.remind)
        count, due = self.signup.waiting(now)
        if count:
            minutes = max(1, round((due - now) / 60))
            limit = f"[subscribe] mails_per_hour = {self.signup.site_per_hour}"
            self.log(
                f"{count} confirmations wait, the next for {minutes} min: more sign-ups than {limit} or "
                "one domain's 30 an hour; look whether somebody misuses the form"
            )


def _work(postman: Postman, tidying: Tidying, log: Callable[[str], None]) -> Work:
    """Return what runs beside the server: mails are delivered, old requests are tidied."""

    async def work() -> None:
        while True:
            try:
                await anyio.to_thread.run_sync(postman.deliver)
                await anyio.to_thread.run_sync(tidying.run)
            except PublishError as error:  # The pages go on; the mails wait.
                log(str(error))
                await anyio.sleep(TIDY_EVERY / 10)
            await anyio.sleep(PAUSE)

    return work
