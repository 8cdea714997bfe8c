"""What Hexo's configuration says: _config.yml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from broadsheet.init.common import checked_pattern, web_address
from broadsheet.init.found import Found, FoundTaxonomy
from broadsheet.init.settings import Settings, load

_PARTS = {
    ":year": r"(?P<year>\d{4})",
    ":month": r"(?P<month>\d{2})",
    ":day": r"(?P<day>\d{2})",
    ":i_month": r"(?P<month>\d{1,2})",
    ":i_day": r"(?P<day>\d{1,2})",
    ":title": r"(?P<slug>.+)",
}


def look(root: Path) -> Found:
    """Read a Hexo site's configuration. Raises ConfigError where it cannot be read."""
    settings = load(root, "_config.yml", "_config.yaml")
    source = settings.text_of("source_dir") or "source"
    language = settings.get("language")
    language = language[0] if isinstance(language, list) and language else language
    kinds, paths = _feeds(settings)
    return Found(
        engine="hexo",
        title=settings.text_of("title"),
        url=web_address(settings.text_of("url")),
        language=language if isinstance(language, str) else "",
        description=settings.text_of("description", "subtitle"),
        author=settings.text_of("author"),
        email=settings.text_of("email"),
        timezone=settings.text_of("timezone"),
        content=f"{source}/_posts",
        static=source,
        permalink=_permalink(settings),
        path_fields=tuple(_path_fields(settings)),
        defaults=_defaults(settings),
        taxonomies={
            name: FoundTaxonomy(name, page=f"{settings.text_of(key) or name}/{{slug}}/")
            for name, key in (("tags", "tag_dir"), ("categories", "category_dir"))
        },
        formats=(*kinds, *(name for name in ("atom", "rss", "json") if name not in kinds)),
        paths=paths,
        limit=settings.table("feed").number_of("limit") or 20,
        notes=tuple(_notes(settings)),
    )


def _permalink(settings: Settings) -> str:
    """Read the pattern, and what `pretty_urls` takes from its end."""
    typed = settings.text_of("permalink") or ":year/:month/:day/:title/"
    pretty = settings.table("pretty_urls")
    for key, end in (("trailing_index", "index.html"), ("trailing_html", ".html")):
        typed = typed.removesuffix(end) if pretty.get(key) is False else typed
    return checked_pattern("hexo", "/" + typed.lstrip("/"), settings, "permalink")


def _defaults(settings: Settings) -> dict[str, dict[str, str]]:
    """Read what tokens of the pattern are where an article does not say."""
    table = settings.table("permalink_defaults").items()
    given = {name: value for name, value in table if isinstance(value, str)}
    category = settings.text_of("default_category")
    if category not in {"", "uncategorized"} and ":category" in settings.text_of("permalink"):
        given["default_category"] = category
    return {"**": given} if given else {}


def _path_fields(settings: Settings) -> Iterator[str]:
    """Translate `new_post_name`, which says what a file's name tells."""
    name = settings.text_of("new_post_name")
    if ":title" in name and any(part in name for part in (":year", ":month", ":day")):
        stem = re.escape(name.removesuffix(".md"))
        for token, part in sorted(_PARTS.items(), key=lambda pair: -len(pair[0])):
            stem = stem.replace(token, part)
        yield f"{stem}\\.md$"


def _feeds(settings: Settings) -> tuple[tuple[str, ...], dict[str, str]]:
    """Read hexo-generator-feed's table: its kinds and their files."""
    feed = settings.table("feed")
    kinds, paths = feed.get("type") or "atom", feed.get("path")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    paths = paths if isinstance(paths, list) else [paths]
    names = {"atom": ("atom", "atom.xml"), "rss2": ("rss", "rss2.xml")}
    found = {
        names[kind][0]: str(path or names[kind][1]).lstrip("/")
        for kind, path in zip(kinds, [*paths, *[None] * len(kinds)], strict=False)
        if kind in names
    }
    return tuple(found), found


def _notes(settings: Settings) -> Iterator[str]:
    if not settings.text_of("timezone"):
        yield "Hexo takes the time zone of the machine that builds; set timezone to that"
    if settings.get("category_map") and ":category" in settings.text_of("permalink"):
        yield "category_map is not read; articles of mapped categories need a permalink of their own"
    if settings.get("render_drafts") is True:
        yield "Hexo publishes drafts (render_drafts); Broadsheet leaves them out"
    if settings.text_of("updated_option") in {"", "mtime"}:
        yield "Hexo takes files' modification times for updated; Broadsheet reads front matter alone"
