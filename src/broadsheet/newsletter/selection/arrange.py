"""An editor's note applied to the articles of an issue. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from broadsheet.errors import Problems
from broadsheet.model import Article
from broadsheet.newsletter.selection.note import AddedStory, Note, Reference, unknown_reference
from broadsheet.site import Site


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Articles in an editor's order: the lead (or None), the note's sections, and the rest."""

    lead: Article | None
    sections: tuple[tuple[str, tuple[Article, ...]], ...]
    rest: tuple[Article, ...]
    left_out: tuple[Article, ...] = ()


def arrange(note: Note, chosen: Sequence[Article], site: Site, problems: Problems) -> Arrangement:
    """Arrange the articles chosen for an issue as its note says.

    An article that the note names twice stands where it is named first. Problems of references are
    added, all at once.
    """
    find = _Finder(note, site, problems)
    unwanted = find.all("leave_out", note.leave_out)
    added = [
        _story_of(each, note, chosen, site)
        if isinstance(each, AddedStory)
        else find.one("add", each)
        for each in note.add
    ]
    pool = {article.source: article for article in (*chosen, *filter(None, added))}
    lead = find.one("lead", note.lead) if note.lead else None
    sections = [(title, find.all("sections", each)) for title, each in note.sections]
    order = find.all("order", note.order)
    for article in unwanted:
        pool.pop(article.source, None)
    for key, article in (
        *(("lead", each) for each in [lead] if each),
        *(("sections", each) for _, found in sections for each in found),
        *(("order", each) for each in order),
    ):
        if article.source not in pool:
            find.absent(key, article)
    if lead:
        pool.pop(lead.source, None)
    filled = [(title, _taken(found, pool)) for title, found in sections]
    rest = (*_taken(order, pool), *(() if note.only_listed else pool.values()))
    shown = {a.source for a in (lead, *(a for _, found in filled for a in found), *rest) if a}
    left_out = tuple(article for article in chosen if article.source not in shown)
    return Arrangement(lead, tuple(each for each in filled if each[1]), rest, left_out)


def _taken(articles: Sequence[Article], pool: dict[str, Article]) -> tuple[Article, ...]:
    """Take articles out of the pool; those that are not in it, or no longer, are left out."""
    return tuple(pool.pop(each.source) for each in articles if each.source in pool)


class _Finder:
    """Finds the articles that a note names: by file, address or slug."""

    def __init__(self, note: Note, site: Site, problems: Problems) -> None:
        self._note, self._problems = note, problems
        self._known: dict[str, list[Article]] = {}
        folder = f"{site.config.content.path}/"
        for article in site.articles:
            names = {
                article.source,
                article.source.removeprefix(folder),
                article.permalink,
                article.permalink.removeprefix(site.config.site.url.rstrip("/")),
                article.id,
                article.slug,
            }
            for name in names:
                self._known.setdefault(name, []).append(article)

    def all(self, key: str, references: Sequence[Reference]) -> list[Article]:
        return [found for each in references if (found := self.one(key, each))]

    def one(self, key: str, reference: Reference) -> Article | None:
        found = self._known.get(reference.text, [])
        if len(found) == 1:
            return found[0]
        likely = [article.source for article in found]
        self._problems.add(unknown_reference(self._note, key, reference, likely))
        return None

    def absent(self, key: str, article: Article) -> None:
        message = f'"{article.source}" is not of this issue; name it in add too, or remove it here'
        line = next(
            (r.line for r in (*self._note.order, *([self._note.lead] if self._note.lead else []))),
            1,
        )
        self._problems.error(self._note.path, line, key, message)


def _story_of(link: AddedStory, note: Note, chosen: Sequence[Article], site: Site) -> Article:
    """Make an article of a link, which has no file and no date of its own."""
    published = max((a.published for a in chosen), key=datetime.timestamp)
    return replace(
        chosen[0],
        source=f"{note.path}#{link.url}",
        text=str,
        title=link.title,
        id=link.url,
        permalink=link.url,
        slug="",
        published=published,
        updated=published,
        authors=(),
        sections=(),
        terms=(),
        summary=link.summary,
        image=None,
        language=site.config.site.language,
        lead=False,
        weight=0,
        version=repr(link),
    )


def is_link(article: Article) -> bool:
    """Return whether a story is a link that a note added."""
    return "#" in article.source and article.slug == ""
