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

from broadsheet.newsletter.places import FORMS, ExistingIssues, existing_issues, is_issue_file

if TYPE_CHECKING:
    from broadsheet.newsletter.files import past_issues
    from broadsheet.newsletter.preview import IssuePreview, preview_issue
    from broadsheet.newsletter.routine import (
        IssueOptions,
        IssueRun,
        IssueStatus,
        MadeIssue,
        make_issues,
    )
    from broadsheet.newsletter.subscribe_form import join_form

__all__ = [
    "FORMS",
    "ExistingIssues",
    "IssueOptions",
    "IssuePreview",
    "IssueRun",
    "IssueStatus",
    "MadeIssue",
    "existing_issues",
    "is_issue_file",
    "join_form",
    "make_issues",
    "past_issues",
    "preview_issue",
]


def __getattr__(name: str) -> object:
    if name == "past_issues":
        from broadsheet.newsletter import files  # noqa: PLC0415

        return files.past_issues
    if name in {"IssuePreview", "preview_issue"}:
        from broadsheet.newsletter import preview  # noqa: PLC0415

        return getattr(preview, name)
    if name == "join_form":
        from broadsheet.newsletter import subscribe_form  # noqa: PLC0415

        return subscribe_form.join_form
    if name in __all__:
        from broadsheet.newsletter import routine  # noqa: PLC0415

        return getattr(routine, name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
