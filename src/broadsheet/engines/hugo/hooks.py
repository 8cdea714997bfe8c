"""Render hooks: templates by which a Hugo site or its theme shows parts of Markdown in a way of its own.

https://gohugo.io/render-hooks/blockquotes/ : without one, Hugo shows `> [!NOTE]` as it is typed.
https://gohugo.io/render-hooks/links/ : one finds the pages that links name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from broadsheet.engines.settings import Settings
from broadsheet.walk import beginning

_HOOKS = "**/_markup/render-blockquote*.html"
_LINK_HOOK = "**/_markup/render-link*.html"
_FINDS_PAGES = re.compile(r"GetPage|\b(?:rel)?ref\b")


def shows_alerts(root: Path, settings: Settings) -> bool:
    """Return whether alerts have a template, or may have one in a theme or module that is elsewhere.

    A site that has no templates at all shows no page, so it is built with others elsewhere.
    """
    folders = list(_layouts(root, settings))
    known = [folder for folder in folders if folder.is_dir()]
    is_whole = len(known) == len(folders) and not settings.table("module").get("imports")
    if not is_whole or any(next(folder.glob(_HOOKS), None) for folder in known):
        return True
    return not any(next(folder.glob("**/*.html"), None) for folder in known)


def finds_pages(root: Path, settings: Settings, *, has_languages: bool = False) -> bool:
    """Return whether plain links are looked up: by a template of the site or theme, or by Hugo's own one.

    Hugo's own one is used where `useEmbedded` says so, or by default if there is a table `languages`, even
    of one language (config/allconfig/allconfig.go of 0.168 counts the key of its merge strategy too).
    `has_languages` says that publish.toml names several.
    """
    goldmark = settings.table("markup").table("goldmark")
    hook = goldmark.table("renderhooks").table("link")
    older = hook.get("enabledefault")
    chosen = hook.get("useembedded") if older is None else older
    if chosen == "always":
        return True
    own = (next(folder.glob(_LINK_HOOK), None) for folder in _layouts(root, settings))
    if file := next(filter(None, own), None):
        return _FINDS_PAGES.search(beginning(file)) is not None
    if chosen in {"auto", None}:
        languages = settings.table("languages")
        has_hosts = any(languages.table(name).get("baseurl") for name in languages.data)
        has_copies = goldmark.get("duplicateresourcefiles") is True
        return (has_languages or bool(languages.data)) and not has_hosts and not has_copies
    return chosen in {"fallback", True}


def _layouts(root: Path, settings: Settings) -> Iterator[Path]:
    """Yield the folder of the site's own templates, if it has one, and those of its themes."""
    own, *themes = layout_folders(root, settings)
    if (root / own).is_dir():
        yield root / own
    yield from (root / theme for theme in themes)


def layout_folders(root: Path, settings: Settings) -> list[str]:
    """Return the folders of templates: the site's own, those of its themes and of vendored modules.

    They are relative to the site's folder. Its own and those of themes may not be there.
    """
    named = settings.get("theme")
    themes = settings.text_of("themesdir") or "themes"
    names = named if isinstance(named, list) else [named] if isinstance(named, str) else []
    vendored = sorted((root / "_vendor").rglob("layouts")) if (root / "_vendor").is_dir() else []
    return [
        settings.text_of("layoutdir") or "layouts",
        *(f"{themes}/{name}/layouts" for name in names),
        *(folder.relative_to(root).as_posix() for folder in vendored),
    ]
