"""Finds links in a text, one after another, as linkify-it does.

Source: `test` and `match` in index.mjs, and the `tpl_…` expressions in lib/re.mjs of linkify-it 5.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from broadsheet.markdown.commonmark.link_grammar import (
    LONGEST_HOST,
    MAIL_LETTERS,
    SCHEME,
    SEPARATORS,
    behind_port,
    ends_host,
    is_letter,
    kind,
    labels,
    path,
    url_at,
)

# The general domains and the countries that linkify-it knows (index.mjs).
_DOMAINS = (
    "biz|com|edu|gov|net|org|pro|web|xxx|aero|asia|coop|info|museum|name|shop|рф|a[cdefgilmnoqrstuwxz]"
    "|b[abdefghijmnorstvwyz]|c[acdfghiklmnoruvwxyz]|d[ejkmoz]|e[cegrstu]|f[ijkmor]|g[abdefghilmnpqrstuwy]"
    "|h[kmnrtu]|i[delmnoqrst]|j[emop]|k[eghimnprwyz]|l[abcikrstuvy]|m[acdeghklmnopqrstuvwxyz]"
    "|n[acefgilopruz]|om|p[aefghklmnrstwy]|qa|r[eosuw]|s[abcdeghijklmnortuvxyz]|t[cdfghjklmnortvwz]"
    "|u[agksyz]|v[aceginu]|w[fs]|y[et]|z[amw]|xn--[a-z0-9-]{1,59}"
)
_DOMAIN = re.compile(_DOMAINS, re.IGNORECASE)
_DOT = re.compile(rf"\.(?=(?:{_DOMAINS})(?P<end>.)?)", re.IGNORECASE | re.DOTALL)
_SEEN = re.compile(r"localhost|www\.|\.[0-9]{1,3}\.", re.IGNORECASE)
_OCTET = "(?:25[0-5]|2[0-4][0-9]|[01]?[0-9][0-9]?)"
_IP = re.compile(rf"{_OCTET}(?:\.{_OCTET}){{3}}")
_SYMBOLS = frozenset("$+=^`|")
"""Signs that are letters of names, and that a name may stand behind."""

_NOT_BEFORE_NAMES = frozenset(".:/\\-_@")


class FoundLink(NamedTuple):
    """A link in a text, `text[start:end]`, and what has to stand before that for its address."""

    start: int
    end: int
    prefix: str = ""


def links(
    text: str, kinds: AbstractSet[str] = frozenset({"names", "mails"})
) -> Iterator[FoundLink]:
    """Yield the links of a text that is no Markdown, in order; without a scheme, those of some kinds."""
    done = 0
    names = _Names(text if "names" in kinds else "")
    mails = _Mails(text if "mails" in kinds else "")
    for url in _urls(text):
        if url.start < done:
            continue
        while (found := _first(names, mails, done, url)) is not None and found is not url:
            yield found
            done = found.end
        if url.start >= done:
            yield url
            done = url.end
    while found := _first(names, mails, done, None):
        yield found
        done = found.end


def _first(names: _Names, mails: _Mails, done: int, url: FoundLink | None) -> FoundLink | None:
    """Return what comes first behind a place; of what begins there, an e-mail address if it is longer."""
    name, mail = names.behind(done, url.start if url else None), mails.behind(done)
    first = url
    if name and (first is None or name.start < first.start):
        first = name
    if mail and (first is None or (mail.start, -mail.end) < (first.start, -first.end)):
        first = mail
    return first


def _urls(text: str) -> Iterator[FoundLink]:
    done = 0
    for scheme in SCHEME.finditer(text):
        at = scheme.start()
        before = text[at - 1 : at]
        is_apart = not before or before in SEPARATORS or (before != "_" and bool(kind(before)))
        if at >= done and is_apart and (end := url_at(text, at)):
            yield FoundLink(at, end)
            done = end


class _Names:
    """Finds names of hosts without a scheme, one after another."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._dots = _DOT.finditer(text)
        self._next: FoundLink | None = None
        self._is_done = False
        self._ends: dict[int, int] = {}
        self._last_dot = self._start = -1
        self._last_sign = self._sign_of_names()

    def _sign_of_names(self) -> int:
        """Return the last place that makes linkify-it look for names, -1 if there is none."""
        places = [found.start() for found in _SEEN.finditer(self.text)]
        ends = (dot for dot in _DOT.finditer(self.text) if self._is_end(dot))
        return max([*places, *(dot.start() for dot in ends)], default=-1)

    @staticmethod
    def _is_end(dot: re.Match[str]) -> bool:
        return dot["end"] is None or dot["end"] == ">" or bool(kind(dot["end"]))

    def behind(self, done: int, limit: int | None) -> FoundLink | None:
        """Return the next name that begins behind one place and before another one."""
        if self._last_sign < done:
            return None
        while not self._is_done and (self._next is None or self._next.start < done):
            dot = next(self._dots, None)
            self._is_done = dot is None
            self._next = self._around(dot.start(), done) if dot else None
        found = self._next
        is_near = found and found.start >= done and (limit is None or found.start < limit)
        return found if is_near else None

    def _around(self, dot: int, done: int) -> FoundLink | None:
        text, start = self.text, dot
        first = max(done, dot - LONGEST_HOST)
        while start > first and (text[start - 1] in "-." or is_letter(text, start - 1)):
            start -= 1
            if start == self._last_dot:  # What stands before that dot is known.
                start = max(self._start, first)
                break
        self._last_dot, self._start = dot, start
        inner = (at + 1 for at in range(start, dot) if text[at] in _SYMBOLS)
        for at in (*([start] if self._may_begin(start) else []), *inner):
            if text[at] not in _SYMBOLS and (end := self._end(at)):
                return FoundLink(at, end, "http://")
        return None

    def _may_begin(self, at: int) -> bool:
        before = self.text[at - 1 : at]
        return not before or (
            before not in _NOT_BEFORE_NAMES and (before in SEPARATORS or bool(kind(before)))
        )

    def _end(self, at: int) -> int:
        """Return where the name ends that begins at a place, 0 if none does; many dots may ask the same."""
        if at not in self._ends:
            self._ends[at] = self._end_found(at)
        return self._ends[at]

    def _end_found(self, at: int) -> int:
        ends = labels(self.text, at)
        if len(ends) < 2 or not _DOMAIN.fullmatch(self.text, ends[-2] + 1, ends[-1]):  # noqa: PLR2004
            return 0
        end = behind_port(self.text, ends[-1])
        return path(self.text, end) if ends_host(self.text, end) else 0


