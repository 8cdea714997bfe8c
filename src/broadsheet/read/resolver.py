"""Resolves the references in articles' bodies to other articles' pages, files, or any URL."""

from __future__ import annotations

import contextlib
import posixpath
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from urllib.parse import unquote

from broadsheet import urls
from broadsheet.config import Config
from broadsheet.engines import engine_of
from broadsheet.language_tags import language_in_name
from broadsheet.model import Article, Enclosure
from broadsheet.read.assets import Assets, Page
from broadsheet.read.file_names import FileNames
from broadsheet.read.recording import played
from broadsheet.walk import files_below

_PAGES = (".md", ".markdown", ".mdown", ".html", ".htm")
_NAMED, _TITLE, _VISIBLE, _PLACE, _ADDRESS, _HIDDEN = "\0", "\1", "\2", "\3", "\4", "\5"
"""Prefixes, among the recorded files, of names that the engine looks up, of URLs of pages of which the
title, or the file, is asked for, of places on the site, of references to pages without a file, and of URLs
of which is asked whether they are published."""

_MARKDOWN = (".md", ".markdown")
_RARE = (".rst", ".mkd", ".mdown")
"""Endings of articles' files in few sites; elsewhere they are files like any other."""

_ELSEWHERE = ("https://", "http://", "#")
"""Prefixes of most references; these name no file here."""


