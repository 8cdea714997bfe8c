"""The newsletter: issues of an edition, made from the site's articles.

    Site ─select▶ Issue ─compose▶ Composed, Email ─render▶ Rendered ─message▶ .eml
                                     └─pages, feed▶ web copy, archive, feeds

`files` is this line in code; each stage knows only those before it. Nothing here reads the clock or
the network. Pictures are read from disk; an issue is a function of content, configuration and name.

`make_issues` gives finished issues; who sends them needs nothing else. What `publish build` imports
when there is nothing to do is light; the rest is imported when it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.lazy import lazy
from broadsheet.newsletter.places import FORMS, ExistingIssues, existing_issues, is_issue_file

if TYPE_CHECKING:
    from broadsheet.newsletter.edition import edition_title
    from broadsheet.newsletter.files import past_issues
    from broadsheet.newsletter.missed import Missed, missed_articles
    from broadsheet.newsletter.pictures import NoPictureError, Pictures
    from broadsheet.newsletter.preview import IssuePreview, preview_issue
    from broadsheet.newsletter.routine import (
        IssueOptions,
        IssueRun,
        IssueStatus,
        MadeIssue,
        make_issues,
    )
    from broadsheet.newsletter.schedule import last_complete, scheduled
    from broadsheet.newsletter.select import edition_of
    from broadsheet.newsletter.subscribe_form import join_form, join_links
else:
    __getattr__ = lazy(
        __name__,
        {
            "edition": "edition_title",
            "files": "past_issues",
            "missed": "Missed missed_articles",
            "pictures": "NoPictureError Pictures",
            "preview": "IssuePreview preview_issue",
            "routine": "IssueOptions IssueRun IssueStatus MadeIssue make_issues",
            "schedule": "last_complete scheduled",
            "select": "edition_of",
            "subscribe_form": "join_form join_links",
        },
    )

__all__ = [
    "FORMS",
    "ExistingIssues",
    "IssueOptions",
    "IssuePreview",
    "IssueRun",
    "IssueStatus",
    "MadeIssue",
    "Missed",
    "NoPictureError",
    "Pictures",
    "edition_of",
    "edition_title",
    "existing_issues",
    "is_issue_file",
    "join_form",
    "join_links",
    "last_complete",
    "make_issues",
    "missed_articles",
    "past_issues",
    "preview_issue",
    "scheduled",
]
