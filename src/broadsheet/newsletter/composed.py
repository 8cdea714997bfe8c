"""The records that templates read: an issue as text in its language, with all decisions made. Pure.

Templates call it `letter`, and so do those that sites have written themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from broadsheet.config import records
from broadsheet.markdown import cut
from broadsheet.model import OutputFile, Person
from broadsheet.newsletter.images import SECONDS, Picture
from broadsheet.newsletter.style import Style

FIRST_TITLE = 13
"""From this story on, the lead not counted, an e-mail shows titles alone, except for second stories."""

BRIEF = 140
"""Columns of a summary of about two lines."""


@dataclass(frozen=True, slots=True)
class Story:
    """An article as an issue shows it; `minutes` is "" if there is nothing to read.

    `kicker` stands above the lead's headline: the heading that it would have in a section. `tier` is
    lead, second, story or title, `show` what an e-mail shows of it; `brief` is a summary of two lines,
    `picture` the lead's or a thumbnail.
    """

    title: str
    url: str
    summary: str
    day: str
    moment: str
    minutes: str
    authors: str
    tags: tuple[str, ...]
    language: str
    direction: str
    picture: Picture | None = None
    kicker: str = ""
    tier: str = ""
    show: tuple[str, ...] = ()
    brief: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Stories under a heading, "" if there is none; `anchor` is its id in the web copy."""

    heading: str
    stories: tuple[Story, ...]
    anchor: str


@dataclass(frozen=True, slots=True)
class Block:
    """Words of an editor: sanitised HTML and plain text; `label` is "" for a note without one."""

    label: str
    html: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A section as the list of contents shows it.

    `url` leads to the web copy: links within an e-mail do nothing in Gmail on iOS and in Yahoo
    (caniemail.com, "local anchors").
    """

    heading: str
    count: str
    url: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Composed:
    """An issue as templates see it; all text is plain, all URLs are absolute.

    `count` is how many stories the whole issue has, `omitted` how many of them this form lacks.
    `preview` is a word that marks an issue whose period is not over, "" for others. `before` and
    `after` are the editor's words above and below the stories.
    """

    issue: str
    title: str
    description: str
    subject: str
    preheader: str
    dateline: tuple[str, ...]
    lead: Story
    contents: tuple[Part, ...]
    sections: tuple[Section, ...]
    count: int
    url: str
    archive: str
    links: tuple[tuple[str, str], ...]
    sender: str
    why: str
    address: str
    unsubscribe: str
    style: Style
    logo: Picture | None = None
    omitted: int = 0
    preview: str = ""
    dark_logo: Picture | None = None
    preferences: str = ""
    subscribe: str = ""
    footer_links: tuple[tuple[str, str], ...] = ()
    social: tuple[tuple[str, str], ...] = ()
    thumbnails: Mapping[str, Picture] = field(default_factory=dict)
    tiers: records.Show = field(default_factory=records.Show)
    before: tuple[Block, ...] = ()
    after: tuple[Block, ...] = ()

    @property
    def shown(self) -> int:
        """Return how many stories this form has."""
        return self.count - self.omitted

    def tiered(self) -> Composed:
        """Return the issue with each story in its tier, by its position among those shown."""
        lead = replace(self.lead, tier="lead", show=self.tiers.lead)
        place = 0
        sections = []
        for section in self.sections:
            stories = []
            for number, story in enumerate(section.stories):
                place += 1
                stories.append(self._in_tier(story, place, number))
            sections.append(replace(section, stories=tuple(stories)))
        return replace(self, lead=lead, sections=tuple(sections))

    def _in_tier(self, story: Story, place: int, number: int) -> Story:
        """Put a story into its tier; `number` is its place in its section, from 0."""
        seconds = SECONDS if len(self.sections) == 1 else 1
        is_late = place >= FIRST_TITLE
        tier = "second" if number < seconds else "title" if is_late else "story"
        show: tuple[str, ...] = getattr(self.tiers, tier)
        picture = self.thumbnails.get(story.url) if "thumbnail" in show else None
        brief = story.summary if tier == "second" and not picture else cut(story.summary, BRIEF)
        return replace(story, tier=tier, show=show, picture=picture, brief=brief)

    def shortened(self, count: int) -> Composed:
        """Return the issue with the lead and at most `count` - 1 other stories.

        The stories are shared out evenly among the sections, the first ones of each, so that even a
        short e-mail is an overview of the whole issue.
        """
        if count >= self.shown:
            return self
        kept = _levelled([len(section.stories) for section in self.sections], count - 1)
        sections = tuple(
            replace(section, stories=section.stories[:number])
            for section, number in zip(self.sections, kept, strict=True)
            if number
        )
        return replace(self, sections=sections, omitted=self.count - count)


@dataclass(frozen=True, slots=True)
class MessageHeaders:
    """What the headers of an issue's e-mail say.

    `sender` always has an address. `identity` is the same each time the issue is made, and no other
    issue's: Message-ID and boundary are made from it.
    """

    date: datetime
    sender: Person
    to: Person
    reply_to: str
    identity: str
    host: str
    list_id: str
    unsubscribe: tuple[str, ...]
    language: str
    preview: bool


@dataclass(frozen=True, slots=True)
class Email:
    """An issue to be sent, before it is rendered; `pictures` are files made for it."""

    letter: Composed
    envelope: MessageHeaders
    pictures: tuple[OutputFile, ...]


def _levelled(sizes: Sequence[int], total: int) -> list[int]:
    """Share out a total: one to each in turn, in order, and to none more than its size."""
    shares = [0] * len(sizes)
    while total > 0 and shares != list(sizes):
        for place, size in enumerate(sizes):
            if shares[place] < size and total:
                shares[place] += 1
                total -= 1
    return shares
