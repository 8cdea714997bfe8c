"""The lock of a site: one run at a time.

The kernel locks the file `.publish/lock` (flock on Unix, msvcrt on Windows), and releases it
however the process ends. On file systems without locks, such as Lustre and some NFS and FUSE
mounts, the file `.publish/running` is the lock: it exists during a run.

This is our own code, since filelock was measured and lost: most runs of cron have nothing to do, and
importing it adds 90 ms to the 250 of all their imports (`python -X importtime`). It also does not say
which process holds a lock.
"""

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
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]
try:
    import msvcrt
except ImportError:  # Unix
    msvcrt = None  # type: ignore[assignment]

STATE_FOLDER = ".publish"

_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}

_IN_THE_WAY = {errno.EISDIR, errno.EEXIST, errno.ENOENT, errno.ELOOP}
"""A folder, or a link that leads nowhere, is where the lock or its folder has to be."""

_HELD = {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK}
"""Errors that mean that another process holds the lock. Any other one means that there are no locks."""

_LOOKS = 25
_LOOK_SECONDS = 0.02
"""How often, and at which interval, to look for the holder's signature, written after locking."""

_FLAGS = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)

_BEYOND = 2**30
"""The byte that Windows locks: nobody can read the bytes that are locked, and we read the signature."""


@contextmanager
def site_lock(root: Path, name: str = "lock") -> Iterator[int]:
    """Hold the lock of the site in `root`; yields when the run began.

    That is in nanoseconds by the file system's clock. Locks of other names do not exclude each
    other: a long `send` never stops a build. Raises LockedError at once if another run holds the
    lock, OutputError if `root`/.publish is not a folder.
    """
    descriptor = _open(root, name)
    if descriptor is None:
        yield time.time_ns()
        return
    try:
        with _held(root, descriptor, name):
            try:
                yield _sign(descriptor)
            finally:
                _clear(descriptor)
    finally:
        os.close(descriptor)


def _open(root: Path, name: str) -> int | None:
    """Open the lock or, on a read-only disk, the site's folder; None if nothing can be opened."""
    path = root / STATE_FOLDER / name
    try:
        path.parent.mkdir(exist_ok=True)
        _keep_out_of_git(path.parent)
        return os.open(path, os.O_RDWR | os.O_CREAT | _FLAGS, 0o644)
    except OSError as error:
        if error.errno in _READ_ONLY:
            with suppress(OSError):  # Windows opens no folder.
                return os.open(path if path.exists() else root, os.O_RDONLY | _FLAGS)
            return None
        if path.parent.exists() and not path.parent.is_dir():
            message = "is no folder; move it away"
            raise OutputError(Problem(STATE_FOLDER, 0, "", message)) from error
        place = f"{STATE_FOLDER}/{name}" if path.parent.is_dir() else STATE_FOLDER
        message = f"cannot be written ({error.strerror}); {_advice(error)}"
        raise OutputError(Problem(place, 0, "", message)) from error


def _advice(error: OSError) -> str:
    if error.errno in _FULL:
        return "free some space"
    return "move it away" if error.errno in _IN_THE_WAY else "fix it and run again"


def _keep_out_of_git(folder: Path) -> None:
    ignore = folder / ".gitignore"
    with suppress(OSError):
        if not ignore.exists():
            ignore.write_text("*\n", "utf-8")


@contextmanager
def _held(root: Path, descriptor: int, name: str) -> Iterator[None]:
    """Hold the kernel's lock or, if there is none, that of the file `running`. Raises LockedError."""
    if _acquire(descriptor, name):
        yield
        return
    running = _create(root / STATE_FOLDER / ("running" if name == "lock" else f"{name}.running"))
    try:
        yield
    finally:
        if running:
            with suppress(OSError):
                running.unlink()


def _acquire(descriptor: int, name: str) -> bool:
    """Take the kernel's lock; returns False if there are none. Raises LockedError.

    It waits a moment for a holder without a signature: that run may have ended, or not yet signed.
    """
    holder = ""
    for _ in range(_LOOKS):
        try:
            _lock(descriptor)
        except OSError as error:
            if error.errno not in _HELD:
                return False
        else:
            return True
        if holder := _holder(descriptor):
            break
        time.sleep(_LOOK_SECONDS)
    raise _locked(holder, "wait until it is done", name)


def _lock(descriptor: int) -> None:
    """Take the kernel's lock. Raises OSError."""
    if fcntl is not None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    elif msvcrt is not None:
        os.lseek(descriptor, _BEYOND, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))


def _create(path: Path) -> Path | None:
    """Create the file that is the lock, or replace a dead run's; None if nothing can be written.

    Raises LockedError.
    """
    holder = ""
    for _ in range(_LOOKS):
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _FLAGS, 0o644)
        except FileExistsError:
            pass
        except OSError:
            return None
        else:
            _sign(descriptor)
            os.close(descriptor)
            return path
        with suppress(OSError):
            holder = path.read_text("utf-8", errors="replace")
        if _is_dead(holder):
            path.unlink(missing_ok=True)
        elif holder:
            break
        time.sleep(_LOOK_SECONDS)
    advice = f"wait until it is done; if it was killed, delete {STATE_FOLDER}/{path.name}"
    raise _locked(holder, advice, path.name)


def _is_dead(holder: str) -> bool:
    """Return whether the process of a signature ran on this machine, and is gone."""
    pid, _, host = holder.partition(" on ")
    if os.name != "posix" or host != _host() or not (pid.isascii() and pid.isdigit()):
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def _locked(holder: str, advice: str, name: str) -> LockedError:
    message = f"another run (process {holder or 'unknown'}) is at work on this site; {advice}"
    return LockedError(Problem(f"{STATE_FOLDER}/{name}", 0, "", message))


def _sign(descriptor: int) -> int:
    """Write who holds the lock; returns the time by the file system's clock."""
    try:
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, f"{os.getpid()} on {_host()}".encode())
    except OSError:  # Read-only, or the disk is full.
        return time.time_ns()
    return os.fstat(descriptor).st_mtime_ns


def _clear(descriptor: int) -> None:
    """Clear the signature, so that it is not taken for the next holder's."""
    with suppress(OSError):  # Read-only.
        os.ftruncate(descriptor, 0)


def _holder(descriptor: int) -> str:
    """Return the signature of whoever holds the lock, "" if there is none yet."""
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        return os.read(descriptor, 200).decode(errors="replace")
    except OSError:  # It is the site's folder, which nobody can sign.
        return "unknown"


def _host() -> str:
    if hasattr(os, "uname"):
        return os.uname().nodename
    return os.environ.get("COMPUTERNAME", "this machine")
