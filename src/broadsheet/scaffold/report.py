"""What `publish init` reports: the engine, the articles found, and those it could not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from functools import partial
from typing import Any

from broadsheet import dates
from broadsheet.config import Config
from broadsheet.engines import ENGINES, OTHER_FORMATS, Dialect, Found, engine_of
from broadsheet.errors import ContentError, Problem, Problems, Severity, UnreadableError
from broadsheet.markdown import read_otherwise
from broadsheet.read import Assets, read_articles
from broadsheet.rendered import Output
from broadsheet.scaffold.engine_pages import of_pages
from broadsheet.scaffold.exports import exports, feeds_instead
from broadsheet.source import Source, find_sources, headers
from broadsheet.stamps import Stamps
from broadsheet.store import ReadingRow, Store, codec, with_store
from broadsheet.text import counted
from broadsheet.walk import glob_pattern

SHOWN = 10
OTHERS = (".html", ".htm", ".njk", ".liquid", *OTHER_FORMATS)
"""Suffixes of pages that are not read. The dates of some of `OTHER_FORMATS` cannot be found."""

MAYBE_MARKDOWN = (".MD", ".mkd", ".mkdn", ".mdwn", ".mdown", ".txt")
"""Suffixes of pages that may be Markdown, and are read if [content] includes them."""

_ENOUGH_BODIES = 50
_FEW = 10
"""The share of articles (one in so many) that is worth a note about the other converter."""


def report(found: Found, config: Config) -> str:
    """Read the articles as a build does, and return what to tell a person. Nothing is written."""
    engine = "found no site engine"
    if ENGINES[found.engine].is_engine:
        engine = f"found a site of {ENGINES[found.engine].label}"
    elif found.program:
        engine = f"found a site of {found.program}, whose configuration is not read"
    folder, exported = config.content.path, tuple(exports(config.root))
    if not (config.root / folder).is_dir():
        first = (
            f"{engine} and no article yet; write the first into {folder}/, then run: publish build"
        )
        anywhere = replace(config, content=replace(config.content, path=""))
        notes = [f"note: {note}" for note in found.notes]
        return "\n".join([first, *exported, *notes, *_in_other_formats(anywhere)])
    notes = [f"note: {note}" for note in (*found.notes, *_of_address(found))]
    try:
        read = with_store(None, Stamps(config.root, 0), partial(_read, config))
    except ContentError as error:
        return "\n".join([f"{engine}; {error}", *notes, *exported, *_in_other_formats(config)])
    notes += [*(f"note: {note}" for note in _unread(config)), *exported]
    drafts = f" ({counted(read.drafts, 'draft')} among them)" if read.drafts else ""
    lines = [f"{engine}, {counted(read.articles, 'article')}{drafts} in {folder or '.'}", *notes]
    lines += [
        *_of_markdown(read, config),
        *read.pages,
        *_of_others(read, config),
        *_of_errors(read),
    ]
    return "\n".join(lines)


def _of_address(found: Found) -> Iterator[str]:
    if ENGINES[found.engine].has_address and not found.url:
        what = "is a guess" if found.guesses.get("url") else "is not known"
        yield f"the site's address {what}: write it into publish.toml, as url below [site]"


def _of_markdown(read: _Read, config: Config) -> Iterator[str]:
    """Yield a note if many articles depend on the converter and the site has no engine."""
    converter = config.markdown.engine
    if engine_of(config).is_engine or converter == "commonmark" or not read.bodies:
        return
    otherwise, looked_at = read_otherwise(read.bodies), len(read.bodies)
    if otherwise * _FEW >= looked_at:
        comes = "comes" if otherwise == 1 else "come"
        yield (
            f"note: {otherwise} of {counted(looked_at, 'article')} {comes} out otherwise with engine = "
            '"commonmark", below [markdown], which reads as most programs do: look at both'
        )


def _of_others(read: _Read, config: Config) -> Iterator[str]:
    """Yield notes on what is missing, and on files that are not articles: how they would become some."""
    if read.others:
        pages = counted(len(read.others), "page")
        yield f"note: {pages} without a date, or left out of lists, not articles: e.g. {read.others[0]}"
    yield from map(str, read.unknown[:SHOWN])
    field = _date_field(config, read.others) if len(read.others) > read.articles else ""
    if field:
        yield f'most have a date in {field}: write fields = {{ date = ["{field}"] }} below [content]'


def _of_errors(read: _Read) -> Iterator[str]:
    if not read.errors:
        yield "read publish.toml, above all url and permalink; then run: publish build"
        return
    verb = "is" if read.refused == 1 else "are"
    yield f"{counted(read.refused, 'file')} {verb} left out:"
    yield from map(str, read.errors[:SHOWN])
    if (more := len(read.errors) - SHOWN) > 0:
        yield f"and {counted(more, 'more error')}; publish build lists them all"
    yield (
        "correct them, exclude files that are not articles (exclude, below [content]), or run: "
        "publish build --keep-going"
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """The number of articles, and what became of the other files.

    `bodies` are the first ones', `pages` notes on the engine's pages; `others` are files that are not
    articles; `refused` is the number of files with `errors`, and `unknown` are warnings about files that
    articles inherit from.
    """

    articles: int
    drafts: int
    others: list[str]
    refused: int
    errors: list[Problem]
    unknown: list[Problem]
    bodies: list[str]
    pages: list[str]


def _read(config: Config, store: Store) -> _Read:
    problems = Problems()
    articles = read_articles(config, Assets(config, store.stamps), store, problems)
    readings = store.readings()
    errors = sorted(p for p in problems if p.severity is Severity.ERROR)
    # One error in a file that other files inherit from may stop all of these from being read.
    refused = {path for path, row in readings.items() if _has_errors(row)}
    refused |= {error.path for error in errors if error.path in readings}
    drafts = sum(article.draft for article in articles)
    others = sorted(
        path for path, row in readings.items() if not row.record and path not in refused
    )
    refused = refused or {error.path for error in errors}
    unknown = [p for p in problems if p.severity is Severity.WARNING and p.path not in readings]
    bodies = [article.body for article in articles[:_ENOUGH_BODIES] if article.is_markdown]
    pages = list(of_pages(config, articles, store))
    return _Read(len(articles), drafts, others, len(refused), errors, unknown, bodies, pages)


def _has_errors(row: ReadingRow) -> bool:
    return any(p.severity is Severity.ERROR for p in codec.decode_problems(row.problems))


def _in_other_formats(config: Config) -> Iterator[str]:
    """Yield notes for a site without a readable article: which files there are, and what to do."""
    unread = [f"note: {note}" for note in _unread(config)]
    yield from unread
    if unread or any(output.feeds for output in Output.of_site(config.root)):
        yield from feeds_instead(config.root)


def _unread(config: Config) -> Iterator[str]:
    """Yield a note on dated pages in other formats than Markdown, which an engine may publish."""
    if engine_of(config).only_markdown:
        return
    read = glob_pattern(config.content.include)
    others = tuple(f"**/*{suffix}" for suffix in (*OTHERS, *MAYBE_MARKDOWN))
    sources = find_sources(config.root, replace(config.content, include=others))
    unread = [source for source in sources if not read.fullmatch(source.path)]
    dated = [source.site_path for source in unread if headers.is_dated(source.file)]
    if markdown := [path for path in dated if path.endswith(MAYBE_MARKDOWN)]:
        yield _to_include(markdown, config)
    if dated := [path for path in dated if not path.endswith(MAYBE_MARKDOWN)]:
        yield _not_read(dated, "dated page")
    foreign = {source.site_path for source in unread if source.path.endswith(_UNDATED)}
    if (foreign := foreign - set(dated)) and not engine_of(config).is_engine:
        yield _not_read(sorted(foreign), "file")


_UNDATED = tuple(set(OTHER_FORMATS) - {".mdx", ".qmd", ".Rmd", ".rst"})
"""Suffixes of articles whose headers have another form."""


def _not_read(paths: Sequence[str], noun: str) -> str:
    kinds = ", ".join(sorted({path[path.rindex(".") :] for path in paths}))
    files = counted(len(paths), noun)
    return f"{files} not in Markdown ({kinds}), which Broadsheet does not read, e.g. {paths[0]}"


def _to_include(paths: Sequence[str], config: Config) -> str:
    kinds = sorted({path[path.rindex(".") :] for path in paths})
    wanted = ", ".join(
        f'"{glob}"' for glob in (*config.content.include, *map("**/*{}".format, kinds))
    )
    return (
        f"{counted(len(paths), 'dated page')} with another suffix ({', '.join(kinds)}), e.g. {paths[0]}: "
        f"if they are Markdown, write include = [{wanted}] below [content]"
    )


_ENOUGH = 500
"""How many files are opened; more would not change the result."""


def _date_field(config: Config, paths: Sequence[str]) -> str:
    """Return the field in which most of some files (paths below the site's folder) have a date."""
    wanted = set(paths[:_ENOUGH])
    sources = [s for s in find_sources(config.root, config.content) if s.site_path in wanted]
    found = Counter(_dated_fields(config, sources)).most_common(1)
    return found[0][0] if found and found[0][1] * 2 > len(sources) else ""


def _dated_fields(config: Config, sources: Sequence[Source]) -> Iterator[str]:
    """Yield the names of fields that hold dates, except those that say when a file was changed."""
    dialect = engine_of(config).dialect(config)
    for source in sources:
        for name, value in _fields(dialect, source).items():
            if name not in dialect.keys.updated and _is_date(value):
                yield name


def _fields(dialect: Dialect, source: Source) -> Mapping[str, Any]:
    try:
        return dialect.split(source.decode(source.read_bytes())).fields
    except (ContentError, UnreadableError):
        return {}


def _is_date(value: Any) -> bool:
    try:
        dates.parse(value, UTC)
    except ValueError:
        return False
    return True
