"""What the rules for newsletter issues check: the HTML, the text, and the message that holds both."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from functools import cached_property
from pathlib import Path

from broadsheet.checks.emails.parsed_html import EmailHtml, parse_html
from broadsheet.checks.registry import MOST, Place, Registry
from broadsheet.errors import Problem
from broadsheet.newsletter import places
from broadsheet.walk import read_file

MAX_BYTES = 10_000_000
"""Bytes of a file that are read; no issue is larger."""

MAX_PARSED = 200_000
"""Characters of HTML that are parsed; an issue of half the size is reported as too large."""

_MAX_HEADER = 10_000
"""Characters of a header's value that are decoded: the decoder takes quadratic time."""


SizeOf = Callable[[str], int | None]


@dataclass(frozen=True)
class CheckedIssue:
    """An issue's three files; a missing file is empty. `folder` is its path in reports.

    `address` is the sender's postal address in publish.toml, "" if there is none. `size_of` returns how
    many bytes the picture at an address has, None if that is unknown.
    """

    folder: str
    html: str
    plain: str
    raw: bytes
    address: str = ""
    size_of: SizeOf = lambda _: None

    @cached_property
    def parsed(self) -> EmailHtml:
        """The tags and texts of the HTML."""
        return parse_html(self.html[:MAX_PARSED])

    @property
    def is_parsed_whole(self) -> bool:
        """Whether `parsed` has the end of the issue, so that what it lacks is missing."""
        return len(self.html) <= MAX_PARSED

    @cached_property
    def message(self) -> EmailMessage:
        """The parsed message."""
        return BytesParser(EmailMessage, policy=policy.default).parsebytes(self.raw)

    def header(self, name: str) -> str:
        """Return the decoded value of a header, or "" if the message does not have it."""
        for key, value in self.message.raw_items():
            if key.lower() == name.lower():
                text = str(value)
                return text if len(text) > _MAX_HEADER else str(self.message[name])
        return ""

    def in_html(self, place: Place) -> Place:
        """Return a place of the HTML as one of the issue."""
        return self._in(places.FORMS["html"], place)

    def in_text(self, number: int = 0) -> Place:
        """Return a line of the text part, 0 for all of it."""
        lines = self.plain.split("\n")
        text = lines[number - 1] if 0 < number <= len(lines) else ""
        return self._in(places.FORMS["text"], Place(number, 0, 1, text))

    def in_message(self, header: str = "") -> Place:
        """Return the place of a header of the message, "" for its first line."""
        wanted = f"{header.lower()}:"
        lines = self.raw[:20_000].decode("ascii", errors="replace").splitlines()
        for number, line in enumerate(lines, 1):
            if not line or not header:
                break
            if line.lower().startswith(wanted):
                return self._in(places.FORMS["eml"], Place(number, 1, len(line), line))
        return self._in(places.FORMS["eml"], Place(1, 0, 1, lines[0] if lines else ""))

    def _in(self, name: str, place: Place) -> Place:
        path = posixpath.join(self.folder, name)
        return Place(place.line, place.column, place.width, place.text, path)


EMAIL_RULES: Registry[CheckedIssue] = Registry(
    "Newsletter issues",
    "Each checks an issue's email.html, email.txt and email.eml. An example is HTML to put into a good "
    "issue (`no <img` removes a tag), headers, or after `text:` the text part.",
)


def check_issue(
    folder: Path, name: str, address: str = "", size_of: SizeOf = lambda _: None
) -> Iterator[Problem]:
    """Yield the problems of the issue in a folder; `name` is the folder's path in reports.

    `address` and `size_of` are those of `CheckedIssue`.
    """
    issue = CheckedIssue(
        folder=name,
        html=_read(folder / places.FORMS["html"]).decode(errors="replace"),
        plain=_read(folder / places.FORMS["text"]).decode(errors="replace"),
        raw=_read(folder / places.FORMS["eml"]),
        address=address,
        size_of=size_of,
    )
    yield from EMAIL_RULES.check(issue, posixpath.join(name, places.FORMS["html"]), most=MOST)


def _read(file: Path) -> bytes:
    """Return the start of a file, or nothing if it cannot be read or is a pipe or device."""
    try:
        return read_file(file, MAX_BYTES)
    except OSError:
        return b""
