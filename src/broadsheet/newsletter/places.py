"""Where issues lie below out/. A run with nothing to do imports this, so it imports little."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from broadsheet.compression import COPIES

FOLDER = "digests"
"""The folder of all editions."""

FORMS = {"html": "email.html", "text": "email.txt", "eml": "email.eml"}
"""The files of an issue that are sent, by the names that `--stdout` gives them."""

WEB_COPY = "index.html"

Existing = Mapping[str, tuple[str, ...]]
"""Names of issues by edition, both in order."""


def edition_path(edition: str) -> str:
    """Return the folder of an edition below out/."""
    return f"{FOLDER}/{edition}"


def existing_issues(out: Path) -> Existing:
    """Return the issues of `out` that have a web copy."""
    found: dict[str, tuple[str, ...]] = {}
    for page in sorted((out / FOLDER).glob(f"*/*/{WEB_COPY}")):
        edition, issue = page.parts[-3:-1]
        found[edition] = (*found.get(edition, ()), issue)
    return found


def is_issue_file(path: str) -> bool:
    """Return whether a path below out/ belongs to an edition, so that no build may remove it.

    Compressed copies do not: one that a run did not make is out of date.
    """
    return path.startswith(f"{FOLDER}/") and not path.endswith(COPIES)
