"""Channels → the records that pages and the OPML list show, so that templates need no logic. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from broadsheet import urls
from broadsheet.feeds import FORMATS, document_path
from broadsheet.model import Article, Channel
from broadsheet.site import Site

LABELS = {"atom": "Atom", "rss": "RSS", "json": "JSON Feed"}

MAX_ON_INDEX = 500
"""The most terms that the first page shows, of all taxonomies together."""
MOST_USED = 60
"""The terms that it shows of a taxonomy with more than its share of MAX_ON_INDEX."""
NEWEST = 10
"""Articles that the page of a feed lists."""

# Feed readers on the web that take a feed's address from a link. To add one, add a line.
_READERS = (
    ("Feedly", "https://feedly.com/i/subscription/feed%2F"),
    ("Inoreader", "https://www.inoreader.com/?add_feed="),
    ("NewsBlur", "https://www.newsblur.com/?url="),
    ("The Old Reader", "https://theoldreader.com/feeds/subscribe?url="),
    ("Feedbin", "https://feedbin.com/?subscribe="),
)


@dataclass(frozen=True, slots=True)
class ReaderLink:
    """The address at which one feed reader subscribes to a feed."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class FeedLink:
    """The address of a feed in one format."""

    url: str
    media_type: str
    label: str


@dataclass(frozen=True, slots=True)
class Card:
    """A channel on a page; `path` is its folder below out/, ending in a slash, "" for out/ itself.

    `count` is the number of all its articles, `newest` has the first of them.
    """

    name: str
    title: str
    description: str
    home: str
    path: str
    count: int
    newest: tuple[Article, ...]
    links: tuple[FeedLink, ...]

    @property
    def readers(self) -> tuple[ReaderLink, ...]:
        """Return the links by which feed readers subscribe to it, in its first format."""
        return reader_links(self.links[0].url)


@dataclass(frozen=True, slots=True)
class TaxonomyCards:
    """The channels of a taxonomy, those with the most articles first.

    `shown` are those on the first page, which has no room for all of a large taxonomy.
    """

    name: str
    title: str
    cards: tuple[Card, ...]
    shown: tuple[Card, ...]

    @property
    def path(self) -> str:
        """Return its folder below out/."""
        return f"{self.name}/"

    @property
    def folded(self) -> bool:
        """Return whether the first page shows only some of the cards."""
        return len(self.shown) < len(self.cards)


@dataclass(frozen=True, slots=True)
class JoinChoice:
    """An edition that a form offers."""

    name: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class JoinForm:
    """The form to subscribe by e-mail: the address that it posts to, and the editions to choose from."""

    action: str
    choices: tuple[JoinChoice, ...]


@dataclass(frozen=True, slots=True)
class Directory:
    """Every feed of a site: its own, those of terms, custom feeds, and those of newsletters."""

    main: Card
    groups: tuple[TaxonomyCards, ...]
    custom: tuple[Card, ...]
    letters: tuple[Card, ...]


def make_directory(
    site: Site, title_of: Callable[[str], str], letters: Iterable[Channel] = ()
) -> Directory:
    """Return the directory of a site's channels; `title_of` returns the title of a taxonomy."""
    main, *others = site.channels
    terms = (channel for channel in others if channel.term)
    groups = [(key, tuple(found)) for key, found in groupby(terms, key=_folder)]
    room = MAX_ON_INDEX // max(1, len(groups))
    return Directory(
        main=_card(main, site),
        groups=tuple(
            _group(name, _titled(found[0], title_of), [_card(c, site) for c in found], room)
            for name, found in groups
        ),
        custom=tuple(_card(channel, site) for channel in others if not channel.term),
        letters=tuple(_card(channel, site) for channel in letters),
    )


def _folder(channel: Channel) -> str:
    return channel.path.rpartition("/")[0]


def _titled(channel: Channel, title_of: Callable[[str], str]) -> str:
    """Return the title of the taxonomy of a term's channel, with the language if it is not the site's."""
    title = title_of(channel.term.taxonomy) if channel.term else ""
    return f"{title} ({channel.language})" if channel.language else title


def _group(name: str, title: str, cards: Iterable[Card], room: int) -> TaxonomyCards:
    cards = sorted(cards, key=lambda card: (-card.count, card.name))
    shown = cards if len(cards) <= room else cards[:MOST_USED]
    return TaxonomyCards(name, title, tuple(cards), tuple(shown))


def _card(channel: Channel, site: Site) -> Card:
    return Card(
        name=channel.term.name if channel.term else channel.title,
        title=channel.title,
        description=channel.description,
        home=channel.home,
        path=f"{channel.path}/" if channel.path else "",
        count=len(channel.members),
        newest=channel.members[:NEWEST],
        links=feed_links(channel, site),
    )


def feed_links(channel: Channel, site: Site) -> tuple[FeedLink, ...]:
    """Return the addresses of a channel's feeds, in the order of `[feeds] formats`."""
    return tuple(_link(channel, name, site) for name in site.config.feeds.formats)


def _link(channel: Channel, name: str, site: Site) -> FeedLink:
    path = document_path(channel, channel.path, name, site.config.feeds)
    url = urls.file_url(site.config.site.url, path)
    return FeedLink(url, FORMATS[name].media_type, LABELS[name])


def reader_links(feed_url: str) -> tuple[ReaderLink, ...]:
    """Return the links by which readers on the web subscribe to a feed."""
    address = quote(feed_url, safe="")
    return tuple(ReaderLink(name, start + address) for name, start in _READERS)
