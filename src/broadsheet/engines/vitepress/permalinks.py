"""Addresses of pages: their paths as they are; `index` and `README` are their folders."""

from __future__ import annotations

import re

from broadsheet.engines.permalinks import DATE, Scheme, Tokens

PATTERN = "/:path.html"

FOLDERS = tuple(
    f"{place}{name}"
    for name in (".vitepress", ".vuepress")
    for place in ("", "docs/", "src/", "blog/")
)
"""Folders of the configuration; the pages are beside them."""

_INDEX = re.compile(r"(?:^|(?<=/))(?:index|README|readme)$")
_DATED = re.compile(r"\d{4}-\d\d?-\d\d?-")


def is_index(path: str) -> bool:
    """Return whether a page, given by its path without suffix, is that of its folder."""
    return bool(_INDEX.search(path))


TOKENS: Tokens = {
    **DATE,
    "path": lambda a: _INDEX.sub("", a.path),
    "raw": lambda a: a.path,
    "slug": lambda a: _DATED.sub("", a.filename),
}

SCHEME = Scheme(TOKENS, PATTERN)
