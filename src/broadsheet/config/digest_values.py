"""Readers of the values that only `[digest.NAME]` has; the contract is that of `values`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from broadsheet import colours, urls
from broadsheet.config import table_values, values
from broadsheet.placeholders import PLACEHOLDER

_LIST_ID = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+")


def colour(value: object) -> str:
    """Read a colour as `#rrggbb` or `#rgb`; mail programs understand no other form everywhere."""
    text = values.line(value).lower()
    if re.fullmatch("#[0-9a-f]{3}", text):
        text = "#" + "".join(digit * 2 for digit in text[1:])
    if not colours.is_colour(text):
        message = f'"{value}" is not a colour; write e.g. "#a8400c"'
        raise ValueError(message)
    return text


def postal_address(value: object) -> str | bool:
    """Read a postal address, or `false` for none on purpose."""
    return False if value is False else values.line(value)


def list_id(value: object) -> str:
    """Read a list's identifier (RFC 2919, section 2): labels of ASCII, at least two."""
    text = values.line(value)
    if not _LIST_ID.fullmatch(text):
        message = f'"{text}" is not a list identifier; write e.g. "weekly.example.org"'
        raise ValueError(message)
    return text


def unsubscribe(value: object) -> tuple[str, ...]:
    """Read the unsubscribe addresses: one https address and one mailto address, or either alone.

    An address may contain placeholders, or be one.
    """
    found = tuple(map(link, values.strings([value] if isinstance(value, str) else value)))
    schemes = ["mailto" if url.startswith("mailto:") else "https" for url in found]
    if len(set(schemes)) < len(schemes):
        message = f"{schemes[0]} is given twice; write one https and one mailto address at most"
        raise ValueError(message)
    return tuple(sorted(found, key=lambda url: url.startswith("mailto:")))


def link(value: object) -> str:
    """Read an https or mailto address in which a sending program may replace placeholders."""
    text = values.line(value)
    if PLACEHOLDER.fullmatch(text):
        return text
    held = PLACEHOLDER.findall(text)
    try:
        parts = PLACEHOLDER.sub("~~", text).split("~~")
        safe = "~~".join(parts) if len(parts) == len(held) + 1 else ""
        url = urls.absolute(safe, "")
        scheme = urlsplit(url).scheme
    except ValueError:
        url = scheme = ""
    if not _reaches(url, scheme):
        message = (
            f'"{text}" is not where one unsubscribes; write e.g. '
            '"https://example.org/unsubscribe/%%token%%", "mailto:leave@example.org" or the tag of '
            "your sending program"
        )
        raise ValueError(message)
    for placeholder in held:
        url = url.replace("~~", placeholder, 1)
    return url


def _reaches(url: str, scheme: str) -> bool:
    if scheme == "https":
        return bool(urlsplit(url).hostname)
    return scheme == "mailto" and "@" in url and not set(url) & set("<>, ")


def links(value: object) -> Mapping[str, str]:
    """Read a table of links: what they say, and an address or a path below the site's."""
    return {
        label: values.url_or_path(url) for label, url in table_values.string_table(value).items()
    }


SHOWN = ("summary", "thumbnail", "tags", "minutes", "date", "author", "button")
_FONT = re.compile(r"[\w '\",.-]+")
_FIRST = re.compile(r"[0-9]{4}(?:-W[0-9]{2}|-[0-9]{2}(?:-[0-9]{2})?)")


def shown(value: object) -> tuple[str, ...]:
    """Read what a tier of stories shows; an empty list shows the title alone."""
    return () if value == [] else values.choices(*SHOWN)(value)


def font(value: object) -> str:
    """Read a value of CSS `font-family`, in single quotes where it needs some."""
    text = values.line(value).replace('"', "'")
    if not _FONT.fullmatch(text):
        message = f'"{value}" is no list of fonts; write e.g. "Georgia, serif"'
        raise ValueError(message)
    return text


def first_issue(value: object) -> str:
    """Read the name of a day, week or month."""
    text = values.line(value)
    if not _FIRST.fullmatch(text):
        message = f'"{text}" is no issue; write e.g. "2025-W01", "2025-01" or "2025-01-01"'
        raise ValueError(message)
    return text
