"""All articles of a site, and all problems with them."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from broadsheet.attempt import attempt, tried
from broadsheet.config import FILE_NAME, Config, records
from broadsheet.engines import Dialect, dialect_for, engine_of, is_fetched
from broadsheet.errors import ContentError, Problem, Problems, Severity, has_errors, needs
from broadsheet.model import Article
from broadsheet.parallel import shared_out
from broadsheet.read.article import read_address, read_article
from broadsheet.read.article_reader import FIELDS, says_undated, without_git
from broadsheet.read.assets import Assets
from broadsheet.source import (
    Address,
    BodyOfFile,
    Inherited,
    Keys,
    Source,
    fetched_sources,
    find_sources,
    in_repository,
    inheritance,
    read_history,
)
from broadsheet.stamps import UNSETTLED, Stamps, digest, digest_of_texts
from broadsheet.store import ReadingRow, Store, article_codec, codec
from broadsheet.text import counted

_SEVERAL = 4
"""So many files without a date, and no article, are one error."""


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
    reading = _Reading(config, assets, store)
    for source, row in _rows(reading, store, jobs):
        found.extend(codec.decode_problems(row.problems))
        if row.record:
            body = BodyOfFile(source, row.start, row.digest, reading.dialect(source).body)
            articles.append(article_codec.decode_article(row.record, body, row.version))
    if not articles:
        found = _without_any_date(found, config)
        found.extend(_empty(reading, found))
    articles = _without_twins(_without_authors(articles, found), found)
    # A problem that many articles inherit is reported once, in the file that they inherit it from.
    problems.extend(_once((*reading.problems, *found)))
    return articles


def read_addresses(config: Config, assets: Assets) -> list[tuple[Article, Address]]:
    """Return the good articles of a site, each with what its address is made from; drafts are left out.

    Raises ContentError if there is no content at all.
    """
    reading = _Reading(config, assets)
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


class _Reading:
    """The parts that all articles are read with, and what each article depends on besides its own file.

    `problems` are those of files that other articles inherit from. Raises ContentError if no file
    is an article.
    """

    def __init__(self, config: Config, assets: Assets, store: Store | None = None) -> None:
        self.config = config
        self.assets = assets
        self._dialect = engine_of(config).dialect(config)
        self._of_feeds = dialect_for(config, f"{records.FETCHED}/")
        self.problems = Problems()
        files = {source.path: source for source in _own_sources(config, self.problems)}
        fetched = fetched_sources(config)
        self.sources = (*(files[path] for path in self._dialect.articles(files)), *fetched)
        self.problems.extend(_without_docutils(self.sources))
        if not self.sources:
            raise ContentError(_nothing(config))
        rules: list[inheritance.FieldRule] = []
        with tried(config.content.path or ".", self.problems):
            rules += self._dialect.rules(tuple(files.values()), self.problems)
        # Its file may be elsewhere, and a run with nothing to do has to look at it too.
        for rule in rules:
            assets.stamps.of(rule.origin)
        if self._dialect.keys.needs_git:
            rules.append(self._commits(store))
        made = partial(inheritance.Inheritance, config.content, problems=self.problems)
        self._inheritance = made(rules, self._dialect.merge)
        self._defaults = made((), self._of_feeds.merge)
        self._inputs = _inputs(config)

    def _commits(self, store: Store | None) -> inheritance.FieldRule:
        """Return the rule that gives articles the dates of their commits."""
        history = read_history(self.config.root / self.config.content.path, store)
        for path in history.files:
            self.assets.stamps.of(path)
        if history.missing:
            message = without_git(history.missing)
            self.problems.add(Problem(FILE_NAME, 0, FIELDS, message, Severity.WARNING))
        return history.rule()

    def dialect(self, source: Source) -> Dialect:
        """Return the reader of an article."""
        return self._of_feeds if is_fetched(self.config, source.site_path) else self._dialect

    def inherited(self, source: Source) -> Inherited:
        """Return the fields that an article has without naming them."""
        if is_fetched(self.config, source.site_path):
            return self._defaults.of(source.path)
        return self._inheritance.of(source.path)

    def inputs(self, source: Source) -> str:
        """Return a digest of all that an article depends on beside its file and its images."""
        inherited = self.inherited(source)
        return (
            digest_of_texts((self._inputs, repr(inherited))) if inherited.fields else self._inputs
        )


def _own_sources(config: Config, problems: Problems) -> tuple[Source, ...]:
    """Return the files of the content folder, which need not be there if feeds are sources."""
    if config.content.feed and not (config.root / config.content.path).exists():
        return ()
    found = find_sources(config.root, config.content, problems)
    return tuple(source for source in found if not is_fetched(config, source.site_path))


def _without_docutils(sources: Iterable[Source]) -> Iterator[Problem]:
    """Report, once, that articles in reStructuredText need an extra."""
    first = next((s.site_path for s in sources if s.path.lower().endswith((".rst", ".rest"))), "")
    if first and importlib.util.find_spec("docutils") is None:
        message = f"is reStructuredText, which {needs('docutils', 'rst')}"
        yield Problem(first, 0, "", message)


def _nothing(config: Config) -> Problem:
    if config.content.feed:
        message = "no entry of the feeds is here yet; run publish fetch"
        return Problem(FILE_NAME, 0, "content.feed", message)
    wanted = ", ".join(config.content.include)
    message = f"holds no article; put files that match {wanted} into it"
    return Problem(config.content.path or ".", 0, "", message)


def _rows(reading: _Reading, store: Store, jobs: int) -> Iterator[tuple[Source, ReadingRow]]:
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


def _inputs(config: Config) -> str:
    """Return a digest of the configuration that articles depend on; a site's title is not in it."""
    site = config.site
    ids = (config.feeds.id, config.feeds.id_url)
    parts = (config.articles_url, site.timezone, site.author, site.language, *ids)
    return digest_of_texts(map(repr, (*parts, config.content, sorted(config.taxonomies.items()))))


