"""Reads the front matter of Eleventy's layouts: templates inherit it unless a nearer file sets it.

https://www.11ty.dev/docs/layouts/#front-matter-data-in-layouts
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from broadsheet.attempt import tried
from broadsheet.config import Config
from broadsheet.engines.eleventy.detect import config_file
from broadsheet.errors import Problems, Severity, UnreadableError
from broadsheet.source import Inherited, front_matter, inheritance
from broadsheet.walk import beginning, files_below

LAYOUTS = ":layouts"
"""The field that holds, by layouts' names, the file of each and its fields."""

_SUFFIXES = (".njk", ".liquid", ".html", ".md", ".webc", ".vto", ".hbs", ".ejs", ".pug")
_ALIAS = re.compile(r"\.addLayoutAlias\(\s*[\"'`]([^\"'`]+)[\"'`]\s*,\s*[\"'`]([^\"'`]+)[\"'`]")
_IDLE = frozenset({"layout", "templateengineoverride", "eleventyimport"})
_MOST = 10
"""The deepest nesting of layouts; a deeper one is a circle."""


def layout_rules(config: Config, problems: Problems) -> Iterator[inheritance.FieldRule]:
    """Give all articles the fields of layouts, by the layouts' names; unreadable ones are problems."""
    file = config_file(config.root)
    text = beginning(file, 1_000_000) if file else ""
    folder = folder_named(text, "layouts") or folder_named(text, "includes") or "_includes"
    top = config.root / config.content.path / folder
    place = top.relative_to(config.root).as_posix() if top.is_relative_to(config.root) else folder
    site = None if config.content.follow_links else config.root
    layouts = dict(_layouts(top, place, site, problems))
    layouts |= {alias: layouts[name] for alias, name in _ALIAS.findall(text) if name in layouts}
    if any(fields.keys() - _IDLE for _, fields in layouts.values()):
        yield inheritance.FieldRule(inheritance.below("", {LAYOUTS: layouts}), place)


def folder_named(config: str, name: str) -> str:
    """Find one of the folders that a configuration names, below that of the templates."""
    match = re.search(
        rf"\b{name}[\"']?\s*:\s*[\"']([^\"'\n]+)[\"']"
        rf"|\bset{name.capitalize()}Directory\(\s*[\"']([^\"'\n]+)[\"']",
        config,
    )
    return (match[1] or match[2]).strip("/") if match else ""


def _layouts(
    top: Path, place: str, site: Path | None, problems: Problems
) -> Iterator[tuple[str, tuple[str, Mapping[str, Any]]]]:
    """Yield layouts by their paths, with suffix and without; `place` is where they lie in the site."""
    for path in sorted(files_below(top, site=site)) if top.is_dir() else ():
        if path.endswith(_SUFFIXES):
            fields: Mapping[str, Any] = {}
            try:
                with tried(f"{place}/{path}", problems):
                    fields = front_matter.split(beginning(top / path), needed=False).fields
            except UnreadableError as error:
                # Only articles that use the layout lack its fields; the engine itself would stop.
                found = front_matter.problem_of(error, f"{place}/{path}")
                problems.add(replace(found, severity=Severity.WARNING))
            layout = (f"{place}/{path}", fields)
            yield path, layout
            yield path.rpartition(".")[0], layout


def with_layout(
    inherited: Inherited, fields: Mapping[str, Any], merge: inheritance.Merge
) -> Inherited:
    """Add the fields of an article's layouts, the innermost first, after all else that it inherits.

    `fields` are its own and the inherited ones.
    """
    layouts = inherited.fields.get(LAYOUTS, {})
    name = fields.get("layout")
    for _ in range(_MOST):
        if not isinstance(name, str) or name not in layouts:
            break
        origin, said = layouts[name]
        given = {key: value for key, value in said.items() if key not in _IDLE}
        inherited = replace(
            inherited,
            fields=merge(given, inherited.fields),
            origins={**dict.fromkeys(given, (origin, 1)), **inherited.origins},
        )
        name = said.get("layout")
    return inherited
