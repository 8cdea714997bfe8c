"""The files below a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path

from broadsheet.errors import ContentError, Problem

_LEFT_OUT = frozenset({"node_modules", "vendor", "site-packages", ".git", ".publish"})
"""Folders of other people's packages, though a site's own folder may be that of its articles, and of
programs.
"""


def files_below(top: Path, *, hidden: bool = False) -> Iterator[str]:
    """Yield the paths, below `top`, of files and of links that lead nowhere.

    Packages are left out, and what is hidden, unless it is asked for. Folders behind symbolic links
    are entered once, by the same way each time. Raises ContentError where a folder cannot be listed:
    its articles would seem deleted.
    """
    entered: set[str] = set()
    pending = [""]
    while pending:
        prefix = pending.pop()
        folder = top / prefix
        if (real := os.path.realpath(folder)) in entered:
            continue
        entered.add(real)
        for entry in _entries(folder, f"{top.name}/{prefix}".rstrip("/")):
            if (entry.name.startswith(".") and not hidden) or entry.name in _LEFT_OUT:
                continue
            path = f"{prefix}/{entry.name}" if prefix else entry.name
            if _is_folder(entry):
                pending.append(path)
            else:
                yield path


def _entries(folder: Path, shown: str) -> list[os.DirEntry[str]]:
    try:
        return sorted(os.scandir(folder), key=attrgetter("name"))
    except OSError as error:
        message = f"cannot be listed: {(error.strerror or str(error)).lower()}; mend or exclude it"
        raise ContentError(Problem(shown, 0, "", message)) from error


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # A loop of links: no folder, and reading it will say so.
        return False
