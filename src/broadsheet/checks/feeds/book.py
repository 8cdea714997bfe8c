"""The books of feed rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from broadsheet.checks.feeds.grammar import Feed
from broadsheet.checks.feeds.source import Failure
from broadsheet.checks.rule import Book


@dataclass(frozen=True, slots=True)
class FeedFile:
    """A file that should be a feed, and what keeps it from being one, if anything does."""

    failure: Failure | None


@dataclass(frozen=True, slots=True)
class Checked:
    """A feed in XML, `now` (aware), its URL, "" where nobody knows, and the encoding of its file."""

    feed: Feed
    now: datetime
    url: str = ""
    encoding: str = "utf-8"


FILE: Book[FeedFile] = Book(
    "Feed files",
    "Each looks at a file that should be a feed. An example is the whole file.",
)
FEED: Book[Checked] = Book(
    "Atom and RSS",
    "Each looks at a feed in XML, whoever wrote it. An example replaces the elements of its names "
    "in a good feed; `<!-- no id -->` takes one away.",
)
