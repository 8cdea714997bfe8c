"""Where an Eleventy site has its feeds: those of the feed plugin, and templates that write one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from broadsheet.engines.eleventy.feed_plugin import plugin_options
from broadsheet.engines.settings import Settings
from broadsheet.walk import beginning, files_below

_TEMPLATES = (
    ".njk",
    ".liquid",
    ".html",
    ".hbs",
    ".ejs",
    ".md",
    ".webc",
    ".js",
    ".cjs",
    ".mjs",
    ".ts",
)
_PERMALINK = re.compile(
    r"\bpermalink[\"']?\s*:\s*[\"'`]?(/?[\w./-]+\.(?:xml|json|atom|rss)|\{\{[^}]*\}\})"
)
_KINDS = {"atom": "<feed ", "rss": "<rss ", "json": "jsonfeed.org/version"}
_DEFAULTS = {"atom": "atom.xml", "rss": "rss.xml", "json": "feed.json"}


def feed_paths(folder: Path, config: str, data: Settings, name: str) -> dict[str, str]:
    """Return the places of the site's own feeds, by format; none if none is found.

    `config` is the text of the configuration, `data` what describes the site, under a `name`. Of several
    feeds of one format, the one with the shortest address counts. A format that would have the address
    of another one is moved.
    """
    found: dict[str, str] = {}
    for kind, path in [*_of_plugin(config), *_of_templates(folder, data, name)]:
        if kind not in found or len(path) < len(found[kind]):
            found[kind] = path
    for kind, path in _DEFAULTS.items() if found else ():
        if path in found.values():
            found.setdefault(kind, f"feed.{kind}{Path(path).suffix}")
    return found


def _of_plugin(config: str) -> Iterator[tuple[str, str]]:
    for options in plugin_options(config):
        kind = re.search(r"\btype[\"']?\s*:\s*[\"'](atom|rss|json)[\"']", options)
        path = re.search(r"\boutputPath[\"']?\s*:\s*[\"'`]([^\"'`]+)[\"'`]", options)
        yield kind[1] if kind else "atom", path[1].strip("/") if path else "feed.xml"


def _of_templates(folder: Path, data: Settings, name: str) -> Iterator[tuple[str, str]]:
    for file in sorted(files_below(folder, site=folder)) if folder.is_dir() else ():
        if not file.endswith(_TEMPLATES) or file.partition("/")[0] in {"_includes", "_site"}:
            continue
        text = beginning(folder / file)
        kind = next((kind for kind, mark in _KINDS.items() if mark in text), "")
        match = _PERMALINK.search(text[:2000]) if kind else None
        path = _told(match[1], data.data, name) if match else ""
        if path:
            yield kind, path.strip("/")


def _told(path: str, data: Mapping[str, Any], name: str) -> str:
    """Return a permalink, or the value that it names: `{{ metadata.feed.path }}`."""
    if not path.startswith("{{"):
        return path
    value: Any = {name: data}
    for part in path.strip("{ }").lower().split("."):
        lowered = (
            {k.lower(): v for k, v in value.items()} if isinstance(value, dict | Mapping) else {}
        )
        value = lowered.get(part, "")
    return value if isinstance(value, str) else ""
