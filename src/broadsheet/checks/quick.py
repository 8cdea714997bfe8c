"""The cheap rules, which a build runs on every change to report their counts in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from broadsheet.checks.articles import config_switches, own_switches, pages_of
from broadsheet.checks.content.pages import ARTICLE_RULES, SITE_RULES
from broadsheet.checks.switches import Switches
from broadsheet.errors import Problem
from broadsheet.read import Assets
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
"""Rules that use front matter only: a build reads no body for them."""
SHOWN = 3


def quick_check(site: Site, now: datetime) -> str:
    """Return a line that counts what the cheap rules find, or "" if they find nothing.

    A file is read only if it has a problem, to see whether its front matter switches the rule off.
    """
    pages = pages_of(site.articles, (), site.config, now, Assets(site.config))
    problems = list(SITE_RULES.check(pages, "", RULES))
    for page in pages:
        problems += ARTICLE_RULES.check(page, page.article.source, RULES)
    flagged = {problem.path for problem in problems}
    switches = config_switches(site.config)
    for page in pages:
        switches += own_switches(page) if page.article.source in flagged else ()
    return _line(Switches(switches).wanted(problems))


def _line(problems: Iterable[Problem]) -> str:
    found = Counter(problem.rule for problem in problems)
    counts = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    if not counts:
        return ""
    first = ", ".join(f"{count} {rule}" for rule, count in counts[:SHOWN])
    more = ", …" if len(counts) > SHOWN else ""
    return f"worth a look: {first}{more}; publish check shows them"
