"""Addresses of pages: that of the page above, then `_slug` or the folder.

lektor/db.py: Record._get_clean_url_path, Page.url_path.
"""

from __future__ import annotations

from broadsheet.engines.permalinks import DATE, Scheme, Tokens
from broadsheet.source import Address

PATTERN = "/:path/"
PARENT = ":parent"
"""The field that has the address of the page above, if it is not that of its folder."""


def _parent(address: Address) -> str:
    return str(address.fields.get(PARENT) or "/".join(address.sections))


def _slug(address: Address) -> str:
    return address.slug or address.filename


def _path(address: Address) -> str:
    return "/".join(filter(None, (_parent(address), _slug(address))))


TOKENS: Tokens = {
    **DATE,
    "path": _path,
    "parent": _parent,
    "id": lambda a: a.filename,
    "slug": _slug,
}

SCHEME = Scheme(TOKENS, PATTERN)
