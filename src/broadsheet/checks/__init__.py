"""`publish check`: rules that find problems in articles, feeds and newsletter issues.

`run` draws the way of a check. `registry` says what a rule is. A rule is one small function in a
module of `content/`, `feeds/` or `emails/`, or in `moves` or `switches`; `catalogue` lists them all.
`cache` lets a second check skip unchanged articles, `quick` holds the rules that a build runs, and
`fix` corrects what is safe to correct.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from broadsheet.checks.catalogue import all_rules
    from broadsheet.checks.fix import fix_articles
    from broadsheet.checks.quick import quick_check
    from broadsheet.checks.run import CheckOptions, CheckReport, check

__all__ = ["CheckOptions", "CheckReport", "all_rules", "check", "fix_articles", "quick_check"]

_MODULES = {"all_rules": "catalogue", "fix_articles": "fix", "quick_check": "quick"}


def __getattr__(name: str) -> object:
    """Import a name when it is first used: a build needs only `quick_check`, which imports less."""
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_MODULES.get(name, 'run')}"), name)
