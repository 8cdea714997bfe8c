"""Check a site, or single files of it.

options ──targets──▶ articles, feeds, issues ──rules──▶ problems ──switches, aggregate──▶ CheckReport
"""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote

from broadsheet import urls
from broadsheet.checks.aggregate import aggregate
from broadsheet.checks.articles import check_articles, config_switches, read_pages
from broadsheet.checks.catalogue import all_rules
from broadsheet.checks.content.pages import ArticlePages
from broadsheet.checks.editions import EDITION_RULES, Editions
from broadsheet.checks.emails.issue import check_issue
from broadsheet.checks.feeds.check_feed import FeedReport, PublishedEntry, check_feed
from broadsheet.checks.moves import MOVE_RULES, Moves
from broadsheet.checks.registry import MOST, by_place
from broadsheet.checks.switches import SWITCH_RULES, Switch, Switches
from broadsheet.checks.targets import Targets, named_targets, site_targets
from broadsheet.config import FILE_NAME, Config
from broadsheet.errors import Problem, has_errors
from broadsheet.mail_pictures import NoPictureError, Pictures
from broadsheet.model import Progress, no_progress
from broadsheet.newsletter import places
from broadsheet.output import manifest
from broadsheet.parallel import shared_out
from broadsheet.process import uncollected
from broadsheet.site_store import with_site_store
from broadsheet.store import Store

Result = TypeVar("Result")

REPORTED_FOR_ARTICLES = frozenset({"entry-time-repeated"})
"""Feed rules that repeat, for a site's own feeds, what a rule has reported for its articles."""


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What to check, and with how many processes.

    `paths` are files and folders; without any, the whole site is checked. `out` is the site's output
    folder, absolute; None if the files belong to no site.
    """

    paths: tuple[Path, ...] = ()
    out: Path | None = None
    jobs: int = 1


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The problems found, sorted by place, and how many articles, feeds and issues were checked."""

    problems: tuple[Problem, ...]
    articles: int
    feeds: int
    issues: int

    @property
    def has_errors(self) -> bool:
        """Return whether one of the problems is an error."""
        return has_errors(self.problems)


def check(
    config: Config | None,
    options: CheckOptions,
    *,
    now: datetime,
    progress: Progress = no_progress,
) -> CheckReport:
    """Check a site, or files that belong to none (`config` is None). `now` is aware.

    Problems are returned, not raised. What the rules find in an article is cached in the site's
    store, except while a build holds the lock.
    """
    targets = targets_of(config, options)
    return with_site_store(
        config, lambda store: _Check(config, options, now, store, progress).run(targets)
    )


def targets_of(config: Config | None, options: CheckOptions) -> Targets:
    """Return the articles, feeds and issues that the options name."""
    if config and options.out and not options.paths:
        return site_targets(options.out)
    return named_targets(options.paths, config)


