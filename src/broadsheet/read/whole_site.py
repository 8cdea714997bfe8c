"""What is wrong with the articles of a site as a whole: none at all, no authors, two with one address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from broadsheet.config import FILE_NAME, Config
from broadsheet.errors import Problem, Problems, Severity, has_errors
from broadsheet.model import Article
from broadsheet.read.article_reader import says_undated
from broadsheet.read.reading import Reading
from broadsheet.source import Keys, in_repository
from broadsheet.text import counted

_SEVERAL = 4
"""So many files without a date, and no article, are one error."""


def without_any_date(problems: Problems, config: Config) -> Problems:
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


def empty(reading: Reading, found: Problems) -> Iterator[Problem]:
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


def once(problems: Iterable[Problem]) -> Iterable[Problem]:
    """Leave out what is the same, and warnings of what is an error too."""
    kept = dict.fromkeys(problems)
    errors = {replace(p, severity=Severity.WARNING) for p in kept if p.severity is Severity.ERROR}
    return [problem for problem in kept if problem not in errors]


def without_authors(articles: list[Article], problems: Problems) -> list[Article]:
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


def without_twins(articles: Iterable[Article], problems: Problems) -> list[Article]:
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
