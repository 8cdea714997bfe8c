"""One run at a time for a site."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from broadsheet.errors import LockedError, OutputError, Problem

try:
    import fcntl
except ImportError:  # Windows has no flock; there two runs are kept apart by nothing.
    fcntl = None  # type: ignore[assignment]

STATE_FOLDER = ".publish"


@contextmanager
def site_lock(root: Path) -> Iterator[int]:
    """Hold the lock of the site in `root`; the kernel lets it go however the process ends.

    Gives the time of its beginning by the file system's clock, in nanoseconds.

    Raises LockedError at once where another run holds it, OutputError where `root`/.publish cannot
    be written.
    """
    path = root / STATE_FOLDER / "lock"
    try:
        path.parent.mkdir(exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        message = f"cannot be written ({error.strerror}); the site's folder must be writable"
        raise OutputError(Problem(f"{STATE_FOLDER}/lock", 0, "", message)) from error
    try:
        _acquire(descriptor)
        yield os.fstat(descriptor).st_mtime_ns
    finally:
        os.close(descriptor)


def _acquire(descriptor: int) -> None:
    if fcntl is None:
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        holder = os.pread(descriptor, 20, 0).decode(errors="replace").strip() or "unknown"
        message = f"another run (process {holder}) is at work on this site; wait until it is done"
        raise LockedError(Problem(f"{STATE_FOLDER}/lock", 0, "", message)) from error
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)
