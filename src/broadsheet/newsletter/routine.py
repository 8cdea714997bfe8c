"""Chooses the issues that a run makes, and makes all files that depend on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from broadsheet.config import Config
from broadsheet.errors import UsageError
from broadsheet.model import LazyFile, OutputFile, Person
from broadsheet.newsletter.context import Context
from broadsheet.newsletter.files import edition_files, issue_files, select
from broadsheet.newsletter.places import FORMS, mark_of, note_path
from broadsheet.newsletter.selection.draft import draft_note
from broadsheet.newsletter.selection.issue import Issue, Scope, issue_name
from broadsheet.newsletter.selection.period import (
    LAST,
    Period,
    before,
    last_periods,
    named_period,
    parse_moment,
    period_of,
    window,
)
from broadsheet.newsletter.selection.select import make_scope
from broadsheet.site import Site


class IssueStatus(StrEnum):
    """The result for an issue.

    It was made; it exists already; its note is a draft, which holds it back; a draft of its note
    was written; or it has no article.
    """

    MADE = "made"
    UNCHANGED = "unchanged"
    HELD = "held"
    DRAFTED = "drafted"
    NONE = "none"


Periods = Mapping[str, tuple[Period, ...]]
"""The periods to make issues of, by edition, the oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueOptions:
    """What issues to make; all texts are as typed on the command line.

    `edition` is a name from `[digest.NAME]`, "" for all. `period` is `last` (also if it is ""),
    `current`, `yesterday` or e.g. 2025-W25; or `since` and `until` are days or times; or `backfill` is
    how many past periods get the issues that are missing. With `if_new`, an issue that is made already
    is left alone. With `edit`, a draft of the editor's note is made in place of the issue. `tags`,
    `topics`, `terms` (TAXONOMY=TERM) and `limit` replace the edition's own choice; `to` replaces the
    recipient.
    """

    edition: str = ""
    period: str = ""
    since: str = ""
    until: str = ""
    tags: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    limit: int | None = None
    backfill: int = 0
    if_new: bool = False
    edit: bool = False
    to: Person | None = None

    def periods(self, config: Config, now: datetime) -> Periods:
        """Return the periods of each edition; names of periods are taken at `now`.

        Raises UsageError if options contradict each other, or one cannot be read.
        """
        ways = {
            "--period": self.period,
            "--since": self.since or self.until,
            "--backfill": self.backfill,
        }
        used = [option for option, value in ways.items() if value]
        if len(used) > 1:
            message = f"goes without {' and '.join(used[1:])}; choose one way to say when"
            raise UsageError(used[0], message)
        return {
            edition: self._periods(edition, config, now)
            for edition in config.editions(self.edition)
        }

    def scope(self, site: Site) -> Scope:
        """Return the scope that the options ask for. Raises UsageError for a term of no taxonomy."""
        terms = [("--term", *_split_term(text)) for text in self.terms]
        tags = [("--tag", "tags", text) for text in self.tags]
        topics = [("--topic", "topics", text) for text in self.topics]
        return make_scope(site, [*tags, *topics, *terms], self.limit)

    def _periods(self, edition: str, config: Config, now: datetime) -> tuple[Period, ...]:
        kind, zone = config.edition(edition).period, config.site.timezone
        if self.backfill:
            return last_periods(now, kind, zone, self.backfill)
        if not self.since and not self.until:
            return (named_period(self.period or LAST, kind, zone, now),)
        today = period_of(now, "day", zone)
        until = parse_moment("--until", self.until, zone) if self.until else today.end
        earlier = before(until, kind, zone)
        since = parse_moment("--since", self.since, zone) if self.since else earlier
        return (window(since, until, zone),)


@dataclass(frozen=True, slots=True)
class MadeIssue:
    """What a run made of an edition and period: an issue and its files, or nothing.

    `shown` is how many of its articles the e-mail shows; `status` says what became of it. `note` is the
    draft of a note, its path below the site's folder.
    """

    edition: str
    period: Period
    scope: Scope
    status: IssueStatus = IssueStatus.NONE
    issue: Issue | None = None
    files: tuple[OutputFile, ...] = ()
    shown: int = 0
    note: OutputFile | None = None

    @property
    def name(self) -> str:
        """Return the issue's name, also if there is none."""
        return issue_name(self.period, self.scope)

    @property
    def record(self) -> tuple[str, ...]:
        """Return the marks of its articles, and of those that its editor left out, in order."""
        articles = (*self.issue.articles, *self.issue.left_out) if self.issue else ()
        return tuple(map(mark_of, articles))

    def form(self, name: str) -> bytes:
        """Return one of the issue's `FORMS`."""
        return next(f.content for f in self.files if f.path.endswith(f"/{FORMS[name]}"))


@dataclass(frozen=True, slots=True)
class IssueRun:
    """What a run made; `files` are all that is to be written, those of issues among them."""

    issues: tuple[MadeIssue, ...]
    files: Iterator[OutputFile | LazyFile]


def make_issues(options: IssueOptions, context: Context, now: datetime) -> IssueRun:
    """Make the issues that `options` ask for at `now` (aware).

    Warnings are added to the context's problems. Raises UsageError and TemplateError.
    """
    site = context.site
    periods = options.periods(site.config, now)
    context = replace(context, now=now, to=options.to)
    scope = options.scope(site)
    made = tuple(
        _make(edition, period, scope, options, context)
        for edition, found in periods.items()
        for period in found
    )
    return IssueRun(made, _files(made, context))


def _make(
    edition: str, period: Period, scope: Scope, options: IssueOptions, context: Context
) -> MadeIssue:
    only_new = options.if_new or options.backfill
    if only_new and context.existing.is_made(edition, issue_name(period, scope)):
        return MadeIssue(edition, period, scope, IssueStatus.UNCHANGED)
    issue = select(edition, period, scope, context)
    if issue is None:
        return MadeIssue(edition, period, scope)
    if options.edit:
        path = note_path(context.site.config, edition, issue.name)
        note = OutputFile(path, draft_note(issue).encode())
        return MadeIssue(edition, period, scope, IssueStatus.DRAFTED, note=note)
    if issue.note and issue.note.is_draft and not context.with_drafts:
        return MadeIssue(edition, period, scope, IssueStatus.HELD)
    made = issue_files(issue, context)
    return MadeIssue(edition, period, scope, IssueStatus.MADE, issue, made.files, made.shown)


def _files(made: tuple[MadeIssue, ...], context: Context) -> Iterator[OutputFile | LazyFile]:
    names: dict[str, list[str]] = {}
    for each in made:
        if each.issue:
            yield from each.files
            names.setdefault(each.edition, []).append(each.name)
    for edition, written in names.items():
        yield from edition_files(edition, context, written=written)


def _split_term(text: str) -> tuple[str, str]:
    taxonomy, separator, term = text.partition("=")
    if not separator:
        raise UsageError("--term", f'"{text}" names no taxonomy; write e.g. tags=Python')
    return taxonomy.strip(), term
