"""`broadsheet.digest`: write issues of the newsletter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from broadsheet.api.hand_edits import edited_by_hand, refuse_edited
from broadsheet.api.site_run import (
    config_of,
    output_folder,
    ping_hubs,
    queue_pings,
    without_broken,
)
from broadsheet.config import Config
from broadsheet.errors import ContentError, OutputError, Problem, has_errors
from broadsheet.model import Person
from broadsheet.newsletter import (
    IssueOptions,
    IssueRun,
    IssueStatus,
    MadeIssue,
    make_context,
    make_issues,
    places,
)
from broadsheet.output import WriteOptions, WriteReport, manifest, write_tree
from broadsheet.pipeline import LoadOptions, load_site
from broadsheet.site_store import locked_run
from broadsheet.store import Store
from broadsheet.up_to_date import BuildReport, LastRun

NOTHING_WRITTEN = WriteReport((), 0, (), {})


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestOptions:
    """Which issues are made.

    `edition` is a name from `[digest.NAME]`, "" for all. `period` is `last` (also if it is ""),
    `current`, `yesterday` or e.g. 2025-W25; or `since` and `until` are days or times, as typed; or
    `backfill` is how many past periods get the issues that are missing. With `if_new`, an issue that is
    made already is left alone. With `edit`, a draft of the editor's note is written in place of the
    issue. `tags` and `topics` (terms as typed), `terms` (TAXONOMY=TERM) and `limit`
    take the place of the edition's own. `to` is the recipient of the message. Without `write`, issues
    are made and nothing is written.
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
    out: Path | None = None
    keep_going: bool = False
    write: bool = True
    jobs: int = 1


@dataclass(frozen=True, slots=True)
class DigestReport:
    """What became of each edition, and what the run did to the output folder."""

    issues: tuple[MadeIssue, ...]
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
    wanted = _wanted(options, now)
    wanted.periods(config)  # Fails before the site is read.
    return locked_run(config, lambda store: _publish(options, config, wanted, store))


def _wanted(options: DigestOptions, now: datetime) -> IssueOptions:
    return IssueOptions(
        now=now,
        edition=options.edition,
        period=options.period,
        since=options.since,
        until=options.until,
        tags=options.tags,
        topics=options.topics,
        terms=options.terms,
        limit=options.limit,
        backfill=options.backfill,
        if_new=options.if_new,
        edit=options.edit,
        to=options.to,
    )


def _publish(
    options: DigestOptions, config: Config, wanted: IssueOptions, store: Store
) -> DigestReport:
    def make(broken: tuple[Problem, ...]) -> DigestReport:
        return _make(options, config, wanted, store, broken)

    return without_broken(make, keep_going=options.keep_going)


def _make(
    options: DigestOptions,
    config: Config,
    wanted: IssueOptions,
    store: Store,
    broken: tuple[Problem, ...],
) -> DigestReport:
    """Make issues, without the articles of the problems in `broken`."""
    out = output_folder(config, options.out)
    without = frozenset(problem.path for problem in broken)
    how = LoadOptions(jobs=options.jobs, without=without)
    loaded = load_site(config, wanted.now, store, how)
    problems = [*loaded.problems, *broken]
    if not options.keep_going and has_errors(problems):
        raise ContentError(*problems)
    existing = places.existing_issues(out, manifest.issue_records(out))
    context = make_context(loaded.site, loaded.renderer, existing, problems, loaded.templates)
    made = make_issues(wanted, context)
    written = NOTHING_WRITTEN
    if options.edit:
        _write_notes(config.root, made.issues)
    elif options.write:
        written = _write(LastRun(store, out), made, config, options.jobs)
    report = BuildReport(
        articles=len(loaded.site.articles),
        feeds=len(config.feeds.formats) * sum(1 for each in made.issues if each.issue),
        written=written.written,
        unchanged=written.unchanged,
        removed=written.removed,
        problems=tuple(problems),
    )
    issues = _with_status(made.issues, report) if options.write else made.issues
    return DigestReport(issues, ping_hubs(config, report) if options.write else report)


def _write_notes(root: Path, issues: tuple[MadeIssue, ...]) -> None:
    """Write drafts of notes. Raises OutputError if one is there already, and then writes none."""
    notes = [each.note for each in issues if each.note]
    if there := [note.path for note in notes if (root / note.path).exists()]:
        message = "is there already; edit it, or delete it to have a new draft"
        raise OutputError(*(Problem(path, 0, "", message) for path in there))
    for note in notes:
        (root / note.path).parent.mkdir(parents=True, exist_ok=True)
        with (root / note.path).open("xb") as file:
            file.write(note.content)


def _with_status(issues: tuple[MadeIssue, ...], report: BuildReport) -> tuple[MadeIssue, ...]:
    """Return issues of which no file was written as unchanged."""
    written = set(report.written)
    return tuple(
        each
        if written.intersection(file.path for file in each.files)
        else replace(each, status=IssueStatus.UNCHANGED if each.issue else each.status)
        for each in issues
    )


def _write(last: LastRun, made: IssueRun, config: Config, jobs: int) -> WriteReport:
    """Write issues and what follows from them; nothing else in the output folder is touched."""
    files = list(made.files)
    if not files:
        return NOTHING_WRITTEN
    out, left = last.out, last.left()
    refuse_edited(files, edited_by_hand(out, left), out)
    how = WriteOptions(
        keep=_is_not_stale,
        left=left,
        jobs=jobs,
        announce=partial(queue_pings, config),
        site=config.site,
        records={each.issue.path: each.record for each in made.issues if each.issue},
    )
    report = write_tree(out, files, how)
    if report.written:
        last.add_left(report.left)
    return report


def _is_not_stale(path: str) -> bool:
    """Return whether a file that this run does not write may stay: any but outdated compressed copies."""
    return places.is_issue_file(path) or not path.startswith("digests/")
