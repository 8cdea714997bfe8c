"""The draft of an editor's note: one line per story, to move or delete."""

from __future__ import annotations

import json

from broadsheet.model import Article
from broadsheet.newsletter.selection.issue import Issue
from broadsheet.text import one_line


def draft_note(issue: Issue) -> str:
    """Return a note that makes the issue as it would be without one, and holds it back."""
    lines = [
        "---",
        "draft: true  # The issue is not made until this line is deleted.",
        f"lead: {_reference(issue.lead)}",
    ]
    titled = [group for group in issue.groups if group.title]
    if titled:
        lines.append("sections:")
    for group in titled:
        lines.append(f"  - title: {json.dumps(group.title, ensure_ascii=False)}")
        lines.append("    articles:")
        lines.extend(f"      - {_reference(article)}" for article in group.articles)
    rest = [article for group in issue.groups if not group.title for article in group.articles]
    if rest:
        lines.append("order:")
        lines.extend(f"  - {_reference(article)}" for article in rest)
    lines.append(
        "unlisted: leave_out  # A story whose line you delete is left out; follow: it comes last."
    )
    return "\n".join([*lines, "---", "", ""])


def _reference(article: Article) -> str:
    return f"{json.dumps(article.source, ensure_ascii=False)}  # {one_line(article.title)}"
