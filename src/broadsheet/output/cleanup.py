"""What a run that failed left in out/: temporary files, and the folders that it made."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from broadsheet.output.manifest import TEMPORARY, run_mark


class Cleanup:
    """Removes the files and folders that this run, in any of its processes, leaves if it fails."""

    def __init__(self, out: Path) -> None:
        self._out = str(out)
        self._mark = run_mark(out)
        self._begun = False
        self._paths: list[str] = []
        self._known_folders: set[str] = set()
        self._new_folders: list[str] = []

    def expect(self, path: str) -> None:
        """Remember that a temporary file for a path below out/ may exist from now on."""
        self._paths.append(path)
        folder = os.path.dirname(f"{self._out}/{path}")  # noqa: PTH120 - for every file of a site
        while folder and folder not in self._known_folders:
            self._known_folders.add(folder)
            if os.path.isdir(folder):  # noqa: PTH112 - as above
                break
            self._new_folders.append(folder)
            folder = os.path.dirname(folder)  # noqa: PTH120 - as above

    def begin(self) -> None:
        """Mark that a run is at work; if a killed run left its mark, remove its temporary files."""
        if self._mark.exists():
            remove_temporaries(self._mark.parent)
        self._mark.touch()
        self._begun = True

    def forget(self) -> None:
        """Keep every file: the run is complete."""
        self._paths.clear()
        self._new_folders.clear()

    def remove(self) -> None:
        """Remove the mark, the temporary files that are left, and the folders that are new."""
        if self._begun:  # Else they are another run's.
            temporaries = (Path(f"{self._out}/{path}{TEMPORARY}") for path in self._paths)
            for file in (self._mark, *temporaries):
                with contextlib.suppress(OSError):
                    file.unlink()
        for folder in sorted(self._new_folders, reverse=True):  # The inner ones first.
            with contextlib.suppress(OSError):  # Not empty: it is in use.
                Path(folder).rmdir()


def remove_temporaries(out: Path) -> None:
    """Remove the temporary files of a killed run below `out`, and the folders empty without them."""
    for parent, _, names in os.walk(out):
        for name in names:
            if name.endswith(TEMPORARY):
                Path(parent, name).unlink(missing_ok=True)
                remove_empty(Path(parent), out)


def remove_empty(folder: Path, out: Path) -> None:
    """Remove a folder below `out` if it is empty, then its parents that are empty without it."""
    while folder != out:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
