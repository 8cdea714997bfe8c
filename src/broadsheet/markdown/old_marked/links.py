"""The parts of links and pictures (`inline.link`, `inline.reflink`), and bare addresses (`inline.url`)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from broadsheet.markdown.old_marked.closers import Closers

_OPEN, _CLOSE = re.compile(r"\["), re.compile(r"\]")
_MOST = 20_000
"""So far behind a mark, a link must end."""
_PAREN = re.compile(r"\)")
_OLD_TITLE = re.compile(r"(?<!\s)\s++['\"]")
_OLD_TITLE_END = re.compile(r"['\"]\s*+\)")
_SPACES = re.compile(r"\s*+")
_SPACE = re.compile(r"[\s\x00-\x1f]|\Z")
_BRACKETED = re.compile(r"<(?:\\[<>]?|[^\s<>\\])*>")
_REST = re.compile(
    r"(?:\s+(?P<title>\"(?:\\\"?|[^\"\\])*\"|'(?:\\'?|[^'\\])*'|\((?:\\\)?|[^)\\])*\)))?\s*+\)"
)
_ESCAPE = re.compile(r"\\([!\"#$%&'()*+,\-./:;<=>?@\[\]\\^_`{|}~])")
_NAME = re.compile(r"\s*\[([^\[\]]*)\]")
_URL = r"((?:ftp|https?)://|www\.)[a-zA-Z0-9-][^\s<]*"
_OLD_URL, _NEW_URL = re.compile(_URL), re.compile(_URL, re.IGNORECASE)
_LOCAL = r"[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]"
_PART = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_MAIL = re.compile(rf"{_LOCAL}{{1,64}}+@{_PART}(?:\.{_PART})+(?![-_])")
_SHORT_MAIL = re.compile(
    r"[A-Za-z0-9._+-]{1,64}+@[a-zA-Z0-9_-]+(?:\.[a-zA-Z0-9_-]*[a-zA-Z0-9])+(?![-_])"
)
_BACK = re.compile(r"(?:[^?!.,:;*_~()&]+|\([^)]*\)|&(?![a-zA-Z0-9]+;\Z)|[?!.,:;*_~)]+(?!\Z))+")
_AUTO = re.compile(rf"<([a-zA-Z][a-zA-Z0-9+.-]{{1,31}}:[^\s\x00-\x1f<>]*|{_MAIL.pattern})>")
_MOST_TIMES = 50
_LONGEST = 2_000
"""Characters of an address at whose end punctuation is looked for."""


@dataclass(frozen=True, slots=True)
class LinkParts:
    """A link's text, address and title, and the place behind it."""

    text: str
    href: str
    title: str
    end: int


def link_at(text: str, at: int, closers: Closers, *, is_oldest: bool) -> LinkParts | None:
    """Return the link whose bracket opens at a place, None if none does."""
    if is_oldest:
        return _old_link(text, at, closers)
    end = label_end(text, at)
    target = _target(text, end, closers) if end and text.startswith("(", end) else None
    if target is None:
        return None
    href, title, behind = target
    if (closing := _closing(href)) >= 0:
        behind = text.index(href, end) + closing + 1
        href, title = href[:closing], ""
    href = href[1:-1] if href.startswith("<") and href.endswith(">") else href
    return LinkParts(text[at + 1 : end - 1], unescaped(href), unescaped(title), behind)


def _target(text: str, start: int, closers: Closers) -> tuple[str, str, int] | None:
    """Return the address and the title behind the text of a link, and the place behind them."""
    if not closers.has(_PAREN, start):
        return None
    spaces = _SPACES.match(text, start + 1)
    begun = spaces.end() if spaces else start + 1
    bracketed = _BRACKETED.match(text, begun)
    space = closers.next(_SPACE, begun)
    end = bracketed.end() if bracketed else (space.start() if space else len(text))
    if rest := _REST.match(text, end):
        return text[begun:end], (rest["title"] or "")[1:-1], rest.end()
    close = text.rfind(")", begun, end)
    return (text[begun:close], "", close + 1) if close >= 0 else None


