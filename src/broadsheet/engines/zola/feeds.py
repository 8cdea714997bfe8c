"""Finds the files of Zola's feeds, and the sections that have one of their own."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from broadsheet.engines.found import FoundFeed
from broadsheet.engines.settings import Settings
from broadsheet.walk import beginning, files_below

_BUILT_IN = {"atom.xml": "atom", "rss.xml": "rss"}
_GENERATES = re.compile(r"(?m)^generate_feeds?\s*[=:]\s*true")
_HANDS_ON = re.compile(r"(?m)^transparent\s*[=:]\s*true")
_OF_ALL = re.compile(r"\{%-?\s*for\s+\w+\s+in\s+pages\b")
_OF_SECTION = re.compile(r"\{%-?\s*for\s+\w+\s+in\s+section\.pages\b")
_TITLE = re.compile(r"""(?m)^title\s*[=:]\s*["']?(.*?)["']?\s*$""")


def feed_names(settings: Settings, root: Path, languages: Iterable[str]) -> dict[str, str]:
    """Return the names of the site's feeds by format, and of those of languages besides the main one.

    Of several files of one format, the first counts.
    """
    table = settings.table("languages")
    names: dict[str, str] = {}
    for told in (settings, *map(table.table, list(languages)[1:])):
        typed: Any = told.get("feed_filenames") or told.get("feed_filename") or ["atom.xml"]
        for file in map(str, typed if isinstance(typed, list) else [typed]):
            if kind := _format(file, _template(settings, root, file)):
                names.setdefault(kind, file)
    return names


def _template(settings: Settings, root: Path, name: str) -> str:
    """Return the text of a template of the site's, or of its theme's; "" if it is Zola's own."""
    places = (root, root / "themes" / settings.text_of("theme"))
    files = (place / "templates" / name for place in places)
    file = next((file for file in files if file.is_file()), None)
    return beginning(file, 1_000_000) if file else ""


def _format(name: str, text: str) -> str:
    """Return a feed's format by its template, else by its name; "" if it is not recognised."""
    for mark, kind in (("<feed", "atom"), ("<rss", "rss"), ("jsonfeed.org", "json")):
        if mark in text:
            return kind
    if text or name.endswith(".json"):
        return "" if text else "json"
    return _BUILT_IN.get(name, "rss" if "rss" in name.lower() else "atom")


def section_feeds(
    content: Path, titles: Mapping[str, str], languages: Mapping[str, str]
) -> dict[str, FoundFeed]:
    """Find the sections that have a feed of their own (`generate_feeds` in `_index.md`).

    `titles` are the site's, `languages` the folders of addresses, both by language; "" is the language of
    files that name none.
    """
    sections = _sections(content, languages)
    folders = sorted({*map(_folder, _pages(content))})
    found = {}
    for (path, language), text in sections.items():
        if path and _GENERATES.search(text):
            title = titles.get(language) or titles[""]
            chosen = _chosen(path, folders, _transparent(sections, language))
            place = f"{languages.get(language, '')}/{path}".lstrip("/")
            found[place] = FoundFeed(
                title=f"{_name(text) or posixpath.basename(path)} · {title}".strip(" ·"),
                path=place,
                language=language,
                all={"languages": (language or next(iter(languages)),)} if languages else {},
                any=chosen["any"],
                none=chosen.get("none", {}),
            )
    return found


def left_out(settings: Settings, root: Path, names: Iterable[str]) -> tuple[str, ...]:
    """Return the sections that are not in the site's own feed.

    It has all pages, unless its template uses the pages of the home page's section.
    """
    templates = [_template(settings, root, name) for name in names]
    if not any(map(_OF_SECTION.search, templates)) or any(map(_OF_ALL.search, templates)):
        return ()
    content = root / "content"
    transparent = _transparent(_sections(content, ()), "")
    others = {f for f in map(_folder, _pages(content)) if not _hands_on(f, "", transparent)}
    tops = {folder: folder.partition("/")[0] for folder in others}
    return tuple(sorted({f if top in transparent else top for f, top in tops.items()}))


def _transparent(sections: Mapping[tuple[str, str], str], language: str) -> set[str]:
    """Return the transparent sections of a language, whose pages also belong to the section above."""
    return {p for (p, of), text in sections.items() if of == language and _HANDS_ON.search(text)}


def _chosen(
    section: str, folders: Sequence[str], transparent: Collection[str]
) -> dict[str, Mapping[str, tuple[str, ...]]]:
    """Return globs for a section's pages: in its folder, and in transparent sections below it.

    One name stands for all folders that have it somewhere in their path, a path for itself alone.
    """
    own = [folder for folder in folders if _hands_on(folder, section, transparent)]
    if "/" in section:
        return {"any": {"sections": (section, *(f for f in own if f != section))}}
    others = tuple(f for f in folders if section in f.split("/") and f not in own)
    return {
        "any": {"sections": (section,)},
        "none": {"sections": others} if others else {},
    }


def _hands_on(folder: str, section: str, transparent: Collection[str]) -> bool:
    """Return whether the pages of a folder belong to a section above it as well."""
    while folder != section:
        if folder not in transparent:
            return False
        folder = posixpath.dirname(folder)
    return True


def _pages(content: Path) -> Iterator[str]:
    paths = files_below(content, site=content) if content.is_dir() else ()
    return (p for p in paths if p.endswith(".md") and not posixpath.basename(p).startswith("_"))


def _folder(page: str) -> str:
    """Return the folder that a page belongs to: for an `index.md`, the page itself."""
    folder, name = posixpath.split(page)
    return posixpath.dirname(folder) if name.partition(".")[0] == "index" else folder


def title_of_home(content: Path) -> str:
    """Return the title of the home page, "" if it has none."""
    return _name(_sections(content, ()).get(("", ""), ""))


def _sections(content: Path, languages: Iterable[str]) -> dict[tuple[str, str], str]:
    """Return the texts of `_index.md` and its kin by folder and language, "" if it names none."""
    names = {"_index.md": "", **{f"_index.{name}.md": name for name in languages}}
    files = sorted(content.rglob("_index.*md"))
    return {
        (file.parent.relative_to(content).as_posix().strip("."), names[file.name.lower()]): (
            beginning(file)
        )
        for file in files
        if file.name.lower() in names
    }


def _name(text: str) -> str:
    match = _TITLE.search(text)
    return match[1] if match else ""
