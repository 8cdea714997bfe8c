"""What is the same in all issues of an edition, resolved once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet import urls
from broadsheet.config import records
from broadsheet.i18n import Language, edition_title
from broadsheet.model import Channel, Person
from broadsheet.newsletter.context import Context
from broadsheet.newsletter.places import edition_path
from broadsheet.newsletter.selection.issue import parse_issue_name
from broadsheet.newsletter.style import Style, make_style
from broadsheet.pages import FeedLink, JoinForm, feed_links, join_form


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition as its issues, its pages and its feeds show it.

    `url` is its archive page, `channel` and `feeds` are those of its issues. `form` subscribes to it, None
    if it has none. `issues` are the names of all its issues, the newest first.
    """

    name: str
    config: records.DigestConfig
    site: records.SiteConfig
    language: Language
    title: str
    url: str
    sender: Person
    style: Style
    channel: Channel
    feeds: tuple[FeedLink, ...]
    form: JoinForm | None
    issues: tuple[str, ...]

    @property
    def path(self) -> str:
        """Return its folder below out/."""
        return edition_path(self.name)

    def neighbours(self, name: str) -> tuple[str, str]:
        """Return the names of the issues before and after one, "" if there is none."""
        place = self.issues.index(name)
        return (*self.issues[place + 1 : place + 2], "")[0], self.issues[place - 1] if place else ""

    def issue_url(self, name: str) -> str:
        """Return the address of an issue's web copy."""
        return urls.folder_url(self.site.url, f"{self.path}/{name}")


def make_edition(name: str, context: Context, *written: str) -> Edition:
    """Resolve an edition that is configured; `written` names issues of this run."""
    config, site = context.site.config.digest[name], context.site.config.site
    language = Language.of_site(context.site.config, config.language)
    url = urls.folder_url(site.url, edition_path(name))
    title = edition_title(name, config, site, language)
    about = config.description or site.description
    channel = Channel(edition_path(name), title, about, url, (), language=config.language)
    return Edition(
        name=name,
        config=config,
        site=site,
        language=language,
        title=title,
        url=url,
        sender=config.sender or site.author or Person(site.title),
        style=make_style(config.colours, config.fonts, language),
        channel=channel,
        feeds=feed_links(channel, context.site),
        form=join_form(context.site.config, [name]),
        issues=_ordered([*context.existing.get(name, ()), *written], site),
    )


def _ordered(names: Sequence[str], site: records.SiteConfig) -> tuple[str, ...]:
    """Return the names that are an issue's, each once, the newest first."""
    parsed = ((parse_issue_name(name, site.timezone), name) for name in set(names))
    found = [(period_and_scope[0], name) for period_and_scope, name in parsed if period_and_scope]
    found.sort(key=lambda pair: (pair[0].start.timestamp(), pair[0].end.timestamp(), pair[1]))
    return tuple(name for _, name in reversed(found))
