"""Lists and reads the files below a folder."""

from __future__ import annotations

import errno
import fnmatch
import os
import re
import stat
from collections.abc import Callable, Iterator
from io import BufferedReader
from operator import attrgetter
from pathlib import Path

from broadsheet.errors import ContentError, Problem, UnreadableError

_LEFT_OUT = frozenset({"node_modules", "site-packages", ".git", ".publish"})
"""Folders of packages and programs, though a site's own content folder may have such a name."""

_VENDORED = (
    "bundle",
    "cache",
    "gems",
    "ruby",
    "modules.txt",
    "autoload.php",
    "composer",
    "github.com",
)
"""What Bundler, Go and Composer put into a folder `vendor`; any other one may hold articles."""

MAX_TEXT = 4_000_000
"""Bytes of a file of settings, data, words, a note or a template."""


def opened(path: Path | str) -> BufferedReader:
    """Open a regular file to read. This is how all files of a site are opened.

    Raises OSError, also for a pipe or a device: reading one may never end.
    """
    return open(path, "rb", opener=_open_regular)


def _open_regular(path: str, flags: int) -> int:
    # Opening a pipe would wait until somebody writes into it. Windows has no such flag, but one for bytes.
    flags |= getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags)
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):  # `open` refuses folders itself.
        return descriptor
    os.close(descriptor)
    raise OSError(errno.EINVAL, "not a file but a pipe or a device", str(path))


_AT_A_TIME = 1_000_000


def read_file(path: Path | str, most: int) -> bytes:
    """Return a regular file's bytes, but no more than `most` of them. Raises OSError, as `opened`."""
    # With Python's buffer, a usual file takes 45 µs to read, without it 15.
    with open(path, "rb", buffering=0, opener=_open_regular) as stream:
        # Room for `most` bytes would take longer to get than a usual file to read.
        size = os.fstat(stream.fileno()).st_size
        data = stream.read(min(most, size + 1))
        while len(data) != size:  # The system gave only a part, or the file has grown.
            more = stream.read(min(most - len(data), _AT_A_TIME))
            if not more:
                break
            data += more
        return data


def read_text(path: Path | str, most: int = MAX_TEXT) -> str:
    """Return the text of a regular file: UTF-8 without a byte order mark, LF as line end.

    Raises UnreadableError, also if it has more bytes than `most`.
    """
    try:
        data = read_file(path, most + 1)
        if len(data) > most:
            raise UnreadableError(0, f"is larger than {most // 1_000_000} MB", "shorten it")
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise UnreadableError(line, "is not UTF-8", "save it as UTF-8") from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UnreadableError(0, f"cannot be read: {reason}", "fix or remove it") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def beginning(file: Path, size: int = 20_000) -> str:
    """Return the first characters of a file, "" if it cannot be read."""
    try:
        text = read_file(file, 4 * size).decode("utf-8-sig", "replace")
    except (OSError, ValueError):
        return ""
    return text.replace("\r\n", "\n").replace("\r", "\n")[:size]


LEADS_OUT = (
    "is a link that leads out of the site; replace it with what it leads to, "
    "or set follow_links = true in [content]"
)


def leads_out(place: Path | str, site: Path) -> bool:
    """Return whether symbolic links on the way to a place lead out of a site's folder."""
    inside = os.path.realpath(site)
    return os.path.commonpath([os.path.realpath(place), inside]) != inside


def _ignore(_: str) -> None:
    pass


def files_below(
    top: Path,
    *,
    hidden: bool = False,
    site: Path | None = None,
    refuse: Callable[[str], None] = _ignore,
) -> Iterator[str]:
    """Yield the paths, below `top`, of files and of links that lead nowhere.

    Packages are left out, and hidden files too, unless `hidden`. Folders behind symbolic links are
    entered once, by the same way each time. If `site` is given, links that lead out of that folder
    are not followed; `refuse` gets their paths. Raises ContentError if a folder cannot be listed:
    its articles would seem deleted.
    """
    entered: set[str] = set()
    pending = [] if site and leads_out(top, site) else [""]
    while pending:
        prefix = pending.pop()
        folder = top / prefix
        if (real := os.path.realpath(folder)) in entered:
            continue
        entered.add(real)
        for entry in _entries(folder, f"{top.name}/{prefix}".rstrip("/")):
            if (entry.name.startswith(".") and not hidden) or _holds_packages(entry):
                continue
            path = f"{prefix}/{entry.name}" if prefix else entry.name
            if site and entry.is_symlink() and leads_out(entry.path, site):
                refuse(path)
            elif is_folder(entry):
                pending.append(path)
            else:
                yield path


def glob_pattern(globs: tuple[str, ...]) -> re.Pattern[str]:
    """Compile globs of paths into one pattern; `**/` also matches no folder at all."""
    marked = (fnmatch.translate(glob.replace("**/", "\0")) for glob in globs)
    return re.compile("|".join(marked).replace("\0", "(?:.*/)?") or "(?!)")


def _entries(folder: Path, shown: str) -> list[os.DirEntry[str]]:
    try:
        return sorted(os.scandir(folder), key=attrgetter("name"))
    except OSError as error:
        message = f"cannot be listed: {(error.strerror or str(error)).lower()}; fix or exclude it"
        raise ContentError(Problem(shown, 0, "", message)) from error


def _holds_packages(entry: os.DirEntry[str]) -> bool:
    if entry.name != "vendor":
        return entry.name in _LEFT_OUT
    return any(os.path.lexists(f"{entry.path}/{name}") for name in _VENDORED)


def is_folder(entry: os.DirEntry[str]) -> bool:
    """Return whether an entry of a folder is a folder, or a link to one."""
    try:
        return entry.is_dir()
    except OSError:  # A loop of links: no folder, and reading it will say so.
        return False
