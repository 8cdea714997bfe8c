"""Reads a Lektor project: its project file, the options of the plugin atom, and the models of pages."""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from broadsheet.engines.found import Found, FoundTaxonomy
from broadsheet.engines.lektor.permalinks import SCHEME
from broadsheet.engines.settings import Settings, read_text
from broadsheet.errors import ConfigError, Problem
from broadsheet.urls import web_address
from broadsheet.walk import beginning, files_below

_DATE_FORMAT = re.compile(r"this\.pub_date\s*\|\s*dateformat\(\s*[\"']([^\"']+)[\"']")
_LETTERS = {
    "YYYY": ":year",
    "yyyy": ":year",
    "MM": ":month",
    "M": ":i_month",
    "dd": ":day",
    "d": ":i_day",
}
_ENOUGH = 300


def detect_config(root: Path) -> Found:
    """Describe a project. Raises ConfigError if a file cannot be read."""
    project = _ini(next(iter(sorted(root.glob("*.lektorproject")))), root)
    main, feed = project.table("project"), _feed(root)
    places = {"atom": _feed_place(feed)} if feed else {}
    language = main.text_of("locale").replace("_", "-") or _primary(project)
    return Found(
        engine="lektor",
        title=main.text_of("name"),
        url=web_address(main.text_of("url")),
        language=language or "en",
        author=_author(root),
        timezone="UTC",
        content="content",
        static="assets",
        include=("**/contents.lr",),
        permalink=main.checked(_pattern(root), SCHEME, "slug_format"),
        taxonomies={"tags": FoundTaxonomy("tags"), "categories": FoundTaxonomy("categories")},
        formats=("atom", "rss", "json"),
        paths=places,
        limit=feed.number_of("limit") or 50 if feed else 20,
        notes=tuple(_notes(root)),
    )


def _ini(file: Path, root: Path) -> Settings:
    """Read an INI file as tables. Raises ConfigError."""
    text = read_text(file, root)
    parser = configparser.ConfigParser(interpolation=None, strict=False, allow_no_value=True)
    path = file.relative_to(root).as_posix()
    try:
        parser.read_string(text)
    except configparser.Error as error:
        line = getattr(error, "lineno", 0) or next((n for n, _ in getattr(error, "errors", ())), 0)
        what = str(error).partition("\n")[0]
        raise ConfigError(
            Problem(path, line, "", f"is no INI file ({what}); correct it, or write publish.toml")
        ) from error
    return Settings.of({name: dict(parser.items(name)) for name in parser.sections()}, path, text)


def _primary(project: Settings) -> str:
    names = (name for name, _ in project.items() if name.startswith("alternatives."))
    tables = ((name.rpartition(".")[2], project.table(name)) for name in names)
    return next((name for name, table in tables if table.text_of("primary") in {"yes", "true"}), "")


def _feed(root: Path) -> Settings | None:
    """Return the first feed of the plugin lektor-atom."""
    file = root / "configs/atom.ini"
    if not file.is_file():
        return None
    settings = _ini(file, root)
    return next((settings.table(name) for name, _ in settings.items()), None)


def _feed_place(feed: Settings) -> str:
    source = feed.text_of("source_path").strip("/")
    place = (
        feed.text_of("url_path").strip("/") or f"{source}/{feed.text_of('filename') or 'feed.xml'}"
    )
    return place.lstrip("/")


def _pattern(root: Path) -> str:
    """Return the pattern of articles: their folders, or the `slug_format` of their model."""
    for file in sorted((root / "models").glob("*.ini")) if (root / "models").is_dir() else ():
        typed = _ini(file, root).table("children").text_of("slug_format")
        if typed and (match := _DATE_FORMAT.search(typed)):
            date = re.sub(r"y{4}|Y{4}|M{1,2}|d{1,2}", lambda m: _LETTERS[m[0]], match[1])
            return f"/:parent/{date.strip('/')}/:slug/"
    return "/:path/"


def _author(root: Path) -> str:
    """Return the author of all articles that name one, if they name the same."""
    top = root / "content"
    names = set()
    found = files_below(top, site=top) if top.is_dir() else iter(())
    for path in islice(found, _ENOUGH):
        if path.endswith(".lr"):
            names |= set(re.findall(r"(?m)^author:[ \t]*(\S.*)$", beginning(top / path)))
    return names.pop().strip() if len(names) == 1 else ""


def _notes(root: Path) -> Iterator[str]:
    yield "pages with a date (pub_date) are the articles"
    top = root / "content"
    found = files_below(top, site=top) if top.is_dir() else ()
    if any("+" in path.rpartition("/")[2] and path.endswith(".lr") for path in found):
        yield "other languages (contents+de.lr) are not read"
