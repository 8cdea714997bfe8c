"""Finds Hugo's content folders: one for all languages, or one for each.

https://gohugo.io/content-management/multilingual/#translation-by-content-directory
https://gohugo.io/configuration/module/#mounts
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from broadsheet.engines.settings import Settings


def content_folders(settings: Settings, languages: Iterable[str]) -> tuple[str, Mapping[str, str]]:
    """Return the content folder, and below it the folders of languages, if each has its own."""
    mounted: dict[str, str] = {}
    for language, folder in _mounts(settings):
        mounted.setdefault(language, folder)
    every = mounted.get("") or next(iter(mounted.values()), "")
    whole = every or _folder(settings.text_of("contentDir")) or "content"
    table = settings.table("languages")
    own = {
        name: mounted.get(name) or _folder(table.table(name).text_of("contentDir")) or whole
        for name in languages
    }
    if len(set(own.values())) < len(own) or not own:
        return whole, {}
    top = posixpath.commonpath(own.values())
    return top or ".", {name: posixpath.relpath(path, top or ".") for name, path in own.items()}


def lost_languages(settings: Settings, languages: Iterable[str]) -> list[str]:
    """Return the languages of which Hugo publishes nothing: their folder is named `content`.

    Hugo mounts `content` without a language, so that its files are the main language's, of which those
    in its own folder come first.
    """
    table = settings.table("languages")
    folders = {name: _folder(table.table(name).text_of("contentDir")) for name in languages}
    main = next(iter(folders.values()), "")
    is_mounted = any(language for language, _ in _mounts(settings))
    others = [name for name, folder in folders.items() if folder == "content" != main]
    return others if main and not is_mounted else []


def shared_folders(settings: Settings) -> list[str]:
    """Return the content folders that are mounted for several languages, so that each has their pages."""
    folders = Counter(folder for language, folder in set(_mounts(settings)) if language)
    return sorted(folder for folder, count in folders.items() if count > 1)


def content_mounts(settings: Settings) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the folders that are mounted as content, with their tables, whose keys are in lower case."""
    mounts = settings.table("module").get("mounts")
    for mount in mounts if isinstance(mounts, list) else ():
        told = _lowered(mount)
        source = _folder(str(told.get("source", "")))
        if _folder(str(told.get("target", ""))) == "content" and not source.startswith(".."):
            yield source, told


def _mounts(settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield the folders that are mounted as content, each with its language, "" for all languages."""
    for source, told in content_mounts(settings):
        yield from ((language, source) for language in _languages(told))


def _languages(mount: Mapping[str, Any]) -> list[str]:
    """Read `lang`, or `sites.matrix.languages`, which replaced it in Hugo 0.153."""
    matrix = _lowered(_lowered(mount.get("sites")).get("matrix"))
    named = matrix.get("languages", mount.get("lang"))
    names = named if isinstance(named, list) else [named or ""]
    return ["" if "*" in str(name) else str(name).lower() for name in names]


def _lowered(table: Any) -> dict[str, Any]:
    """Return a table with lower-case keys, as Hugo reads them; an empty one for any other value."""
    return {str(k).lower(): v for k, v in table.items()} if isinstance(table, dict) else {}


def _folder(text: str) -> str:
    """Return a path without redundant parts: `./content/` is `content`."""
    return posixpath.normpath(text) if text else ""
