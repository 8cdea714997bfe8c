"""The posts of a Docusaurus site in other languages: `i18n/fr/docusaurus-plugin-content-blog/`.

https://docusaurus.io/docs/i18n/introduction ; packages/docusaurus/src/server/i18n.ts
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from broadsheet.engines.docusaurus.blogs import Blog
from broadsheet.engines.found import FoundFeed
from broadsheet.engines.settings import Settings


@dataclass(frozen=True, slots=True)
class Translations:
    """A language: its folder below the site's, that of its addresses, and the blogs that it has."""

    name: str
    folder: str
    place: str
    label: str
    blogs: tuple[Blog, ...]

    def feeds(self, title: str) -> Iterator[tuple[str, FoundFeed]]:
        """Yield the feed of each blog in this language, by a name."""
        for number, blog in enumerate(self.blogs):
            name = self.name if not number else f"{self.name}-{blog.path}"
            shown = f"{title} · {self.label}" if not number else f"{blog.path} · {self.label}"
            paths = {kind: f"{self.place}/{path}" for kind, path in blog.feeds.items()}
            chosen = {"sections": (blog.translated,)}
            only = {"languages": (self.name,)}
            place = self.place if not number else f"{self.place}/{blog.route}"
            yield name, FoundFeed(shown, chosen, place, self.name, all=only, paths=paths)


def translations_of(settings: Settings, blogs: Sequence[Blog], root: Path) -> list[Translations]:
    """Return the languages besides the main one that have posts."""
    i18n = settings.table("i18n")
    top = i18n.text_of("path").strip("./") or "i18n"
    listed = i18n.get("locales")
    default = i18n.text_of("defaultLocale")
    found = []
    for locale in listed if isinstance(listed, list) else ():
        options = i18n.table("localeConfigs").table(str(locale))
        folder = f"{top}/{options.text_of('path') or locale}"
        own = tuple(blog for blog in blogs if (root / folder / blog.translated).is_dir())
        if own and str(locale) != default:
            place = options.text_of("baseUrl").strip("/") or str(locale)
            label = options.text_of("label") or str(locale)
            found.append(Translations(str(locale).lower(), folder, place, label, own))
    return found
