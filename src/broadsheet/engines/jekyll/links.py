"""The targets of Jekyll's `link` and `post_url`.

https://jekyllrb.com/docs/liquid/tags/#links ; lib/jekyll/tags/link.rb and post_url.rb of Jekyll 4.3.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from broadsheet.engines.links import Links

_POST = "post:"


class JekyllLinks(Links):
    """`link` names a file from the site's root on; `post_url` a post, without `_posts` and suffix."""

    def names(self, path: str) -> Iterator[str]:
        """Yield a file's path, and a post's name with and without its folders."""
        yield path
        above, found, name = f"/{path}".rpartition("/_posts/")
        if found:
            name = posixpath.splitext(name)[0]
            yield _POST + f"{above}/{name}".strip("/")
            yield _POST + posixpath.basename(name)

    def wanted(self, kind: str, typed: str, source: str, language: str = "") -> Iterator[str]:
        """Yield the names that a tag may mean."""
        del source, language
        typed = typed.strip("/")
        if kind == "post_url":
            yield _POST + typed
            yield _POST + posixpath.basename(typed)
        else:
            yield typed
