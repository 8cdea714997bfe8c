"""Addresses of posts: a `slug`, else the file's name.

packages/docusaurus-plugin-content-blog/src/blogUtils.ts (parseBlogFileName).
"""

from __future__ import annotations

import re

from broadsheet.engines.permalinks import DATE, Scheme, Tokens
from broadsheet.source import Address

PATTERN = "/blog/:slug"


def parts(path: str) -> tuple[str, str, str]:
    """Split a path without suffix into folder, date ("" for none) and the rest."""
    found = None
    for start in re.finditer(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}", path):
        found = start
    if found is None:
        return "", "", path.removesuffix("/index")
    text = path[found.end() :]
    text = text[1:] if text[:1] in {"-", "/"} else text
    return path[: found.start()], found[0], "" if text == "index" else text.removesuffix("/index")


def _slug(address: Address, path: str) -> str:
    if address.slug:
        return address.slug.strip("/")
    folder, date, text = parts(path)
    return f"{date.replace('-', '/')}/{folder}{text}".strip("/") if date else text


TOKENS: Tokens = {
    **DATE,
    "slug": lambda a: _slug(a, a.path),
    "slug_in_blog": lambda a: _slug(a, a.path.removeprefix(f"{a.sections[0]}/")),
}

SCHEME = Scheme(TOKENS, PATTERN)
