"""Rules for links and images in articles."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches
from functools import cached_property
from urllib.parse import unquote, urlsplit

from broadsheet import urls
from broadsheet.checks.content.pages import ARTICLE_RULES, ArticlePage, bare_address
from broadsheet.checks.content.prose import BodyReference, references
from broadsheet.engines import engine_of
from broadsheet.errors import Problem
from broadsheet.read import Page as Folder

_PAGE_FOLDERS = ("", "pages/", "_pages/")
_PAGE_ENDS = ("", ".md", ".markdown", ".html", ".htm", ".njk", ".liquid", ".org", ".adoc", ".rst")
"""Where engines look for pages, and how their files' names end; "" is for folders."""

_OWN_FOLDERS = ("digests", "feeds")
"""The folders that Broadsheet writes beside those of articles and taxonomies."""

MOST_SUGGESTIONS = 20

HEAVY = 1_000_000
"""Bytes; an e-mail with ten such pictures is 10 MB to load on a phone."""


@ARTICLE_RULES.warning(
    "image-alt",
    why="People who cannot see the picture, or have pictures off in mail, get nothing.",
    bad="---\n![](https://example.org/chart.png)",
    good="---\n![Subscribers by year](https://example.org/chart.png)",
)
def image_alt(page: ArticlePage) -> Iterator[Problem]:
    """Find images without alternative text; `<img alt="">` marks one as decoration."""
    for image in _images(page):
        if image.alt is None or not (image.html or image.alt.strip()):
            advice = 'alt="what it shows"' if image.html else "![what it shows](…)"
            message = f"the image has no alternative text; write {advice}"
            yield page.at(image.start, image.width).problem(message)


@ARTICLE_RULES.warning(
    "image-missing",
    why="Readers see a broken picture.",
    bad="---\n![A chart](/images/charts/lost.png)",
    good="---\n![A chart](/images/charts/kept.png)",
)
def image_missing(page: ArticlePage) -> Iterator[Problem]:
    """Find images in the text whose file should be on this disk and is not."""
    for image in _images(page):
        if _is_nowhere(page, image.target) and _should_be_here(page, image.target):
            message = f'"{image.target}" does not exist; correct the path'
            yield page.at(image.start, image.width).problem(message)


@ARTICLE_RULES.warning(
    "image-elsewhere",
    why="Readers see a broken picture if it is not on the web either.",
    bad="featured_image: photos/lost.png",
    good="featured_image: /images/charts/kept.png",
    aggregate="show pictures that are not on this machine",
)
def image_elsewhere(page: ArticlePage) -> Iterator[Problem]:
    """Find the first picture of an article whose path is in no folder on this machine."""
    shown = page.article.image
    home = page.site.config.articles_url
    if shown and not shown.file and shown.url.startswith(home):
        path = unquote(shown.url.removeprefix(home))
        if not _should_be_here(page, f"/{path}"):
            yield page.field("image", "featured_image", "cover", "title").problem(
                _not_here(page, path)
            )
            return
    for image in _images(page):
        names_file = urls.is_path(image.target) and not image.target.startswith("{")
        elsewhere = names_file and not _should_be_here(page, image.target)
        if elsewhere and _is_nowhere(page, image.target):
            yield page.at(image.start, image.width).problem(_not_here(page, image.target))
            return


@ARTICLE_RULES.warning(
    "image-heavy",
    why="Mail programs load every picture; on a phone a megabyte takes seconds and costs money.",
    bad="---\n![A chart](/images/charts/heavy.png)",
    good="---\n![A chart](/images/charts/kept.png)",
)
def image_heavy(page: ArticlePage) -> Iterator[Problem]:
    """Find images on this disk that are too large for an e-mail."""
    shown = page.article.image
    if shown and (shown.length or 0) > HEAVY:
        yield page.field("image", "featured_image", "cover").problem(_too_heavy(shown.length or 0))
    for image in _images(page):
        found = page.site.assets.find(image.target, folder_of(page))
        if found and (size := page.site.assets.size(found[1])) > HEAVY:
            yield page.at(image.start, image.width).problem(_too_heavy(size))


@ARTICLE_RULES.error(
    "link-file",
    why="The link leads nowhere: the file has no page.",
    bad="---\nSee [the other one](other-article.md).",
    good="---\nSee [the other one](https://example.org/).",
)
def link_file(page: ArticlePage) -> Iterator[Problem]:
    """Find links to Markdown files that are not articles."""
    suggest = _Suggestions(page.site.permalinks)
    for link in page.references:
        target = page.site.resolver.lost_file(link.target, page.article)
        if target and not link.target.startswith("{"):
            is_there = page.site.assets.is_there(target)
            near = f"correct the path{suggest.near(target)}"
            advice = "write the address of its page" if is_there else near
            yield page.at(link.start, link.width).problem(f"{target} is not an article; {advice}")


@ARTICLE_RULES.warning(
    "link-unpublished",
    why="The article has no page, or none yet; feeds and letters show the words of the link alone.",
    bad="---\nSee [the other one](example-2.md).\n===\ndraft: true\n---\nWords.",
    good="---\nSee [the other one](example-2.md).\n===\n---\nWords.",
)
def link_unpublished(page: ArticlePage) -> Iterator[Problem]:
    """Find links to drafts, and to articles whose time has not come or is over."""
    for link in (*page.references, *_wiki_links(page)):
        if link.target and page.site.resolver.is_hidden(link.target, page.article):
            message = (
                f"{link.target} is not published, so that the words are no link; publish it, "
                "or leave the link out until then"
            )
            yield page.at(link.start, link.width).problem(message)


