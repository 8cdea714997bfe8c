"""Content codings that the preview server offers, the best first."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from functools import lru_cache

import brotli
import zstandard

CODINGS: Mapping[str, Callable[[bytes], bytes]] = {
    "br": lambda content: brotli.compress(content, quality=5),
    "zstd": lambda content: zstandard.compress(content, level=6),
    "gzip": lambda content: gzip.compress(content, compresslevel=6, mtime=0),
}


@lru_cache(maxsize=64)
def encode(content: bytes, coding: str) -> bytes:
    """Compress; the last results are kept, since readers poll the same few feeds."""
    return CODINGS[coding](content)
