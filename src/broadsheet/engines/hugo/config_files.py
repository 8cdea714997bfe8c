"""Hugo's configuration files as one: hugo.* or config.*, and the folder config/.

https://gohugo.io/configuration/introduction/#configuration-directory
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from broadsheet.engines.hugo.detect import config_files
from broadsheet.engines.settings import Settings, read_data, read_text


def hugo_settings(root: Path) -> Settings:
    """Merge all files as `hugo` does, the main language's settings over the site's.

    Raises ConfigError if one cannot be read.
    """
    merged: dict[str, Any] = {}
    files = config_files(root)
    for file in files:
        merged = _merged(merged, _placed(file, root, _lowered(read_data(file, root))))
    main = files[0] if files else root / "hugo.toml"
    place, text = main.relative_to(root).as_posix(), read_text(main, root)
    settings = Settings.of(merged, place, text)
    told = settings.table("languages").get(main_language(settings))
    return Settings.of(_spoken(merged, told), place, text) if isinstance(told, dict) else settings


def main_language(settings: Settings) -> str:
    """Return the name of the main language, whose pages have no folder of their own."""
    return (settings.text_of("defaultContentLanguage") or "en").lower()


def _placed(file: Path, root: Path, data: dict[str, Any]) -> dict[str, Any]:
    """Nest a file's settings by its name: params.toml, languages.toml, params.en.toml."""
    name, _, language = file.stem.lower().partition(".")
    if file.parent == root or not language:
        is_whole = file.parent == root or name in {"hugo", "config"}
        return data if is_whole else {name: data}
    inner = {name: data} if name in {"params", "menu", "menus"} else data
    return {"languages": {language: inner}}


def _spoken(site: Mapping[str, Any], language: Mapping[str, Any]) -> dict[str, Any]:
    """Put a language's settings over the site's: its tables replace them, except those that are merged."""
    mixed = {name: value for name, value in language.items() if name in _MIXED}
    return {**_merged(site, mixed), **{n: v for n, v in language.items() if n not in _MIXED}}


_MIXED = ("params", "mediatypes", "outputformats")
"""The tables of a language that add to the site's: https://gohugo.io/configuration/introduction/"""


def _merged(far: Mapping[str, Any], near: Mapping[str, Any]) -> dict[str, Any]:
    """Put nearer settings over farther ones, tables into tables."""
    merged = dict(far)
    for name, value in near.items():
        old = merged.get(name)
        both = isinstance(old, dict) and isinstance(value, dict)
        merged[name] = _merged(old or {}, value) if both else value
    return merged


def _lowered(value: Any) -> Any:
    """Return settings with lower-case names, as deep as Hugo's own tables go.

    `_merge` is left out: it says how a table is merged with that of a theme.
    """
    return {
        str(key).lower(): _lowered(inner) if isinstance(inner, dict) else inner
        for key, inner in value.items()
        if key != "_merge"
    }
