"""The collections of an Astro site: what content.config defines, else folders; or pages in Markdown.

https://docs.astro.build/en/guides/content-collections/, https://docs.astro.build/en/guides/markdown-content/
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from broadsheet.engines.astro.entries import AstroEntry
from broadsheet.engines.javascript import Computed, first
from broadsheet.engines.javascript_files import Module, config_file
from broadsheet.engines.web_dialect import KEYS
from broadsheet.source import headers
from broadsheet.walk import files_below

_DEFINED = re.compile(r"(?<![\w-])([\w-]{1,100})[\"']?\s{0,9}[=:]\s{0,9}defineCollection\(")
_EXPORTED = re.compile(r"export\s+const\s+collections\b[^=]*=\s*\{([^{}]*)\}")
_RENAMED = re.compile(r"(?<![\w-])([\w-]{1,100})[\"']?\s{0,9}:\s{0,9}([\w$]+)")
_GLOB = re.compile(r"\bglob\(\s*\{(.*?)\}\s*\)", re.DOTALL)
_BASE = re.compile(r"\bbase\s*:\s*")
_INSERTED = re.compile(r"\$\{([\w$.]{1,200})\}")
_ONE_PATTERN = re.compile(r"\bpattern\s*:\s*(\[[^\]]*\]|[\"'`][^\"'`]*[\"'`])")
_DATE = re.compile(
    r"(?<![\w$])([\w$]{1,100})[\"']?\s{0,9}:\s{0,9}z\s{0,9}\.[^:;{}]{0,200}?\bdate\("
)
_QUOTED = re.compile(r"[\"'`]([^\"'`]*)[\"'`]")
_SUFFIXES = (".md", ".mdx", ".markdown", ".mdoc")
_GLOBS = tuple(f"**/*{suffix}" for suffix in _SUFFIXES)
_ENOUGH = 5_000
_SAMPLES = 300


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection by its name: its folder below the site's, and the globs of its files.

    `make_id` is the site's own function that makes the ids, "" for none. `of_pages` are pages that are
    files. `date` is the field of the entries' dates if it has a name of its own. With `has_markdoc`, the
    entry that was found first is Markdoc.
    """

    name: str
    base: str
    patterns: tuple[str, ...] = ()
    make_id: str = ""
    of_pages: bool = False
    date: str = ""
    has_markdoc: bool = False

    def folder(self, content: str) -> str:
        """Return the first folder of the path from the content folder to this one."""
        return posixpath.relpath(self.base, content).partition("/")[0]


def dated_collections(
    root: Path, src: str, date_of: Callable[[Collection], str]
) -> list[Collection]:
    """Return the collections whose entries have dates; without any, the pages that have one.

    `date_of` returns the field that the feed of a collection shows, "" if that is not known.
    """
    named = (replace(c, date=c.date or _unusual(date_of(c))) for c in _collections(root, src))
    firsts = ((c, next(_dated(root / c.base, c.date), None)) for c in named)
    found = [replace(c, has_markdoc=one[0].endswith(".mdoc")) for c, one in firsts if one]
    return found or list(_of_pages(root, f"{src}/pages"))


def entries_of(root: Path, collection: Collection) -> tuple[AstroEntry, ...]:
    """Return entries of a collection, enough to see how their addresses are made."""
    found = islice(_dated(root / collection.base, collection.date), _SAMPLES)
    return tuple(AstroEntry(posixpath.splitext(path)[0], header) for path, header in found)


def content_of(collections: list[Collection], src: str) -> str:
    """Return the folder that all collections lie in."""
    if not collections:
        return f"{src}/content"
    return posixpath.commonpath([c.base for c in collections]) or "."


def include(collections: list[Collection], content: str) -> Iterator[str]:
    """Return the globs of the collections, without what their braces say."""
    if not collections:
        yield from _GLOBS[:-1]
    for collection in collections:
        globs = _GLOBS if collection.has_markdoc else _GLOBS[:-1]
        yield from (_below(collection, content, name) for name in globs)


