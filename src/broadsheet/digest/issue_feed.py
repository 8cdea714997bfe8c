"""The issues of an edition as a feed of their own, in every format of the site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from broadsheet import urls
from broadsheet.digest.desk import Desk
from broadsheet.digest.edition import edition_channel, sender_of
from broadsheet.digest.issue import Issue
from broadsheet.digest.letter import Letter
from broadsheet.feeds import FORMATS, Feed
from broadsheet.model import Entry, OutputFile
from broadsheet.pages.view import feed_path

Made = tuple[Issue, Letter]


def feed_files(edition: str, issues: Sequence[Made], desk: Desk) -> Iterator[OutputFile]:
    """Yield the feeds of issues, the newest first and already cut to the limit of feeds."""
    entries = [_entry(issue, letter, desk) for issue, letter in issues]
    config = desk.site.config
    channel = edition_channel(edition, desk)
    updated = max((entry.updated for entry in entries), default=None)
    for name in config.feeds.formats:
        form = FORMATS[name]
        path = feed_path(channel, name, desk.site)
        feed = Feed(channel, config.site, urls.file_url(config.site.url, path), updated)
        yield OutputFile(path, form.feed(feed, [form.entry(entry) for entry in entries]))


def _entry(issue: Issue, letter: Letter, desk: Desk) -> Entry:
    """Make the entry of an issue: its stories as a list, without the style of the letter."""
    content = desk.templates.text(
        "digest/entry.html", letter=letter, language=desk.language, say=desk.language.say
    )
    return Entry(
        id=letter.url,
        permalink=letter.url,
        title=letter.subject,
        published=issue.published.replace(microsecond=0),
        updated=issue.updated.replace(microsecond=0),
        authors=(sender_of(issue.edition, desk),),
        summary=letter.preheader,
        content=content.strip(),
        categories=(),
        image=issue.lead.image if letter.lead.picture else None,
        language=desk.language.tag,
    )
