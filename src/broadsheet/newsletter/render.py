"""Composed → HTML with inlined styles, and the text part: the same stories in the same order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from broadsheet.newsletter.composed import Composed
from broadsheet.newsletter.context import Context
from broadsheet.newsletter.edition import Edition
from broadsheet.newsletter.plain import columns, wrap
from broadsheet.templating import Templates

CLIPPED = 102_000
"""Bytes after which Gmail clips an e-mail, and hides its end with the link to unsubscribe."""

_TEMPLATE = "digest/letter.html"

MAX_BYTES = 100_000
WARN_BYTES = 90_000


@dataclass(frozen=True, slots=True)
class Rendered:
    """An issue in both forms."""

    html: str
    text: str


def render(letter: Composed, edition: Edition, context: Context) -> Rendered:
    """Render an issue, shortened if it would be clipped, with a warning. Raises TemplateError."""
    shown = letter
    html = _html(shown, edition, context.templates)
    while (size := len(html.encode())) > MAX_BYTES:
        fewer = _fewer(letter.count - shown.omitted, size)
        if fewer < 1:
            break
        shown = letter.shortened(fewer)
        html = _html(shown, edition, context.templates)
    if message := _size_warning(shown, size):
        context.warn_of_config(edition.name, "", message)
    text = context.templates.text("digest/letter.txt", **_values(shown, edition))
    return Rendered(html, text)


def html_source(letter: Composed, edition: Edition, templates: Templates) -> str:
    """Render the HTML before its styles are inlined. Raises TemplateError."""
    return templates.text(_TEMPLATE, **_values(letter, edition))


def _html(letter: Composed, edition: Edition, templates: Templates) -> str:
    from broadsheet.newsletter.inline import NoHtmlError, inline  # noqa: PLC0415 - builds need it not

    try:
        return inline(html_source(letter, edition, templates))
    except NoHtmlError as error:
        message = "gives no HTML page; begin it with <!DOCTYPE html>, and write elements"
        raise templates.fault(_TEMPLATE, message) from error


def _fewer(count: int, size: int) -> int:
    """Guess how many stories fit, by the average size of one; always fewer than there are.

    Some bytes are no story's, so what is aimed at lies well below the limit: a second guess, with
    its inlining, would take longer than all else.
    """
    return min(count - 1, int(count * 0.97 * WARN_BYTES / size))


def _values(letter: Composed, edition: Edition) -> dict[str, Any]:
    return {
        "letter": letter,
        "language": edition.language,
        "say": edition.language.say,
        "site": edition.site,
        "wrap": wrap,
        "columns": columns,
    }


def _size_warning(letter: Composed, size: int) -> str:
    limit = f"Gmail cuts a letter at {CLIPPED // 1000} KB"
    if size > MAX_BYTES:
        return f"{letter.issue} has {size // 1000} KB with one article; {limit}: shorten templates"
    if letter.omitted:
        return (
            f"{letter.issue} has {letter.count} articles, and its letter "
            f"{letter.count - letter.omitted} of them and a link to the rest, since {limit}; "
            "lower limit, or shorten the summaries, to choose otherwise"
        )
    if size > WARN_BYTES:
        return f"{letter.issue} has {size // 1000} KB; {limit}: lower limit"
    return ""
