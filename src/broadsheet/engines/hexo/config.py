"""Reads Hexo's configuration: _config.yml."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Iterator
from pathlib import Path

from broadsheet.engines.found import UNLIMITED, Found, FoundTaxonomy
from broadsheet.engines.hexo.permalinks import SCHEME
from broadsheet.engines.hexo.tabs import without_tabs
from broadsheet.engines.packages import packages_of
from broadsheet.engines.settings import Settings, load
from broadsheet.source import headers
from broadsheet.urls import web_address

_PARTS = {
    "year": r"(?P<year>\d{4})",
    "month": r"(?P<month>\d{2})",
    "day": r"(?P<day>\d{2})",
    "i_month": r"(?P<month>\d{1,2})",
    "i_day": r"(?P<day>\d{1,2})",
    "title": r"(?P<slug>.+?)",
    "hash": r"(?P<hash>[0-9a-f]{12})",
}
_TOKEN = re.compile(r":(\w*[^_\W])")
_SUFFIXES = ("md", "markdown", "html")
_RARE = ("mkd", "mkdn", "mdwn", "htm")


def detect_config(root: Path) -> Found:
    """Read a Hexo site's configuration. Raises ConfigError if it cannot be read."""
    settings = load(root, "_config.yml", "_config.yaml", lenient=without_tabs)
    source = settings.text_of("source_dir") or "source"
    language = settings.get("language")
    language = language[0] if isinstance(language, list) and language else language
    kinds, paths = _feeds(settings)
    feed = settings.table("feed")
    return Found(
        engine="hexo",
        title=settings.text_of("title"),
        url=web_address(settings.text_of("url")),
        language=language if isinstance(language, str) else "",
        description=settings.text_of("description", "subtitle"),
        author=settings.text_of("author"),
        email=settings.text_of("email"),
        timezone=settings.text_of("timezone"),
        content=f"{source}/_posts",
        static=source,
        include=tuple(_include(settings, root / source / "_posts")),
        exclude=tuple(_skipped(settings)),
        permalink=_permalink(settings),
        path_fields=tuple(_path_fields(settings)),
        defaults=_defaults(settings, packages_of(root)),
        taxonomies={
            name: FoundTaxonomy(name, page=f"{settings.text_of(key) or name}/{{slug}}/")
            for name, key in (("tags", "tag_dir"), ("categories", "category_dir"))
        },
        formats=(*kinds, *(name for name in ("atom", "rss", "json") if name not in kinds)),
        paths=paths,
        limit=UNLIMITED if feed.get("limit") == 0 else feed.number_of("limit") or 20,
        notes=tuple(_notes(settings)),
    )


def _permalink(settings: Settings) -> str:
    """Read the pattern, without the ending that `pretty_urls` removes."""
    typed = settings.text_of("permalink") or ":year/:month/:day/:title/"
    pretty = settings.table("pretty_urls")
    for key, end in (("trailing_index", "index.html"), ("trailing_html", ".html")):
        typed = typed.removesuffix(end) if pretty.get(key) is False else typed
    return settings.checked("/" + typed.lstrip("/"), SCHEME, "permalink")


def _defaults(settings: Settings, packages: Container[str]) -> dict[str, dict[str, str]]:
    """Read the values of tokens for articles that do not set them."""
    table = settings.table("permalink_defaults").items()
    given = {name: value for name, value in table if isinstance(value, str)}
    category = settings.text_of("default_category")
    if category not in {"", "uncategorized"} and ":category" in settings.text_of("permalink"):
        given["default_category"] = category
    if "hexo-abbrlink" in packages and ":abbrlink" in settings.text_of("permalink"):
        numbers = settings.table("abbrlink")
        kinds = numbers.text_of("alg") or "crc16", numbers.text_of("rep") or "dec"
        given["abbrlink_numbers"] = " ".join(kinds)
    return {"**": given} if given else {}


def _path_fields(settings: Settings) -> Iterator[str]:
    """Translate `new_post_name`, the pattern of file names, if it has more than the title."""
    name = posixpath.splitext(settings.text_of("new_post_name"))[0]
    tokens = _TOKEN.findall(name)
    if name != ":title" and "title" in tokens and len(set(tokens)) == len(tokens):
        stem = _TOKEN.sub(lambda m: _PARTS.get(m[1], f"(?P<{m[1]}>.+?)"), re.escape(name))
        yield f"{stem}\\.\\w+$"


def _include(settings: Settings, posts: Path) -> Iterator[str]:
    """Return globs for the suffixes of articles if there are unusual ones.

    With `post_asset_folder`, files in formats other than that of new articles are assets.
    """
    if settings.get("post_asset_folder") is True or not posts.is_dir():
        return
    rare = [suffix for suffix in _RARE if any(posts.rglob(f"*.{suffix}"))]
    if rare or headers.has_dated_html(posts):
        yield from (f"**/*.{suffix}" for suffix in (*_SUFFIXES, *rare))


def _skipped(settings: Settings) -> Iterator[str]:
    """Translate the globs of `skip_render` and `ignore` that exclude articles."""
    typed = settings.get("skip_render")
    for glob in typed if isinstance(typed, list) else [typed]:
        if isinstance(glob, str) and glob.startswith("_posts/"):
            yield glob.removeprefix("_posts/")
    typed = settings.get("ignore")  # Globs of whole paths (lib/box/index.ts).
    for glob in typed if isinstance(typed, list) else [typed]:
        if isinstance(glob, str) and glob.startswith("**/"):
            yield glob.partition("_posts/")[2] or glob


def _feeds(settings: Settings) -> tuple[tuple[str, ...], dict[str, str]]:
    """Read the table of hexo-generator-feed: its formats and their files."""
    feed = settings.table("feed")
    kinds, paths = feed.get("type") or "atom", feed.get("path")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    paths = paths if isinstance(paths, list) else [paths]
    names = {"atom": ("atom", "atom.xml"), "rss2": ("rss", "rss2.xml")}
    found = {
        names[kind][0]: _with_suffix(str(path or names[kind][1]).lstrip("/"))
        for kind, path in zip(kinds, [*paths, *[None] * len(kinds)], strict=False)
        if kind in names
    }
    return tuple(found), found


def _with_suffix(path: str) -> str:
    return path if posixpath.splitext(path)[1] else f"{path}.xml"


def _notes(settings: Settings) -> Iterator[str]:
    if not settings.text_of("timezone"):
        yield "Hexo takes the time zone of the machine that builds; set timezone to that"
    if settings.get("category_map") and ":category" in settings.text_of("permalink"):
        yield "category_map is not read; articles of mapped categories need a permalink of their own"
    if settings.get("render_drafts") is True:
        yield "Hexo publishes drafts (render_drafts); Broadsheet leaves them out"
    if settings.text_of("updated_option") in {"", "mtime"}:
        yield "Hexo takes files' modification times for updated; Broadsheet reads front matter alone"
