"""What keeps a file from being written."""

from __future__ import annotations

import os
import stat
from pathlib import Path

TEMPORARY = ".broadsheet-new~"
"""Ends the names of temporary files; nothing else that lies in out/ is called so."""

_COMPONENT_BYTES = 255 - len(TEMPORARY)


def mark_in(out: Path) -> Path:
    """Return the file that lies in out/ while a run is at work there, or since one was killed."""
    return out / TEMPORARY


def fault_of(path: str) -> str:
    """Say what is wrong with a path below out/, "" where nothing is."""
    parts = path.split("/")
    if any(part in {"", ".", ".."} for part in parts) or "\0" in path or "\\" in path:
        return "is not a path inside the folder; this is a fault of Broadsheet, please report it"
    if any(len(part.encode(errors="replace")) > _COMPONENT_BYTES for part in parts):
        return "is too long a name for a file; shorten it"
    return ""


def folder_obstacle(out: str, folder: str) -> str:
    """Say what of somebody else's is in a folder's way ("" is `out` itself), "" where nothing is."""
    place = out
    for part in filter(None, folder.split("/")):
        place += f"/{part}"
        if kind_of(place)[0] not in {0, stat.S_IFDIR}:
            return f"{part} is in the way and not a folder; move it away"
    return ""


def file_obstacle(path: str, kind: int, *, may_replace: bool) -> str:
    """Say why a place that holds something of a `kind` cannot be written to, "" where it can.

    `may_replace` tells that a file there is Broadsheet's own, or holds what is to be written.
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


def kind_of(place: str) -> tuple[int, int]:
    """Return what a place holds (S_IFREG, S_IFDIR, S_IFLNK …; 0 for nothing), and its mode."""
    try:
        mode = os.lstat(place).st_mode
    except FileNotFoundError:
        return 0, 0
    return stat.S_IFMT(mode), stat.S_IMODE(mode)
