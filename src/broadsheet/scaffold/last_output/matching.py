"""Which entry of a feed is which article: by address, title, date and name, in this order."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from broadsheet.model import Article
from broadsheet.rendered import RenderedItem
from broadsheet.source.address import Address
from broadsheet.urls import path_slug

T = TypeVar("T")

_DATED = re.compile(r"\d{4}-\d{1,2}-\d{1,2}[-_ ]")
_NUMBERED = re.compile(r"\d{1,4}[.-]\s?(?=\D)")


@dataclass(frozen=True, slots=True)
class Pair:
    """An entry, and the article that it is of."""

    item: RenderedItem
    article: Article
    address: Address


def match(
    items: Iterable[RenderedItem], articles: Sequence[tuple[Article, Address]]
) -> tuple[Pair, ...]:
    """Pair entries with articles; a key that several entries or articles share pairs none of them."""
    waiting = list(items)
    left = list(articles)
    pairs: list[Pair] = []
    for of_item, of_article in _KEYS:
        by_key = _unique(left, of_article)
        chosen = _unique(waiting, of_item)
        found = [Pair(item, *by_key[key]) for key, item in chosen.items() if key and key in by_key]
        pairs += found
        paired = {id(pair.item) for pair in found}
        sources = {pair.article.source for pair in found}
        waiting = [item for item in waiting if id(item) not in paired]
        left = [each for each in left if each[0].source not in sources]
    return tuple(pairs)


def path_of(url: str) -> str:
    """Return the path of an address, decoded, without its first slash."""
    try:
        return unicodedata.normalize("NFC", unquote(urlsplit(url).path)).lstrip("/")
    except ValueError:
        return ""


def same_address(one: str, other: str) -> bool:
    """Return whether two addresses have the same path; hosts may differ, as that of a preview does."""
    return path_of(one) == path_of(other)


def undated(name: str) -> str:
    """Return a file's name without the date, or the number, that it begins with."""
    return _NUMBERED.sub("", _DATED.sub("", name), count=1) or name


def last_component(path: str) -> str:
    """Return what names a page within its folder, in lower case and without suffix."""
    path = path.rstrip("/").removesuffix("/index.html")
    return re.sub(r"\.html?$", "", path.rpartition("/")[2]).lower()


def _unique(things: Iterable[T], key: Callable[[T], Hashable]) -> dict[Hashable, T]:
    keyed = [(key(thing), thing) for thing in things]
    counts = Counter(name for name, _ in keyed)
    return {name: thing for name, thing in keyed if counts[name] == 1}


def folded(title: str) -> str:
    """Return the letters and digits of a title alone: engines change quotes and dashes."""
    return "".join(c for c in unicodedata.normalize("NFKC", title).casefold() if c.isalnum())


def _address_of_item(item: RenderedItem) -> str:
    return path_of(item.url).rstrip("/")


def _address_of_article(pair: tuple[Article, Address]) -> str:
    return path_of(pair[0].permalink).rstrip("/")


def _name_of_article(pair: tuple[Article, Address]) -> str:
    _, address = pair
    name = last_component(address.slug) or undated(address.filename)
    return path_slug(name) or path_slug(address.title)


def _day_and_title(title: str, moment: object) -> str:
    return f"{str(moment)[:10]} {folded(title)}" if title and moment else ""


_KEYS: tuple[
    tuple[Callable[[RenderedItem], Hashable], Callable[[tuple[Article, Address]], Hashable]], ...
] = (
    (_address_of_item, _address_of_article),
    (lambda item: folded(item.title), lambda pair: folded(pair[0].title)),
    (
        lambda item: _day_and_title(item.title, item.published),
        lambda pair: _day_and_title(pair[0].title, pair[0].published),
    ),
    (lambda item: path_slug(last_component(path_of(item.url))), _name_of_article),
    (
        lambda item: path_slug(last_component(path_of(item.url))),
        lambda pair: path_slug(pair[0].title),
    ),
)
