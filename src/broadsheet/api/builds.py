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
    output_folder,
    ping_hubs,
    queue_pings,
    without_broken,
)
from broadsheet.config import Config
from broadsheet.errors import ContentError, Problem, has_errors
from broadsheet.model import Progress, no_progress
from broadsheet.newsletter import places
from broadsheet.output import manifest
from broadsheet.site_store import locked_run
from broadsheet.store import Store
from broadsheet.up_to_date import BuildReport, Inputs, LastRun

if TYPE_CHECKING:
    from broadsheet.output import WriteReport
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
    told = () if options.offline else _fetch(config, now)

    def run(store: Store) -> BuildReport:
        report = _Build(config, options, store, now, progress).report()
        return ping_hubs(config, report, send=options.notify)

    report = locked_run(config, run, cached=options.cached)
    return replace(report, problems=(*told, *report.problems)) if told else report


def _fetch(config: Config, now: datetime) -> tuple[Problem, ...]:
    """Fetch the feeds that are due. Returns warnings: no build fails because of a feed."""
    if not config.content.feed:
        return ()
    from broadsheet.fetching import fetch_feeds, is_due  # noqa: PLC0415 - few sites have feeds

    if not is_due(config, now):
        return ()
    return fetch_feeds(config, now, only_due=True).problems


@dataclass(frozen=True, slots=True)
class _Build:
    """One run: what it makes of a site at `now`."""

    config: Config
    options: BuildOptions
    store: Store
    now: datetime
    progress: Progress

    @property
    def out(self) -> Path:
        """Return the folder that is written to."""
        return output_folder(self.config, self.options.out)

    @property
    def last(self) -> LastRun:
        """Return what is known about the last run."""
        return LastRun(self.store, self.out)

    def report(self) -> BuildReport:
        """Write what differs, and return what was done; at once if there is nothing to do."""
        inputs = Inputs(
            self.config,
            self.store.stamps,
            drafts=self.options.drafts,
            precompress=self.options.precompress,
            issues=places.existing_issues(self.out),
        )
        if past := self.last.report(self.now, inputs):
            return past

        def made(broken: tuple[Problem, ...]) -> BuildReport:
            return self._made(inputs, broken)

        return without_broken(made, keep_going=self.options.keep_going)

    def _made(self, inputs: Inputs, broken: tuple[Problem, ...]) -> BuildReport:
        """Make the files that differ, without the articles of the problems in `broken`."""
        loaded = self._loaded(broken)
        problems = [*loaded.problems, *broken]
        if not self.options.keep_going and has_errors(problems):
            raise ContentError(*problems)
        written = self._write(loaded, problems)
        report = BuildReport(
            articles=len(loaded.site.articles),
            feeds=len(loaded.site.channels) * len(self.config.feeds.formats),
            written=written.written,
            unchanged=written.unchanged,
            removed=written.removed,
            problems=tuple(problems),
        )
        self.last.save(report, inputs, self.now, loaded.until)
        if not (report.written and self.options.quick_check):
            return report
        return replace(report, notice=_notice(loaded, self.now))

    def _loaded(self, broken: tuple[Problem, ...]) -> Loaded:
        from broadsheet.pipeline import LoadOptions, load_site  # noqa: PLC0415 - not for idle runs

        without = frozenset(problem.path for problem in broken)
        how = LoadOptions(drafts=self.options.drafts, jobs=self.options.jobs, without=without)
        return load_site(self.config, self.now, self.store, how)

    def _write(self, loaded: Loaded, problems: list[Problem]) -> WriteReport:
        """Write all files of a site; warnings of what is rendered are added to `problems`."""
        from broadsheet.compression import precompressed  # noqa: PLC0415 - not for idle runs
        from broadsheet.output import WriteOptions, write_tree  # noqa: PLC0415
        from broadsheet.pipeline import site_files  # noqa: PLC0415

        left, jobs = self.last.left(), self.options.jobs
        issues = places.existing_issues(
            self.out, manifest.issue_records(self.out), edited_by_hand(self.out, left)
        )
        files = site_files(loaded, problems, self.progress, jobs, issues)
        how = WriteOptions(
            keep=places.is_issue_file,
            left=left,
            jobs=jobs,
            announce=partial(queue_pings, self.config),
            site=self.config.site,
        )
        written = write_tree(
            self.out, precompressed(files) if self.options.precompress else files, how
        )
        self.last.save_left(written.left)
        return written


def _notice(loaded: Loaded, now: datetime) -> str:
    """Return what the cheap rules of `check` find, in one line."""
    from broadsheet.checks import quick_check  # noqa: PLC0415 - not for idle runs

    with contextlib.suppress(ContentError):  # It may read an article that has just changed.
        return quick_check(loaded.site, now)
    return ""
