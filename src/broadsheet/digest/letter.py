"""Issue → Letter: all that templates show, as text in the site's language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from broadsheet import urls
from broadsheet.config.digest import DigestConfig
from broadsheet.digest.desk import Desk
from broadsheet.digest.edition import archive_url, edition_title, sender_of
from broadsheet.digest.images import Picture, web_picture
from broadsheet.digest.issue import Issue
from broadsheet.digest.period import Period
from broadsheet.digest.plain import one_line
from broadsheet.digest.reading import reading_minutes
from broadsheet.digest.style import Style, make_style
from broadsheet.i18n.direction import direction_of
from broadsheet.i18n.language import Language
from broadsheet.model import Article
from broadsheet.render.summaries import cut

SUMMARY_COLUMNS = 480
"""A summary's length in a letter; Chinese characters count two. The lead's may be twice as long."""

PREHEADER_COLUMNS = 180

MIN_CONTENTS = 3
"""A letter of so many headings begins with a list of them, for people who look for one."""


@dataclass(frozen=True, slots=True)
class Story:
    """An article as letters show it; `minutes` is "" where there is nothing to read.

    `kicker` is what stands above the lead's headline: the heading that it would have in a section.
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


@dataclass(frozen=True, slots=True)
class Section:
    """Stories under a heading, "" where there is none; `anchor` is its id in the web copy."""

    heading: str
    stories: tuple[Story, ...]
    anchor: str


@dataclass(frozen=True, slots=True)
class Part:
    """A section as the list of contents shows it.

    `url` leads to the web copy: links within a letter do nothing in Gmail on iOS and in Yahoo
    (caniemail.com, "local anchors").
    """

    heading: str
    count: str
    url: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Letter:
    """An issue as templates see it; all text is plain, all URLs are absolute.

    `count` is how many stories the whole issue has, `omitted` how many of them this form lacks.
    """

    issue: str
    title: str
    description: str
    subject: str
    preheader: str
    span: str
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

    def with_pictures(self, lead: Picture | None, logo: Picture | None) -> Letter:
        """Return the letter with the pictures that mail programs can show."""
        return replace(self, lead=replace(self.lead, picture=lead), logo=logo)

    def first(self, count: int) -> Letter:
        """Return the letter with its first `count` stories only, the lead being the first."""
        left = count - 1
        sections = []
        for section in self.sections:
            stories = section.stories[: max(left, 0)]
            left -= len(stories)
            if stories:
                sections.append(replace(section, stories=stories))
        return replace(self, sections=tuple(sections), omitted=self.count - count)


def make_letter(issue: Issue, desk: Desk) -> Letter:
    """Put an issue into words. Warnings, e.g. of a picture that is missing, go to the desk."""
    config = desk.site.config.digest[issue.edition]
    url = urls.folder_url(desk.site.config.site.url, issue.path)
    lead = _lead(issue, desk)
    sections = tuple(_sections(issue, desk))
    names = _names(issue, desk)
    return Letter(
        issue=issue.name,
        title=names["title"],
        description=config.description,
        subject=_subject(config, names, desk.language),
        preheader=_preheader(config, names, lead),
        span=names["date"],
        lead=lead,
        contents=_contents(sections, url, desk.language),
        sections=sections,
        count=sum(1 for _ in issue.articles),
        url=url,
        archive=archive_url(issue.edition, desk),
        links=tuple(
            (label, urls.absolute(link, desk.site.config.site.url))
            for label, link in config.links.items()
        ),
        sender=sender_of(issue.edition, desk).name,
        why=config.footer or desk.language.say("why", title=names["title"]),
        address=config.address,
        unsubscribe=next(iter(config.unsubscribe), ""),
        style=make_style(config.colours, desk.language),
    )


def span_of(period: Period, language: Language) -> str:
    """Write the time that a period covers."""
    first: date = period.start.date()
    if period.kind == "month":
        return language.month(first)
    return language.span(first, period.last_day)


def _names(issue: Issue, desk: Desk) -> dict[str, str]:
    """Return the fields of subjects and preheaders."""
    return {
        "site": desk.site.config.site.title,
        "edition": issue.edition,
        "title": edition_title(issue.edition, desk),
        "issue": issue.name,
        "date": span_of(issue.period, desk.language),
        "lead": one_line(issue.lead.title),
        "count": desk.language.number(sum(1 for _ in issue.articles)),
    }


def _subject(config: DigestConfig, names: dict[str, str], language: Language) -> str:
    if config.subject:
        return one_line(config.subject.format(**names))
    return one_line(language.say("subject", **names))


def _preheader(config: DigestConfig, names: dict[str, str], lead: Story) -> str:
    return one_line(config.preheader.format(**names)) or cut(lead.summary, PREHEADER_COLUMNS)


def _lead(issue: Issue, desk: Desk) -> Story:
    story = _story(issue.lead, desk, SUMMARY_COLUMNS * 2)
    return replace(story, picture=web_picture(issue, desk), kicker=issue.lead_heading)


def _sections(issue: Issue, desk: Desk) -> Iterator[Section]:
    for number, group in enumerate(issue.groups, 1):
        heading = group.title
        if not heading and len(issue.groups) > 1:
            heading = desk.language.say("more")
        stories = tuple(_story(article, desk, SUMMARY_COLUMNS) for article in group.articles)
        yield Section(heading, stories, f"part-{number}")


def _contents(sections: Sequence[Section], url: str, language: Language) -> tuple[Part, ...]:
    if len(sections) < MIN_CONTENTS:
        return ()
    return tuple(
        Part(s.heading, language.number(len(s.stories)), f"{url}#{s.anchor}", s.anchor)
        for s in sections
    )


def _story(article: Article, desk: Desk, columns: int) -> Story:
    language = desk.language
    published = article.published.astimezone(desk.site.config.site.timezone)
    minutes = reading_minutes(article.body)
    return Story(
        title=one_line(article.title),
        url=article.permalink,
        summary=cut(one_line(desk.summarise(article)), columns),
        day=language.day(published.date()),
        moment=published.isoformat(timespec="seconds"),
        minutes=language.say("minutes", n=minutes) if minutes else "",
        authors=language.say("separator").join(_others(article, desk)),
        tags=_tags(article, desk),
        language=article.language,
        direction=direction_of(article.language),
    )


def _tags(article: Article, desk: Desk) -> tuple[str, ...]:
    """Return the terms of `tags`, else of the site's first taxonomy."""
    taxonomies = desk.site.taxonomies
    name = "tags" if "tags" in taxonomies else next(iter(taxonomies), "")
    return tuple(term.name for term in taxonomies[name].terms_of(article)) if name else ()


def _others(article: Article, desk: Desk) -> Iterator[str]:
    """Yield the names of authors other than the site's own, who need not be named each time."""
    own = desk.site.config.site.author
    return (person.name for person in article.authors if own is None or person.name != own.name)
