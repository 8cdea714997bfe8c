"""The targets of Hexo's `post_link` and `post_path`: a post, by its name or its path below `_posts`.

https://hexo.io/docs/tag-plugins#Include-Posts
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from broadsheet.engines.links import Links


class HexoLinks(Links):
    """Posts by their names, without suffix, and by the slugs that `new_post_name` finds in these."""

    def names(self, path: str) -> Iterator[str]:
        """Yield a post's path below `_posts`, and its bare name."""
        name = posixpath.splitext(path.rpartition("_posts/")[2])[0]
        yield name
        yield posixpath.basename(name)
        for pattern in self.config.content.path_fields:
            found = pattern.match(path.rpartition("_posts/")[2])
            if found and found.groupdict().get("slug"):
                yield found["slug"]

    def wanted(self, kind: str, typed: str, source: str, language: str = "") -> Iterator[str]:
        """Yield the names that a tag may mean."""
        del kind, source, language
        yield typed
        yield typed.strip("/").removesuffix(".md")