class Resolver:
    """Resolves the references in articles' bodies; call it with a reference and the article.

    A link to an article's file, `other.md`, leads to the page that it becomes; a file that is not where the
    link says is looked up by its name. Where languages have folders, links stay in the folder of their
    article's language. `pages` finds the address of a file that is not an article; `visible` are the
    articles that are shown now, None if all are. Articles at the addresses `hidden` have no page, or none
    yet. In a vault other files are found by name too, and notes that are not articles have no page.
    """

    def __init__(
        self,
        assets: Assets,
        articles: Sequence[Article],
        config: Config,
        pages: Callable[[str], str],
        visible: Iterable[Article] | None = None,
    ) -> None:
        self._assets = assets
        self._pages = pages
        self._permalinks = {article.source: article.permalink for article in articles}
        self._titles = {article.permalink: article.title for article in articles}
        shown = articles if visible is None else visible
        self._visible = {article.permalink: article.source for article in shown}
        self._content = config.content.path
        engine = engine_of(config)
        self._is_vault = engine.finds_by_name
        languages = config.content.language_folders.values()
        folders = [posixpath.join(self._content, folder) for folder in languages]
        self._names = FileNames(self._permalinks, assets, folders, is_vault=self._is_vault)
        self._languages = config.content.languages if engine.has_bundles else {}
        self._main = next(iter(self._languages), "")
        self._base = config.articles_url
        self._root = config.root
        self._engine_links = engine.links(config)
        has_all = self._engine_links.publishes_all or not engine.holds_back
        self.hidden = {
            article.permalink
            for article in articles
            if (article.draft or not has_all) and article.permalink not in self._visible
        }
        self._links: dict[str, str] = {}
        self._finders: Mapping[str, Callable[[str], str]] = {
            _NAMED: lambda names: self._named(names.split("\n")),
            _TITLE: lambda url: self._titles.get(url, ""),
            _VISIBLE: lambda url: self._visible.get(url, ""),
            _HIDDEN: lambda url: "hidden" if url in self.hidden else "",
            _PLACE: lambda place: self._by_place.get(place, ""),
            _ADDRESS: lambda reference: self._engine_links.address(reference) or "",
        }

    @cached_property
    def _by_engine_name(self) -> Mapping[str, str]:
        """Return files by the names that the engine finds them by; articles come before other pages."""
        others = (
            posixpath.join(self._content, path)
            for path in sorted(files_below(self._root / self._content, site=self._root))
            if path.endswith(_PAGES)
        )
        found: dict[str, str] = {}
        for names in _ranks(self._engine_links.names, (*sorted(self._permalinks), *others)):
            for name, file in names:
                found.setdefault(name, file)
        return found

    @contextlib.contextmanager
    def watching(self) -> Iterator[dict[str, str]]:
        """Yield a dictionary that collects the links resolved within the block: file → permalink or ""."""
        self._links = {}
        yield self._links
        self._links = {}

    def still(self, links: Mapping[str, str]) -> bool:
        """Return whether the articles that are linked to are still where they were."""
        return all(self._permalink(file) == found for file, found in links.items())

    def __call__(self, reference: str, article: Article) -> str:
        """Return the absolute URL of a reference.

        Raises ValueError if it cannot be one, or if it is that of an article that is not published.
        """
        url = self._url(reference, article)
        page = url.partition("#")[0]
        if page in self._titles:
            self._links[_HIDDEN + page] = self._permalink(_HIDDEN + page)
            if page in self.hidden:
                message = f"{page} is not published"
                raise ValueError(message)
        return url

    def is_hidden(self, reference: str, article: Article) -> bool:
        """Return whether a reference leads to an article that is not published, or not yet."""
        try:
            return self._url(reference, article).partition("#")[0] in self.hidden
        except ValueError:
            return False

    def _url(self, reference: str, article: Article) -> str:
        if reference.startswith(_ELSEWHERE):
            return urls.absolute(reference, article.permalink)
        found = self._page_of_engine(reference, article) or self._found(reference, article)
        return urls.absolute(found or reference, article.permalink)

    def recordings(self, content: str, article: Article) -> tuple[Enclosure, ...]:
        """Return the first recording that an article's content (sanitised HTML) plays, if any."""
        if "<audio" not in content:
            return ()
        page = Page(article.source.removeprefix(f"{self._content}/"), article.permalink)
        return played(content, page, self._base, self._assets)

    def page(self, kind: str, typed: str, article: Article, language: str = "") -> str:
        """Return the URL of the page that a shortcode of this `kind` names; "" if there is none."""
        path, hash_, fragment = typed.partition("#")
        if not path:
            return article.permalink + hash_ + fragment
        wanted = "\n".join(self._engine_links.wanted(kind, path, article.source, language))
        found = self._links[_NAMED + wanted] = self._permalink(_NAMED + wanted)
        return found and found + hash_ + fragment

    def title(self, url: str) -> str:
        """Return the title of the article at a URL, "" if there is none."""
        found = self._links[_TITLE + url] = self._permalink(_TITLE + url)
        return found

    def note(self, reference: str, article: Article) -> str:
        """Return the file of the visible article that a reference leads to, "" if there is none."""
        try:
            url = self(reference, article).partition("#")[0]
        except ValueError:
            return ""
        found = self._links[_VISIBLE + url] = self._permalink(_VISIBLE + url)
        return found

    def _page_of_engine(self, reference: str, article: Article) -> str:
        """Return the page that the engine makes of a plain link, "" if it leaves it as it is."""
        if urls.has_scheme(reference) or reference.startswith("//"):
            return ""
        if (path := self._engine_links.address(reference)) is not None:
            self._links[_ADDRESS + reference] = path
            return urls.file_url(self._base, path)
        if not self._engine_links.in_text:
            return ""
        path, mark, rest = _split(reference)
        found = self.page("", path, article) if path else ""
        return found and found + mark + rest

    def _found(self, reference: str, article: Article) -> str | None:
        """Return the URL of a file, None if the reference stays as it is."""
        if self._engine_links.publishes_all:
            return self._published_file(reference, article)
        find = self._file_of_vault if self._is_vault else self._file
        return self._page_of_file(reference, article) or find(reference, article)

    def _page_of_file(self, reference: str, article: Article) -> str | None:
        target = self._text_file(reference, article, (*_MARKDOWN, *_RARE))
        if not target:
            return None
        permalink = self._links[target] = self._permalink(target)
        _, hash_, fragment = reference.partition("#")
        return permalink and permalink + hash_ + fragment

    def lost_file(self, reference: str, article: Article) -> str:
        """Return the Markdown file that a reference names where it is no page, else ""."""
        target = self._text_file(reference, article, _MARKDOWN)
        return target if target and not self._permalink(target) else ""

    def _text_file(self, reference: str, article: Article, endings: tuple[str, ...]) -> str:
        # `@/` is the content folder.
        path = reference.replace("@/", "/", reference.startswith("@/")).partition("#")[0]
        if urls.has_scheme(path) or not path.endswith(endings):
            return ""
        is_whole = path.startswith("/")
        base = self._content if is_whole else posixpath.dirname(article.source)
        name = unquote(path.lstrip("/"))
        file = posixpath.normpath(posixpath.join(base, name))
        folder = self._names.folder_of(article.source)
        is_there = not is_whole or not folder or self._names.folder_of(file)
        return file if is_there else posixpath.normpath(posixpath.join(folder, name))

    def _published_file(self, reference: str, article: Article) -> str | None:
        """Return the URL that the engine gives a file, whether it is there or not."""
        typed, hash_, fragment = reference.partition("#")
        if not typed or urls.has_scheme(reference):
            return None
        place = self._engine_links.place(unquote(typed), article.source)
        found = self._links[_PLACE + place] = self._permalink(_PLACE + place)
        fragment = self._engine_links.fragment(fragment, typed)
        return (found or urls.file_url(self._base, place)) + hash_ + fragment

    @cached_property
    def _by_place(self) -> Mapping[str, str]:
        """Return the URLs of all files by their paths on the site, and by names that one file alone has."""
        files = self._assets.others(notes=True)
        for source, permalink in self._permalinks.items():
            files[source.removeprefix(f"{self._content}/")] = permalink
        places = {self._assets.place(path): url for path, url in files.items()}
        count = Counter(posixpath.basename(place) for place in places)
        names = {posixpath.basename(place): url for place, url in places.items()}
        return {**places, **{name: url for name, url in names.items() if count[name] == 1}}

    def _file_of_vault(self, reference: str, article: Article) -> str | None:
        """Find a file where the reference says, or else by its name or the end of its path.

        Raises ValueError if it is a note, which is no article then.
        """
        typed, hash_, fragment = reference.partition("#")
        path = unquote(typed)
        if not path or urls.has_scheme(reference):
            return None
        if path.endswith(".md"):
            message = f"{posixpath.basename(path)} is no article"
            raise ValueError(message)
        if found := self._file(reference, article):
            return found
        file = posixpath.normpath(posixpath.join(posixpath.dirname(article.source), path))
        for name in (file, f"{file}.md"):
            found = self._links[name] = self._permalink(name)
            if found:
                return found + hash_ + fragment
        return None

    def is_named(self, reference: str) -> bool:
        """Return whether a file is found by its name alone, as in a vault."""
        return self._names.has_in_vault(posixpath.basename(unquote(reference)))

    def _permalink(self, file: str) -> str:
        """Return the URL of a file, or of the only one of its name; "" if there is none."""
        if find := self._finders.get(file[:1]):
            return find(file[1:])
        return self._permalinks.get(file) or self._pages(file) or self._names.permalink(file)

    def _named(self, names: Iterable[str]) -> str:
        """Return the URL of the first page, or else file, that has one of some names of the engine's."""
        for name in names:
            file = self._by_engine_name.get(name, "")
            if found := self._permalinks.get(file) or (file and self._pages(file)):
                return found
            if not file and not name.endswith(_PAGES) and self._assets.is_file(name):
                return urls.file_url(self._base, name)
        return ""

    def _file(self, reference: str, article: Article) -> str | None:
        path = article.source.removeprefix(f"{self._content}/") if self._content else article.source
        page = Page(path, article.permalink, self._shared(article.source))
        found = self._assets.find(reference, page)
        if not found:
            return None
        url, file = found
        _, mark, rest = _split(reference)
        return url if mark in posixpath.basename(file) else url + mark + rest

    def _shared(self, source: str) -> str:
        """Return the URL of the bundle whose translation an article is; "" if it is none.

        The bundle's files are published once, beside the page in the main language.
        """
        folder, name = posixpath.split(source)
        if not self._main or not language_in_name(source, self._languages) or name[:6] != "index.":
            return ""
        mains = (f"{folder}/index{mark}.md" for mark in (f".{self._main}", ""))
        main = next((file for file in mains if file in self._permalinks), "")
        if main:
            self._links[main] = self._permalinks[main]
        return self._permalinks.get(main, "")


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


def _split(reference: str) -> tuple[str, str, str]:
    """Take apart a path and what follows it, a query or a fragment."""
    at = min((reference.find(mark) for mark in "?#" if mark in reference), default=len(reference))
    return reference[:at], reference[at : at + 1], reference[at + 1 :]
