"""What a site contributes to its articles' bodies: included files, own shortcodes, the engine's pages."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from broadsheet import rendered
from broadsheet.config import Config
from broadsheet.engines import engine_of
from broadsheet.errors import ContentError, Problem, UnreadableError
from broadsheet.markdown import BodyParts
from broadsheet.model import Article
from broadsheet.read import Resolver
from broadsheet.stamps import FILE, Stamps
from broadsheet.templating import Templates
from broadsheet.text import xml_text
from broadsheet.urls import path_of
from broadsheet.walk import leads_out, read_file

SHORTCODES = "shortcodes"
"""The folder, below that of the site's templates, of its own shortcodes and components."""

MAX_SNIPPET = 200_000
"""Bytes of a file that an article includes."""


def site_parts(
    config: Config, resolver: Resolver, stamps: Stamps, visible: Iterable[Article] = ()
) -> BodyParts:
    """Return a site's contributions to its articles' bodies; `stamps` records the files they need.

    `visible` are the articles that others may show within them.
    """
    articles = {article.source: article for article in visible}

    def find_note(reference: str, article: Article) -> Article | None:
        found = articles.get(resolver.note(reference, article))
        if found:
            stamps.of(found.source)
        return found

    own = _OwnShortcodes(config)
    pages = _Pages(config, stamps)
    snippets = _Snippets(config, stamps)
    templates = engine_of(config).templates(config, snippets.of_site)
    return BodyParts(
        find_page=resolver.page,
        title_of=resolver.title,
        find_note=find_note,
        snippet=snippets.text,
        templates=templates,
        own_shortcode=own.render,
        own_names=own.names,
        rendered=pages.content,
        wants_rendered=config.content.bodies == "output",
        signature=f"{own.signature}{templates.signature}",
    )


class _Snippets:
    """Finds files as Snippets does: below the site's folder, its documents' and `docs`."""

    def __init__(self, config: Config, stamps: Stamps) -> None:
        self._root = config.root
        self._follow = config.content.follow_links
        self._folders = tuple(dict.fromkeys(("", config.content.path, "docs")))
        self._stamps = stamps

    def text(self, name: str, article: Article) -> str | None:
        """Return a file's text, None if it is not in the site or too large."""
        for folder in (*self._folders, posixpath.dirname(article.source)):
            path = posixpath.normpath(posixpath.join(folder, name.lstrip("/")))
            if path.startswith((".", "/")) or "\0" in path:
                continue
            if self._stamps.kind(path) == FILE:
                self._stamps.of(path)
                return self._read(path)
        return None

    def of_site(self, path: str) -> str | None:
        """Return the text of a file below the site's folder, None if there is none."""
        is_file = self._stamps.kind(path) == FILE
        if is_file:
            self._stamps.of(path)
        return self._read(path) if is_file else None

    def _read(self, path: str) -> str | None:
        file = self._root / path
        if not self._follow and leads_out(file, self._root):
            return None
        try:
            data = read_file(file, MAX_SNIPPET + 1)
            return None if len(data) > MAX_SNIPPET else xml_text(data.decode("utf-8-sig"))
        except (OSError, UnicodeDecodeError):
            return None


class _OwnShortcodes:
    """Renders templates/shortcodes/NAME.html."""

    def __init__(self, config: Config) -> None:
        folder = config.root / config.site.templates / SHORTCODES
        files = sorted(folder.glob("*.html")) if folder.is_dir() else []
        self.names = frozenset(file.stem for file in files)
        # Templates may include others, so all of the site's count.
        self._templates = Templates(
            config.root, config.site.templates, follow_links=config.content.follow_links
        )
        self.signature = self._templates.signature if files else ""
        self._site = config.site

    def render(self, name: str, arguments: Mapping[str, str], body: str, article: Article) -> str:
        """Return the HTML of a shortcode. Raises TemplateError."""
        values: dict[str, Any] = {
            "args": dict(arguments),
            "positional": [
                arguments[key] for key in sorted(filter(str.isdigit, arguments), key=int)
            ],
            "body": self._templates.safe(body),
            "article": article,
            "site": self._site,
        }
        return self._templates.text(f"{SHORTCODES}/{name}.html", **values)


class _Pages:
    """Finds the pages that the site's engine has made of its articles."""

    def __init__(self, config: Config, stamps: Stamps) -> None:
        self._root = config.root
        self._base = path_of(config.articles_url)
        self._selector = config.content.selector
        self._stamps = stamps
        self._output = config.content.output

    def content(self, article: Article) -> str | None:
        """Return the HTML of an article in its page, None if there is none. Raises ContentError."""
        path = path_of(article.permalink).removeprefix(self._base)
        for folder in (self._output,) if self._output else rendered.OUTPUT_FOLDERS:
            if not (self._root / folder).is_dir():
                continue
            for place in rendered.RenderedPage.places(path):
                found = f"{folder}/{place}"
                if self._stamps.kind(found) == FILE:
                    self._stamps.of(found)
                    return self._content(self._root / found, found, article)
        return None

    def _content(self, file: Path, name: str, article: Article) -> str | None:
        try:
            html = rendered.RenderedPage(file).article(self._selector, article.title)
        except UnreadableError as error:
            raise ContentError(Problem(name, 0, "", str(error))) from error
        return None if html is None else xml_text(html)
