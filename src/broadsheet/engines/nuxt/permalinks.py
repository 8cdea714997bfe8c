"""Addresses of documents: their paths without numbers that sort them (`1.intro`), in lower case.

src/utils/content/path-meta.ts of @nuxt/content: each part as the package slugify makes it, `lower`.
"""

from __future__ import annotations

import re

from broadsheet.engines.permalinks import DATE, Scheme, Tokens
from broadsheet.engines.slugs import simov_slug
from broadsheet.source import Address

PATTERN = "/:path"

_VERSION = re.compile(r"\d+(?:\.\d+)*(?:\.x)?")
_ORDER = re.compile(r"^\d+\.")
_INDEX = re.compile(r"index(?:\.draft)?")


def part(name: str) -> str:
    """Return the name of a file or folder in an address."""
    return "" if _INDEX.fullmatch(_unnumbered(name)) else _slug(_unnumbered(name))


def name_of(filename: str) -> str:
    """Return a file's name without the number that sorts it, and without `.draft`."""
    return _unnumbered(filename).removesuffix(".draft")


def _unnumbered(name: str) -> str:
    return name if _VERSION.fullmatch(name) else _ORDER.sub("", name)


def _slug(name: str) -> str:
    return simov_slug(name.removesuffix(".draft"), lower=True)


def _path(address: Address) -> str:
    return "/".join(filter(None, map(part, address.path.split("/"))))


TOKENS: Tokens = {
    **DATE,
    "path": _path,
    "slug": lambda a: part(a.filename),
}

SCHEME = Scheme(TOKENS, PATTERN)
