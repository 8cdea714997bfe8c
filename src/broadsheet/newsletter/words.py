"""Issue → Letter: an issue put into words of the site's language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from broadsheet import urls
from broadsheet.config.digest import DigestConfig
from broadsheet.i18n import Language
from broadsheet.language_tags import direction_of
from broadsheet.markdown import cut
from broadsheet.model import Article
from broadsheet.newsletter.desk import Desk
from broadsheet.newsletter.edition import archive_url, edition_title, sender_of
from broadsheet.newsletter.images import web_picture
from broadsheet.newsletter.issue import Issue, Scope
from broadsheet.newsletter.letter import Letter, Part, Section, Story
from broadsheet.newsletter.period import Period
from broadsheet.newsletter.plain import one_line
from broadsheet.newsletter.reading import reading_minutes
from broadsheet.newsletter.style import make_style

SUMMARY_COLUMNS = 480
"""A summary's length in a letter; Chinese characters count two. The lead's may be twice as long."""

PREHEADER_COLUMNS = 180

MIN_CONTENTS = 3
"""A letter of so many headings begins with a list of them, for people who look for one."""


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
        dateline=(
            *dateline(issue.period, issue.scope, desk),
            desk.language.say("articles", n=sum(1 for _ in issue.articles)),
        ),
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


def dateline(period: Period, scope: Scope, desk: Desk) -> tuple[str, ...]:
    """Say which issue it is, in parts: its name, its time, and the terms that it is about.

    Two dates are no name that people would use, and say nothing that their time does not.
    """
    name = desk.language.say("issue", issue=period.name)
    parts = (name,) if period.kind != "window" else ()
    terms = (desk.site.taxonomies[kind].name_of(slug) for kind, slug in scope.terms)
    return (*parts, span_of(period, desk.language), *terms)


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
