"""Finds the page that an engine rendered for an article, and the article's HTML in it."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import etree, html

from broadsheet.errors import UnreadableError
from broadsheet.rendered.encoding import decoded
from broadsheet.rendered.outputs import read_output_file
from broadsheet.walk import leads_out


def _of_class(name: str) -> str:
    return f"//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"


_OF_THEMES = (
    "post-content",
    "post-body",
    "article-content",
    "article-entry",
    "article-body",
    "post__content",
    "vp-doc",
    "theme-doc-markdown",
)
"""Classes in which widespread themes have the article alone, without its date, author and terms."""

_PLACES = (
    _of_class("e-content"),
    _of_class("entry-content"),
    "//*[@itemprop='articleBody']",
    *map(_of_class, _OF_THEMES),
    "//main//article",
    "//article",
    "//main",
    "//*[@role='main']",
)
"""XPaths of the article in a page, the most certain first; one that matches several elements is skipped.

Sources: http://microformats.org/wiki/h-entry and /hatom, https://schema.org/articleBody.
"""

_NO_CONTENT = "script|style|nav|form|template|dialog"
_FURNITURE = frozenset({"header", "footer"})


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """The page, in `file`, that an engine rendered for an article."""

    file: Path

    @classmethod
    def find(cls, folder: Path, path: str) -> RenderedPage | None:
        """Return the page at a URL path, None if the folder has none."""
        for place in cls.places(path):
            file = folder / place
            try:
                if file.is_file() and not leads_out(file, folder):
                    return cls(file)
            except OSError:  # The name is too long for the file system.
                return None
        return None

    @staticmethod
    def places(path: str) -> tuple[str, ...]:
        """Return the files that may be the page of a URL path; none for one that leads out."""
        path = posixpath.normpath(unquote(path).strip("/"))
        if path.startswith("..") or "\0" in path:
            return ()
        if path == ".":
            return ("index.html",)
        own = (path,) if path.endswith((".html", ".htm")) else ()
        return (f"{path}/index.html", f"{path}.html", *own)

    def article(self, selector: str = "", title: str = "") -> str | None:
        """Return the HTML of the article, None if it cannot be told from the rest of the page.

        `selector` is a CSS selector; without one, the page's `article` or `main` is taken, without its
        header and footer. A first heading that repeats the `title` is left out. Raises
        UnreadableError, also for an invalid selector.
        """
        page = _parsed(read_output_file(self.file))
        if page is None:
            return None
        found = _selected(page, selector) if selector else _article(page)
        for element in found:
            _clean(element, title, whole=bool(selector))
        return "\n".join(_inner(element) for element in found) if found else None

    def language(self) -> str:
        """Return the page's declared language, "" if it declares none."""
        try:
            page = _parsed(read_output_file(self.file))
        except UnreadableError:
            return ""
        return (page.get("lang") or "").strip() if page is not None else ""


def _parsed(data: bytes) -> Any:
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
    try:
        return html.document_fromstring(decoded(data).encode(errors="replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _selected(page: Any, selector: str) -> list[Any]:
    from lxml.cssselect import CSSSelector  # noqa: PLC0415 - few sites have a selector

    try:
        found = list(CSSSelector(selector, translator="html")(page))
    except Exception as error:  # cssselect raises errors of several kinds, none of them documented.
        message = f'"{selector}" is not a CSS selector'
        raise UnreadableError(0, message, 'write e.g. "main article"') from error
    inner = {id(each) for element in found for each in element.iterdescendants()}
    return [element for element in found if id(element) not in inner]


def _article(page: Any) -> list[Any]:
    for place in _PLACES:
        found = page.xpath(place)
        if len(found) == 1:
            return list(found)
    return []


def _clean(root: Any, title: str, *, whole: bool) -> None:
    """Remove what is not content; from a `whole` element that a person chose, only scripts and styles."""
    names = "script|style|template" if whole else _NO_CONTENT
    unwanted = [each for name in names.split("|") for each in root.iter(name)]
    if not whole:
        unwanted += [each for each in root.iterchildren() if each.tag in _FURNITURE]
    heading = next(root.iter("h1"), None)
    if title and heading is not None and _words(heading) == " ".join(title.split()):
        unwanted.append(heading)
    for element in unwanted:
        if element is not root and element.getparent() is not None:
            element.drop_tree()


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _inner(element: Any) -> str:
    parts = [element.text or ""]
    escaped = [html.tostring(child, encoding="unicode") for child in element]
    lead = parts[0].replace("&", "&amp;").replace("<", "&lt;")
    return (lead + "".join(escaped)).strip()
