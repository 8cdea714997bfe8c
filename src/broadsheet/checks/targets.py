"""Which files a check looks at: all of a site, or those that somebody names."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from broadsheet.checks.feeds.source import looks_like_feed
from broadsheet.config.records import Config
from broadsheet.newsletter.issue import HTML_FILE, MESSAGE_FILE, TEXT_FILE

OUT = "out"
FEED_SUFFIXES = frozenset({".xml", ".atom", ".rss", ".rdf", ".json"})
ARTICLE_SUFFIXES = frozenset({".md", ".markdown"})
LETTER_FILES = frozenset({HTML_FILE, TEXT_FILE, MESSAGE_FILE})


@dataclass(frozen=True, slots=True)
class Targets:
    """What is looked at: `articles` are paths below the site's folder, "" for all; the rest files.

    A letter is named by the folder of its issue. `whole` tells that nothing is left out.
    """

    articles: tuple[str, ...] = ()
    feeds: tuple[Path, ...] = ()
    letters: tuple[Path, ...] = ()
    whole: bool = False

    def has_article(self, path: str) -> bool:
        """Tell whether an article's path is one that is looked at, or lies in such a folder."""
        return any(
            wanted in {"", path} or path.startswith(f"{wanted}/") for wanted in self.articles
        )


def site_targets(config: Config) -> Targets:
    """Return everything of a site: its articles, and the feeds and letters in out/."""
    out = config.root / OUT
    return Targets(("",), tuple(_feeds_below(out)), tuple(_letters_below(out)), whole=True)


def named_targets(paths: Iterable[Path], config: Config | None) -> Targets:
    """Return what paths mean: articles where they lie in content/, else letters and feeds.

    A folder around content/ stands for all articles too. Markdown elsewhere is left alone: hooks name
    every file of a commit. Any other file is taken for a feed, whatever it is, and so is a path where
    nothing lies, as no feed can be read there; in a folder only what looks like a feed is.
    """
    articles: list[str] = []
    feeds: list[Path] = []
    letters: list[Path] = []
    root = config.root.resolve() if config else None
    content = (config.root / config.content.path).resolve() if config else None
    for path in paths:
        if not path.exists():
            feeds.append(path)
        elif config and content and _is_below(path, content) and path.resolve() != root:
            articles.append(Path(os.path.relpath(path.resolve(), config.root.resolve())).as_posix())
        elif path.name in LETTER_FILES:
            letters.append(path.parent)
        elif path.suffix.lower() in ARTICLE_SUFFIXES:
            continue
        elif path.is_dir():
            if config and content and _is_below(content, path.resolve()):
                articles.append(config.content.path)
            feeds += _feeds_below(path)
            letters += _letters_below(path)
        else:
            feeds.append(path)
    return Targets(tuple(articles), tuple(dict.fromkeys(feeds)), tuple(dict.fromkeys(letters)))


def _is_below(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder)


def _feeds_below(folder: Path) -> Iterator[Path]:
    for file in _files_below(folder):
        hidden = file.name.startswith(".")
        if file.suffix.lower() in FEED_SUFFIXES and not hidden and looks_like_feed(file):
            yield file


def _letters_below(folder: Path) -> Iterator[Path]:
    return (file.parent for file in _files_below(folder) if file.name == HTML_FILE)


def _files_below(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(parent) / name for name in sorted(names))
