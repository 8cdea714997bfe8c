"""All articles of a site, and all problems with them."""

from __future__ import annotations

from collections.abc import Iterator

from broadsheet.attempt import attempt
from broadsheet.config import Config
from broadsheet.errors import ContentError, Problem, Problems
from broadsheet.model import Article
from broadsheet.parallel import shared_out
from broadsheet.read.article import read_address, read_article
from broadsheet.read.assets import Assets
from broadsheet.read.reading import Reading
from broadsheet.read.whole_site import (
    empty,
    once,
    without_any_date,
    without_authors,
    without_twins,
)
from broadsheet.source import Address, BodyOfFile, Source
from broadsheet.stamps import UNSETTLED, Stamps, digest, digest_of_texts
from broadsheet.store import ReadingRow, Store, article_codec, codec


def read_articles(
    config: Config, assets: Assets, store: Store, problems: Problems, jobs: int = 1
) -> list[Article]:
    """Return the good articles of the content folder, in the order of their paths.

    A file that has not changed since an earlier run is not read again; the others are shared out to up
    to `jobs` processes. What is wrong goes to `problems`. Of articles that share a permalink or an id,
    only the first is returned. Raises ContentError if there is no content at all.
    """
    articles: list[Article] = []
    found = Problems()
    reading = Reading(config, assets, store)
    for source, row in _rows(reading, store, jobs):
        found.extend(codec.decode_problems(row.problems))
        if row.record:
            body = BodyOfFile(source, row.start, row.digest, reading.dialect(source).body)
            articles.append(article_codec.decode_article(row.record, body, row.version))
    if not articles:
        found = without_any_date(found, config)
        found.extend(empty(reading, found))
    articles = without_twins(without_authors(articles, found), found)
    # A problem that many articles inherit is reported once, in the file that they inherit it from.
    problems.extend(once((*reading.problems, *found)))
    return articles


def read_addresses(config: Config, assets: Assets) -> list[tuple[Article, Address]]:
    """Return the good articles of a site, each with what its address is made from; drafts are left out.

    Raises ContentError if there is no content at all.
    """
    reading = Reading(config, assets)
    found = []
    for source in reading.sources:
        try:
            with attempt(source.site_path, "read"):
                text = source.decode(source.read_bytes())
                inherited, dialect = reading.inherited(source), reading.dialect(source)
                pair = read_address(source, text, inherited, dialect, assets)
        except ContentError:
            continue
        if pair and not pair[0].draft:
            found.append(pair)
    return found


def _rows(reading: Reading, store: Store, jobs: int) -> Iterator[tuple[Source, ReadingRow]]:
    """Yield the result of reading each file, in order; afterwards all of them are in the store."""
    known = store.readings()
    rows: dict[str, ReadingRow] = {}
    changed: list[Source] = []
    for source in reading.sources:
        row = known.get(source.site_path)
        if row and row.inputs == reading.inputs(source) and _is_current(row, source, store.stamps):
            rows[source.site_path] = row
        else:
            changed.append(source)
    fresh = list(shared_out(lambda source: _read(source, reading), changed, jobs))
    store.save_readings(fresh)
    store.forget("readings", known.keys() - {source.site_path for source in reading.sources})
    rows |= {row.source: row for row in fresh}
    return ((source, rows[source.site_path]) for source in reading.sources)


def _is_current(row: ReadingRow, source: Source, stamps: Stamps) -> bool:
    stamp = stamps.of(source.site_path)
    return stamp == row.stamp != UNSETTLED and stamps.still(codec.decode_seen(row.seen))


def _read(source: Source, reading: Reading) -> ReadingRow:
    assets = reading.assets
    stamp = assets.stamps.of(source.site_path)
    with assets.stamps.watching() as seen:
        found, start, article = "", 0, None
        problems: list[Problem] = []
        try:
            with attempt(source.site_path, "read"):
                data = source.read_bytes()
                found = digest(data)
                text = source.decode(data)
                article, problems = read_article(
                    source,
                    text,
                    reading.inherited(source),
                    reading.dialect(source),
                    assets,
                )
                start = len(text) - len(article.body) if article else 0
        except ContentError as error:
            problems = list(error.problems)
    record = article_codec.encode_article(article) if article else ""
    return ReadingRow(
        source.site_path,
        stamp,
        found,
        reading.inputs(source),
        codec.encode_seen(seen),
        start,
        record,
        digest_of_texts((found, record)),
        codec.encode_problems(problems),
    )