def _wiki_links(page: ArticlePage) -> Iterator[BodyReference]:
    """Yield the links that the engine's dialect writes in place of `[[x]]`, at the first such name."""
    if "[[" not in page.prose:
        return
    known = {link.target for link in page.references}
    for link in references(engine_of(page.site.config).dialect(page.site.config).body(page.prose)):
        name = link.target.partition("#")[0].removesuffix(".md")
        start = page.prose.find(f"[[{name}")
        if link.target not in known and start >= 0:
            known.add(link.target)
            yield replace(link, start=start, width=len(f"[[{name}]]"))


@ARTICLE_RULES.warning(
    "link-page",
    why="The link leads to a page that does not exist: readers get an error page.",
    bad="---\nSee [the other one](/no-such-article/).",
    good="---\nSee [this one](/index.html).",
)
def link_page(page: ArticlePage) -> Iterator[Problem]:
    """Find links to addresses where articles are, but none with this name."""
    suggest = _Suggestions(page.site.addresses)
    for link in page.references:
        address = _address(page, link)
        if address and _is_lost(page, address):
            near = suggest.near(address)
            message = f"no article has the address {link.target}; correct it{near}"
            yield page.at(link.start, link.width).problem(message)


def _images(page: ArticlePage) -> Iterator[BodyReference]:
    return (found for found in page.references if found.image and found.target)


def _is_nowhere(page: ArticlePage, target: str) -> bool:
    is_here = page.site.assets.find(target, folder_of(page)) is not None
    return not is_here and not page.site.resolver.is_named(target)


def _should_be_here(page: ArticlePage, target: str) -> bool:
    return page.site.assets.should_be_here(target, folder_of(page))


def _not_here(page: ArticlePage, path: str) -> str:
    static = page.site.config.content.static or "."
    return (
        f"{path} is not on this machine; put it into {static}/, or make sure that it is on the web"
    )


def folder_of(page: ArticlePage) -> Folder:
    """Return the folder and page against which the references of an article are resolved."""
    content = page.site.config.content.path
    path = page.article.source.removeprefix(f"{content}/") if content else page.article.source
    return Folder(path, page.article.permalink)


def _too_heavy(size: int) -> str:
    return f"the image has {size / 1_000_000:.1f} MB; make it smaller than {HEAVY // 1000} KB"


def _address(page: ArticlePage, link: BodyReference) -> str:
    """Return the bare address of a link to a page of this site, or "" for other links."""
    if link.image or not link.target or link.target.startswith(("#", "{", "mailto:")):
        return ""
    home = bare_address(page.site.config.articles_url)
    if "://" in link.target and home not in link.target:
        return ""
    try:
        url = urls.absolute(link.target, page.article.permalink)
        looks_like_page = not posixpath.splitext(urlsplit(url).path)[1]
    except ValueError:
        return ""
    here = bare_address(url).startswith(home)
    return bare_address(url) if here and looks_like_page and "?" not in url else ""


def _is_lost(page: ArticlePage, address: str) -> bool:
    """Return whether articles are beside an address, but no article or page is at it or below it."""
    known = page.site
    parent = address.rpartition("/")[0]
    return (
        known.addresses.isdisjoint({address, f"{address}.html"})
        and address not in known.folders
        and parent in known.parents
        and not known.assets.find("/" + address.partition("/")[2], folder_of(page))
        and not _may_be_a_page(page, address)
    )


def _may_be_a_page(page: ArticlePage, address: str) -> bool:
    """Return whether a page other than an article may have an address: a list of terms, or `about.md`."""
    config = page.site.config
    home = bare_address(config.articles_url)
    path = unquote(address.removeprefix(home)).strip("/")
    terms = (taxonomy.page.partition("{")[0] for taxonomy in config.taxonomies.values())
    lists = {posixpath.dirname(start).strip("/") for start in terms}
    feeds = (feed.path.strip("/") for feed in config.feeds.custom.values())
    if path in lists.union(config.taxonomies, _OWN_FOLDERS, feeds):
        return True
    content = config.content
    languages = (posixpath.join(content.path, f) for f in content.language_folders.values())
    tops = dict.fromkeys((content.path, *languages, ""))
    folders = [posixpath.join(top, pages) for top in tops for pages in _PAGE_FOLDERS]
    files = (posixpath.join(folder, path) + end for folder in folders for end in _PAGE_ENDS)
    return any(f not in page.site.permalinks and page.site.assets.is_there(f) for f in files)


class _Suggestions:
    """Suggests known paths for the lost links of one article, but only for the first of them.

    To compare a name with those of 10,000 articles takes a tenth of a second.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._known = known
        self._left = MOST_SUGGESTIONS

    def near(self, wanted: str) -> str:
        """Return the known path with the same name or nearly so, as the end of a message, or ""."""
        if not self._left:
            return ""
        self._left -= 1
        name = wanted.rpartition("/")[2]
        close = [name] if name in self._paths else get_close_matches(name, self._paths, 1, 0.8)
        return f", to {self._paths[close[0]]} perhaps" if close else ""

    @cached_property
    def _paths(self) -> dict[str, str]:
        paths: dict[str, str] = {}
        for path in self._known:
            paths.setdefault(path.rpartition("/")[2], path)
        return paths
