"""The files that Zola's feeds are, and the sections that have one of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from broadsheet.init.found import FoundFeed
from broadsheet.init.settings import Settings

_BUILT_IN = {"atom.xml": "atom", "rss.xml": "rss"}
_GENERATES = re.compile(r"(?m)^generate_feeds?\s*[=:]\s*true")
_TITLE = re.compile(r"""(?m)^title\s*[=:]\s*["']?(.*?)["']?\s*$""")


def feed_names(settings: Settings, root: Path) -> dict[str, str]:
    """Return the names of the site's feeds by format; of several files of a format the first."""
    typed: Any = settings.get("feed_filenames") or settings.get("feed_filename") or ["atom.xml"]
    names: dict[str, str] = {}
    for file in map(str, typed if isinstance(typed, list) else [typed]):
        if kind := _format(file, root):
            names.setdefault(kind, file)
    return names


def _format(name: str, root: Path) -> str:
    """Tell a feed's format by its template, else by its name; "" where it is no feed known here."""
    template = root / "templates" / name
    text = template.read_text(encoding="utf-8", errors="replace") if template.is_file() else ""
    for mark, kind in (("<feed", "atom"), ("<rss", "rss"), ("jsonfeed.org", "json")):
        if mark in text:
            return kind
    if text or name.endswith(".json"):
        return "" if text else "json"
    return _BUILT_IN.get(name, "rss" if "rss" in name.lower() else "atom")


def section_feeds(content: Path, title: str) -> dict[str, FoundFeed]:
    """Find the sections that have a feed of their own (`generate_feeds` in `_index.md`)."""
    return {
        section.name: FoundFeed(
            f"{_name(text) or section.name} · {title}".strip(" ·"),
            {"sections": (section.name,)},
            section.relative_to(content).as_posix(),
        )
        for section, text in _sections(content)
        if section != content and _GENERATES.search(text)
    }


def title_of_home(content: Path) -> str:
    """Return the title that the home page has, "" where it has none."""
    return next((_name(text) for section, text in _sections(content) if section == content), "")


def _sections(content: Path) -> Iterator[tuple[Path, str]]:
    for index in sorted(content.rglob("_index.md")):
        yield index.parent, index.read_text(encoding="utf-8", errors="replace")


def _name(text: str) -> str:
    match = _TITLE.search(text)
    return match[1] if match else ""
