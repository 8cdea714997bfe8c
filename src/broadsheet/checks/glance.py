"""What a build says of its articles in passing: the rules that cost nothing, in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from broadsheet.checks.articles import config_switches, own_switches, pages_of
from broadsheet.checks.content.book import ARTICLE, SITE
from broadsheet.checks.rule import Finding
from broadsheet.checks.switches import Switches
from broadsheet.read.assets import Assets
from broadsheet.site import Site

RULES = (
    "title-bidi",
    "title-confusable",
    "title-invisible",
    "title-long",
    "title-taken",
    "summary-long",
    "summary-repeats",
    "date-backwards",
    "date-early",
    "date-far",
    "date-taken",
    "terms-many",
)
"""Rules that need nothing but what reading has found: a build reads no body for them."""
SHOWN = 3


def glance(site: Site, now: datetime) -> str:
    """Return a line that counts what the cheap rules find, "" where they find nothing.

    Files are read only where something is found: to see whether they switch it off.
    """
    pages = pages_of(site.articles, (), site.config, now, Assets(site.config))
    findings = list(SITE.check(pages, "", RULES))
    for page in pages:
        findings += ARTICLE.check(page, page.article.source, RULES)
    flagged = {finding.path for finding in findings}
    switches = config_switches(site.config)
    for page in pages:
        switches += own_switches(page) if page.article.source in flagged else ()
    return _line(Switches(switches, frozenset(RULES)).wanted(findings))


def _line(findings: Iterable[Finding]) -> str:
    found = Counter(finding.rule for finding in findings)
    counts = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    if not counts:
        return ""
    first = ", ".join(f"{count} {rule}" for rule, count in counts[:SHOWN])
    more = ", …" if len(counts) > SHOWN else ""
    return f"worth a look: {first}{more}; publish check shows them"
