"""What the references in articles' bodies lead to: other articles' pages, files, or any URL."""

from __future__ import annotations

import contextlib
import posixpath
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from urllib.parse import unquote

from broadsheet import urls
from broadsheet.config.records import Config
from broadsheet.engines import engine_of
from broadsheet.model import Article
from broadsheet.read.assets import Assets, Page

_ELSEWHERE = ("https://", "http://", "#")
"""Begin most references, which are of no file here."""


class Resolver:
    """Resolves the references in articles' bodies; call it with a reference and the article.

    `permalinks` maps an article's file (below the site) to its permalink, so that a link to
    `other.md` leads to the page that it becomes; a file that is not where the link says is looked up by
    its name. Where languages have folders, links stay in that of their article. `pages` finds the
    address of a file that is no article. In a vault other files are found by name too, and
    notes that are no articles have no page.
    """

    def __init__(
        self,
        assets: Assets,
        permalinks: Mapping[str, str],
        config: Config,
        pages: Callable[[str], str],
    ) -> None:
        self._assets = assets
        self._pages = pages
        self._permalinks = permalinks
        self._content = config.content.path
        self._folders = tuple(
            posixpath.join(self._content, folder)
            for folder in config.content.language_folders.values()
        )
        self._is_vault = engine_of(config).finds_by_name
        self._links: dict[str, str] = {}

    @cached_property
    def _by_name(self) -> Mapping[str, Mapping[str, str]]:
        """Return what names lead to: those in each folder of a language, and, as "", those in none."""
        groups: dict[str, dict[str, str]] = {folder: {} for folder in ("", *self._folders)}
        for path, permalink in self._permalinks.items():
            groups[self._folder_of(path)][path] = permalink
        others = _by_name(self._assets.others()) if self._is_vault else {}
        return {folder: {**others, **_by_name(paths)} for folder, paths in groups.items()}

    def _folder_of(self, file: str) -> str:
        """Return the folder of a language that a file is in, "" if it is in none."""
        return next((f for f in self._folders if file.startswith(f"{f}/")), "")

    @contextlib.contextmanager
    def watching(self) -> Iterator[dict[str, str]]:
        """Give a dictionary that fills with the links asked for meanwhile: file → permalink or ""."""
        self._links = {}
        yield self._links
        self._links = {}

    def still(self, links: Mapping[str, str]) -> bool:
        """Return whether the articles that are linked to are still where they were."""
        return all(self._permalink(file) == found for file, found in links.items())

    def __call__(self, reference: str, article: Article) -> str:
        """Return the absolute URL of a reference. Raises ValueError where it cannot be one."""
        if reference.startswith(_ELSEWHERE):
            return urls.absolute(reference, article.permalink)
        find = self._file_of_vault if self._is_vault else self._file
        found = self._page_of_file(reference, article) or find(reference, article)
        return urls.absolute(found or reference, article.permalink)

    def _page_of_file(self, reference: str, article: Article) -> str | None:
        target = self._markdown_file(reference, article)
        if not target:
            return None
        permalink = self._links[target] = self._permalink(target)
        _, hash_, fragment = reference.partition("#")
        return permalink and permalink + hash_ + fragment

    def lost_file(self, reference: str, article: Article) -> str:
        """Return the Markdown file that a reference names where it is no page, else ""."""
        target = self._markdown_file(reference, article)
        return target if target and not self._permalink(target) else ""

    def _markdown_file(self, reference: str, article: Article) -> str:
        # `@/` is the content folder.
        path = reference.replace("@/", "/", reference.startswith("@/")).partition("#")[0]
        if urls.has_scheme(path) or not path.endswith((".md", ".markdown")):
            return ""
        is_whole = path.startswith("/")
        base = self._content if is_whole else posixpath.dirname(article.source)
        name = unquote(path.lstrip("/"))
        file = posixpath.normpath(posixpath.join(base, name))
        folder = self._folder_of(article.source)
        is_there = not is_whole or not folder or self._folder_of(file)
        return file if is_there else posixpath.normpath(posixpath.join(folder, name))

    def _file_of_vault(self, reference: str, article: Article) -> str | None:
        """Find a file where the reference says, or else by its name.

        Raises ValueError where it is a note, which is no article then.
        """
        if urls.has_scheme(reference):
            return None
        name = posixpath.basename(unquote(reference.partition("#")[0]))
        if name.endswith(".md"):
            message = f"{name} is no article"
            raise ValueError(message)
        if found := self._file(reference, article):
            return found
        found = self._links[name] = self._permalink(name)
        return found

    def is_named(self, reference: str) -> bool:
        """Return whether a file is found by its name alone, as in a vault."""
        return self._is_vault and posixpath.basename(unquote(reference)) in self._by_name[""]

    def _permalink(self, file: str) -> str:
        """Return the URL of a file, or of the only one of its name; "" where there is none."""
        found = self._permalinks.get(file) or self._pages(file)
        return found or self._by_name[self._folder_of(file)].get(posixpath.basename(file), "")

    def _file(self, reference: str, article: Article) -> str | None:
        path = article.source.removeprefix(f"{self._content}/") if self._content else article.source
        found = self._assets.find(reference, Page(path, article.permalink))
        return found and found[0]


def _by_name(permalinks: Mapping[str, str]) -> Mapping[str, str]:
    """Map files' names to permalinks, but for names that several files have."""
    names = Counter(map(_name, permalinks))
    return {
        _name(path): permalink for path, permalink in permalinks.items() if names[_name(path)] == 1
    }


def _name(path: str) -> str:
    """Return a file's name; that of a bundle is its folder's."""
    folder, name = posixpath.split(path)
    return f"{posixpath.basename(folder)}.md" if folder and name == "index.md" else name
