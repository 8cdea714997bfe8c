"""A whole check: which files are looked at, by which rules, and what is left of what they find."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from broadsheet import urls
from broadsheet.check.articles import article_findings, read_pages, switches_of
from broadsheet.check.books import all_rules
from broadsheet.check.content.page import Pages
from broadsheet.check.feeds.check import feed_findings
from broadsheet.check.rule import Finding
from broadsheet.check.switches import SWITCHES, Switches
from broadsheet.check.targets import OUT, Targets
from broadsheet.config.records import Config

Progress = Callable[[str, int, int], None]
"""Told what is done, how much of it, and how much there is."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, in the order of its places, and how many of what were looked at."""

    findings: tuple[Finding, ...]
    looked_at: Mapping[str, int]


def check(
    targets: Targets, config: Config | None, now: datetime, progress: Progress = lambda *_: None
) -> Report:
    """Check files at `now` (aware); without `config` they belong to no site.

    Where any article is looked at, all are read, since many rules compare them. Switches are judged
    where nothing is left out.
    """
    pages = read_pages(config, now) if config and targets.articles else None
    switches = Switches(switches_of(pages, config) if config else [], frozenset(all_rules()))
    found = [*_articles(pages, targets), *_feeds(targets, config, now, progress)]
    findings = list(switches.wanted(found))
    if targets.whole:
        findings += SWITCHES.check(switches, "")
    looked_at = {
        "article": _count(pages, targets),
        "feed": len(targets.feeds),
    }
    return Report(tuple(sorted(findings)), looked_at)


def _articles(pages: Pages | None, targets: Targets) -> Iterator[Finding]:
    if pages is not None:
        for finding in article_findings(pages):
            if _is_below(finding.path, targets):
                yield finding


def _count(pages: Pages | None, targets: Targets) -> int:
    return sum(_is_below(page.article.source, targets) for page in pages or ())


def _is_below(path: str, targets: Targets) -> bool:
    """Tell whether a path is one that is looked at, or lies in such a folder."""
    return any(wanted in {"", path} or path.startswith(f"{wanted}/") for wanted in targets.articles)


def _feeds(
    targets: Targets, config: Config | None, now: datetime, progress: Progress
) -> Iterator[Finding]:
    for done, file in enumerate(targets.feeds, 1):
        yield from feed_findings(file, _name(file, config), now, _url(file, config))
        progress("feeds", done, len(targets.feeds))


def _name(file: Path, config: Config | None) -> str:
    """Return a file's path as findings show it: below the site's folder, else as it was named."""
    if config and file.absolute().is_relative_to(config.root):
        return file.absolute().relative_to(config.root).as_posix()
    return Path(os.path.normpath(file)).as_posix()


def _url(file: Path, config: Config | None) -> str:
    """Return where a file of out/ is published, "" for any other file."""
    out = config.root / OUT if config else None
    if config is None or out is None or not file.absolute().is_relative_to(out):
        return ""
    return urls.file_url(config.site.url, file.absolute().relative_to(out).as_posix())
