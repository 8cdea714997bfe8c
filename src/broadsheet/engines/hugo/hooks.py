"""Render hooks: templates by which a Hugo site or its theme shows parts of Markdown in a way of its own.

https://gohugo.io/render-hooks/blockquotes/ : without one, Hugo shows `> [!NOTE]` as it is typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from broadsheet.engines.settings import Settings

_HOOKS = "**/_markup/render-blockquote*.html"


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


def _layouts(root: Path, settings: Settings) -> Iterator[Path]:
    """Yield the folder of the site's own templates, if it has one, and those of its themes."""
    own = root / (settings.text_of("layoutdir") or "layouts")
    if own.is_dir():
        yield own
    named = settings.get("theme")
    themes = settings.text_of("themesdir") or "themes"
    for name in named if isinstance(named, list) else [named] if isinstance(named, str) else []:
        yield root / themes / str(name) / "layouts"
