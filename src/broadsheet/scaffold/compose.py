"""Found → the text of publish.toml, with a comment where a person must decide."""

from __future__ import annotations

import json
import re
import zoneinfo
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from broadsheet.config import records
from broadsheet.engines import ENGINES, FEED_FILES, Found
from broadsheet.i18n import language_of_country, tag_of
from broadsheet.scaffold.written_language import known_language
from broadsheet.text import xml_text
from broadsheet.urls import term_slug


def compose(found: Found) -> str:
    """Return the text of publish.toml; settings of the engine that are not allowed here are left out."""
    lines = ["# docs/configuration.md lists every key."]
    lines += [f"# {' '.join(xml_text(note).split())}." for note in found.notes]
    for part in (_site, _content, _markdown, _taxonomies, _feeds):
        lines += [*part(found)]
    text = "\n".join(lines) + "\n"
    return re.sub(r"(?<=\n)\[(?!site\])", "\n[", text)


def _site(found: Found) -> Iterator[str]:
    yield "[site]"
    url = found.guesses.get("url", "")
    yield _set("title", found.title, "My site", "the site's name", _host(found.url or url))
    unknown = f"https://example.org{found.base}/"
    yield _set("url", found.url, unknown, "where out/ will be reachable", url)
    guess = language_of_country(re.split("[-_]", found.language)[0])
    guess = guess or found.guesses.get("language", "")
    yield _set("language", known_language(found.language), "en", "e.g. zh-CN, en, de", guess)
    meaning = "for dates without an offset; the days and weeks of newsletter issues follow it"
    guess = found.guesses.get("timezone", "")
    yield _set("timezone", _zone(found.timezone), "UTC", meaning, guess)
    if found.description:
        yield f"description = {toml(found.description)}"
    guess = found.guesses.get("author", "")
    author = {"name": found.author or guess or "The editors"}
    if re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+", found.email):
        author["email"] = found.email
    note = _note(guess, "who writes articles that name nobody")
    yield f"author = {toml(author)}{'' if found.author else note}"
    if found.out:
        yield f"out = {toml(found.out)}  # out/ is another program's"
    if found.templates:
        engine = ENGINES[found.engine]
        owner = f"is {engine.label}'s" if engine.is_engine else "is another program's"
        yield f"templates = {toml(found.templates)}  # templates/ {owner}"


def _content(found: Found) -> Iterator[str]:
    yield "[content]"
    yield f"dialect = {toml(found.engine)}  # {ENGINES[found.engine].label}"
    yield f"path = {toml(found.content)}"
    if found.static:
        yield f"static = {toml(found.static)}"
    for key in ("include", "exclude", "path_fields"):
        texts: tuple[str, ...] = getattr(found, key)
        if texts:
            yield f"{key} = {toml(texts)}"
    pattern = found.permalink or ENGINES[found.engine].scheme.pattern
    yield f"permalink = {toml(pattern)}"
    for key in ("keep_case", "drop_accents"):
        if getattr(found, key):
            yield f"{key} = true"
    for key in ("permalinks", "languages", "language_folders", "fields", "defaults"):
        table: Mapping[str, Any] = getattr(found, key)
        if table:
            yield f"[content.{key}]"
            yield from (f"{toml_key(name)} = {toml(value)}" for name, value in table.items())


def _markdown(found: Found) -> Iterator[str]:
    engine = ENGINES[found.engine]
    yield "[markdown]"
    if (found.markdown or engine.markdown) == "commonmark":
        label = found.program or engine.label
        yield f'engine = "commonmark"  # nearest to {label}; "markdown" is Python-Markdown'
    else:
        yield 'engine = "markdown"  # Python-Markdown; "commonmark" is for articles from most engines'


