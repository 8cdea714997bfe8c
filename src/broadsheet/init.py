"""`publish init`: a publish.toml that fits the folder, written once and never over another."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from broadsheet.config.load import FILE_NAME, parse_config
from broadsheet.errors import ConfigError, OutputError, Problem

CONFIG_FILES = (
    ("hugo.toml", "Hugo"),
    ("hugo.yaml", "Hugo"),
    ("hugo.json", "Hugo"),
    ("config.toml", "Hugo or Zola"),
    ("config.yaml", "Hugo"),
    ("_config.yml", "Jekyll or Hexo"),
)
CONTENT_FOLDERS = ("content", "source/_posts", "_posts", "posts", "src/posts", "articles")


@dataclass(frozen=True, slots=True)
class Found:
    """What a folder tells of its site; empty where it tells nothing."""

    engine: str = ""
    title: str = ""
    url: str = ""
    language: str = ""
    description: str = ""
    author: str = ""
    timezone: str = ""
    taxonomies: Mapping[str, str] = field(default_factory=dict)
    content: str = "content"


def write_config(folder: Path) -> tuple[Path, str]:
    """Write `folder`/publish.toml; returns its path and a summary for people.

    Raises OutputError where there is one already or the folder cannot be written, ConfigError where
    the engine's own configuration cannot be read.
    """
    path = folder / FILE_NAME
    if not folder.is_dir():
        raise OutputError(Problem(str(folder), 0, "", "is not a folder; make it first"))
    found = look(folder)
    text = compose(found)
    parse_config(text, folder)
    try:
        with path.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError as error:
        raise OutputError(Problem(str(path), 0, "", "exists; edit it, or move it away")) from error
    except OSError as error:
        message = f"cannot be written: {error.strerror}; make the folder writable"
        raise OutputError(Problem(str(path), 0, "", message)) from error
    articles = sum(1 for p in (folder / found.content).rglob("*.md") if p.name != "_index.md")
    engine = f"found a {found.engine} site" if found.engine else "found no site engine"
    return path, f"{engine}, {articles} Markdown files in {found.content}; now run: publish build"


def look(folder: Path) -> Found:
    """Gather what the engine's configuration says. Raises ConfigError where it cannot be read."""
    content = next((name for name in CONTENT_FOLDERS if (folder / name).is_dir()), "content")
    for name, engine in CONFIG_FILES:
        if (folder / name).is_file():
            return _translate(_read(folder / name), engine, content)
    return Found(content=content)


def _read(path: Path) -> Mapping[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix == ".toml":
            return tomllib.loads(text)
        data = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    except (OSError, ValueError, yaml.YAMLError, RecursionError) as error:
        reason = " ".join(str(error).split())
        message = f"cannot be read: {reason}; mend it, or write publish.toml by hand"
        raise ConfigError(Problem(path.name, 0, "", message)) from error
    return data if isinstance(data, dict) else {}


def _translate(data: Mapping[str, Any], engine: str, content: str) -> Found:
    """Translate an engine's keys; case does not count, as in Hugo."""
    keys = {str(key).lower(): value for key, value in data.items()}
    params = (
        {str(k).lower(): v for k, v in keys.get("params", {}).items()}
        if isinstance(keys.get("params"), dict)
        else {}
    )

    def first(*names: str) -> str:
        values = (source.get(name) for name in names for source in (keys, params))
        return next((_name(value) for value in values if _name(value)), "")

    url = first("baseurl", "base_url") if "Hugo" in engine else first("url")
    if "Hugo" not in engine and first("baseurl") and url:
        url = url.rstrip("/") + "/" + first("baseurl").strip("/")
    return Found(
        engine=engine,
        title=first("title"),
        url=url if url.startswith(("http://", "https://")) else "",
        language=first("languagecode", "default_language", "lang", "language"),
        description=first("description", "subtitle"),
        author=first("author"),
        timezone=first("timezone"),
        taxonomies=_taxonomies(keys.get("taxonomies")),
        content=content,
    )


def _name(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("name")
    return value.strip() if isinstance(value, str) else ""


def _taxonomies(declared: object) -> Mapping[str, str]:
    """Hugo: { tag = "tags" }, where the plural is folder and field; authors are no taxonomy here."""
    if not isinstance(declared, dict):
        return {}
    fields = (value for value in declared.values() if isinstance(value, str))
    return {name: name for name in fields if name not in {"authors", "author"}}


def compose(found: Found) -> str:
    """Write the configuration that was found, with a comment where a person must decide."""
    lines = ["# docs/configuration.md lists every key.", "[site]"]
    lines.append(_set("title", found.title, "My site", "the site's name"))
    lines.append(_set("url", found.url, "https://example.org/", "where out/ will be reachable"))
    lines.append(_set("language", found.language.replace("_", "-"), "en", "e.g. zh-CN, en, de"))
    lines.append(_set("timezone", found.timezone, "UTC", "for dates without an offset"))
    if found.description:
        lines.append(f"description = {json.dumps(found.description, ensure_ascii=False)}")
    author = json.dumps(found.author or "The editors", ensure_ascii=False)
    note = "" if found.author else "  # not found: who writes articles that name nobody"
    lines.append(f"author = {{ name = {author} }}{note}")
    lines += ["", "[content]", f'path = "{found.content}"', 'permalink = "/:sections/:slug/"']
    for name, key in (found.taxonomies or {"tags": "tags"}).items():
        lines += ["", f"[taxonomies.{name}]", f'field = "{key}"']
    lines += ["", "[feeds]", 'formats = ["atom", "rss", "json"]', "limit = 20"]
    return "\n".join(lines) + "\n"


def _set(key: str, value: str, fallback: str, meaning: str) -> str:
    if value:
        return f"{key} = {json.dumps(value, ensure_ascii=False)}"
    return f'{key} = "{fallback}"  # not found: {meaning}'
