"""Addresses of documents: their paths without numbers that sort them (`1.intro`), in lower case.

src/utils/content/path-meta.ts of @nuxt/content: each part as the library slugify makes it, `lower`.
"""

from __future__ import annotations

import re
import unicodedata

from broadsheet.engines.permalinks import DATE, Scheme, Tokens, to_ascii
from broadsheet.source import Address

PATTERN = "/:path"

_VERSION = re.compile(r"\d+(?:\.\d+)*(?:\.x)?")
_ORDER = re.compile(r"^\d+\.")
_INDEX = re.compile(r"index(?:\.draft)?")
_DROPPED = re.compile(r"[^\w\s$*_+~.()'\"!\-:@]+", re.ASCII)
_WRITTEN = (
    "& and $ dollar % percent | or < less > greater € euro £ pound – - … ... ‘ ' ’ ' “ \" ” \" đ dj ə e "
    "ё yo є ye й j х h ц c щ sh ъ u ю yu я ya ґ g η h ή h θ 8 ξ 3 υ y ύ y ϋ y φ f χ x ω w ώ w"
).split()
_WORDS = str.maketrans(dict(zip(_WRITTEN[::2], _WRITTEN[1::2], strict=True)))
"""What slugify writes in another way than to_ascii."""

_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN")
"""Letters of other scripts are dropped."""


def part(name: str) -> str:
    """Return the name of a file or folder in an address."""
    return "" if _INDEX.fullmatch(_unnumbered(name)) else _slug(_unnumbered(name))


def name_of(filename: str) -> str:
    """Return a file's name without the number that sorts it, and without `.draft`."""
    return _unnumbered(filename).removesuffix(".draft")


def _unnumbered(name: str) -> str:
    return name if _VERSION.fullmatch(name) else _ORDER.sub("", name)


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFC", name.removesuffix(".draft")).lower().translate(_WORDS)
    ascii_ = "".join(letter if letter.isascii() else _letter(letter) for letter in plain)
    return re.sub(r"\s+", "-", _DROPPED.sub("", ascii_.lower()).replace("-", " ").strip())


def _letter(letter: str) -> str:
    if letter.isspace():
        return " "
    return to_ascii(letter) if unicodedata.name(letter, "").startswith(_SCRIPTS) else ""


def _path(address: Address) -> str:
    return "/".join(filter(None, map(part, address.path.split("/"))))


TOKENS: Tokens = {
    **DATE,
    "path": _path,
    "slug": lambda a: part(a.filename),
}

SCHEME = Scheme(TOKENS, PATTERN)
