"""Addresses of pages: their paths as they are; `index` and `README` are their folders."""

from __future__ import annotations

import re

from broadsheet.engines.permalinks import DATE, Scheme, Tokens
from broadsheet.source import Address

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


def _usual(address: Address) -> str:
    """Return the address that a page of VuePress has without a pattern."""
    path = _INDEX.sub("", address.path)
    return f"{path}.html" if path and not path.endswith("/") else path


TOKENS: Tokens = {
    **DATE,
    "path": lambda a: _INDEX.sub("", a.path),
    "raw": _usual,
    "regular": _usual,
    "slug": lambda a: _DATED.sub("", a.filename),
}

SCHEME = Scheme(TOKENS, PATTERN)
