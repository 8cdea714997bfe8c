"""What linkify-it takes for a link in a text: URLs, names of hosts, and e-mail addresses.

Source: lib/re.mjs and index.mjs of linkify-it 5.0, which markdown-it 14.1 has. Not its regular expressions
are used, some of which are quadratic, but what they accept.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import category

SCHEME = re.compile(r"https?:|ftp:|mailto:|//", re.IGNORECASE)
_PORT = re.compile(
    r":(?:6(?:[0-4]\d{3}|5(?:[0-4]\d{2}|5(?:[0-2]\d|3[0-5])))|[1-5]?\d{1,4})", re.ASCII
)
_PUNYCODE = re.compile(r"xn--[a-z0-9-]{1,59}", re.IGNORECASE)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789$+=^`|~"
_LETTERS_OF_LABELS = re.compile(r"[A-Za-z0-9$+=^`|~-]*+")
SEPARATORS = frozenset("><\uff5c")
MAIL_LETTERS = frozenset(
    '-;:&=+$,._"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
)
LONGEST_HOST = 253
"""Characters of a name (RFC 1035, section 2.3.4); linkify-it has no bound."""

_LONGEST_LABEL = 63
_CLOSING = {"[": "]", "(": ")", "{": "}", '"': '"', "'": "'"}
_BEHIND_DOTS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789%/&")


@lru_cache(maxsize=4096)
def kind(character: str) -> str:
    """Return "Z" for white space and control characters, "P" for punctuation, else ""."""
    found = category(character)
    return "Z" if found[0] == "Z" or found == "Cc" else "P" if found[0] == "P" else ""


def _is_space(text: str, at: int) -> bool:
    return at >= len(text) or kind(text[at]) == "Z"


def is_letter(text: str, at: int) -> bool:
    """Return whether what stands at a place may be part of a name (`src_pseudo_letter`)."""
    sign = text[at : at + 1]
    if sign.isascii():
        return sign in _LETTERS and bool(sign)
    return not kind(sign) and sign not in SEPARATORS


def ends_host(text: str, at: int) -> bool:
    """Return whether a host may end at a place (`src_host_terminator`)."""
    if at >= len(text):
        return True
    if is_letter(text, at) or text[at] in "-_":
        return False
    following = text[at + 1 : at + 2]
    if text[at] == ":":
        return not ("0" <= following <= "9")
    return text[at] != "." or not following or (following != "-" and bool(kind(following)))


def labels(text: str, at: int) -> list[int]:
    """Return where each label of the name ends that begins at a place; no name is longer than allowed."""
    ends: list[int] = []
    last = min(at + LONGEST_HOST, len(text))
    while at < last:
        letters = _LETTERS_OF_LABELS.match(text, at, last)
        end = letters.end() if letters else at
        while end < last and (text[end] == "-" or is_letter(text, end)):
            end += 1
        if punycode := _PUNYCODE.match(text, at, last):
            end = punycode.end()
        elif end == at or end - at > _LONGEST_LABEL or "-" in (text[at], text[end - 1]):
            break
        ends.append(end)
        at = end + 1
        if text[end : end + 1] != ".":
            break
    return ends


def behind_port(text: str, at: int) -> int:
    """Return the place behind a port (`src_port`), else the place."""
    port = _PORT.match(text, at)
    return port.end() if port else at


def path(text: str, at: int) -> int:
    """Return where the path ends that begins at a place, else the place (`src_path`)."""
    if text[at : at + 1] not in {"/", "?", "#"} or at >= len(text):
        return at
    end = at + 1
    while end < len(text) and (behind := _unit(text, end)) > end:
        end = behind
    return end if end > at + 1 or text[at] == "/" else at


def _unit(text: str, at: int) -> int:
    """Return where one more part of a path ends, `at` if none begins there."""
    sign = text[at]
    if sign in _CLOSING:
        end = _behind_pair(text, at, _CLOSING[sign])
        is_apostrophe = sign == "'" and (is_letter(text, at + 1) or text[at + 1 : at + 2] == "-")
        return at + 1 if end == at and is_apostrophe else end
    if sign in ")]}" or sign in SEPARATORS or kind(sign) == "Z":
        return at
    behind = at + 1
    while sign in ".-!" and text[behind : behind + 1] == sign:
        behind += 1
    following = text[behind : behind + 1]
    if sign == "." and behind > at + 1:
        return behind + 1 if following in _BEHIND_DOTS and following else at
    if sign in ".,;!?" and (_is_space(text, behind) or following == sign == "?"):
        return at
    return behind


def _behind_pair(text: str, at: int, closing: str) -> int:
    """Return the place behind what closes a bracket or a quote before white space, else `at`."""
    end = text.find(closing, at + 1)
    is_empty = end == at + 1 and closing in "\"'"
    if end < 0 or is_empty or any(kind(each) == "Z" for each in text[at + 1 : end]):
        return at
    return end + 1


def _with_user(text: str, at: int) -> int:
    """Return the place behind `user:password@`, else the place."""
    end = at
    while not _is_space(text, end) and text[end] not in "@/[]()":
        end += 1
    return end + 1 if end > at and text[end : end + 1] == "@" else at


def _host(text: str, at: int, *, dots: bool = False) -> int:
    """Return where a host with its port ends, 0 if none begins at a place; with `dots`, it has one."""
    ends = labels(text, at)
    if not ends or (dots and len(ends) == 1 and text[at : ends[0]].lower() != "localhost"):
        return 0
    end = behind_port(text, ends[-1])
    return end if ends_host(text, end) else 0


def url_at(text: str, at: int) -> int:
    """Return where a URL with a scheme ends, 0 if none begins at a place."""
    scheme = SCHEME.match(text, at)
    if not scheme:
        return 0
    start, name = scheme.end(), scheme[0].lower()
    if name == "mailto:":
        return _mailto(text, start)
    if name == "//":
        is_wrong = at > 0 and (text[at - 1] == ":" or text[at - 1] == "/")
        return 0 if is_wrong else _behind_slashes(text, start, dots=True)
    return _behind_slashes(text, start + 2) if text.startswith("//", start) else 0


def _behind_slashes(text: str, start: int, *, dots: bool = False) -> int:
    places = dict.fromkeys((_with_user(text, start), start))
    end = next(filter(None, (_host(text, each, dots=dots) for each in places)), 0)
    return path(text, end) if end else 0


def _mailto(text: str, start: int) -> int:
    at = start
    while at < len(text) and text[at] in MAIL_LETTERS:
        at += 1
    if at == start or text[start] == '"' or text[at : at + 1] != "@":
        return 0
    ends = labels(text, at + 1)
    return ends[-1] if ends and ends_host(text, ends[-1]) else 0
