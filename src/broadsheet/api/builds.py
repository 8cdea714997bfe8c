"""`broadsheet.build`: write all feeds and pages of a site."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.api.hand_edits import edited_by_hand
from broadsheet.api.site_run import (
    config_of,
    locked_run,
    output_folder,
    ping_hubs,
    queue_pings,
    without_broken,
)
from broadsheet.config import Config
from broadsheet.errors import ContentError, Problem, has_errors
from broadsheet.model import Progress, no_progress
from broadsheet.newsletter import places
from broadsheet.store import Store
from broadsheet.up_to_date import BuildReport, Inputs, left_in, past_run, save_left, save_run

if TYPE_CHECKING:
    from broadsheet.pipeline import Loaded

__all__ = ["BuildOptions", "BuildReport", "build"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOptions:
    """How a site is built; the defaults are those of `publish build`.

    `out` is the folder to write to (default: `out` in the site's folder). With `keep_going` the
    good articles are published although others have errors. `jobs` is how many processes may
    render. Without `cached` every article is rendered anew. With `precompress` each text has a .br
    and a .gz beside it. With `offline` the feeds of `[content] feed` are not fetched. Without
    `notify` the next run tells the hubs. With `quick_check` the report has a `notice`.
    """

    out: Path | None = None
    keep_going: bool = False
    drafts: bool = False
    jobs: int = 1
    cached: bool = True
    precompress: bool = False
    offline: bool = False
    notify: bool = True
    quick_check: bool = True


def build(
    site: Path | Config,
    options: BuildOptions | None = None,
    *,
    now: datetime,
    progress: Progress = no_progress,
) -> BuildReport:
    """Write all feeds and pages of a site, while no other run works on it, and tell its hubs.

    `now` (aware) decides which articles are visible. Raises PublishError: ConfigError; ContentError for
    articles with errors, unless `keep_going`; TemplateError; OutputError; LockedError. When it raises, the
    output folder is as it was.
    """
    config, options = config_of(site), options or BuildOptions()
    out = output_folder(config, options.out)
    told = () if options.offline else _fetch(config, now)

    def run(store: Store) -> BuildReport:
        report = _build(config, options, out, store, now, progress)
        return ping_hubs(config, report, send=options.notify)

    report = locked_run(config, run, cached=options.cached)
    return replace(report, problems=(*told, *report.problems)) if told else report


def _fetch(config: Config, now: datetime) -> tuple[Problem, ...]:
    """Fetch the feeds that are due. Returns warnings: no build fails because of a feed."""
    from broadsheet.fetching import is_due  # noqa: PLC0415 - not for `import broadsheet`

    if not is_due(config, now):
        return ()
    from broadsheet.fetching import fetch_feeds  # noqa: PLC0415 - few sites have feeds

    return fetch_feeds(config, now, only_due=True).problems


def _build(  # noqa: PLR0913, PLR0917 - a run's parts, each needed
    config: Config,
    options: BuildOptions,
    out: Path,
    store: Store,
    now: datetime,
    progress: Progress,
) -> BuildReport:
    inputs = Inputs(
        config,
        store.stamps,
        drafts=options.drafts,
        precompress=options.precompress,
        issues=places.existing_issues(out),
    )
    if past := past_run(store, out, now, inputs):
        return past

    def make(broken: tuple[Problem, ...]) -> BuildReport:
        return _make(config, options, out, store, now, progress, inputs, broken)

    return without_broken(make, keep_going=options.keep_going)


def _make(  # noqa: PLR0913, PLR0917 - a run's parts, each needed
    config: Config,
    options: BuildOptions,
    out: Path,
    store: Store,
    now: datetime,
    progress: Progress,
    inputs: Inputs,
    broken: tuple[Problem, ...],
) -> BuildReport:
    """Make the files that differ, without the articles of the problems in `broken`."""
    from broadsheet.compression import precompressed  # noqa: PLC0415 - not for idle runs
    from broadsheet.output import issue_records, write_tree  # noqa: PLC0415
    from broadsheet.pipeline import load_site, site_files  # noqa: PLC0415

    without = frozenset(problem.path for problem in broken)
    loaded = load_site(
        config, now, store, drafts=options.drafts, jobs=options.jobs, without=without
    )
    problems = [*loaded.problems, *broken]
    if not options.keep_going and has_errors(problems):
        raise ContentError(*problems)
    issues = places.existing_issues(out)
    issues.records = issue_records(out)
    issues.edited = edited_by_hand(out, left_in(store, out))
    files = site_files(loaded, problems, progress, options.jobs, issues)
    written = write_tree(
        out,
        precompressed(files) if options.precompress else files,
        keep=places.is_issue_file,
        left=left_in(store, out),
        jobs=options.jobs,
        announce=partial(queue_pings, config),
        site=config.site,
    )
    save_left(store, out, written.left)
    report = BuildReport(
        articles=len(loaded.site.articles),
        feeds=len(loaded.site.channels) * len(config.feeds.formats),
        written=written.written,
        unchanged=written.unchanged,
        removed=written.removed,
        problems=tuple(problems),
    )
    save_run(store, out, now, loaded.until, inputs, report)
    if not (report.written and options.quick_check):
        return report
    return replace(report, notice=_notice(loaded, now))


def _notice(loaded: Loaded, now: datetime) -> str:
    """Return what the cheap rules of `check` find, in one line."""
    from broadsheet.checks import quick_check  # noqa: PLC0415 - not for idle runs

    with contextlib.suppress(ContentError):  # It may read an article that has just changed.
        return quick_check(loaded.site, now)
    return ""
