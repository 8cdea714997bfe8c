"""Writes files beside their places in out/, in any process; nothing is replaced yet."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from broadsheet.output.conflicts import file_conflict, folder_conflict, kind_of
from broadsheet.output.disk import write
from broadsheet.output.manifest import TEMPORARY, content_hash
from broadsheet.walk import read_file

_NEW_MODE = 0o644
"""A new file is readable by web servers; a replaced one keeps its mode."""


@dataclass(frozen=True, slots=True)
class Staged:
    """The result of staging a file.

    `path` is below out/, with slashes; `digest` is for the manifest. If `is_new`, a temporary file
    waits beside the file's place; otherwise the file has these bytes already. `conflict` is what
    keeps the file from being written, "" if nothing does.
    """

    path: str
    digest: str = ""
    is_new: bool = False
    conflict: str = ""


class Staging:
    """Writes temporary files in one output folder; it looks at each folder below that once.

    It is called for every file of a site, so paths are plain text here.
    """

    def __init__(self, out: Path) -> None:
        self.out = str(out)
        self._conflicts: dict[str, str] = {}

    def place(self, path: str) -> str:
        """Return where a file is to be."""
        return f"{self.out}/{path}"

    def temporary(self, path: str) -> str:
        """Return where it waits until it takes its place."""
        return f"{self.out}/{path}{TEMPORARY}"

    def stage(self, path: str, content: bytes, *, is_ours: bool) -> Staged:
        """Write a temporary file, unless the place has these bytes already. It is not synced.

        `is_ours`: an earlier run wrote the file that is there. Raises OSError.
        """
        if conflict := self._folder_conflict(path.rpartition("/")[0]):
            return Staged(path, conflict=conflict)
        place = self.place(path)
        kind = kind_of(place)
        is_new = kind != stat.S_IFREG or read_file(place, len(content) + 1) != content
        if conflict := file_conflict(path, kind, may_replace=is_ours or not is_new):
            return Staged(path, conflict=conflict)
        if is_new:
            write(self.temporary(path), content, _NEW_MODE, like=place if kind else "")
        return Staged(path, content_hash(content), is_new)

    def _folder_conflict(self, folder: str) -> str:
        """Make a folder; returns why that is not possible, "" if it is. Raises OSError."""
        if folder not in self._conflicts:
            self._conflicts[folder] = folder_conflict(self.out, folder)
            if not self._conflicts[folder]:
                os.makedirs(self.place(folder), exist_ok=True)  # noqa: PTH103 - as above
        return self._conflicts[folder]
