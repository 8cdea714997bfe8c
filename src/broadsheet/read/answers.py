"""What a site answers where links ask for its pages and files, with a record of the answers.

A rendered article is kept from run to run for as long as it would get the same answers.
"""

from __future__ import annotations

import contextlib
import posixpath
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from broadsheet import urls
from broadsheet.config import Config
from broadsheet.engines import engine_of
from broadsheet.model import Article
from broadsheet.read.assets import Assets
from broadsheet.read.file_names import FileNames
from broadsheet.walk import files_below

_PAGES = (".md", ".markdown", ".mdown", ".html", ".htm")
_NAMED, _TITLE, _VISIBLE, _PLACE, _ADDRESS, _HIDDEN = "\0", "\1", "\2", "\3", "\4", "\5"
"""Prefixes of recorded questions; those without one ask for the URL of a file."""


class Answers:
    """Answers questions, and records each that is asked.

    `pages` finds the address of a file that is not an article; `visible` are the articles that are shown
    now, None if all are. Articles at the addresses `hidden` have no page, or none yet.
    """

    def __init__(
        self,
        assets: Assets,
        articles: Sequence[Article],
        config: Config,
        pages: Callable[[str], str],
        visible: Iterable[Article] | None,
    ) -> None:
        self._assets = assets
        self._pages = pages
        self._content = config.content.path
        self._base = config.articles_url
        self._root = config.root
        self.permalinks = {article.source: article.permalink for article in articles}
        self._titles = {article.permalink: article.title for article in articles}
        shown = articles if visible is None else visible
        self._visible = {article.permalink: article.source for article in shown}
        engine = engine_of(config)
        self._links = engine.links(config)
        has_all = self._links.publishes_all or not engine.holds_back
        self.hidden = {
            article.permalink
            for article in articles
            if (article.draft or not has_all) and article.permalink not in self._visible
        }
        folders = config.content.language_folders.values()
        self.names = FileNames(
            self.permalinks,
            assets,
            [posixpath.join(self._content, folder) for folder in folders],
            is_vault=engine.finds_by_name,
        )
        self._asked: dict[str, str] = {}
        self._finders: Mapping[str, Callable[[str], str]] = {
            _NAMED: lambda names: self._named(names.split("\n")),
            _TITLE: lambda url: self._titles.get(url, ""),
            _VISIBLE: lambda url: self._visible.get(url, ""),
            _HIDDEN: lambda url: "hidden" if url in self.hidden else "",
            _PLACE: lambda place: self._by_place.get(place, ""),
            _ADDRESS: lambda reference: self._links.address(reference) or "",
        }

    @contextlib.contextmanager
    def watching(self) -> Iterator[dict[str, str]]:
        """Yield a dictionary that collects the answers within the block, by their questions."""
        self._asked = {}
        yield self._asked
        self._asked = {}

    def still(self, asked: Mapping[str, str]) -> bool:
        """Return whether all answers are still the same."""
        return all(self._answer(question) == found for question, found in asked.items())

    def url(self, file: str) -> str:
        """Return the URL of a file, or of the only one of its name; "" if there is none."""
        return self._recorded(file)

    def is_page(self, file: str) -> bool:
        """Return whether a file has a URL; this is not recorded."""
        return bool(self._answer(file))

    def named(self, names: Iterable[str]) -> str:
        """Return the URL of the first page, or else file, that has one of some names of the engine's."""
        return self._recorded(_NAMED + "\n".join(names))

    def title(self, url: str) -> str:
        """Return the title of the article at a URL, "" if there is none."""
        return self._recorded(_TITLE + url)

    def visible_file(self, url: str) -> str:
        """Return the file of the article at a URL, "" if it is not shown."""
        return self._recorded(_VISIBLE + url)

    def is_hidden(self, url: str) -> bool:
        """Return whether a URL is that of an article that has no page, or none yet."""
        return url in self._titles and bool(self._recorded(_HIDDEN + url))

    def at(self, place: str) -> str:
        """Return the URL of the file that has a place on the site, "" if there is none."""
        return self._recorded(_PLACE + place)

    def address(self, reference: str) -> str | None:
        """Return the path of a page without a file that a reference names, None if it names none."""
        found = self._links.address(reference)
        if found is not None:
            self._asked[_ADDRESS + reference] = found
        return found

    def _recorded(self, question: str) -> str:
        found = self._asked[question] = self._answer(question)
        return found

    def _answer(self, question: str) -> str:
        if find := self._finders.get(question[:1]):
            return find(question[1:])
        known = self.permalinks.get(question) or self._pages(question)
        return known or self.names.permalink(question)

    def _named(self, names: Iterable[str]) -> str:
        for name in names:
            file = self._by_engine_name.get(name, "")
            if found := self.permalinks.get(file) or (file and self._pages(file)):
                return found
            if not file and not name.endswith(_PAGES) and self._assets.is_file(name):
                return urls.file_url(self._base, name)
        return ""

    @cached_property
    def _by_engine_name(self) -> Mapping[str, str]:
        """Return files by the names that the engine finds them by; articles come before other pages."""
        others = (
            posixpath.join(self._content, path)
            for path in sorted(files_below(self._root / self._content, site=self._root))
            if path.endswith(_PAGES)
        )
        found: dict[str, str] = {}
        for names in _ranks(self._links.names, (*sorted(self.permalinks), *others)):
            for name, file in names:
                found.setdefault(name, file)
        return found

    @cached_property
    def _by_place(self) -> Mapping[str, str]:
        """Return the URLs of all files by their paths on the site, and by names that one file alone has."""
        files = self._assets.others(notes=True)
        for source, permalink in self.permalinks.items():
            files[source.removeprefix(f"{self._content}/")] = permalink
        places = {self._assets.place(path): url for path, url in files.items()}
        count = Counter(posixpath.basename(place) for place in places)
        names = {posixpath.basename(place): url for place, url in places.items()}
        return {**places, **{name: url for name, url in names.items() if count[name] == 1}}


def _ranks(
    names: Callable[[str], Iterator[str]], files: Iterable[str]
) -> Iterator[list[tuple[str, str]]]:
    """Yield the first names of all files, with the files, then their second names, and so on."""
    ranks: list[list[tuple[str, str]]] = []
    for file in files:
        for rank, name in enumerate(names(file)):
            if rank == len(ranks):
                ranks.append([])
            ranks[rank].append((name, file))
    yield from ranks
