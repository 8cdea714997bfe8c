"""Stamps: short texts that change when a file does. Making one does not read the file."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

NOTHING = ""
FOLDER = "folder"
FILE = "file"
"""What `kind` returns for a file, instead of its stamp: its content does not matter."""
UNSETTLED = "?"
"""The stamp of a file so young that a further change may not show in its times.

No stamp counts as equal to it, not even itself. Git calls such files "racily clean"
(Documentation/technical/racy-git.txt).
"""

SETTLED_NS = 2_000_000_000
"""How long a file counts as young: FAT, the coarsest, keeps times to two seconds."""


class Stamps:
    """The stamps of a site's files; each file is looked at once a run.

    Paths are below the site's folder, with slashes. `now_ns` is when the run began, by the file
    system's clock.
    """

    def __init__(self, root: Path, now_ns: int) -> None:
        self._root = str(root)
        self._now_ns = now_ns
        self._known: dict[str, str] = {}
        self._seen: dict[str, str] = {}

    def of(self, path: str) -> str:
        """Return the stamp of a file, FOLDER, NOTHING or UNSETTLED."""
        found = self._seen[path] = self._found(path)
        return found

    def kind(self, path: str) -> str:
        """Return FILE, FOLDER or NOTHING, for callers that do not depend on the content."""
        found = _kind(self._found(path))
        self._seen.setdefault(path, found)
        return found

    def _found(self, path: str) -> str:
        found = self._known.get(path)
        if found is None:  # Called for every file of a site, so without pathlib.
            found = self._known[path] = self._look(path)
        return found

    def _look(self, path: str) -> str:
        try:
            status = os.stat(os.path.join(self._root, path))  # noqa: PTH116, PTH118 - as above
        except (OSError, ValueError):
            return NOTHING
        if stat.S_ISDIR(status.st_mode):
            return FOLDER
        # A copy may keep `mtime`; nobody can set `ctime`, which changes with the content.
        if max(status.st_mtime_ns, status.st_ctime_ns) >= self._now_ns - SETTLED_NS:
            return UNSETTLED
        return f"{_stamp(status)}:{status.st_ctime_ns}"

    def asked(self) -> set[str]:
        """Return all paths whose stamps were asked for or compared."""
        return set(self._known)

    def note(self, seen: Iterable[str]) -> None:
        """Count the paths that a forked process saw as asked for."""
        for path in seen:
            self._found(path)

    @contextlib.contextmanager
    def watching(self) -> Iterator[dict[str, str]]:
        """Yield a dictionary that collects the stamps asked for meanwhile, by path."""
        self._seen = {}
        yield self._seen
        self._seen = {}

    def still(self, seen: Mapping[str, str]) -> bool:
        """Return whether the files are as when they were `seen`: stamps by path."""
        for path, found in seen.items():  # Called for every file of a site.
            now = self._found(path)
            if found == UNSETTLED or found not in (now, _kind(now)):
                return False
        return True


def stamp(file: Path | str) -> str:
    """Return the stamp of a file that nobody else changes, so it is never UNSETTLED."""
    try:
        return _stamp(os.stat(file))  # noqa: PTH116 - called for every file of a site
    except OSError:
        return NOTHING


def _stamp(status: os.stat_result) -> str:
    return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ino}"


def _kind(found: str) -> str:
    return found if found in {NOTHING, FOLDER} else FILE


def digest(content: bytes) -> str:
    """Return a digest of a file's content."""
    return sha256(content).hexdigest()[:32]


def digest_of_texts(texts: Iterable[str]) -> str:
    """Return a digest of texts in their order; different sequences have different ones."""
    data = [text.encode(errors="surrogatepass") for text in texts]
    lengths = ",".join([str(len(each)) for each in data]).encode()
    return digest(b"\0".join((lengths, *data)))
