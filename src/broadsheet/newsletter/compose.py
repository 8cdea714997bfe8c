"""Issue → the records that templates and headers show: words, dates and pictures, resolved once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from urllib.parse import urlsplit

from broadsheet import urls
from broadsheet.columns import columns
from broadsheet.config import records, values
from broadsheet.i18n import Language
from broadsheet.markdown import cut
from broadsheet.model import Person
from broadsheet.newsletter.composed import Composed, Email, MessageHeaders, Part, Section, Story
from broadsheet.newsletter.context import Context
from broadsheet.newsletter.edition import Edition
from broadsheet.newsletter.images import (
    MailPicture,
    Picture,
    mail_lead,
    mail_logos,
    mail_thumbnails,
    web_picture,
)
from broadsheet.newsletter.note_html import NO_BLOCKS, NoteBlocks, NoteRenderer
from broadsheet.newsletter.selection.issue import Issue, Scope
from broadsheet.newsletter.selection.note import Note
from broadsheet.newsletter.selection.period import Period, number_of
from broadsheet.newsletter.stories import SUMMARY_COLUMNS, make_story
from broadsheet.placeholders import masked
from broadsheet.text import one_line

PREHEADER_COLUMNS = 180

MIN_CONTENTS = 3
"""An issue with so many headings, and so many stories, begins with a list of them."""

LONG_ISSUE = 12

CONTENTS_COLUMNS = 60
"""Headings and counts in an e-mail's list of contents, so that it is one line; on a phone it is two."""


def compose(issue: Issue, edition: Edition, context: Context) -> Composed:
    """Compose an issue, with pictures as browsers show them."""
    config, language = edition.config, edition.language
    lead = _lead(issue, edition, context)
    sections = tuple(_sections(issue, edition, context))
    names = _names(issue, edition)
    note = issue.note
    blocks = _note_blocks(note, issue, edition, context) if note else NO_BLOCKS
    when = dateline(issue.period, issue.scope, edition, context)
    return Composed(
        issue=issue.name,
        title=edition.title,
        description=config.description,
        subject=(note and one_line(note.subject)) or _subject(edition, names),
        preheader=(note and one_line(note.preheader)) or _preheader(config, names, lead, sections),
        dateline=(*when, language.say("articles", n=issue.count)),
        lead=lead,
        contents=_contents(sections, edition.issue_url(issue.name), language),
        sections=sections,
        count=issue.count,
        url=edition.issue_url(issue.name),
        archive=edition.url,
        links=_links(config.links, edition),
        sender=edition.sender.name,
        why=config.footer or language.say("why", title=edition.title),
        address=str(config.address or ""),
        unsubscribe=masked(next(iter(edition.config.unsubscribe), "")),
        style=edition.style,
        preferences=masked(config.preferences),
        subscribe=_absolute(config.subscribe, edition),
        footer_links=_links(config.footer_links, edition),
        social=_links(config.social, edition),
        before=blocks.before,
        after=blocks.after,
    )


def compose_email(issue: Issue, letter: Composed, edition: Edition, context: Context) -> Email:
    """Add what only the e-mail has: pictures that mail programs can show, and its headers.

    Warns of a picture that cannot be shown, and of a sender without an address.
    """
    lead, (logo, dark_logo) = (
        mail_lead(issue, edition, context),
        mail_logos(issue, edition, context),
    )
    thumbnails = mail_thumbnails(issue, edition, context)
    made = (lead, logo, dark_logo, *thumbnails.values())
    pictures = tuple({each.file.path: each.file for each in made if each and each.file}.values())
    shown = replace(
        letter,
        lead=replace(letter.lead, picture=_picture(lead)),
        contents=_in_one_line(letter.contents, letter.url, edition.language),
        logo=_picture(logo),
        dark_logo=_picture(dark_logo),
        thumbnails={url: each.picture for url, each in thumbnails.items()},
        tiers=edition.config.show,
    ).shortened(issue.limit)
    if _is_preview(issue, context):
        mark = edition.language.say("preview")
        shown = replace(shown, subject=f"[{mark}] {shown.subject}", preview=mark)
    return Email(shown, _envelope(issue, edition, context), pictures)


def _links(links: Mapping[str, str], edition: Edition) -> tuple[tuple[str, str], ...]:
    return tuple((label, _absolute(url, edition)) for label, url in links.items())


def _absolute(url: str, edition: Edition) -> str:
    return urls.absolute(url, edition.site.url) if url else ""


def span_of(period: Period, language: Language) -> str:
    """Write the time that a period covers."""
    first: date = period.start.date()
    if period.kind == "month":
        return language.month(first)
    return language.span(first, period.last_day)


def dateline(period: Period, scope: Scope, edition: Edition, context: Context) -> tuple[str, ...]:
    """Return the parts of the dateline: the issue's number, its time, and its terms."""
    number = _number(period, edition)
    parts = (edition.language.say("issue", issue=number),) if number else ()
    terms = (context.site.taxonomies[kind].name_of(slug) for kind, slug in scope.terms)
    return (*parts, span_of(period, edition.language), *terms)


def _number(period: Period, edition: Edition) -> str:
    """Return the issue's number, counted from `first`; "" if issues are not counted."""
    first = edition.config.first
    number = number_of(period, first, edition.site.timezone) if first else None
    return str(number) if number else ""


