"""What Docusaurus' configuration says: docusaurus.config, and the options of its blogs."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from broadsheet.engines.docusaurus.blogs import Blog, blogs_of
from broadsheet.engines.docusaurus.permalinks import parts
from broadsheet.engines.docusaurus.translations import Translations, translations_of
from broadsheet.engines.found import Found, FoundFeed, FoundTaxonomy
from broadsheet.engines.javascript_files import config_file, read_config
from broadsheet.engines.settings import Settings
from broadsheet.source import headers
from broadsheet.urls import web_address
from broadsheet.walk import files_below


def detect_config(root: Path) -> Found:
    """Describe a Docusaurus site. Raises ConfigError if a file cannot be read."""
    settings, notes = read_config(config_file(root, "docusaurus.config"), root)
    blogs = blogs_of(settings)
    first = blogs[0]
    languages = translations_of(settings, blogs, root)
    is_one = len(blogs) == 1 and not languages
    content = first.path if is_one else "."
    names = first.feeds
    base = settings.text_of("baseUrl").strip("/")
    url = web_address(settings.text_of("url"))
    default = settings.table("i18n").text_of("defaultLocale") or "en"
    return Found(
        engine="docusaurus",
        title=settings.text_of("title"),
        url=f"{url.rstrip('/')}/{base}/" if url and base else url,
        base=f"/{base}" if base else "",
        language=default,
        description=settings.text_of("tagline"),
        timezone="UTC",
        content=content,
        static="static",
        include=tuple(_globs(blogs, languages, content, lambda blog: blog.included)),
        exclude=tuple(_globs(blogs, languages, content, lambda blog: blog.excluded)),
        permalink=first.pattern(settings, "slug") if is_one else "",
        permalinks={} if is_one else _patterns(blogs, languages, settings),
        languages=_by_name(default, languages, lambda each: each.place),
        language_folders=_by_name(default, languages, lambda each: each.folder),
        taxonomies={"tags": FoundTaxonomy("tags", page=first.below("tags/{slug}/"))},
        formats=(*names, *(name for name in ("atom", "rss", "json") if name not in names)),
        paths=names,
        left_out=tuple(blog.path for blog in blogs[1:]),
        limit=first.limit,
        feeds={
            blog.path: FoundFeed(blog.path, {"sections": (blog.path,)}, "", paths=blog.feeds)
            for blog in blogs[1:]
            if blog.feeds
        }
        | {
            name: feed for each in languages for name, feed in each.feeds(settings.text_of("title"))
        },
        notes=(*notes, *_notes(root, blogs)),
    )


def _globs(
    blogs: Sequence[Blog],
    languages: Sequence[Translations],
    content: str,
    globs: Callable[[Blog], Iterable[str]],
) -> Iterator[str]:
    """Yield globs of each blog and of its translations, from the content folder on."""
    for blog in blogs:
        places = [blog.path, *(f"{each.folder}/{blog.translated}" for each in languages)]
        for place in places:
            yield from (glob if content == place else f"{place}/{glob}" for glob in globs(blog))


def _patterns(
    blogs: Sequence[Blog], languages: Sequence[Translations], settings: Settings
) -> dict[str, str]:
    """Return the pattern of each blog by its folder, also by that of its translations."""
    folders = {blog.path: blog for blog in blogs}
    folders |= {blog.translated: blog for each in languages for blog in each.blogs}
    return {name: blog.pattern(settings, "slug_in_blog") for name, blog in folders.items()}


def _by_name(
    default: str, languages: Sequence[Translations], value: Callable[[Translations], str]
) -> dict[str, str]:
    """Return a value of each language by its name, the main one first; {} for one language."""
    return (
        {default.lower(): "", **{each.name: value(each) for each in languages}} if languages else {}
    )


def _notes(root: Path, blogs: Sequence[Blog]) -> Iterator[str]:
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
