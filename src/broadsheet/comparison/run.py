"""Compare all articles of a site with what another program made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from broadsheet.comparison import problems
from broadsheet.comparison.compare import Difference, compare
from broadsheet.comparison.theirs import Theirs, read_theirs
from broadsheet.config import Config
from broadsheet.errors import Problem, has_errors
from broadsheet.model import Article, Progress, no_progress
from broadsheet.parallel import shared_out
from broadsheet.pipeline import Loaded, LoadOptions, load_site, make_entry
from broadsheet.process import uncollected
from broadsheet.rendered import RenderedItem
from broadsheet.site_store import with_site_store
from broadsheet.store import Store


@dataclass(frozen=True, slots=True)
class AgainstOptions:
    """What to compare with: `target` is a feed, or the folder of a rendered site.

    `selector` is a CSS selector for what holds an article in a page, "" for its main or article
    element. `jobs` is how many processes may render. Of more than `most` articles (0: any number),
    some from the first to the last are compared.
    """

    target: Path
    selector: str = ""
    jobs: int = 1
    most: int = 0


@dataclass(frozen=True, slots=True)
class AgainstReport:
    """How many articles were compared, the differences of those that are not equal, the worst first.

    `missing` are their entries that match no article, `more` our articles that they lack, `bare` is
    how many of their entries have no text to compare.
    """

    target: str
    compared: int
    differences: tuple[Difference, ...]
    missing: tuple[RenderedItem, ...]
    more: tuple[Article, ...]
    bare: int
    problems: tuple[Problem, ...]

    @property
    def has_errors(self) -> bool:
        """Return whether one of the problems is an error."""
        return has_errors(self.problems)


def check_against(
    config: Config, options: AgainstOptions, *, now: datetime, progress: Progress = no_progress
) -> AgainstReport:
    """Compare the articles that are visible at `now` with what another program publishes.

    Raises ContentError if there is nothing to compare, UsageError if the target does not exist.
    """
    return with_site_store(
        config, lambda store: compare_site(config, options, now, store, progress)
    )


def compare_site(
    config: Config,
    options: AgainstOptions,
    now: datetime,
    store: Store,
    progress: Progress = no_progress,
) -> AgainstReport:
    """Compare as `check_against` does, with a `store` that is open already."""
    target = options.target
    if not target.exists() and (config.root / target).exists():
        target = config.root / target
    name = options.target.as_posix()
    with uncollected():
        loaded = load_site(config, now, store, LoadOptions(jobs=options.jobs))
        articles = _some(loaded.site.articles, options.most)
        theirs = read_theirs(target, name, articles, config, options.selector)
        compared = _compared(loaded, theirs, options.jobs, progress)
    return _report(name, theirs, compared)


def _some(articles: Sequence[Article], most: int) -> Sequence[Article]:
    return articles[:: -(-len(articles) // most)] if most and articles else articles


def _compared(loaded: Loaded, theirs: Theirs, jobs: int, progress: Progress) -> list[Difference]:
    def compare_one(number: int) -> Difference:
        article, item = theirs.pairs[number]
        entry, _ = make_entry(article, loaded.site, loaded.renderer)
        return compare(entry, article.source, item, is_feed=theirs.is_feed)

    found = []
    for difference in shared_out(compare_one, range(len(theirs.pairs)), jobs):
        found.append(difference)
        progress("articles", len(found), len(theirs.pairs))
    return found


def _report(name: str, theirs: Theirs, compared: Sequence[Difference]) -> AgainstReport:
    worst = sorted((each for each in compared if not each.is_equal), key=lambda each: each.order)
    found = [problems.missing(item, name) for item in theirs.missing]
    found += [problem for each in worst for problem in problems.problems_of(each)]
    found += problems.more(theirs.more, name)
    return AgainstReport(
        target=name,
        compared=len(compared),
        differences=tuple(worst),
        missing=theirs.missing,
        more=theirs.more,
        bare=sum(not each.has_content for each in compared),
        problems=tuple(found),
    )
