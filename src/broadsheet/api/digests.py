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
class DigestOptions(IssueOptions):
    """Which issues are made (see `IssueOptions`), and how.

    `out` is the folder to write to (default: `out` in the site's folder). With `keep_going` issues are
    made of the good articles although others have errors. Without `write`, issues are made and nothing is
    written. `jobs` is how many processes may render.
    """

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
    options.periods(config, now)  # Fails before the site is read.
    return locked_run(config, lambda store: _publish(options, config, store, now))


def _publish(options: DigestOptions, config: Config, store: Store, now: datetime) -> DigestReport:
    def make(broken: tuple[Problem, ...]) -> DigestReport:
        return _make(options, config, store, now, broken)

    return without_broken(make, keep_going=options.keep_going)


def _make(
    options: DigestOptions,
    config: Config,
    store: Store,
    now: datetime,
    broken: tuple[Problem, ...],
) -> DigestReport:
    """Make issues, without the articles of the problems in `broken`."""
    out = output_folder(config, options.out)
    without = frozenset(problem.path for problem in broken)
    how = LoadOptions(jobs=options.jobs, without=without)
    loaded = load_site(config, now, store, how)
    problems = [*loaded.problems, *broken]
    if not options.keep_going and has_errors(problems):
        raise ContentError(*problems)
    existing = places.existing_issues(out, manifest.issue_records(out))
    context = make_context(loaded.site, loaded.renderer, existing, problems, loaded.templates)
    made = make_issues(options, context, now)
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
