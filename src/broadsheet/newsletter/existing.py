"""Which issues lie in out/ already."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from broadsheet.compression import COPIES
from broadsheet.newsletter.issue import FOLDER

Existing = Mapping[str, tuple[str, ...]]
"""Names of issues by edition, both in order."""


def existing_issues(out: Path) -> Existing:
    """Return the issues of `out` that have a web copy."""
    found: dict[str, tuple[str, ...]] = {}
    for page in sorted((out / FOLDER).glob("*/*/index.html")):
        edition, issue = page.parts[-3:-1]
        found[edition] = (*found.get(edition, ()), issue)
    return found


def is_issue_file(path: str) -> bool:
    """Tell whether a path below out/ belongs to an edition, so that no build may remove it.

    Compressed copies do not: one that a run did not make is out of date.
    """
    return path.startswith(f"{FOLDER}/") and not path.endswith(COPIES)
