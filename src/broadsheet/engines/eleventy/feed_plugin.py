"""Reads the options of Eleventy's feed plugin: the feed's collection, limit and author.

https://www.11ty.dev/docs/plugins/rss/#virtual-template
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from broadsheet.engines.eleventy.data import read_data
from broadsheet.engines.found import UNLIMITED
from broadsheet.source import fields, headers
from broadsheet.walk import files_below

_ADDED = re.compile(r"\.addPlugin\(\s*(?:feedPlugin|\w*[rR]ss\w*\.feedPlugin)\b")
_LONGEST = 2000
_ENOUGH = 500
"""How many files are searched for a tag."""

_DATA = (".json", ".11tydata.js", ".11tydata.cjs", ".11tydata.mjs")


@dataclass(frozen=True, slots=True)
class PluginFeed:
    """The feed that the plugin makes; "" and 0 where its options say nothing."""

    collection: str = ""
    limit: int = 0
    author: str = ""
    email: str = ""


def plugin_options(config: str) -> Iterator[str]:
    """Yield the options of each feed that the text of a configuration adds, and what follows them."""
    for added in _ADDED.finditer(config):
        yield config[added.end() : added.end() + _LONGEST].partition(".addPlugin(")[0]


def feed_of_plugin(config: str) -> PluginFeed:
    """Read the options of the first feed that the text of a configuration adds."""
    options = next(plugin_options(config), "")
    collection, author = _table(options, "collection"), _table(options, "author")
    limit = re.search(r"\blimit[\"']?\s*:\s*(\d{1,6})", collection or options)
    number = int(limit[1]) if limit else -1
    return PluginFeed(
        _text(collection, "name"),
        UNLIMITED if number == 0 else max(number, 0),
        _text(author, "name"),
        _text(author, "email"),
    )


def _table(options: str, name: str) -> str:
    found = re.search(rf"\b{name}[\"']?\s*:\s*\{{([^{{}}]*)", options)
    return found[1] if found else ""


def _text(table: str, name: str) -> str:
    found = re.search(rf"\b{name}[\"']?\s*:\s*[\"'`]([^\"'`$\n]*)[\"'`]", table)
    return found[1].strip() if found else ""


def has_tag(folder: Path, name: str) -> bool:
    """Return whether a template or data file below a folder has a tag; then the tag is a collection."""
    paths = files_below(folder, site=folder) if folder.is_dir() else iter(())
    wanted = (p for p in paths if p.endswith((".md", *_DATA)) and not p.startswith("_"))
    return any(name in _tags(folder / path) for path in islice(wanted, _ENOUGH))


def _tags(file: Path) -> Iterator[str]:
    found: Any = headers.header_fields(file) if file.suffix == ".md" else read_data(file)
    try:
        yield from fields.texts(found.get("tags") if isinstance(found, dict) else None)
    except ValueError:
        return
