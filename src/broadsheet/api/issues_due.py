"""Links sending to the newsletter: which issues are due, and how they are made for sending."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.config import Config, config_error
from broadsheet.errors import PublishError, UsageError
from broadsheet.messages import CompiledIssue, FinishedIssue, MessageError, compile_issue
from broadsheet.newsletter import last_complete, places, scheduled

if TYPE_CHECKING:
    from broadsheet.newsletter import MadeIssue

_HELD = "held"
"""The status of an issue that its note holds back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """How an issue is made: by how many processes, and whether and where it is written."""

    out: Path | None = None
    jobs: int = 1
    write: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """An issue to send, to readers who joined by `cutoff`."""

    edition: str
    name: str
    cutoff: datetime


def wanted_issues(config: Config, edition: str, issue: str, now: datetime) -> Iterator[Wanted]:
    """Yield the issues that are due; an edition that is asked for by name ignores its schedule.

    Raises UsageError if there is no such edition.
    """
    zone = config.site.timezone
    if edition:
        period = last_complete(config.edition(edition).period, now, zone)
        yield Wanted(edition, issue or period.name, now)
        return
    if issue:
        message = "names an issue of one edition; write e.g. publish send weekly --issue 2025-W25"
        raise UsageError("--issue", message, "send")
    for name, settings in config.digest.items():
        if settings.send and (due := scheduled(settings.send, settings.period, now, zone)):
            yield Wanted(name, due.period.name, due.since)


def compiled_issue(
    config: Config, wanted: Wanted, now: datetime, how: Making
) -> CompiledIssue | None:
    """Make and compile an issue; None if it has no or too few articles, or if its note holds it back.

    Raises ConfigError if it must not be sent, and what `digest` raises.
    """
    _check_edition(config, wanted.edition)
    made = _made(config, wanted, now, how)
    few = config.digest[wanted.edition].skip_below
    if made.issue is None or made.status == _HELD or _articles(made) < few:
        return None
    forms = {form: made.form(form) for form in places.FORMS}
    issue = FinishedIssue.of_files(wanted.edition, made.issue.name, forms)
    date, send = now.astimezone(config.site.timezone), config.send
    try:
        return compile_issue(issue, date, pages=send.url, bounce=send.bounce_address)
    except MessageError as error:
        message = f"{issue.name} {error}"
        raise config_error(config, f"digest.{_table(config, issue.edition)}", message) from error


def why_it_waits(config: Config, wanted: Wanted, now: datetime, jobs: int) -> str:
    """Return why an issue that is due is not being sent yet, for people. Nothing is written."""
    try:
        _check_edition(config, wanted.edition)
        made = _made(config, wanted, now, Making(jobs=jobs))
    except PublishError as error:
        return f"cannot be made: {error.problems[0]}"
    if made.status == _HELD:
        return f"held back: issues/{wanted.edition}/{wanted.name}.md is a draft"
    if made.issue is None:
        return "no article, so there is no issue"
    few = config.digest[wanted.edition].skip_below
    return f"fewer articles than skip_below = {few}" if _articles(made) < few else "due"


def _made(config: Config, wanted: Wanted, now: datetime, how: Making) -> MadeIssue:
    from broadsheet.api.digests import (  # noqa: PLC0415 - most runs of cron have nothing to make
        DigestOptions,
        digest,
    )

    options = DigestOptions(
        edition=wanted.edition, period=wanted.name, out=how.out, jobs=how.jobs, write=how.write
    )
    return digest(config, options, now=now).issues[0]


def _table(config: Config, edition: str) -> str:
    """Return the name of an edition's table in publish.toml."""
    return config.digest[edition].table or edition


def _articles(made: MadeIssue) -> int:
    return sum(1 for _ in made.issue.articles) if made.issue else 0


def _check_edition(config: Config, edition: str) -> None:
    """Raise ConfigError if an edition must not be sent: it names no sender, or no postal address."""
    settings = config.edition(edition)
    if not settings.address and settings.address is not False:
        message = (
            "is missing: the law of many countries wants a postal address in each issue; write "
            'address = "…", or address = false if yours does not'
        )
        raise config_error(config, f"digest.{_table(config, edition)}.address", message)
    sender_of(config, edition)


def sender_of(config: Config, edition: str) -> str:
    """Return the address that an edition is sent from. Raises ConfigError if there is none."""
    sender = config.edition(edition).sender or config.site.author
    if sender and sender.email:
        return sender.email
    message = 'has no address; write e.g. sender = { name = "…", email = "news@example.org" }'
    raise config_error(config, f"digest.{_table(config, edition)}.sender", message)
