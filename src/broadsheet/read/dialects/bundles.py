"""Page bundles, as Hugo and Zola have them: a folder with an `index.md` is one page."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable


def outside_bundles(paths: Iterable[str]) -> list[str]:
    """Leave out the files of bundles other than their index; the content folder is none."""
    chosen = list(paths)
    bundles = {posixpath.dirname(path) for path in chosen if _is_index(path)} - {""}
    return [path for path in chosen if _is_index(path) or not _inside(path, bundles)]


def _is_index(path: str) -> bool:
    return posixpath.basename(path).partition(".")[0] == "index"


def _inside(path: str, bundles: set[str]) -> bool:
    folder = posixpath.dirname(path)
    while folder:
        if folder in bundles:
            return True
        folder = posixpath.dirname(folder)
    return False
