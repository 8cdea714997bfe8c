"""One run at a time for a site."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from broadsheet.errors import LockedError, OutputError, Problem

try:
    import fcntl
except ImportError:  # Windows has no flock; there two runs are kept apart by nothing.
    fcntl = None  # type: ignore[assignment]

STATE_FOLDER = ".publish"

_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}

_LOOKS = 25
_LOOK_SECONDS = 0.02
"""How often, and how far apart, to look whose the lock is: a run holds it a moment before it signs."""


@contextmanager
def site_lock(root: Path) -> Iterator[int]:
    """Hold the lock of the site in `root`; the kernel lets it go however the process ends.

    Gives the time of its beginning by the file system's clock, in nanoseconds.

    Raises LockedError at once where another run holds it, OutputError where something that is no
    folder is in the way of `root`/.publish.
    """
    descriptor = _open(root)
    try:
        _acquire(descriptor)
        try:
            yield _sign(descriptor)
        finally:
            _unsign(descriptor)
    finally:
        os.close(descriptor)


def _open(root: Path) -> int:
    """Open the lock; where nothing may be written, the site's folder itself can be locked as well."""
    path = root / STATE_FOLDER / "lock"
    try:
        path.parent.mkdir(exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        if error.errno in _READ_ONLY:
            return os.open(path if path.exists() else root, os.O_RDONLY | os.O_CLOEXEC)
        if path.parent.exists() and not path.parent.is_dir():
            message = "is no folder; move it away"
            raise OutputError(Problem(STATE_FOLDER, 0, "", message)) from error
        message = f"cannot be written ({error.strerror}); free some space"
        raise OutputError(Problem(f"{STATE_FOLDER}/lock", 0, "", message)) from error


def _sign(descriptor: int) -> int:
    """Write whose the lock is; returns the time by the file system's clock."""
    try:
        os.ftruncate(descriptor, 0)
        host = os.uname().nodename if hasattr(os, "uname") else "this machine"
        os.pwrite(descriptor, f"{os.getpid()} on {host}".encode(), 0)
    except OSError:  # Read-only, or the disk is full.
        return time.time_ns()
    return os.fstat(descriptor).st_mtime_ns


def _unsign(descriptor: int) -> None:
    """Leave no signature behind that would pass for that of the next run until it signs."""
    with suppress(OSError):  # Read-only.
        os.ftruncate(descriptor, 0)


def _acquire(descriptor: int) -> None:
    """Take the lock, or raise LockedError; waits a moment for a holder without a signature."""
    holder = ""
    for _ in range(_LOOKS):
        if _taken(descriptor):
            return
        if holder := _holder(descriptor):
            break
        time.sleep(_LOOK_SECONDS)
    message = f"another run (process {holder or 'unknown'}) is at work on this site; wait until it is done"
    raise LockedError(Problem(f"{STATE_FOLDER}/lock", 0, "", message))


def _taken(descriptor: int) -> bool:
    if fcntl is not None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True


def _holder(descriptor: int) -> str:
    """Return the signature of whoever holds the lock, `""` where there is none yet."""
    try:
        return os.pread(descriptor, 200, 0).decode(errors="replace")
    except OSError:  # It is the site's folder, which nobody can sign.
        return "unknown"
