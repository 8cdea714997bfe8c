"""Page bundles, as Hugo and Zola have them: a folder with an `index.md` is one page."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from broadsheet.images import media_type
from broadsheet.source import Source, inheritance

PICTURE = ":picture"
"""The field in which a bundle inherits the name of a picture beside it."""

_COVERS = (re.compile("(?i)feature"), re.compile("(?i)cover|thumbnail"))


def outside_bundles(paths: Iterable[str]) -> list[str]:
    """Leave out the files of bundles except their index; the content folder is not a bundle."""
    chosen = list(paths)
    bundles = {posixpath.dirname(path) for path in chosen if _is_index(path)} - {""}
    return [path for path in chosen if not _inside(_bundle(path), bundles)]


def _bundle(path: str) -> str:
    """Return the folder of a bundle for its index, else the path itself."""
    return posixpath.dirname(path) if _is_index(path) else path


def picture_rule(sources: Iterable[Source], origin: str) -> inheritance.FieldRule:
    """Give bundles, as PICTURE, the name of the picture that Hugo's own templates take for a cover."""
    folders = {s.path: s.file.parent for s in sources if _is_index(s.path) and "/" in s.path}
    found = {path: name for path, folder in folders.items() if (name := _picture(folder))}
    return inheritance.FieldRule(
        lambda path: {PICTURE: found[path]} if path in found else {}, origin
    )


def picture_of(resources: Any) -> str:
    """Return the file of the resource that the front matter names as the cover, "" for none."""
    tables = (
        [each for each in resources if isinstance(each, dict)]
        if isinstance(resources, list)
        else []
    )
    named = {str(each.get("name", "")): str(each.get("src", "")) for each in tables}
    files = {name: file for name, file in named.items() if media_type(file) and "*" not in file}
    return files.get(_cover(files), "")


def _picture(folder: Path) -> str:
    names = (path.name for path in folder.iterdir() if media_type(path.name))
    return _cover(sorted(names, key=str.lower))


def _cover(names: Iterable[str]) -> str:
    """Return the first name that Hugo uses as a cover, "" if there is none."""
    return next((name for marks in _COVERS for name in names if marks.search(name)), "")


def _is_index(path: str) -> bool:
    return posixpath.basename(path).partition(".")[0] == "index"


def _inside(path: str, bundles: set[str]) -> bool:
    folder = posixpath.dirname(path)
    while folder:
        if folder in bundles:
            return True
        folder = posixpath.dirname(folder)
    return False
