"""Which files a check covers: the whole site, or the files and folders that are named."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from broadsheet.checks.feeds.feed_file import looks_like_feed
from broadsheet.config import Config
from broadsheet.newsletter import places

FEED_SUFFIXES = frozenset({".xml", ".atom", ".rss", ".rdf", ".json"})
ARTICLE_SUFFIXES = frozenset({".md", ".markdown"})
ISSUE_FILES = frozenset(places.FORMS.values())


@dataclass(frozen=True, slots=True)
class Targets:
    """The files to check.

    `articles` are paths relative to the site's folder, of files or folders; "" means all articles.
    `issues` are the folders of newsletter issues. `whole` is set if nothing of the site is left out.
    """

    articles: tuple[str, ...] = ()
    feeds: tuple[Path, ...] = ()
    issues: tuple[Path, ...] = ()
    whole: bool = False

    def has_article(self, path: str) -> bool:
        """Return whether an article, or a folder that it is in, is to be checked."""
        return any(
            wanted in {"", path} or path.startswith(f"{wanted}/") for wanted in self.articles
        )


def site_targets(out: Path) -> Targets:
    """Return all articles of a site, and the feeds and issues in its output folder."""
    return Targets(("",), tuple(_feeds_below(out)), tuple(_issues_below(out)), whole=True)


def named_targets(paths: Iterable[Path], config: Config | None) -> Targets:
    """Return what the paths stand for: articles if they are in the content folder, else issues, feeds.

    A path is looked up in the current folder, then in the site's. A folder that contains the content
    folder stands for all articles too. Markdown elsewhere is skipped, since hooks name every file of a
    commit. Any other file is checked as a feed, even if it does not exist; in a folder only files that
    look like feeds are.
    """
    articles: list[str] = []
    feeds: list[Path] = []
    issues: list[Path] = []
    root = config.root.resolve() if config else None
    content = (config.root / config.content.path).resolve() if config else None
    for path in (_found(path, config) for path in paths):
        if not path.exists():
            feeds.append(path)
        elif config and content and _is_below(path, content) and path.resolve() != root:
            articles.append(Path(os.path.relpath(path.resolve(), config.root.resolve())).as_posix())
        elif path.name in ISSUE_FILES:
            issues.append(path.parent)
        elif path.suffix.lower() in ARTICLE_SUFFIXES:
            continue
        elif path.is_dir():
            if config and content and _is_below(content, path.resolve()):
                articles.append(config.content.path)
            feeds += _feeds_below(path)
            issues += _issues_below(path)
        else:
            feeds.append(path)
    return Targets(tuple(articles), tuple(dict.fromkeys(feeds)), tuple(dict.fromkeys(issues)))


def _found(path: Path, config: Config | None) -> Path:
    if config is None or path.exists() or not (config.root / path).exists():
        return path
    return config.root / path


def _is_below(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder)


def _feeds_below(folder: Path) -> Iterator[Path]:
    for file in _files_below(folder):
        hidden = file.name.startswith(".")
        if file.suffix.lower() in FEED_SUFFIXES and not hidden and looks_like_feed(file):
            yield file


def _issues_below(folder: Path) -> Iterator[Path]:
    return (file.parent for file in _files_below(folder) if file.name == places.FORMS["html"])


def _files_below(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(parent) / name for name in sorted(names))
