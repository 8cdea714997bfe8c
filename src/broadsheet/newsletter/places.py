"""Where issues lie below out/. A run with nothing to do imports this, so it imports little."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from broadsheet.compression import COPIES

if TYPE_CHECKING:
    from broadsheet.config import Config

FOLDER = "digests"
"""The folder of all editions."""

FORMS = {"html": "email.html", "text": "email.txt", "eml": "email.eml"}
"""The files of an issue that are sent, by the names that `--stdout` gives them."""

WEB_COPY = "index.html"

RECORD = "articles.json"
"""Says which articles an issue has, by their ids, as it was made last."""

PREVIEW_HEADER = "X-Preview: yes"
"""Header of an issue that was made before its period was over."""

_HEADERS = 4096
"""Bytes of a message within which its headers end."""


class ExistingIssues(dict[str, tuple[str, ...]]):
    """Names of the issues in out/ by edition, both in order."""

    def __init__(
        self, names: Mapping[str, Collection[str]] = MappingProxyType({}), out: Path | None = None
    ) -> None:
        super().__init__({edition: tuple(issues) for edition, issues in names.items()})
        self.out = out
        self.edited: frozenset[str] = frozenset()
        """Paths below out/ of files that somebody changed since Broadsheet wrote them."""

    def is_made(self, edition: str, issue: str) -> bool:
        """Return whether an issue is there, and more than a preview."""
        if issue not in self.get(edition, ()) or self.out is None:
            return False
        try:
            with (self.out / edition_path(edition) / issue / FORMS["eml"]).open("rb") as file:
                return PREVIEW_HEADER.encode() not in file.read(_HEADERS)
        except OSError:
            return False

    def articles(self, edition: str, issue: str) -> tuple[str, ...] | None:
        """Return the ids of an issue's articles as it was made last; None if nobody recorded them."""
        if self.out is None:
            return None
        try:
            file = self.out / edition_path(edition) / issue / RECORD
            record = json.loads(file.read_text(encoding="utf-8"))
            found = [*record["articles"], *record.get("left_out", [])]
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return None
        return tuple(map(str, found))


def edition_path(edition: str) -> str:
    """Return the folder of an edition below out/."""
    return f"{FOLDER}/{edition}"


def note_path(config: Config, edition: str, issue: str) -> str:
    """Return where an editor's note on an issue lies, below the site's folder."""
    return f"{config.digest[edition].notes}/{edition}/{issue}.md"


def existing_issues(out: Path) -> ExistingIssues:
    """Return the issues of `out` that have a web copy."""
    found: dict[str, tuple[str, ...]] = {}
    for page in sorted((out / FOLDER).glob(f"*/*/{WEB_COPY}")):
        edition, issue = page.parts[-3:-1]
        found[edition] = (*found.get(edition, ()), issue)
    return ExistingIssues(found, out)


def is_issue_file(path: str) -> bool:
    """Return whether a path below out/ belongs to an edition, so that no build may remove it.

    Compressed copies do not: one that a run did not make is out of date.
    """
    return path.startswith(f"{FOLDER}/") and not path.endswith(COPIES)
