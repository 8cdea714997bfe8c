"""What keeps a file from being written."""

from __future__ import annotations

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
    if any(p in {"", ".", ".."} or "\0" in p or "\\" in p for p in parts):
        return "is not a path inside the folder; this is a fault of Broadsheet, please report it"
    if any(len(part.encode(errors="replace")) > _COMPONENT_BYTES for part in parts):
        return "is too long a name for a file; shorten it"
    return ""


def obstacle(out: Path, path: str, content: bytes | None) -> str:
    """Say what of somebody else's is in a file's way, "" where nothing is.

    A file that holds `content` already is in nobody's way; None stands for a file of our own.
    """
    place = out
    for part in path.split("/")[:-1]:
        place /= part
        if _kind(place) not in {None, stat.S_IFDIR}:
            return f"{place.name} is in the way and not a folder; move it away"
    place = out / path
    kind = _kind(place)
    if kind not in {None, stat.S_IFREG}:
        return "is in the way and not a file that Broadsheet wrote; move it away"
    if content is None or kind is None or place.read_bytes() == content:
        return ""
    other_way = (
        "set enabled = false in [pages]"
        if path.endswith(".html")
        else "rename the feed in [feeds] names"
    )
    return f"was not written by Broadsheet; move it away, or {other_way}"


def _kind(place: Path) -> int | None:
    """Return what a place holds (S_IFREG, S_IFDIR, S_IFLNK …), None where it holds nothing."""
    try:
        return stat.S_IFMT(place.lstat().st_mode)
    except FileNotFoundError:
        return None