def _is_current(row: ReadingRow, source: Source, stamps: Stamps) -> bool:
    stamp = stamps.of(source.site_path)
    return stamp == row.stamp != UNSETTLED and stamps.still(codec.decode_seen(row.seen))


def _read(source: Source, reading: _Reading) -> ReadingRow:
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


def _without_any_date(problems: Problems, config: Config) -> Problems:
    """Report the files without a date in one error if they leave no article at all.

    One file without a date among articles may be left out with a warning.
    """
    undated = [problem for problem in problems if says_undated(problem)]
    if len(undated) < _SEVERAL:
        return Problems(
            replace(p, severity=Severity.ERROR) if says_undated(p) else p for p in problems
        )
    others = [problem for problem in problems if not says_undated(problem)]
    message = (
        f"none of {len(undated)} files has a date, e.g. {undated[0].path}; begin each that is news with "
        'three lines: "---", "date: 2025-06-17", "---", or name the field of the dates: '
        f'[content.fields] date = ["…"]{_or_git(config)}'
    )
    return Problems([*others, Problem(config.content.path or ".", 0, "date", message)])


def _or_git(config: Config) -> str:
    """Return what people may write to have files dated by git, "" if they are not in it."""
    if Keys.FROM_GIT in config.content.fields.get("date", ()):
        return ""
    is_there = in_repository(config.root / config.content.path)
    by_git = ', or, for the date of each file\'s first commit, date = ["date", ":filename", ":git"]'
    return by_git * is_there


def _empty(reading: _Reading, found: Problems) -> Iterator[Problem]:
    """Warn of a folder whose files are no articles where that is no error."""
    config, files = reading.config, counted(len(reading.sources), "file")
    if has_errors((*found, *reading.problems)) or any(map(says_undated, found)):
        return
    message = (
        f"none of {files} is an article, so the feeds are empty; feeds hold pages that have a date: write "
        "e.g. date: 2025-06-17 into those that are news, or name their key: "
        f'[content.fields] date = ["…"]{_or_git(config)}'
    )
    yield Problem(config.content.path or ".", 0, "date", message, Severity.WARNING)


def _once(problems: Iterable[Problem]) -> Iterable[Problem]:
    """Leave out what is the same, and warnings of what is an error too."""
    kept = dict.fromkeys(problems)
    errors = {replace(p, severity=Severity.WARNING) for p in kept if p.severity is Severity.ERROR}
    return [problem for problem in kept if problem not in errors]


def _without_authors(articles: list[Article], problems: Problems) -> list[Article]:
    """Leave out articles that name no author if the site names none either, with one problem for all.

    Atom requires an author (RFC 4287, section 4.1.2), and we do not invent one.
    """
    named = [article for article in articles if article.authors]
    if len(named) == len(articles):
        return articles
    first = next(article for article in articles if not article.authors)
    message = (
        f"is missing, and {len(articles) - len(named)} articles name no author ({first.source} is "
        'the first); write e.g. author = { name = "…" } below [site]'
    )
    problems.error(FILE_NAME, 0, "site.author", message)
    return named


def _without_twins(articles: Iterable[Article], problems: Problems) -> list[Article]:
    """Leave out articles whose permalink or id an earlier one has; drafts are not compared."""
    kept: list[Article] = []
    owners: dict[tuple[str, str], Article] = {}
    for article in articles:
        keys = (("permalink", article.permalink), ("id", article.id))
        taken = next((key for key in keys if key in owners), None)
        if taken is None or article.draft:
            kept.append(article)
        if article.draft:
            continue
        if taken is None:
            owners.update(dict.fromkeys(keys, article))
        else:
            own = "an id" if taken[0] == "id" else "a slug or permalink"
            message = (
                f"{taken[1]} is also that of {owners[taken].source}; give one {own} of its own"
            )
            problems.error(article.source, 1, taken[0], message)
    return kept
