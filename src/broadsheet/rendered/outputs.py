"""The folders that site engines write into, and the feeds and sitemaps that lie there."""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from broadsheet.errors import UnreadableError
from broadsheet.walk import leads_out, opened, read_file

OUTPUT_FOLDERS = (
    "dist",
    "build",
    "public",
    "out",
    "site",
    "_site",
    "output",
    ".vitepress/dist",
    "docs/.vitepress/dist",
    "docs/.vuepress/dist",
    ".output/public",
    "docs",
)
"""The output folders of engines; a script may also have written into `public` and `static`.

GitHub shows a site from `docs`.
"""

MAX_BYTES = 50_000_000
"""The largest file that is read; no reader accepts a feed of this size."""

_MOST_FILES = 30_000
_MOST_FEEDS = 200
_FEEDS = (".xml", ".atom", ".rss", ".rdf", ".json")
_PACKED = ".gz"
_HEAD = 4000
_MANIFEST = ".broadsheet.json"


@dataclass(frozen=True, slots=True)
class Output:
    """An output folder: its `path` below the site's folder, and the feeds and sitemaps below it."""

    path: str
    feeds: tuple[str, ...]
    sitemaps: tuple[str, ...]

    @classmethod
    def of_site(cls, root: Path) -> Iterator[Output]:
        """Yield the output folders of a site that hold a feed or a sitemap; feeds near the top come first.

        Broadsheet's own files are left out, and so are links that lead out of the site.
        """
        for name in OUTPUT_FOLDERS:
            folder = root / name
            if not folder.is_dir() or leads_out(folder, root):
                continue
            feeds: list[str] = []
            sitemaps: list[str] = []
            for path in _own_files(folder):
                head = _head(folder / path)
                if _is_feed(path, head) and len(feeds) < _MOST_FEEDS:
                    feeds.append(path)
                elif b"<urlset" in head and len(sitemaps) < _MOST_FEEDS:
                    sitemaps.append(path)
            if feeds or sitemaps:
                yield Output(name, tuple(feeds), tuple(sitemaps))


def _own_files(folder: Path) -> Iterator[str]:
    """Yield the files that may be feeds or sitemaps, from the top down.

    Broadsheet's own files are left out, and so are compressed copies of other files.
    """
    try:
        ours = read_file(folder / _MANIFEST, MAX_BYTES).decode(errors="replace")
    except OSError:
        ours = ""
    for path in _by_depth(folder):
        unpacked = path.removesuffix(_PACKED)
        if not unpacked.endswith(_FEEDS) or path == _MANIFEST or f'"{path}"' in ours:
            continue
        if unpacked == path or not (folder / unpacked).exists():
            yield path


def _by_depth(folder: Path) -> Iterator[str]:
    waiting, seen = [""], 0
    while waiting and seen < _MOST_FILES:
        deeper: list[str] = []
        for prefix in waiting:
            for entry in _entries(folder / prefix):
                seen += 1
                path = f"{prefix}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    deeper.append(f"{path}/")
                elif entry.is_file(follow_symlinks=False):
                    yield path
        waiting = [] if seen >= _MOST_FILES else deeper


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except OSError:
        return []


def _head(file: Path) -> bytes:
    try:
        return _read(file, _HEAD)
    except (OSError, EOFError, zlib.error):
        return b""


def _is_feed(path: str, head: bytes) -> bool:
    if path.endswith(".json"):
        return b"jsonfeed.org/version/" in head
    marks = (b"<rss", b"<feed", b"<rdf:RDF", b":feed ")
    return not path.endswith(_PACKED) and any(mark in head for mark in marks)


def read_output_file(file: Path) -> bytes:
    """Return a file's bytes, decompressed if its name ends in `.gz`.

    Raises UnreadableError if it is too large or cannot be read.
    """
    try:
        data = _read(file, MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise UnreadableError(0, f"cannot be read: {reason}", "fix the path") from error
    if len(data) > MAX_BYTES:
        what = f"is larger than {MAX_BYTES // 1_000_000} MB"
        raise UnreadableError(0, what, "name a feed with fewer entries")
    return data


def _read(file: Path, most: int) -> bytes:
    """Return the first bytes of a file; a compressed file is decompressed only so far."""
    if not file.name.endswith(_PACKED):
        return read_file(file, most)
    with opened(file) as packed, gzip.open(packed) as stream:
        return stream.read(most)
