"""What a run that did not come to its end left in out/: temporary files, and new folders of theirs."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from broadsheet.output.obstacles import TEMPORARY, mark_in


class Leavings:
    """What may be left of this very run if it fails, in whatever process."""

    def __init__(self, out: Path) -> None:
        self._out = str(out)
        self._mark = mark_in(out)
        self._paths: list[str] = []
        self._looked_at: set[str] = set()
        self._new_folders: list[str] = []

    def expect(self, path: str) -> None:
        """Remember that a file below out/ may be staged from now on."""
        self._paths.append(path)
        folder = os.path.dirname(f"{self._out}/{path}")  # noqa: PTH120 - for every file of a site
        while folder not in self._looked_at and folder.strip("/"):
            self._looked_at.add(folder)
            if os.path.isdir(folder):  # noqa: PTH112 - as above
                break
            self._new_folders.append(folder)
            folder = os.path.dirname(folder)  # noqa: PTH120 - as above

    def begin(self) -> None:
        """Mark that a run is at work here; where a killed one left its mark, remove what it staged."""
        if self._mark.exists():
            remove_leavings(self._mark.parent)
        self._mark.touch()

    def forget(self) -> None:
        """Keep every file: the run has come to its end."""
        self._paths.clear()
        self._new_folders.clear()

    def remove(self) -> None:
        """Remove the mark, what is left of the files, and the folders that were not there before."""
        temporaries = (Path(f"{self._out}/{path}{TEMPORARY}") for path in self._paths)
        for file in (self._mark, *temporaries):
            with contextlib.suppress(OSError):
                file.unlink()
        for folder in sorted(self._new_folders, key=len, reverse=True):
            with contextlib.suppress(OSError):  # Not empty: it is in use.
                Path(folder).rmdir()


def remove_leavings(out: Path) -> None:
    """Remove what a killed run staged below `out`, and the folders that are empty without it."""
    for parent, _, names in os.walk(out):
        for name in names:
            if name.endswith(TEMPORARY):
                Path(parent, name).unlink(missing_ok=True)
                remove_empty(Path(parent), out)


def remove_empty(folder: Path, out: Path) -> None:
    """Remove a folder below `out` that is empty, and those that it leaves empty."""
    while folder != out:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
