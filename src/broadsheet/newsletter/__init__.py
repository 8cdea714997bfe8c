"""The newsletter: issues of an edition, made from the site's articles.

    Site ─select▶ Issue ─compose▶ Composed, Email ─render▶ RenderedIssue ─message▶ .eml
                                     └─pages, feed▶ web copy, archive, feeds

`files` is this line in code; each stage knows only those before it. Nothing here reads the clock or
the network. Pictures are read from disk; an issue is a function of content, configuration and name.

`make_issues` returns finished issues; sending needs nothing else. `past_issues` returns what a
build makes of them, and `places` knows their paths. A `publish build` with nothing to do imports
`places` only; the rest is imported when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.lazy import lazy
from broadsheet.newsletter import places

if TYPE_CHECKING:
    from broadsheet.newsletter.context import make_context
    from broadsheet.newsletter.files import past_issues
    from broadsheet.newsletter.missed import Missed, missed_articles
    from broadsheet.newsletter.preview import IssuePreview, preview_issue
    from broadsheet.newsletter.routine import (
        IssueOptions,
        IssueRun,
        IssueStatus,
        MadeIssue,
        make_issues,
    )
    from broadsheet.newsletter.schedule import last_complete, scheduled
else:
    __getattr__ = lazy(
        __name__,
        {
            "context": "make_context",
            "files": "past_issues",
            "missed": "Missed missed_articles",
            "preview": "IssuePreview preview_issue",
            "routine": "IssueOptions IssueRun IssueStatus MadeIssue make_issues",
            "schedule": "last_complete scheduled",
        },
    )

__all__ = [
    "IssueOptions",
    "IssuePreview",
    "IssueRun",
    "IssueStatus",
    "MadeIssue",
    "Missed",
    "last_complete",
    "make_context",
    "make_issues",
    "missed_articles",
    "past_issues",
    "places",
    "preview_issue",
    "scheduled",
]
