"""Pairs entries of a feed with articles: by address, title, date and name, in this order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from broadsheet.model import Article
from broadsheet.pairing import PairKeys, pair_up
from broadsheet.rendered import RenderedItem
from broadsheet.source import Address
from broadsheet.text import folded
from broadsheet.urls import path_of, path_slug

_DATED = re.compile(r"\d{4}-\d{1,2}-\d{1,2}[-_ ]")
_NUMBERED = re.compile(r"\d{1,4}[.-]\s?(?=\D)")


@dataclass(frozen=True, slots=True)
class Pair:
    """An entry, and the article that it shows."""

    item: RenderedItem
    article: Article
    address: Address


def match(
    items: Iterable[RenderedItem], articles: Sequence[tuple[Article, Address]]
) -> tuple[Pair, ...]:
    """Pair entries with articles. A key that several entries or articles share pairs none of them."""
    pairs = pair_up(items, articles, _KEYS)
    return tuple(Pair(item, article, address) for item, (article, address) in pairs)


def same_address(one: str, other: str) -> bool:
    """Return whether two addresses have the same path; hosts may differ, as that of a preview does."""
    return path_of(one) == path_of(other)


def undated(name: str) -> str:
    """Return a file's name without the date, or the number, that it begins with."""
    return _NUMBERED.sub("", _DATED.sub("", name), count=1) or name


def last_component(path: str) -> str:
    """Return the name of a page within its folder, in lower case and without suffix."""
    path = path.rstrip("/").removesuffix("/index.html")
    return re.sub(r"\.html?$", "", path.rpartition("/")[2]).lower()


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


_KEYS: PairKeys[RenderedItem, tuple[Article, Address]] = (
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