@dataclass(frozen=True, slots=True)
class _Check:
    config: Config | None
    options: CheckOptions
    now: datetime
    store: Store
    progress: Progress

    def run(self, targets: Targets) -> CheckReport:
        """Check the targets.

        If an article is checked, all articles are read, since many rules compare them. Switches are
        checked only with the whole site: in a part of it any of them may have no effect.
        """
        pages, problems, switches = self._articles(targets)
        published: set[PublishedEntry] = set()
        for file, report in zip(targets.feeds, self._feeds(targets), strict=True):
            problems += report.problems
            if not self._is_issue_feed(file):
                published |= report.published
        problems += self._issues(targets)
        if pages and targets.whole:
            problems += MOVE_RULES.check(Moves(pages, frozenset(published)), "")
            problems += EDITION_RULES.check(Editions(pages, self._existing()), FILE_NAME)
        count = sum(targets.has_article(page.article.source) for page in pages or ())
        reported = _reported(
            problems, Switches(switches, frozenset(all_rules())), pages, count, targets
        )
        return CheckReport(
            problems=tuple(sorted(reported, key=by_place)),
            articles=count,
            feeds=len(targets.feeds),
            issues=len(targets.issues),
        )

    def _articles(
        self, targets: Targets
    ) -> tuple[ArticlePages | None, list[Problem], list[Switch]]:
        if self.config is None:
            return None, [], []
        switches = config_switches(self.config)
        if not targets.articles:
            return None, [], switches
        jobs = self.options.jobs
        with uncollected():
            pages = read_pages(self.config, self.now, self.store, jobs)
            found, own = check_articles(pages, self.store, jobs)
        return pages, [each for each in found if targets.has_article(each.path)], switches + own

    def _feeds(self, targets: Targets) -> Iterator[FeedReport]:
        copies = _copies(self.options.out)

        def check_one(file: Path) -> FeedReport:
            return check_feed(file, self._name(file), self.now, self._url(file, copies))

        reports = shared_out(check_one, targets.feeds, self.options.jobs)
        for done, report in enumerate(reports, 1):
            self.progress("feeds", done, len(targets.feeds))
            yield report

    def _is_issue_feed(self, file: Path) -> bool:
        """Return whether a feed's entries are issues: one is called as its lead, and is no article."""
        out = self.options.out
        if out is None or not file.absolute().is_relative_to(out):
            return False
        return places.is_issue_file(file.absolute().relative_to(out).as_posix())

    def _issues(self, targets: Targets) -> Iterator[Problem]:
        size_of = partial(self._size, Pictures(self.config) if self.config else None)
        for folder in targets.issues:
            # An issue lies in the folder of its edition.
            edition = folder.absolute().parent.name
            known = self.config.digest.get(edition) if self.config else None
            address = str(known.address or "") if known else ""
            yield from check_issue(folder, self._name(folder), address, size_of)

    def _size(self, pictures: Pictures | None, url: str) -> int | None:
        """Return how many bytes a picture of this site has; None of others."""
        config, out = self.config, self.options.out
        if config is None or out is None or pictures is None:
            return None
        if url.startswith(config.site.url):
            made = out / unquote(url.removeprefix(config.site.url)).lstrip("/")
            if made.is_file():
                return made.stat().st_size
        with contextlib.suppress(NoPictureError, ValueError):
            return pictures.find(url).length
        return None

    def _existing(self) -> places.ExistingIssues:
        if self.options.out is None:
            return places.ExistingIssues()
        records = manifest.issue_records(self.options.out)
        return places.existing_issues(self.options.out, records)

    def _name(self, file: Path) -> str:
        """Return a file's path for reports: relative to the site's folder, or as it was named."""
        if self.config and file.absolute().is_relative_to(self.config.root):
            return file.absolute().relative_to(self.config.root).as_posix()
        return Path(os.path.normpath(file)).as_posix()

    def _url(self, file: Path, copies: Container[str]) -> str:
        """Return where a file of the output folder is published, or "" for other files and copies."""
        out = self.options.out
        if self.config is None or out is None or not file.absolute().is_relative_to(out):
            return ""
        path = file.absolute().relative_to(out).as_posix()
        return "" if path in copies else urls.file_url(self.config.site.url, path)


def _copies(out: Path | None) -> frozenset[str]:
    """Return the files of the output folder that exist twice: feeds that moved name the new URL."""
    files = manifest.written_files(out) if out else {}
    counts = Counter(files.values())
    return frozenset(path for path, digest in files.items() if counts[digest] > 1)


def _reported(
    problems: list[Problem],
    switches: Switches,
    pages: ArticlePages | None,
    articles: int,
    targets: Targets,
) -> list[Problem]:
    """Return the problems to report: not those switched off, and those of most articles once."""
    wanted = list(switches.wanted(problems))
    if pages and targets.whole:
        wanted = [each for each in wanted if each.rule not in REPORTED_FOR_ARTICLES]
    if pages:
        folder = pages.site.config.content.path
        wanted = list(aggregate(wanted, all_rules().values(), articles, folder))
    if targets.whole:
        wanted += SWITCH_RULES.check(switches, "", most=MOST)
    return wanted
