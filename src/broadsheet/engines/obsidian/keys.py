"""Which properties of notes mean what."""

from __future__ import annotations

from broadsheet.source import Keys

KEYS = Keys(
    date=("date", "published", "created", "date created"),
    updated=("updated", "modified", "lastmod", "date modified"),
    language=("lang",),
    image=("cover", "image", "banner", "featured_image", "thumbnail"),
)

BY_COMMITS = {
    "date": (*KEYS.date, Keys.FROM_NAME, Keys.FROM_GIT),
    "updated": (*KEYS.updated, Keys.FROM_GIT),
}
"""The same, with commits for notes that have no date."""