def _names(issue: Issue, edition: Edition) -> dict[str, str]:
    """Return the fields of subjects and preheaders."""
    return {
        "site": edition.site.title,
        "edition": issue.edition,
        "title": edition.title,
        "issue": _number(issue.period, edition) or issue.name,
        "date": span_of(issue.period, edition.language),
        "lead": one_line(issue.lead.title),
        "count": edition.language.number(issue.count),
        "term": edition.config.term,
    }


def _subject(edition: Edition, names: dict[str, str]) -> str:
    if edition.config.subject:
        return one_line(edition.config.subject.format(**names))
    return one_line(edition.language.say("subject", **names))


def _preheader(
    config: records.DigestConfig, names: dict[str, str], lead: Story, sections: Sequence[Section]
) -> str:
    """Return what an inbox shows after the subject: the lead's summary, else the next headlines."""
    if config.preheader:
        return one_line(config.preheader.format(**names))
    headlines = " · ".join(story.title for section in sections for story in section.stories[:3])
    return cut(lead.summary or headlines, PREHEADER_COLUMNS)


def _note_blocks(note: Note, issue: Issue, edition: Edition, context: Context) -> NoteBlocks:
    """Render the editor's note. Problems of its pictures are added as warnings."""
    sample = replace(issue.lead, permalink=edition.issue_url(issue.name), source=note.path)
    renderer = NoteRenderer(note, sample, context.texts, context.pictures)
    blocks = renderer.blocks(edition.language.say)
    for line, message in renderer.problems:
        context.warn(note.path, "", message, line)
    return blocks


def _lead(issue: Issue, edition: Edition, context: Context) -> Story:
    story = make_story(issue.lead, edition, context, SUMMARY_COLUMNS * 2)
    picture = web_picture(issue, context.pictures)
    return replace(story, picture=picture, kicker=issue.lead_heading)


def _sections(issue: Issue, edition: Edition, context: Context) -> Iterator[Section]:
    for number, group in enumerate(issue.groups, 1):
        heading = group.title
        if not heading and len(issue.groups) > 1:
            heading = edition.language.say("more")
        stories = tuple(make_story(article, edition, context) for article in group.articles)
        yield Section(heading, stories, f"part-{number}")


def _contents(sections: Sequence[Section], url: str, language: Language) -> tuple[Part, ...]:
    if len(sections) < MIN_CONTENTS or sum(len(s.stories) for s in sections) < LONG_ISSUE:
        return ()
    return tuple(
        Part(s.heading, language.number(len(s.stories)), f"{url}#{s.anchor}", s.anchor)
        for s in sections
    )


def _in_one_line(parts: Sequence[Part], url: str, language: Language) -> tuple[Part, ...]:
    """Return the parts, or those that fit into a line and a last one that leads to the web copy."""
    if _line_of(parts) <= CONTENTS_COLUMNS:
        return tuple(parts)
    last = Part(language.say("more"), "", url, "")
    fitting = (n for n in range(len(parts)) if _line_of([*parts[:n], last]) <= CONTENTS_COLUMNS)
    return (*parts[: max(fitting, default=0)], last)


def _line_of(parts: Sequence[Part]) -> int:
    """Return the columns of a line of parts."""
    return sum(columns(f"{part.heading} {part.count} · ") for part in parts)


def _picture(made: MailPicture | None) -> Picture | None:
    return made.picture if made else None


def _envelope(issue: Issue, edition: Edition, context: Context) -> MessageHeaders:
    host = urlsplit(edition.site.url).hostname or ""
    host = host if re.fullmatch("[a-z0-9.-]+", host) else "localhost"
    identity = hashlib.sha256(f"{edition.site.url}\n{issue.path}".encode()).hexdigest()[:32]
    sender = _sender(edition, host, context)
    return MessageHeaders(
        date=_date(issue, context),
        sender=sender,
        reply_to=edition.config.reply_to,
        identity=identity,
        host=host,
        list_id=edition.config.list_id or f"{_label(edition.name)}.{host}",
        unsubscribe=edition.config.unsubscribe,
        to=context.to or Person(edition.title, sender.email),
        preview=_is_preview(issue, context),
        language=edition.language.tag,
    )


def _is_preview(issue: Issue, context: Context) -> bool:
    window = issue.period.kind == "window"
    return context.now is not None and not window and not issue.period.is_over(context.now)


def _date(issue: Issue, context: Context) -> datetime:
    """Return when the issue was complete: the end of its period, or the newest article before that.

    Spam filters and inboxes mistrust a date that is days old.
    """
    over = context.now is None or issue.period.is_over(context.now)
    return issue.period.end if over else issue.published


def _sender(edition: Edition, host: str, context: Context) -> Person:
    """Return the sender of an edition; without one, an address at the site's host."""
    try:
        return Person(edition.sender.name, values.email_address(edition.sender.email))
    except ValueError:
        address = f"{_label(edition.name)}@{host}"
        message = (
            f"{address} stands in, since neither it nor site.author has an address of ASCII; "
            'write e.g. sender = { name = "…", email = "letters@example.org" }'
        )
        context.warn_of_config(edition.name, "sender", message)
        return Person(edition.sender.name, address)


def _label(edition: str) -> str:
    """Make a label of a domain name from an edition's name."""
    try:
        label = edition.encode("idna").decode("ascii")
    except UnicodeError:
        label = ""
    if re.fullmatch("[a-z0-9-]{1,63}", label):
        return label
    return hashlib.sha256(edition.encode()).hexdigest()[:16]
