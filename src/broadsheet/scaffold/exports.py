"""Exports of programs that keep articles in a database: what they are, and how they become a source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from broadsheet.walk import beginning

_ENOUGH = 50
"""Files that are looked into."""

_SIGNS = (
    ("*.xml", "wordpress.org/export/", "WordPress", "https://example.org/feed/"),
    ("*.xml", "tag:blogger.com", "Blogger", "https://NAME.blogspot.com/feeds/posts/default"),
    ("posts.csv", "post_id,", "Substack", "https://NAME.substack.com/feed"),
    ("*.json", '"exported_on"', "Ghost", "https://example.org/rss/"),
)
"""Files, what stands near their beginning, whose they are, and where such sites have their feed."""

_FEEDS = {"WordPress", "Blogger"}
"""Programs whose exports are feeds themselves."""


def exports(root: Path) -> Iterator[str]:
    """Yield what to do with each export that lies in a site's folder."""
    for glob, sign, program, address in _SIGNS:
        for file in sorted(root.glob(glob))[:_ENOUGH]:
            if sign in beginning(file):
                wanted = f'["{file.name}", "{address}"]' if program in _FEEDS else f'"{address}"'
                yield (
                    f"note: {file.name} is an export of {program}: write feed = {wanted}, with the site's "
                    "own address, below [content], and see docs/fetching.md"
                )
