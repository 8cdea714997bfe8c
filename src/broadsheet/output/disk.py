"""Files written so that they are on the disk itself, and what to do where they cannot be."""

from __future__ import annotations

import errno
import os
import stat
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from broadsheet.errors import Problem
from broadsheet.output.obstacles import TEMPORARY

_AT_ONCE = 16
"""How many files are synced at once: a journal commits those that wait together in one go."""


class Syncs:
    """Syncs files while others are still being made."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(_AT_ONCE)
        self._waiting: list[Future[None]] = []

    def add(self, path: str) -> None:
        """Begin to sync a file or folder."""
        self._waiting.append(self._pool.submit(sync, path))

    def finish(self) -> None:
        """Wait until all that was added is on the disk. Raises OSError."""
        for waiting in self._waiting:
            waiting.result()
        self._waiting.clear()

    def stop(self) -> None:
        """Give up what has not begun."""
        self._pool.shutdown(cancel_futures=True)


def sync(path: str) -> None:
    """Have the system put a file or folder on the disk itself; any descriptor of it will do.

    Raises OSError.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write(path: str, content: bytes, mode: int) -> None:
    """Write a file, not yet synced; `mode` is that of a new one. Raises OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, mode)
    with open(descriptor, "wb", buffering=0) as stream:  # noqa: PTH123 - a descriptor
        rest = memoryview(content)
        while rest:
            rest = rest[stream.write(rest) :]


def content_of(path: str, kind: int) -> bytes | None:
    """Return a regular file's bytes; None of anything else. Raises OSError."""
    if kind != stat.S_IFREG:
        return None
    with open(path, "rb") as stream:  # noqa: PTH123 - called for every file of a site
        return stream.read()


def explain(error: OSError, out: Path) -> Problem:
    """Say what the system refused, and what to do about it."""
    advice = {
        errno.ENOSPC: "free some space",
        errno.EDQUOT: "free some space",
        errno.EROFS: "choose another folder with --out",
        errno.EACCES: "make it writable, or choose another folder with --out",
        errno.EPERM: "make it writable, or choose another folder with --out",
        errno.EEXIST: "move that file away, or choose another folder with --out",
        errno.ENOTDIR: "move that file away, or choose another folder with --out",
    }.get(error.errno or 0, "mend it and run again")
    place = Path(error.filename or out)
    if place.name.endswith(TEMPORARY):  # It could not be made, so the fault is its folder's.
        place = place.parent
    return Problem(str(place), 0, "", f"{error.strerror or error}; {advice}; out/ is as it was")
