"""Addresses of documents: their paths without numbers that sort them (`1.intro`), in lower case.

src/utils/content/path-meta.ts of @nuxt/content: each part as the library slugify makes it, `lower`.
"""

from __future__ import annotations

import re
import unicodedata

from broadsheet.engines.permalinks import DATE, Scheme, Tokens

PATTERN = "/:path"

_ORDER = re.compile(r"^\d+\.")
_DROPPED = re.compile(r"[^\w\s$*_+~.()'\"!\-:@]+")


def part(name: str) -> str:
    """Return the name of a file or folder in an address."""
    name = _ORDER.sub("", name).removesuffix(".draft")
    if name in {"index", "README", "readme"}:
        return ""
    plain = unicodedata.normalize("NFC", name).replace(" & ", " and ")
    return re.sub(r"\s+", "-", _DROPPED.sub("", plain).strip()).lower()


TOKENS: Tokens = {
    **DATE,
    "path": lambda a: "/".join(filter(None, map(part, a.path.split("/")))),
    "slug": lambda a: part(a.filename),
}

SCHEME = Scheme(TOKENS, PATTERN)
