"""Writes docs/configuration.md from the records that read publish.toml: `make docs`."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from broadsheet.config import records
from broadsheet.model import Person

TARGET = Path(__file__).parent / "configuration.md"
TABLES = (
    ("site", records.SiteConfig),
    ("content", records.ContentConfig),
    ("markdown", records.MarkdownConfig),
    ("taxonomies.NAME", records.TaxonomyConfig),
    ("feeds", records.FeedsConfig),
    ("feeds.custom.NAME", records.CustomFeed),
    ("pages", records.PagesConfig),
)
HEAD = """\
# Configuration

`publish.toml` lies in the site's folder; `publish init` writes one that fits. An unknown key is an
error that names the known ones. With no `[taxonomies]` table there is one, `tags`.

This file is written from the code by `make docs`.
"""


def page() -> str:
    """Return the text of docs/configuration.md."""
    return HEAD + "".join(_table(name, kind) for name, kind in TABLES)


def _table(name: str, kind: type[Any]) -> str:
    about = " ".join((kind.__doc__ or "").split()).partition(": ")[2]
    lines = [f"\n## `[{name}]`\n", about[:1].upper() + about[1:], ""]
    lines += ["| key | default | meaning |", "|---|---|---|"]
    for field in dataclasses.fields(kind):
        doc = field.metadata["doc"].replace("|", "\\|")
        lines.append(f"| `{field.name}` | {_default(field)} | {doc} |")
    return "\n".join(lines) + "\n"


def _default(field: dataclasses.Field[Any]) -> str:
    if field.metadata.get("required"):
        return "must be set"
    value = field.default_factory() if callable(field.default_factory) else None
    if value is None or value == "" or isinstance(value, Person):
        return ""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        items = ", ".join(f'"{item}"' for item in value)
        return f"`[{items}]`"
    if isinstance(value, int):
        return f"`{value}`"
    return "`{}`" if isinstance(value, dict) else f'`"{value}"`'


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
