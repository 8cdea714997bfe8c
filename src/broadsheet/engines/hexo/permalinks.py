"""Hexo's addresses (lib/plugins/filter/post_permalink.ts of Hexo 7 and 8, and hexo-util's slugize)."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib

from broadsheet.engines.permalinks import DATE, Scheme, Tokens
from broadsheet.source import Address

PATTERN = "/:year/:month/:day/:title/"
_SPECIAL = re.compile(r"[\s~`!@#$%^&*()\-_+=\[\]{}|\\;:\"'<>,.?/]+")
# Letters that hexo-util replaces although Unicode does not decompose them.
_LETTERS = str.maketrans(
    {"Æ": "AE", "æ": "ae", "Ø": "O", "ø": "o", "ß": "s", "Œ": "OE", "œ": "oe", "Ł": "L", "ł": "l"}
)


def slugize(text: str) -> str:
    """Drop accents, and replace each run of white space and signs with one hyphen."""
    plain = "".join(_without_accent(character) for character in text.translate(_LETTERS))
    return _SPECIAL.sub("-", re.sub(r"[\x00-\x1f]", "", plain)).strip("-")


def _without_accent(character: str) -> str:
    """Remove accents from Latin letters; in other scripts a mark is part of its letter."""
    base = unicodedata.normalize("NFD", character)[0]
    return base if base.isascii() else character


def _hash(address: Address) -> str:
    seconds = int(address.date.timestamp())
    return hashlib.sha1(f"{_title(address)}{seconds}".encode(), usedforsecurity=False).hexdigest()[
        :12
    ]


def _title(address: Address) -> str:
    """Return Hexo's `slug`: the file's path below _posts/, without the date in its name."""
    return address.slug or address.path


def _category(address: Address) -> str:
    """Join nested categories; of several lists the last one counts."""
    names = address.categories
    typed = address.fields.get("categories")
    if isinstance(typed, list) and any(isinstance(item, list) for item in typed):
        last = typed[-1] if isinstance(typed[-1], list) else [typed[-1]]
        names = tuple(str(name).strip() for name in last)
    default = str(address.fields.get("default_category") or "uncategorized")
    return "/".join(map(slugize, names)) or default


def _abbrlink(address: Address) -> str:
    """Return the number that hexo-abbrlink writes into an article that has none (lib/logic.js).

    It is made of the title, by `abbrlink_numbers`. Raises ValueError if the site lacks that plugin.
    """
    typed = address.fields.get("abbrlink")
    if isinstance(typed, str | int) and str(typed).strip():
        return str(typed).strip()
    algorithm, _, notation = str(address.fields.get("abbrlink_numbers") or "").partition(" ")
    if not algorithm:
        message = "the permalink has :abbrlink, which is no field here; write abbrlink: …"
        raise ValueError(message)
    title = str(address.fields.get("title") or address.title).encode()
    number = zlib.crc32(title) if algorithm == "crc32" else _crc16(title)
    return f"{number:x}" if notation == "hex" else str(number)


def _crc16(data: bytes) -> int:
    """Return the check sum CRC-16/ARC, which the standard library does not have."""
    found = 0
    for byte in data:
        found ^= byte
        for _ in range(8):
            found = (found >> 1) ^ (0xA001 if found & 1 else 0)
    return found


TOKENS: Tokens = {
    **DATE,
    "timestamp": lambda a: str(int(a.date.timestamp())),
    "hash": _hash,
    "title": _title,
    "slug": _title,
    "layout": lambda a: str(a.fields.get("layout") or "post"),
    "name": lambda a: _title(a).rpartition("/")[2],
    "post_title": lambda a: slugize(a.title).lower(),
    "category": _category,
    "lang": lambda a: a.language,
    "abbrlink": _abbrlink,
}
"""Any other token is a front matter field, such as `:id`."""

SCHEME = Scheme(TOKENS, PATTERN, {"slug": slugize}, any_field=True, needs_field=True)
