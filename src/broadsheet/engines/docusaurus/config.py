"""What Docusaurus' configuration says: docusaurus.config, and the options of its blogs."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from broadsheet.engines.docusaurus.blogs import Blog, blogs_of
from broadsheet.engines.docusaurus.permalinks import parts
from broadsheet.engines.found import Found, FoundFeed, FoundTaxonomy
from broadsheet.engines.javascript_files import config_file, read_config
from broadsheet.source import headers
from broadsheet.urls import web_address
from broadsheet.walk import files_below

_INCLUDE = ("**/*.md", "**/*.mdx")


def detect_config(root: Path) -> Found:
    """Describe a Docusaurus site. Raises ConfigError if a file cannot be read."""
    settings, notes = read_config(config_file(root, "docusaurus.config"), root)
    first, *others = blogs_of(settings)
    # A section of an article is its first folder, so blogs in deeper ones cannot be read together.
    deep = [blog for blog in others if "/" in blog.path or "/" in first.path]
    several = [first, *(blog for blog in others if blog not in deep)]
    is_one = len(several) == 1
    names = first.feeds
    base = settings.text_of("baseUrl").strip("/")
    url = web_address(settings.text_of("url"))
    content = first.path if is_one else "."
    return Found(
        engine="docusaurus",
        title=settings.text_of("title"),
        url=f"{url.rstrip('/')}/{base}/" if url and base else url,
        base=f"/{base}" if base else "",
        language=settings.table("i18n").text_of("defaultLocale") or "en",
        description=settings.text_of("tagline"),
        timezone="UTC",
        content=content,
        static="static",
        include=tuple(_in(blog, content, glob) for blog in several for glob in _INCLUDE),
        exclude=tuple(_in(blog, content, glob) for blog in several for glob in blog.excluded),
        permalink=first.pattern(settings, "slug") if is_one else "",
        permalinks={
            blog.path: blog.pattern(settings, "slug_in_blog") for blog in several if not is_one
        },
        taxonomies={"tags": FoundTaxonomy("tags", page=first.below("tags/{slug}/"))},
        formats=(*names, *(name for name in ("atom", "rss", "json") if name not in names)),
        paths=names,
        left_out=tuple(blog.path for blog in several[1:]),
        limit=first.limit,
        feeds={
            blog.path: FoundFeed(blog.path, {"sections": (blog.path,)}, "", paths=blog.feeds)
            for blog in several[1:]
            if blog.feeds
        },
        notes=(*notes, *_notes(root, several, deep)),
    )


def _in(blog: Blog, content: str, glob: str) -> str:
    return glob if content == blog.path else f"{blog.path}/{glob}"


def _notes(root: Path, blogs: list[Blog], unread: list[Blog]) -> Iterator[str]:
    if unread:
        listed = ", ".join(blog.path for blog in unread)
        yield f"the site has other blogs, which are not read: {listed}"
    if (root / "i18n").is_dir() and any((root / "i18n").glob("*/docusaurus-plugin-content-blog*")):
        yield "translated posts below i18n/ are not read: make a publish.toml for each language"
    undated = [f"{blog.path}/{path}" for blog in blogs for path in _undated(root / blog.path)]
    if undated:
        shown = ", ".join(undated[:5])
        yield (
            f"{len(undated)} posts have no date in their header or name, and Docusaurus takes that of git: "
            f"write date: into {shown}"
        )


def _undated(content: Path) -> Iterator[str]:
    for path in files_below(content, site=content) if content.is_dir() else ():
        stem, suffix = posixpath.splitext(path)
        hidden = any(part.startswith("_") for part in path.split("/"))
        if suffix in {".md", ".mdx"} and not hidden and not parts(stem)[1]:
            header: Mapping[str, Any] = headers.header_fields(content / path)
            if not header.get("date"):
                yield path
