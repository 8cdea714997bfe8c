"""The record of everything that all issues of a site are made from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from broadsheet.config import FILE_NAME
from broadsheet.errors import Problem, Problems, Severity
from broadsheet.mail_pictures import Pictures
from broadsheet.model import Article, Person
from broadsheet.newsletter.places import ExistingIssues
from broadsheet.site import Site
from broadsheet.templating import Templates


class Html(Protocol):
    """A rendered body."""

    @property
    def html(self) -> str:
        """Return it as a fragment."""


class Texts(Protocol):
    """Renders articles and their summaries; `markdown.Renderer` implements it."""

    def summary(self, article: Article) -> str:
        """Return an article's summary as plain text on one line; "" if it has none."""

    def render(self, article: Article, *, for_email: bool = False) -> Html:
        """Return an article's body as sanitised HTML with absolute URLs."""


@dataclass(frozen=True, slots=True)
class Context:
    """What issues are made from.

    `existing` are the issues that are in out/ already. An issue whose period is not over at `now` is
    a preview; without `now`, none is. `with_drafts` makes issues whose notes are drafts too, for a
    preview. `to` replaces the recipient that the configuration gives. Warnings, which keep no issue
    from being made, are added to `problems`.
    """

    site: Site
    texts: Texts
    templates: Templates
    pictures: Pictures
    existing: ExistingIssues = field(default_factory=ExistingIssues)
    problems: Problems | list[Problem] = field(default_factory=Problems)
    now: datetime | None = None
    to: Person | None = None
    with_drafts: bool = False

    def warn(self, path: str, key: str, message: str, line: int = 0) -> None:
        """Add a warning, once."""
        problem = Problem(path, line, key, message, Severity.WARNING)
        if problem not in self.problems:
            self.problems.extend([problem])

    def warn_of_config(self, edition: str, key: str, message: str) -> None:
        """Add a warning about an edition's configuration, once."""
        table = self.site.config.digest[edition].table or edition
        self.warn(FILE_NAME, f"digest.{table}{'.' if key else ''}{key}", message)


def make_context(
    site: Site,
    texts: Texts,
    existing: Mapping[str, Collection[str]] | None = None,
    problems: Problems | list[Problem] | None = None,
    templates: Templates | None = None,
) -> Context:
    """Make the context of a site, whose templates it makes unless they are given."""
    if not isinstance(existing, ExistingIssues):
        existing = ExistingIssues(existing or {})
    return Context(
        site=site,
        texts=texts,
        templates=templates
        or Templates(
            site.config.root,
            site.config.site.templates,
            follow_links=site.config.content.follow_links,
        ),
        pictures=Pictures(site.config),
        existing=existing,
        problems=problems if problems is not None else Problems(),
    )
