"""What Zola's configuration says: config.toml or zola.toml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from broadsheet.init.common import found_languages, language_feeds, web_address
from broadsheet.init.found import Found, FoundFeed, FoundTaxonomy
from broadsheet.init.settings import Settings, load

_SLUGS = {"on": "slug", "safe": "safe_slug", "off": "raw_slug"}


def look(root: Path) -> Found:
    """Read a Zola site's configuration. Raises ConfigError where it cannot be read."""
    settings = load(root, "zola.toml", "config.toml")
    extra = settings.table("extra")
    names = _feed_names(settings)
    languages = found_languages(settings, settings.text_of("default_language") or "en")
    slug = _SLUGS.get(str(settings.table("slugify").get("paths")).lower(), "slug")
    return Found(
        engine="zola",
        title=settings.text_of("title"),
        url=web_address(settings.text_of("base_url")),
        language=settings.text_of("default_language"),
        description=settings.text_of("description"),
        author=settings.text_of("author") or extra.text_of("author"),
        email=extra.text_of("email"),
        timezone="UTC",
        permalink=f"/:sections/:{slug}/",
        taxonomies={
            name: FoundTaxonomy(name, dict(paths), f"{name}/{{slug}}/")
            for name, paths in _taxonomies(settings, names)
        },
        formats=(*names, *(name for name in ("atom", "rss", "json") if name not in names)),
        names=names,
        limit=settings.number_of("feed_limit") or 20,
        languages=languages,
        feeds={
            **_sections(root / "content", settings.text_of("title")),
            **language_feeds(languages, settings),
        },
    )


def _feed_names(settings: Settings) -> dict[str, str]:
    """Tell formats by the names: Zola's templates have no other mark."""
    typed: Any = settings.get("feed_filenames") or settings.get("feed_filename") or ["atom.xml"]
    files = typed if isinstance(typed, list) else [typed]
    return {("rss" if "rss" in str(file).lower() else "atom"): str(file) for file in files}


def _taxonomies(
    settings: Settings, names: dict[str, str]
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for entry in settings.get("taxonomies") or []:
        table = Settings.of(entry if isinstance(entry, dict) else {})
        name = table.text_of("name")
        if name and name not in {"authors", "author"}:
            feed = table.get("feed") or table.get("rss")
            yield name, [(k, f"{name}/{{slug}}/{f}") for k, f in names.items()] if feed else []


def _sections(content: Path, title: str) -> dict[str, FoundFeed]:
    """Find the sections that have a feed of their own (`generate_feeds` in `_index.md`)."""
    found = {}
    for index in sorted(content.glob("*/_index.md")):
        text = index.read_text(encoding="utf-8", errors="replace")
        if re.search(r"(?m)^generate_feeds?\s*[=:]\s*true", text):
            name = index.parent.name
            found[name] = FoundFeed(f"{name} · {title}".strip(" ·"), {"sections": (name,)}, name)
    return found
