"""The Markdown of a MkDocs site, as `markdown_extensions` says.

https://squidfunk.github.io/mkdocs-material/setup/extensions/
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from broadsheet.engines.settings import Settings, load
from broadsheet.errors import ConfigError
from broadsheet.markdown import Flavour, with_extensions

_PYMDOWN = "pymdownx."
_OF_ZENSICAL = (
    "admonition",
    *(
        f"{_PYMDOWN}{name}"
        for name in "arithmatex betterem caret details emoji inlinehilite keys magiclink mark smartsymbols "
        "superfences tabbed tasklist tilde".split()
    ),
)
"""What Zensical has where its configuration names none (`DEFAULT_MARKDOWN_EXTENSIONS` in config.py)."""


def flavour(root: Path, usual: Flavour, *names: str) -> Flavour:
    """Return how a site reads Markdown; `names` are those of its configuration."""
    try:
        typed = load(root, *names)
    except ConfigError:
        return usual
    settings = typed.table("project") if "project" in typed.data else typed
    extensions = dict(_extensions(settings))
    folders = _folders(extensions.get(f"{_PYMDOWN}snippets", {}))
    if not extensions and typed.path.startswith("zensical"):
        extensions = {name: {} for name in _OF_ZENSICAL}
    # https://mkdocs-macros-plugin.readthedocs.io : pages are templates of Jinja.
    is_template = plugin(settings, "macros") is not None
    return replace(
        with_extensions(usual, extensions),
        snippet_folders=tuple(folders),
        has_tags=is_template,
        has_templates=is_template,
    )


def plugin(settings: Settings, name: str) -> Settings | None:
    """Return the options of a plugin, None if the site does not have it."""
    plugins = settings.get("plugins")
    entries = plugins if isinstance(plugins, list) else [plugins]
    for entry in entries:
        if isinstance(entry, dict):
            for key, options in entry.items():
                if str(key).rpartition("/")[2] == name:
                    found = options if isinstance(options, dict) else {}
                    return Settings.of(found, settings.path, settings.text)
        elif str(entry).rpartition("/")[2] == name:
            return Settings.of({}, settings.path, settings.text)
    return None


def _extensions(settings: Settings) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the name and the options of each extension."""
    typed = settings.get("markdown_extensions")
    entries = typed if isinstance(typed, list) else [typed]
    for entry in entries:
        if isinstance(entry, dict):
            yield from _named(entry, "")
        elif isinstance(entry, str):
            yield entry, {}


def _named(table: dict[str, Any], before: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield extensions of a table; TOML has `pymdownx` as a table of its own."""
    for name, options in table.items():
        found = options if isinstance(options, dict) else {}
        if name == _PYMDOWN.rstrip(".") and not before:
            yield from _named(found, _PYMDOWN)
        else:
            yield before + str(name), found


def _folders(options: dict[str, Any]) -> Iterator[str]:
    """Yield the folders of included files, `base_path`; by default the site's own."""
    typed = options.get("base_path")
    for folder in typed if isinstance(typed, list) else [typed]:
        if isinstance(folder, str) and folder.strip("./"):
            yield folder.removeprefix("./").strip("/")
