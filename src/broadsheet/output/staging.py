"""One file made ready beside its place in out/: by any process, and nothing is replaced yet."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from broadsheet.output import manifest
from broadsheet.output.disk import content_of, write
from broadsheet.output.obstacles import TEMPORARY, file_obstacle, folder_obstacle, kind_of

_NEW_MODE = 0o644
"""A new file is readable by web servers; one that is replaced keeps its mode."""


@dataclass(frozen=True, slots=True)
class Staged:
    """What became of a file: `path` is below out/, with slashes; `digest` is the manifest's.

    `is_new` tells that its temporary file waits beside its place; else the place holds these bytes
    already. `fault` says what keeps it from being written, "" where nothing does.
    """

    path: str
    digest: str = ""
    is_new: bool = False
    fault: str = ""


class Stage:
    """Makes files ready in one output folder; it looks at each folder below that once.

    It is called for every file of a site, so paths are plain text here.
    """

    def __init__(self, out: Path) -> None:
        self.out = str(out)
        self._faults: dict[str, str] = {}

    def place(self, path: str) -> str:
        """Return where a file is to be."""
        return f"{self.out}/{path}"

    def temporary(self, path: str) -> str:
        """Return where it waits for that."""
        return f"{self.out}/{path}{TEMPORARY}"

    def stage(self, path: str, content: bytes, *, is_ours: bool) -> Staged:
        """Write a file's content beside its place, unless that holds it already.

        `is_ours` tells that an earlier run wrote what is there. It is not synced. Raises OSError.
        """
        if fault := self._folder_fault(path.rpartition("/")[0]):
            return Staged(path, fault=fault)
        kind, mode = kind_of(self.place(path))
        is_new = content_of(self.place(path), kind) != content
        if fault := file_obstacle(path, kind, may_replace=is_ours or not is_new):
            return Staged(path, fault=fault)
        if is_new:
            write(self.temporary(path), content, mode or _NEW_MODE)
        return Staged(path, manifest.digest(content), is_new)

    def _folder_fault(self, folder: str) -> str:
        """Say what keeps a folder from being there, "" where nothing does: then it is."""
        if folder not in self._faults:
            self._faults[folder] = folder_obstacle(self.out, folder)
            if not self._faults[folder]:
                os.makedirs(self.place(folder), exist_ok=True)  # noqa: PTH103 - as above
        return self._faults[folder]
