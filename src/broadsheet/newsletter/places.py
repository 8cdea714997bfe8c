"""The paths of issues below out/. A run with nothing to do imports this module, so it imports little."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from broadsheet.compression import COPIES
from broadsheet.walk import read_file

if TYPE_CHECKING:
    from broadsheet.config import Config
    from broadsheet.model import Article

FOLDER = "digests"
"""The folder of all editions."""

FORMS = {"html": "email.html", "text": "email.txt", "eml": "email.eml"}
"""The files of an issue that are sent, by the names that `--stdout` gives them."""

WEB_COPY = "index.html"

PREVIEW_HEADER = "X-Preview: yes"
"""Header of an issue that was made before its period was over."""

_HEADERS = 4096
"""Bytes of a message within which its headers end."""


class ExistingIssues(dict[str, tuple[str, ...]]):
    """Names of the issues in out/ by edition, both in order.

    `records` are the marks of the articles of each issue as it was made last, by its folder below out/.
    `edited` are paths below out/ of files that somebody changed since Broadsheet wrote them.
    """

    def __init__(
        self,
        names: Mapping[str, Collection[str]] = MappingProxyType({}),
        out: Path | None = None,
        records: Mapping[str, Collection[str]] = MappingProxyType({}),
        edited: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__({edition: tuple(issues) for edition, issues in names.items()})
        self.out = out
        self.records = records
        self.edited = edited

    def is_made(self, edition: str, issue: str) -> bool:
        """Return whether an issue is there, and more than a preview."""
        if issue not in self.get(edition, ()) or self.out is None:
            return False
        try:
            file = self.out / edition_path(edition) / issue / FORMS["eml"]
            return PREVIEW_HEADER.encode() not in read_file(file, _HEADERS)
        except OSError:
            return False

    def made(self, edition: str, issue: str) -> frozenset[str] | None:
        """Return the marks of an issue's articles; None if it is not made, or only as a preview."""
        return self.marks(edition, issue) if self.is_made(edition, issue) else None

    def marks(self, edition: str, issue: str) -> frozenset[str] | None:
        """Return the marks of an issue's articles as it was made last; None if nobody recorded them.

        Those that its editor left out are among them.
        """
        found = self.records.get(f"{edition_path(edition)}/{issue}")
        return None if found is None else frozenset(found)


def mark_of(article: Article) -> str:
    """Return the mark by which the record of an issue names an article.

    It is a hash of the id: the record lies among published files, and also names what was left out.
    """
    return hashlib.sha256(article.id.encode(errors="replace")).hexdigest()[:16]


def edition_path(edition: str) -> str:
    """Return the folder of an edition below out/."""
    return f"{FOLDER}/{edition}"


def note_path(config: Config, edition: str, issue: str) -> str:
    """Return where an editor's note on an issue lies, below the site's folder."""
    return f"{config.digest[edition].notes}/{edition}/{issue}.md"


def existing_issues(
    out: Path,
    records: Mapping[str, Collection[str]] = MappingProxyType({}),
    edited: frozenset[str] = frozenset(),
) -> ExistingIssues:
    """Return the issues of `out` that have a web copy, with what else is known about them."""
    found: dict[str, tuple[str, ...]] = {}
    for page in sorted((out / FOLDER).glob(f"*/*/{WEB_COPY}")):
        edition, issue = page.parts[-3:-1]
        found[edition] = (*found.get(edition, ()), issue)
    return ExistingIssues(found, out, records, edited)


def is_issue_file(path: str) -> bool:
    """Return whether a path below out/ belongs to an edition, so that no build may remove it.

    Compressed copies do not: one that a run did not make is out of date.
    """
    return path.startswith(f"{FOLDER}/") and not path.endswith(COPIES)
