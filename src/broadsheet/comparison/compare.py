"""Compares one article as we publish it with the same one as another program publishes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from broadsheet.comparison.words import facts_of
from broadsheet.markdown import for_readers
from broadsheet.model import Entry
from broadsheet.rendered import RenderedItem
from broadsheet.text import folded

SHOWN = 12
"""Words, links and pictures that are named of those that are lost."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How many of their words, links or pictures we have; `lost` has the first ones that we lack."""

    theirs: int
    kept: int
    lost: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """Return the share that is kept, from 0 to 1."""
        return self.kept / self.theirs if self.theirs else 1.0


@dataclass(frozen=True, slots=True)
class Difference:
    """An article and how our feed differs; `other` has, by field, a pair of their value and ours.

    `has_content` is False if they publish no text that could be compared.
    """

    path: str
    url: str
    title: str
    words: Kept
    links: Kept
    pictures: Kept
    other: dict[str, tuple[str, str]] = field(default_factory=dict)
    has_content: bool = True

    @property
    def is_equal(self) -> bool:
        """Return whether nothing is lost and nothing differs."""
        parts = (self.words, self.links, self.pictures)
        return not self.other and all(part.kept == part.theirs for part in parts)

    @property
    def order(self) -> tuple[float, float, int, str]:
        """Return what sorts the worst first: by lost words, then links and pictures."""
        rest = self.links.share + self.pictures.share
        return self.words.share, rest, -len(self.other), self.path


def compare(entry: Entry, path: str, item: RenderedItem, *, is_feed: bool) -> Difference:
    """Compare our entry of the article in the file `path` with theirs."""
    # What only works on a page is no loss: films are links to readers, and hidden content is left out.
    theirs = facts_of(for_readers(item.content), item.url or entry.permalink)
    ours = facts_of(entry.content or entry.summary, entry.permalink)
    # A page may show the summary above its text, as readers do in their lists.
    words = ours.words if is_feed else (*ours.words, *facts_of(escape(entry.summary)).words)
    # Readers show the entry's picture, so it need not be in the content too.
    pictures = (*ours.pictures, *facts_of(_picture(entry), entry.permalink).pictures)
    return Difference(
        path,
        entry.permalink,
        entry.title,
        _kept(theirs.words, words),
        _kept(theirs.links, (*ours.links, *ours.pictures)),
        _kept(theirs.pictures, (*pictures, *ours.links)),
        _other(entry, item) if is_feed else {},
        has_content=bool(theirs.words or theirs.pictures),
    )


def _picture(entry: Entry) -> str:
    return f'<img src="{entry.image.url}">' if entry.image else ""


def _kept(theirs: Sequence[str], ours: Sequence[str]) -> Kept:
    left = Counter(ours)
    lost = []
    for each in theirs:
        if left[each]:
            left[each] -= 1
        else:
            lost.append(each)
    return Kept(len(theirs), len(theirs) - len(lost), tuple(lost[:SHOWN]))


def _other(entry: Entry, item: RenderedItem) -> dict[str, tuple[str, str]]:
    """Return the fields of an entry that differ, each as theirs and ours."""
    found: dict[str, tuple[str, str]] = {}
    if item.id and item.id != entry.id:
        found["id"] = (item.id, entry.id)
    if item.url and item.url != entry.permalink:
        found["address"] = (item.url, entry.permalink)
    if folded(item.title) != folded(entry.title) and (item.title or not entry.untitled):
        found["title"] = (item.title, "" if entry.untitled else entry.title)
    if item.published and item.published.replace(microsecond=0) != entry.published:
        found["date"] = (item.published.isoformat(), entry.published.isoformat())
    return found
