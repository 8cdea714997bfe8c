"""What all issues of a site are made from, gathered in one record."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from broadsheet.config.load import FILE_NAME
from broadsheet.errors import Problem, Problems, Severity
from broadsheet.model import Article, Person
from broadsheet.newsletter.pictures import Pictures
from broadsheet.newsletter.places import ExistingIssues
from broadsheet.site import Site
from broadsheet.templating import Templates

Summarise = Callable[[Article], str]
"""Returns an article's summary as plain text on one line; "" if it has none."""


@dataclass(frozen=True, slots=True)
class Context:
    """What issues are made from.

    `existing` are the issues that are in out/ already. An issue whose period is not over at `now` is
    a preview; without `now`, none is. `to` and `unsubscribe` replace the recipient and the ways to
    leave that the configuration gives. Warnings, which keep no issue from being made, are added to
    `problems`.
    """

    site: Site
    summarise: Summarise
    templates: Templates
    pictures: Pictures
    existing: ExistingIssues = field(default_factory=ExistingIssues)
    problems: Problems | list[Problem] = field(default_factory=Problems)
    now: datetime | None = None
    to: Person | None = None
    unsubscribe: tuple[str, ...] = ()

    def warn(self, path: str, key: str, message: str) -> None:
        """Add a warning, once."""
        problem = Problem(path, 0, key, message, Severity.WARNING)
        if problem not in self.problems:
            self.problems.extend([problem])

    def warn_of_config(self, edition: str, key: str, message: str) -> None:
        """Add a warning about an edition's configuration, once."""
        self.warn(FILE_NAME, f"digest.{edition}{'.' if key else ''}{key}", message)


def make_context(
    site: Site,
    summarise: Summarise,
    existing: Mapping[str, Collection[str]] | None = None,
    problems: Problems | list[Problem] | None = None,
) -> Context:
    """Make the context of a site; `summarise` is `Renderer.summary`."""
    if not isinstance(existing, ExistingIssues):
        existing = ExistingIssues(existing or {})
    return Context(
        site=site,
        summarise=summarise,
        templates=Templates(
            site.config.root,
            site.config.site.templates,
            follow_links=site.config.content.follow_links,
        ),
        pictures=Pictures(site.config),
        existing=existing,
        problems=problems if problems is not None else Problems(),
    )
