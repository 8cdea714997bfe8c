"""Stamps: short texts that tell whether a file is as it was, without reading it."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path

NOTHING = ""
FOLDER = "folder"
UNSETTLED = "?"
"""The stamp of a file so young that it may be changed again without its times showing it.

It equals no other stamp, not even itself. Git calls such files "racily clean"
(Documentation/technical/racy-git.txt).
"""

_SETTLED_NS = 2_000_000_000
"""The coarsest time stamps in use, FAT's, are of two seconds."""


class Stamps:
    """Looks at the files of a site, at each once a run, and remembers for whom it looked.

    Paths are below the site's folder, with slashes. `now_ns` is the run's start by the file
    system's clock.
    """

    def __init__(self, root: Path, now_ns: int) -> None:
        self._root = str(root)
        self._now_ns = now_ns
        self._known: dict[str, str] = {}
        self._seen: dict[str, str] = {}

    def of(self, path: str) -> str:
        """Return the stamp of a file: `size:mtime:inode`, FOLDER, NOTHING or UNSETTLED."""
        found = self._known.get(path)
        if found is None:  # Called for every file of a site, so without pathlib's comfort.
            found = self._known[path] = self._look(path)
        self._seen[path] = found
        return found

    def _look(self, path: str) -> str:
        try:
            status = os.stat(os.path.join(self._root, path))  # noqa: PTH116, PTH118 - as above
        except (OSError, ValueError):
            return NOTHING
        unsettled = status.st_mtime_ns >= self._now_ns - _SETTLED_NS
        found = _stamp(status)
        return UNSETTLED if unsettled and found != FOLDER else found

    def asked(self) -> set[str]:
        """Return all paths whose stamps were asked for, or that were seen to be still the same."""
        return set(self._known)

    @contextlib.contextmanager
    def watching(self) -> Iterator[dict[str, str]]:
        """Give a dictionary that fills with the stamps asked for meanwhile, by path."""
        self._seen = {}
        yield self._seen
        self._seen = {}

    def still(self, seen: Mapping[str, str]) -> bool:
        """Tell whether files are as they were when they were `seen`."""
        return all(found != UNSETTLED and self.of(path) == found for path, found in seen.items())


def stamp(file: Path) -> str:
    """Return the stamp of a file that nobody else changes: it is never UNSETTLED."""
    try:
        return _stamp(file.stat())
    except OSError:
        return NOTHING


def _stamp(status: os.stat_result) -> str:
    if stat.S_ISDIR(status.st_mode):
        return FOLDER
    return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ino}"


def is_file(found: str) -> bool:
    """Tell by its stamp whether something is a file."""
    return found not in {NOTHING, FOLDER}


def digest(content: bytes) -> str:
    """Return a digest of a file's content."""
    return blake2b(content, digest_size=16).hexdigest()


def digest_of_texts(texts: Iterable[str]) -> str:
    """Return a digest of texts in their order; no two different sequences share one."""
    made = blake2b(digest_size=16)
    for text in texts:
        data = text.encode(errors="surrogatepass")
        made.update(b"%d:" % len(data))
        made.update(data)
    return made.hexdigest()
