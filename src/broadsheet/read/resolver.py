"""Resolves the references in articles' bodies to other articles' pages, files, or any URL."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from urllib.parse import unquote

from broadsheet import urls
from broadsheet.config import Config
from broadsheet.engines import engine_of
from broadsheet.language_tags import language_in_name
from broadsheet.model import Article, Enclosure
from broadsheet.read.answers import Answers
from broadsheet.read.assets import Assets, Page
from broadsheet.read.recording import played

_MARKDOWN = (".md", ".markdown")
_RARE = (".rst", ".mkd", ".mdown")
"""Endings of articles' files in few sites; elsewhere they are files like any other."""

_ELSEWHERE = ("https://", "http://", "#")
"""Prefixes of most references; these name no file here."""


class Resolver:
    """Resolves the references in articles' bodies; call it with a reference and the article.

    A link to an article's file, `other.md`, leads to the page that it becomes; a file that is not where the
    link says is looked up by its name. Where languages have folders, links stay in the folder of their
    article's language. In a vault other files are found by name too, and notes that are not articles have
    no page. The arguments are those of `Answers`.
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
        self._answers = Answers(assets, articles, config, pages, visible)
        self._content = config.content.path
        engine = engine_of(config)
        self._is_vault = engine.finds_by_name
        self._languages = config.content.languages if engine.has_bundles else {}
        self._main = next(iter(self._languages), "")
        self._base = config.articles_url
        self._engine_links = engine.links(config)

    @property
    def hidden(self) -> set[str]:
        """Return the addresses of articles that have no page, or none yet."""
        return self._answers.hidden

    def watching(self) -> AbstractContextManager[dict[str, str]]:
        """Yield a dictionary that collects what the links resolved within the block were told."""
        return self._answers.watching()

    def still(self, links: Mapping[str, str]) -> bool:
        """Return whether links would still be told the same."""
        return self._answers.still(links)

    def __call__(self, reference: str, article: Article) -> str:
        """Return the absolute URL of a reference.

        Raises ValueError if it cannot be one, or if it is that of an article that is not published.
        """
        url = self._url(reference, article)
        page = url.partition("#")[0]
        if self._answers.is_hidden(page):
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
        reference, is_beside = self._engine_links.plain(reference)
        if is_beside:
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
        wanted = self._engine_links.wanted(kind, path, article.source, language)
        found = self._answers.named(wanted)
        return found and found + hash_ + fragment

    def title(self, url: str) -> str:
        """Return the title of the article at a URL, "" if there is none."""
        return self._answers.title(url)

    def note(self, reference: str, article: Article) -> str:
        """Return the file of the visible article that a reference leads to, "" if there is none."""
        try:
            url = self(reference, article).partition("#")[0]
        except ValueError:
            return ""
        return self._answers.visible_file(url)

    def _page_of_engine(self, reference: str, article: Article) -> str:
        """Return the page that the engine makes of a plain link, "" if it leaves it as it is."""
        if urls.has_scheme(reference) or reference.startswith("//"):
            return ""
        if (path := self._answers.address(reference)) is not None:
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
        permalink = self._answers.url(target)
        _, hash_, fragment = reference.partition("#")
        return permalink and permalink + hash_ + fragment

    def lost_file(self, reference: str, article: Article) -> str:
        """Return the Markdown file that a reference names where it is no page, else ""."""
        target = self._text_file(reference, article, _MARKDOWN)
        return target if target and not self._answers.is_page(target) else ""

    def _text_file(self, reference: str, article: Article, endings: tuple[str, ...]) -> str:
        # `@/` is the content folder.
        path = reference.replace("@/", "/", reference.startswith("@/")).partition("#")[0]
        if urls.has_scheme(path) or not path.endswith(endings):
            return ""
        is_whole = path.startswith("/")
        base = self._content if is_whole else posixpath.dirname(article.source)
        name = unquote(path.lstrip("/"))
        file = posixpath.normpath(posixpath.join(base, name))
        folder_of = self._answers.names.folder_of
        folder = folder_of(article.source)
        is_there = not is_whole or not folder or folder_of(file)
        return file if is_there else posixpath.normpath(posixpath.join(folder, name))

    def _published_file(self, reference: str, article: Article) -> str | None:
        """Return the URL that the engine gives a file, whether it is there or not."""
        typed, hash_, fragment = reference.partition("#")
        if not typed or urls.has_scheme(reference):
            return None
        place = self._engine_links.place(unquote(typed), article.source)
        fragment = self._engine_links.fragment(fragment, typed)
        return (self._answers.at(place) or urls.file_url(self._base, place)) + hash_ + fragment

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
        found = self._answers.url(file) or self._answers.url(f"{file}.md")
        return found + hash_ + fragment if found else None

    def is_named(self, reference: str) -> bool:
        """Return whether a file is found by its name alone, as in a vault."""
        return self._answers.names.has_in_vault(posixpath.basename(unquote(reference)))

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
        main = next((file for file in mains if file in self._answers.permalinks), "")
        return self._answers.url(main) if main else ""


def _split(reference: str) -> tuple[str, str, str]:
    """Take apart a path and what follows it, a query or a fragment."""
    at = min((reference.find(mark) for mark in "?#" if mark in reference), default=len(reference))
    return reference[:at], reference[at : at + 1], reference[at + 1 :]
