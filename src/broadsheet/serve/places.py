"""Where a path of a URL leads below a folder, and never out of it."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from broadsheet.output import written_files


def find(folder: Path, path: str) -> Path | None:
    """Return the place of a file or a folder; None where there is none to be served.

    `path` is decoded; at its end, a slash stands for index.html. Hidden files are not served, but
    for feeds (the term `.NET` has a folder of that name), nor is what links lead to outside `folder`.
    """
    parts = [part for part in path.split("/") if part]
    if any(part in {".", ".."} or "\\" in part or "\0" in part for part in parts):
        return None
    if path.endswith("/"):
        parts.append("index.html")
    if any(part.startswith(".") for part in parts) and not _is_ours(folder, parts):
        return None
    try:
        place, has_links = _follow(folder, parts)
        return None if has_links and not _is_inside(place, folder) else place
    except OSError:
        return None


def _is_ours(folder: Path, parts: Sequence[str]) -> bool:
    """Tell whether Broadsheet wrote the file that parts lead to, or files in that folder."""
    path = "/".join(parts)
    ours = written_files(folder)
    return path in ours or any(other.startswith(f"{path}/") for other in ours)


def _follow(folder: Path, parts: Sequence[str]) -> tuple[Path, bool]:
    """Return the place that parts lead to, and whether there are links on the way. Raises OSError.

    Without links nothing leads out of a folder, and to resolve a path costs more than a whole poll.
    """
    place, has_links = str(folder), False  # Path would take longer than the system does.
    for part in parts:
        place = f"{place}/{part}"
        has_links = has_links or stat.S_ISLNK(os.lstat(place).st_mode)
    return Path(place), has_links


def _is_inside(place: Path, folder: Path) -> bool:
    return place.resolve(strict=True).is_relative_to(folder.resolve())