class _Mails:
    """Finds e-mail addresses without a scheme, one after another."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = text.find("@")
        self._next: FoundLink | None = None

    def behind(self, done: int) -> FoundLink | None:
        """Return the next address that begins behind a place."""
        while self._at >= 0 and (self._next is None or self._next.start < done):
            self._next = self._around(self._at, done)
            self._at = self._text.find("@", self._at + 1)
        return self._next if self._next and self._next.start >= done else None

    def _around(self, sign: int, done: int) -> FoundLink | None:
        text, start = self._text, sign
        while start > done and text[start - 1] in MAIL_LETTERS:
            start -= 1
        if not self._may_begin(start, done) or text[start] == '"':
            quote = text.find('"', start, sign)
            while quote >= 0 and text[quote + 1] == '"':
                quote = text.find('"', quote + 1, sign)
            start = quote + 1 if quote >= 0 else sign
        end = self._end(sign + 1) if start < sign else 0
        return FoundLink(start, end, "mailto:") if end else None

    def _may_begin(self, at: int, done: int) -> bool:
        before = self._text[at - 1 : at]
        return at == done or before in SEPARATORS or before in {'"', "("} or kind(before) == "Z"

    def _end(self, at: int) -> int:
        ends = labels(self._text, at)
        is_known = len(ends) > 1 and _DOMAIN.fullmatch(self._text, ends[-2] + 1, ends[-1])
        is_known = is_known or (len(ends) == 4 and _IP.fullmatch(self._text, at, ends[-1]))  # noqa: PLR2004
        return ends[-1] if is_known and ends_host(self._text, ends[-1]) else 0
