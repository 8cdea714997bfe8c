"""The newsletter's pipeline from selection to files; and past issues, updated with their articles.

select ─Issue─▶ compose ─Composed─▶ web copy, feeds
└────Email─────▶ render ─RenderedIssue─▶ message ─▶ email.html, .txt, .eml
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path

from broadsheet.errors import ContentError, Problem, Problems, Severity
from broadsheet.model import Channel, LazyFile, OutputFile
from broadsheet.newsletter.compose import compose, compose_email
from broadsheet.newsletter.context import Context
from broadsheet.newsletter.edition import Edition, make_edition
from broadsheet.newsletter.feed import feed_files
from broadsheet.newsletter.images import web_picture
from broadsheet.newsletter.message import make_message
from broadsheet.newsletter.pages import archive_pages, listed, web_copy
from broadsheet.newsletter.places import FORMS, WEB_COPY, note_path
from broadsheet.newsletter.render import render
from broadsheet.newsletter.selection.issue import Issue, Scope, issue_name, parse_issue_name
from broadsheet.newsletter.selection.note import read_note
from broadsheet.newsletter.selection.period import EXAMPLES, Period
from broadsheet.newsletter.selection.select import NOTHING_CARRIED, Carried, edited, select_issue
from broadsheet.stamps import digest_of_texts


def select(edition: str, period: Period, scope: Scope, context: Context) -> Issue | None:
    """Select an issue of a configured edition, without the articles that issues in out/ carry already.

    Raises ContentError if the editor's note on it is wrong.
    """
    name = issue_name(period, scope)
    found = Problems(_misnamed(edition, context))
    config = context.site.config
    note = read_note(
        config.root,
        note_path(config, edition, name),
        found,
        follow_links=config.content.follow_links,
    )
    carried = _carried(edition, name, context)
    issue = select_issue(context.site, edition, period, scope, carried)
    if issue and note:
        issue = edited(issue, note, context.site, found)
    if found.has_errors:
        raise ContentError(*found)
    return issue


@dataclass(frozen=True, slots=True)
class IssueFiles:
    """The files of an issue, and how many of its articles the e-mail shows."""

    files: tuple[OutputFile, ...]
    shown: int


def issue_files(issue: Issue, context: Context) -> IssueFiles:
    """Make the files of an issue, and the pictures that had to be made for its e-mail.

    Raises TemplateError. Warnings are added to `context.problems`.
    """
    edition = make_edition(issue.edition, context, issue.name)
    letter = compose(issue, edition, context)
    if issue.note and (wrong := [p for p in context.problems if p.path == issue.note.path]):
        raise ContentError(*(replace(problem, severity=Severity.ERROR) for problem in wrong))
    email = compose_email(issue, letter, edition, context)
    rendered = render(email.letter, edition, context)
    contents = {
        WEB_COPY: web_copy(letter, edition, context),
        FORMS["html"]: rendered.html.encode(),
        FORMS["text"]: rendered.text.encode(),
        FORMS["eml"]: make_message(email, rendered),
    }
    files = (OutputFile(f"{issue.path}/{name}", content) for name, content in contents.items())
    return IssueFiles((*files, *email.pictures), rendered.shown)


def edition_files(
    name: str, context: Context, *, written: Collection[str] = ()
) -> Iterator[OutputFile | LazyFile]:
    """Yield what follows from all issues of an edition that exist: web copies, archive and feeds.

    `written` names the issues of this run, whose web copies are left out: `issue_files` has them.

    E-mails stay as they were sent; a web copy follows its articles, since people go on reading it.
    If all articles of an issue have gone, its files stay as they are, and the archive goes on
    listing it. Raises TemplateError.
    """
    edition = make_edition(name, context, *written)
    found = {name: _existing(name, edition, context) for name in edition.issues}
    issues = [issue for issue in found.values() if issue]
    settings = _settings(edition, context)
    for issue in issues:
        if issue.name not in written and not _is_edited(issue, context):
            yield _refreshed(issue, settings, edition, context)
    lines = [listed(name, edition, context, issue) for name, issue in found.items()]
    for path, page in archive_pages(lines, edition, context):
        yield OutputFile(path, page)
    newest = issues[: context.site.config.feeds.limit]
    signatures = (_signature(issue, settings, context) for issue in newest)
    signature = digest_of_texts((settings, *signatures))
    yield from feed_files(newest, signature, edition, context)


@dataclass(frozen=True, slots=True)
class PastIssues:
    """The channels of the editions that have issues, and the files that follow from these."""

    channels: tuple[Channel, ...]
    files: Iterator[OutputFile | LazyFile]


def past_issues(context: Context) -> PastIssues:
    """Return what `publish build` makes of issues that exist.

    An edition that is no longer configured keeps its files as they are.
    """
    configured = (name for name in context.existing if name in context.site.config.digest)
    editions = [edition for name in configured if (edition := make_edition(name, context)).issues]
    files = chain.from_iterable(edition_files(edition.name, context) for edition in editions)
    return PastIssues(tuple(edition.channel for edition in editions), files)


def _existing(name: str, edition: Edition, context: Context) -> Issue | None:
    parsed = parse_issue_name(name, edition.site.timezone)
    if parsed is None or any(kind not in context.site.taxonomies for kind, _ in parsed[1].terms):
        return None
    try:
        return select(edition.name, parsed[0], parsed[1], context)
    except ContentError as error:  # Its web copy stays as it is until the note is corrected.
        for problem in error.problems:
            context.warn(problem.path, problem.field, problem.message)
        return None


def _misnamed(edition: str, context: Context) -> Iterator[Problem]:
    """Yield a problem for each note of an edition that is named after no issue."""
    config = context.site.config
    folder = Path(note_path(config, edition, "")).parent
    for file in sorted((config.root / folder).glob("*.md")):
        if parse_issue_name(file.stem, config.site.timezone) is None:
            message = (
                f"is named after no issue; write e.g. {EXAMPLES[config.digest[edition].period]}.md"
            )
            yield Problem((folder / file.name).as_posix(), 0, "", message)


def _is_edited(issue: Issue, context: Context) -> bool:
    """Return whether somebody changed a web copy, which then stays as it is, with a warning."""
    path = f"{issue.path}/{WEB_COPY}"
    if path in context.existing.edited:
        context.warn(
            path, "", "was edited by hand, and is left so; delete it to have it made again"
        )
    return path in context.existing.edited


def _carried(edition: str, name: str, context: Context) -> Carried:
    """Return which articles other issues carry already; None unless `late` is configured."""
    if not context.site.config.digest[edition].late:
        return NOTHING_CARRIED
    own: frozenset[str] | None = None
    elsewhere: set[str] = set()
    starts: list[datetime] = []
    for issue in context.existing.get(edition, ()):
        found = context.existing.marks(edition, issue)
        parsed = parse_issue_name(issue, context.site.config.site.timezone)
        if found is None or parsed is None or not context.existing.is_made(edition, issue):
            continue
        starts.append(parsed[0].start)
        if issue == name:
            own = found
        else:
            elsewhere.update(found)
    since = min(starts, key=datetime.timestamp, default=None)
    return Carried(own, frozenset(elsewhere), since)


def _refreshed(issue: Issue, settings: str, edition: Edition, context: Context) -> LazyFile:
    """Return an issue's web copy, made only if something that it shows has changed."""
    signature = _signature(issue, settings, context, *edition.neighbours(issue.name))
    make = partial(_web_copy, issue, edition, context)
    return LazyFile(f"{issue.path}/{WEB_COPY}", signature, make)


def _web_copy(issue: Issue, edition: Edition, context: Context) -> bytes:
    return web_copy(compose(issue, edition, context), edition, context)


def _settings(edition: Edition, context: Context) -> str:
    """Return a digest of what all pages and feeds of an edition depend on."""
    config = context.site.config
    records = (config.site, config.articles_url, config.feeds, edition.config, edition.form)
    return digest_of_texts((context.templates.signature, *map(repr, records)))


def _signature(issue: Issue, settings: str, context: Context, *others: str) -> str:
    """Return a digest of all that shows an issue, and of `others` that the file shows.

    An article stands for its body by the digest of its file.
    """
    articles = (repr((a, context.site.categories(a))) for a in issue.articles)
    groups = repr([issue.lead_heading, *((g.title, len(g.articles)) for g in issue.groups)])
    picture = repr((web_picture(issue, context.pictures), issue.note))
    return digest_of_texts((settings, issue.path, picture, groups, *articles, *others))
