"""Checks values of feeds: dates, addresses, languages, numbers.

Each checker takes a text without white space around it and returns what is wrong and what to
write instead, or "".
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from email.utils import getaddresses, parsedate
from urllib.parse import unquote

from broadsheet.checks.feeds import uris
from broadsheet.language_tags import is_language_code

Checker = Callable[[str], str]

_RFC3339 = re.compile(
    r"(\d{4}-\d\d-\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)", re.ASCII
)
_W3CDTF = re.compile(
    r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:(?<=-\d\d-\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d*)?)?(?:Z|[+-]\d\d:\d\d))?",
    re.ASCII,
)
_DAYS = "mon tue wed thu fri sat sun".split()
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = "(?:" + "|".join(_MONTHS) + ")"
_RFC822 = re.compile(
    rf"(?:(?:{'|'.join(_DAYS)})\s*,\s*)?\d\d?\s+{_MONTH}\s+\d\d(?:\d\d)?\s+"
    r"\d\d:\d\d(?::\d\d)?\s+(?:[+-]\d{4}|ut|gmt|[ecmp][sd]t|[a-ik-z])?",
    re.ASCII,
)
STRICT_RFC822 = re.compile(
    rf"(?:(?:{'|'.join(_DAYS).title()}), )?\d\d? {_MONTH.title()} \d{{4}} "
    r"\d\d:\d\d(?::\d\d)? (?:[+-]\d\d[03]0|UT|GMT|[ECMP][SD]T|Z)",
    re.ASCII,
)
_COMMENT = re.compile(r"\([^()]*\)")
_LANGUAGE = re.compile(r"([A-Za-z]{1,8})(?:-[A-Za-z0-9]{1,8})*")
_TOKEN = r"[^\s()<>,;:\\\"/\[\]?=]+"  # noqa: S105 - of RFC 2045
_MEDIA_TYPE = re.compile(
    rf"{_TOKEN}/{_TOKEN}(?:\s*;\s*{_TOKEN}=(?:{_TOKEN}|\"(?:\\.|[^\"\\])*\"))*"
)
_ADDRESS = re.compile(
    r"[\w.!#$%&'*+/=?^`{|}~-]+@(?:(?:[A-Za-z0-9-]+\.)+|(?:\d{1,3}\.){3})[A-Za-z0-9][A-Za-z0-9-]*"
)
_INTERNATIONAL = re.compile(r"[\w._%+-]+@[^\W\d_][\w.-]+")
_MAX_MINUTE = 60
MAX_DATE = 200
"""Characters; a longer text is not a date, and removing nested comments takes quadratic time."""


def rfc3339(text: str) -> str:
    """Check a date of Atom (RFC 3339)."""
    match = _RFC3339.fullmatch(text)
    wrong = "is not a date of RFC 3339; write 2025-06-17T23:20:05+08:00"
    return "" if match and _exists(*match.groups()) else wrong


def w3cdtf(text: str) -> str:
    """Check a date of Dublin Core (the W3C's profile of ISO 8601)."""
    match = _W3CDTF.fullmatch(text)
    wrong = "is not a W3C date; write 2025-06-17T23:20:05+08:00"
    return "" if match and _exists(*match.groups()) else wrong


def _exists(date: str, hour: str | None, minute: str | None, second: str | None) -> bool:
    numbers = [int(part) for part in date.split("-")]
    try:
        dt.date(numbers[0] or 1, *([*numbers[1:], 1, 1])[:2])
    except ValueError:
        return False
    hour_fits = int(hour or 0) < 24  # noqa: PLR2004 - a day
    return hour_fits and int(minute or 0) <= _MAX_MINUTE and int(second or 0) <= _MAX_MINUTE


def rfc822(text: str) -> str:
    """Check a date of RSS (RFC 822, with years of four digits as RFC 1123 allows)."""
    wrong = "is not a date of RFC 822; write Tue, 17 Jun 2025 15:20:05 +0000"
    if len(text) > MAX_DATE:
        return wrong
    bare = re.sub(r"\\.", "", text)
    while (without := _COMMENT.sub(" ", bare)) != bare:
        bare = without
    if not _RFC822.fullmatch(bare.strip().lower()):
        return wrong
    parts = parsedate(text) if STRICT_RFC822.fullmatch(text) else None
    if parts is None:
        return ""
    try:
        day = _DAYS[dt.date(*parts[:3]).weekday()]
    except ValueError:
        return wrong
    if "," in text and day != text[:3].lower():
        return f"was a {day.title()}; write that day, or correct the date"
    return ""


def is_old_rfc822(text: str) -> bool:
    """Return whether a date of RFC 822 is in a form that some readers do not support."""
    return not rfc822(text) and not STRICT_RFC822.fullmatch(text)


def language(text: str) -> str:
    """Check a language tag (RFC 5646)."""
    match = _LANGUAGE.fullmatch(text)
    if match and (is_language_code(match[1]) or match[1].lower() in {"i", "x"}):
        return ""
    return "is not a language tag; write zh-CN or en"


def address(text: str) -> str:
    """Check an email address (RFC 5322, addr-spec)."""
    if _ADDRESS.fullmatch(text) or _INTERNATIONAL.fullmatch(text):
        return ""
    return "is not an email address; write ada@example.org"


_LONGEST_CONTACT = 900


def contact(text: str) -> str:
    """Check a person in RSS: `ada@example.org (Ada)`; a name beside the address is accepted."""
    text = unquote(text.removeprefix("mailto:")) if text.startswith("mailto:") else text
    if text.find("@") > 0 and not text.endswith(")"):
        return ""
    # The parser of comments recurses at each parenthesis; lines of SMTP end at 1,000 (RFC 5321).
    found = getaddresses([text]) if len(text) < _LONGEST_CONTACT else []
    only = found[0][1] if len(found) == 1 else text
    return "is not a contact; write ada@example.org (Ada)" if address(only) else ""


def media_type(text: str) -> str:
    """Check a media type (RFC 2045)."""
    return "" if _MEDIA_TYPE.fullmatch(text) else "is not a media type; write image/png"


def natural(text: str) -> str:
    """Check a number from 0 on."""
    return "" if _number(text, 0) else "is not a number from 0 on; write digits only"


def positive(text: str) -> str:
    """Check a number from 1 on."""
    return "" if _number(text, 1) else "is not a number from 1 on; write digits only"


def _number(text: str, least: int, most: int = 10**18) -> bool:
    return re.fullmatch(r"[+-]?\d{1,18}", text, re.ASCII) is not None and least <= int(text) <= most


def hour(text: str) -> str:
    """Check an hour of a day; 24 is an old way to write 0."""
    return "" if _number(text, 0, 24) else "is not an hour; write 0 to 23"


def width(text: str) -> str:
    """Check the width of an RSS image."""
    return "" if _number(text, 1, 144) else "is not 1 to 144; write the width in pixels"


def height(text: str) -> str:
    """Check the height of an RSS image."""
    return "" if _number(text, 1, 400) else "is not 1 to 400; write the height in pixels"


def _degrees(text: str, most: float) -> bool:
    return (
        re.fullmatch(r"\s*[+-]?\d{1,3}(?:\.\d*)?\s*", text, re.ASCII) is not None
        and abs(float(text)) <= most
    )


def latitude(text: str) -> str:
    """Check a latitude."""
    return "" if _degrees(text, 90) else "is not a latitude; write degrees from -90 to 90"


def longitude(text: str) -> str:
    """Check a longitude."""
    return "" if _degrees(text, 180) else "is not a longitude; write degrees from -180 to 180"


def one_of(*words: str) -> Checker:
    """Return a checker that accepts these words."""

    def check(text: str) -> str:
        return (
            ""
            if text in words
            else f"is not {', '.join(words[:-1])} or {words[-1]}; write one of these"
        )

    return check


def matching(pattern: str, what: str, example: str) -> Checker:
    """Return a checker that accepts texts that match a pattern."""
    compiled = re.compile(pattern, re.ASCII)

    def check(text: str) -> str:
        return "" if compiled.fullmatch(text) else f"is not {what}; write {example}"

    return check


CHECKERS: Mapping[str, Mapping[str, Checker]] = {
    "uri": {
        "uri": uris.absolute,
        "uri-reference": uris.reference,
        "iri": uris.iri,
        "web-url": uris.web,
    },
    "date": {"rfc3339": rfc3339, "w3cdtf": w3cdtf, "rfc822": rfc822},
    "language": {"language": language},
    "contact": {"address": address, "contact": contact},
    "media-type": {"media-type": media_type},
    "number": {
        "natural": natural,
        "positive": positive,
        "hour": hour,
        "width": width,
        "height": height,
        "latitude": latitude,
        "longitude": longitude,
        "decimal": matching(r"[+-]?\d+(?:\.\d*)?", "a number", "44.1"),
        "numbers": matching(r"\d+(?:,\s*\d+)*", "a list of numbers", "1,2,3"),
    },
    "word": {
        "boolean": one_of("true", "false"),
        "yes-no": one_of("yes", "no"),
        "medium": one_of("image", "audio", "video", "document", "executable"),
        "media-text": one_of("plain", "html"),
        "expression": one_of("sample", "full", "nonstop"),
        "period": one_of("hourly", "daily", "weekly", "monthly", "yearly"),
        "day": one_of(*"Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()),
        "form-name": matching(r"[A-Za-z_][\w:.-]*", "a name of a form field", "q"),
    },
}
"""The checkers of each rule about values, by the kinds of values that `vocabulary` names."""
