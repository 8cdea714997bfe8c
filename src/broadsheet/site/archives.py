"""A channel → feed documents: the current one and, if configured, its archive (RFC 5005, section 4).

    oldest ┌─────────┐ ┌─────────┐ ┌───────┐        newest
           │ fixed 1 │ │ fixed 2 │ │ open 3│
           └─────────┘ └─────────┘ └───────┘
                              ┌────────────┐
                              │  current   │
                              └────────────┘

Pages are counted from the oldest article, so a new article changes only the current and the open
document. A full page is fixed: it links to the next page from the start, because the open page exists,
even if empty, as soon as the page is full. A reader that walks back from the current document skips the
open one, whose articles are in the current document as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from broadsheet.model import Article, Channel

ARCHIVE = "archive"
"""The folder of a feed's archive, below the feed's own."""


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """One document of a channel's feed.

    `folder` is its folder below out/, without slashes at either end; `articles` are newest first.
    `links` has relations of RFC 5005, each with the folder of the document it leads to. A `fixed`
    document no longer changes when articles are added.
    """

    channel: Channel
    folder: str
    articles: tuple[Article, ...]
    links: tuple[tuple[str, str], ...] = ()
    fixed: bool = False


def documents(channel: Channel, limit: int, *, archive: bool) -> Iterator[FeedDocument]:
    """Yield the current document and, with `archive`, pages of `limit` articles.

    A channel whose current document has all its articles gets no archive.
    """
    count = len(channel.members)
    if not archive or count <= limit:
        yield FeedDocument(channel, channel.path, channel.articles)
        return
    full = count // limit
    newest = ("prev-archive", _folder(channel, full))
    yield FeedDocument(channel, channel.path, channel.articles, (newest,))
    for page in range(1, full + 2):
        articles = channel.members[max(count - page * limit, 0) : count - (page - 1) * limit]
        links = [("current", channel.path)]
        if page > 1:
            links.append(("prev-archive", _folder(channel, page - 1)))
        if page <= full:
            links.append(("next-archive", _folder(channel, page + 1)))
        folder = _folder(channel, page)
        yield FeedDocument(channel, folder, articles, tuple(links), fixed=page <= full)


def _folder(channel: Channel, page: int) -> str:
    return f"{channel.path}/{ARCHIVE}/{page}".lstrip("/")
