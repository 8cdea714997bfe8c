"""Placeholders of sending programs: kept whole on their way through templates and transfer encodings.

A link that holds one is replaced by an address that nothing on the way alters, and is put back into the
finished HTML and text. So a program finds its tag, byte for byte, wherever it looks for it.
"""

from __future__ import annotations

import re

from broadsheet.late import late_pattern

PLACEHOLDER = late_pattern(
    r"%%[A-Za-z][\w.-]*%%"
    r"|\{\{\{?[^{}<>\"'\n]{1,100}\}?\}\}"
    r"|\{\$?[A-Za-z][\w.]*\}"
    r"|\*\|[A-Za-z][\w:]*\|\*"
    r"|<%[^<>%\"'\n]{1,100}%>"
    r"|\[\[[A-Za-z][\w:]*\]\]"
    r"|\[[A-Za-z][\w:]*\]"
    r"|%(?![0-9A-Fa-f]{2}(?![A-Za-z_]))[A-Za-z][\w.-]*%"
)
"""What a sending program replaces for each recipient, in the forms that such programs use.

In this order: ours and ConvertKit's; listmonk's, Buttondown's, Brevo's, Keila's and Liquid's; MailerLite's;
Mailchimp's; SendGrid's; Mailjet's and GetResponse's; Brevo's older form and MailPoet's; Mailgun's, which
must not be taken for `%20` and the like.
"""

_BEGIN = "https://placeholder.invalid/"
_OURS = re.compile(r"%%[A-Za-z][\w.-]*%%")
_MASK = re.compile(rf"{re.escape(_BEGIN)}((?:[0-9a-f]{{2}})+)")


def masked(url: str) -> str:
    """Return an address to stand for `url` in templates if that holds a placeholder, else `url`."""
    return f"{_BEGIN}{url.encode().hex()}" if PLACEHOLDER.search(url) else url


def holds_placeholders(text: str) -> bool:
    """Return whether a rendered text holds a masked link, or a placeholder of our own form."""
    return bool(_MASK.search(text) or _OURS.search(text))


def restored(text: str, *, html: bool = False) -> str:
    """Put links with placeholders back; in HTML all of a link but its placeholders is escaped."""

    def link(match: re.Match[str]) -> str:
        url = bytes.fromhex(match[1]).decode()
        return _escaped(url) if html else url

    return _MASK.sub(link, text)


def _escaped(url: str) -> str:
    from html import escape  # noqa: PLC0415 - its entities are a table of thousands

    parts = PLACEHOLDER.split(url)
    tags = [*PLACEHOLDER.findall(url), ""]
    return "".join(escape(part) + tag for part, tag in zip(parts, tags, strict=True))
