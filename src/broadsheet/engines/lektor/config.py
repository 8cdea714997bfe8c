"""Reads a Lektor project: its project file, the options of the plugin atom, and the models of pages."""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from broadsheet.engines.found import Found, FoundFeed, FoundTaxonomy
from broadsheet.engines.lektor.patterns import patterns
from broadsheet.engines.lektor.permalinks import PATTERN
from broadsheet.engines.settings import Settings, read_text
from broadsheet.errors import ConfigError, Problem
from broadsheet.urls import web_address
from broadsheet.walk import beginning, files_below

_ENOUGH = 300
_YES = {"yes", "true", "on", "1"}


def detect_config(root: Path) -> Found:
    """Describe a project. Raises ConfigError if a file cannot be read."""
    project = _ini(next(iter(sorted(root.glob("*.lektorproject")))), root)
    main, feed = project.table("project"), _feed(root)
    languages = _alternatives(project)
    places = {"atom": _feed_place(feed)} if feed else {}
    permalinks, unread = patterns(root, _models(root))
    language = main.text_of("locale").replace("_", "-") or next(iter(languages), "")
    return Found(
        engine="lektor",
        title=main.text_of("name"),
        url=web_address(main.text_of("url")),
        language=language or "en",
        author=_author(root),
        timezone="UTC",
        content="content",
        static="assets",
        include=("**/contents.lr", "**/contents+*.lr") if languages else ("**/contents.lr",),
        permalink=PATTERN,
        permalinks=permalinks,
        languages={name: _folder(table) for name, table in languages.items()},
        taxonomies={"tags": FoundTaxonomy("tags"), "categories": FoundTaxonomy("categories")},
        formats=("atom", "rss", "json"),
        paths=places,
        limit=feed.number_of("limit") or 50 if feed else 20,
        feeds={
            name: _language_feed(main.text_of("name"), name, table, places)
            for name, table in list(languages.items())[1:]
        },
        notes=tuple(_notes(unread)),
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


def _models(root: Path) -> dict[str, Settings]:
    """Read the models by name. Raises ConfigError."""
    return {file.stem: _ini(file, root) for file in sorted((root / "models").glob("*.ini"))}


def _alternatives(project: Settings) -> dict[str, Settings]:
    """Return the options of each language, the main one first; {} for one language."""
    names = (name for name, _ in project.items() if name.startswith("alternatives."))
    found = {name.partition(".")[2]: project.table(name) for name in names}
    ordered = sorted(found, key=lambda name: found[name].text_of("primary") not in _YES)
    return {name: found[name] for name in ordered} if len(found) > 1 else {}


def _folder(alternative: Settings) -> str:
    return alternative.text_of("url_prefix").strip("/")


def _language_feed(
    title: str, name: str, alternative: Settings, places: Mapping[str, str]
) -> FoundFeed:
    folder = _folder(alternative) or name
    label = alternative.text_of("name") or name
    paths = {kind: f"{folder}/{place}" for kind, place in places.items()}
    return FoundFeed(f"{title} · {label}", {"languages": (name,)}, folder, name, paths=paths)


def _author(root: Path) -> str:
    """Return the author of all articles that name one, if they name the same."""
    top = root / "content"
    names = set()
    found = files_below(top, site=top) if top.is_dir() else iter(())
    for path in islice(found, _ENOUGH):
        if path.endswith(".lr"):
            names |= set(re.findall(r"(?m)^author:[ \t]*(\S.*)$", beginning(top / path)))
    return names.pop().strip() if len(names) == 1 else ""


def _notes(unread: list[str]) -> Iterator[str]:
    yield "pages with a date (pub_date) are the articles"
    for name in unread:
        yield (
            f"slug_format of models/{name}.ini is not read: write the pattern of such pages below "
            "[content.permalinks]"
        )
