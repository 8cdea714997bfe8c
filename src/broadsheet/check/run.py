"""A whole check: which files are looked at, by which rules, and what is left of what they find."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from broadsheet.check.articles import article_findings, read_pages, switches_of
from broadsheet.check.books import all_rules
from broadsheet.check.rule import Finding
from broadsheet.check.switches import SWITCHES, Switches
from broadsheet.config.records import Config


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, in the order of its places, and how many of what were looked at."""

    findings: tuple[Finding, ...]
    looked_at: Mapping[str, int]


def check_site(config: Config, now: datetime, only: Collection[str] = ()) -> Report:
    """Check everything of a site at `now` (aware), or only the files and folders `only`.

    `only` holds paths relative to the site's folder, with slashes. All articles are read in any
    case, since many rules compare them. Switches are judged where nothing was left out.
    """
    pages = read_pages(config, now)
    switches = Switches(switches_of(pages, config), frozenset(all_rules()))
    findings = list(switches.wanted(article_findings(pages)))
    if only:
        findings = [finding for finding in findings if is_below(finding.path, only)]
    else:
        findings += SWITCHES.check(switches, "")
    return Report(tuple(sorted(findings)), {"article": len(pages.pages)})


def is_below(path: str, only: Collection[str]) -> bool:
    """Tell whether a path is one of `only` or lies in a folder of these."""
    return any(path == wanted or path.startswith(f"{wanted}/") for wanted in only)
