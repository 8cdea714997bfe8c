"""Addresses of pages: their folders, or `_slug` in place of the last (lektor/db.py, Record.url_path)."""

from __future__ import annotations

from broadsheet.engines.permalinks import DATE, Scheme, Tokens
from broadsheet.source import Address

PATTERN = "/:path/"


def _parent(address: Address) -> str:
    return "/".join(address.sections)


def _path(address: Address) -> str:
    return "/".join(filter(None, (_parent(address), address.slug or address.filename)))


TOKENS: Tokens = {
    **DATE,
    "path": _path,
    "parent": _parent,
    "id": lambda a: a.filename,
    "slug": lambda a: a.slug or a.filename,
}

SCHEME = Scheme(TOKENS, PATTERN)
