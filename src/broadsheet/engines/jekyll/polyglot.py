"""The languages of a Jekyll site that jekyll-polyglot publishes: its one feed is made in each of them.

https://github.com/untra/polyglot
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from broadsheet.engines.settings import Settings

_PLUGIN = "jekyll-polyglot"


def polyglot_languages(settings: Settings) -> dict[str, str]:
    """Return the folder of each language's addresses, the main one first; nothing for other sites."""
    named = settings.get("languages")
    plugins = (settings.get(key) for key in ("plugins", "gems"))
    if not isinstance(named, list) or not any(_PLUGIN in (listed or ()) for listed in plugins):
        return {}
    default = settings.text_of("default_lang") or "en"
    others = (name for name in map(str, named) if name != default)
    folders = {default: "", **{name: name for name in others}}
    return folders if len(folders) > 1 else {}


def languages_of_folders(
    settings: Settings, languages: Iterable[str], posts: Iterable[str]
) -> dict[str, Mapping[str, Any]]:
    """Return the language of posts in folders called after one, by globs, where the site asks for it."""
    if settings.get("lang_from_path") is not True:
        return {}
    folders = {folder for path in posts for folder in path.split("/")[:-1]}
    return {f"**/{name}/**": {"lang": name} for name in languages if name in folders}
