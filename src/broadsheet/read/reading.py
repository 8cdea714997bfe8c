"""What all articles of a site are read with: its files, the engine's dialect, fields that they inherit."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator
from functools import partial

from broadsheet.attempt import tried
from broadsheet.config import FILE_NAME, Config, records
from broadsheet.engines import Dialect, dialect_for, engine_of, is_fetched
from broadsheet.errors import ContentError, Problem, Problems, Severity, needs
from broadsheet.read.article_reader import FIELDS, without_git
from broadsheet.read.assets import Assets
from broadsheet.source import (
    Inherited,
    Source,
    fetched_sources,
    find_sources,
    inheritance,
    read_history,
)
from broadsheet.stamps import digest_of_texts
from broadsheet.store import Store


class Reading:
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


def _inputs(config: Config) -> str:
    """Return a digest of the configuration that articles depend on; a site's title is not in it."""
    site = config.site
    ids = (config.feeds.id, config.feeds.id_url)
    parts = (config.articles_url, site.timezone, site.author, site.language, *ids)
    return digest_of_texts(map(repr, (*parts, config.content, sorted(config.taxonomies.items()))))
