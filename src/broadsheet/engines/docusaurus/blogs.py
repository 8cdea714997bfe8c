"""The blogs of a Docusaurus site: that of its preset, and those of plugins of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from broadsheet.engines.docusaurus.permalinks import SCHEME
from broadsheet.engines.found import UNLIMITED
from broadsheet.engines.settings import Settings

_PLUGIN = "plugin-content-blog"
_TRANSLATED = f"docusaurus-{_PLUGIN}"
_FILES = {"atom": "atom.xml", "rss": "rss.xml", "json": "feed.json"}


@dataclass(frozen=True, slots=True)
class Blog:
    """A blog: its folder, the first part of its addresses, and its options."""

    path: str
    route: str
    options: Settings

    @classmethod
    def of(cls, options: Settings) -> Blog:
        """Take the folder and the route from options; both are `blog` by default."""
        route = options.text_of("routeBasePath") if "routebasepath" in options.data else "blog"
        return cls(options.text_of("path").strip("./") or "blog", route.strip("/"), options)

    def pattern(self, settings: Settings, token: str) -> str:
        """Return the pattern of addresses. Raises ConfigError if the route has an unknown token."""
        end = "/" if settings.get("trailingSlash") is True else ""
        path = f"/{self.route}/:{token}{end}".replace("//", "/")
        return settings.checked(path, SCHEME, "routeBasePath")

    @property
    def translated(self) -> str:
        """Return the name of the folder of its posts in another language, below that language's."""
        name = self.options.text_of("id")
        return _TRANSLATED if name in {"", "default"} else f"{_TRANSLATED}-{name}"

    def below(self, path: str) -> str:
        """Return the place of a page or a file of the blog."""
        return f"{self.route}/{path}".lstrip("/")

    @property
    def included(self) -> tuple[str, ...]:
        """Return the globs of files that are posts."""
        return "**/*.md", "**/*.mdx"

    @property
    def excluded(self) -> tuple[str, ...]:
        """Return the globs of files that are left out."""
        listed = self.options.get("exclude")
        return tuple(map(str, listed)) if isinstance(listed, list) else ()

    @property
    def feeds(self) -> Mapping[str, str]:
        """Return the places of the feeds, by format."""
        options = self.options.table("feedOptions")
        kind = options.get("type")
        if isinstance(kind, list):
            names = [name for name in _FILES if name in kind]
        else:
            names = {"all": ["rss", "atom", "json"]}.get(str(kind), [str(kind)])
        names = names if "type" in options.data else ["rss", "atom"]
        return {name: self.below(_FILES[name]) for name in names if name in _FILES}

    @property
    def limit(self) -> int:
        """Return how many entries the feeds have."""
        options = self.options.table("feedOptions")
        limit = options.get("limit")
        return UNLIMITED if limit is False or limit == 0 else options.number_of("limit") or 20


def blogs_of(settings: Settings) -> list[Blog]:
    """Return the blogs, that of the preset first; the usual one if the configuration names none."""
    return [Blog.of(options) for options in _options(settings)] or [Blog.of(Settings.of({}))]


def _options(settings: Settings) -> Iterator[Settings]:
    for listed in (settings.get("presets"), settings.get("plugins")):
        for entry in listed if isinstance(listed, list) else ():
            name, options = (entry[0], entry[1]) if _is_pair(entry) else (entry, {})
            table = Settings.of(options)
            if str(name).endswith(_PLUGIN):
                yield table
            elif table.get("blog") is not False and "blog" in table.data:
                yield table.table("blog")


def _is_pair(entry: Any) -> bool:
    return isinstance(entry, list) and len(entry) > 1 and isinstance(entry[1], dict)
