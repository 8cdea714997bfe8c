"""Sites made by hand that the tests of the newsletter share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

from broadsheet.config.load import parse_config
from broadsheet.config.records import Config
from broadsheet.engines import resolve
from broadsheet.model import Article, Image, LazyFile, OutputFile, Person
from broadsheet.newsletter.compose import compose
from broadsheet.newsletter.composed import Composed
from broadsheet.newsletter.context import Context, make_context
from broadsheet.newsletter.edition import Edition, make_edition
from broadsheet.newsletter.files import edition_files, issue_files
from broadsheet.newsletter.selection.issue import Issue
from broadsheet.newsletter.selection.period import period_of
from broadsheet.newsletter.selection.select import select_issue
from broadsheet.site.site import Site, make_site

NOW = datetime(2026, 1, 1, tzinfo=UTC)
WEDNESDAY = datetime(2025, 6, 18, 8, 0, tzinfo=UTC)
PICTURE = Image("https://example.org/images/cover%20%281%29.png", "", "image/png", 900, 1200, 675)


def config(digest: str = "", site: str = "", root: Path = Path("/nowhere")) -> Config:
    """Read a configuration; `digest` is the inside of [digest.weekly]."""
    text = f"""\
[site]
title = "Broadsheet"
url = "https://example.org/"
language = "en"
timezone = "Asia/Shanghai"
author = {{ name = "Ada", email = "ada@example.org" }}
[taxonomies.tags]
field = "tags"
[taxonomies.topics]
field = "topics"
[digest.weekly]
{digest}
"""
    for line in site.splitlines():
        name = line.partition("=")[0]
        kept = (old for old in text.splitlines() if not (name and old.startswith(name)))
        text = "\n".join(kept).replace("[site]", f"[site]\n{line}", 1)
    return parse_config(text, root, resolve)


def article(name: str, *tags: str, **given: object) -> Article:
    """Make an article; by default it is of a Wednesday, `days` earlier."""
    body = str(given.pop("body", "word " * 460))
    published = WEDNESDAY - timedelta(days=int(str(given.pop("days", 0))))
    fields: dict[str, object] = {
        "source": f"content/{name}.md",
        "body_line": 5,
        "text": lambda: body,
        "version": str(hash((body, *sorted(map(str, given.items()))))),
        "title": f"Title {name}",
        "id": f"https://example.org/{name}/",
        "permalink": f"https://example.org/{name}/",
        "slug": name,
        "published": published,
        "updated": published,
        "expires": None,
        "draft": False,
        "authors": (Person("Ada"),),
        "sections": (),
        "terms": (("tags", tags),),
        "summary": f"Summary {name}.",
        "image": None,
        "language": "en",
    }
    return Article(**(fields | given))  # type: ignore[arg-type]


def site(articles: Iterable[Article], made: Config | None = None) -> Site:
    """Make the site of some articles."""
    return make_site(articles, made or config(), NOW)


class PlainTexts:
    """Summaries that are plain text already; bodies whose paragraphs are blank lines apart."""

    def summary(self, found: Article) -> str:
        return found.summary

    def render(self, found: Article, *, for_email: bool = False) -> SimpleNamespace:
        pieces = re.sub(r"!\[(.*?)\]\((.*?)\)", r'<img src="\2" alt="\1">', found.body).split(
            "\n\n"
        )
        return SimpleNamespace(
            html="\n".join(f"<p>{piece.strip()}</p>" for piece in pieces if piece.strip())
        )


TEXTS = PlainTexts()


def context(
    articles: Iterable[Article], made: Config | None = None, existing: Iterable[str] = ()
) -> Context:
    """Make the context of a site of some articles, whose summaries are plain text already."""
    return make_context(site(articles, made), TEXTS, {"weekly": tuple(existing)}, [])


def issue(made: Context) -> Issue:
    """Select the newest issue."""
    zone = made.site.config.site.timezone
    week = period_of(made.site.articles[0].published, "week", zone)
    found = select_issue(made.site, "weekly", week)
    assert found is not None
    return found


def letter(articles: Iterable[Article], digest: str = "", site: str = "") -> Composed:
    """Compose the newest issue."""
    made = context(articles, config(digest, site))
    return compose(issue(made), edition(made), made)


def edition(made: Context) -> Edition:
    """Resolve the edition of the newest issue."""
    return make_edition("weekly", made)


def written(made: Context) -> dict[str, bytes]:
    """Return the files of the newest issue, by name."""
    found = issue(made)
    return {
        file.path.removeprefix(f"{found.path}/"): file.content
        for file in issue_files(found, made).files
    }


def of_edition(made: Context) -> dict[str, bytes]:
    """Return what follows from all issues, by name."""
    return {
        file.path.removeprefix("digests/weekly/"): content_of(file)
        for file in edition_files("weekly", made)
    }


def content_of(file: OutputFile | LazyFile) -> bytes:
    return file.make() if isinstance(file, LazyFile) else file.content
