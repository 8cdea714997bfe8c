"""Web pages of an edition: the web copy of each issue, and the archive that lists them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from broadsheet import urls
from broadsheet.markdown import cut
from broadsheet.newsletter.compose import dateline, span_of
from broadsheet.newsletter.composed import Composed
from broadsheet.newsletter.context import Context
from broadsheet.newsletter.edition import Edition
from broadsheet.newsletter.images import Picture, web_picture
from broadsheet.newsletter.places import WEB_COPY
from broadsheet.newsletter.selection.issue import Issue, parse_issue_name
from broadsheet.text import one_line, without_c1

ON_A_PAGE = 50
"""Issues on a page of the archive."""

ARCHIVE_COLUMNS = 240


@dataclass(frozen=True, slots=True)
class Listed:
    """An issue as the archive lists it; `lead` is the title of its lead, "" if it has gone.

    `span` is the time that it covers, `dateline` that and which issue it is, in parts. `summary` and
    `picture` are the lead's.
    """

    name: str
    url: str
    span: str
    dateline: tuple[str, ...]
    lead: str = ""
    summary: str = ""
    picture: Picture | None = None
    year: str = ""


def listed(name: str, edition: Edition, context: Context, issue: Issue | None = None) -> Listed:
    """Describe an issue that exists, from its name alone if its articles have gone."""
    parsed = parse_issue_name(name, edition.site.timezone)
    if parsed and all(kind in context.site.taxonomies for kind, _ in parsed[1].terms):
        span, line = span_of(parsed[0], edition.language), dateline(*parsed, edition, context)
    else:
        span, line = name, (name,)
    year = str(parsed[0].start.year) if parsed else ""
    found = Listed(name, edition.issue_url(name), span, line, year=year)
    if issue is None:
        return found
    return replace(
        found,
        lead=one_line(issue.lead.title),
        summary=cut(one_line(context.texts.summary(issue.lead)), ARCHIVE_COLUMNS),
        picture=web_picture(issue, context.pictures),
    )


def web_copy(letter: Composed, edition: Edition, context: Context) -> bytes:
    """Make the page of an issue that `edition.issues` names. Raises TemplateError."""
    older, newer = edition.neighbours(letter.issue)
    values = {
        "letter": letter,
        "previous": older and listed(older, edition, context),
        "next": newer and listed(newer, edition, context),
        **_values(edition),
    }
    return without_c1(context.templates.text("digest/issue.html", **values)).encode()


def archive_pages(
    issues: Sequence[Listed], edition: Edition, context: Context
) -> Iterator[tuple[str, bytes]]:
    """Yield (path, content) of the pages of an edition's archive. Raises TemplateError."""
    count = max(1, -(-len(issues) // ON_A_PAGE))
    pages = [_page_url(number, edition) for number in range(1, count + 1)]
    for number in range(1, count + 1):
        shown = issues[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
        values = {
            "title": edition.title,
            "description": edition.config.description,
            "issues": shown,
            "years": _years(issues, pages),
            "pages": pages,
            "url": pages[number - 1],
            "newer": pages[number - 2] if number > 1 else "",
            "older": pages[number] if number < count else "",
            "subscribe": urls.absolute(edition.config.subscribe, edition.site.url)
            if edition.config.subscribe
            else "",
            "style": edition.style,
            **_values(edition),
        }
        page = without_c1(context.templates.text("digest/archive.html", **values)).encode()
        yield f"{edition.path}/{_page_folder(number)}{WEB_COPY}", page


def _years(issues: Sequence[Listed], pages: Sequence[str]) -> Mapping[str, str]:
    """Return where the issues of each year begin, the newest first."""
    years: dict[str, str] = {}
    for place, issue in enumerate(issues):
        years.setdefault(issue.year, f"{pages[place // ON_A_PAGE]}#y{issue.year}")
    return years


def _page_folder(number: int) -> str:
    return "" if number == 1 else f"page/{number}/"


def _page_url(number: int, edition: Edition) -> str:
    return f"{edition.url}{_page_folder(number)}"


def _values(edition: Edition) -> dict[str, Any]:
    return {
        "form": edition.form,
        "language": edition.language,
        "say": edition.language.say,
        "site": edition.site,
        "feeds": edition.feeds,
    }
