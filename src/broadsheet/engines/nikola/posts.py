"""The lines of Nikola's POSTS: which files are posts, and the addresses below which they are.

https://getnikola.com/handbook.html#creating-a-blog-post ; nikola/nikola.py (_set_posts_and_pages).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from broadsheet.engines.nikola.permalinks import SCHEME
from broadsheet.engines.settings import Settings

_READ = (".md", ".mkd", ".markdown", ".rst", ".txt", ".html", ".htm")
_USUAL = (("posts/*.md", "posts"),)


@dataclass(frozen=True, slots=True)
class PostsLine:
    """A line of POSTS: a folder, the glob of its files, and where its posts go, by language."""

    folder: str
    glob: str
    places: Mapping[str, str]

    def included(self, content: str) -> str:
        """Return the glob of its files below the content folder, "" if their kind is not read."""
        if not self.glob.endswith(_READ):
            return ""
        return f"**/{self.glob}" if self.folder == content else f"{self.folder}/**/{self.glob}"


def lines_of(settings: Settings, default: str) -> list[PostsLine]:
    """Return the lines of POSTS; `default` is the site's main language."""
    return list(_lines(settings.get("POSTS"), default))


def _lines(typed: Any, default: str) -> Iterator[PostsLine]:
    for line in typed if isinstance(typed, list | tuple) else _USUAL:
        if isinstance(line, list | tuple) and len(line) > 1 and isinstance(line[0], str):
            folder, _, glob = line[0].replace("\\", "/").rpartition("/")
            places = line[1] if isinstance(line[1], dict) else {default: line[1]}
            told = {str(name): str(place).strip("/") for name, place in places.items()}
            yield PostsLine(posixpath.normpath(folder or "."), glob, told)


def patterns(
    lines: Sequence[PostsLine], content: str, settings: Settings, default: str
) -> dict[str, str]:
    """Return the patterns of addresses by folder; those of other languages by both (`posts:de`).

    "" stands for the content folder. Raises ConfigError if a place has an unknown token.
    """
    token = ":path_in_folder" if content == "." else ":path"
    found = {}
    for line in lines:
        section = line.folder.partition("/")[0] if content == "." else ""
        for language, place in line.places.items():
            pattern = f"/{place}/{token}{_end(settings)}".replace("//", "/")
            name = section if language == default else f"{section}:{language}"
            found[name] = settings.checked(pattern, SCHEME, "POSTS")
    return found


def _end(settings: Settings) -> str:
    if settings.get("PRETTY_URLS") is False:
        return ".html"
    return "/index.html" if settings.get("STRIP_INDEXES") is False else "/"
