"""Composed → HTML with inlined styles, and the text part: the same stories in the same order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from broadsheet.columns import columns
from broadsheet.newsletter.composed import Composed
from broadsheet.newsletter.context import Context
from broadsheet.newsletter.edition import Edition
from broadsheet.newsletter.plain import wrap
from broadsheet.placeholders import holds_placeholders, restored
from broadsheet.templating import Templates
from broadsheet.text import without_c1

CLIPPED = 102_000
"""Bytes after which Gmail clips an e-mail, and hides its end with the link to unsubscribe."""

_TEMPLATE = "digest/letter.html"

LINK_BYTES = 200
"""A link may become so long where a sending program counts clicks; measured at Mailgun and SendGrid."""

_LINK = re.compile(r'href="(https?:[^"]*)"')


@dataclass(frozen=True, slots=True)
class RenderedIssue:
    """An issue in both forms, with so many stories."""

    html: str
    text: str
    shown: int
    has_placeholders: bool


def render(letter: Composed, edition: Edition, context: Context) -> RenderedIssue:
    """Render an issue, shortened if it would be clipped, with a warning. Raises TemplateError."""
    shown, limit = letter, edition.config.max_bytes
    html = _html(shown, edition, context.templates)
    while (size := sent_size(html)) > limit and shown.shown > 1:
        shown = letter.shortened(_fewer(shown.shown, size, limit))
        html = _html(shown, edition, context.templates)
    if message := _size_warning(letter, shown, size, limit):
        context.warn_of_config(edition.name, "", message)
    text = context.templates.text("digest/letter.txt", **_values(shown.tiered(), edition))
    html, text = without_c1(html), without_c1(text)
    return RenderedIssue(
        restored(html, html=True), restored(text), shown.shown, holds_placeholders(html)
    )


def sent_size(html: str) -> int:
    """Return the bytes of an e-mail's HTML after a sending program has lengthened its links."""
    growth = (LINK_BYTES - len(link) for link in _LINK.findall(html))
    return len(html.encode()) + sum(more for more in growth if more > 0)


def html_source(letter: Composed, edition: Edition, templates: Templates) -> str:
    """Render the HTML before its styles are inlined. Raises TemplateError."""
    return templates.text(_TEMPLATE, **_values(letter.tiered(), edition))


def _html(letter: Composed, edition: Edition, templates: Templates) -> str:
    from broadsheet.newsletter.inline import NoHtmlError, inline  # noqa: PLC0415 - builds need it not

    try:
        return inline(html_source(letter, edition, templates))
    except NoHtmlError as error:
        message = "gives no HTML page; begin it with <!DOCTYPE html>, and write elements"
        raise templates.error(_TEMPLATE, message) from error


def _fewer(count: int, size: int, limit: int) -> int:
    """Guess how many stories fit, by the average size of one; always fewer than there are.

    Some bytes belong to no story, so the target lies well below the limit: a second guess, with its
    inlining, would take longer than everything else.
    """
    return min(count - 1, max(1, int(count * 0.87 * limit / size)))


def _values(letter: Composed, edition: Edition) -> dict[str, Any]:
    return {
        "letter": letter,
        "language": edition.language,
        "say": edition.language.say,
        "site": edition.site,
        "wrap": wrap,
        "columns": columns,
    }


def _size_warning(letter: Composed, shown: Composed, size: int, limit: int) -> str:
    clipped = f"Gmail clips an e-mail at {CLIPPED // 1000} KB"
    if size > limit:
        return (
            f"{letter.issue} has {size // 1000} KB with one article, more than max_bytes ({limit}); "
            f"{clipped}: shorten templates, or raise max_bytes"
        )
    if shown.shown < letter.shown:
        return (
            f"{letter.issue} has {letter.count} articles, and its e-mail "
            f"{shown.shown} of them and a link to the rest, since {clipped}; "
            "lower limit, or shorten the summaries, to choose otherwise"
        )
    return ""
