"""Which issues a run makes, and all files that follow from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from broadsheet.config.records import Config
from broadsheet.errors import Problem, Problems, UsageError
from broadsheet.model import LazyFile, OutputFile
from broadsheet.newsletter.context import Summarise, make_context
from broadsheet.newsletter.files import edition_files, issue_files
from broadsheet.newsletter.issue import Issue, Scope
from broadsheet.newsletter.period import (
    Period,
    before,
    parse_moment,
    parse_period,
    period_of,
    window,
)
from broadsheet.newsletter.places import FORMS, Existing
from broadsheet.newsletter.select import edition_of, make_scope, select_issue
from broadsheet.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueOptions:
    """What issues to make; all texts are as typed on the command line.

    `edition` is "" for all. `period`, or `since` and `until`, say of when; without them it is the
    newest period that has an article. `tags`, `topics` and `limit` replace the edition's own choice.
    """

    now: datetime
    edition: str = ""
    period: str = ""
    since: str = ""
    until: str = ""
    tags: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    limit: int | None = None

    def periods(self, config: Config) -> Mapping[str, Period | None]:
        """Return the period of each edition's issue, None for the newest that has an article.

        Raises UsageError if options contradict each other, or one cannot be read.
        """
        editions = [self.edition] if self.edition else list(config.digest)
        if self.period and (self.since or self.until):
            message = "goes without --since and --until; choose one way to say when"
            raise UsageError("--period", message)
        return {edition: self._period(edition, config) for edition in editions}

    def _period(self, edition: str, config: Config) -> Period | None:
        kind, zone = edition_of(config, edition).period, config.site.timezone
        if self.period:
            return parse_period(self.period, kind, zone)
        if not self.since and not self.until:
            return None
        today = period_of(self.now, "day", zone)
        until = parse_moment("--until", self.until, zone) if self.until else today.end
        earlier = before(until, kind, zone)
        since = parse_moment("--since", self.since, zone) if self.since else earlier
        return window(since, until, zone)


@dataclass(frozen=True, slots=True)
class MadeIssue:
    """What a run made for an edition: an issue and its files, or nothing.

    `period` is the one asked for, None for the newest that has an article.
    """

    edition: str
    period: Period | None
    scope: Scope
    issue: Issue | None = None
    files: tuple[OutputFile, ...] = ()

    def form(self, name: str) -> bytes:
        """Return one of the issue's `FORMS`."""
        return next(f.content for f in self.files if f.path.endswith(f"/{FORMS[name]}"))


@dataclass(frozen=True, slots=True)
class IssueRun:
    """What a run made; `files` are all that is to be written, those of issues among them."""

    issues: tuple[MadeIssue, ...]
    files: Iterator[OutputFile | LazyFile]


def make_issues(
    options: IssueOptions,
    site: Site,
    summarise: Summarise,
    existing: Existing,
    problems: Problems | list[Problem],
) -> IssueRun:
    """Make the issues that `options` ask for. `existing` is what `existing_issues` gives.

    Warnings are added to `problems`. Raises UsageError and TemplateError.
    """
    periods = options.periods(site.config)
    context = make_context(site, summarise, existing, problems)
    scope = make_scope(site, options.tags, options.topics, options.limit)
    made: list[MadeIssue] = []
    for edition, period in periods.items():
        issue = select_issue(site, edition, period=period, scope=scope)
        files = tuple(issue_files(issue, context)) if issue else ()
        made.append(MadeIssue(edition, period, scope, issue, files))

    def files_of_run() -> Iterator[OutputFile | LazyFile]:
        for each in made:
            if each.issue:
                yield from each.files
                yield from edition_files(each.edition, context, written=each.issue.name)

    return IssueRun(tuple(made), files_of_run())