def _taxonomies(found: Found) -> Iterator[str]:
    for name, taxonomy in found.taxonomies.items():
        folder = term_slug(name)
        if folder in records.RESERVED_TAXONOMIES:
            folder = f"by-{folder}"
        yield f"[taxonomies.{toml_key(folder)}]"
        yield f"field = {toml(taxonomy.key)}"
        if taxonomy.page:
            yield f"page = {toml(taxonomy.page)}"
        if taxonomy.paths:
            yield f"paths = {toml(taxonomy.paths)}"
        for key in ("names", "slugs"):
            if table := getattr(taxonomy, key):
                yield f"{key} = {toml(table)}"


def _feeds(found: Found) -> Iterator[str]:
    yield "[feeds]"
    yield f"formats = {toml(_formats(found))}"
    yield f"limit = {found.limit}"
    if found.summaries:
        yield 'content = "summary"'
    label = found.program or ENGINES[found.engine].label
    if ENGINES[found.engine].own_ids and found.own_ids:
        yield f'# id = "engine"  # for ids as {ENGINES[found.engine].label} makes them, which readers know'
    if found.id_url:
        yield f"id_url = {toml(found.id_url)}  # the address in the ids that readers know"
    main = [language for language, folder in found.languages.items() if not folder]
    if main := main or list(found.languages)[:1]:
        yield f"languages = {toml(main)}  # of the site's own feed; others have feeds of their own"
    if found.only:
        yield f"any = {toml(found.only)}  # which {label}'s own feed has"
    if found.left_out:
        sections = {"sections": found.left_out}
        yield f"none = {toml(sections)}  # which {label}'s own feed leaves out"
    if found.names:
        yield f"names = {toml(found.names)}  # as {label} calls them"
    if found.paths:
        yield f"paths = {toml(found.paths)}  # where {label} puts them"
    yield from _custom_feeds(found)


def _formats(found: Found) -> list[str]:
    """Return the formats of feeds, without those whose usual file is the engine's of another format."""
    kept = {*found.names, *found.paths}
    taken = {*found.names.values(), *found.paths.values()}
    return [form for form in found.formats if form in kept or FEED_FILES[form] not in taken]


def _custom_feeds(found: Found) -> Iterator[str]:
    for name, feed in found.feeds.items():
        yield f"[feeds.custom.{toml_key(term_slug(name))}]"
        yield f"title = {toml(feed.title)}"
        if feed.path:
            yield f"path = {toml(feed.path)}"
        if feed.paths:
            yield f"paths = {toml(feed.paths)}"
        if language := tag_of(feed.language, ""):
            yield f"language = {toml(language)}"
        for key in ("any", "all", "none"):
            if wanted := getattr(feed, key):
                yield f"{key} = {toml(wanted)}"
        if feed.by_language:
            yield "by_language = true"


def _set(key: str, value: str, fallback: str, meaning: str, guess: str = "") -> str:
    note = "" if value else _note(guess, meaning)
    return f"{key} = {toml(value or guess or fallback)}{note}"


def _note(guess: str, meaning: str) -> str:
    return f"  # {'a guess' if guess else 'not found'}: {meaning}"


def _host(url: str) -> str:
    """Return the host as a title for a site that names none, "" for a local one such as localhost."""
    match = re.match(r"https?://(?:www\.)?([^/:?#@]+\.[^/:?#@]+)", url)
    return match[1] if match else ""


def _zone(text: str) -> str:
    try:
        return str(zoneinfo.ZoneInfo(text)) if text else ""
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        return ""


def toml_key(name: str) -> str:
    """Write a key: bare where TOML allows it."""
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else toml(name)


def toml(value: Any) -> str:
    """Write a value on one line. Values that TOML cannot express are left out of tables and lists."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "[" + ", ".join(toml(item) for item in value if item is not None) + "]"
    if isinstance(value, Mapping):
        pairs = (f"{toml_key(str(k))} = {toml(v)}" for k, v in value.items() if v is not None)
        return "{ " + ", ".join(pairs) + " }"
    return _quoted(str(value))


def _quoted(text: str) -> str:
    """Write a text; one with backslashes, such as a regular expression, as a literal string."""
    if "\\" in text and "'" not in text and text.isprintable():
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
