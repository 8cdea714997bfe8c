"""Every letter rule over one issue."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path

from broadsheet.checks.letters.letter import LETTER, read_letter
from broadsheet.checks.rule import Finding
from broadsheet.newsletter.issue import HTML_FILE


def letter_findings(folder: Path, name: str, address: str | None = None) -> Iterator[Finding]:
    """Yield what is wrong with the letter in an issue's folder; `name` is it in findings.

    `address` is the postal address that publish.toml gives, None where nobody knows.
    """
    yield from LETTER.check(read_letter(folder, name, address), posixpath.join(name, HTML_FILE))
