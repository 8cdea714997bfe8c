"""Says how a feed or an export can be the source where articles are not in Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from broadsheet.rendered import Output
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


def feeds_instead(root: Path) -> Iterator[str]:
    """Yield a note on the site's own feed for a folder whose articles are in other formats."""
    for output in Output.of_site(root):
        for path in output.feeds[:1]:
            place = f"{output.path}/{path}"
            yield f'note: articles can be read from the feed here: write feed = "{place}" below [content]'
            return
    yield (
        "note: articles in other formats can be read from the site's feed: write "
        'feed = "https://example.org/feed.xml", with its address, below [content]'
    )
