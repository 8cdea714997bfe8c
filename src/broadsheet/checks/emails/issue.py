"""What letter rules look at: an issue's HTML, its text, and the message that holds both."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from functools import cached_property
from pathlib import Path

from broadsheet.checks.emails.parsed_html import EmailHtml, parse_html
from broadsheet.checks.registry import Place, Registry
from broadsheet.errors import Problem
from broadsheet.newsletter import FORMS

MAX_BYTES = 10_000_000
"""A file larger than any letter is not read to its end."""

MAX_PARSED = 500_000
"""Letters of HTML that are taken apart; a letter of a fifth of them is too large already."""


@dataclass(frozen=True)
class CheckedIssue:
    """An issue's three files; a missing one is empty. `folder` names it in findings.

    `address` is the postal address of who sends it, "" where publish.toml gives none, None where it
    does not have the edition.
    """

    folder: str
    html: str
    plain: str
    raw: bytes
    address: str | None = None

    @cached_property
    def parsed(self) -> EmailHtml:
        """The HTML, taken apart."""
        return parse_html(self.html[:MAX_PARSED])

    @cached_property
    def message(self) -> EmailMessage:
        """The message, taken apart."""
        return BytesParser(EmailMessage, policy=policy.default).parsebytes(self.raw)

    def in_html(self, place: Place) -> Place:
        """Return a place of the HTML as one of the letter."""
        return self._in(FORMS["html"], place)

    def in_text(self, number: int = 0) -> Place:
        """Return a line of the text part, 0 for all of it."""
        lines = self.plain.split("\n")
        text = lines[number - 1] if 0 < number <= len(lines) else ""
        return self._in(FORMS["text"], Place(number, 0, 1, text))

    def in_message(self, header: str = "") -> Place:
        """Return the place of a header of the message, "" for its first line."""
        wanted = f"{header.lower()}:"
        lines = self.raw[:20_000].decode("ascii", errors="replace").splitlines()
        for number, line in enumerate(lines, 1):
            if not line or not header:
                break
            if line.lower().startswith(wanted):
                return self._in(FORMS["eml"], Place(number, 1, len(line), line))
        return self._in(FORMS["eml"], Place(1, 0, 1, lines[0] if lines else ""))

    def _in(self, name: str, place: Place) -> Place:
        path = posixpath.join(self.folder, name)
        return Place(place.line, place.column, place.width, place.text, path)


EMAIL_RULES: Registry[CheckedIssue] = Registry(
    "Letters",
    "Each looks at an issue's email.html, email.txt and email.eml. An example is HTML to put into a "
    "good letter (`no <img` takes a tag away), headers, or after `text:` the text part.",
)


def read_letter(folder: Path, name: str, address: str | None) -> CheckedIssue:
    """Read the letter of an issue's folder; `name` is the folder as findings show it."""
    return CheckedIssue(
        name,
        _read(folder / FORMS["html"]).decode(errors="replace"),
        _read(folder / FORMS["text"]).decode(errors="replace"),
        _read(folder / FORMS["eml"]),
        address,
    )


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES)
    except OSError:
        return b""


def check_issue(folder: Path, name: str, address: str | None = None) -> Iterator[Problem]:
    """Yield what is wrong with the letter in an issue's folder; `name` is it in findings.

    `address` is the postal address that publish.toml gives, None where nobody knows.
    """
    yield from EMAIL_RULES.check(
        read_letter(folder, name, address), posixpath.join(name, FORMS["html"])
    )
