"""A whole check: which files are looked at, by which rules, and what is left of what they find."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from broadsheet import urls
from broadsheet.checks.articles import config_switches, look_at, read_pages
from broadsheet.checks.books import all_rules
from broadsheet.checks.content.page import Pages
from broadsheet.checks.feeds.check import FeedReport, check_feed
from broadsheet.checks.feeds.published import Published
from broadsheet.checks.habits import habits_once
from broadsheet.checks.letters.check import letter_findings
from broadsheet.checks.moves import MOVES, Moves
from broadsheet.checks.rule import Finding
from broadsheet.checks.switches import SWITCHES, Switch, Switches
from broadsheet.checks.targets import OUT, Targets
from broadsheet.config.records import Config
from broadsheet.garbage import uncollected
from broadsheet.output import manifest
from broadsheet.parallel import shared_out
from broadsheet.store import Store

Progress = Callable[[str, int, int], None]
"""Told what is done, how much of it, and how much there is."""

TOLD_OF_ARTICLES = frozenset({"entry-time-repeated"})
"""Rules of feeds that say of a site's own what others say of its articles: once is enough."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, in the order of its places, and how many of what were looked at."""

    findings: tuple[Finding, ...]
    looked_at: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Run:
    """What a check runs with: `now` is aware, `jobs` is how many processes may look.

    Without `config` the files belong to no site.
    """

    config: Config | None
    now: datetime
    store: Store
    jobs: int = 1
    progress: Progress = lambda *_: None


def check(targets: Targets, run: Run) -> Report:
    """Check files.

    Where any article is looked at, all are read, since many rules compare them. Switches are judged
    where nothing is left out.
    """
    pages, findings, off = _articles(targets, run)
    published: set[Published] = set()
    for report in _feeds(targets, run):
        findings += report.findings
        published |= report.published
    findings += _letters(targets, run)
    if pages and targets.whole:
        findings += MOVES.check(Moves(pages, frozenset(published)), "")
    rules, counts = all_rules(), _counts(pages, targets)
    switches = Switches(off, frozenset(rules))
    wanted = list(switches.wanted(findings))
    if pages and targets.whole:
        wanted = [finding for finding in wanted if finding.rule not in TOLD_OF_ARTICLES]
    if pages:
        folder = pages.site.config.content.path
        wanted = list(habits_once(wanted, rules.values(), counts["article"], folder))
    if targets.whole:
        wanted += SWITCHES.check(switches, "")
    return Report(tuple(sorted(wanted)), counts)


def _articles(targets: Targets, run: Run) -> tuple[Pages | None, list[Finding], list[Switch]]:
    if run.config is None:
        return None, [], []
    switches = config_switches(run.config)
    if not targets.articles:
        return None, [], switches
    with uncollected():
        pages = read_pages(run.config, run.now, run.store, run.jobs)
        findings, own = look_at(pages, run.store, run.jobs)
    return pages, [f for f in findings if targets.has_article(f.path)], switches + own


def _counts(pages: Pages | None, targets: Targets) -> dict[str, int]:
    articles = sum(targets.has_article(page.article.source) for page in pages or ())
    return {"article": articles, "feed": len(targets.feeds), "letter": len(targets.letters)}


def _feeds(targets: Targets, run: Run) -> Iterator[FeedReport]:
    copies = _copies(run.config)

    def look(file: Path) -> FeedReport:
        return check_feed(file, _name(file, run.config), run.now, _url(file, run.config, copies))

    for done, report in enumerate(shared_out(look, targets.feeds, run.jobs), 1):
        run.progress("feeds", done, len(targets.feeds))
        yield report


def _letters(targets: Targets, run: Run) -> Iterator[Finding]:
    for folder in targets.letters:
        yield from letter_findings(folder, _name(folder, run.config), _address(folder, run.config))


def _address(folder: Path, config: Config | None) -> str | None:
    """Return the postal address of the edition to which the folder of an issue belongs."""
    edition = config.digest.get(folder.absolute().parent.name) if config else None
    return edition.address if edition else None


def _name(file: Path, config: Config | None) -> str:
    """Return a file's path as findings show it: below the site's folder, else as it was named."""
    if config and file.absolute().is_relative_to(config.root):
        return file.absolute().relative_to(config.root).as_posix()
    return Path(os.path.normpath(file)).as_posix()


def _copies(config: Config | None) -> frozenset[str]:
    """Return the files of out/ that lie there twice: feeds that moved, which name the new place."""
    files = manifest.read(config.root / OUT) if config else {}
    counts = Counter(files.values())
    return frozenset(path for path, digest in files.items() if counts[digest] > 1)


def _url(file: Path, config: Config | None, copies: Container[str]) -> str:
    """Return the only place where a file of out/ is published, "" for any other file."""
    out = config.root / OUT if config else None
    if config is None or out is None or not file.absolute().is_relative_to(out):
        return ""
    path = file.absolute().relative_to(out).as_posix()
    return "" if path in copies else urls.file_url(config.site.url, path)
