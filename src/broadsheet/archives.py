"""A channel as feed documents: the current one and, where wanted, its archive (RFC 5005, section 4).

    oldest ┌─────────┐ ┌─────────┐ ┌───────┐        newest
           │ fixed 1 │ │ fixed 2 │ │ open 3│
           └─────────┘ └─────────┘ └───────┘
                              ┌────────────┐
                              │  current   │
                              └────────────┘

Pages are counted from the oldest article on, so that a new one changes the current and the open
document only. A full page is fixed: it links to the next from the start, since the open page is
there, if empty, as soon as it is full. A reader that walks back from the current document never
meets the open one, whose articles the current document has as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from broadsheet.model import Article, Channel

FOLDER = "archive"
"""Where the archive of a feed lies, below its own folder."""


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """One document of a channel's feed.

    `folder` is where it lies below out/, without slashes at its ends; `articles` are newest first.
    `links` are relations of RFC 5005 and the folders of the documents they lead to. A `fixed`
    document changes no more when articles are added.
    """

    channel: Channel
    folder: str
    articles: tuple[Article, ...]
    links: tuple[tuple[str, str], ...] = ()
    fixed: bool = False


def documents(channel: Channel, limit: int, *, archive: bool) -> Iterator[FeedDocument]:
    """Yield the current document and, with `archive`, pages of `limit` articles.

    A channel whose current document has all its articles needs no archive.
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
    return f"{channel.path}/{FOLDER}/{page}".lstrip("/")
