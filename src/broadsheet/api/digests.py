"""`broadsheet.digest`: write issues of the newsletter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from broadsheet.api.site_run import config_of, locked_run, output_folder, ping_hubs, queue_pings
from broadsheet.config.records import Config
from broadsheet.errors import ContentError, has_errors
from broadsheet.model import LazyFile, OutputFile
from broadsheet.newsletter.desk import Desk, make_desk
from broadsheet.newsletter.errors import UsageError
from broadsheet.newsletter.existing import existing_issues, is_issue_file
from broadsheet.newsletter.files import edition_files, issue_files
from broadsheet.newsletter.issue import FOLDER, Issue, Scope
from broadsheet.newsletter.period import (
    Period,
    before,
    parse_moment,
    parse_period,
    period_of,
    window,
)
from broadsheet.newsletter.select import edition_of, make_scope, select_issue
from broadsheet.output.writer import WriteReport, write_tree
from broadsheet.pipeline import load_site
from broadsheet.store import Store
from broadsheet.up_to_date import BuildReport, add_left, left_in

NOTHING_WRITTEN = WriteReport((), 0, (), {})

Periods = Mapping[str, Period | None]
"""What to make of each edition: the issue of a period, or of the newest that has an article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestOptions:
    """Which issues are made.

    `edition` is a name from `[digest.NAME]`, "" for all. `period` is e.g. 2025-W25; or `since` and
    `until` are days or times, as typed. `tags` and `topics` (terms as typed) and `limit` take the
    place of the edition's own. Without `write`, issues are made and nothing is written.
    """

    edition: str = ""
    period: str = ""
    since: str = ""
    until: str = ""
    tags: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    limit: int | None = None
    out: Path | None = None
    keep_going: bool = False
    write: bool = True
    jobs: int = 1


@dataclass(frozen=True, slots=True)
class IssueReport:
    """What a run made of an edition: an issue and its files, or nothing.

    `period` and `scope` are what was asked for; no `period` means the newest.
    """

    edition: str
    period: Period | None
    scope: Scope
    issue: Issue | None = None
    files: tuple[OutputFile, ...] = ()


@dataclass(frozen=True, slots=True)
class DigestReport:
    """What became of each edition, and what the run did to the output folder."""

    issues: tuple[IssueReport, ...]
    run: BuildReport


def digest(
    site: Path | Config, options: DigestOptions | None = None, *, now: datetime
) -> DigestReport:
    """Write issues of a site's editions.

    `now` (aware) decides which articles are visible. Raises PublishError: UsageError for options that
    contradict each other or name nothing; ConfigError; ContentError for articles with errors, unless
    `keep_going`; TemplateError; OutputError; LockedError. When it raises, nothing was written.
    """
    config, options = config_of(site), options or DigestOptions()
    periods = _periods(options, config, now)
    return locked_run(config, lambda store: _publish(options, config, periods, now, store))


def _publish(
    options: DigestOptions, config: Config, periods: Periods, now: datetime, store: Store
) -> DigestReport:
    out = output_folder(config, options.out)
    loaded = load_site(config, now, store, jobs=options.jobs)
    problems = list(loaded.problems)
    if not options.keep_going and has_errors(problems):
        raise ContentError(*problems)
    desk = make_desk(loaded.site, loaded.renderer.summary, existing_issues(out), problems)
    scope = make_scope(loaded.site, options.tags, options.topics, options.limit)
    made = tuple(_make(edition, period, scope, desk) for edition, period in periods.items())
    written = _write(out, made, desk, store, options.jobs) if options.write else NOTHING_WRITTEN
    report = BuildReport(
        articles=len(loaded.site.articles),
        feeds=len(config.feeds.formats) * sum(1 for each in made if each.issue),
        written=written.written,
        unchanged=written.unchanged,
        removed=written.removed,
        problems=tuple(problems),
    )
    return DigestReport(made, ping_hubs(config, report) if options.write else report)


def _periods(options: DigestOptions, config: Config, now: datetime) -> Periods:
    """Return the period of each edition. Raises UsageError if options contradict each other."""
    editions = [options.edition] if options.edition else list(config.digest)
    if options.period and (options.since or options.until):
        raise UsageError("--period", "goes without --since and --until; choose one way to say when")
    return {edition: _period(edition, options, config, now) for edition in editions}


def _period(edition: str, options: DigestOptions, config: Config, now: datetime) -> Period | None:
    kind, zone = edition_of(config, edition).period, config.site.timezone
    if options.period:
        return parse_period(options.period, kind, zone)
    if not options.since and not options.until:
        return None
    until = (
        parse_moment("--until", options.until, zone)
        if options.until
        else period_of(now, "day", zone).end
    )
    since = (
        parse_moment("--since", options.since, zone) if options.since else before(until, kind, zone)
    )
    return window(since, until, zone)


def _make(edition: str, period: Period | None, scope: Scope, desk: Desk) -> IssueReport:
    issue = select_issue(desk.site, edition, period=period, scope=scope)
    files = tuple(issue_files(issue, desk)) if issue else ()
    return IssueReport(edition, period, scope, issue, files)


def _write(
    out: Path, made: Sequence[IssueReport], desk: Desk, store: Store, jobs: int
) -> WriteReport:
    """Write issues and what follows from them; nothing else in `out` is touched."""
    files = list(_all_files(made, desk))
    if not files:
        return NOTHING_WRITTEN
    left = left_in(store, out)
    announce = partial(queue_pings, desk.site.config)
    report = write_tree(out, files, keep=_is_not_stale, left=left, jobs=jobs, announce=announce)
    if report.written:
        add_left(store, out, report.left)
    return report


def _is_not_stale(path: str) -> bool:
    """Return whether a file that this run does not write may stay: all but copies of what it writes."""
    return is_issue_file(path) or not path.startswith(f"{FOLDER}/")


def _all_files(made: Sequence[IssueReport], desk: Desk) -> Iterator[OutputFile | LazyFile]:
    for each in made:
        if each.issue:
            yield from each.files
            yield from edition_files(each.edition, desk, written=each.issue.name)
