"""Where Hugo's content is: one folder for all languages, or one for each.

https://gohugo.io/content-management/multilingual/#translation-by-content-directory
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping

from broadsheet.init.settings import Settings


def content_folders(settings: Settings, languages: Iterable[str]) -> tuple[str, Mapping[str, str]]:
    """Return the content folder, and those of languages below it where each has one of its own."""
    whole = _folder(settings.text_of("contentDir") or "content")
    table = settings.table("languages")
    own = {name: _folder(table.table(name).text_of("contentDir")) or whole for name in languages}
    if len(set(own.values())) < len(own) or not own:
        return whole, {}
    top = posixpath.commonpath(own.values())
    return top or ".", {name: posixpath.relpath(path, top or ".") for name, path in own.items()}


def _folder(text: str) -> str:
    """Return a path without what means nothing: `./content/` is `content`."""
    return posixpath.normpath(text) if text else ""