def exclude(collections: list[Collection], content: str) -> Iterator[str]:
    """Return what the globs of collections leave out: by `!`, or since they go into no folder."""
    for collection in collections:
        wanted = [glob for glob in collection.patterns if not glob.startswith("!")]
        unwanted = [glob[1:] for glob in collection.patterns if glob.startswith("!")]
        yield from (_below(collection, content, glob) for glob in unwanted)
        if wanted and not any("/" in glob for glob in wanted):
            yield _below(collection, content, "*/*")


def date_fields(collections: list[Collection]) -> Mapping[str, tuple[str, ...]]:
    """Return the fields of dates, as `[content] fields` names them, if some are not the usual ones."""
    own = tuple(dict.fromkeys(c.date for c in collections if c.date))
    usual = () if all(c.date for c in collections) else KEYS.date
    return {"date": (*usual, *own)} if own else {}


def _below(collection: Collection, content: str, glob: str) -> str:
    folder = posixpath.relpath(collection.base, content) if collection.base != content else ""
    return f"{folder}/{glob}".lstrip("/")


def _collections(root: Path, src: str) -> Iterator[Collection]:
    """Yield the Markdown collections: the defined ones, else the folders of content/."""
    file = config_file(root, f"{src}/content.config", f"{src}/content/config")
    module = Module.read(file, root) if file else Module(root, "", "")
    text = module.text
    places = list(_DEFINED.finditer(text))
    if places:
        exported = _EXPORTED.search(text)
        names = {own: name for name, own in _RENAMED.findall(exported[1])} if exported else {}
        ends = (*(match.start() for match in places[1:]), len(text))
        for match, end in zip(places, ends, strict=True):
            name = str(names.get(match[1], match[1]))
            base = _base(text[match.end() : end], module) or f"{src}/content/{name}"
            yield _defined(name, base, text[match.end() : end])
        return
    top = root / src / "content"
    for folder in sorted(top.iterdir()) if top.is_dir() else ():
        if folder.is_dir():
            yield Collection(folder.name, f"{src}/content/{folder.name}")


def _base(body: str, module: Module) -> str:
    """Return the folder that the loader of a collection names, also by constants; "" if it names none."""
    loader = _GLOB.search(body)
    start = _BASE.search(loader[1]) if loader else None
    if not loader or not start:
        return ""
    code = first(loader[1][start.end() :]).strip()
    if code[:1] not in {"'", '"', "`"}:
        code = f"`${{{code}}}`"
    named = _INSERTED.sub(lambda found: str(module.known(Computed(found[1])) or ""), code[1:-1])
    return "" if "$" in named else named.removeprefix("./").strip("/")


def _defined(name: str, folder: str, body: str) -> Collection:
    loader = _GLOB.search(body)
    pattern = _ONE_PATTERN.search(loader[1]) if loader else None
    patterns = tuple(_QUOTED.findall(pattern[1])) if pattern else ()
    _, _, function = body.partition("generateId")
    make_id = first(function.lstrip(" :")) if function else ""
    return Collection(name, folder, patterns, make_id, date=_own_date(body))


def _own_date(schema: str) -> str:
    """Return the first date that a schema has, unless it has one with a usual name."""
    names = [name for name in _DATE.findall(schema) if name.lower() not in KEYS.updated]
    return _unusual(names[0]) if names and all(map(_unusual, names)) else ""


def _unusual(date: str) -> str:
    return "" if date.lower() in KEYS.date else date.lower()


def _of_pages(root: Path, pages: str) -> Iterator[Collection]:
    """Yield the folder of the pages that have dates, such as src/pages/posts."""
    folders = [posixpath.dirname(path) for path, _ in _dated(root / pages)]
    common = posixpath.commonpath(folders) if folders and all(folders) else ""
    if folders:
        base = f"{pages}/{common}".rstrip("/")
        yield Collection(posixpath.basename(base), base, of_pages=True)


def _dated(top: Path, date: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the pages below a folder that have a date, each with its header."""
    found = files_below(top, site=top) if top.is_dir() else iter(())
    texts = islice((path for path in found if path.endswith(_SUFFIXES)), _ENOUGH)
    dates = {*KEYS.date, date}
    read = ((path, headers.header_fields(top / path)) for path in texts)
    return ((path, header) for path, header in read if header.keys() & dates)
