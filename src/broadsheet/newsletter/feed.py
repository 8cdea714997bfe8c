"""The issues of an edition as a feed of their own, in every format of the site."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial

from broadsheet import urls
from broadsheet.feeds import FORMATS, Feed, Format, feed_path
from broadsheet.model import Entry, LazyFile
from broadsheet.newsletter.compose import compose
from broadsheet.newsletter.context import Context
from broadsheet.newsletter.edition import Edition
from broadsheet.newsletter.selection.issue import Issue
from broadsheet.stamps import digest_of_texts


def feed_files(
    issues: Sequence[Issue], signature: str, edition: Edition, context: Context
) -> Iterator[LazyFile]:
    """Yield the feeds of issues, the newest first and already cut to the limit of feeds.

    `signature` is a digest of all that shows these issues.
    """
    site = replace(edition.site, language=edition.language.tag)
    updated = max((issue.updated for issue in issues), default=None)
    id_ = context.site.config.identity(edition.channel.home)

    @cache
    def entries() -> list[Entry]:
        return [_entry(issue, edition, context) for issue in issues]

    for name in context.site.config.feeds.formats:
        path = feed_path(edition.path, name, context.site.config.feeds)
        feed = Feed(edition.channel, site, urls.file_url(site.url, path), id_, updated)
        make = partial(_document, FORMATS[name], feed, entries)
        yield LazyFile(path, digest_of_texts((name, signature)), make)


def _document(form: Format, feed: Feed, entries: Callable[[], list[Entry]]) -> bytes:
    return form.feed(feed, [form.entry(entry) for entry in entries()])


def _entry(issue: Issue, edition: Edition, context: Context) -> Entry:
    """Make the entry of an issue: its stories as a list, without the style of the e-mail."""
    letter = compose(issue, edition, context).shortened(issue.limit)
    language = edition.language
    content = context.templates.text(
        "digest/entry.html", letter=letter, language=language, say=language.say
    )
    return Entry(
        id=context.site.config.identity(letter.url),
        permalink=letter.url,
        title=letter.subject,
        published=issue.published.replace(microsecond=0),
        updated=issue.updated.replace(microsecond=0),
        authors=(edition.sender,),
        summary=letter.preheader,
        content=content.strip(),
        categories=(),
        image=issue.lead.image if letter.lead.picture else None,
        language=language.tag,
    )
