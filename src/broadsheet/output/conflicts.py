"""What keeps a file from being written: its path, or what is there already."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from pathlib import Path

from broadsheet.late import late_pattern
from broadsheet.output.manifest import TEMPORARY, run_mark

_COMPONENT_BYTES = 255 - len(TEMPORARY)

_NOT_ON_WINDOWS = late_pattern(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?: *\..*)?"
    r'|.*[. ]|.*[<>:"|?*\x01-\x1f].*',
    re.IGNORECASE,
)
"""https://learn.microsoft.com/windows/win32/fileio/naming-a-file"""


def path_conflict(path: str, *, windows: bool = os.name == "nt") -> str:
    """Return what is wrong with a path below out/, "" if nothing is."""
    parts = path.split("/")
    if any(part in {"", ".", ".."} for part in parts) or "\0" in path or "\\" in path:
        return "is not a path inside the folder; this is an error of Broadsheet, please report it"
    if any(len(part.encode(errors="replace")) > _COMPONENT_BYTES for part in parts):
        return "is too long a name for a file; shorten it"
    if windows and any(map(_NOT_ON_WINDOWS.fullmatch, parts)):
        return "is a name that Windows does not allow; choose another, or build on another system"
    return ""


class Names:
    """The paths of a run, to find two that would be one file.

    Windows and macOS ignore case, and Unicode normalisation; Windows drops dots and spaces at the
    end of a name. The folder is asked, since a disk may differ from what the system usually does.
    """

    def __init__(self, out: Path) -> None:
        """Raises OSError; the mark of the run must be there."""
        mark = run_mark(out)
        self._folds = mark.with_name(mark.name.upper()).exists()
        self._trims = mark.with_name(f"{mark.name}.").exists()
        self._taken: dict[str, str] = {}

    def conflict(self, path: str) -> str:
        """Take a path; returns why that is not possible, "" if it is."""
        key = self._key(path)
        if key not in self._taken:
            self._taken[key] = path
            return ""
        other = self._taken[key]
        if other == path:
            return "is written twice; give the feeds different names"
        return f"is the same file as {other} on this disk; give the feeds different names"

    def _key(self, path: str) -> str:
        if self._folds:
            path = unicodedata.normalize("NFC", unicodedata.normalize("NFD", path).casefold())
        if self._trims:
            path = "/".join(part.rstrip(". ") for part in path.split("/"))
        return path


def folder_conflict(out: str, folder: str) -> str:
    """Return why a foreign file blocks a folder ("" is `out` itself), "" if none does."""
    place = out
    for part in filter(None, folder.split("/")):
        place += f"/{part}"
        if kind_of(place) not in {0, stat.S_IFDIR}:
            return f"{part} is in the way and not a folder; move it away"
    return ""


def file_conflict(path: str, kind: int, *, may_replace: bool) -> str:
    """Return why a path at which there is something of a `kind` cannot be written, "" if it can.

    `may_replace`: the file there is Broadsheet's own, or has the bytes that are to be written.
    """
    if kind not in {0, stat.S_IFREG}:
        return "is in the way and not a file that Broadsheet wrote; move it away"
    if kind == 0 or may_replace:
        return ""
    other_way = (
        "set enabled = false in [pages]"
        if path.endswith(".html")
        else "rename the feed in [feeds] names"
    )
    return f"was not written by Broadsheet; move it away, or {other_way}"


def kind_of(place: str) -> int:
    """Return what is at a path: S_IFREG, S_IFDIR, S_IFLNK …; 0 for nothing. Raises OSError."""
    try:
        return stat.S_IFMT(os.lstat(place).st_mode)
    except FileNotFoundError:
        return 0
