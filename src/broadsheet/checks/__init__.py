"""`publish check`: rules that find problems in articles, feeds and newsletter issues.

`run` draws the way of a check. `registry` says what a rule is. A rule is one small function in a
module of `content/`, `feeds/` or `emails/`, or in `moves` or `switches`; `catalogue` lists them all.
`cache` lets a second check skip unchanged articles, `quick` holds the rules that a build runs, and
`fix` corrects what is safe to correct.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.lazy import lazy

if TYPE_CHECKING:
    from broadsheet.checks.catalogue import all_rules
    from broadsheet.checks.fix import fix_articles
    from broadsheet.checks.quick import quick_check
    from broadsheet.checks.run import CheckOptions, CheckReport, check
else:
    __getattr__ = lazy(
        __name__,
        {
            "catalogue": "all_rules",
            "fix": "fix_articles",
            "quick": "quick_check",
            "run": "CheckOptions CheckReport check",
        },
    )

__all__ = [
    "CheckOptions",
    "CheckReport",
    "all_rules",
    "check",
    "fix_articles",
    "quick_check",
]
