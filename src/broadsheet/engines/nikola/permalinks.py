"""Addresses of posts: the folder of POSTS' second column, folders below the first, the slug.

nikola/post.py (Post.permalink, destination_path).
"""

from __future__ import annotations

import re

from broadsheet.engines.permalinks import DATE, Scheme, Tokens, to_ascii
from broadsheet.source import Address
from broadsheet.urls import path_slug

PATTERN = "/posts/:path/"


def slugify(text: str) -> str:
    """Return what nikola.utils.slugify makes of a name: ASCII, lower case, hyphens."""
    kept = re.sub(r"[^+\w\s-]", "", to_ascii(text)).strip().lower()
    return re.sub(r"[-\s]+", "-", kept)


def _name(address: Address) -> str:
    return address.slug or slugify(address.filename)


TOKENS: Tokens = {
    **DATE,
    "path": lambda a: "/".join((*a.folders, _name(a))),
    "path_in_folder": lambda a: "/".join((*a.folders[1:], _name(a))),
    "slug": _name,
}

SCHEME = Scheme(TOKENS, PATTERN, {"slug": slugify, "unicode_slug": path_slug})
