"""The addresses that the models of a Lektor project give to the pages below a page.

lektor/db.py: Database.get_implied_datamodel ; lektor/datamodel.py: get_default_child_slug
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path

from broadsheet.engines.lektor import metaformat, slug_format
from broadsheet.engines.lektor.permalinks import SCHEME
from broadsheet.engines.settings import Settings
from broadsheet.errors import UnreadableError
from broadsheet.walk import beginning, files_below

_FILE = "contents.lr"


def patterns(root: Path, models: Mapping[str, Settings]) -> tuple[dict[str, str], list[str]]:
    """Return the patterns of pages by the folder above them, and the models whose pattern is not read.

    `models` are the models by name. Raises ConfigError if a pattern has an unknown token.
    """
    found: dict[str, str] = {}
    unread: dict[str, None] = {}
    for folder, name in _models_of_pages(root / "content", models):
        model = models[name]
        if not (typed := model.table("children").text_of("slug_format")):
            continue
        try:
            below = slug_format.pattern(typed)
        except ValueError:
            unread[name] = None
            continue
        end = "" if "." in posixpath.basename(below) else "/"
        found[folder] = model.checked(f"/:parent/{below}{end}", SCHEME, "slug_format")
    return found, list(unread)


def _models_of_pages(top: Path, models: Mapping[str, Settings]) -> Iterator[tuple[str, str]]:
    """Yield each folder that has pages below it, from the top down, and the name of its model."""
    paths = sorted(files_below(top, site=top)) if top.is_dir() else []
    folders = {posixpath.dirname(path) for path in paths if posixpath.basename(path) == _FILE}
    above = {posixpath.dirname(folder) for folder in folders if folder} & folders
    chosen: dict[str, str] = {}
    for folder in sorted(above):
        parent = models.get(chosen.get(posixpath.dirname(folder), "") if folder else "")
        of_parent = parent.table("children").text_of("model") if parent else ""
        names = (_typed_model(top / folder / _FILE) or of_parent, _by_name(folder), "page")
        if name := next((name for name in names if name in models), ""):
            chosen[folder] = name
            yield folder, name


def _by_name(folder: str) -> str:
    return posixpath.basename(folder).partition(".")[0].replace("-", "_").lower()


def _typed_model(file: Path) -> str:
    try:
        return str(metaformat.split(beginning(file)).fields.get("_model", ""))
    except UnreadableError:
        return ""
