"""What Zola's configuration says: config.toml or zola.toml."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from broadsheet.init.common import found_languages, language_feeds, web_address
from broadsheet.init.found import Found, FoundTaxonomy
from broadsheet.init.settings import Settings, load
from broadsheet.init.zola_feeds import feed_names, section_feeds, title_of_home
from broadsheet.permalinks.zola import slugify

_SLUGS = {"on": "slug", "safe": "safe_slug", "off": "raw_slug"}


def look(root: Path) -> Found:
    """Read a Zola site's configuration. Raises ConfigError where it cannot be read."""
    settings = load(root, "zola.toml", "config.toml")
    extra = settings.table("extra")
    names = feed_names(settings, root)
    languages = found_languages(settings, settings.text_of("default_language") or "en")
    content, title = root / "content", settings.text_of("title") or title_of_home(root / "content")
    return Found(
        engine="zola",
        title=title,
        url=web_address(settings.text_of("base_url")),
        language=settings.text_of("default_language") or "en",
        description=settings.text_of("description"),
        author=settings.text_of("author") or extra.text_of("author"),
        email=extra.text_of("email"),
        timezone="UTC",
        permalink=f"/:sections/:{_slug(settings.table('slugify'))}/",
        exclude=tuple(map(str, settings.get("ignored_content") or ())),
        taxonomies={
            name: FoundTaxonomy(name, dict(paths), f"{slugify(name)}/{{slug}}/")
            for name, paths in _taxonomies(settings, names)
        },
        formats=(*names, *(name for name in ("atom", "rss", "json") if name not in names)),
        names=names,
        limit=settings.number_of("feed_limit") or 20,
        languages=languages,
        feeds={
            **section_feeds(content, title),
            **language_feeds(languages, settings),
        },
    )


def _slug(slugify: Settings) -> str:
    """Return the token that makes a slug as `[slugify]` says."""
    token = _SLUGS.get(str(slugify.get("paths")).lower(), "slug")
    return f"dated_{token}" if slugify.get("paths_keep_dates") is True else token


def _taxonomies(
    settings: Settings, names: dict[str, str]
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for entry in settings.get("taxonomies") or []:
        table = Settings.of(entry if isinstance(entry, dict) else {})
        name = table.text_of("name")
        if name and name not in {"authors", "author"}:
            feed = table.get("feed") or table.get("rss")
            folder = slugify(name)
            yield name, [(k, f"{folder}/{{slug}}/{f}") for k, f in names.items()] if feed else []
