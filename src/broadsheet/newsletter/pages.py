"""Web pages of an edition: the web copy of each issue, and the archive that lists them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from broadsheet.newsletter.compose import dateline, span_of
from broadsheet.newsletter.composed import Composed
from broadsheet.newsletter.context import Context
from broadsheet.newsletter.edition import Edition
from broadsheet.newsletter.issue import Issue, parse_issue_name
from broadsheet.newsletter.plain import one_line


@dataclass(frozen=True, slots=True)
class Listed:
    """An issue as the archive lists it; `lead` is the title of its lead, "" if it has gone.

    `span` is the time that it covers, `dateline` that and which issue it is, in parts.
    """

    name: str
    url: str
    span: str
    dateline: tuple[str, ...]
    lead: str = ""


def listed(name: str, edition: Edition, context: Context, issue: Issue | None = None) -> Listed:
    """Describe an issue that exists, from its name alone if its articles have gone."""
    parsed = parse_issue_name(name, edition.site.timezone)
    if parsed and all(kind in context.site.taxonomies for kind, _ in parsed[1].terms):
        span, line = span_of(parsed[0], edition.language), dateline(*parsed, edition, context)
    else:
        span, line = name, (name,)
    lead = one_line(issue.lead.title) if issue else ""
    return Listed(name, edition.issue_url(name), span, line, lead)


def web_copy(letter: Composed, edition: Edition, context: Context) -> bytes:
    """Make the page of an issue that `edition.issues` names. Raises TemplateError."""
    older, newer = edition.neighbours(letter.issue)
    values = {
        "letter": letter,
        "previous": older and listed(older, edition, context),
        "next": newer and listed(newer, edition, context),
        **_values(edition),
    }
    return context.templates.render("digest/issue.html", **values)


def archive(issues: Sequence[Listed], edition: Edition, context: Context) -> bytes:
    """Make the archive page of an edition. Raises TemplateError."""
    values = {
        "title": edition.title,
        "description": edition.config.description,
        "issues": issues,
        "url": edition.url,
        "style": edition.style,
        **_values(edition),
    }
    return context.templates.render("digest/archive.html", **values)


def _values(edition: Edition) -> dict[str, Any]:
    return {
        "language": edition.language,
        "say": edition.language.say,
        "site": edition.site,
        "feeds": edition.feeds,
    }
