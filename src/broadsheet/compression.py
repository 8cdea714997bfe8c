"""Content codings (RFC 9110, section 8.4.1), and the compressed copies that `--precompress` writes.

A coding gives the same bytes for the same content.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import PurePosixPath

from broadsheet.errors import OutputError, Problem, needs
from broadsheet.model import LazyFile, OutputFile
from broadsheet.stamps import digest

TEXTS = frozenset(".atom .css .eml .html .js .json .opml .rss .svg .txt .xml".split())
"""Suffixes of the files that are worth compressing."""

COPIES = (".br", ".gz")
"""Suffixes of the compressed copies, which lie beside their files."""

Encode = Callable[[bytes], bytes]


def fast_codings() -> Mapping[str, Encode]:
    """Return codings for content that is compressed as it is sent, the best first.

    Raises ImportError if brotli or zstandard is not installed.
    """
    import brotli  # noqa: PLC0415 - an extra
    import zstandard  # noqa: PLC0415

    return {
        "br": lambda content: bytes(brotli.compress(content, quality=5)),
        "zstd": lambda content: zstandard.compress(content, level=6),
        "gzip": lambda content: gzip.compress(content, compresslevel=6, mtime=0),
    }


def small_codings() -> Mapping[str, Encode]:
    """Return codings for files that are compressed once, by the suffix of the copy.

    Raises ImportError if brotli is not installed.
    """
    import brotli  # noqa: PLC0415 - an extra

    return {
        ".br": lambda content: bytes(brotli.compress(content, quality=9)),
        ".gz": lambda content: gzip.compress(content, compresslevel=9, mtime=0),
    }


def precompressed(files: Iterable[OutputFile | LazyFile]) -> Iterator[OutputFile | LazyFile]:
    """Yield files and, after each text, its copies `.br` and `.gz`, for servers to send.

    A copy is made only if its file has changed. Raises OutputError if brotli is missing.
    """
    try:
        codings = small_codings()
    except ImportError as error:
        message = needs("brotli", "precompress")
        raise OutputError(Problem("publish build --precompress", 0, "", message)) from error
    for file in files:
        if PurePosixPath(file.path).suffix in TEXTS:
            yield from _with_copies(file, codings)
        else:
            yield file


def _with_copies(
    file: OutputFile | LazyFile, codings: Mapping[str, Encode]
) -> Iterator[OutputFile | LazyFile]:
    content = cache(_maker(file))  # Made once for the file and its copies.
    signature = file.signature if isinstance(file, LazyFile) else digest(file.content)
    yield LazyFile(file.path, signature, content)
    for suffix, encode in codings.items():
        yield LazyFile(file.path + suffix, signature + suffix, _composed(encode, content))


def _maker(file: OutputFile | LazyFile) -> Callable[[], bytes]:
    return file.make if isinstance(file, LazyFile) else lambda: file.content


def _composed(encode: Encode, make: Callable[[], bytes]) -> Callable[[], bytes]:
    return lambda: encode(make())