def _old_link(text: str, at: int, closers: Closers) -> LinkParts | None:
    """Return the link for the oldest versions, whose text goes on to the last bracket that may end it."""
    for end in reversed(old_labels(text, at, closers)):
        if text.startswith("(", end) and (target := _old_target(text, end, closers)):
            href, title, behind = target
            return LinkParts(text[at + 1 : end - 1], href, title, behind)
    return None


def _old_target(text: str, start: int, closers: Closers) -> tuple[str, str, int] | None:
    """Return the address and the title behind the text of a link, and the place behind them."""
    close = closers.next(_PAREN, start)
    if close is None:
        return None
    behind = close.end()
    href, title = text[start + 1 : close.start()], ""
    if ('"' in href or "'" in href) and (begun := _OLD_TITLE.search(href)):
        from_title = start + 1 + begun.end()
        end = closers.next(_OLD_TITLE_END, from_title)
        if end:
            href, title, behind = href[: begun.start()], text[from_title : end.start()], end.end()
    return href.strip().removeprefix("<").removesuffix(">"), title, behind


def old_labels(text: str, at: int, closers: Closers) -> list[int]:
    """Return the places behind brackets that may end the text of a link."""
    found: list[int] = []
    place, most = at + 1, min(len(text), at + _MOST)
    while place < most and closers.goes_on():
        character = text[place]
        if character == "\\" and text[place + 1 : place + 2] in {"[", "]"}:
            place += 2
        elif character in "[]":
            inner = closers.next(_OPEN, place + 1)
            close = closers.next(_CLOSE, place + 1)
            if character == "]":
                found.append(place + 1)
            if close is None or (inner is not None and inner.start() < close.start()):
                return found
            place = close.end() if character == "[" else place + 1
        else:
            close = closers.next(_CLOSE, place + 1)
            inner = closers.next(_OPEN, place + 1)
            escape = text.find("\\", place, close.start() if close else most)
            stops = [match.start() for match in (close, inner) if match]
            if escape >= 0:
                stops.append(max(escape, place + 1))
            place = min(stops) if stops else most
    return found


def label_end(text: str, at: int) -> int:
    """Return the place behind the text of a link, 0 if it does not end."""
    found = _LABEL.match(text, at, at + _MOST)
    return found.end() if found else 0


_LABEL = re.compile(r"\[(?>(?:\[[^\[\]]*+\]|\\[\[\]]?|`[^`]*+`|`|[^\[\]\\`])*)\]")


def _closing(href: str) -> int:
    """Return where a bracket closes that none has opened (`findClosingBracket`), or -1."""
    level, is_escaped = 0, False
    for place, character in enumerate(href):
        if is_escaped:
            is_escaped = False
        elif character == "\\":
            is_escaped = True
        elif character in "()":
            level += 1 if character == "(" else -1
            if level < 0:
                return place
    return -1


def unescaped(text: str) -> str:
    """Return a text without the backslashes of its escapes."""
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text


def reference_at(
    text: str, at: int, closers: Closers, *, is_oldest: bool
) -> tuple[str, str, int] | None:
    """Return the text and the name of the link by name at a place, and the place behind it."""
    ends = old_labels(text, at, closers) if is_oldest else [label_end(text, at)]
    for end in reversed(ends):
        named = _NAME.match(text, end) if end else None
        if named and (is_oldest or text[end] == "["):
            words = text[at + 1 : end - 1]
            return words, named[1] or words, named.end()
    if ends and ends[0]:
        words = text[at + 1 : ends[0] - 1]
        return words, words, ends[0]
    return None


def auto_at(text: str, at: int) -> tuple[str, int] | None:
    """Return the address in angle brackets at a place, and the place behind it."""
    found = _AUTO.match(text, at)
    return (found[1], found.end()) if found else None


def url_at(text: str, at: int, *, is_oldest: bool) -> tuple[str, int] | None:
    """Return the bare address at a place, and the place behind it."""
    found = (_OLD_URL if is_oldest else _NEW_URL).match(text, at)
    if found is None:
        mail = (_MAIL if is_oldest else _SHORT_MAIL).match(text, at)
        return (mail[0], mail.end()) if mail else None
    address = found[0]
    for _ in range((1 if is_oldest else _MOST_TIMES) if len(address) <= _LONGEST else 0):
        back = _BACK.search(address)
        if back is None or back[0] == address:
            break
        address = back[0]
    return address, at + len(address)
