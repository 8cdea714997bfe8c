"""Letter → HTML with inlined styles, and the text part: both with the same stories in one order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from broadsheet.newsletter.desk import Desk
from broadsheet.newsletter.issue import Issue
from broadsheet.newsletter.letter import Letter
from broadsheet.newsletter.plain import columns, wrap

CLIPPED = 102_000
"""Bytes after which Gmail cuts a letter off, and hides its end with the link to unsubscribe."""

_TEMPLATE = "digest/letter.html"

MAX_BYTES = 100_000
WARN_BYTES = 90_000


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter in both its forms."""

    html: str
    text: str


def render_letter(issue: Issue, letter: Letter, desk: Desk) -> Rendered:
    """Render a letter, shortened where it would be cut off; the desk is told. Raises TemplateError."""
    shown = letter
    html = _html(shown, desk)
    while (size := len(html.encode())) > MAX_BYTES:
        fewer = _fewer(letter.count - shown.omitted, size)
        if fewer < 1:
            break
        shown = letter.shortened(fewer)
        html = _html(shown, desk)
    _tell(issue, shown, size, desk)
    return Rendered(html, desk.templates.text("digest/letter.txt", **_values(shown, desk)))


def _html(letter: Letter, desk: Desk) -> str:
    from broadsheet.newsletter.inline import NoHtmlError, inline  # noqa: PLC0415 - builds need it not

    try:
        return inline(letter_source(letter, desk))
    except NoHtmlError as error:
        message = "gives no HTML page; begin it with <!DOCTYPE html>, and write elements"
        raise desk.templates.fault(_TEMPLATE, message) from error


def letter_source(letter: Letter, desk: Desk) -> str:
    """Render a letter before its styles are inlined. Raises TemplateError."""
    return desk.templates.text(_TEMPLATE, **_values(letter, desk))


def _fewer(count: int, size: int) -> int:
    """Guess how many stories fit, by the average size of one; always fewer than there are.

    Some bytes are no story's, so what is aimed at lies well below the limit: a second guess, with
    its inlining, would take longer than all else.
    """
    return min(count - 1, int(count * 0.97 * WARN_BYTES / size))


def _values(letter: Letter, desk: Desk) -> dict[str, Any]:
    return {
        "letter": letter,
        "language": desk.language,
        "say": desk.language.say,
        "site": desk.site.config.site,
        "wrap": wrap,
        "columns": columns,
    }


def _tell(issue: Issue, letter: Letter, size: int, desk: Desk) -> None:
    limit = f"Gmail cuts a letter at {CLIPPED // 1000} KB"
    if size > MAX_BYTES:
        message = f"{issue.name} has {size // 1000} KB with one article; {limit}: shorten templates"
    elif letter.omitted:
        message = (
            f"{issue.name} has {letter.count} articles, and its letter "
            f"{letter.count - letter.omitted} of them and a link to the rest, since {limit}; "
            "lower limit, or shorten the summaries, to choose otherwise"
        )
    elif size > WARN_BYTES:
        message = f"{issue.name} has {size // 1000} KB; {limit}: lower limit"
    else:
        return
    desk.warn_of_config(issue.edition, "", message)
