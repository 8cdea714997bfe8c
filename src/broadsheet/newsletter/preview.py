"""Previews of issues: as mail programs would get them, with pictures from the disk."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from broadsheet import urls
from broadsheet.config import Config
from broadsheet.errors import Problem
from broadsheet.mail_pictures import NoPictureError, Pictures
from broadsheet.newsletter.context import Context
from broadsheet.newsletter.routine import IssueOptions, MadeIssue, make_issues
from broadsheet.newsletter.selection.issue import Issue
from broadsheet.newsletter.selection.period import last_periods, period_of
from broadsheet.newsletter.selection.select import articles_of
from broadsheet.site import Site

CHOICES = 12
"""Periods to choose from, at most."""

_SOURCE = re.compile(r'\ssrc="([^"]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuePreview:
    """What a preview shows of an edition: an issue, and which others there are.

    `issue` is the name of the one that is shown, "" if there is none to show; `choices` are names of
    periods with articles, the newest first. `html`, `text` and `message` are its forms. `pictures` are
    files or contents of the pictures that `html` names, by their addresses. `problems` are warnings.
    """

    edition: str
    issue: str
    choices: tuple[str, ...]
    html: str = ""
    text: str = ""
    message: bytes = b""
    pictures: Mapping[str, Path | bytes]
    problems: tuple[Problem, ...] = ()


def preview_issue(options: IssueOptions, context: Context, now: datetime) -> IssuePreview:
    """Make an issue to look at, also one that a draft of a note holds back; nothing is written.

    `options` name one edition. Without a period it is the last one that is over, or the newest one with
    articles if that has none. Raises UsageError, ContentError and TemplateError.
    """
    edition, site = options.edition, context.site
    choices = tuple(islice(_periods_with_articles(edition, site), CHOICES))
    period = options.period or _usual(edition, site.config, choices, now)
    made = None
    if period:
        wanted = replace(options, period=period)
        made = make_issues(wanted, replace(context, with_drafts=True), now).issues[0]
    if made is None or made.issue is None:
        return IssuePreview(edition=edition, issue="", choices=choices, pictures={})
    shown = made.form("html").decode()
    return IssuePreview(
        edition=edition,
        issue=made.name,
        choices=choices,
        html=shown,
        text=made.form("text").decode(),
        message=made.form("eml"),
        pictures=dict(_pictures(shown, made.issue, made, site.config)),
        problems=tuple(context.problems),
    )


def _periods_with_articles(edition: str, site: Site) -> Iterator[str]:
    kind, zone = site.config.edition(edition).period, site.config.site.timezone
    last = ""
    for article in articles_of(site, edition):
        name = period_of(article.published, kind, zone).name
        if name != last:
            yield name
        last = name


def _usual(edition: str, config: Config, choices: tuple[str, ...], now: datetime) -> str:
    kind, zone = config.digest[edition].period, config.site.timezone
    last = last_periods(now, kind, zone)[0].name
    return last if last in choices else next(iter(choices), "")


def _pictures(
    shown: str, issue: Issue, made: MadeIssue, config: Config
) -> Iterator[tuple[str, Path | bytes]]:
    """Yield (address, file or content) of the pictures that are on this machine."""
    files = {urls.file_url(config.site.url, file.path): file.content for file in made.files}
    images = {each.image.url: each.image.file for each in issue.articles if each.image}
    pictures = Pictures(config)
    for url in dict.fromkeys(map(html.unescape, _SOURCE.findall(shown))):
        if url in files:
            yield url, files[url]
        elif file := images.get(url) or _file(url, pictures):
            yield url, config.root / file


def _file(url: str, pictures: Pictures) -> str:
    with suppress(NoPictureError, ValueError):
        return pictures.find(url).file
    return ""
