"""Finds exports of programs that keep articles in a database, and says how to use them as a source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from broadsheet.walk import beginning

_ENOUGH = 50
"""How many files are opened."""

_SIGNS = (
    ("*.xml", "wordpress.org/export/", "WordPress", "https://example.org/feed/"),
    ("*.xml", "tag:blogger.com", "Blogger", "https://NAME.blogspot.com/feeds/posts/default"),
    ("posts.csv", "post_id,", "Substack", "https://NAME.substack.com/feed"),
    ("*.json", '"exported_on"', "Ghost", "https://example.org/rss/"),
)
"""Name of the file, text near its beginning, name of the program, and path of the feed of its sites."""

_FEEDS = {"WordPress", "Blogger"}
"""Programs whose exports are themselves feeds."""


def exports(root: Path) -> Iterator[str]:
    """Yield a note for each export in a site's folder, which says what to do with it."""
    for glob, sign, program, address in _SIGNS:
        for file in sorted(root.glob(glob))[:_ENOUGH]:
            if sign in beginning(file):
                wanted = f'["{file.name}", "{address}"]' if program in _FEEDS else f'"{address}"'
                yield (
                    f"note: {file.name} is an export of {program}: write feed = {wanted}, with the site's "
                    "own address, below [content], and see docs/fetching.md"
                )
