"""Web pages of an edition: the web copy of each issue, and the archive that lists them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from broadsheet import urls
from broadsheet.model import OutputFile
from broadsheet.newsletter.desk import Desk
from broadsheet.newsletter.edition import archive_url, edition_channel, edition_title
from broadsheet.newsletter.issue import Issue, edition_path, parse_issue_name
from broadsheet.newsletter.letter import Letter
from broadsheet.newsletter.plain import one_line
from broadsheet.newsletter.style import make_style
from broadsheet.newsletter.words import dateline, span_of
from broadsheet.pages import feed_links


@dataclass(frozen=True, slots=True)
class Listed:
    """An issue as the archive lists it; `lead` is the title of its lead story, "" if it has gone.

    `span` is the time that it covers, `dateline` that and which issue it is, in parts.
    """

    name: str
    url: str
    span: str
    dateline: tuple[str, ...]
    lead: str = ""


def ordered(edition: str, desk: Desk, *written: str) -> tuple[str, ...]:
    """Return the names of an edition's issues, the existing and the written, the newest first."""
    zone = desk.site.config.site.timezone
    names = {*desk.existing.get(edition, ()), *written}
    parsed = ((parse_issue_name(name, zone), name) for name in names)
    found = [(period_and_scope[0], name) for period_and_scope, name in parsed if period_and_scope]
    found.sort(key=lambda pair: (pair[0].start.timestamp(), pair[0].end.timestamp(), pair[1]))
    return tuple(name for _, name in reversed(found))


def neighbours(name: str, names: Sequence[str]) -> tuple[str, str]:
    """Return the issues before and after one, "" where there is none; `names` as `ordered` gives."""
    place = names.index(name)
    return (*names[place + 1 : place + 2], "")[0], names[place - 1] if place else ""


def listed(edition: str, name: str, desk: Desk, issue: Issue | None = None) -> Listed:
    """Describe an issue that exists, if only by its name, where its articles have gone."""
    parsed = parse_issue_name(name, desk.site.config.site.timezone)
    if parsed and all(kind in desk.site.taxonomies for kind, _ in parsed[1].terms):
        span, line = span_of(parsed[0], desk.language), dateline(*parsed, desk)
    else:
        span, line = name, (name,)
    url = urls.folder_url(desk.site.config.site.url, f"{edition_path(edition)}/{name}")
    return Listed(name, url, span, line, one_line(issue.lead.title) if issue else "")


def web_copy(issue: Issue, letter: Letter, names: Sequence[str], desk: Desk) -> bytes:
    """Make the page of an issue; `names` are all the edition's, as `ordered` gives them.

    Raises TemplateError.
    """
    older, newer = neighbours(issue.name, names)
    values = {
        "letter": letter,
        "previous": older and listed(issue.edition, older, desk),
        "next": newer and listed(issue.edition, newer, desk),
        "feeds": feed_links(edition_channel(issue.edition, desk), desk.site),
        **_values(desk),
    }
    return desk.templates.render("digest/issue.html", **values)


def archive(edition: str, issues: Sequence[Listed], desk: Desk) -> OutputFile:
    """Make the archive page of an edition. Raises TemplateError."""
    config = desk.site.config.digest[edition]
    values = {
        "title": edition_title(edition, desk),
        "description": config.description,
        "issues": issues,
        "url": archive_url(edition, desk),
        "feeds": feed_links(edition_channel(edition, desk), desk.site),
        "style": make_style(config.colours, desk.language),
        **_values(desk),
    }
    page = desk.templates.render("digest/archive.html", **values)
    return OutputFile(f"{edition_path(edition)}/index.html", page)


def _values(desk: Desk) -> dict[str, Any]:
    return {"language": desk.language, "say": desk.language.say, "site": desk.site.config.site}
