"""What reading the articles has already found, as rules."""

from __future__ import annotations

from collections.abc import Iterator

from broadsheet.checks.content.book import SITE
from broadsheet.checks.content.page import Pages, read_raw
from broadsheet.checks.rule import Fault, Place
from broadsheet.errors import Problem, Severity


def _kind(problem: Problem) -> str:
    """Return the rule to which a problem of reading belongs."""
    if problem.severity is Severity.WARNING:
        return "field-left-out"
    if not problem.field:
        return "front-matter"
    if problem.message.startswith("is missing"):
        return "field-missing"
    if " is also that of " in problem.message:
        return "address-taken"
    return "field-invalid"


def _faults(pages: Pages, rule: str) -> Iterator[Fault]:
    for problem in pages.problems:
        if _kind(problem) == rule:
            field = f"{problem.field}: " if problem.field else ""
            yield Fault(field + problem.message, _place(pages, problem))


def _place(pages: Pages, problem: Problem) -> Place:
    lines = read_raw(pages.site.config.root / problem.path).split("\n")
    text = lines[problem.line - 1] if 0 < problem.line <= len(lines) else ""
    return Place(problem.line, 0, 1, text, problem.path)


@SITE.error(
    "front-matter",
    why="A file whose front matter cannot be read is no article: it is in no feed.",
    bad="title: [译] x\ndate: 2025-06-17",
    good='title: "[译] x"\ndate: 2025-06-17',
)
def front_matter(pages: Pages) -> Iterator[Fault]:
    """Find files whose front matter cannot be read."""
    return _faults(pages, "front-matter")


@SITE.error(
    "field-missing",
    why="Atom demands a title, a date and an author of each entry (RFC 4287, section 4.1.2).",
    bad="title:",
    good="title: What feeds are for",
)
def field_missing(pages: Pages) -> Iterator[Fault]:
    """Find articles that lack a field that every entry must have."""
    return _faults(pages, "field-missing")


@SITE.error(
    "field-invalid",
    why="A value that cannot be read keeps its article out of every feed.",
    bad="date: 2025-13-01",
    good="date: 2025-12-01",
)
def field_invalid(pages: Pages) -> Iterator[Fault]:
    """Find fields whose value is not what it must be."""
    return _faults(pages, "field-invalid")


@SITE.warning(
    "field-left-out",
    why="The article is published without this: mostly it is a picture whose file is missing. A file "
    "that its own engine skips is left out whole.",
    bad="image: /images/charts/lost.png",
    good="image: /images/charts/kept.png",
)
def field_left_out(pages: Pages) -> Iterator[Fault]:
    """Find fields that say nothing that could be used."""
    return _faults(pages, "field-left-out")


@SITE.error(
    "address-taken",
    why="Readers take two entries of one id for one article, and show only one of them.",
    bad="slug: twin\ntitle: First\n===\nslug: twin\ntitle: Second",
    good="slug: first\ntitle: First\n===\nslug: second\ntitle: Second",
)
def address_taken(pages: Pages) -> Iterator[Fault]:
    """Find articles whose permalink or id another one has."""
    return _faults(pages, "address-taken")
