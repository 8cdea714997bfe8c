"""Compressed copies beside the files, for servers that send them in place of these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import PurePosixPath

from broadsheet.compression import TEXTS, Encode, small_codings
from broadsheet.errors import OutputError, Problem
from broadsheet.model import LazyFile, OutputFile
from broadsheet.stamps import digest


def precompressed(files: Iterable[OutputFile | LazyFile]) -> Iterator[OutputFile | LazyFile]:
    """Yield files and, after each text, its copies `.br` and `.gz`.

    A copy is made only where its file has changed. Raises OutputError where brotli is missing.
    """
    try:
        codings = small_codings()
    except ImportError as error:
        message = "needs brotli; run: pip install 'broadsheet[precompress]'"
        raise OutputError(Problem("publish build --precompress", 0, "", message)) from error
    for file in files:
        if PurePosixPath(file.path).suffix in TEXTS:
            yield from _with_copies(file, codings)
        else:
            yield file


def _with_copies(
    file: OutputFile | LazyFile, codings: Mapping[str, Encode]
) -> Iterator[OutputFile | LazyFile]:
    content = cache(_maker(file))  # Once for the file and its copies.
    signature = file.signature if isinstance(file, LazyFile) else digest(file.content)
    yield LazyFile(file.path, signature, content)
    for suffix, encode in codings.items():
        yield LazyFile(file.path + suffix, signature + suffix, _composed(encode, content))


def _maker(file: OutputFile | LazyFile) -> Callable[[], bytes]:
    return file.make if isinstance(file, LazyFile) else lambda: file.content


def _composed(encode: Encode, make: Callable[[], bytes]) -> Callable[[], bytes]:
    return lambda: encode(make())
