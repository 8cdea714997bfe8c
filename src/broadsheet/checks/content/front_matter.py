"""Rules for front matter, and problems that reading the articles has found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from operator import attrgetter

from broadsheet.checks.content.pages import (
    ARTICLE_RULES,
    LONGEST_EXCERPT,
    SITE_RULES,
    ArticlePage,
    ArticlePages,
    read_raw,
)
from broadsheet.checks.registry import Place
from broadsheet.checks.switches import FIELD
from broadsheet.engines import engine_of
from broadsheet.errors import Problem, Severity

UNDERSTOOD = frozenset(
    [
        FIELD,
        *"slug draft feed categories lead featured weight image_alt imagealt featured_image_alt".split(),
    ]
)
"""The fields that Broadsheet reads for every engine."""

FLAGS = frozenset({"draft", "featured", "feed", "lead"})
"""Fields that are true or false; `feature: cover.png` is not a misspelt `featured`."""

_YES_OR_NO = re.compile(
    r"[:=]\s*[\"']?(?:true|false|yes|no|on|off|[01])[\"']?\s*(?:,\s*)?(?:#.*)?", re.IGNORECASE
)

FOREIGN = frozenset(
    "data dates dead desc draft_of guide height imaged images images_dir lat layout link links mood page "
    "path published publishdate pubdate state status subtitle tabs template title_en uid updates urls uuid "
    "weights".split()
)
"""Fields of other programs that differ by one letter from a field that is read."""

MIN_LENGTH = 3


@ARTICLE_RULES.warning(
    "key-misspelt",
    why="A field with a misspelt name is not read: the article lacks its value.",
    bad="sumary: What the article says.\ntag: [RSS]\ntags:",
    good="summary: What the article says.\ntags: [RSS]",
)
def key_misspelt(page: ArticlePage) -> Iterator[Problem]:
    """Find keys that differ by one letter from a field that is read."""
    taxonomies = page.site.config.taxonomies.values()
    keys = engine_of(page.site.config).dialect(page.site.config).keys.names
    wanted = UNDERSTOOD.union(keys, (taxonomy.field.lower() for taxonomy in taxonomies))
    for key, number in page.keys.items():
        if key in wanted or key in FOREIGN or not (meant := _meant(key, wanted)):
            continue
        value = page.lines[number - 1].partition(key)[2]
        if meant not in FLAGS or _YES_OR_NO.fullmatch(value.lstrip("\"' ")):
            typed = page.lines[number - 1][: len(key)]  # Keys are compared in lower case.
            name = typed if typed.lower() == key else key
            message = f"the field {name} is not read; did you mean {meant}?"
            yield page.place(number, 1, len(key)).problem(message)


@lru_cache(maxsize=4096)
def _meant(key: str, wanted: frozenset[str]) -> str:
    if len(key) < MIN_LENGTH:
        return ""
    return next((name for name in sorted(wanted) if _one_slip(key, name)), "")


def _one_slip(typed: str, meant: str) -> bool:
    """Return whether one letter was left out, added, changed or swapped with the next."""
    short, long = sorted((typed, meant), key=len)
    start = 0
    while start < len(short) and short[start] == long[start]:
        start += 1
    if len(long) - len(short) == 1:
        return long[start + 1 :] == short[start:]
    if len(long) != len(short):
        return False
    swapped = typed[start : start + 2] == meant[start : start + 2][::-1]
    return typed[start + 1 :] == meant[start + 1 :] or (
        swapped and typed[start + 2 :] == meant[start + 2 :]
    )


def _kind(problem: Problem) -> str:
    """Return the rule to which a problem found by reading belongs."""
    if problem.severity is Severity.WARNING:
        return "field-left-out"
    if not problem.field:
        return "front-matter"
    if problem.message.startswith("is missing"):
        return "field-missing"
    if " is also that of " in problem.message:
        return "address-taken"
    return "field-invalid"


def _problems(pages: ArticlePages, rule: str) -> Iterator[Problem]:
    found = [problem for problem in pages.problems if _kind(problem) == rule]
    for path, group in groupby(found, key=attrgetter("path")):
        lines = read_raw(pages.site.config.root / path).split("\n")
        for problem in group:
            text = lines[problem.line - 1] if 0 < problem.line <= len(lines) else ""
            excerpt = text if len(text) <= LONGEST_EXCERPT else ""
            field = f"{problem.field}: " if problem.field else ""
            yield Place(problem.line, 0, 1, excerpt, path).problem(field + problem.message)


@SITE_RULES.error(
    "front-matter",
    why="A file whose front matter cannot be read is not an article: no feed contains it.",
    bad="title: [译] x\ndate: 2025-06-17",
    good='title: "[译] x"\ndate: 2025-06-17',
)
def front_matter(pages: ArticlePages) -> Iterator[Problem]:
    """Find files whose front matter cannot be read."""
    return _problems(pages, "front-matter")


@SITE_RULES.error(
    "field-missing",
    why="Atom requires a title, a date and an author of each entry (RFC 4287, section 4.1.2).",
    bad="title:",
    good="title: What feeds are for",
)
def field_missing(pages: ArticlePages) -> Iterator[Problem]:
    """Find articles that lack a field that every entry must have."""
    return _problems(pages, "field-missing")


@SITE_RULES.error(
    "field-invalid",
    why="An article with a value that cannot be read is in no feed.",
    bad="date: 2025-13-01",
    good="date: 2025-12-01",
)
def field_invalid(pages: ArticlePages) -> Iterator[Problem]:
    """Find fields with an invalid value."""
    return _problems(pages, "field-invalid")


@SITE_RULES.warning(
    "field-left-out",
    why="The article is published without the field; usually the file of a picture is "
    "missing. A file that its own engine skips is left out completely.",
    bad="image: /images/charts/lost.png",
    good="image: /images/charts/kept.png",
)
def field_left_out(pages: ArticlePages) -> Iterator[Problem]:
    """Find fields whose value cannot be used."""
    return _problems(pages, "field-left-out")


@SITE_RULES.error(
    "address-taken",
    why="Readers take two entries with one id for the same article, and show only one of them.",
    bad="slug: twin\ntitle: First\n===\nslug: twin\ntitle: Second",
    good="slug: first\ntitle: First\n===\nslug: second\ntitle: Second",
)
def address_taken(pages: ArticlePages) -> Iterator[Problem]:
    """Find articles with the permalink or id of another article."""
    return _problems(pages, "address-taken")
