"""What files are found by besides their paths: their names, and in a vault the ends of their paths."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from broadsheet.read.assets import Assets


class FileNames:
    """The permalinks of files by names that only one file has, in each folder of a language.

    `permalinks` are those of articles by their files, `folders` those of languages. A vault (`is_vault`)
    finds other files too, and compares names without regard to capital letters.
    """

    def __init__(
        self,
        permalinks: Mapping[str, str],
        assets: Assets,
        folders: Sequence[str],
        *,
        is_vault: bool,
    ) -> None:
        self._permalinks = permalinks
        self._assets = assets
        self._folders = folders
        self._is_vault = is_vault

    def folder_of(self, file: str) -> str:
        """Return the folder of a language that a file is in, "" if it is in none."""
        return next((f for f in self._folders if file.startswith(f"{f}/")), "")

    def permalink(self, file: str) -> str:
        """Return the URL of the only file that has a file's name, "" if there is none, or several."""
        by_name = self._by_name[self.folder_of(file)]
        names = self._names(file, posixpath.basename(file))
        return next((by_name[name] for name in names if name in by_name), "")

    def has_in_vault(self, name: str) -> bool:
        """Return whether this is a vault that has a file of a name, in whatever folder."""
        return self._is_vault and name.casefold() in self._by_name[""]

    @cached_property
    def _by_name(self) -> Mapping[str, Mapping[str, str]]:
        """Return what names lead to: those in each folder of a language, and, as "", those in none."""
        groups: dict[str, dict[str, str]] = {folder: {} for folder in ("", *self._folders)}
        for path, permalink in self._permalinks.items():
            groups[self.folder_of(path)][path] = permalink
        others = self._named_once(self._assets.others()) if self._is_vault else {}
        return {folder: {**others, **self._named_once(paths)} for folder, paths in groups.items()}

    def _named_once(self, permalinks: Mapping[str, str]) -> Mapping[str, str]:
        """Map the names of files to permalinks, except names that several files have."""
        found = [
            (n, url) for path, url in permalinks.items() for n in self._names(path, _name(path))
        ]
        count = Counter(name for name, _ in found)
        return {name: url for name, url in found if count[name] == 1}

    def _names(self, path: str, name: str) -> Iterator[str]:
        """Yield what a file is found by: its name, in a vault after its path with ever fewer folders."""
        if self._is_vault:
            folder, name = posixpath.dirname(path).casefold(), name.casefold()
            while folder:
                yield f"{folder}/{name}"
                folder = folder.partition("/")[2]
        yield name


def _name(path: str) -> str:
    """Return a file's name; for a bundle, its folder's name."""
    folder, name = posixpath.split(path)
    return f"{posixpath.basename(folder)}.md" if folder and name == "index.md" else name
