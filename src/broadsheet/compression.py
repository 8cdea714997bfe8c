"""Content codings (RFC 9110, section 8.4.1), each the same bytes for the same content."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping

TEXTS = frozenset(".atom .css .eml .html .js .json .opml .rss .svg .txt .xml".split())
"""Ends of the names of files that are worth compressing."""

COPIES = (".br", ".gz")
"""Ends of the names of compressed copies, which lie beside their files."""

Encode = Callable[[bytes], bytes]


def fast_codings() -> Mapping[str, Encode]:
    """Return codings for content that is compressed as it is sent, the best first.

    Raises ImportError where brotli or zstandard is not installed.
    """
    import brotli  # noqa: PLC0415 - an extra
    import zstandard  # noqa: PLC0415

    return {
        "br": lambda content: bytes(brotli.compress(content, quality=5)),
        "zstd": lambda content: zstandard.compress(content, level=6),
        "gzip": lambda content: gzip.compress(content, compresslevel=6, mtime=0),
    }


def small_codings() -> Mapping[str, Encode]:
    """Return codings for files that are compressed once, by the end of their names.

    Raises ImportError where brotli is not installed.
    """
    import brotli  # noqa: PLC0415 - an extra

    return {
        ".br": lambda content: bytes(brotli.compress(content, quality=9)),
        ".gz": lambda content: gzip.compress(content, compresslevel=9, mtime=0),
    }
