"""The issues of an edition as a feed of their own, in every format of the site."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial

from broadsheet import urls
from broadsheet.feeds import FORMATS, Feed, Format, feed_path
from broadsheet.model import Entry, LazyFile
from broadsheet.newsletter.desk import Desk
from broadsheet.newsletter.edition import edition_channel, sender_of
from broadsheet.newsletter.issue import Issue
from broadsheet.newsletter.letter import Letter
from broadsheet.newsletter.signature import Signatures
from broadsheet.newsletter.words import make_letter
from broadsheet.stamps import digest_of_texts


def feed_files(
    edition: str, issues: Sequence[Issue], signatures: Signatures, desk: Desk
) -> Iterator[LazyFile]:
    """Yield the feeds of issues, the newest first and already cut to the limit of feeds."""
    site = replace(desk.site.config.site, language=desk.language.tag)
    channel = edition_channel(edition, desk)
    updated = max((issue.updated for issue in issues), default=None)
    signature = digest_of_texts((signatures.settings, *map(signatures.of, issues)))

    @cache
    def entries() -> list[Entry]:
        return [_entry(issue, make_letter(issue, desk), desk) for issue in issues]

    for name in desk.site.config.feeds.formats:
        path = feed_path(channel.path, name, desk.site.config.feeds)
        feed = Feed(channel, site, urls.file_url(site.url, path), updated)
        make = partial(_document, FORMATS[name], feed, entries)
        yield LazyFile(path, digest_of_texts((name, signature)), make)


def _document(form: Format, feed: Feed, entries: Callable[[], list[Entry]]) -> bytes:
    return form.feed(feed, [form.entry(entry) for entry in entries()])


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
