"""Turns differences into problems: which are errors, and which are warnings."""

from __future__ import annotations

from collections.abc import Iterator

from broadsheet.comparison.compare import Difference, Kept
from broadsheet.errors import Problem, Severity
from broadsheet.model import Article
from broadsheet.rendered import RenderedItem
from broadsheet.text import counted

MUCH = 0.9
"""An article that keeps fewer of its words is an error."""

_ADVICE = {
    "id": "readers show the article once more; write id: in its front matter, or id_url below [feeds]",
    "address": "write permalink below [content], or in the article's front matter",
    "title": "write title: in its front matter",
    "date": "write timezone below [site], or an offset into the date",
}


def problems_of(difference: Difference) -> Iterator[Problem]:
    """Yield what is wrong with one article."""
    if difference.words.kept < difference.words.theirs:
        grave = difference.words.share < MUCH
        severity = Severity.ERROR if grave else Severity.WARNING
        yield _lost(difference, "words", difference.words, severity)
    for name, kept in (("links", difference.links), ("pictures", difference.pictures)):
        if kept.kept < kept.theirs:
            yield _lost(difference, name, kept, Severity.WARNING)
    for name, (theirs, ours) in difference.other.items():
        severity = Severity.ERROR if name == "id" else Severity.WARNING
        message = f"the {name} is {theirs} there and {ours} here; {_ADVICE[name]}"
        yield Problem(difference.path, 1, name, message, severity, rule=f"against-{name}")


def _lost(difference: Difference, name: str, kept: Kept, severity: Severity) -> Problem:
    shown = " ".join(kept.lost) if name == "words" else ", ".join(kept.lost)
    more = " …" if kept.theirs - kept.kept > len(kept.lost) else ""
    message = (
        f"our feed has {kept.kept} of {kept.theirs} {name} ({kept.share:.0%}), not: {shown}{more}; "
        "look for a shortcode, a component or HTML that is left out"
    )
    return Problem(difference.path, 1, "", message, severity, rule=f"against-{name}")


def missing(item: RenderedItem, name: str) -> Problem:
    """Return the error for one of their entries that matches no article here."""
    called = item.title or item.url or item.id
    message = f'"{called}" ({item.url or item.id}) is no article here; include its file'
    return Problem(name, 0, "", message, rule="against-missing")


def more(articles: tuple[Article, ...], name: str) -> Iterator[Problem]:
    """Yield one warning about the articles that they do not publish."""
    if articles:
        message = (
            f"lacks {counted(len(articles), 'article')} that we publish, e.g. {articles[0].source}; "
            "exclude what is no news"
        )
        yield Problem(name, 0, "", message, Severity.WARNING, rule="against-more")
